"""What this machine offers: zone data, room, and files that only their owner can read."""

from __future__ import annotations

import re
import shutil
import stat
import zoneinfo
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

_RELEASE: Final = re.compile(r"\b(19|20)\d\d[a-z]+\b")


def zone_release() -> str:
    """Return the release of the time zone database that is used, "2025b"; "" where none says.

    `zoneinfo` reads the system's before the package `tzdata`.
    """
    for folder in zoneinfo.TZPATH:
        for name in ("tzdata.zi", "+VERSION", "version"):
            with suppress(OSError, UnicodeDecodeError):
                with Path(folder, name).open(encoding="ascii") as file:
                    found = _RELEASE.search(file.readline(200))
                if found:
                    return found[0]
        if Path(folder, "Etc", "UTC").exists():
            break  # the system's, and it does not say
    else:
        return _release_of_package()
    return ""


def _release_of_package() -> str:
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return ""


def has_zone(name: str) -> bool:
    """Tell whether a time zone can be loaded."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


def free_bytes(path: Path) -> int:
    """Return the room that is left where a file or folder is, or would be."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


def open_to_others(path: Path) -> bool:
    """Tell whether others on this machine may read or change a file; none there is closed."""
    with suppress(OSError):
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    return False

"""Playbooks on disk: the six that come with Duly, and the user's own beside them."""

from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

from duly import playbooks
from duly.adapters import places
from duly.core.errors import PlaybookError, UnknownError, did_you_mean
from duly.core.playbook import Playbook, parse
from duly.core.told import told

PACKAGED = ("balanced", "classic", "patient", "direct", "restrained", "letters")
"""In the order in which they are shown: ours, then the guides S1 to S4 and S0."""


def packaged_file(name: str) -> Path:
    """Return the file of a playbook that comes with Duly."""
    return Path(playbooks.__file__).with_name(f"{name}.toml")


def own_folder() -> Path:
    """Return the folder in which the user keeps playbooks of their own."""
    return places.config() / "playbooks"


def names() -> list[str]:
    """Return the names of all playbooks there are, the packaged ones first."""
    own = sorted(path.stem for path in own_folder().glob("*.toml"))
    return [*PACKAGED, *(name for name in own if name not in PACKAGED)]


def file_of(name: str) -> Path:
    """Return the file of a playbook: by name, or by path.

    Raises:
        UnknownError: There is neither a playbook nor a file of that name.
    """
    if name in PACKAGED:
        return packaged_file(name)
    with contextlib.suppress(OSError, RuntimeError, ValueError):  # no name of a file at all
        own = own_folder() / f"{name}.toml"
        if own.is_file():
            return own
        path = Path(name).expanduser()
        if name.endswith(".toml") and path.is_file():
            return path
    raise UnknownError(
        told('there is no playbook "{name}"', name=name[:80]), mend=did_you_mean(name[:80], names())
    )


def load(name: str) -> Playbook:
    """Read a playbook by name or path.

    Raises:
        UnknownError: There is none of that name.
        PlaybookError: Its file has a mistake.
    """
    return read(file_of(name))


def read(path: Path) -> Playbook:
    """Read a playbook file.

    Raises:
        PlaybookError: It cannot be read, or has a mistake.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise PlaybookError("it is not UTF-8 text", where=str(path)) from None
    except (ValueError, RecursionError) as error:  # tomllib's own, or more than Python bears
        raise PlaybookError(str(error), where=str(path), mend="Correct that line.") from None
    except OSError as error:
        raise PlaybookError(
            told("it cannot be read ({why})", why=error.strerror), where=str(path)
        ) from None
    return parse(data, path.name)

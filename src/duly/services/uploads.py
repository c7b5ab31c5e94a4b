"""Files handed over by a browser: kept for as long as they are read, where only the user can look.

They lie in the cache: what is worth keeping of them is in the database once they are read.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from duly.adapters import places, publishing
from duly.services import opening

_LONGEST: Final = 100
"""Characters of a name."""


def keep(files: Iterable[tuple[str, Iterable[bytes]]]) -> list[Path]:
    """Write files into a folder of their own; return their paths.

    Args:
        files: Each with the name that the browser gives it, and its bytes in pieces.

    Raises:
        PublishingError: There is no room, or the folder cannot be written.
    """
    folder = places.cache() / "uploads"
    try:
        opening.make_folder(folder)
        own = Path(tempfile.mkdtemp(dir=folder))
        return [
            _kept(own / str(number), name, pieces) for number, (name, pieces) in enumerate(files)
        ]
    except OSError as error:
        raise publishing.refusal(error, folder) from error


def _kept(folder: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """Write one file into a folder of its own, so that two may have the same name."""
    folder.mkdir(mode=0o700)
    path = folder / _harmless(name)
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def _harmless(name: str) -> str:
    """Return a name that leads to no other folder, its ending kept."""
    plain = Path(name.replace("\\", "/").replace("\0", "")).name.lstrip(".-")
    return plain[-_LONGEST:] or "file"


def named(source: str) -> str:
    """Return what a source is called for people: an uploaded file as the user named it."""
    kind, _, path = source.partition(":")
    folder = places.cache() / "uploads"
    return Path(path).name if kind and Path(path).is_relative_to(folder) else source


def remove(paths: Iterable[Path]) -> None:
    """Remove files with the folder they were kept in."""
    for each in {path.parent.parent for path in paths}:
        shutil.rmtree(each, ignore_errors=True)

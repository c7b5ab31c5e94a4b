"""Files and folders that are there whole or not at all, and that nobody else can read.

They are written beside their place under another name, forced to the disk, and then take their
name at once. What a process that was killed has left behind is cleared away by the next one.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from duly.core.errors import DulyError, WrongUsageError
from duly.core.told import told

_PREFIX: Final = ".duly-"
_PART: Final = ".part"
_FRESH_SECONDS: Final = 60
_REASONS: Final = {
    errno.ENOSPC: ("there is no room left on the disk", "Make room, or name another disk."),
    errno.EDQUOT: ("your share of the disk is used up", "Make room, or name another disk."),
    errno.EFBIG: ("the file would be larger than is allowed here", "Name another disk."),
    errno.EROFS: ("the disk can only be read", "Name a folder on another disk."),
    errno.EACCES: ("you may not write there", "Name a folder of yours."),
    errno.EPERM: ("you may not write there", "Name a folder of yours."),
    errno.ENOENT: ("there is no such folder", "Make the folder first, or name another."),
    errno.ENOTDIR: ("there is no such folder", "Make the folder first, or name another."),
}


class PublishingError(DulyError):
    """A file cannot be written; there is nothing of it, and what was there before stays."""


class ThereAlreadyError(WrongUsageError):
    """Something of that name is there already, and nobody said that it may go."""


def refusal(error: OSError, path: Path) -> PublishingError:
    """Return what the system said about writing, in words that help."""
    why = str(error.strerror or error)
    otherwise = (told("it cannot be written ({why})", why=why), "Name another place.")
    found, mend = _REASONS.get(error.errno or 0, otherwise)
    mend = told("{mend} Nothing was changed.", mend=told(mend))
    return PublishingError(found, where=str(path), mend=mend)


@contextmanager
def new_file(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Give out an empty private file to write to; it takes its name when all went well.

    Args:
        target: Its name to be, in a folder that is there.
        force: Another file of that name may go.

    Raises:
        ThereAlreadyError: There is one, and it may not.
        PublishingError: It cannot be written.
    """
    try:
        _refuse_taken(target, force=force)
        with spare_file(target.parent) as part:
            yield part
            force_to_disk(part)
            _take_name(part, target, force=force)
    except OSError as error:
        raise refusal(error, target) from error


@contextmanager
def spare_file(folder: Path) -> Iterator[Path]:
    """Give out an empty private file that is gone afterwards, unless it has been renamed.

    Raises:
        OSError: It cannot be made.
    """
    sweep(folder)
    handle, name = tempfile.mkstemp(_PART, _PREFIX, folder)  # 0600 from the beginning
    part = Path(name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield part
    finally:
        _remove_part(part)
        os.close(handle)


def _refuse_taken(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise ThereAlreadyError("it is a folder", where=str(target), mend="Name a file in it.")
    if not force and os.path.lexists(target):
        raise _taken(target)


def _taken(target: Path) -> ThereAlreadyError:
    return ThereAlreadyError(
        "it is there already",
        where=str(target),
        mend="Name another file, or say --force to write over it.",
    )


def _take_name(part: Path, target: Path, *, force: bool) -> None:
    """Give a file its name; where it may not take another's, not even in a race."""
    if force:
        part.replace(target)
    else:
        try:
            os.link(part, target)
        except FileExistsError:
            raise _taken(target) from None
        except OSError:  # a disk without links: a memory stick
            _refuse_taken(target, force=False)
            part.replace(target)
    force_to_disk(target.parent)


def force_to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, older_than: float = _FRESH_SECONDS) -> None:
    """Clear away what processes that were killed have left half written in a folder.

    Args:
        folder: Where to look.
        older_than: Seconds; what is younger may not have been locked yet by whoever makes it.
    """
    for part in folder.glob(f"{_PREFIX}*{_PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime >= older_than and not _is_held(part):
                _remove_part(part)


def _is_held(part: Path) -> bool:
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _remove_part(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
        return
    for each in (part, *part.parent.glob(f"{part.name}-*")):  # SQLite's journals of it
        each.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give out an empty private folder to fill; it takes its name when all went well.

    Raises:
        ThereAlreadyError: There is something of that name other than an empty folder.
        PublishingError: It cannot be written.
    """
    try:
        if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
            raise ThereAlreadyError(
                "there is something there already",
                where=str(target),
                expected="a folder that is empty, or a name that is free",
            )
        sweep(target.parent)
        part = Path(tempfile.mkdtemp(_PART, _PREFIX, target.parent))
        handle = os.open(part, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield part
            for each in (*part.rglob("*"), part):
                force_to_disk(each)
            part.rename(target)
            force_to_disk(target.parent)
        finally:
            _remove_part(part)
            os.close(handle)
    except OSError as error:
        raise refusal(error, target) from error


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it; nothing there is fine too.

    A link is removed and never followed.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

"""Go through files in the order in which they last changed, and know later which are new.

The order is that of ctime: unlike mtime it is set by the file system alone, when a file is
delivered, moved, replaced or flagged, and never goes back. Every folder has its own mark, so that
a folder moved here with old files in it is gone through whole. Of each folder the mark keeps an
instant, and a digest of every file changed since then that has been seen: files may become
visible a little out of order, and share an instant where a clock is coarse.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from duly.adapters.base import Found, Passed, SourceError
from duly.core.told import told

_OVERLAP: Final = 2_000_000_000
"""Nanoseconds before the newest file in which another may still turn up."""
_MOST_SEEN: Final = 400
_MOST_FILES: Final = 400
_MOST_BYTES: Final = 8_000_000
"""A stretch is over when it has that many files, or as many bytes worth reading."""
_NOTHING: Final[tuple[int, frozenset[str]]] = (0, frozenset())


class File(NamedTuple):
    """A file as it is found in a listing.

    Attributes:
        changed: Its ctime in nanoseconds.
        folder: The folder it counts to, relative to the source.
    """

    changed: int
    folder: str
    path: str
    size: int

    @property
    def digest(self) -> str:
        """Tell it from others, and from itself before it changed."""
        return _digest(f"{self.path}\0{self.changed}\0{self.size}")


Look = Callable[[File], Found | None]


def files_in(place: str, folder: str) -> Iterator[File]:
    """Yield the files right in a directory; what vanishes meanwhile is left out.

    Raises:
        SourceError: It cannot be read.
    """
    with readable(place), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.is_file():
                continue
            try:
                stat = entry.stat()
            except FileNotFoundError:
                continue
            yield File(stat.st_ctime_ns, folder, entry.path, stat.st_size)


def passes(name: str, files: Iterable[File], mark: str, look: Look) -> Iterator[Passed]:
    """Go through the files that have changed since a mark, a stretch at a time.

    Args:
        name: The source's; a mark that another one has made counts for nothing.
        files: All there are.
        mark: Of the pass before; empty, or of no use: all of them are gone through.
        look: Returns what is worth reading in one, or None.

    Raises:
        SourceError: A file cannot be read; it was not while they were listed either.
    """
    place = _Place(name, sorted(files), mark)
    new = place.new
    found: list[Found] = []
    since = held = 0
    for done, file in enumerate(new, start=1):
        one = look(file)
        place.pass_by(file)
        if one is not None:
            found.append(one)
            held += len(one.data)
        if done == len(new) or held >= _MOST_BYTES or done - since >= _MOST_FILES:
            yield Passed(tuple(found), place.mark(), done - since, done, len(new))
            found, since, held = [], done, 0
    if not new:
        yield Passed((), place.mark(), 0, 0, 0)


class _Place:
    """How far a source has been gone through."""

    def __init__(self, name: str, files: list[File], mark: str) -> None:
        self._of = _digest(name)
        told = self._read(mark)
        self._folders: dict[str, _Folder] = defaultdict(_Folder)
        self.new: list[File] = []
        digests = {folder: _digest(folder) for folder in {file.folder for file in files}}
        for file in files:
            since, seen = told.get(digests[file.folder], _NOTHING)
            if file.changed < since or (seen and file.digest in seen):
                self.pass_by(file)
            else:
                self.new.append(file)

    def _read(self, mark: str) -> dict[str, tuple[int, frozenset[str]]]:
        try:
            told: Any = json.loads(mark)
            if told["of"] != self._of:
                return {}
            return {
                str(folder): (int(since), frozenset(map(str, seen)))
                for folder, (since, seen) in told["folders"].items()
            }
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
            return {}

    def pass_by(self, file: File) -> None:
        """Note that a file has been looked at."""
        self._folders[file.folder].pass_by(file)

    def mark(self) -> str:
        """Return the mark for what has been looked at so far."""
        folders = {_digest(name): folder.told() for name, folder in self._folders.items()}
        return json.dumps({"of": self._of, "folders": folders}, separators=(",", ":"))


class _Folder:
    """From when on a folder's files may be new, and which of those are not."""

    def __init__(self) -> None:
        self._since = 0
        self._passed: list[File] = []

    def pass_by(self, file: File) -> None:
        self._passed.append(file)
        if len(self._passed) > 4 * _MOST_SEEN:
            self._forget()

    def _forget(self) -> None:
        """Let go of what is too old to be mistaken for new; of one instant all stay, or none."""
        recent = sorted(self._passed)[-_MOST_SEEN:]
        since = recent[-1].changed - _OVERLAP
        if len(self._passed) > _MOST_SEEN:
            since = max(since, recent[0].changed)
        self._since = max(self._since, since)
        self._passed = [file for file in self._passed if file.changed >= self._since]

    def told(self) -> list[object]:
        self._forget()
        return [self._since, [file.digest for file in self._passed]]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def first_of(file: File, most: int) -> bytes | None:
    """Return the first bytes of a file; None where it has been moved or removed meanwhile.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        handle = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(file.path, error) from None
    try:
        return os.read(handle, most)
    except OSError as error:
        raise unreadable(file.path, error) from None
    finally:
        os.close(handle)


def whole(file: File, first: bytes, most: int) -> bytes | None:
    """Return all of a file whose first bytes, at most so many, are known already."""
    return first if len(first) < most else first_of(file, file.size + most)


@contextlib.contextmanager
def readable(place: str) -> Iterator[None]:
    """Turn what the system says of a place that cannot be read into a sentence."""
    try:
        yield
    except OSError as error:
        raise unreadable(place, error) from None


def unreadable(place: str | Path, error: OSError) -> SourceError:
    """Return the error for a place the system does not let us read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError(
            "there is nothing here any more",
            where=str(place),
            mend="Check the name, or whether its disk is connected; what was read before is kept.",
        )
    if isinstance(error, PermissionError):
        return SourceError(
            "Duly is not allowed to read it",
            where=str(place),
            mend="Give yourself the permission to read it, or copy it to a place of your own.",
        )
    return SourceError(
        told("it cannot be read ({why})", why=error.strerror or str(error)),
        where=str(place),
        mend="Check the disk it lies on and try again.",
    )

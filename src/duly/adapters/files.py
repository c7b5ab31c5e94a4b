"""Mail, calendars, cards and LinkedIn's list of connections as files of their own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from duly.adapters.base import Form, Found, Passed, SourceError, Unit, Wanted
from duly.adapters.changes import File, first_of, passes, readable, whole
from duly.core.told import told
from duly.formats.mail import MAX_BYTES
from duly.formats.peek import FIRST, peek
from duly.formats.sniff import Kind, kind_of

ENDINGS: Final = {
    ".eml": Form.MAIL,
    ".ics": Form.CALENDAR,
    ".vcf": Form.CARDS,
    ".csv": Form.CONNECTIONS,
}
FORMS: Final = {
    Kind.MAIL: Form.MAIL,
    Kind.CALENDAR: Form.CALENDAR,
    Kind.CARDS: Form.CARDS,
    Kind.CONNECTIONS: Form.CONNECTIONS,
}
_DEEPEST: Final = 30


class FileSource:
    """One file; found again once it has changed.

    Args:
        path: The file.
        form: What its bytes are; see `local.source_at`.
    """

    unit = Unit.FILES

    def __init__(self, path: Path, form: Form) -> None:
        self._path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are
        self._form = form

    @property
    def name(self) -> str:
        """Tell it from others by where it lies."""
        return f"file:{self._path}"

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Return it, unless the mark says that it has been read as it is."""
        with readable(str(self._path)):
            stat = self._path.stat()
        file = File(stat.st_ctime_ns, "", str(self._path), stat.st_size)

        def look(file: File) -> Found | None:
            return read(file, self._form, self._path.name, wanted)

        yield from passes(self.name, [file], mark, look)


class FolderSource:
    """A folder of files and the folders within it, the oldest change first.

    Hidden files are not looked at, nor is any whose ending is not among `ENDINGS`; of spreadsheets
    only lists of connections are taken.

    Args:
        path: The folder.
    """

    unit = Unit.FILES

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are

    @property
    def name(self) -> str:
        """Tell it from others by where it lies."""
        return f"folder:{self._path}"

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through the files that have come or changed since a mark."""

        def look(file: File) -> Found | None:
            shown = os.path.relpath(file.path, self._path)
            return read(file, ENDINGS[ending_of(file.path)], shown, wanted)

        yield from passes(self.name, files_below(self._path), mark, look)


def read(file: File, form: Form, where: str, wanted: Wanted) -> Found | None:
    """Return what is in a file if it is worth reading.

    Raises:
        SourceError: The system does not let us read it.
    """
    if file.size > MAX_BYTES:
        return None
    first = first_of(file, FIRST)
    if first is None:
        return None
    if form is Form.CONNECTIONS and kind_of(first) is not Kind.CONNECTIONS:
        return None
    if form is Form.MAIL and not wanted(*peek(first)):
        return None
    data = whole(file, first, FIRST)
    return None if data is None else Found(form, where, data)


def files_below(path: Path) -> Iterator[File]:
    """Yield the files of a folder and those within it whose endings are known.

    Raises:
        SourceError: A folder cannot be read.
    """
    stack = [(str(path), "")]
    while stack:
        place, folder = stack.pop()
        within = []
        with readable(place), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    within.append(entry.name)
                elif ending_of(entry.name) in ENDINGS and entry.is_file():
                    with contextlib.suppress(FileNotFoundError):
                        stat = entry.stat()
                        yield File(stat.st_ctime_ns, folder, entry.path, stat.st_size)
        if folder.count("/") < _DEEPEST:
            stack += [(f"{place}/{one}", f"{folder}/{one}") for one in sorted(within, reverse=True)]


def has_files(path: Path) -> bool:
    """Tell whether files of known endings lie right in a folder.

    Raises:
        SourceError: It cannot be read.
    """
    with readable(str(path)), os.scandir(path) as entries:
        return any(ending_of(one.name) in ENDINGS and one.name[0] != "." for one in entries)


def ending_of(name: str) -> str:
    """Return the ending of a name, with its dot, in small letters."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - asked for every file there is


def refuse_empty(path: Path) -> None:
    """Refuse a folder in which there is nothing to read.

    Raises:
        SourceError: There is nothing to read in it, or it cannot be read itself.
    """
    if next(files_below(path), None) is None:
        raise SourceError(
            "there is nothing to read in this folder",
            where=str(path),
            expected=told(
                "files ending in {endings}, a Maildir or an mbox", endings=", ".join(ENDINGS)
            ),
            mend=_mboxes(path),
        )


def _mboxes(path: Path) -> str:
    found = [one for one in sorted(path.iterdir()) if ending_of(one.name) in (".mbox", ".mbx")]
    if found:
        return told("Name the mailbox itself: {file}", file=str(found[0]))
    return told("Save or export your mail there first, or name another folder.")

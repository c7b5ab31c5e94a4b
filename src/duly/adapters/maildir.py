"""Mail in a Maildir: one file a message in `new` and `cur`, folders within folders.

Folders lie beside each other with a dot before their names (Maildir++: Dovecot, Courier) or within
each other (mbsync, offlineimap); both are met in one tree. Names of folders may be in modified
UTF-7 (RFC 3501, 5.1.3). Nothing is moved from `new` to `cur` and no flag is set: that is for the
mail program to do. A message whose flags have changed counts as new and is found again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from duly.adapters.base import Form, Found, Passed, SourceError, Unit, Wanted
from duly.adapters.changes import File, files_in, first_of, passes, readable, whole
from duly.adapters.folders import PASSED_OVER, Role, role_of
from duly.formats.mail import MAX_BYTES
from duly.formats.peek import peek

_FIRST: Final = 16 * 1024
"""Bytes of each message that are looked at before it is worth reading all of it."""
_DEEPEST: Final = 12
_HOLDS: Final = ("cur", "new")


class MaildirSource:
    """A Maildir with its subfolders; drafts, junk and trash are passed over.

    Args:
        path: Where `cur` and `new` lie, or the folder in which several Maildirs do.
    """

    unit = Unit.MESSAGES

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are

    @property
    def name(self) -> str:
        """Tell it from others by where it lies."""
        return f"maildir:{self._path}"

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through the messages that have come or changed since a mark, oldest first."""

        def look(file: File) -> Found | None:
            first = first_of(file, _FIRST)
            if first is None or file.size > MAX_BYTES or not wanted(*peek(first)):
                return None
            data = whole(file, first, _FIRST)
            if data is None:
                return None
            where = f"{file.folder or 'INBOX'}, {os.path.basename(file.path)}"  # noqa: PTH119
            return Found(Form.MAIL, where, data, sent=role_of(file.folder) is Role.SENT)

        yield from passes(self.name, self._files(), mark, look)

    def _files(self) -> Iterator[File]:
        folders = list(maildirs(self._path))
        if not folders:
            raise SourceError(
                "there is no Maildir here",
                where=str(self._path),
                expected='a folder with "cur" and "new" in it',
            )
        for place, folder in folders:
            if role_of(folder) not in PASSED_OVER:
                for part in _HOLDS:
                    yield from files_in(f"{place}/{part}", folder)


def maildirs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield where each Maildir in a tree lies, and the name of its folder; "" for the topmost.

    Raises:
        SourceError: A folder cannot be read.
    """
    stack = [(str(path), "")]
    while stack:
        place, name = stack.pop()
        with readable(place), os.scandir(place) as entries:
            within = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        held = set(_HOLDS) <= set(within)
        if held:
            yield place, name
        if name.count("/") < _DEEPEST:
            inner = [one for one in within if not (held and one in ("cur", "new", "tmp"))]
            stack += [(f"{place}/{one}", _joined(name, one)) for one in reversed(inner)]


def _joined(outer: str, name: str) -> str:
    """Return a folder's name with the one it lies in: ".Jobs.Acme" is Acme within Jobs."""
    shown = _decoded(name.lstrip(".").replace(".", "/"))
    return f"{outer}/{shown}" if outer else shown


def _decoded(name: str) -> str:
    if "&" not in name or not name.isascii():
        return name
    from imapclient.imap_utf7 import decode  # takes long, and few names need it

    try:
        return str(decode(name.encode("ascii")))
    except ValueError:
        return name

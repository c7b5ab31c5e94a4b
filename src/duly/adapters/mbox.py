"""Mail in an mbox file: Gmail Takeout, Thunderbird, Apple Mail, mutt; see formats/mbox.py.

The file is read a few megabytes at a time and no message is held but those that are wanted. Its
mark says how far it was read, with a hash of what lies right before that place: to a file that has
only grown one can come back, one that was compacted or replaced is read anew. Thunderbird flags
and deletes messages by writing into their headers, so those bytes are left out of the hash, and
what it has marked as deleted is passed over.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from duly.adapters.base import Form, Found, Passed, Unit, Wanted
from duly.adapters.changes import unreadable
from duly.adapters.folders import PASSED_OVER, Role, role_of
from duly.formats import mailheaders, mbox
from duly.formats.mail import MAX_BYTES
from duly.formats.peek import field_span, peek

_BLOCK: Final = 2 * 1024 * 1024
_HASHED: Final = 16 * 1024
_FLAGS: Final = re.compile(rb"(?<=\nX-Mozilla-)(?:Status2?|Keys):[^\r\n]*")
_DELETED: Final = 0x0008


class MboxSource:
    """An mbox file; of Gmail Takeout, spam, trash and drafts are passed over.

    Args:
        path: The file. One named "Sent", in any of the common languages, holds the user's own.
    """

    unit = Unit.BYTES

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are
        # Apple Mail exports a folder "Sent Messages.mbox" with the file "mbox" in it.
        named = self._path.parent if self._path.name == "mbox" else self._path
        self._role = role_of(named.stem)

    @property
    def name(self) -> str:
        """Tell it from others by where it lies."""
        return f"mbox:{self._path}"

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through the messages behind a mark, in the order they lie there."""
        try:
            with self._path.open("rb", buffering=0) as file:
                yield from self._passes(file.fileno(), mark, wanted)
        except OSError as error:
            raise unreadable(self._path, error) from None

    def _passes(self, file: int, mark: str, wanted: Wanted) -> Iterator[Passed]:
        size = os.fstat(file).st_size
        begin, number = _resume(file, mark, size)
        cutter, place, last = mbox.Cutter(begin), begin, begin
        while True:
            block = os.pread(file, min(_BLOCK, size - place), place)
            place += len(block)
            ended = place >= size or not block
            found, looked_at = [], 0
            for piece in cutter.pieces(block, last=ended):
                number, looked_at, last = number + 1, looked_at + 1, piece.line
                one = self._look(file, piece, number, wanted)
                if one is not None:
                    found.append(one)
            if ended:
                mark = _mark(file, _Mark(place, size, number, last))
                yield Passed(tuple(found), mark, looked_at, size - begin, size - begin)
                return
            if looked_at:  # within a long message nothing can be said yet
                mark = _mark(file, _Mark(cutter.place, size, number, last))
                yield Passed(tuple(found), mark, looked_at, place - begin, size - begin)

    def _look(self, file: int, piece: mbox.Piece, number: int, wanted: Wanted) -> Found | None:
        """Return a message that is worth reading."""
        head, beginning = peek(piece.first)
        if piece.end - piece.start > MAX_BYTES or _is_deleted(head):
            return None
        roles = _labels(head)
        if roles & PASSED_OVER or not wanted(head, beginning):
            return None
        size = piece.end - piece.start
        data = piece.first if size <= len(piece.first) else os.pread(file, size, piece.start)
        sent = Role.SENT in roles or self._role is Role.SENT
        where = f"{self._path.name}, message {number}"
        return Found(Form.MAIL, where, mbox.unstuffed(data), sent=sent)


class _Mark(NamedTuple):
    """How far a file has been read.

    Attributes:
        offset: Where to go on.
        size: The file's, then.
        number: How many messages lie before the offset.
        last: Where the last of them begins: it may have been written to while it was read.
    """

    offset: int
    size: int
    number: int
    last: int


def _mark(file: int, mark: _Mark) -> str:
    return json.dumps({**mark._asdict(), "hash": _hash(file, mark.offset)})


def _hash(file: int, offset: int) -> str:
    """Return a hash of the bytes right before a place, but for flags that are written into them."""
    begin = max(0, offset - _HASHED)
    before = os.pread(file, offset - begin, begin)
    return blake2b(_FLAGS.sub(b"", before), digest_size=12).hexdigest()


def _resume(file: int, mark: str, size: int) -> tuple[int, int]:
    """Return where to go on, and how many messages lie before it."""
    try:
        told = json.loads(mark)
        known = _Mark(*(int(told[name]) for name in _Mark._fields))
        fits = 0 <= known.last <= known.offset <= known.size <= size
        if not fits or told["hash"] != _hash(file, known.offset):
            return 0, 0
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        return 0, 0
    after = os.pread(file, 4_000, known.offset)
    if not after.strip() or mbox.is_mbox(after):
        return known.offset, known.number
    return known.last, max(known.number - 1, 0)


def _is_deleted(head: bytes) -> bool:
    at = head.find(b"\nX-Mozilla-Status: ")
    if at < 0 and not head.startswith(b"X-Mozilla-Status: "):
        return False
    flags = head[at + 1 :].split(b"\n", 1)[0].partition(b":")[2]
    try:
        return bool(int(flags, 16) & _DELETED)
    except ValueError:
        return False


def _labels(head: bytes) -> frozenset[Role]:
    """Return what the labels say that Gmail Takeout writes into a message."""
    if b"X-Gmail-Labels:" not in head:
        return frozenset()
    head = b"\n" + head
    start, end = field_span(head.lower(), b"x-gmail-labels")
    labels = mailheaders.readable(head[start:end].decode("utf-8", "replace")).split(",")
    return frozenset(role for label in labels if (role := role_of(label)))

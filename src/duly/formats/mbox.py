"""Cut an mbox into its messages: RFC 4155, mboxo and mboxrd, from memory or as it comes.

A message begins behind a line "From ", which stands at the start of the file or after an empty
line, and either ends in a date or has a header on the line below it: "From - Mon Jun  2 …" in
Thunderbird, "From 1830@xxx Mon Jun 02 …" in Gmail Takeout. With a date *and* a header the empty
line may be missing, as it is where a mail program stopped in the middle. ">From " in a body is
undone; what writers put behind a message, one empty line, is not part of it.

Where a message begins is decided in one place, `Cutter`, and is the same however the bytes come.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.formats.peek import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE: Final = 1_000
"""Bytes a "From " line may have; with the beginning of the header below it, see `_AHEAD`."""
_AHEAD: Final = _LONGEST_LINE + 128
_BEHIND: Final = 12
_BLANK: Final = re.compile(rb"[\r\n]*")
_LINE: Final = re.compile(rb"From [^\r\n]{1,1000}(?:\r?\n|\Z)")
_DATED: Final = re.compile(
    rb" (?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? {1,3}(?:\d\d? )?"
    rb"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^\r\n]{0,20}\d\d?:\d\d[^\r\n]{0,20}"
    rb"\b(?:19|20)\d\d\b[^\r\n]{0,30}$",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(rb"[!-9;-~]{1,100}:")
_STUFFED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


class Piece(NamedTuple):
    """Where a message lies.

    Attributes:
        line: Where the "From " line before it begins, in bytes from the start.
        start: Where the message itself begins; `end` is where it ends.
        first: Its first bytes, `peek.FIRST` of them or all, as they lie there.
    """

    line: int
    start: int
    end: int
    first: bytes


class _Open(NamedTuple):
    """A message whose end has not come yet."""

    line: int
    start: int


class Cutter:
    """Cuts bytes that come in blocks; keeps of them only what is not decided yet.

    Args:
        offset: Where in the file the first block begins, at a line's start.
    """

    def __init__(self, offset: int = 0) -> None:
        self._rest = b""
        self._at = offset
        self._open: _Open | None = None
        self._first: bytes | None = None
        self._begun = False

    @property
    def place(self) -> int:
        """Where the message begins that has not ended yet: from there one can go on later."""
        return self._open.line if self._open else self._at + len(self._rest)

    def pieces(self, block: bytes, *, last: bool = False) -> Iterator[Piece]:
        """Yield the messages that end in this block, given what came before it.

        Args:
            block: The next bytes.
            last: No more will come: what is open ends here.
        """
        data = self._rest + block
        place = 0
        if not self._begun:
            place = self._begin(data, last=last)
            if place < 0:
                self._rest = data
                return
        place = max(place, 0)
        while (found := data.find(b"\nFrom ", place)) >= 0:
            if not last and found + _AHEAD > len(data):
                break
            place = found + 1
            if begins(data, place):
                if self._open is not None:
                    yield self._closed(data, place, self._open)
                self._begin_at(data, place)
        if last:
            if self._open is not None:
                yield self._closed(data, len(data), self._open)
            self._open, self._rest = None, b""
            return
        self._keep(data, found if found >= 0 else len(data))

    def _begin(self, data: bytes, *, last: bool) -> int:
        """Find the first message; return -1 while too little is there to tell."""
        blank = _BLANK.match(data)
        start = blank.end() if blank else 0
        if not last and len(data) < start + _AHEAD:
            return -1
        self._begun = True
        if data.startswith(b"From ", start) and begins(data, start, after_blank=True):
            self._begin_at(data, start)
        return start

    def _begin_at(self, data: bytes, line: int) -> None:
        end = data.find(b"\n", line)
        start = len(data) if end < 0 else end + 1
        self._open = _Open(self._at + line, self._at + start)
        self._first = None

    def _closed(self, data: bytes, end: int, begun: _Open) -> Piece:
        """Return the open message, whose end is known now."""
        line, start = begun
        end = self._at + _without_blank(data, max(start - self._at, 0), end)
        first = self._first
        if first is None:
            first = data[start - self._at : min(start + FIRST, end) - self._at]
        return Piece(line, start, end, first[: end - start])

    def _keep(self, data: bytes, upto: int) -> None:
        """Keep what the next block may still need: the undecided, and a beginning cut off."""
        cut = max(0, min(upto, len(data) - 1) - _BEHIND)
        if self._open is not None and self._first is None:
            start = self._open.start - self._at
            if len(data) - start < FIRST:
                cut = min(cut, max(start - _BEHIND, 0))
            else:
                self._first = data[start : start + FIRST]
        self._rest = data[cut:]
        self._at += cut


def _without_blank(data: bytes, start: int, end: int) -> int:
    """Return where a message ends that is followed by the empty line every writer puts there."""
    for ending in (b"\r\n", b"\n"):
        if data.endswith(ending, start, end):
            less = end - len(ending)
            if less == start or data.endswith(b"\n", max(start - 1, 0), less):
                return less
            break
    return end


def begins(data: bytes, place: int, *, after_blank: bool = False) -> bool:
    """Tell whether the line "From " at a place begins a message.

    Args:
        data: At least the whole line and the beginning of the next, and the two lines' ends
            before it; less only where the file ends.
        place: Where the line begins.
        after_blank: An empty line, or nothing at all, is known to be before it.
    """
    line = _LINE.match(data, place)
    if line is None:
        return False
    before = data[max(place - 3, 0) : place]
    after_blank = after_blank or before.endswith((b"\n\n", b"\n\r\n"))
    header = _HEADER.match(data, line.end()) is not None
    if header and after_blank:
        return True
    dated = _DATED.search(line[0].rstrip(b"\r\n")) is not None
    return dated and (header or after_blank)


def is_mbox(data: bytes) -> bool:
    """Tell by its beginning, two kilobytes or more, whether a file holds messages."""
    blank = _BLANK.match(data[:2_000])
    start = blank.end() if blank else 0
    return data.startswith(b"From ", start) and begins(data, start, after_blank=True)


def messages(data: bytes) -> Iterator[bytes]:
    """Yield each message of an mbox in memory, without its "From " line."""
    for piece in Cutter().pieces(data, last=True):
        yield unstuffed(data[piece.start : piece.end])


def unstuffed(message: bytes) -> bytes:
    """Undo what an mbox does to lines that begin with "From "."""
    return _STUFFED.sub(rb"\1", message) if b">From " in message else message

"""Cut an mbox into its messages, one at a time (RFC 4155; mboxrd's ">From " is undone).

A message begins at a line "From " at the start of the file or after an empty line, followed by what
looks like a sender and a date, or by headers: Gmail Takeout writes "From 1830@xxx Mon Jun 02 …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINS: Final = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,500}\r?\n(?=[!-9;-~]{1,100}:)"
)
_STUFFED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mbox(data: bytes) -> bool:
    """Tell whether a file holds messages behind "From " lines."""
    return _BEGINS.match(data.lstrip(b"\r\n")[:2_000]) is not None


def messages(data: bytes) -> Iterator[bytes]:
    """Yield each message of an mbox, without its "From " line."""
    data = data.lstrip(b"\r\n")
    begun: int | None = None
    for found in _BEGINS.finditer(data):
        if begun is not None:
            yield _unstuffed(data[begun : found.start()])
        begun = found.end()
    if begun is not None:
        yield _unstuffed(data[begun:])


def _unstuffed(message: bytes) -> bytes:
    return _STUFFED.sub(rb"\1", message)

"""The head of a message and the first of its body, cut off without reading the rest.

Nothing here looks at more than a few kilobytes, nor at any of them twice: tens of thousands of
messages are passed over this way before one is read.
"""

from __future__ import annotations

from typing import Final

MAX_HEAD: Final = 32 * 1024
"""Bytes of headers that are looked at; the longest met have some 20 KB of signatures."""
BEGINNING: Final = 16 * 1024
"""Bytes of the body that are looked at."""
FIRST: Final = MAX_HEAD + BEGINNING
"""Bytes from the beginning of a message that are enough for `peek`."""


def peek(first: bytes) -> tuple[bytes, bytes]:
    """Return the block of headers and the beginning of the body.

    Args:
        first: The message's first `FIRST` bytes, or all of it where it is shorter.
    """
    end, body = _head_end(first)
    return first[:end], first[body : body + BEGINNING]


def _head_end(first: bytes) -> tuple[int, int]:
    """Return where the headers end and where the body begins."""
    if first.startswith((b"\n", b"\r\n")):
        return 0, first.index(b"\n") + 1
    line = first.find(b"\n")
    blank = b"\r\n\r\n" if first[line - 1 : line] == b"\r" else b"\n\n"
    end = first.find(blank, 0, MAX_HEAD)
    if end >= 0:
        return end, end + len(blank)
    cut = min(len(first), MAX_HEAD)
    return cut, cut


def field(head: bytes, name: bytes) -> bytes:
    """Return the value of the first header of a name, still folded; empty where there is none.

    Args:
        head: In lower case, with a line feed before it: a search for the name is all it takes.
        name: In lower case.
    """
    start, end = field_span(head, name)
    return head[start:end]


def field_span(head: bytes, name: bytes) -> tuple[int, int]:
    """Return where the value of such a header lies; nowhere, (0, 0), where there is none."""
    found = head.find(b"\n" + name + b":")
    if found < 0:
        return 0, 0
    start = found + len(name) + 2
    end = head.find(b"\n", start)
    while end >= 0 and head[end + 1 : end + 2] in (b" ", b"\t"):
        end = head.find(b"\n", end + 1)
    return start, len(head) if end < 0 else end

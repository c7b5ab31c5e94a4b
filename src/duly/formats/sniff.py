"""What a file is, going by its first bytes; by its name only where those leave it open."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from duly.formats import mailheaders, mbox
from duly.formats.mail import TELLING
from duly.formats.peek import peek

ENOUGH: Final = 64 * 1024
"""Bytes from a file's beginning by which it is told."""


class Kind(StrEnum):
    """What files hold, or what they are packed in."""

    MBOX = "mbox"
    MAIL = "mail"
    CALENDAR = "calendar"
    CARDS = "cards"
    CONNECTIONS = "connections"
    ZIP = "zip"
    PACKED = "packed"
    PST = "pst"
    OLM = "olm"
    MSG = "msg"
    UNKNOWN = "unknown"


_PACKED: Final = (
    b"\x1f\x8b",  # gzip, .tgz
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",  # zstd
)
_TAR_AT: Final = 257
_HEADING: Final = re.compile(rb'(?:^|[\r\n])"?first name"?[,;\t]"?last name"?[,;\t]', re.IGNORECASE)


def kind_of(first: bytes, ending: str = "") -> Kind:
    """Return what a file is.

    Args:
        first: Its first `ENOUGH` bytes, or all of it.
        ending: Of its name, with the dot, in lower case.
    """
    packed = _packed(first, ending)
    if packed is not None:
        return packed
    text = _as_text(first).lstrip(b"\r\n\t ")
    start = text[:20].upper()
    if start.startswith(b"BEGIN:VCALENDAR"):
        return Kind.CALENDAR
    if start.startswith(b"BEGIN:VCARD"):
        return Kind.CARDS
    if _HEADING.search(text[:8_000]):
        return Kind.CONNECTIONS
    if mbox.is_mbox(text):
        return Kind.MBOX
    return Kind.MAIL if _is_mail(text) else Kind.UNKNOWN


def _packed(first: bytes, ending: str) -> Kind | None:
    if first.startswith(b"PK\x03\x04"):
        return Kind.OLM if ending == ".olm" else Kind.ZIP
    if first.startswith(_PACKED) or first[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return Kind.PACKED
    if first.startswith(b"!BDN"):
        return Kind.PST
    return Kind.MSG if first.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else None


def _as_text(first: bytes) -> bytes:
    """Return the bytes without a byte order mark; UTF-16, as Excel saves lists, as UTF-8."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return first[: len(first) & ~1].decode("utf-16", "replace").encode()
    return first.removeprefix(b"\xef\xbb\xbf")


def _is_mail(text: bytes) -> bool:
    """Tell by its headers: a stray line with a colon in it makes no message."""
    names = {name for name, _ in mailheaders.fields(peek(text)[0])}
    return bool(TELLING & names) and b"\0" not in text[:200]

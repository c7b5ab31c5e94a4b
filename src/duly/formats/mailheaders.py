"""Headers of a message, however badly they are written: RFC 5322, RFC 2047, RFC 2231, RFC 6532.

Quirks met: encoded words with spaces inside, or cut off; one character split over two of them;
raw bytes in any charset; names in quotes that hold encoded words; addresses with the name after
them in brackets, or in the place of the name; semicolons between addresses (Outlook); dates with
a zone in words, without one, or none at all (then the date of delivery in Received is taken).
"""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from duly.formats.charset import decoded
from duly.formats.message import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_HEADER_BYTES: Final = 300_000
MAX_VALUE: Final = 16_000
"""Characters of one header that are looked at."""
MOST_ADDRESSES: Final = 200

_FIELD = re.compile(r"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_GAP = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)|<[^<>]*>|[^",;()<>]+|.', re.DOTALL)
_LETTER = r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
_ADDRESS = re.compile(rf"{_LETTER}{{1,200}}@{_LETTER}{{1,255}}")
_ID = re.compile(r"<([^<>\s]{1,990})>")
_QUOTED = re.compile(r"\\(.)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


def fields(block: bytes) -> list[tuple[str, str]]:
    """Return the names, in lower case, and the unfolded values of a block of headers."""
    text = decoded(block[:MAX_HEADER_BYTES], "utf-8").replace("\r\n", "\n").replace("\r", "\n")
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if line[:1] in (" ", "\t"):
            if found:
                found[-1][1].append(line)
        elif field := _FIELD.match(line):
            found.append((field[1].lower(), [field[2]]))
    return [(name, "".join(parts)[:MAX_VALUE].strip()) for name, parts in found]


def readable(value: str) -> str:
    """Return a header with its encoded words decoded (RFC 2047), on one line."""
    if "=?" in value:
        value = _WORD.sub(_word, _joined(_GAP.sub(r"\1", value)))
    return " ".join(_CONTROL.sub(" ", value).split())


def _joined(value: str) -> str:
    """Put neighbouring words of one charset together: a character may be split over both."""
    if value.count("=?") < 2:
        return value
    pieces: list[str] = []
    last: tuple[str, str] | None = None
    place = 0
    for word in _WORD.finditer(value):
        kind = (word[1].lower(), word[2].lower())
        if kind == last and word.start() == place and not pieces[-1].endswith("==?="):
            pieces[-1] = pieces[-1][:-2] + word[3] + "?="
        else:
            pieces += [value[place : word.start()], word[0]]
        last, place = kind, word.end()
    return "".join(pieces) + value[place:]


def _word(word: re.Match[str]) -> str:
    charset = word[1].partition("*")[0]
    octets = word[3].encode("utf-8", "replace")
    if word[2] in "bB":
        return decoded(base64_bytes(octets), charset)
    octets = octets.replace(b"_", b" ")
    return decoded(_HEX.sub(lambda found: bytes([int(found[1], 16)]), octets), charset)


def base64_bytes(data: bytes) -> bytes:
    """Return what base64 stands for, passing over what is not base64 and mending its end."""
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return b""


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Return the addresses of a header, each with its name decoded; broken ones are left out."""
    items: list[list[str]] = [[]]
    for piece in _ITEM.findall(value[:MAX_VALUE]):
        if piece in (",", ";"):
            items.append([])
        else:
            items[-1].append(piece)
    found = (_mailbox(item) for item in items[: MOST_ADDRESSES * 2])
    return tuple(one for one in found if one is not None)[:MOST_ADDRESSES]


def _mailbox(tokens: list[str]) -> Mailbox | None:
    angled = [token[1:-1] for token in tokens if token.startswith("<") and len(token) > 1]
    rest = " ".join(_plain(token) for token in tokens if token[:1] not in ("<", "("))
    comments = [token[1:-1] for token in tokens if token.startswith("(") and len(token) > 1]
    address = _ADDRESS.search(" ".join(angled)) or _ADDRESS.search(rest)
    if address is None:
        return None
    name = readable(rest.replace(address[0], " ") or " ".join(comments))
    if not name and comments:
        name = readable(" ".join(comments))
    return Mailbox(address[0].strip("'.").lower(), name.strip(" '\"")[:200])


def _plain(token: str) -> str:
    return _QUOTED.sub(r"\1", token[1:-1]) if token.startswith('"') and len(token) > 1 else token


def ids(value: str) -> tuple[str, ...]:
    """Return the message ids in a header, with their angle brackets, oldest first."""
    return tuple(f"<{found}>" for found in dict.fromkeys(_ID.findall(value[:MAX_VALUE])))


def instant(value: str) -> datetime | None:
    """Return the instant of a Date header in the offset it is written in; None where it has none.

    An unknown offset (-0000, or none) is read as UTC.
    """
    try:
        found = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    if not 1971 <= found.year <= 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def delivered_at(received: Iterable[str]) -> datetime | None:
    """Return the latest date that the Received headers give, the topmost first."""
    for value in received:
        found = instant(value.rpartition(";")[2].strip())
        if found:
            return found
    return None

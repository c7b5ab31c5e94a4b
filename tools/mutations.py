"""Damage done to good files, the same each time for the same random numbers.

Each mutation is a function of random numbers, a file and another file of its kind; none of them
knows what a parser does, only where readers of mail, calendars, cards and tables tend to trip.
"""

# ruff: noqa: E501 - a table is easier to read unbroken

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

MOST_BYTES: Final = 1_000_000
"""No input is larger; what a parser does with more is a matter of its own cap."""
_HOW_MANY: Final = (1, 1, 1, 2, 2, 3, 4, 6)
"""A strict parser sees little of a file that is damaged in many places."""

Mutation = Callable[[Random, bytes, bytes], bytes]

_INTERESTING: Final = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x85",
        b"\x0c",
    ),
    *(
        "\u2028".encode(),
        "\u202e".encode(),
        "İ".encode(),
        "ß".encode(),
        "😀".encode(),
        "²".encode(),
    ),
    *(
        "１２".encode(),
        "٣".encode(),
        b"\r",
        b"\n\n",
        b"\r\n\r\n",
        b"\t",
        b"=\n",
        b"=3D",
        b"=?",
        b"?=",
    ),
    *(b'"', b"'", b"\\", b"<", b">", b"<>", b"(", b"[[", b"{", b"&", b"&#x110000;", b"&#0;", b"%s"),
    *(b"-1", b"0", b"99999999999999999999", b"1e400", b"00000000", b"0000-00-00", b"9999-12-31"),
    *(
        b"31 February",
        b"25:61",
        b"24:00",
        b"PT0S",
        b"P99999D",
        b"TZID=",
        b"+99:99",
        b"Z",
        b"@",
        b"::",
    ),
    *(
        b";;;;",
        b",,,,",
        b"From ",
        b"\nFrom a Mon Jun  2 10:00:00 2025\nX: y\n",
        b"--",
        b"____",
        b">>>",
    ),
    *(
        b"BEGIN:VCARD\n",
        b"END:VCARD\n",
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"<blockquote>",
        b"<!--",
    ),
    *(
        b"On 2 June, Ana wrote:\n",
        b"-----Original Message-----\n",
        b"by friday ",
        b"within 48 hours ",
    ),
)
_CHARSETS: Final = (
    *(b"utf-8", b"utf-7", b"utf-16", b"utf-32", b"us-ascii", b"iso-2022-jp", b"iso-2022-kr", b"hz"),
    *(
        b"gb18030",
        b"big5",
        b"shift_jis",
        b"cp037",
        b"idna",
        b"punycode",
        b"zlib",
        b"rot13",
        b"unicode",
    ),
    *(
        b"unicode_escape",
        b"raw_unicode_escape",
        b"base64",
        b"mbcs",
        b"x-unknown",
        b"undefined",
        b"",
    ),
)
_ENCODINGS: Final = (
    *(
        b"base64",
        b"quoted-printable",
        b"7bit",
        b"8bit",
        b"binary",
        b"x-uuencode",
        b"uuencode",
        b"?",
    ),
)
_TYPES: Final = (
    *(
        b"text/plain",
        b"text/html",
        b"text/calendar",
        b"text/vcard",
        b"message/rfc822",
        b"image/png",
    ),
    *(
        b"message/delivery-status",
        b"multipart/mixed",
        b"multipart/alternative",
        b"multipart/report",
    ),
    *(b"message/global", b"multipart/digest", b"message/external-body", b"text", b"/", b"a/b/c"),
)
_HEADERS: Final = (
    *(b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"References", b"In-Reply-To"),
    *(b"Received", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"X"),
    *(b"Reply-To", b"Auto-Submitted", b"Return-Path", b"MIME-Version", b"Precedence"),
)
_OPENINGS: Final = (
    *(b"Content-Type: message/rfc822\n\n", b"BEGIN:VEVENT\n", b"BEGIN:VCARD\n", b"[", b"(", b"> "),
    *(b"<div>", b"<blockquote><b>", b"<table><tr><td>", b"x = [", b"((((", b'"'),
)
_NUMBER: Final = re.compile(rb"\d+")
_CHARSET: Final = re.compile(rb"(?i)(charset\s*=\s*\"?|=\?)[\w-]+")
_ENCODING: Final = re.compile(rb"(?i)(content-transfer-encoding:|encoding=)[^\r\n;:]*")
_BOUNDARY: Final = re.compile(rb"(?i)boundary\s*=\s*\"?([^\"\r\n;]{1,200})")
_WORD: Final = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\r\n]*\?=")


def mutated(chance: Random, seeds: list[bytes]) -> bytes:
    """Return one of the files, with one to six kinds of damage done to it."""
    data = chance.choice(seeds)
    for _ in range(chance.choice(_HOW_MANY)):
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(seeds))[:MOST_BYTES]
    return data


def _place(chance: Random, data: bytes) -> int:
    return chance.randint(0, len(data))


def _span(chance: Random, data: bytes) -> tuple[int, int]:
    """Return two places; short spans are as likely as long ones."""
    start = _place(chance, data)
    longest = min(len(data) - start, 2 ** chance.randint(0, 17))
    return start, start + chance.randint(0, longest)


def _line(chance: Random, data: bytes) -> tuple[int, int]:
    """Return where a line begins and where the next one does."""
    start = data.rfind(b"\n", 0, _place(chance, data)) + 1
    end = data.find(b"\n", start)
    return start, end + 1 if end >= 0 else len(data)


def _put(data: bytes, place: int, piece: bytes) -> bytes:
    return data[:place] + piece + data[place:]


def flip_bits(chance: Random, data: bytes, _: bytes) -> bytes:
    """Turn a few bits over."""
    changed = bytearray(data)
    for _turn in range(chance.randint(1, 16) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwrite(chance: Random, data: bytes, _: bytes) -> bytes:
    """Write random bytes over a few."""
    start, end = _span(chance, data)
    end = min(end, start + 64)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def truncate(chance: Random, data: bytes, _: bytes) -> bytes:
    """Break the file off."""
    return data[: _place(chance, data)]


def leave_out(chance: Random, data: bytes, _: bytes) -> bytes:
    """Take a span out."""
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def leave_out_line(chance: Random, data: bytes, _: bytes) -> bytes:
    """Take a line out."""
    start, end = _line(chance, data)
    return data[:start] + data[end:]


def duplicate(chance: Random, data: bytes, _: bytes) -> bytes:
    """Say a span twice, or put it somewhere else as well."""
    start, end = _span(chance, data)
    return _put(data, chance.choice((end, _place(chance, data))), data[start:end])


def splice(chance: Random, data: bytes, other: bytes) -> bytes:
    """Go over into another file half way."""
    return data[: _place(chance, data)] + other[_place(chance, other) :]


def graft(chance: Random, data: bytes, other: bytes) -> bytes:
    """Put a span of another file in."""
    start, end = _span(chance, other)
    return _put(data, _place(chance, data), other[start:end])


def repeat_line(chance: Random, data: bytes, _: bytes) -> bytes:
    """Say one line very often."""
    start, end = _line(chance, data)
    most = max(1, (MOST_BYTES // 2) // max(1, end - start))
    return _put(
        data, end, data[start:end] * chance.randint(1, min(most, 4 ** chance.randint(1, 9)))
    )


def repeat_bytes(chance: Random, data: bytes, _: bytes) -> bytes:
    """Say one to eight bytes very often, on a line that grows very long."""
    start = _place(chance, data)
    piece = data[start : start + chance.randint(1, 8)] or b" "
    return _put(data, start, piece * (4 ** chance.randint(1, 9) // len(piece) + 1))


def interesting(chance: Random, data: bytes, _: bytes) -> bytes:
    """Put in what readers trip over, sometimes very often."""
    piece = chance.choice(_INTERESTING)
    if chance.random() < 0.3:
        piece *= 4 ** chance.randint(1, 8)
    return _put(data, _place(chance, data), piece)


def other_number(chance: Random, data: bytes, _: bytes) -> bytes:
    """Change a number to an absurd one."""
    numbers = list(_NUMBER.finditer(data[:100_000]))
    if not numbers:
        return data
    found = chance.choice(numbers)
    number = chance.choice(
        (b"0", b"-1", b"32", b"99", b"1" * 400, b"9" * 5000, b"00", b"2147483648")
    )
    return data[: found.start()] + number + data[found.end() :]


def other_line_ends(chance: Random, data: bytes, _: bytes) -> bytes:
    """Write the line ends another way, or forget all of them."""
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(
        b"\n", chance.choice((b"\r\n", b"\r", b"\n\r", b"\n ", b"\n\n", b"", b"\x00"))
    )


def other_characters(chance: Random, data: bytes, _: bytes) -> bytes:
    """Write the whole file in another charset, and do not say so."""
    charset = chance.choice(
        ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037", "latin-1", "utf-8-sig")
    )
    return data.decode("utf-8", "replace").encode(charset, "replace")


def shuffle_lines(chance: Random, data: bytes, _: bytes) -> bytes:
    """Put the lines of the first kilobytes in another order."""
    lines = data[:20_000].splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines) + data[20_000:]


def inject_header(chance: Random, data: bytes, other: bytes) -> bytes:
    """Add a header with a value that belongs to another one, or to nothing."""
    start, end = _span(chance, other)
    pool = (
        other[start:end][:2000],
        chance.choice(_TYPES),
        chance.choice(_INTERESTING),
        b"<" * 5000,
    )
    header = chance.choice(_HEADERS) + b": " + chance.choice(pool) + b"\n"
    return _put(data, _line(chance, data[: chance.choice((1, 2000))])[0], header)


def swap_charset(chance: Random, data: bytes, _: bytes) -> bytes:
    """Announce other charsets than the text is in."""
    return _CHARSET.sub(lambda found: found[1] + chance.choice(_CHARSETS), data)


def swap_encoding(chance: Random, data: bytes, _: bytes) -> bytes:
    """Announce another transfer encoding, or another content type."""
    if chance.random() < 0.5:
        return _ENCODING.sub(lambda found: found[1] + chance.choice(_ENCODINGS), data)
    kind = chance.choice(_TYPES)
    return re.sub(rb"(?i)(content-type:\s*)[\w/.+-]+", lambda found: found[1] + kind, data)


def damage_words(chance: Random, data: bytes, _: bytes) -> bytes:
    """Break encoded words, or add some that are broken (RFC 2047)."""
    words = (b"=?utf-8?B?", b"=?utf-8?Q?=?=", b"=?x?b?====?=", b"=?utf-8?q?=C3?= =?utf-8?q?=A4?=")
    if not _WORD.search(data):
        start, _end = _line(chance, data[:2000])
        return _put(
            data, start, b"Subject: " + chance.choice(words) * 4 ** chance.randint(0, 6) + b"\n"
        )
    cut = chance.randint(1, 12)
    return _WORD.sub(lambda found: found[0][:-cut] + chance.choice(words), data, count=50)


def trick_boundary(chance: Random, data: bytes, _: bytes) -> bytes:
    """Close a boundary early, double it, make it a prefix of another, or begin it a thousand times."""
    found = _BOUNDARY.search(data)
    if not found:
        return b"Content-Type: multipart/mixed; boundary=x\n" + data.replace(
            b"\n\n", b"\n\n--x\n\n", 9
        )
    line = b"\n--" + found[1].strip()
    tricks = (
        *(
            line + b"--\n",
            line + line + b"\n",
            line + b"x\n",
            line[:-1] + b"\n",
            line + b" \t \n\n",
        ),
        *(
            (line + b"\n\n") * 4 ** chance.randint(1, 7),
            line + b"\nContent-Type: multipart/mixed\n\n",
        ),
    )
    return _put(data, _place(chance, data), chance.choice(tricks))


def nest(chance: Random, data: bytes, _: bytes) -> bytes:
    """Put the whole into multiparts, messages, components, brackets or tags without end."""
    depth = 4 ** chance.randint(1, 7)
    if chance.random() < 0.5:
        multiparts = b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
            for level in range(depth)
        )
        return b"From: a@b.example\n" + multiparts + data
    piece = chance.choice(_OPENINGS)
    return _put(data, chance.choice((0, _place(chance, data))), piece * depth)


def long_line(chance: Random, data: bytes, _: bytes) -> bytes:
    """Join everything onto one line, or fill a line with words."""
    if chance.random() < 0.5:
        return data.replace(b"\r", b"").replace(b"\n", chance.choice((b" ", b"", b",", b";")))
    start, end = _span(chance, data)
    piece = b" ".join(data[start:end].split()) or b"word "
    return _put(data, end, (piece * (4 ** chance.randint(1, 9) // len(piece) + 1)))


def swap_case(chance: Random, data: bytes, _: bytes) -> bytes:
    """Change the case of a span."""
    start, end = _span(chance, data)
    return data[:start] + data[start:end].swapcase() + data[end:]


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(
        flip_bits,
        overwrite,
        truncate,
        leave_out,
        leave_out_line,
        duplicate,
        splice,
        graft,
        repeat_line,
    ),
    *(repeat_bytes, interesting, other_number, other_line_ends, other_characters, shuffle_lines),
    *(inject_header, swap_charset, swap_encoding, damage_words, trick_boundary, nest, long_line),
    *(swap_case,),
)

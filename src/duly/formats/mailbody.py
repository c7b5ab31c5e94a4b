"""Which of a message's parts a person reads, decoded; its calendars; its delivery reports."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final

from duly.formats import html, mailheaders
from duly.formats.charset import decoded

if TYPE_CHECKING:
    from duly.formats.mailparts import Part, Tree

MAX_TEXT_BYTES: Final = 2_000_000
"""Bytes of one part that are decoded; no letter is longer, but log files are."""
MAX_CALENDAR_BYTES: Final = 5_000_000
_MOST_BLOCKS: Final = 200
_MOST_TEXTS: Final = 50

_CALENDARS = ("text/calendar", "application/ics", "text/x-vcalendar")
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_QP = re.compile(rb"=(?:\r?\n|3D|20\b|0D|0A|C3=|E2=8|A0\b|92\b|93\b)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\r\n]{40,}\Z")
_NO_HTML = re.compile(
    r"(?:does|can)(?: ?no|n.)t (?:support|display|view)[^.]{0,40}html|"
    r"view (?:this|it) (?:e-?mail )?"
    r"in (?:your|a) browser|html[- ](?:capable|compatible|enabled)|this is an html",
    re.IGNORECASE,
)


def octets(part: Part, data: bytes, most: int = MAX_TEXT_BYTES) -> bytes:
    """Return a part's bytes out of their transfer encoding, broken or not."""
    room = most * 3 if part.encoding == "quoted-printable" else most * 3 // 2
    raw = data[part.start : min(part.end, part.start + room)]
    if part.encoding == "base64":
        return mailheaders.base64_bytes(raw)[:most]
    if part.encoding == "quoted-printable":
        return binascii.a2b_qp(raw)[:most]
    if part.encoding in ("x-uuencode", "uuencode", "x-uue"):
        return _uudecoded(raw)[:most]
    return raw[:most]


def _uudecoded(raw: bytes) -> bytes:
    lines = raw.splitlines()
    begun = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    found = []
    for line in lines[begun + 1 :]:
        if line.strip() == b"end":
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)


def _text(part: Part, data: bytes) -> str:
    found = octets(part, data)
    if part.type != "text/calendar" and part.encoding not in ("base64", "quoted-printable"):
        found = _unannounced(found)
    return decoded(found, part.charset)


def _unannounced(raw: bytes) -> bytes:
    """Decode base64 or quoted-printable that no header speaks of."""
    if len(_QP.findall(raw[:20_000])) >= 3:
        return binascii.a2b_qp(raw)
    body = raw.strip()
    if len(body) > 60 and b" " not in body and _BASE64.match(body):
        found = mailheaders.base64_bytes(body)
        if found and sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in found) > 0.7 * len(
            found
        ):
            return found
    return raw


def text_of(tree: Tree, data: bytes) -> tuple[str, bool]:
    """Return the text a person would read, and whether it was made from HTML."""
    shown = [part for part in tree.parts if _readable(part) and not part.enclosed]
    if not shown and not tree.report_type:
        shown = [part for part in tree.parts if _readable(part)]
    texts = [_best(alternatives, data) for alternatives in _grouped(shown)[:_MOST_TEXTS]]
    found = [text for text, _ in texts if text]
    return html.clean("\n\n".join(found)), any(made for text, made in texts if text)


def html_of(tree: Tree, data: bytes) -> str:
    """Return the HTML that is shown of a message, as it was sent; empty where there is none."""
    shown = [part for part in tree.parts if part.type == "text/html" and not part.attached]
    own = [part for part in shown if not part.enclosed]
    return "\n".join(_text(part, data) for part in own[:_MOST_TEXTS])


def _readable(part: Part) -> bool:
    return part.type in ("text/plain", "text/html") and not part.attached


def _grouped(parts: list[Part]) -> list[list[Part]]:
    """Return the parts to be read one after the other, each with its alternatives."""
    groups: dict[int, list[Part]] = {}
    for index, part in enumerate(parts):
        groups.setdefault(part.group or -index - 1, []).append(part)
    return list(groups.values())


def _best(alternatives: list[Part], data: bytes) -> tuple[str, bool]:
    """Return the plain text where it says as much as the HTML, else the HTML as text."""
    plain = _joined(alternatives, "text/plain", data)
    if plain and html.is_html(plain):
        return html.text_of(plain), True
    rich = [part for part in alternatives if part.type == "text/html"]
    if not rich or (_enough(plain) and not _NO_HTML.search(plain[:600])):
        return html.clean(plain), False
    made = "\n".join(html.text_of(_text(part, data)) for part in rich[:_MOST_TEXTS])
    plain = html.clean(plain)
    if len(made) < 20 and len(plain) > len(made):
        return plain, False
    return made, True


def _enough(plain: str) -> bool:
    return len(re.sub(r"https?://\S+", "", plain).split()) >= 15


def _joined(alternatives: list[Part], kind: str, data: bytes) -> str:
    found = [_text(part, data) for part in alternatives if part.type == kind]
    return "\n\n".join(found[:_MOST_TEXTS])


def calendar_parts(tree: Tree, data: bytes) -> tuple[bytes, ...]:
    """Return the calendars a message carries, equal ones once."""
    found: dict[bytes, None] = {}
    for part in tree.parts:
        named = part.name.lower().endswith((".ics", ".vcs"))
        if not part.enclosed and (part.type in _CALENDARS or named) and len(found) < 10:
            raw = octets(part, data, MAX_CALENDAR_BYTES)
            found.setdefault(_utf8(raw, part.charset).replace(b"\r\n", b"\n"))
    return tuple(raw for raw in found if b"BEGIN:" in raw.upper())


def _utf8(raw: bytes, charset: str) -> bytes:
    """Return a calendar in UTF-8, which is what its own reader expects."""
    return raw if not charset else decoded(raw, charset).encode("utf-8", "replace")


def report_parts(tree: Tree, data: bytes) -> tuple[dict[str, str], ...]:
    """Return the fields of each block of the delivery reports (RFC 3464)."""
    found: list[dict[str, str]] = []
    for part in tree.parts:
        if part.type in _REPORTS:
            text = octets(part, data).replace(b"\r\n", b"\n")
            blocks = text.split(b"\n\n")[:_MOST_BLOCKS]
            found.extend(dict(mailheaders.fields(block)) for block in blocks if block.strip())
    return tuple(found[:_MOST_BLOCKS])

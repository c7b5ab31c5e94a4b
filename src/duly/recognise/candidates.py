"""Which mails of a mailbox are worth reading: a sieve, made to be quick and to let no letter slip.

It sees the headers and the first kilobytes of the body. What it says yes to is read properly by
the recogniser; what it says no to is never looked at again, so it says yes where it is in doubt.
The words it knows are in `sieve.toml`.
"""

from __future__ import annotations

import binascii
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from duly.formats import mailheaders
from duly.formats.peek import field, field_span
from duly.recognise import systems
from duly.recognise.structure import REPLY_SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURE: Final = 4
"""Points from which on any mail is worth a look."""
_SHORT: Final = ((700, 0), (1_600, 2))
"""What people write in a few words may have none that is telling: bytes of text, points enough."""
_LOOKED_AT: Final = 6_000
"""Bytes of text, markup taken off, that words are looked for in."""

_ADDRESS: Final = re.compile(rb"[^\s<>@,;:\"'()\[\]]+@[^\s<>@,;:\"'()\[\]]+")
_ID: Final = re.compile(rb"<[^<>\s]+>")
_TAG: Final = re.compile(rb"<[^>]*>?")
_ENTITY: Final = re.compile(rb"&#?\w{1,8};")
_BASE64: Final = re.compile(rb"\ncontent-transfer-encoding:[ \t]*base64")
_TEXT: Final = re.compile(rb"\ncontent-type:[ \t\r\n]*text/")
_MACHINE: Final = re.compile(
    rb"\n(?:list-unsubscribe|list-id|feedback-id|precedence:[ \t]*(?:bulk|list|junk)|"
    rb"auto-submitted:[ \t]*auto-generated|x-(?:sg-eid|ses-outgoing|mailgun|mandrill|mc-user|"
    rb"campaign|csa-complaints|pm-message-id|github|jira))|"
    rb"\n(?:from|sender|return-path):[^\n]{0,200}?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|"
    rb"<(?:notif|alert|news|mailer|orders?@|billing|invoices?@|receipts?@|tickets?@|deals|offers|"
    rb"promo|marketing|shop@|store@|security@|accounts?@|bookings?@|reservations?@|delivery@|digest)"
    rb"|\+unsub|bounces?[+-])"
)
_ANSWERED: Final = re.compile(
    rb"\n(?:auto-submitted:[ \t]*auto-replied|x-autoreply:|x-autorespond:|"
    rb"precedence:[ \t]*auto_reply)"
)
_SYSTEMS: Final = systems.HIRING_SYSTEMS | systems.ASSESSORS | systems.SCHEDULERS
_DAEMONS: Final = frozenset({"mailer-daemon", "postmaster", "mdaemon"})
_CALENDARS: Final = (b"text/calendar", b"application/ics", b"BEGIN:VCALENDAR")
_LETTERS: Final = bytes(
    code
    if chr(code).isdigit() or chr(code).islower()
    else ord(chr(code).lower())
    if chr(code).isupper()
    else 32
    for code in range(128)
) + bytes(128)
_NOT_ASCII: Final = bytes(range(128, 256)) + b"'\0"
_INVISIBLE: Final = ((b"<style", b"</style>"), (b"<script", b"</script>"), (b"<head", b"</head>"))


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known already of those one is in touch with.

    Attributes:
        addresses: In lower case.
        ids: Message-IDs with their angle brackets.
    """

    addresses: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


NOBODY: Final = Sought()


def is_candidate(head: bytes, beginning: bytes, sought: Sought = NOBODY) -> bool:
    """Tell whether a mail is worth reading properly.

    Args:
        head: The block of its headers.
        beginning: The first kilobytes of its body, transfer encoding and all.
        sought: Whoever is known is always worth it, and so is every answer to what is known.
    """
    low = b"\n" + head.lower()
    return (
        _is_known(low, head, sought)
        or _is_telling(low, beginning)
        or _speaks_of_it(low, head, beginning)
    )


def is_known(head: bytes, sought: Sought) -> bool:
    """Tell whether a mail is from or to somebody known, or answers something known."""
    return _is_known(b"\n" + head.lower(), head, sought)


def _is_known(low: bytes, head: bytes, sought: Sought) -> bool:
    """Tell whether it is from or to somebody known, or answers something known."""
    if sought.addresses:
        boxes = b",".join(field(low, name) for name in (b"from", b"reply-to", b"to", b"cc"))
        if not sought.addresses.isdisjoint(_decoded(_ADDRESS.findall(boxes))):
            return True
    if not sought.ids or not (b"\nin-reply-to:" in low or b"\nreferences:" in low):
        return False
    # Ids are compared as they are written: only where they lie is told from lower case.
    written = b"\n" + head
    spans = (field_span(low, name) for name in (b"in-reply-to", b"references"))
    answered = b" ".join(written[start:end] for start, end in spans)
    return not sought.ids.isdisjoint(_decoded(_ID.findall(answered)))


def _decoded(found: list[bytes]) -> list[str]:
    return [one.decode("utf-8", "replace") for one in found]


def _is_telling(low: bytes, beginning: bytes) -> bool:
    """Tell by its make: a hiring system's, an invitation, a bounce, an automatic answer."""
    sender = _ADDRESS.search(field(low, b"from"))
    if sender is not None:
        local, _, domain = sender[0].decode("utf-8", "replace").partition("@")
        if systems.is_of(domain, _SYSTEMS) or local in _DAEMONS:
            return True
    return (
        b"multipart/report" in low
        or any(kind in low or kind in beginning for kind in _CALENDARS)
        or _ANSWERED.search(low) is not None
    )


def _speaks_of_it(low: bytes, head: bytes, beginning: bytes) -> bool:
    subject = _subject(low, head)
    if REPLY_SUBJECT.match(subject):
        return True
    text = _flat(subject.encode()) + _flat(_text(low, beginning)[:_LOOKED_AT])
    return _points(text) >= _enough(low, len(text))


def _points(text: bytes) -> int:
    sieve = _sieve()
    words = set(text.split())
    points = sum(map(sieve.words.__getitem__, sieve.words.keys() & words))
    points += sum(worth for stem, worth in sieve.stems if stem in text)
    for first in sieve.phrases.keys() & words:
        points += sum(worth for phrase, worth in sieve.phrases[first] if phrase in text)
    return points


def _enough(low: bytes, length: int) -> int:
    """Return from how many points on a mail is worth a look."""
    if _MACHINE.search(low):
        return _SURE
    return next((points for most, points in _SHORT if length <= most), _SURE)


def _subject(low: bytes, head: bytes) -> str:
    start, end = field_span(low, b"subject")
    written = (b"\n" + head)[start:end]
    return mailheaders.readable(written.decode("utf-8", "replace"))[:1_000]


def _flat(text: bytes) -> bytes:
    """Return words in lower case with one space around each, and nothing but ASCII."""
    return b" " + b" ".join(text.translate(_LETTERS, _NOT_ASCII).split()) + b" "


def _text(low: bytes, beginning: bytes) -> bytes:
    """Return what is there of the text, out of its transfer encoding and its markup."""
    head_kind = field(low, b"content-transfer-encoding").strip()
    if head_kind == b"base64":
        text = mailheaders.base64_bytes(beginning).replace(b"\0", b"")
    else:
        text = _out_of_base64(beginning)
        if b"=\n" in text or b"=\r\n" in text or head_kind == b"quoted-printable":
            text = binascii.a2b_qp(text)
    return _without_markup(text) if b"</" in text else text


def _out_of_base64(beginning: bytes) -> bytes:
    """Decode parts of text in base64; leave out whatever else is in base64."""
    if b"ase64" not in beginning and b"ASE64" not in beginning:
        return beginning
    low = beginning.lower()
    pieces, place = [], 0
    while found := _BASE64.search(low, place):
        body = _after_blank(low, found.end())
        end = low.find(b"\n--", body)
        end = len(low) if end < 0 else end
        pieces.append(beginning[place : found.start()])
        if _TEXT.search(low, max(low.rfind(b"\n--", 0, found.start()), 0), body):
            pieces.append(mailheaders.base64_bytes(beginning[body:end]).replace(b"\0", b""))
        place = end
    return b"\n".join([*pieces, beginning[place:]])


def _after_blank(low: bytes, place: int) -> int:
    ends = [end for blank in (b"\n\n", b"\n\r\n") if (end := low.find(blank, place)) >= 0]
    return min(ends) + 2 if ends else len(low)


def _without_markup(text: bytes) -> bytes:
    for opening, closing in _INVISIBLE:
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            text = text[:start] + (text[end:] if end >= 0 else b"")
            start = text.find(opening, start)
    return _ENTITY.sub(b"", _TAG.sub(b" ", text))


@dataclass(frozen=True, slots=True)
class _Sieve:
    """The words of `sieve.toml` with what each is worth, ready to be compared.

    Attributes:
        stems: Looked for anywhere.
        phrases: Of several words, under the first of them, so that few are looked for.
        words: Whole ones.
    """

    stems: tuple[tuple[bytes, int], ...]
    phrases: dict[bytes, list[tuple[bytes, int]]]
    words: dict[bytes, int]


@cache
def _sieve() -> _Sieve:
    text = resources.files("duly.recognise").joinpath("sieve.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    stems: list[tuple[bytes, int]] = []
    phrases: dict[bytes, list[tuple[bytes, int]]] = {}
    for stem, worth in _flattened(told["stems"]):
        first, several, _ = stem.partition(b" ")
        if several:
            phrases.setdefault(first, []).append((b" " + stem, worth))
        else:
            stems.append((stem, worth))
    return _Sieve(tuple(stems), phrases, dict(_flattened(told["words"])))


def _flattened(told: dict[str, list[str]]) -> Iterator[tuple[bytes, int]]:
    for worth, words in told.items():
        for word in words:
            yield _flat(word.encode()).strip(), int(worth)

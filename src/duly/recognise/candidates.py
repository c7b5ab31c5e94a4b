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
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.formats import mailheaders
from duly.formats.message import LETTER_HEADER, NOTICE_HEADER
from duly.formats.peek import field, field_span
from duly.recognise import systems
from duly.recognise.structure import REPLY_SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS_ALIKE: Final = 5
"""Every stem has as many letters or more."""
_SURE: Final = 4
"""Points from which on any mail is worth a look."""
_SHORT: Final = 700
_MIDDLING: Final = 1_600
"""Bytes of text. What people write in a few words may have none that is telling."""
_LIKELY: Final = 2
_HINTS: Final = 3
"""Points, or words of arranging to meet, that are enough in a letter of middling length."""


class _Limits(NamedTuple):
    """How much is looked at.

    Attributes:
        raw: Bytes of the body, markup and all, once the head of a page is taken out.
        text: Bytes of text.
    """

    raw: int
    text: int


_OF_PEOPLE: Final = _Limits(7_000, 2_500)
_OF_MACHINES: Final = _Limits(5_000, 1_500)
"""They come to the point, and are most of what there is."""

_ADDRESS: Final = re.compile(rb"[^\s<>@,;:\"'()\[\]]+@[^\s<>@,;:\"'()\[\]]+")
_ID: Final = re.compile(rb"<[^<>\s]+>")
_BETWEEN_TAGS: Final = re.compile(rb">[^<]+")  # twice as fast as taking the tags out
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
_CALENDARS: Final = (b"text/calendar", b"application/ics")
_OWN_LETTER: Final = b"\n%s:" % LETTER_HEADER.lower().encode()
_OWN_NOTICE: Final = b"\n%s:" % NOTICE_HEADER.lower().encode()
_LETTERS: Final = bytes(
    code
    if chr(code).isdigit() or chr(code).islower()
    else ord(chr(code).lower())
    if chr(code).isupper()
    else 32
    for code in range(128)
) + bytes(128)
_NOT_ASCII: Final = bytes(range(128, 256)) + b"'\0"
_INVISIBLE: Final = ((b"<style", b"</style>"), (b"<script", b"</script>"))


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
    return not _is_notice(low) and (
        _is_known(low, head, sought)
        or _is_telling(low, beginning)
        or _speaks_of_it(low, head, beginning)
    )


def is_known(head: bytes, sought: Sought) -> bool:
    """Tell whether a mail is from or to somebody known, or answers something known."""
    low = b"\n" + head.lower()
    return not _is_notice(low) and _is_known(low, head, sought)


def _is_notice(low: bytes) -> bool:
    """Tell whether Duly wrote it to its own user; nobody else hides a mail by saying so."""
    if _OWN_NOTICE not in low:
        return False
    sender, reader = (_ADDRESS.findall(field(low, name)) for name in (b"from", b"to"))
    return len(sender) == 1 and sender == reader


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
    """Tell by its make: Duly's own, a hiring system's, an invitation, a bounce, a machine's."""
    sender = _ADDRESS.search(field(low, b"from"))
    if sender is not None:
        local, _, domain = sender[0].decode("utf-8", "replace").partition("@")
        if systems.is_of(domain, _SYSTEMS) or local in _DAEMONS:
            return True
    return (
        b"multipart/report" in low
        or _OWN_LETTER in low
        or any(kind in low for kind in _CALENDARS)
        or (b"multipart/" in low and any(kind in beginning for kind in _CALENDARS))
        or _ANSWERED.search(low) is not None
    )


def _speaks_of_it(low: bytes, head: bytes, beginning: bytes) -> bool:
    subject = _subject(low, head)
    if REPLY_SUBJECT.match(subject):
        return True
    by_machine = _MACHINE.search(low) is not None
    limits = _OF_MACHINES if by_machine else _OF_PEOPLE
    text = subject.encode() + b" " + _text(low, beginning, limits.raw)[: limits.text]
    said = _words(text)
    flat, words = b" %s " % b" ".join(said), set(said)
    points = _points(flat, words)
    if by_machine or points >= _SURE:
        return points >= _SURE
    if len(flat) <= _SHORT:
        return points >= 0
    hinted = points >= 0 and len(_sieve().hints & words) >= _HINTS
    return len(flat) <= _MIDDLING and (points >= _LIKELY or hinted)


def _points(text: bytes, words: set[bytes]) -> int:
    sieve = _sieve()
    points = sum([sieve.words[word] for word in sieve.whole & words])
    for key in sieve.stems.keys() & {word[:_LETTERS_ALIKE] for word in words}:
        points += sum([worth for stem, worth in sieve.stems[key] if stem in text])
    for key in sieve.keys & words:
        points += sum([worth for phrase, worth in sieve.phrases[key] if phrase in text])
    return points


def _subject(low: bytes, head: bytes) -> str:
    start, end = field_span(low, b"subject")
    written = (b"\n" + head)[start:end]
    return mailheaders.readable(written.decode("utf-8", "replace"))[:1_000]


def _words(text: bytes) -> list[bytes]:
    """Return the words in lower case, with nothing in them but ASCII."""
    return text.translate(_LETTERS, _NOT_ASCII).split()


def _text(low: bytes, beginning: bytes, most: int) -> bytes:
    """Return what is there of the text, out of its transfer encoding and its markup."""
    encoding = field(low, b"content-transfer-encoding").strip()
    if encoding == b"base64":
        text = mailheaders.base64_bytes(beginning).replace(b"\0", b"")
    elif b"multipart/" in low:
        text = _out_of_base64(beginning)
    else:
        text = beginning
    text = _without_head(text)[:most]
    if b"=\n" in text or b"=\r\n" in text or encoding == b"quoted-printable":
        text = binascii.a2b_qp(text)
    return _without_markup(text) if b"</" in text else text


def _without_head(text: bytes) -> bytes:
    """Take out the head of a page: kilobytes of style sheets before the first word."""
    start = text.find(b"<head")
    end = text.find(b"<body", start) if start >= 0 else -1
    return text[:start] + text[end:] if end >= 0 else text


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
    text = text[: max(text.find(b"<"), 0)] + b"".join(_BETWEEN_TAGS.findall(text))
    return _ENTITY.sub(b"", text) if b"&" in text else text


_Worths = dict[bytes, list[tuple[bytes, int]]]


class _Sieve(NamedTuple):
    """The words of `sieve.toml` with what each is worth, ready to be compared.

    Attributes:
        words: Whole ones; `whole` has them as a set, which compares faster than a mapping.
        stems: What words begin with, under their first letters.
        phrases: Of several words, under the longest, which is likely the rarest.
        keys: Those.
        hints: Whole words that are counted, not weighed.
    """

    words: dict[bytes, int]
    whole: frozenset[bytes]
    stems: _Worths
    phrases: _Worths
    keys: frozenset[bytes]
    hints: frozenset[bytes]


@cache
def _sieve() -> _Sieve:
    text = resources.files("duly.recognise").joinpath("sieve.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    stems: _Worths = {}
    phrases: _Worths = {}
    for stem, worth in _weighed(told["stems"]):
        if b" " in stem:
            phrases.setdefault(max(stem.split(), key=len), []).append((b" " + stem + b" ", worth))
        else:
            stems.setdefault(stem[:_LETTERS_ALIKE], []).append((b" " + stem, worth))
    words = dict(_weighed(told["words"]))
    hints = frozenset(_plain(word) for word in told["hints"]["words"])
    return _Sieve(words, frozenset(words), stems, phrases, frozenset(phrases), hints)


def _weighed(told: dict[str, list[str]]) -> Iterator[tuple[bytes, int]]:
    for worth, words in told.items():
        for word in words:
            yield _plain(word), int(worth)


def _plain(word: str) -> bytes:
    return b" ".join(_words(word.encode()))

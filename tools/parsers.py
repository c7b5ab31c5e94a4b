"""The parsers of hostile input that are fuzzed, and the good files that are damaged for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.errors import CalendarError, DulyError, FactsError, WrongUsageError, ZoneError
from duly.core.worktime import DaysOff, WorkCalendar
from duly.formats import calendar, factsfile, html, mailheaders, mbox, whenwords
from duly.formats.card import CardError, read_cards
from duly.formats.linkedin import ConnectionsError, read_connections
from duly.formats.mail import MailError, read_mail
from duly.recognise import promises, recogniser
from duly.recognise.clock import clocks_in
from duly.recognise.dates import Order, Setting, days_in
from duly.recognise.meaning import MailMeaning
from duly.recognise.own import Situation, own_steps
from duly.recognise.reply import taken_apart
from duly.recognise.sentences import sentences_of, spelt
from duly.recognise.wording import alike, fingerprint

ROOT: Final = Path(__file__).resolve().parents[1]
CORPUS: Final = os.environ.get("DULY_CORPUS", "")
_LARGEST_SEED: Final = 400_000
_AROUND: Final = recogniser.Around(frozenset({"sam.field@mail.example"}), "America/New_York")
_ABOUT_SCENARIOS: Final = ("title", "shows", "expect")
_SENT_AT: Final = datetime(2026, 3, 12, 14, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Parser:
    """Something that reads what anybody may have written.

    Attributes:
        read: Takes the bytes; returns, or raises one of `refusals`.
        seeds: Folders and suffixes of good files: in the tests, and in the corpus.
        refusals: Its own errors; any other exception is a fault.
        also: Good inputs that lie in no file.
    """

    read: Callable[[bytes], object]
    seeds: tuple[tuple[str, str], ...]
    refusals: tuple[type[DulyError], ...] = ()
    also: tuple[bytes, ...] = ()


def seeds_of(parser: Parser) -> list[bytes]:
    """Return the good files of a parser, always in the same order."""
    paths = [path for folder, suffix in parser.seeds for path in _files(folder, suffix)]
    found = [path.read_bytes()[:_LARGEST_SEED] for path in paths]
    return [*found, *parser.also]


def _files(folder: str, suffix: str) -> Iterable[Path]:
    place = (
        Path(CORPUS, folder.removeprefix("corpus/")) if folder[:7] == "corpus/" else ROOT / folder
    )
    if folder[:7] == "corpus/" and not CORPUS:
        return []
    return sorted(path for path in place.rglob(f"*{suffix}") if path.is_file())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _mail(data: bytes) -> None:
    read_mail(data)


def _mbox(data: bytes) -> None:
    if mbox.is_mbox(data):
        for message in mbox.messages(data):
            with suppress(MailError):
                read_mail(message[:100_000])


def _headers(data: bytes) -> None:
    for name, value in mailheaders.fields(data):
        mailheaders.readable(value)
        mailheaders.mailboxes(value)
        mailheaders.ids(value)
        mailheaders.instant(value if name == "date" else value[-40:])


def _html(data: bytes) -> None:
    text = _text(data)
    html.is_html(text)
    html.text_of(text)
    html.clean(text)


def _reply(data: bytes) -> None:
    taken_apart(_text(data))


def _own(data: bytes) -> None:
    text = _text(data)
    for answering in (None, MailMeaning.OFFER, MailMeaning.QUESTION):
        own_steps(text, text[:200], Situation(answering, 5))
    found = fingerprint(text, text[:200], hide=text[:60].split())
    alike(found, found)


def _recognise(data: bytes) -> None:
    recogniser.recognise(data, _AROUND)


def _dates(data: bytes) -> None:
    text = _text(data)
    sentences = sentences_of(text)
    for order in Order:
        setting = Setting(date(2026, 3, 12), WorkCalendar(ZoneInfo("UTC"), DaysOff()), order)
        promises.promise_in(sentences, setting)
        promises.deadline_in(sentences, setting, _SENT_AT, UTC)
        promises.absent_until(sentences, setting)
        for sentence in sentences:
            days_in(sentence.said, setting)
    clocks_in(spelt(text[:20_000]))


def _calendar(data: bytes) -> None:
    found = calendar.read_invitations(data, "America/New_York")
    calendar.latest([one for one in found if not isinstance(one, calendar.Refusal)])


def _cards(data: bytes) -> None:
    read_cards(data)


def _connections(data: bytes) -> None:
    read_connections(data)


def _facts(data: bytes) -> None:
    factsfile.read(_text(data), "facts.toml", also=_ABOUT_SCENARIOS)


def _whenwords(data: bytes) -> None:
    for line in _text(data).split("\n")[:50]:
        for facing in whenwords.Facing:
            with suppress(WrongUsageError):
                whenwords.moment(line, _SENT_AT, ZoneInfo("America/New_York"), facing)
            with suppress(WrongUsageError):
                whenwords.day(line, _SENT_AT, ZoneInfo("America/New_York"), facing)


_MAILS: Final = (
    *(("tests", ".eml"), ("corpus/mime", ".eml"), ("corpus/bounces", ".eml")),
    *(("corpus/replies", ".eml"), ("corpus/replies", ".txt")),
)
_TYPED: Final = (
    *(
        "2026-03-12 15:00",
        "2026-03-12T15:00:00+01:00",
        "yesterday 15:00",
        "friday",
        "next monday at 9am",
    ),
    *("in 3 days", "two weeks ago", "12 March", "March 12th 2027 noon", "3 o'clock", "in an hour"),
    *(
        "last thursday 4.30 p.m.",
        "31 jan",
        "in 5 months",
        "tonight 20:15",
        "1st of april at midnight",
    ),
)
_A_CALENDAR: Final = b"""BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VTIMEZONE\nTZID:Eastern
BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1
DTSTAMP:20260301T120000Z\nDTSTART;TZID=Eastern:20260312T150000\nDURATION:PT45M\nSUMMARY:Interview
ORGANIZER;CN=Ana Ruiz:mailto:ana@acme.example\nATTENDEE;CN=Sam:mailto:sam.field@mail.example
END:VEVENT\nEND:VCALENDAR\n"""

PARSERS: Final[dict[str, Parser]] = {
    "mail": Parser(_mail, _MAILS, (MailError,)),
    "calendar": Parser(
        _calendar,
        (("tests", ".ics"), ("corpus/calendars", ".ics")),
        (CalendarError, ZoneError),
        (_A_CALENDAR,),
    ),
    "recognise": Parser(_recognise, _MAILS, (MailError,)),
    "mbox": Parser(
        _mbox,
        (("tests/recognise/set", ".eml"),),
        (),
        (b"From 1830@xxx Mon Jun 02 10:00:00 +0000 2025\nFrom: a@b.example\n\n>From me\n\n" * 20,),
    ),
    "headers": Parser(_headers, _MAILS),
    "html": Parser(_html, (*_MAILS, ("tests", ".html"))),
    "reply": Parser(_reply, _MAILS),
    "own": Parser(_own, (*_MAILS, ("tests/recognise/own", ".toml"))),
    "dates": Parser(_dates, _MAILS),
    "cards": Parser(_cards, (("tests", ".vcf"), ("corpus/cards", ".vcf")), (CardError,)),
    "connections": Parser(_connections, (("tests", "connections.csv"),), (ConnectionsError,)),
    "facts": Parser(_facts, (("tests/scenarios", ".toml"),), (FactsError, ZoneError)),
    "whenwords": Parser(
        _whenwords, (), (), tuple("\n".join(_TYPED[i:]).encode() for i in range(17))
    ),
}

"""The interview a mail speaks of: from its calendar where it has one, else from its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from duly.core.errors import DulyError
from duly.core.worktime import zone
from duly.formats.calendar import Cancellation, Invitation, latest, read_invitations
from duly.recognise.clock import Clock, clocks_in
from duly.recognise.dates import Days, Setting, days_in
from duly.recognise.sentences import Sentence, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

_MEETING_LINK: Final = re.compile(
    r"https://(?:[\w-]+\.)*(?:zoom\.us|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|"
    r"webex\.com|whereby\.com|gotomeeting\.com|gotomeet\.me|bluejeans\.com|meet\.jit\.si"
    r"|chime\.aws)"
    r"/[^\s<>\")\]]{1,200}"
)
_PLACE: Final = re.compile(
    r"^\s*(?:where|location|venue|place|address|office|ort|lieu|lugar)\s*:\s*(.{3,160})$",
    re.IGNORECASE | re.MULTILINE,
)
_HOW: Final = (
    (
        "video",
        re.compile(
            r"\b(?:zoom|google meet|teams|webex|video|whereby|skype|hangouts?)\b", re.IGNORECASE
        ),
    ),
    ("phone", re.compile(r"\b(?:phone|telephone|call you|ring you|dial)\b", re.IGNORECASE)),
    (
        "in person",
        re.compile(
            r"\b(?:in person|our office|on-?site|reception|come in|parking|address|at our)\b",
            re.IGNORECASE,
        ),
    ),
)
_NOT_IT: Final = re.compile(
    r"\b(?:deadline|apply by|respond by|reply by|confirm by|received (?:on|your)|applied on"
    r"|sent on|"
    r"office hours|opening hours|working hours|open (?:from|mon)|between \d{1,2}\w* and|start(?:s"
    r"|ing)? date|"
    r"decision|expires?|by (?:the )?end of)\b"
)


@dataclass(frozen=True, slots=True)
class Interview:
    """When and where it is, as far as the mail says.

    Attributes:
        starts_at: UTC; None where only the event is known, not its hour. Likewise `ends_at`.
        zone: IANA name of the zone it is written in; empty where none is named.
        method: The METHOD of its calendar; else how they meet: "video", "phone", "in person".
        sequence: Of its calendar; None without one. `uid` likewise, empty.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    place: str
    method: str
    sequence: int | None
    uid: str


def events_of(calendars: Iterable[bytes], default_zone: str) -> list[Invitation | Cancellation]:
    """Return the events of a mail's calendars that stand, in the order of the mail."""
    found: list[Invitation | Cancellation] = []
    for data in calendars:
        try:
            events = read_invitations(data, default_zone)
        except DulyError:
            continue
        found += [one for one in events if isinstance(one, Invitation | Cancellation)]
    return latest(found)


def of_event(event: Invitation | Cancellation) -> Interview:
    """Return a calendar's event as an interview."""
    if isinstance(event, Cancellation):
        return Interview(None, None, "", "", "CANCEL", event.sequence, event.uid)
    link = _MEETING_LINK.search(f"{event.location}\n{event.description}")
    return Interview(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone="" if event.floating else event.zone,
        place=event.location or (link[0] if link else ""),
        method=event.method,
        sequence=event.sequence,
        uid=event.uid,
    )


def in_prose(
    sentences: Sequence[Sentence], text: str, setting: Setting, written_in: tzinfo, *, last: bool
) -> Interview | None:
    """Return the interview that prose sets: a day and an hour that stand together.

    Args:
        sentences: The mail's sentences.
        text: Its whole text, for place and link.
        setting: What dates are read against.
        written_in: The zone of the mail's date, where hours are read that name none.
        last: Take the last hour named, not the first: "moved from Monday 10:00 to Friday 14:00".
    """
    found = _hours(sentences, setting)
    if not found:
        return None
    days, clock = found[-1] if last else found[0]
    name = clock.zone or next((one.zone for _, one in found if one.zone), "") or _zone_named(text)
    where = zone(name) if name else written_in
    starts = datetime.combine(days.first_on, clock.start, where).astimezone(UTC)
    ends = datetime.combine(days.first_on, clock.end, where).astimezone(UTC) if clock.end else None
    if ends is not None and not timedelta(0) < ends - starts <= timedelta(hours=10):
        ends = None
    return Interview(
        starts, ends or _by_length(starts, text), name, _place(text), _how(text), None, ""
    )


def _zone_named(text: str) -> str:
    found = re.search(
        r"(?:time ?zone|all times(?: are)?(?: in)?|times in)\W{1,3}(\w+)", text, re.IGNORECASE
    )
    from duly.recognise.clock import ZONES

    return ZONES.get(found[1].lower(), "") if found else ""


def _hours(sentences: Sequence[Sentence], setting: Setting) -> list[tuple[Days, Clock]]:
    """Return days with an hour: in one sentence, or an hour in the sentence after its day."""
    found: list[tuple[Days, Clock]] = []
    day_before: Days | None = None
    for sentence in sentences:
        plain = spelt(sentence.text)
        if _NOT_IT.search(plain):
            continue
        days = [
            one
            for one in days_in(plain, setting)
            if one.exact and -1 <= (one.first_on - setting.origin).days <= 200
        ]
        clocks = clocks_in(_without(plain, days))
        for clock in clocks:
            nearest = min(days, key=lambda one: _distance(one, clock), default=day_before)
            if nearest is not None:
                found.append((nearest, clock))
        day_before = days[-1] if days else (None if clocks else day_before)
    return found


def _distance(days: Days, clock: Clock) -> int:
    return min(abs(days.end - clock.place), abs(clock.place - days.start) + 5)


def _without(plain: str, days: list[Days]) -> str:
    """Blank out the days, so that none of their figures is taken for an hour."""
    for one in days:
        plain = plain[: one.start] + " " * (one.end - one.start) + plain[one.end :]
    return plain


def _by_length(starts: datetime, text: str) -> datetime | None:
    found = re.search(r"\b(\d{2,3})[- ]?min(?:ute)?s?\b", text, re.IGNORECASE)
    if found and 10 <= int(found[1]) <= 480:
        return starts + timedelta(minutes=int(found[1]))
    if re.search(r"\b(?:one|an|1)[- ]hour\b", text, re.IGNORECASE):
        return starts + timedelta(hours=1)
    return None


def _place(text: str) -> str:
    link = _MEETING_LINK.search(text)
    named = _PLACE.search(text)
    if named and not (link and "http" in named[1]):
        return named[1].strip()
    return link[0] if link else ""


def _how(text: str) -> str:
    return next((how for how, pattern in _HOW if pattern.search(text)), "")

"""Calendar files read into interviews: invitations, cancellations, and what is refused, and why.

RFC 5545 (iCalendar), RFC 5546 (iTIP: METHOD, SEQUENCE, who may say what), RFC 6047 (iMIP), RFC 6868
(carets in parameters), RFC 7986 (EMAIL, CONFERENCE left aside). Zones are the business of `tzid`,
lines and components of `contentlines`.

Choices, where the RFC leaves one or people expect another:

- A date of a series (RECURRENCE-ID with its own DTSTART) is one interview, unless the series
  itself is in the same file: then it is refused with it, as the file describes a habit. With
  RANGE=THISANDFUTURE it is a series again.
- Without DTEND or DURATION an event ends when it starts (§3.6.1). No hour is made up; `remark`
  says so, that the user may put in the right one.
- A start in UTC stays in UTC even beside a TZID (§3.2.19). A floating time is read in the zone the
  caller names, and `remark` says so.
- Days of a DURATION are days by the clock, its hours are hours (§3.3.6).
- A cancellation is worth having without an hour (§3.2.5 of RFC 5546 asks for none), and for a
  series: it comes as a `Cancellation`.
- Replies, counter-proposals and requests for a copy are no invitations.

Quirks met: Outlook gives the address as CN where it knows no name, and cancels a series with its
RRULE still in it; Exchange sends `invalid:nomail`; others put the whole mailto: in quotes, or a
DTEND in another zone than the DTSTART; single events come without a VCALENDAR around them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from duly.core.errors import CalendarError, ZoneError
from duly.core.told import Told, joined, told
from duly.formats import tzid, vtimezone
from duly.formats.contentlines import Component, read_components

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duly.formats.contentlines import Property

_WANTED = vtimezone.WANTED | {
    *("ATTENDEE", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "DURATION", "EXRULE", "LOCATION"),
    *("METHOD", "ORGANIZER", "RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY"),
    "UID",
}
_COMPONENTS = {
    "VTODO": "a to-do (VTODO)",
    "VJOURNAL": "a journal entry (VJOURNAL)",
    "VFREEBUSY": "free and busy times (VFREEBUSY)",
    "VAVAILABILITY": "hours of availability (VAVAILABILITY)",
    "VTIMEZONE": "a time zone (VTIMEZONE)",
    "VALARM": "an alarm (VALARM)",
}
_NO_INVITATION = {
    "REPLY": "It is somebody's reply (METHOD:REPLY), not an invitation",
    "REFRESH": "It asks for a copy of the invitation (METHOD:REFRESH) and is none itself",
    "COUNTER": "It proposes another time (METHOD:COUNTER); nothing is agreed until the organizer "
    "sends a new invitation",
    "DECLINECOUNTER": "It turns down another time (METHOD:DECLINECOUNTER); the invitation you have "
    "still stands",
    "ADD": "It adds a date to a series (METHOD:ADD); Duly plans after single interviews",
}
_TIME = re.compile(r"([0-9]{8})(?:[Tt]([0-9]{4})([0-9]{2})([Zz]?))?")
_DURATION = re.compile(
    r"([+-]?)P(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_LONGEST_ADDRESS = 320
_SINGLE = "Duly plans after single interviews. Export the one occurrence and import that."


class AttendeeKind(StrEnum):
    """CUTYPE: what sort of attendee it is (RFC 5545 §3.2.3)."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    RESOURCE = "resource"
    ROOM = "room"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody or something invited, or the organizer.

    Attributes:
        name: CN; empty where there is none or it only repeats the address.
        email: Empty where the calendar address is no address for mail.
        role: ROLE in lower case ("req-participant", "opt-participant", "chair").
        partstat: PARTSTAT in lower case ("accepted", "declined", "needs-action").
    """

    name: str
    email: str
    kind: AttendeeKind = AttendeeKind.INDIVIDUAL
    role: str = "req-participant"
    partstat: str = "needs-action"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event at one time.

    Attributes:
        uid: Empty where the event has none; it can then be told from no other.
        method: In capitals; empty where the file has none and nobody invites anybody.
        cancelled: METHOD:CANCEL or STATUS:CANCELLED.
        starts_at: UTC, as are `ends_at` and `stamped_at`.
        zone: A region of the time zone database: the one the start is written in, "UTC" for a
            time in UTC, the default for a floating time, and for a zone the file defines itself
            a region whose clocks show the same hour.
        floating: The time is written without a zone.
        stamped_at: DTSTAMP: when this version was written.
        recurrence_id: Which date of a series this is, as written; empty for an event of its own.
        remark: What the reader should know of how the file was read; usually empty.
    """

    uid: str
    sequence: int
    method: str
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    zone: str
    floating: bool
    summary: str
    location: str
    description: str
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]
    stamped_at: datetime | None = None
    recurrence_id: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A cancelled event whose hour is not given or cannot be told; `uid` is never empty.

    Attributes:
        recurrence_id: Which date of a series is cancelled; empty for the whole.
    """

    uid: str
    sequence: int
    summary: str
    organizer: Attendee | None
    stamped_at: datetime | None = None
    recurrence_id: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event, or a whole file, that no interview can be made of.

    Attributes:
        reason: Why, and what to do about it, for the person who sent the file in.
    """

    uid: str
    summary: str
    reason: str


class _Context(NamedTuple):
    """What an event needs to know of the calendar around it."""

    method: str
    zones: tzid.Zones
    default_zone: str
    series: frozenset[str]


class _Time(NamedTuple):
    """A DTSTART or DTEND, understood."""

    at: datetime
    zone: str
    floating: bool
    wall: datetime
    tzid: str
    remark: str


def read_invitations(
    data: bytes, default_zone: str, *, where: str = "the calendar"
) -> list[Invitation | Cancellation | Refusal]:
    """Return what each event of a calendar file comes to, in the order of the file.

    Args:
        data: The file, or the text/calendar part of a message, decoded from its transfer encoding.
        default_zone: IANA name; where floating times are read.
        where: What to call the file in an error.

    Returns:
        One value per VEVENT; a single refusal where the calendar holds none.

    Raises:
        CalendarError: It is no calendar, or over a bound of size, components or depth.
        ZoneError: `default_zone` is not in the time zone database.
    """
    zone = tzid.region(default_zone)
    if not zone:
        raise ZoneError(told('"{name}" is not in the time zone database', name=default_zone))
    calendars = _calendars(read_components(data, _WANTED, where), where)
    found = [_read(event, context) for event, context in _events(calendars, zone)]
    return found or [_no_event(calendars)]


def latest(
    invitations: Iterable[Invitation | Cancellation],
) -> list[Invitation | Cancellation]:
    """Return what is in force, one per event, in the order in which each was first met.

    The higher SEQUENCE wins, then a cancellation, then the later DTSTAMP (RFC 5546 §2.1.5).
    Different dates of one series are different events; the cancellation of a whole series
    cancels each of them that is not newer.
    """
    newest: dict[tuple[str, str, int], Invitation | Cancellation] = {}
    for place, one in enumerate(invitations):
        key = (one.uid, one.recurrence_id, 0 if one.uid else place)
        if key not in newest or _age(one) > _age(newest[key]):
            newest[key] = one
    return [one for one in newest.values() if not _overruled(one, newest)]


def _age(one: Invitation | Cancellation) -> tuple[int, bool, datetime]:
    stamp = one.stamped_at or datetime.min.replace(tzinfo=UTC)
    return one.sequence, _cancels(one), stamp


def _cancels(one: Invitation | Cancellation) -> bool:
    return isinstance(one, Cancellation) or one.cancelled


def _overruled(
    one: Invitation | Cancellation,
    newest: dict[tuple[str, str, int], Invitation | Cancellation],
) -> bool:
    """Tell whether the whole series was cancelled over this date of it."""
    whole = newest.get((one.uid, "", 0)) if one.recurrence_id else None
    return whole is not None and _cancels(whole) and whole.sequence >= one.sequence


def _calendars(outermost: list[Component], where: str) -> list[Component]:
    """Return the VCALENDARs; components found outside of any are given one of their own."""
    calendars = [one for one in outermost if one.name == "VCALENDAR"]
    stray = [one for one in outermost if one.name == "VEVENT" or one.name in _COMPONENTS]
    if stray:
        calendars.append(Component("VCALENDAR", children=stray, ended=True))
    if not calendars:
        held = [one.name for one in outermost[:1]]
        raise CalendarError(
            "this is a contact card" if held == ["VCARD"] else "this is no calendar",
            where=where,
            expected="an iCalendar file, which starts with BEGIN:VCALENDAR",
            mend="Save the invitation from your calendar or mail program as .ics and import that.",
        )
    return calendars


def _events(calendars: list[Component], zone: str) -> Iterable[tuple[Component, _Context]]:
    budget = vtimezone.Budget()
    for one in calendars:
        events = one.named("VEVENT")
        series = frozenset(event.text("UID") for event in events if _recurs(event))
        zones = tzid.Zones(one.named("VTIMEZONE"), zone, budget)
        context = _Context(one.text("METHOD").upper(), zones, zone, series)
        yield from ((event, context) for event in events)


def _no_event(calendars: list[Component]) -> Refusal:
    names = Counter(child.name for one in calendars for child in one.children)
    kinds = [_COMPONENTS[name] for name in names if name in _COMPONENTS]
    reason = told("The calendar is empty: there is no event (VEVENT) to make an interview of.")
    if kinds:
        held = reduce(_both, map(told, kinds))
        reason = told(
            "The calendar holds {held}, but no event (VEVENT) to make an interview of.", held=held
        )
    return Refusal("", "", reason)


def _both(first: Told, then: Told) -> Told:
    return told("{first} and {then}", first=first, then=then)


def _read(event: Component, context: _Context) -> Invitation | Cancellation | Refusal:
    uid, summary = _line(event.text("UID")), _line(event.text("SUMMARY"))
    try:
        return _invitation(event, context, uid, summary)
    except CalendarError as error:
        if uid and event.ended and _cancelled(event, context):
            return _cancellation(event, uid, summary)
        return Refusal(uid, summary, _reason(error))


def _reason(error: CalendarError) -> str:
    if error.where or error.expected:
        return str(error)
    return joined(told("{found}.", found=_sentence(error.found)), error.mend)


def _sentence(text: str) -> Told:
    return text if isinstance(text, Told) else told(text)


def _cancellation(event: Component, uid: str, summary: str) -> Cancellation:
    return Cancellation(
        uid=uid,
        sequence=_sequence(event),
        summary=summary,
        organizer=_organizer(event),
        stamped_at=_stamp(event),
        recurrence_id=event.text("RECURRENCE-ID"),
    )


def _invitation(event: Component, context: _Context, uid: str, summary: str) -> Invitation:
    _refuse_method(context.method)
    _refuse_series(event, context)
    start = _time(_only(event, "DTSTART"), context)
    ends_at, remark = _end(event, start, context)
    remarks = dict.fromkeys([start.remark, _floats(start), remark])
    return Invitation(
        uid=uid,
        sequence=_sequence(event),
        method=context.method,
        cancelled=_cancelled(event, context),
        starts_at=start.at,
        ends_at=ends_at,
        zone=start.zone,
        floating=start.floating,
        summary=summary,
        location=event.text("LOCATION"),
        description=event.text("DESCRIPTION"),
        organizer=_organizer(event),
        attendees=tuple(map(_attendee, event.all("ATTENDEE"))),
        stamped_at=_stamp(event),
        recurrence_id=event.text("RECURRENCE-ID"),
        remark=reduce(joined, remarks),
    )


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _cancelled(event: Component, context: _Context) -> bool:
    return context.method == "CANCEL" or event.text("STATUS").upper() == "CANCELLED"


def _sequence(event: Component) -> int:
    """Return SEQUENCE; 0, its default, where it is missing or no number (RFC 5545 §3.8.7.4)."""
    text = event.text("SEQUENCE")
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) else 0


def _stamp(event: Component) -> datetime | None:
    """Return DTSTAMP, which is always in UTC; None where it is missing or unreadable."""
    found = event.first("DTSTAMP")
    try:
        return _wall(found, "DTSTAMP").replace(tzinfo=UTC) if found else None
    except CalendarError:
        return None


def _refuse_method(method: str) -> None:
    if method in _NO_INVITATION:
        raise CalendarError(_NO_INVITATION[method])


def _recurs(event: Component) -> str:
    """Return the name of the property that makes a series of an event, or the empty string."""
    names = ("RRULE", "RDATE", "EXRULE")
    return next((name for name in names if _says(event, name)), "")


def _says(event: Component, name: str) -> bool:
    """Tell whether an event has the property; an RDATE without a date says nothing."""
    return any(item.broken or item.value.strip() for item in event.all(name))


def _refuse_series(event: Component, context: _Context) -> None:
    """Refuse what is, or belongs to, a series; and what the file breaks off in."""
    if not event.ended:
        raise CalendarError(
            "The file breaks off in the middle of this event", mend="Export or save it anew."
        )
    name = _recurs(event)
    if name:
        raise CalendarError(told("It recurs ({name})", name=name), mend=_SINGLE)
    which = event.first("RECURRENCE-ID")
    if which is None:
        return
    if event.text("UID") in context.series:
        raise CalendarError("It is one date of a series in the same file", mend=_SINGLE)
    if which.params.get("RANGE", "").upper() == "THISANDFUTURE":
        raise CalendarError("It changes this and all later dates of a series", mend=_SINGLE)


def _only(event: Component, name: str) -> Property:
    """Return the property of which there must be one."""
    found = event.all(name)
    if not found:
        raise CalendarError(
            told("It does not say when it starts ({name} is missing)", name=name),
            mend="Enter the interview by hand if you know the hour.",
        )
    if any(other != found[0] for other in found):
        raise CalendarError(told("It gives {name} more than once, each time otherwise", name=name))
    return found[0]


def _time(item: Property, context: _Context) -> _Time:
    """Return what a DTSTART or DTEND means."""
    wall = _wall(item, item.name)
    zone = item.params.get("TZID", "")
    if item.value.strip().upper().endswith("Z"):
        remark = (
            told("The hour is written in UTC, {zone} beside it.", zone=tzid.bare(zone))
            if zone
            else ""
        )
        return _Time(wall.replace(tzinfo=UTC), "UTC", False, wall, "UTC", remark)  # noqa: FBT003
    if not tzid.bare(zone):
        at = tzid.in_region(wall, context.default_zone)
        return _Time(at, context.default_zone, True, wall, "", "")  # noqa: FBT003
    moment = context.zones.moment(wall, zone)
    return _Time(moment.at, moment.zone, False, wall, zone, moment.remark)  # noqa: FBT003


def _floats(start: _Time) -> str:
    if not start.floating:
        return ""
    return told(
        "The invitation names no time zone; Duly reads {time} in {zone}.",
        time=f"{start.wall:%H:%M}",
        zone=start.zone,
    )


def _wall(item: Property, name: str) -> datetime:
    """Return the time by the clock that a property gives, its zone left aside."""
    written = item.value.strip()
    found = _TIME.fullmatch(written)
    if item.broken or not found:
        raise CalendarError(
            told('Its {name} cannot be read: "{written}"', name=name, written=written[:40])
        )
    if not found[2]:
        raise CalendarError(
            told(
                "It lasts all day ({name} is a date, {written}, without an hour)",
                name=name,
                written=written,
            ),
            mend="Duly plans from the hour an interview ends: enter it by hand.",
        )
    digits = found[1] + found[2] + ("59" if found[3] == "60" else found[3])
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone comes later
    except ValueError as error:
        raise CalendarError(
            told(
                "There is no such date or hour as its {name}, {written}", name=name, written=written
            )
        ) from error


def _end(event: Component, start: _Time, context: _Context) -> tuple[datetime, str]:
    """Return when an event ends, and a remark where that is not simply written there."""
    ends_at, remark = _written_end(event, start, context)
    if ends_at < start.at:
        raise CalendarError(
            told(
                "It ends before it starts: {ends_at} comes before {start} UTC",
                ends_at=f"{ends_at:%Y-%m-%d %H:%M}",
                start=f"{start.at:%Y-%m-%d %H:%M}",
            )
        )
    if ends_at == start.at and not remark:
        remark = told("It ends the moment it starts; put in the right end if you know it.")
    return ends_at, remark


def _written_end(event: Component, start: _Time, context: _Context) -> tuple[datetime, str]:
    if event.all("DTEND"):
        end = _time(_only(event, "DTEND"), context)
        _refuse_mixed(start, end)
        return end.at, end.remark
    if event.all("DURATION"):
        return _lasting(start, _only(event, "DURATION"), context), ""
    return start.at, told(
        "The invitation gives no end, so it ends when it starts, at {time} (RFC 5545); put in the "
        "right end if you know it.",
        time=f"{start.wall:%H:%M}",
    )


def _refuse_mixed(start: _Time, end: _Time) -> None:
    if start.floating != end.floating:
        which = ("end", "start") if start.floating else ("start", "end")
        raise CalendarError(
            told(
                "Its {first} names a time zone, its {second} does not",
                first=which[0],
                second=which[1],
            )
        )


def _lasting(start: _Time, item: Property, context: _Context) -> datetime:
    """Return the end of a duration: its days by the clock, its hours as they pass."""
    days, rest = _duration(item)
    try:
        wall = start.wall + days
        if not days:
            at = start.at
        elif start.floating:
            at = tzid.in_region(wall, context.default_zone)
        else:
            at = context.zones.moment(wall, start.tzid).at
        return at + rest
    except OverflowError as error:
        raise CalendarError("Its end is out of reach") from error


def _duration(item: Property) -> tuple[timedelta, timedelta]:
    """Return the days and the hours of a DURATION (RFC 5545 §3.3.6)."""
    written = item.value.strip()
    found = _DURATION.fullmatch(written)
    numbers = [int(found[group] or 0) for group in (2, 3, 5, 6, 7)] if found else []
    if item.broken or found is None or not any(map(str.isdigit, written)):
        raise CalendarError(told('Its DURATION cannot be read: "{written}"', written=written[:40]))
    sign = -1 if found[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (sign * number for number in numbers)
    return (
        timedelta(weeks=weeks, days=days),
        timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )


def _organizer(event: Component) -> Attendee | None:
    found = event.first("ORGANIZER")
    return _attendee(found) if found else None


def _attendee(item: Property) -> Attendee:
    """Return whom an ORGANIZER or ATTENDEE names (RFC 5545 §3.8.4.1, §3.8.4.3)."""
    email = _email(item.value) or _email(item.params.get("EMAIL", ""))
    name = _line(item.params.get("CN", "").replace("\\", "")).strip("'\" ")
    kind = item.params.get("CUTYPE", "INDIVIDUAL").lower()
    known = kind in list(AttendeeKind)
    return Attendee(
        name="" if _is_address(name) else name,
        email=email,
        kind=AttendeeKind(kind) if known else AttendeeKind.UNKNOWN,
        role=item.params.get("ROLE", "REQ-PARTICIPANT").lower(),
        partstat=item.params.get("PARTSTAT", "NEEDS-ACTION").lower(),
    )


def _email(address: str) -> str:
    """Return the address of a mailto: URI or of a bare address; empty where there is none."""
    head, colon, rest = address.strip("\"' ").rpartition(":")
    if colon and not re.search(r"(?i)(^|[\s:])mailto$", head.strip()):
        return ""
    bare = unquote(rest.partition("?")[0]).strip().strip("<>")
    return bare if _ADDRESS.fullmatch(bare) and len(bare) <= _LONGEST_ADDRESS else ""


def _is_address(name: str) -> bool:
    return bool(_email(name))

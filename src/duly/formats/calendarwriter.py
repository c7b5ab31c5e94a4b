"""Entries written as a calendar (RFC 5545, RFC 7986) that every calendar program takes in.

Instants are written in UTC and nothing recurs, so that no VTIMEZONE is needed: Outlook reads its
own zone names only, and khal and Google show UTC in the user's own zone anyway. Days are dates
without a zone. Nobody is named as an attendee: some programs would send them an invitation. There
is no METHOD: PUBLISH would want an ORGANIZER (RFC 5546 §3.2.1), and CalDAV servers refuse any
(RFC 4791 §4.1). Without it DTSTAMP says when an entry was changed last, as LAST-MODIFIED does
(RFC 5545 §3.8.7.2), so the same entries are the same bytes at whatever time they are written.

Quirks met:
- Google ignores to-dos, alarms and REFRESH-INTERVAL, and looks again when it likes, within a day.
  It cannot reach an address on the user's own machine; a file can be imported.
- Apple's Calendar takes alarms off a calendar that is subscribed to, unless it is told not to, and
  Reminders takes no to-dos from one. Its colour is X-APPLE-CALENDAR-COLOR.
- Outlook ignores to-dos, takes its pace from X-PUBLISHED-TTL and the name from X-WR-CALNAME. It
  shows an event as busy that does not say otherwise in its own X-MICROSOFT-CDO-BUSYSTATUS, and one
  of a whole day needs its end.
- Thunderbird shows to-dos and hides one that has not begun: its DTSTART is when its window opens.
- khal shows no to-dos (todoman does). vdirsyncer reads an address by content, not by UID: it takes
  a moved entry's old version away and writes the new one, which comes to the same.
- A to-do and an event of the same UID are one thing to CalDAV, so each has its own.
- An event whose end is its start has no DTEND: RFC 5545 §3.8.2.2 wants an end to be later.
- X-WR-TIMEZONE is what Google and Apple take floating days and the calendar's own zone from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from duly.formats.agenda import CANCELLED, DONE, Alarm, Entry, Issue, Sort
from duly.formats.contentlines import plain

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar.cal import Component

LOOK_AGAIN: Final = timedelta(hours=1)
"""How soon a program that subscribes is asked to look again."""
_COLOUR: Final = ("teal", "#008080")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a calendar that is subscribed to says of itself.

    Attributes:
        name: What programs list it under.
        zone: IANA name of the zone it is read in.
    """

    name: str
    zone: str


def write(issues: Iterable[Issue], heading: Heading | None = None) -> bytes:
    """Return entries as one calendar; what was taken away says so.

    Args:
        issues: The entries, in the order in which they are to stand.
        heading: Only for a calendar that is subscribed to.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Duly//Duly//EN")
    calendar.add("version", "2.0")
    if heading:
        _head(calendar, heading)
    for issue in issues:
        calendar.add_component(_component(issue))
    return bytes(calendar.to_ical())


def is_ours(data: bytes) -> bool:
    """Tell whether a file is a calendar that was written here."""
    beginning = data[:2000]
    return beginning.startswith(b"BEGIN:VCALENDAR") and b"PRODID:-//Duly//Duly//EN" in beginning


def _head(calendar: Calendar, heading: Heading) -> None:
    from icalendar import vDuration, vText

    name = vText(plain(heading.name))  # the library takes NAME for a value without escapes
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", heading.zone)
    calendar.add("color", _COLOUR[0])
    calendar.add("x-apple-calendar-color", _COLOUR[1])
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))


def _component(issue: Issue) -> Component:
    from icalendar import Event, Todo

    entry = issue.entry
    component = Todo() if entry.sort is Sort.TODO else Event()
    component.add("uid", entry.uid)
    component.add("dtstamp", issue.stamped_at.astimezone(UTC))
    component.add("last-modified", issue.stamped_at.astimezone(UTC))
    component.add("sequence", issue.sequence)
    component.add("class", "PRIVATE")
    component.add("summary", plain(entry.summary))
    if entry.description:
        component.add("description", plain(entry.description))
    if entry.sort is Sort.TODO:
        _as_todo(component, issue)
    else:
        _as_event(component, issue)
    if issue.ended_at is None:
        for alarm in entry.alarms:
            component.add_component(_alarm(alarm, entry))
    return component


def _as_event(component: Component, issue: Issue) -> None:
    entry = issue.entry
    component.add("dtstart", entry.starts)
    if entry.ends != entry.starts:
        component.add("dtend", entry.ends)
    component.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    component.add("x-microsoft-cdo-busystatus", "BUSY" if entry.busy else "FREE")
    if not isinstance(entry.ends, datetime):
        component.add("x-microsoft-cdo-alldayevent", "TRUE")
    if issue.ended_at:
        component.add("status", "CANCELLED")


def _as_todo(component: Component, issue: Issue) -> None:
    entry = issue.entry
    if entry.starts:
        component.add("dtstart", entry.starts)
    component.add("due", entry.ends)
    if issue.ended_at and issue.ending == DONE:
        component.add("status", "COMPLETED")
        component.add("completed", issue.ended_at.astimezone(UTC))
        component.add("percent-complete", 100)
    else:
        component.add("status", CANCELLED.upper() if issue.ended_at else "NEEDS-ACTION")


def _alarm(alarm: Alarm, entry: Entry) -> Component:
    """Return an alarm (RFC 5545 §3.6.6) that shows what the entry says."""
    from icalendar import Alarm as VAlarm

    component = VAlarm()
    component.add("action", "DISPLAY")
    component.add("description", plain(entry.summary))
    if isinstance(alarm, datetime):
        component.add("trigger", alarm.astimezone(UTC), parameters={"VALUE": "DATE-TIME"})
    else:
        component.add("trigger", alarm)
    return component

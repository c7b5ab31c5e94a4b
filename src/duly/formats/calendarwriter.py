"""Interviews written as a calendar (RFC 5545) that every calendar program takes in.

Nobody is named as an attendee: some programs would send them an invitation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview.

    Attributes:
        uid: Stays the same from one export to the next.
        starts_at: None where only its end is known.
    """

    uid: str
    summary: str
    ends_at: datetime
    starts_at: datetime | None = None
    description: str = ""


def write(entries: Iterable[Entry], at: datetime) -> bytes:
    """Return the interviews as one calendar, in UTC.

    An interview of which only the end is known is entered at its end, without a length.

    Args:
        entries: With aware instants.
        at: The present.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Duly//Duly//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", entry.starts_at or entry.ends_at)
        if entry.starts_at and entry.starts_at < entry.ends_at:
            event.add("dtend", entry.ends_at)
        event.add("summary", entry.summary)
        if entry.description:
            event.add("description", entry.description)
        calendar.add_component(event)
    return bytes(calendar.to_ical())

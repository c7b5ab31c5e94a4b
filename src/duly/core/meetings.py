"""Interviews and conversations at the time they really have: set up, moved, cancelled, held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from duly.core.model import Fact, What


@dataclass(slots=True, eq=False, repr=False)
class Meeting:
    """One interview or conversation, at the time it really has."""

    ends_at: datetime
    people: tuple[str, ...]
    arranged_by: str
    starts_at: datetime | None
    is_interview: bool


@dataclass(slots=True, eq=False, repr=False)
class Round:
    """The meetings of one opportunity that ended on the same local day."""

    on: date
    first_ends_at: datetime
    ends_at: datetime
    met: dict[str, datetime] = field(default_factory=dict)
    """Each person with the end of the last meeting they were in, in the order met."""
    met_first: dict[str, datetime] = field(default_factory=dict)
    """Each person with the end of the first one: whoever was thanked since is thanked."""
    interviewed: bool = False
    """One of the meetings was an interview, not a conversation by chance."""


def changed(meetings: list[Meeting], changes: list[Fact]) -> list[Meeting]:
    """Take cancelled meetings out and give moved ones their new time, at their old length."""
    by_end: dict[datetime | None, list[Meeting]] = {}
    for meeting in meetings:
        by_end.setdefault(meeting.ends_at, []).append(meeting)
    for change in changes:
        moved = by_end.pop(change.was_at, [])
        if change.to_at:
            for meeting in moved:
                if meeting.starts_at:
                    meeting.starts_at += change.to_at - meeting.ends_at
                meeting.ends_at = change.to_at
            by_end.setdefault(change.to_at, []).extend(moved)
    return [meeting for same_end in by_end.values() for meeting in same_end]


def meeting_ends(facts: Iterable[Fact]) -> list[datetime]:
    """Return when the interviews that stand end, each at the time it has now; oldest first."""
    ordered = sorted(facts, key=lambda fact: fact.at)
    found = {f.at for f in ordered if f.what in (What.INTERVIEW, What.CONVERSATION)}
    for fact in ordered:
        if fact.was_at:
            found.discard(fact.was_at)
            if fact.to_at:
                found.add(fact.to_at)
    return sorted(found)

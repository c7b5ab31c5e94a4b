"""Interviews and conversations at the time they really have: set up, moved, cancelled, held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from duly.core.model import Fact, What

MEETINGS = frozenset({What.INTERVIEW, What.CONVERSATION})
"""Facts whose `at` is the end of a meeting; they may lie ahead."""


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
    """Take cancelled meetings out and give moved ones their new time.

    They keep their length where nobody said when they start now.
    """
    by_end: dict[datetime | None, list[Meeting]] = {}
    for meeting in meetings:
        by_end.setdefault(meeting.ends_at, []).append(meeting)
    for change in changes:
        moved = by_end.pop(change.was_at, [])
        if change.to_at:
            for meeting in moved:
                if change.starts_at:
                    meeting.starts_at = change.starts_at
                elif meeting.starts_at:
                    meeting.starts_at += change.to_at - meeting.ends_at
                meeting.ends_at = change.to_at
            by_end.setdefault(change.to_at, []).extend(moved)
    return [meeting for same_end in by_end.values() for meeting in same_end]


def ending(fact: Fact, at: datetime) -> Fact:
    """Return a fact at another time; a meeting's start moves with its end."""
    starts_at = fact.starts_at and fact.starts_at + (at - fact.at)
    return replace(fact, at=at, starts_at=starts_at if fact.what in MEETINGS else fact.starts_at)


def named(facts: Iterable[Fact]) -> list[tuple[str, Meeting]]:
    """Return the meetings of one opportunity at the times they really have, oldest first.

    Each comes with a name that no moving changes: the end it was noted with first.
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.people))
    names: dict[Meeting, str] = {}
    noted = Counter[datetime]()
    for fact in ordered:
        if fact.what in MEETINGS:
            noted[fact.at] += 1
            again = f" {noted[fact.at]}" if noted[fact.at] > 1 else ""
            is_interview = fact.what is What.INTERVIEW
            meeting = Meeting(fact.at, fact.people, fact.arranged_by, fact.starts_at, is_interview)
            names[meeting] = f"{fact.at.isoformat()}{again}"
    standing = changed(list(names), [fact for fact in ordered if fact.was_at])
    standing.sort(key=lambda meeting: (meeting.ends_at, names[meeting]))
    return [(names[meeting], meeting) for meeting in standing]


def meeting_ends(facts: Iterable[Fact]) -> list[datetime]:
    """Return when the interviews that stand end, each at the time it has now; oldest first."""
    ordered = sorted(facts, key=lambda fact: fact.at)
    found = {f.at for f in ordered if f.what in MEETINGS}
    for fact in ordered:
        if fact.was_at:
            found.discard(fact.was_at)
            if fact.to_at:
                found.add(fact.to_at)
    return sorted(found)

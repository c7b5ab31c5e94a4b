"""The sheet to take along to an interview: whom one meets, when, and what to ask (B1-B6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from duly.core import meetings
from duly.core.model import LIVE, Fact, Opportunity, Person
from duly.services import follow_ups
from duly.services.planning import Planned

QUESTIONS: Final = (
    ("B1", "What are the next steps, and when will you decide?"),
    ("B2", "If they name a date: may I call you then?"),
    ("B3", "How do you like to be reached: by email, by phone or by post? (ask everyone)"),
    ("B4", "A business card from everyone you meet: name, title, email, phone."),
    ("B5", "What are the immediate challenges for whoever starts in this role?"),
    ("B5", "How will success be measured, in the first months and in the long run?"),
    ("B6", "Straight after: topics, challenges, strengths, personal remarks, answers to mend."),
)
"""What to ask before one leaves, each with its rule."""
_WANTED: Final = ("title", "email", "phone")


class Ahead(NamedTuple):
    """An interview that lies ahead, at the time it has now.

    Attributes:
        starts_at: None where it is not known; it moves with the end, at the old length.
        is_interview: And no conversation by chance.
    """

    ends_at: datetime
    starts_at: datetime | None
    people: tuple[str, ...]
    is_interview: bool = True

    @property
    def begins_at(self) -> datetime:
        """Return when it begins, as far as is known: at its end at the latest."""
        return self.starts_at or self.ends_at


class Sheet(NamedTuple):
    """Everything on the page.

    Attributes:
        next: The next interview; None where none lies ahead.
    """

    opportunity: Opportunity
    planned: Planned
    next: Ahead | None

    @property
    def people(self) -> tuple[Person, ...]:
        """Return whom one meets."""
        found = (self.opportunity.person(each) for each in (self.next.people if self.next else ()))
        return tuple(person for person in found if person)


def sheet(id: str, at: datetime) -> Sheet:
    """Return the sheet for the next interview of an opportunity, by what was typed.

    Raises:
        UnknownError: No opportunity goes by that.
        AmbiguousError: Several do.
    """
    opportunity, _, planned = follow_ups.current(at, id)
    return Sheet(opportunity, planned, next(iter(ahead(planned, opportunity.id, at)), None))


def ahead(planned: Planned, id: str, at: datetime) -> list[Ahead]:
    """Return the interviews of an opportunity that lie ahead, the next one first."""
    return _ahead((fact for fact in planned.search.facts if fact.opportunity == id), at)


def _ahead(facts: Iterable[Fact], at: datetime) -> list[Ahead]:
    return [
        Ahead(each.ends_at, each.starts_at, each.people, each.is_interview)
        for _, each in meetings.named(facts)
        if each.ends_at > at
    ]


def coming(planned: Planned, days: int) -> list[tuple[Opportunity, Ahead]]:
    """Return the interviews of the next days, whoever they are with, the next one first."""
    at, last = planned.plan.at, planned.plan.at + timedelta(days=days)
    told: dict[str, list[Fact]] = {
        fact.opportunity: [] for fact in planned.search.facts if (fact.to_at or fact.at) > at
    }
    for fact in planned.search.facts:
        if fact.opportunity in told:
            told[fact.opportunity].append(fact)
    found = [
        (each, one)
        for each, plan in zip(planned.search.opportunities, planned.plan.plans, strict=True)
        if each.id in told and plan.state in LIVE
        for one in _ahead(told[each.id], at)
        if one.begins_at <= last
    ]
    return sorted(found, key=lambda pair: (pair[1].begins_at, pair[0].id))


def still_unknown(person: Person) -> tuple[str, ...]:
    """Return what is not known of somebody and stands on their card (B4)."""
    return tuple(name for name in _WANTED if not getattr(person, name))

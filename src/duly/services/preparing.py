"""The sheet to take along to an interview: whom one meets, when, and what to ask (B1-B6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from duly.core.meetings import meeting_ends
from duly.core.model import Fact, Opportunity, Person, What
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
    """

    ends_at: datetime
    starts_at: datetime | None
    people: tuple[str, ...]


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
    facts = [fact for fact in planned.search.facts if fact.opportunity == id]
    return [_ahead(facts, each) for each in meeting_ends(facts) if each > at]


def _ahead(facts: list[Fact], ends_at: datetime) -> Ahead:
    fact = _told(facts, ends_at)
    if fact is None:
        return Ahead(ends_at, None, ())
    starts_at = fact.starts_at and fact.starts_at + (ends_at - fact.at)
    return Ahead(ends_at, starts_at, fact.people)


def _told(facts: Iterable[Fact], ends_at: datetime) -> Fact | None:
    """Return the fact of the interview that ends then, wherever it was moved from."""
    facts = sorted(facts, key=lambda each: each.at, reverse=True)
    for fact in facts:
        if fact.to_at == ends_at and fact.was_at:
            ends_at = fact.was_at
    met = (What.INTERVIEW, What.CONVERSATION)
    return next((fact for fact in facts if fact.at == ends_at and fact.what in met), None)


def still_unknown(person: Person) -> tuple[str, ...]:
    """Return what is not known of somebody and stands on their card (B4)."""
    return tuple(name for name in _WANTED if not getattr(person, name))

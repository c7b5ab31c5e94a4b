"""Everybody met in a search: where, what they are owed no more, and when to write to them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from duly.core.model import Opportunity, Person, Step, What
from duly.core.worktime import zone
from duly.services.planning import Planned


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody, and all that they were met for.

    Attributes:
        person: As they are noted in the first of the opportunities.
        opportunities: Where they were met, the oldest first.
        thanked_on: The days on which thanks went to them, as it was there.
        next_on: When the next word to stay in touch is planned; None where none is.
    """

    person: Person
    opportunities: tuple[Opportunity, ...]
    thanked_on: tuple[date, ...] = ()
    next_on: date | None = None


def everyone(planned: Planned) -> list[Met]:
    """Return everybody once, by name."""
    met: dict[str, tuple[Person, list[Opportunity]]] = {}
    for opportunity in planned.search.opportunities:
        for person in opportunity.people:
            met.setdefault(person.id, (person, []))[1].append(opportunity)
    found = [Met(person, tuple(where)) for person, where in met.values()]
    return sorted(found, key=lambda each: (each.person.name.casefold(), each.person.id))


def with_days(found: Iterable[Met], planned: Planned) -> list[Met]:
    """Return some of them with the days on which they were thanked, and are written to next."""
    found = list(found)
    wanted = {each.person.id for each in found}
    thanked, coming = _thanked(wanted, planned), _coming(wanted, planned)
    return [Met(each.person, each.opportunities, *_days(each, thanked, coming)) for each in found]


def _days(
    met: Met,
    thanked: dict[str, list[tuple[str, datetime]]],
    coming: dict[str, tuple[str, datetime]],
) -> tuple[tuple[date, ...], date | None]:
    zones = {each.id: zone(each.time_zone) for each in met.opportunities}
    days = [at.astimezone(zones[id]).date() for id, at in thanked[met.person.id] if id in zones]
    id, at = coming.get(met.person.id, ("", None))
    return tuple(sorted(set(days))), at.astimezone(zones[id]).date() if at and id in zones else None


def _thanked(wanted: set[str], planned: Planned) -> dict[str, list[tuple[str, datetime]]]:
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for fact in planned.search.facts:
        if fact.what is What.SENT and fact.step is Step.THANK_YOU:
            for person in wanted.intersection(fact.people):
                found[person].append((fact.opportunity, fact.at))
    return found


def _coming(wanted: set[str], planned: Planned) -> dict[str, tuple[str, datetime]]:
    """Return the opportunity and instant of everybody's next word to stay in touch."""
    found: dict[str, tuple[str, datetime]] = {}
    for plan in planned.plan.plans:
        for action in plan.actions:
            if action.step is not Step.STAY_IN_TOUCH or action.to not in wanted:
                continue
            if action.to not in found or action.due < found[action.to][1]:
                found[action.to] = (plan.opportunity, action.due)
    return found

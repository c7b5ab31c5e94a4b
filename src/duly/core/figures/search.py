"""All figures of one search: the curves, who was answered, the funnel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from duly.core.facts import History
from duly.core.figures.funnel import Reached, funnel, way
from duly.core.figures.survival import Curve, kaplan_meier
from duly.core.figures.waits import Ending, Letter, Wait, waits_of
from duly.core.model import Fact, Kind, Plan, Search, What
from duly.core.worktime import Calendars

ENOUGH: Final = 5
"""With fewer waits than this there is no curve: it would look like knowledge."""


class Group(NamedTuple):
    """The waits for answers to one kind of letter, over all of a search or in one sector.

    Attributes:
        sector: Empty where it is all of them.
        endings: How many ended how.
        half_within: The days within which half of the answers came; None without an answer.
        curve: None where the sample is too small.
    """

    letter: Letter
    sector: str
    sample: int
    endings: Mapping[Ending, int]
    half_within: int | None
    curve: Curve | None

    @property
    def answered(self) -> int:
        """Return how many were answered."""
        return self.endings.get(Ending.ANSWERED, 0)


class Tally(NamedTuple):
    """What was asked under one playbook, and how much of it was answered."""

    playbook: str
    letter: Letter
    sent: int
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a search as of one moment.

    Attributes:
        by_letter: One for each kind of letter that was sent.
        by_sector: The same within each sector whose sample is large enough.
        tallies: By playbook and kind of letter.
        stages: The funnel; networking contacts are not part of it.
    """

    at: datetime
    waits: tuple[Wait, ...]
    by_letter: tuple[Group, ...]
    by_sector: tuple[Group, ...]
    tallies: tuple[Tally, ...]
    stages: tuple[Reached, ...]

    def group(self, letter: Letter) -> Group | None:
        """Return the waits for answers to one kind of letter, if there are any."""
        return next((each for each in self.by_letter if each.letter is letter), None)


def figures(search: Search, plans: Iterable[Plan], at: datetime, calendars: Calendars) -> Figures:
    """Count a search.

    Args:
        search: Everyone and everything.
        plans: The plan of each opportunity: they say what is closed and what was let go.
        at: The present, in UTC.
        calendars: Working time by zone and country.
    """
    states = {plan.opportunity: plan.state for plan in plans}
    histories = _histories(search)
    over_at = [f.at for f in search.facts if f.what is What.ACCEPTED and f.at <= at]
    waits: list[Wait] = []
    reached = []
    for opportunity in search.opportunities:
        history = histories[opportunity.id]
        calendar = calendars.of(opportunity.time_zone, opportunity.country)
        waits += waits_of(opportunity, history, calendar, at, over_at)
        if opportunity.kind is Kind.APPLICATION:
            standing = history.standing(at, calendar)
            reached.append(way(history, standing, states[opportunity.id], at))
    by_id = {each.id: each for each in search.opportunities}
    return Figures(
        at,
        tuple(waits),
        tuple(_grouped(waits, lambda _: "")),
        tuple(_large(_grouped(waits, lambda wait: by_id[wait.opportunity].sector))),
        tuple(_tallies(waits, lambda wait: by_id[wait.opportunity].playbook or search.playbook)),
        funnel(each for each in reached if each),
    )


def _histories(search: Search) -> dict[str, History]:
    by_opportunity: dict[str, list[Fact]] = defaultdict(list)
    for fact in search.facts:
        by_opportunity[fact.opportunity].append(fact)
    return {each.id: History(by_opportunity[each.id]) for each in search.opportunities}


def _grouped(waits: Iterable[Wait], sector: Callable[[Wait], str]) -> Iterable[Group]:
    groups: dict[tuple[str, Letter], list[Wait]] = defaultdict(list)
    for wait in waits:
        groups[sector(wait), wait.letter].append(wait)
    for key in sorted(groups, key=lambda key: (key[0], _ORDER[key[1]])):
        yield group(key[1], groups[key], key[0])


def group(letter: Letter, waits: list[Wait], sector: str = "") -> Group:
    """Return the figures of waits of one kind."""
    endings = Counter(wait.ending for wait in waits)
    answered = sorted(wait.days for wait in waits if wait.ending is Ending.ANSWERED)
    enough = len(waits) >= ENOUGH
    return Group(
        letter,
        sector,
        len(waits),
        {ending: endings[ending] for ending in Ending if endings[ending]},
        answered[(len(answered) - 1) // 2] if answered else None,
        kaplan_meier(wait.duration for wait in waits) if enough else None,
    )


def _large(groups: Iterable[Group]) -> Iterable[Group]:
    return (each for each in groups if each.sector and each.curve)


def _tallies(waits: Iterable[Wait], playbook: Callable[[Wait], str]) -> Iterable[Tally]:
    found: dict[tuple[str, Letter], Counter[Ending]] = defaultdict(Counter)
    for wait in waits:
        found[playbook(wait), wait.letter][wait.ending] += 1
    for name, letter in sorted(found, key=lambda key: (key[0], _ORDER[key[1]])):
        endings = found[name, letter]
        yield Tally(
            name, letter, endings.total(), endings[Ending.ANSWERED], endings[Ending.WAITING]
        )


_ORDER = {letter: rank for rank, letter in enumerate(Letter)}

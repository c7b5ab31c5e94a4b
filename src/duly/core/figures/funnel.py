"""How far each opportunity came, and where it ended: begun, interviewed, offered, accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from duly.core.facts import History, Standing
from duly.core.model import LIVE, Meaning, State, What


class Stage(StrEnum):
    """How far an opportunity came.

    It has begun with whatever came first: an application, or a word of theirs. Whoever came to a
    further round had a first interview; an offer may come after one interview, or after none.
    """

    BEGUN = "begun"
    FIRST_INTERVIEW = "first interview"
    FURTHER_ROUNDS = "further rounds"
    OFFER = "offer"
    ACCEPTED = "accepted"


class End(StrEnum):
    """What became of an opportunity at the furthest stage it reached."""

    OPEN = "open"
    NO = "a no"
    BY_USER = "ended by you"
    LET_GO = "let go"
    ACCEPTED = "accepted"


class Reached(NamedTuple):
    """One stage of the funnel.

    Attributes:
        came: How many came to it; an offer after one interview came to no further round.
        ended: What became of those that came no further.
    """

    stage: Stage
    came: int
    ended: dict[End, int]


class Way(NamedTuple):
    """How far one opportunity came.

    Attributes:
        rounds: In how many rounds it was interviewed for.
    """

    furthest: Stage
    end: End
    rounds: int

    def came_to(self, stage: Stage) -> bool:
        """Tell whether it came to a stage."""
        if stage in _ROUNDS:
            return self.rounds >= _ROUNDS[stage]
        return _ORDER.index(stage) <= _ORDER.index(self.furthest)


_ORDER: Final = tuple(Stage)
_ROUNDS: Final = {Stage.FIRST_INTERVIEW: 1, Stage.FURTHER_ROUNDS: 2}
"""How many rounds it takes to have come so far."""


def funnel(ways: Iterable[Way]) -> tuple[Reached, ...]:
    """Count how many came how far, and what became of those that came no further."""
    ways = tuple(ways)
    return tuple(
        Reached(
            stage,
            sum(way.came_to(stage) for way in ways),
            _counted(way.end for way in ways if way.furthest is stage),
        )
        for stage in Stage
    )


def _counted(ends: Iterable[End]) -> dict[End, int]:
    found = Counter(ends)
    return {end: found[end] for end in End if found[end]}


def way(history: History, standing: Standing, state: State, at: datetime) -> Way | None:
    """Return how far an opportunity came, and its end there; None where nothing has begun."""
    rounds = sum(held.interviewed for held in standing.rounds)
    stage = _stage(history, standing, state, at, rounds)
    return Way(stage, _end(standing, state), rounds) if stage else None


def _stage(
    history: History, standing: Standing, state: State, at: datetime, rounds: int
) -> Stage | None:
    if state is State.ACCEPTED:
        return Stage.ACCEPTED
    offers = (
        fact.what is What.OFFER or fact.meaning is Meaning.OFFER
        for fact in history.facts
        if fact.at <= at
    )
    if any(offers):
        return Stage.OFFER
    if rounds:
        return Stage.FIRST_INTERVIEW if rounds == 1 else Stage.FURTHER_ROUNDS
    begun = standing.applied or standing.answers or standing.ahead or standing.sent
    return Stage.BEGUN if begun else None


def _end(standing: Standing, state: State) -> End:
    if state in LIVE:
        return End.OPEN
    if state is State.ACCEPTED:
        return End.ACCEPTED
    if state is State.LET_GO:
        return End.LET_GO
    ended = standing.ended
    return End.NO if ended and ended.what is What.RECEIVED else End.BY_USER

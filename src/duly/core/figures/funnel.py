"""How far each application came, and where it ended: applied, interviewed, offered, accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from duly.core.facts import History, Standing
from duly.core.model import LIVE, Meaning, State, What


class Stage(StrEnum):
    """How far an application came; each stage includes those before it."""

    APPLIED = "applied"
    FIRST_INTERVIEW = "first interview"
    FURTHER_ROUNDS = "further rounds"
    OFFER = "offer"
    ACCEPTED = "accepted"


class End(StrEnum):
    """What became of an application at the furthest stage it reached."""

    OPEN = "open"
    NO = "a no"
    BY_USER = "ended by you"
    LET_GO = "let go"
    ACCEPTED = "accepted"


class Reached(NamedTuple):
    """One stage of the funnel.

    Attributes:
        came: How many came this far, or further.
        ended: What became of those that came no further.
    """

    stage: Stage
    came: int
    ended: dict[End, int]


def funnel(furthest: Iterable[tuple[Stage, End]]) -> tuple[Reached, ...]:
    """Count how many came how far, from the furthest stage and the end of each."""
    found = Counter(furthest)
    stages, left = [], found.total()
    for stage in Stage:
        ended = {end: found[stage, end] for end in End if found[stage, end]}
        stages.append(Reached(stage, left, ended))
        left -= sum(ended.values())
    return tuple(stages)


def furthest(
    history: History, standing: Standing, state: State, at: datetime
) -> tuple[Stage, End] | None:
    """Return how far an application came, and its end there; None where nothing has begun."""
    stage = _stage(history, standing, state, at)
    return (stage, _end(standing, state)) if stage else None


def _stage(history: History, standing: Standing, state: State, at: datetime) -> Stage | None:
    if state is State.ACCEPTED:
        return Stage.ACCEPTED
    offers = (
        fact.what is What.OFFER or fact.meaning is Meaning.OFFER
        for fact in history.facts
        if fact.at <= at
    )
    if any(offers):
        return Stage.OFFER
    interviews = sum(held.interviewed for held in standing.rounds)
    if interviews:
        return Stage.FIRST_INTERVIEW if interviews == 1 else Stage.FURTHER_ROUNDS
    begun = standing.applied or standing.answers or standing.ahead or standing.sent
    return Stage.APPLIED if begun else None


def _end(standing: Standing, state: State) -> End:
    if state in LIVE:
        return End.OPEN
    if state is State.ACCEPTED:
        return End.ACCEPTED
    if state is State.LET_GO:
        return End.LET_GO
    ended = standing.ended
    return End.NO if ended and ended.what is What.RECEIVED else End.BY_USER

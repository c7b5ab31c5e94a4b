"""Every wait for an answer: what it began with, how long it was, and how it ended.

A wait begins with a message that hopes for an answer. It ends with an answer of a human (law 6:
machines are none), or, without one, with the next attempt (the answer after it belongs to that),
with the user's own giving up, or with the present.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from duly.core.facts import History, Sent, Standing
from duly.core.figures.survival import Duration
from duly.core.model import ATTEMPTS, Fact, Opportunity, Outcome, Step, What
from duly.core.worktime import WorkCalendar

_WRITTEN, _SPOKEN = False, True


class Letter(StrEnum):
    """What an answer is waited for to."""

    APPLICATION = "application"
    APPLICATION_FOLLOW_UP = "application follow-up"
    THANK_YOU = "thank-you"
    STATUS = "status"
    SECOND_STATUS = "second status"
    CALL = "call"


class Ending(StrEnum):
    """How a wait ended; all but the first are waits whose answer was never seen.

    A thank-you waits for its reader: a colleague's answer or the next meeting overtakes it.
    """

    ANSWERED = "answered"
    OVERTAKEN = "overtaken"
    ASKED_AGAIN = "asked again"
    GIVEN_UP = "given up"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait for an answer.

    Attributes:
        to: Its reader; empty where the wait is for anybody's answer.
        days: Calendar days from the day it began to the day it ended, in the opportunity's zone.
        business_days: The same, weekends and their holidays left out.
    """

    opportunity: str
    letter: Letter
    to: str
    began_at: datetime
    ended_at: datetime
    ending: Ending
    days: int
    business_days: int

    @property
    def duration(self) -> Duration:
        """Return it as the survival curve takes it."""
        return Duration(self.days, self.ending is Ending.ANSWERED)


class _Asked(NamedTuple):
    """A message that hopes for an answer.

    Attributes:
        spoken: It was a call that reached them; of what happened in one instant it was the last.
        to: Its reader, where nobody else's answer will do.
    """

    at: datetime
    spoken: bool
    letter: Letter
    to: str = ""


class _Heard(NamedTuple):
    """Something a human there sent or said, or a meeting that was held."""

    at: datetime
    people: tuple[str, ...]
    is_promise: bool = False
    is_meeting: bool = False


def waits_of(
    opportunity: Opportunity,
    history: History,
    calendar: WorkCalendar,
    at: datetime,
    over_at: Sequence[datetime] = (),
) -> list[Wait]:
    """Return every wait of one opportunity that has begun by an instant, oldest first.

    Args:
        opportunity: Whose.
        history: Its facts.
        calendar: Working time in its zone and country.
        at: The present.
        over_at: When the search as a whole was over, if it was: an offer was accepted.
    """
    reading = _Reading(history, history.standing(at, calendar), at, over_at)
    found = []
    for asked in reading.asked:
        ended_at, ending = reading.ending(asked)
        first, last = calendar.day(asked.at), calendar.day(ended_at)
        found.append(
            Wait(
                opportunity.id, asked.letter, asked.to, asked.at, ended_at, ending,
                max((last - first).days, 0), calendar.between(first, last),
            )
        )  # fmt: skip
    return found


class _Reading:
    """What was asked and heard in one history, both in order."""

    def __init__(
        self, history: History, standing: Standing, at: datetime, over_at: Iterable[datetime]
    ) -> None:
        known = [fact for fact in history.facts if fact.at <= at]
        self._at = at
        self._heard = sorted(_heard(standing))
        self._attempts = sorted([*_applications(known), *_attempts(standing)])
        self._thanks = sorted(_thanks(standing))
        self._given_up = sorted([*_given_up(known), *(each for each in over_at if each <= at)])
        self.asked = sorted([*self._attempts, *self._thanks])

    def ending(self, asked: _Asked) -> tuple[datetime, Ending]:
        """Return when and how a wait ended."""
        if asked.spoken:
            return asked.at, Ending.ANSWERED
        ends = [(self._at, Ending.WAITING)]
        if heard := self._first_heard(asked):
            ends.append((heard.at, _heard_as(asked, heard)))
        if (again := self._next(asked)) is not None:
            ends.append((again, Ending.ASKED_AGAIN))
        given_up = bisect_right(self._given_up, asked.at)
        if given_up < len(self._given_up):
            ends.append((self._given_up[given_up], Ending.GIVEN_UP))
        return min(ends, key=lambda end: (end[0], _FIRST[end[1]]))

    def _first_heard(self, asked: _Asked) -> _Heard | None:
        """Return what was heard first; what came in the same instant came before it.

        A date on a careers page answers no application.
        """
        for heard in self._heard:
            if heard.at > asked.at and not (
                heard.is_promise and asked.letter is Letter.APPLICATION
            ):
                return heard
        return None

    def _next(self, asked: _Asked) -> datetime | None:
        """Return when the user next asked; a reader thanked again is asked again too."""
        if asked.letter is not Letter.THANK_YOU:
            later = self._attempts[self._attempts.index(asked) + 1 :]
        else:
            later = [each for each in self._attempts if each.at > asked.at]
            later += [e for e in self._thanks if e.to == asked.to and e.at > asked.at]
        return min((each.at for each in later), default=None)


_FIRST = {ending: rank for rank, ending in enumerate(Ending)}
"""Of two endings in one instant: what they did before what the user did."""


def _heard_as(asked: _Asked, heard: _Heard) -> Ending:
    """Tell whether it is the answer that was waited for; whoever is not named may be anyone."""
    if not asked.to:
        return Ending.ANSWERED
    by_reader = not heard.is_meeting and (not heard.people or asked.to in heard.people)
    return Ending.ANSWERED if by_reader else Ending.OVERTAKEN


def _heard(standing: Standing) -> Iterable[_Heard]:
    """Return what was heard; a call that the user made is counted with what was asked."""
    for fact in standing.answers:
        if fact.what is not What.CALLED:
            yield _Heard(fact.at, fact.people, fact.what is What.PROMISE)
    for held in standing.rounds:
        yield _Heard(held.first_ends_at, tuple(held.met), is_meeting=True)


def _applications(facts: Iterable[Fact]) -> Iterable[_Asked]:
    return (
        _Asked(fact.at, _WRITTEN, Letter.APPLICATION) for fact in facts if fact.what is What.APPLIED
    )


def _thanks(standing: Standing) -> Iterable[_Asked]:
    return {
        _Asked(sent.at, _WRITTEN, Letter.THANK_YOU, sent.person)
        for sent in standing.sent
        if sent.step is Step.THANK_YOU
    }


def _attempts(standing: Standing) -> Iterable[_Asked]:
    """Return the attempts that left and did not bounce, one for all readers, and the calls."""
    attempts = {sent.number: sent for sent in standing.sent if sent.step in ATTEMPTS}
    statuses: list[Sent] = []
    for sent in attempts.values():
        if sent.step is not Step.STATUS:
            yield _Asked(sent.at, _WRITTEN, _LETTERS[sent.step])
            continue
        again = bool(statuses) and _unanswered(standing, statuses[-1].at, sent.at)
        statuses.append(sent)
        yield _Asked(sent.at, _WRITTEN, Letter.SECOND_STATUS if again else Letter.STATUS)
    for fact in standing.answers:
        if fact.what is What.CALLED and fact.outcome is Outcome.SPOKE:
            yield _Asked(fact.at, _SPOKEN, Letter.CALL)


def _unanswered(standing: Standing, since: datetime, until: datetime) -> bool:
    """Tell whether nothing was heard between two letters; answers start the count anew (law 5)."""
    heard = [fact.at for fact in standing.answers]
    heard += [held.first_ends_at for held in standing.rounds]
    return not any(since < at <= until for at in heard)


def _given_up(facts: Iterable[Fact]) -> Iterable[datetime]:
    """Return when the user let go, retired the whole opportunity, or decided about it."""
    for fact in facts:
        let_go = fact.what is What.SENT and fact.step is Step.LET_GO
        retired = fact.what is What.RETIRED and fact.step is None
        if let_go or retired or fact.what in _DECISIONS:
            yield fact.at


_DECISIONS = frozenset({What.ACCEPTED, What.DECLINED, What.WITHDREW})
_LETTERS = {Step.APPLICATION_FOLLOW_UP: Letter.APPLICATION_FOLLOW_UP, Step.CALL: Letter.CALL}

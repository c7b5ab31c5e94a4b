"""Debriefs: what the user remembers of a round, kept answer by answer (B1-B6).

Each answer is a transaction of its own, so that whatever stops the user stops nothing else: the
next `duly debrief` goes on with the first question that was not answered. Finishing turns the
answers that say what happened (a promised date, a card, a preferred medium) into facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from duly.core.errors import NothingToDoError, UnknownError
from duly.core.meetings import meeting_ends
from duly.core.model import Debrief, Fact, Medium, Opportunity, Step, What
from duly.core.told import told
from duly.core.worktime import zone
from duly.services import interviews, log, opening, opportunities, planning
from duly.services.opportunities import Given
from duly.services.planning import Planned
from duly.store import mapping, queries
from duly.store.connection import Database, ThroughDjango
from duly.store.queries import KeptDebrief

if TYPE_CHECKING:
    from duly.store import models


class NoRoundError(UnknownError):
    """No interview is over yet, so there is nothing to write down."""


class Kind(StrEnum):
    """What sort of answer a question wants."""

    TEXT = "text"
    LIST = "list"
    YES = "yes"
    DAY = "day"
    MEDIUM = "medium"
    MENDS = "mends"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the debrief.

    Attributes:
        key: Under which its answer is kept: a field of the core's Debrief or Impression.
        text: As it is asked; `{name}` is the person.
        after: The question that must have been answered for this one to make sense.
    """

    key: str
    text: str
    kind: Kind = Kind.TEXT
    rules: tuple[str, ...] = ()
    after: str = ""


OF_PERSON: Final = (
    Question("cares_about", "What does {name} care about?", Kind.LIST, ("T4",)),
    Question("topics", "What did you and {name} speak about?", Kind.LIST, ("T3", "B6")),
    Question("challenge", "Which problem did {name} describe?", rules=("B5", "T4")),
    Question("answer", "How would you go about it? (I would …)", rules=("T4",), after="challenge"),
    Question("remark", "Anything personal {name} mentioned?", rules=("T3",)),
    Question("value", "Anything worth passing on to {name}: an article, a link?", rules=("T7",)),
    Question("card_collected", "Do you have {name}'s card?", Kind.YES, ("B4",)),
    Question("prefers", "How does {name} like to be reached: email, phone or post?",
             Kind.MEDIUM, ("B3",)),
)  # fmt: skip
OF_ROUND: Final = (
    Question("topics", "What else was spoken about, with everyone?", Kind.LIST, ("B6", "T3")),
    Question("challenges", "Which challenges await whoever gets the role?", Kind.LIST, ("B5",)),
    Question("success_short", "How will success be measured in the first months?", rules=("B5",)),
    Question("success_long", "And in the long run?", rules=("B5",)),
    Question("strengths", "Which of your strengths fit?", Kind.LIST, ("T5",)),
    Question("mends", "Which question would you answer better today?", Kind.MENDS, ("T6", "B6")),
    Question("accomplishment", "Anything you achieved lately that is worth telling?",
             rules=("W4",)),
    Question("next_steps", "What are the next steps?", rules=("B1",)),
    Question("promise_on", "By when will they decide or be in touch?", Kind.DAY, ("B1", "W1")),
    Question("may_call", "May you call then?", Kind.YES, ("B2", "P1"), after="promise_on"),
)  # fmt: skip
MET: Final = "met"
"""The key under which it is kept that somebody was met, whatever is said of them."""


@dataclass(frozen=True, slots=True)
class Round:
    """The round to debrief.

    Attributes:
        ends_at: When its last interview ended.
        people: Ids of everyone in it, in order.
        kept: What is kept of its debrief; None where nobody has begun it.
    """

    opportunity: Opportunity
    on: date
    ends_at: datetime
    people: tuple[str, ...]
    kept: KeptDebrief | None

    def answered(self, key: str, person: str = "") -> bool:
        """Tell whether a question was answered, or skipped."""
        return self.kept is not None and (key, person) in self.kept.answers

    def answer(self, key: str, person: str = "") -> Any:
        """Return an answer, or None."""
        return self.kept.answers.get((key, person)) if self.kept else None

    def open_questions(self) -> list[tuple[Question, str]]:
        """Return the questions still to ask, each with whom it is about ("" for the round)."""
        asked = [(question, who) for who in self.people for question in OF_PERSON]
        asked += [(question, "") for question in OF_ROUND]
        return [
            (question, who)
            for question, who in asked
            if not self.answered(question.key, who)
            and (not question.after or self.answer(question.after, who))
        ]


def last_round(id: str, at: datetime) -> Round:
    """Return the round to debrief: the last one that is over.

    Raises:
        UnknownError: There is no such opportunity.
        NoRoundError: No interview of it is over.
    """
    with opening.opened() as database, database.reading():
        return _last_round(database, id, at)


def _last_round(database: Database, id: str, at: datetime) -> Round:
    opportunity = opportunities.find(queries.everybody(database), id)
    facts = [noted.fact for noted in queries.log(database, opportunity.id)]
    ends_at = interviews.last_held(facts, at)
    if ends_at is None:
        raise NoRoundError(
            told('no interview with "{id}" is over yet', id=opportunity.id),
            mend=told(
                'Note it first: duly interview {id} --ended "yesterday 15:00".', id=opportunity.id
            ),
        )
    theirs = zone(opportunity.time_zone)
    on = ends_at.astimezone(theirs).date()
    same_day = [each for each in meeting_ends(facts) if each.astimezone(theirs).date() == on]
    people = [who for each in same_day if each <= at for who in _people(facts, each)]
    kept = next((k for k in queries.debriefs(database, opportunity.id) if k.round_on == on), None)
    return Round(opportunity, on, ends_at, tuple(dict.fromkeys(people)), kept)


def _people(facts: list[Fact], ends_at: datetime) -> tuple[str, ...]:
    """Return who was in the interview that ended then, wherever it was moved from."""
    for fact in sorted(facts, key=lambda each: each.at, reverse=True):
        if fact.was_at and fact.to_at == ends_at:
            ends_at = fact.was_at
    met = (What.INTERVIEW, What.CONVERSATION)
    return tuple(
        who for fact in facts if fact.what in met and fact.at == ends_at for who in fact.people
    )


Answers = dict[tuple[str, str], Any]
Write = Callable[[Round, tuple[str, ...]], tuple[Debrief, Answers]]
"""From the round and the ids of whoever else was met to what was said, and answers besides."""


# Keeping answers


@opening.use_case
def keep(id: str, on: date, key: str, person: str, value: Any, at: datetime) -> None:
    """Keep one answer; an empty one says that the question was skipped."""
    _keep(_kept(id, on, at), key, person, value)


@opening.use_case
def keep_some(id: str, on: date, answers: Answers, at: datetime) -> None:
    """Keep several answers at once; an empty one says that the question was skipped."""
    if not answers:
        return
    kept = _kept(id, on, at)
    for (key, person), value in answers.items():
        _keep(kept, key, person, value)


def _kept(id: str, on: date, at: datetime) -> models.Debrief:
    from duly.store import models

    found, _ = models.Debrief.objects.get_or_create(
        opportunity=opportunities.row_of(id), round_on=on, defaults={"begun_at": at}
    )
    return found


def _keep(kept: models.Debrief, key: str, person: str, value: Any) -> None:
    from duly.store import models

    models.DebriefAnswer.objects.update_or_create(
        debrief=kept,
        question=key,
        person=person,
        defaults={"value": value, "answered_at": datetime.now(UTC)},
    )


@opening.use_case
def meet(found: Round, people: tuple[Given, ...], at: datetime) -> tuple[str, ...]:
    """Note whom the user met besides those who were expected; return their ids."""
    id = found.opportunity.id
    row = opportunities.row_of(id)
    met = tuple(opportunities.involve(row, each) for each in people)
    interviews.also_met(id, found.ends_at, met)
    kept = _kept(id, found.on, at)
    _keep(kept, MET, "", True)  # noqa: FBT003 - an answer like any other
    planning.refresh(at)
    return met


@opening.use_case
def keep_all(found: Round, met: tuple[Given, ...], write: Write, at: datetime) -> Planned:
    """Keep a whole debrief at once, and finish it.

    Args:
        found: The round it is about.
        met: Whom the user met besides those who were expected.
        write: What was said, once everybody has an id; it takes the place of the same answers
            given before.
        at: The present.

    Raises:
        UnknownError: There was no such interview.
        NothingToDoError: All of it is noted already.
    """
    id = found.opportunity.id
    ids = meet(found, met, at) if met else ()
    found = _last_round(ThroughDjango(), id, at)
    debrief, also = write(found, ids)
    answers = {**mapping.debrief_answers(debrief), **also}
    if found.kept and found.kept.finished_at and answers.items() <= found.kept.answers.items():
        raise NothingToDoError(told('this debrief of "{id}" is noted already', id=id))
    if debrief.round_on != found.on:
        raise UnknownError(
            told('"{id}" had no interview on {day}', id=id, day=debrief.round_on.isoformat()),
            expected=told("the day of the last one, {day}", day=found.on.isoformat()),
            mend="Correct `round_on`.",
        )
    kept = _kept(id, found.on, at)
    spoken_of = tuple(each.person for each in debrief.impressions)
    interviews.also_met(id, found.ends_at, spoken_of)
    for (key, person), value in answers.items():
        _keep(kept, key, person, value)
    return _finish(id, at)


@opening.use_case
def finish(id: str, at: datetime) -> Planned:
    """Say that the debrief is done: what it says has happened becomes facts.

    Raises:
        UnknownError: There is nothing to debrief.
    """
    return _finish(id, at)


def _finish(id: str, at: datetime) -> Planned:
    found = _last_round(ThroughDjango(), id, at)
    kept = _kept(id, found.on, at)
    kept.finished_at = datetime.now(UTC)
    kept.save(update_fields=["finished_at"])
    for who in found.people:
        _learn_medium(who, found.answer("prefers", who))
    facts = _promised(found) + _done(found, at)
    if facts:
        log.append(facts, at, "debrief")
    return planning.refresh(at, facts)


def _learn_medium(person: str, prefers: Any) -> None:
    from duly.store import models

    if prefers in set(Medium):
        models.Person.objects.filter(slug=person).update(prefers=prefers)


def _done(found: Round, at: datetime) -> list[Fact]:
    """Return the fact that the debrief is done, unless it is there."""
    id = found.opportunity.id
    known = queries.log(ThroughDjango(), id)
    if any(each.fact.step is Step.DEBRIEF and each.fact.at >= found.ends_at for each in known):
        return []
    return [Fact(at, What.SENT, id, step=Step.DEBRIEF)]


def _promised(found: Round) -> list[Fact]:
    """Return the promise as a new fact; one that an earlier debrief noted is put right instead.

    It was given in the interview, so it has the interview's time.
    """
    id, by = found.opportunity.id, found.answer("promise_on")
    known = _known_promise(found)
    if not by:
        if known:
            log.retract(known)
        return []
    wanted = Fact(
        found.ends_at,
        What.PROMISE,
        id,
        by=date.fromisoformat(by),
        may_call=bool(found.answer("may_call")),
    )
    if known is None:
        return [wanted]
    if known.fact != wanted:
        log.replace(known, replace(known.fact, by=wanted.by, may_call=wanted.may_call))
    return []


def _known_promise(found: Round) -> queries.Noted | None:
    for noted in queries.log(ThroughDjango(), found.opportunity.id):
        if noted.fact.what is What.PROMISE and noted.fact.at == found.ends_at:
            return noted
    return None

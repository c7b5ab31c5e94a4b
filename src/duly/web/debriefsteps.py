"""The debrief in short steps: a screen for each person, then three for the round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duly.formats import actionwords
from duly.services.debriefs import OF_PERSON, OF_ROUND, Question, Round


@dataclass(frozen=True, slots=True)
class Part:
    """One screen about the round.

    Attributes:
        keys: Its questions, in the order in which they are asked.
    """

    name: str
    title: Promise | str
    hint: Promise | str
    keys: tuple[str, ...]


PARTS: Final = (
    Part("next", _("What comes next"), _("A promised date is what the whole plan waits for."),
         ("promise_on", "may_call", "next_steps")),
    Part("role", _("The role"), _("Whatever they told all of you. Skip what was not spoken about."),
         ("topics", "challenges", "success_short", "success_long")),
    Part("you", _("You"), _("What you bring, and what you would say better today."),
         ("strengths", "mends", "accomplishment")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the debrief.

    Attributes:
        person: Whom it is about; empty where it is about the round.
        is_done: Each of its questions was answered, or skipped.
    """

    title: str
    hint: str
    url: str
    person: str
    questions: tuple[Question, ...]
    is_done: bool


def steps_of(found: Round) -> list[Step]:
    """Return the screens of a round's debrief, in order."""
    asked = {(question.key, who) for question, who in found.open_questions()}
    id = found.opportunity.id
    people = [
        _step(
            asked,
            actionwords.person_name(found.opportunity, who),
            "",
            reverse("debrief_person", args=[id, who]),
            OF_PERSON,
            who,
        )
        for who in found.people
    ]
    by_key = {question.key: question for question in OF_ROUND}
    parts = [
        _step(
            asked,
            str(part.title),
            str(part.hint),
            reverse("debrief_round", args=[id, part.name]),
            [by_key[key] for key in part.keys],
        )
        for part in PARTS
    ]
    return people + parts


def _step(
    asked: set[tuple[str, str]],
    title: str,
    hint: str,
    url: str,
    questions: Iterable[Question],
    person: str = "",
) -> Step:
    questions = tuple(questions)
    is_done = not any((question.key, person) in asked for question in questions)
    return Step(title, hint, url, person, questions, is_done)


def to_go_on_with(steps: list[Step]) -> Step:
    """Return the first screen that is not done; the last one where all are."""
    return next((step for step in steps if not step.is_done), steps[-1])

"""What the user's own letter does: thanks, asks, applies, answers, accepts, and so on.

What it answers and where things stand weigh as much as its words: "thank you for letting me know"
is courtesy after a no, and nothing at all after "we have received your application". Turns of
phrase are data (`own.toml`), found only in what sentences state; how they combine is here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.core.model import Step, What
from duly.recognise.meaning import INTERVIEW, NO, MailMeaning
from duly.recognise.reply import taken_apart
from duly.recognise.sentences import sentences_of, spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duly.recognise.sentences import Sentence

_ASKS: Final = INTERVIEW | {MailMeaning.QUESTION, MailMeaning.ASSESSMENT, MailMeaning.OUTREACH}
"""What wants an answer."""
_BEFORE_QUESTION: Final = re.compile(
    r"\b(?:know|ask|wonder\w*|see|say|tell me|find out|check|curious|savoir|demand\w+|saber|wissen|"
    r"fragen|preguntar\w*)\W*$"
)
_FRESH_DAYS: Final = 5
"""For so long after an interview thanks are a thank-you of their own (law 2)."""
_RIPE_DAYS: Final = 3
"""After so many, whoever writes of their own accord mostly asks how things stand."""
_LATE_DAYS: Final = 21
_LONG_DAYS: Final = 60
_MOST_EVIDENCE: Final = 300
_ENOUGH: Final = 2.5
_CERTAIN: Final = 6.0


@dataclass(frozen=True, slots=True)
class OwnStep:
    """One thing a letter of the user's does.

    Attributes:
        step: A step of the practice, `Step.OTHER`, or `What.APPLIED` for an application.
        confidence: Between 0 and 1.
        evidence: The sentence that says it; empty where only the circumstances do.
    """

    step: Step | What
    confidence: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where things stood with the reader when the letter was sent.

    Attributes:
        answering: What the mail means that it answers; None where it answers none.
        days_since: Days since the last interview or talk with the reader; None without one.
        thanked: The reader has been thanked for that.
        offer_open: They have made an offer that waits for an answer.
    """

    answering: MailMeaning | None = None
    days_since: float | None = None
    thanked: bool = False
    offer_open: bool = False


class _Said(NamedTuple):
    """How much a letter's words speak for an act, and the sentence that does so most."""

    score: float = 0.0
    evidence: str = ""


class _Cue(NamedTuple):
    act: str
    weight: float
    pattern: re.Pattern[str]


class _Case(NamedTuple):
    situation: Situation
    said: dict[str, _Said]

    def score(self, act: str) -> float:
        return self.said.get(act, _Said()).score

    def step(self, step: Step | What, act: str, besides: float = 0.0) -> tuple[OwnStep, float]:
        """Return a step with its strength: what the words say, and what the circumstances add."""
        strength = self.score(act) + besides
        confidence = min(0.98, 0.35 + 0.6 * strength / _CERTAIN)
        evidence = self.said.get(act, _Said()).evidence
        return OwnStep(step, round(confidence, 2), evidence), strength


def own_step(text: str, subject: str, situation: Situation) -> OwnStep:
    """Return what a letter of the user's does above all."""
    return own_steps(text, subject, situation)[0]


def own_steps(text: str, subject: str, situation: Situation) -> tuple[OwnStep, ...]:
    """Return all that a letter of the user's does, strongest first; never empty.

    Args:
        text: The whole letter; what it quotes and how it is signed is left aside.
        subject: As sent; counts only where the letter answers nothing, for "Re:" repeats theirs.
        situation: Where things stood with the reader.
    """
    own = taken_apart(text).own or text[:4000]
    sentences = sentences_of(own)
    said = _said(sentences, "" if situation.answering else subject)
    case = _Case(situation, said)
    found = [one for read in _READINGS if (one := read(case)) is not None]
    kept = sorted(_without_overlap(found, case), key=_strength, reverse=True)
    if not kept:
        return (OwnStep(Step.OTHER, 0.5),)
    return tuple(step for step, _ in kept)


def _strength(found: tuple[OwnStep, float]) -> tuple[bool, float]:
    """Return how strong a step is; thanks that are sure go before what else a letter answers."""
    step, strength = found
    return step.step is Step.THANK_YOU and strength >= _CERTAIN, strength


# Words


@cache
def _cues() -> tuple[_Cue, ...]:
    text = resources.files("duly.recognise").joinpath("own.toml").read_text(encoding="utf-8")
    return tuple(
        _Cue(act, float(weight), re.compile(pattern))
        for act, cues in tomllib.loads(text).items()
        for weight, pattern in cues.values()
    )


def _said(sentences: Sequence[Sentence], subject: str) -> dict[str, _Said]:
    """Return how much is said for each act; a cue counts once, where it is met first."""
    texts = [(_stated(sentence), sentence.text) for sentence in sentences]
    texts = [*texts, (spelt(subject), subject)] if subject else texts
    found: dict[str, _Said] = {}
    for cue in _cues():
        for said, written in texts:
            if cue.pattern.search(said):
                before = found.get(cue.act, _Said())
                evidence = before.evidence or written[:_MOST_EVIDENCE]
                found[cue.act] = _Said(before.score + cue.weight, evidence)
                break
    return found


def _stated(sentence: Sentence) -> str:
    """Return what a sentence states; "could you tell me if …" asks, and supposes nothing."""
    if _BEFORE_QUESTION.search(sentence.said):
        return f"{sentence.said} {sentence.supposed}"
    return sentence.said


# Readings: each says whether a letter does one thing, and how strongly

_Reading = tuple[OwnStep, float] | None


def _thank_you(case: _Case) -> _Reading:
    here = case.situation
    if here.answering in NO or here.offer_open or here.days_since is None:
        return None
    fresh = here.days_since <= _FRESH_DAYS
    enough = 1.5 if fresh and here.answering not in _ASKS else 2 * _ENOUGH - 0.5
    if case.score("thanks") < enough or here.days_since > _LATE_DAYS:
        return None
    if here.thanked and here.days_since > 1:
        return None
    return case.step(Step.THANK_YOU, "thanks", 3.0 if fresh else -3.0)


def _status(case: _Case) -> _Reading:
    here = case.situation
    if here.days_since is None or here.days_since > _LONG_DAYS:
        return None
    ripe = here.days_since > _RIPE_DAYS and here.answering is None
    if here.answering in NO or here.offer_open or case.score("status") < (1.2 if ripe else _ENOUGH):
        return None
    fresh = here.days_since <= _RIPE_DAYS and not here.thanked
    return case.step(Step.STATUS, "status", -2.0 if fresh else 1.0)


def _application_follow_up(case: _Case) -> _Reading:
    here = case.situation
    if here.days_since is not None or here.answering in NO or here.offer_open:
        return None
    asked = case.score("status")
    about = case.score("my-application") + (
        2.0 if here.answering is MailMeaning.ACKNOWLEDGEMENT else 0.0
    )
    if asked + about < 4.0 or (asked == 0.0 and about < 3.0):
        return None
    return case.step(Step.APPLICATION_FOLLOW_UP, "my-application", asked)


def _application(case: _Case) -> _Reading:
    here = case.situation
    if here.days_since is not None or here.offer_open or here.answering in NO:
        return None
    if case.score("apply") < _ENOUGH:
        return None
    if here.answering in _ASKS - {MailMeaning.OUTREACH}:
        return None
    return case.step(What.APPLIED, "apply", 1.5)


def _accept(case: _Case) -> _Reading:
    here = case.situation
    if not (here.offer_open or here.answering is MailMeaning.OFFER or case.score("accept") >= 6):
        return None
    if case.score("decline") >= 2.5 or case.score("accept") < 3.0:
        return None
    return case.step(Step.ACCEPT, "accept", 3.0)


def _decline(case: _Case) -> _Reading:
    here = case.situation
    if not (here.offer_open or here.answering is MailMeaning.OFFER):
        return None
    act = "decline" if case.score("decline") else "withdraw"
    waiting = case.score("more-time") >= _ENOUGH
    enough = 4.0 if waiting else _ENOUGH
    return case.step(Step.DECLINE, act, 4.0) if case.score(act) >= enough else None


def _withdraw(case: _Case) -> _Reading:
    here = case.situation
    if here.offer_open or here.answering in NO | {MailMeaning.OFFER}:
        return None
    elsewhere = case.score("decline")
    if case.score("withdraw") >= _ENOUGH:
        return case.step(Step.WITHDRAW, "withdraw", 3.0 + elsewhere)
    return case.step(Step.WITHDRAW, "decline", 2.0) if elsewhere >= 4.0 else None


def _more_time(case: _Case) -> _Reading:
    here = case.situation
    if not (here.offer_open or here.answering is MailMeaning.OFFER):
        return None
    if case.score("more-time") < _ENOUGH or case.score("accept") >= 4.5:
        return None
    return case.step(Step.ASK_MORE_TIME, "more-time", 2.0)


def _acknowledge(case: _Case) -> _Reading:
    here = case.situation
    if here.answering is MailMeaning.OFFER:
        return case.step(Step.ACKNOWLEDGE_OFFER, "offer-thanks", 2.0)
    if here.offer_open and case.score("offer-thanks") >= _ENOUGH:
        return case.step(Step.ACKNOWLEDGE_OFFER, "offer-thanks")
    return None


def _thank_for_answer(case: _Case) -> _Reading:
    if case.situation.answering in NO:
        return case.step(Step.THANK_FOR_ANSWER, "after-no", 4.0)
    return None


def _answer(case: _Case) -> _Reading:
    here = case.situation
    if here.answering not in _ASKS:
        return None
    if here.answering is MailMeaning.CONFIRMATION and case.score("answer") < _ENOUGH:
        return None
    return case.step(Step.ANSWER, "answer", 2.0)


def _stay_in_touch(case: _Case) -> _Reading:
    here = case.situation
    if here.answering is not None or here.offer_open:
        return None
    long_ago = here.days_since is not None and here.days_since > _LONG_DAYS
    if not long_ago and (here.days_since is not None or case.score("keep-touch") < 6.0):
        return None
    return case.step(Step.STAY_IN_TOUCH, "keep-touch", 3.0 if long_ago else 0.0)


_READINGS: Final[tuple[Callable[[_Case], _Reading], ...]] = (
    *(_thank_you, _status, _application_follow_up, _application, _accept, _decline, _withdraw),
    *(_more_time, _acknowledge, _thank_for_answer, _answer, _stay_in_touch),
)
_RULES_OUT: Final[dict[Step | What, frozenset[Step | What]]] = {
    Step.WITHDRAW: frozenset({Step.ANSWER, Step.STATUS, Step.THANK_YOU, What.APPLIED}),
    Step.DECLINE: frozenset({Step.ACKNOWLEDGE_OFFER, Step.ASK_MORE_TIME, Step.ANSWER}),
    Step.ACCEPT: frozenset({Step.ACKNOWLEDGE_OFFER, Step.ASK_MORE_TIME, Step.ANSWER}),
    Step.ASK_MORE_TIME: frozenset({Step.ACKNOWLEDGE_OFFER}),
}
"""What a letter does not do as well: who withdraws only says thank you in passing."""


def _without_overlap(
    found: list[tuple[OwnStep, float]], case: _Case
) -> list[tuple[OwnStep, float]]:
    steps = {step.step for step, _ in found}
    out = {other for step in steps for other in _RULES_OUT.get(step, ())}
    if Step.WITHDRAW in steps:
        out |= {Step.APPLICATION_FOLLOW_UP}
    if {What.APPLIED, Step.APPLICATION_FOLLOW_UP} <= steps:
        asked = case.score("status") >= _ENOUGH or case.score("apply") < 3.0
        out.add(What.APPLIED if asked else Step.APPLICATION_FOLLOW_UP)
    if What.APPLIED in steps:
        out.add(Step.ANSWER)
    if {Step.THANK_YOU, Step.STATUS} <= steps and (case.situation.days_since or 0) <= _RIPE_DAYS:
        out.add(Step.STATUS)
    return [one for one in found if one[0].step not in out]

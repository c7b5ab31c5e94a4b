"""What to ask the user: what a letter cannot do without, and what would make it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duly.core.told import told
from duly.letters.material import LetterKind, Missing, Question

if TYPE_CHECKING:
    from duly.letters.known import Known

_ABOUT_THE_TALK = frozenset({LetterKind.THANK_YOU, LetterKind.CARD})


def missing(kind: LetterKind, needs: tuple[str, ...], known: Known) -> Missing | None:
    """Return what must be asked before this letter can be written, if anything."""
    for need in needs:
        found = _CHECKS[need](known)
        if found:
            why, ask = found
            return Missing(kind, why, ask)
    return None


def would_help(kind: LetterKind, known: Known) -> tuple[Question, ...]:
    """Return what would make the letter better, at most three questions."""
    if kind not in _ABOUT_THE_TALK or not known.meeting.met:
        return ()
    return tuple(question for name, question in _about(known) if name not in known.names)[:3]


_Lack = tuple[str, tuple[Question, ...]]


def _about(known: Known) -> list[tuple[str, Question]]:
    who = known.names["reader"] or told("they")
    return [
        (
            "topic",
            Question(told("What did you and {who} speak about?", who=who), "impression.topics"),
        ),
        ("cares", Question(told("What matters to {who}?", who=who), "impression.cares_about")),
        (
            "challenge",
            Question(told("Which problem did {who} describe?", who=who), "impression.challenge"),
        ),
        ("answer", Question(told("How would you go about it?"), "impression.answer")),
        ("strength", Question(told("What would you bring to this work?"), "debrief.strengths")),
    ]


def _lacks_specific(known: Known) -> _Lack | None:
    if known.meeting.specific:
        return None
    who = known.names["reader"] or told("this reader")
    asked = {"topic", "cares", "challenge"}
    ask = [question for name, question in _about(known) if name in asked]
    ask.append(Question(told("Did {who} mention anything personal?", who=who), "impression.remark"))
    why = told("There is nothing yet that was said with {who} and nobody else.", who=who)
    return why, tuple(ask)


def _lacks_strength(known: Known) -> _Lack | None:
    if "strength" in known.names:
        return None
    ask = Question(
        told("What would you bring to this work? Two or three things."), "debrief.strengths"
    )
    return told("A follow-up says why you fit, and there is no note of that."), (ask,)


def _lacks_ask_until(known: Known) -> _Lack | None:
    if "ask_until" in known.names:
        return None
    ask = Question(told("By which day can you answer the offer?"), "ask_until")
    return told("Asking for time means naming the day."), (ask,)


def _lacks_seek(known: Known) -> _Lack | None:
    if "seek" in known.names:
        return None
    ask = Question(told("Whose address is needed?"), "seek")
    return told("It is not said whose address is asked for."), (ask,)


def _lacks_occasion(known: Known) -> _Lack | None:
    if known.names["interviewed"] or "applied" in known.names:
        return None
    ask = (
        Question(told("On which day was the interview?"), "interviewed_on"),
        Question(told("If there was none yet: on which day did you apply?"), "applied_on"),
    )
    why = told("It is not known what this would refer to: no interview, no application.")
    return why, ask


_CHECKS = {
    "specific": _lacks_specific,
    "strength": _lacks_strength,
    "ask_until": _lacks_ask_until,
    "seek": _lacks_seek,
    "occasion": _lacks_occasion,
}

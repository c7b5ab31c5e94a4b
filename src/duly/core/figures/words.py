"""Figures as sentences: each says how many it was counted from."""

from __future__ import annotations

from typing import Final

from duly.core.figures.funnel import End, Reached, Stage
from duly.core.figures.search import ENOUGH, Figures, Group
from duly.core.figures.survival import Curve
from duly.core.figures.waits import Ending, Letter

_LEFT: Final = 3
"""Where fewer than this were left to wait, a curve falls by so much that it is not put in words."""
_PLURALS: Final = {
    Letter.APPLICATION: "applications",
    Letter.APPLICATION_FOLLOW_UP: "application follow-ups",
    Letter.THANK_YOU: "thank-yous",
    Letter.STATUS: "status letters",
    Letter.SECOND_STATUS: "second status letters",
    Letter.CALL: "calls",
}
_SINGULARS: Final = {
    **{letter: letter.value for letter in Letter},
    Letter.STATUS: "status letter",
    Letter.SECOND_STATUS: "second status letter",
}


def times(count: int, noun: str) -> str:
    """Return "1 day", "2 days"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def letters(letter: Letter, count: int) -> str:
    """Return "9 status letters"."""
    return f"{count} {_SINGULARS[letter] if count == 1 else _PLURALS[letter]}"


def plural(letter: Letter) -> str:
    """Return "status letters"."""
    return _PLURALS[letter]


def ordinal(number: int) -> str:
    """Return "first", "second" … as far as attempts are ever counted, then "7th"."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth")
    return words[number - 1] if 1 <= number <= len(words) else f"{number}th"


def share(value: float) -> str:
    """Return a share as whole per cent."""
    return f"{round(value * 100)} %"


def told(group: Group) -> str:
    """Say how many were answered, and how soon."""
    sector = f" in {group.sector}" if group.sector else ""
    text = f"{_answered(group)}{sector}{_how_soon(group)}."
    if group.curve is None:
        few = "Too few" if group.sample > 1 else "One is too few"
        return f"{text} {few} to say how long an answer takes; {ENOUGH} are needed."
    return f"{text} {_estimate(group.curve)}".rstrip()


def _answered(group: Group) -> str:
    """Return "Of 9 status letters 5 were answered"."""
    reader = " by their reader" if group.letter is Letter.THANK_YOU else ""
    if group.sample == 1:
        was = "was" if group.answered else "was not"
        return f"Your one {_SINGULARS[group.letter]} {was} answered{reader}"
    number = str(group.answered) if group.answered else "none"
    were = "were" if group.answered > 1 else "was"
    return f"Of {letters(group.letter, group.sample)} {number} {were} answered{reader}"


def _how_soon(group: Group) -> str:
    days = group.half_within
    if days is None:
        return ""
    when = "on the same day" if days == 0 else f"within {times(days, 'day')}"
    if group.answered == 1:
        return f", after {times(days, 'day')}" if days else ", on the same day"
    return f", half of those {when}"


def _estimate(curve: Curve) -> str:
    """Say what the curve adds: how many hear within what time, those that still wait counted in."""
    known = [each for each in curve.points if each.at_risk >= _LEFT]
    if not known:
        return ""
    last = known[-1]
    low, high = share(1 - last.high), share(1 - last.low)
    return (
        f"Counting those that still wait: about {share(1 - last.waiting)} hear within "
        f"{times(last.day, 'day')} (95 % band {low} to {high})."
        if last.day
        else f"About {share(1 - last.waiting)} hear on the same day (95 % band {low} to {high})."
    )


def other_endings(group: Group) -> str:
    """Say what became of the others: "2 still wait, 1 was asked again"."""
    parts = [
        f"{count} {words[count > 1]}"
        for ending, words in _OTHERS.items()
        if (count := group.endings.get(ending, 0))
    ]
    return ", ".join(parts)


_OTHERS: Final = {
    Ending.WAITING: ("still waits", "still wait"),
    Ending.ASKED_AGAIN: ("was followed by another", "were followed by another"),
    Ending.OVERTAKEN: ("was overtaken by another's word", "were overtaken by another's word"),
    Ending.GIVEN_UP: ("was let go", "were let go"),
}


def summary(figures: Figures) -> tuple[str, ...]:
    """Say the whole search in a few sentences, the funnel first."""
    return (*funnel_told(figures.stages), *(told(each) for each in figures.by_letter))


def funnel_told(stages: tuple[Reached, ...]) -> tuple[str, ...]:
    """Say how many applications came how far, and what became of them."""
    counts = {each.stage: each.came for each in stages}
    total = counts.get(Stage.APPLIED, 0)
    if not total:
        return ()
    parts = [
        f"{counts[stage]} {words[counts[stage] > 1]}"
        for stage, words in _CAME.items()
        if counts[stage]
    ]
    ends = {end: sum(each.ended.get(end, 0) for each in stages) for end in End}
    what = [f"{count} {_ENDED[end]}" for end, count in ends.items() if count]
    came = ", ".join(parts) or "none has come to an interview yet"
    of = "1 opportunity" if total == 1 else f"{total} opportunities"
    return (f"Of {of} {came}.", f"{_listed(what)}.")


_CAME: Final = {
    Stage.FIRST_INTERVIEW: ("came to an interview", "came to an interview"),
    Stage.FURTHER_ROUNDS: ("to a further round", "to further rounds"),
    Stage.OFFER: ("to an offer", "to an offer"),
    Stage.ACCEPTED: ("was accepted", "were accepted"),
}
_ENDED: Final = {
    End.OPEN: "still open",
    End.NO: "ended with a no",
    End.BY_USER: "ended by you",
    End.LET_GO: "let go",
    End.ACCEPTED: "accepted",
}


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

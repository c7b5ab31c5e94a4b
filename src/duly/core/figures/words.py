"""Figures as sentences: each says how many it was counted from."""

from __future__ import annotations

from typing import Final

from duly.core.figures.funnel import End, Reached, Stage
from duly.core.figures.search import ENOUGH, Figures, Group
from duly.core.figures.survival import Curve
from duly.core.figures.waits import Ending, Letter
from duly.core.told import Told, chained, counted, enumerated

_LEFT: Final = 3
"""Where fewer than this were left to wait, a curve falls by so much that it is not put in words."""
_LETTERS: Final = {
    Letter.APPLICATION: ("{count} application", "{count} applications"),
    Letter.APPLICATION_FOLLOW_UP: (
        "{count} application follow-up",
        "{count} application follow-ups",
    ),
    Letter.THANK_YOU: ("{count} thank-you", "{count} thank-yous"),
    Letter.STATUS: ("{count} status letter", "{count} status letters"),
    Letter.SECOND_STATUS: ("{count} second status letter", "{count} second status letters"),
    Letter.CALL: ("{count} call", "{count} calls"),
}
_NAMES: Final = {
    **{letter: letter.value for letter in Letter},
    Letter.STATUS: "status letter",
    Letter.SECOND_STATUS: "second status letter",
}
_OTHERS: Final = {
    Ending.WAITING: ("{count} still waits", "{count} still wait"),
    Ending.ASKED_AGAIN: ("{count} was followed by another", "{count} were followed by another"),
    Ending.OVERTAKEN: (
        "{count} was overtaken by another's word",
        "{count} were overtaken by another's word",
    ),
    Ending.GIVEN_UP: ("{count} was let go", "{count} were let go"),
}
_CAME: Final = {
    Stage.FIRST_INTERVIEW: ("{count} came to an interview", "{count} came to an interview"),
    Stage.FURTHER_ROUNDS: ("{count} to a further round", "{count} to further rounds"),
    Stage.OFFER: ("{count} to an offer", "{count} to an offer"),
    Stage.ACCEPTED: ("{count} was accepted", "{count} were accepted"),
}
_ENDED: Final = {
    End.OPEN: ("{count} still open", "{count} still open"),
    End.NO: ("{count} ended with a no", "{count} ended with a no"),
    End.BY_USER: ("{count} ended by you", "{count} ended by you"),
    End.LET_GO: ("{count} let go", "{count} let go"),
    End.ACCEPTED: ("{count} accepted", "{count} accepted"),
}


def days(count: int) -> Told:
    """Return "1 day", "2 days"."""
    return counted(count, "{count} day", "{count} days")


def letters(letter: Letter, count: int) -> Told:
    """Return "9 status letters"."""
    return counted(count, *_LETTERS[letter])


def share(value: float) -> str:
    """Return a share as whole per cent."""
    return f"{round(value * 100)} %"


def told(group: Group) -> str:
    """Say how many were answered, and how soon."""
    sector = Told(" in {sector}", {"sector": group.sector}) if group.sector else ""
    more = _too_few(group) if group.curve is None else _estimate(group.curve)
    return chained(_answered(group), sector, _how_soon(group), ".", " " if more else "", more)


def _too_few(group: Group) -> Told:
    values = {"enough": ENOUGH}
    if group.sample == 1:
        return Told("One is too few to say how long an answer takes; {enough} are needed.", values)
    return Told("Too few to say how long an answer takes; {enough} are needed.", values)


def _answered(group: Group) -> Told:
    """Return "Of 9 status letters 5 were answered"."""
    reader = Told(" by their reader", {}) if group.letter is Letter.THANK_YOU else ""
    if group.sample == 1:
        values = {"letter": Told(_NAMES[group.letter], {}), "reader": reader}
        if group.answered:
            return Told("Your one {letter} was answered{reader}", values)
        return Told("Your one {letter} was not answered{reader}", values)
    all_of_them = letters(group.letter, group.sample)
    if not group.answered:
        values = {"letters": all_of_them, "reader": reader}
        return Told("Of {letters} none was answered{reader}", values)
    return counted(
        group.answered,
        "Of {letters} {count} was answered{reader}",
        "Of {letters} {count} were answered{reader}",
        letters=all_of_them,
        reader=reader,
    )


def _how_soon(group: Group) -> str:
    count = group.half_within
    if count is None:
        return ""
    if group.answered == 1:
        if not count:
            return Told(", on the same day", {})
        return counted(count, ", after {count} day", ", after {count} days")
    if not count:
        return Told(", half of those on the same day", {})
    return counted(
        count, ", half of those within {count} day", ", half of those within {count} days"
    )


def _estimate(curve: Curve) -> str:
    """Say what the curve adds: how many hear within what time, those that still wait counted in."""
    known = [each for each in curve.points if each.at_risk >= _LEFT]
    if not known:
        return ""
    last = known[-1]
    low, high = share(1 - last.high), share(1 - last.low)
    values = {"share": share(1 - last.waiting), "low": low, "high": high}
    if not last.day:
        return Told("About {share} hear on the same day (95 % band {low} to {high}).", values)
    return counted(
        last.day,
        "Counting those that still wait: about {share} hear within {count} day "
        "(95 % band {low} to {high}).",
        "Counting those that still wait: about {share} hear within {count} days "
        "(95 % band {low} to {high}).",
        **values,
    )


def other_endings(group: Group) -> str:
    """Say what became of the others: "2 still wait, 1 was asked again"."""
    return enumerated(
        [
            counted(count, *pair)
            for ending, pair in _OTHERS.items()
            if (count := group.endings.get(ending, 0))
        ]
    )


def summary(figures: Figures) -> tuple[str, ...]:
    """Say the whole search in a few sentences, the funnel first."""
    return (*funnel_told(figures.stages), *(told(each) for each in figures.by_letter))


def funnel_told(stages: tuple[Reached, ...]) -> tuple[str, ...]:
    """Say how many opportunities came how far, and what became of them."""
    counts = {each.stage: each.came for each in stages}
    total = counts.get(Stage.BEGUN, 0)
    if not total:
        return ()
    parts = [counted(counts[stage], *pair) for stage, pair in _CAME.items() if counts[stage]]
    ends = {end: sum(each.ended.get(end, 0) for each in stages) for end in End}
    what = [counted(count, *_ENDED[end]) for end, count in ends.items() if count]
    came = enumerated(parts) or Told("none has come to an interview yet", {})
    return (
        counted(total, "Of {count} opportunity {came}.", "Of {count} opportunities {came}.",
                came=came),
        Told("{ends}.", {"ends": what}),
    )  # fmt: skip

"""Figures as text with bars in plain characters, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo

from duly.cli.render import WIDTH
from duly.core.figures import words
from duly.core.figures.search import ENOUGH, Figures, Group, Tally
from duly.core.figures.survival import Curve
from duly.core.figures.waits import Ending, Wait
from duly.core.worktime import spoken
from duly.services.figures import OneOfThem

_BAR: Final = 30
_MOST_ROWS: Final = 12
"""A curve with more points than this is shown at some of its days."""


# Text


def search_lines(figures: Figures) -> Iterable[str]:
    """Return the figures of the whole search, sentences first."""
    if not figures.waits and not any(each.came for each in figures.stages):
        yield "There is nothing to count yet; the figures come with the facts."
        return
    for sentence in words.summary(figures):
        yield from textwrap.wrap(sentence, WIDTH)
    yield from _funnel_lines(figures)
    for group in (*figures.by_letter, *figures.by_sector):
        yield from _curve_lines(group)
    yield from _tally_lines(figures.tallies)


def _funnel_lines(figures: Figures) -> Iterable[str]:
    most = max((each.came for each in figures.stages), default=0)
    if not most:
        return
    yield ""
    yield "How far they came"
    for each in figures.stages:
        ends = ", ".join(f"{count} {end}" for end, count in each.ended.items())
        yield f"  {each.stage:<16} {_bar(each.came / most)} {each.came:>4}  {ends}"


def _curve_lines(group: Group) -> Iterable[str]:
    curve = group.curve
    if curve is None or not curve.came:
        return
    sector = f", {group.sector}" if group.sector else ""
    yield ""
    yield f"Answered after a {group.letter}{sector}"
    yield f"  {'within':<16} {'':{_BAR}} share  95 % band     of"
    for point in _some(curve):
        day = "the same day" if point.day == 0 else words.days(point.day)
        band = f"{words.share(1 - point.high):>5} – {words.share(1 - point.low):<5}"
        came = 1 - point.waiting
        yield f"  {day:<16} {_bar(came)} {words.share(came):>5}  {band}  {point.at_risk:>4}"
    others = words.other_endings(group)
    if others:
        yield f"  {others[0].upper()}{others[1:]}; each counts for as long as it was waited for."


def _some(curve: Curve) -> list[Any]:
    """Return points of a curve, evenly chosen, the last among them."""
    points = list(curve.points)
    step = -(-len(points) // _MOST_ROWS)
    return points[::-1][::step][::-1]


def _tally_lines(tallies: tuple[Tally, ...]) -> Iterable[str]:
    if not tallies:
        return
    yield ""
    yield "By playbook"
    for each in tallies:
        waiting = f", {each.waiting} waiting" if each.waiting else ""
        what = f"{each.answered} of {each.sent} answered{waiting}"
        yield f"  {each.playbook:<16} {each.letter:<22} {what}"


def _bar(share: float) -> str:
    """Return a bar in plain characters, as wide whatever it shows."""
    return f"{'#' * round(share * _BAR):.<{_BAR}}"


def one_lines(one: OneOfThem) -> Iterable[str]:
    """Return the waits of one opportunity, the word on letting go first."""
    if one.word:
        text = f"{' '.join(one.word.sentences)} [{' '.join(one.word.rules)}]"
        yield from textwrap.wrap(text, WIDTH)
        if not one.word.sample:
            yield f"That is the practice alone; fewer than {ENOUGH} others like it were sent."
    elif not one.waits:
        yield "No answer is waited for, and none was."
        return
    else:
        yield f"Nothing is waited for: {one.plan.state}."
    if one.waits:
        yield ""
        yield f"  {'since':<20} {'for an answer to':<23} {'days':>5}"
    for wait in one.waits:
        began = f"{spoken(one.calendar.day(wait.began_at))}"
        yield f"  {began:<20} {_letter(wait, one):<23} {wait.days:>5}  {wait.ending}"


def _letter(wait: Wait, one: OneOfThem) -> str:
    person = one.opportunity.person(wait.to)
    return f"{wait.letter}, {person.name}"[:23] if person else str(wait.letter)


# JSON


def search_json(figures: Figures, zone: ZoneInfo) -> dict[str, Any]:
    """Return the figures of the whole search."""
    return {
        "at": figures.at.astimezone(zone).isoformat(),
        "sentences": list(words.summary(figures)),
        "funnel": [
            {"stage": each.stage, "came": each.came, "ended": dict(each.ended)}
            for each in figures.stages
        ],
        "answers": [_group_json(each) for each in (*figures.by_letter, *figures.by_sector)],
        "playbooks": [each._asdict() for each in figures.tallies],
        "enough": ENOUGH,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "letter": group.letter,
        "sector": group.sector or None,
        "sample": group.sample,
        "answered": group.answered,
        "endings": {ending: group.endings.get(ending, 0) for ending in Ending},
        "half_within": group.half_within,
        "sentence": words.told(group),
        "curve": _curve_json(group.curve) if group.curve else None,
    }


def _curve_json(curve: Curve) -> dict[str, Any]:
    return {
        "ends_on": curve.ends_on,
        "half_by": curve.day_of(0.5),
        "points": [each._asdict() for each in curve.points],
    }


def one_json(one: OneOfThem) -> dict[str, Any]:
    """Return the figures of one opportunity, instants in its zone."""
    return {
        "id": one.opportunity.id,
        "state": one.plan.state,
        "word": one.word._asdict() if one.word else None,
        "waits": [
            {
                "letter": each.letter,
                "to": each.to or None,
                "began_at": each.began_at.astimezone(one.calendar.zone).isoformat(),
                "ended_at": each.ended_at.astimezone(one.calendar.zone).isoformat(),
                "ending": each.ending,
                "days": each.days,
                "business_days": each.business_days,
            }
            for each in one.waits
        ],
    }

"""Figures as pictures: values in, an SVG string out, each with a table that says the same.

The pictures bear no colours of their own: everything is drawn in `currentColor`, more or less
faint, and carries a class, so that a page's stylesheet decides, in light and dark. There is no
script and no inline style. Each has a title and a description for those who listen to it; the
table is for everybody (WCAG 2.2, 1.1.1 and 1.4.1: nothing is said by colour alone).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from duly.core.figures.funnel import Reached
from duly.core.figures.search import Group
from duly.core.figures.survival import Curve, Point
from duly.core.figures.words import days, other_endings, share
from duly.core.figures.words import told as in_words
from duly.core.told import Say, chained, counted, enumerated, told

WIDTH: Final = 640


class Table(NamedTuple):
    """What a picture shows, in words and numbers.

    Attributes:
        rows: Each as long as the head.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(NamedTuple):
    """An SVG element, and the table that says the same."""

    svg: str
    table: Table


def drawing(name: str, title: str, about: str, height: int, parts: Iterable[str]) -> str:
    """Return an SVG element that says what it shows.

    Args:
        name: Unique on a page; what labels it is found by it.
        title: Its name.
        about: What it shows, in a sentence.
        height: In the units in which it is `WIDTH` wide.
        parts: The elements in it.
    """
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-labelledby="{name}-title {name}-about" '
        'fill="currentColor" font-family="inherit" font-size="13">'
    )
    return "\n".join(
        [
            opening,
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-about">{escape(about)}</desc>',
            *parts,
            "</svg>",
        ]
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "label") -> str:
    """Return a line of text; what is less important is fainter."""
    faint = ' opacity="0.7"' if kind != "label" else ""
    return (
        f'<text class="plot-{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{faint}>'
        f"{escape(words)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str, *, opacity: float = 0.2) -> str:
    """Return a thin line."""
    return (
        f'<line class="plot-{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="currentColor" stroke-opacity="{opacity}"/>'
    )


def box(x: float, y: float, width: float, height: float, kind: str, opacity: float) -> str:
    """Return a filled rectangle."""
    return (
        f'<rect class="plot-{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" '
        f'height="{height:.1f}" rx="2" fill-opacity="{opacity}"/>'
    )


# How long answers take

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 56, 620, 24, 250, 300
_CURVE: Final = (
    '<path class="plot-curve" d="{}" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linejoin="round"/>'
)


class _Axes(NamedTuple):
    """Days across, shares upwards."""

    days: int

    def x(self, day: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * day / self.days

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * value

    def path(self, corners: Sequence[tuple[float, float]]) -> str:
        """Return the path through corners, each a day and a share."""
        return "M" + "L".join(f"{self.x(day):.1f} {self.y(value):.1f}" for day, value in corners)


def curve(group: Group, name: str, say: Say = str) -> Picture | None:
    """Draw the share that has heard, day by day, with its band; None where there is no curve.

    Args:
        group: Whose.
        name: Unique on a page.
        say: Says what is written in it in some language.
    """
    found = group.curve
    if found is None:
        return None
    among = told(" in {sector}", sector=group.sector) if group.sector else ""
    waits = counted(group.sample, "from {count} wait", "from {count} waits")
    axes = _Axes(max(found.ends_on, 1))
    parts = [
        *_grid(axes),
        f'<path class="plot-band" d="{_band(found, axes)}" fill-opacity="0.12"/>',
        _CURVE.format(axes.path(_stairs(found, _heard))),
        *_half(found, axes, say),
        text(_LEFT, _HEIGHT - 8, say(told("days waited")), kind="axis"),
        text(_RIGHT, _HEIGHT - 8, say(waits), anchor="end", kind="axis"),
    ]
    letter = told(group.letter.value)
    title = told("Answers to a {letter}{sector}, day by day", letter=letter, sector=among)
    svg = drawing(name, say(title), say(in_words(group)), _HEIGHT, parts)
    return Picture(svg, _curve_table(group, found, say))


def _grid(axes: _Axes) -> Iterable[str]:
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield line(_LEFT, axes.y(value), _RIGHT, axes.y(value), "grid", opacity=0.12)
        yield text(_LEFT - 8, axes.y(value) + 4, share(value), anchor="end", kind="axis")
    for day in ticks(axes.days):
        yield line(axes.x(day), _BOTTOM, axes.x(day), _BOTTOM + 5, "tick", opacity=0.4)
        yield text(axes.x(day), _BOTTOM + 20, str(day), anchor="middle", kind="axis")


def ticks(days: int) -> range:
    """Return the days to mark: at most nine, at distances that people count in."""
    step = next((each for each in (1, 2, 5, 7, 14, 28, 56) if days / each <= 8), days // 8 + 1)
    return range(0, days + 1, step)


def _heard(point: Point) -> float:
    return 1 - point.waiting


def _low(point: Point) -> float:
    return 1 - point.high


def _high(point: Point) -> float:
    return 1 - point.low


def _stairs(curve: Curve, value: Callable[[Point], float]) -> list[tuple[float, float]]:
    """Return the corners of a curve that goes up on the days of its points only."""
    corners, last = [(0.0, 0.0)], 0.0
    for point in curve.points:
        corners += [(point.day, last), (point.day, last := value(point))]
    return [*corners, (max(curve.ends_on, 1), last)]


def _band(curve: Curve, axes: _Axes) -> str:
    return axes.path([*_stairs(curve, _high), *reversed(_stairs(curve, _low))]) + "Z"


def _half(curve: Curve, axes: _Axes, say: Say) -> Iterable[str]:
    """Mark the day by which half have heard, if half ever did."""
    day = curve.day_of(0.5)
    if day is None:
        return
    x, y = axes.x(day), axes.y(0.5)
    yield (
        f'<line class="plot-half" x1="{x:.1f}" y1="{y:.1f}" x2="{x:.1f}" y2="{_BOTTOM}" '
        'stroke="currentColor" stroke-opacity="0.5" stroke-dasharray="3 4"/>'
    )
    at_end = x > (_LEFT + _RIGHT) / 2
    words = say(told("half by day {day}", day=day) if day else told("half by the same day"))
    yield text(x + (-8 if at_end else 8), _BOTTOM - 8, words, anchor="end" if at_end else "start")


_HEAD_OF_CURVE: Final = (
    "within", "have heard", "95 % band", "answers on that day", "waiting until then",
)  # fmt: skip


def _curve_table(group: Group, curve: Curve, say: Say) -> Table:
    rows = tuple(
        (
            say(days(p.day) if p.day else told("the same day")),
            share(1 - p.waiting),
            say(told("{low} to {high}", low=share(1 - p.high), high=share(1 - p.low))),
            str(p.came),
            str(p.at_risk),
        )
        for p in curve.points
    )
    others = other_endings(group)
    caption = chained(in_words(group), *((" ", others, ".") if others else ()))
    return Table(say(caption), tuple(say(told(each)) for each in _HEAD_OF_CURVE), rows)


# How far they came

_ROW, _NAME, _COUNT = 44, 150, 560


def funnel(stages: Sequence[Reached], name: str, say: Say = str) -> Picture:
    """Draw how many came how far, and what became of them there."""
    most = max((each.came for each in stages), default=0) or 1
    parts = [part for index, each in enumerate(stages) for part in _stage(index, each, most, say)]
    total = stages[0].came if stages else 0
    title = counted(total, "How far {count} opportunity came", "How far {count} opportunities came")
    about = ", ".join(f"{say(told(each.stage.value))}: {each.came}" for each in stages)
    height = _ROW * len(stages) + 16
    return Picture(drawing(name, say(title), about, height, parts), _funnel_table(stages, say))


def _stage(index: int, reached: Reached, most: int, say: Say) -> Iterable[str]:
    y = 8 + index * _ROW
    width = (_COUNT - _NAME) * reached.came / most
    yield text(_NAME - 12, y + 18, say(told(reached.stage.value)), anchor="end")
    yield box(_NAME, y, _COUNT - _NAME, 26, "track", 0.05)
    yield box(_NAME, y, width, 26, "bar", 0.3)
    yield text(_COUNT + 12, y + 18, str(reached.came))
    if reached.ended:
        yield text(_NAME, y + 39, say(_ended(reached)), kind="note")


_HEAD_OF_FUNNEL: Final = ("stage", "came this far", "and no further")


def _funnel_table(stages: Sequence[Reached], say: Say) -> Table:
    rows = tuple(
        (say(told(each.stage.value)), str(each.came), say(_ended(each))) for each in stages
    )
    head = tuple(say(told(each)) for each in _HEAD_OF_FUNNEL)
    return Table(say(told("How far the opportunities came")), head, rows)


def _ended(reached: Reached) -> str:
    ends = [
        told("{count} {end}", count=count, end=told(end.value))
        for end, count in reached.ended.items()
    ]
    return enumerated(ends) or told("none")

"""The figures of the search: how long answers take, how far it came, who answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from duly.core.figures import words
from duly.core.figures.search import Figures, Group, Tally
from duly.core.model import Opportunity, Status, Step
from duly.formats import plot
from duly.formats.plot import Picture, Table
from duly.services import figures, planbook, planning
from duly.services.planning import Planned
from duly.web.saying import say


class Drawn(NamedTuple):
    """A picture for a page, its name, and the table that says the same."""

    svg: SafeString
    table: Table
    name: str = ""


class Page(NamedTuple):
    """What the page shows; nothing where there is nothing to count yet."""

    sentences: tuple[str, ...]
    funnel: Drawn | None
    curves: tuple[Drawn, ...]
    tallies: tuple[Tally, ...]
    to_let_go: tuple[Opportunity, ...] = ()


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the figures of the whole search."""
    planned = planbook.BOOK.today(datetime.now(UTC))
    page = _page(figures.count(planned), _to_let_go(planned))
    return render(request, "web/figures.html", {"page": page, "letting_go": ("W6", "X3")})


def _to_let_go(planned: Planned) -> tuple[Opportunity, ...]:
    """Return the opportunities that it is time to let go of (X3)."""
    pairs = planning.pressing_first(planned)
    return tuple(
        opportunity
        for action, opportunity in pairs
        if action.step is Step.LET_GO and action.status in (Status.DUE, Status.OVERDUE)
    )


def _page(found: Figures, to_let_go: tuple[Opportunity, ...]) -> Page:
    counted = any(each.came for each in found.stages)
    if not found.waits and not counted:
        return Page((), None, (), (), to_let_go)
    groups = (*found.by_letter, *found.by_sector)
    curves = [
        (plot.curve(group, f"curve-{n}", say), _name(group)) for n, group in enumerate(groups)
    ]
    return Page(
        tuple(say(each) for each in words.summary(found)),
        drawn(plot.funnel(found.stages, "funnel", say)) if counted else None,
        tuple(drawn(picture, name) for picture, name in curves if picture),
        found.tallies,
        to_let_go,
    )


def _name(group: Group) -> str:
    name = say(str(group.letter))
    return f"{name[:1].upper()}{name[1:]}" + (f", {group.sector}" if group.sector else "")


def drawn(picture: Picture, name: str = "") -> Drawn:
    """Return a picture for a page; `formats.plot` has escaped whatever is in it."""
    return Drawn(mark_safe(picture.svg), picture.table, name)  # noqa: S308 - see above

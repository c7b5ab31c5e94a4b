"""All opportunities by where they stand, and the search over everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duly.core.model import Opportunity, Plan, State
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services import finding, planbook
from duly.services.planning import Planned
from duly.web import shown
from duly.web.saying import day, say

STATES: Final = {
    State.ANSWER_OWED: _("They wait for your answer"),
    State.OFFER: _("An offer is on the table"),
    State.ACTING: _("Your move"),
    State.PREPARING: _("Ahead"),
    State.WAITING: _("Waiting for them"),
    State.ACCEPTED: _("Accepted"),
    State.LET_GO: _("Let go"),
    State.CLOSED: _("Closed"),
}
"""In the order in which they are worth looking at."""
_FEW: Final = 12
_SHEET: Final = 60
_MOST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One opportunity.

    Attributes:
        next: What is to be done next and when, or what is waited for.
    """

    id: str
    company: str
    role: str
    next: str


@dataclass(frozen=True, slots=True)
class Column:
    """The opportunities of one state.

    Attributes:
        count: How many there are in all.
        rows: Those that are shown.
    """

    state: str
    name: str
    count: int
    rows: tuple[Row, ...]

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.rows)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show every opportunity by its state; one state alone, sheet by sheet, where asked."""
    planned = planbook.BOOK.today(datetime.now(UTC))
    wanted = request.GET.get("state", "")
    if wanted in set(State):
        sheet = _sheet(planned, State(wanted), request.GET.get("page", "1"))
        return render(request, "web/board_state.html", sheet)
    return render(request, "web/board.html", {"columns": list(_columns(planned))})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what goes by some words."""
    words = request.GET.get("q", "")[:_MOST_WORDS].replace("\0", "")
    known = planbook.BOOK.look(datetime.now(UTC)).search.opportunities
    found = finding.find(words, known)
    return render(request, "web/search.html", {"searched_for": words, "found": found})


def _columns(planned: Planned) -> Iterator[Column]:
    for state, name in STATES.items():
        found = _of(planned, state)
        if found:
            rows = tuple(_row(planned, *each) for each in found[:_FEW])
            yield Column(state.value, str(name), len(found), rows)


def _sheet(planned: Planned, state: State, number: str) -> dict[str, object]:
    found = Paginator(_of(planned, state), _SHEET)
    sheet: Sheet[tuple[Opportunity, Plan]] = found.get_page(number)
    return {
        "state": state.value,
        "name": STATES[state],
        "count": found.count,
        "sheet": sheet,
        "rows": [_row(planned, *each) for each in sheet],
    }


def _of(planned: Planned, state: State) -> list[tuple[Opportunity, Plan]]:
    """Return the opportunities of a state, what is due soonest first."""
    found = [
        (opportunity, plan)
        for opportunity, plan in zip(planned.search.opportunities, planned.plan.plans, strict=True)
        if plan.state is state
    ]
    return sorted(found, key=lambda each: (_due(each[1], planned.plan.at), each[0].company))


def _due(plan: Plan, at: datetime) -> tuple[bool, datetime]:
    return not plan.actions, min((action.due for action in plan.actions), default=at)


def _row(planned: Planned, opportunity: Opportunity, plan: Plan) -> Row:
    return Row(
        opportunity.id,
        opportunity.company or opportunity.id,
        opportunity.role,
        _next(planned, opportunity, plan),
    )


def _next(planned: Planned, opportunity: Opportunity, plan: Plan) -> str:
    if plan.promise_on and plan.state is State.WAITING:
        return shown.promised(plan.promise_on)
    if not plan.actions:
        return ""
    action = plan.actions[0]
    mine = zone(planned.search.me.time_zone)
    on = day(max(action.due, planned.plan.at).astimezone(mine).date())
    return f"{say(actionwords.task(action, opportunity))}, {on}"

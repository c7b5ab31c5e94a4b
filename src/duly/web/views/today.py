"""Today: what to do and why, what waits and for what, what comes this week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duly.core.model import Me, Note, State, Status
from duly.core.worktime import zone
from duly.services import planbook, planning, preparing
from duly.services.planning import Planned
from duly.web import shown
from duly.web.saying import day
from duly.web.shown import Card, Meeting

_MOST: Final = 12
"""Nobody does more in a day; the rest is on further sheets, or on the board."""
_DAYS: Final = 7


class Line(NamedTuple):
    """An opportunity that waits, and for what."""

    opportunity: str
    company: str
    text: str


class Door(NamedTuple):
    """One way to begin."""

    name: str
    text: str
    url: str
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows.

    Attributes:
        zone: The user's own.
        sheet: Which of the pressing actions are shown.
        later: How many of those that come this week are not shown.
        rest: What to say where nothing presses.
        doors: The ways to begin, where nothing is noted yet.
    """

    now: datetime
    zone: ZoneInfo
    counts: str = ""
    pressing: tuple[Card, ...] = ()
    sheet: Sheet[planning.Pair] | None = None
    rest: str = ""
    waiting: tuple[Line, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    coming: tuple[Card, ...] = ()
    later: int = 0
    notes: tuple[Note, ...] = ()
    doors: tuple[Door, ...] = ()

    @property
    def is_new(self) -> bool:
        """Tell whether nothing is noted yet."""
        return bool(self.doors)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what to do today."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.today(now)
    page = _page(planned, request.GET.get("page", "1"))
    return render(request, "web/today.html", {"page": page})


def _page(planned: Planned, number: str) -> Page:
    me, now = planned.search.me, planned.plan.at
    if not planned.search.opportunities:
        return Page(now, zone(me.time_zone), doors=_doors())
    pairs = planning.pressing_first(planned, _DAYS)
    allowed = {plan.opportunity: plan.attempts_allowed for plan in planned.plan.plans}
    pressing = [pair for pair in pairs if pair[0].status in (Status.OVERDUE, Status.DUE)]
    coming = [pair for pair in pairs if pair[0].status in (Status.HELD, Status.UPCOMING)]
    sheet = Paginator(pressing, _MOST).get_page(number)

    def cards(some: Iterable[planning.Pair]) -> tuple[Card, ...]:
        return tuple(
            shown.card(action, opportunity, me, now, allowed[opportunity.id])
            for action, opportunity in some
        )

    return Page(
        now=now,
        zone=zone(me.time_zone),
        counts=_counts(pressing, coming),
        pressing=cards(sheet),
        sheet=sheet,
        rest="" if pressing else _rest(coming, me),
        waiting=_waiting(planned),
        meetings=tuple(
            shown.meeting(ahead, opportunity, me)
            for opportunity, ahead in preparing.coming(planned, _DAYS)[:_MOST]
        ),
        coming=cards(coming[:_MOST]),
        later=max(len(coming) - _MOST, 0),
        notes=planned.plan.notes,
    )


def _counts(pressing: list[planning.Pair], coming: list[planning.Pair]) -> str:
    overdue = sum(action.status is Status.OVERDUE for action, _ in pressing)
    counts = (
        (overdue, _("%(n)d overdue")),
        (len(pressing) - overdue, _("%(n)d due")),
        (len(coming), _("%(n)d coming")),
    )
    return ", ".join(text % {"n": count} for count, text in counts if count)


def _rest(coming: list[planning.Pair], me: Me) -> str:
    """Return a calm word for a day on which nothing is to be done."""
    if not coming:
        return _("Nothing to do today, nor this week. Rest, or look for the next one.")
    action, opportunity = coming[0]
    due_at = action.due.astimezone(shown.zone_of(action, opportunity, me))
    return _("Nothing to do now. Next: %(company)s, %(day)s. Until then, rest.") % {
        "company": opportunity.company,
        "day": day(due_at.date()),
    }


def _waiting(planned: Planned) -> tuple[Line, ...]:
    """Return the opportunities that wait for a promised answer, the nearest first."""
    found = [
        (plan.promise_on, opportunity)
        for opportunity, plan in zip(planned.search.opportunities, planned.plan.plans, strict=True)
        if plan.state is State.WAITING and plan.promise_on
    ]
    found.sort(key=lambda each: (each[0], each[1].company))
    return tuple(
        Line(opportunity.id, opportunity.company, shown.promised(promise_on))
        for promise_on, opportunity in found[:_MOST]
    )


def _doors() -> tuple[Door, ...]:
    interview = Door(
        _("I have just had an interview"),
        _("Two minutes of notes; then the plan, and a letter for each of them."),
        reverse("interview_new"),
    )
    mail = Door(
        _("Read my mail and calendar"),
        _("Interviews, promises and answers are noted by themselves."),
        reverse("mail_setup"),
    )
    around = Door(
        _("Show me around"),
        _("A made-up search to look at and try things on."),
        reverse("enter_demo"),
        is_form=True,
    )
    return interview, mail, around

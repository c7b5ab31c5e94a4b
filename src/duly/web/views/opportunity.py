"""One opportunity: who is there, what happened, what is planned and why."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from duly.adapters import playbookfiles
from duly.core.errors import NothingToDoError
from duly.core.model import LinkedIn, Opportunity, Person, Step, What
from duly.core.worktime import zone
from duly.formats import actionwords, timeline
from duly.services import figures, follow_ups, opportunities, planbook, planning, preparing
from duly.services.figures import OneOfThem
from duly.services.planning import Planned
from duly.web import shown
from duly.web.saying import day, say
from duly.web.views.figures import drawn

_LINKEDIN: Final = {
    LinkedIn.CONNECTED: gettext_lazy("connected"),
    LinkedIn.NOT_CONNECTED: gettext_lazy("not connected"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody of an opportunity, as its page shows them.

    Attributes:
        thanked: The days on which thanks went to them.
        linkedin: "connected", or empty where nobody knows.
    """

    person: Person
    thanked: str
    linkedin: str


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Show an opportunity."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.today(now)
    one = figures.of_planned(id, planned)
    opportunity, plan, me = one.opportunity, one.plan, planned.search.me
    page = {
        "opportunity": opportunity,
        "plan": plan,
        "cards": [
            shown.card(each, opportunity, me, now, plan.attempts_allowed) for each in plan.actions
        ],
        "meetings": [
            shown.meeting(each, opportunity, me) for each in preparing.ahead(planned, id, now)
        ],
        "people": _people(one),
        "picture": drawn(
            timeline.timeline(opportunity, planned.search.facts, plan, one.calendar, now, say=say)
        ),
        "word": one.word,
        "may_let_go": follow_ups.may_let_go(plan),
        "may_withdraw": follow_ups.may_withdraw(plan),
        "playbook": playbookfiles.load(opportunity.playbook or planned.search.playbook),
    }
    return render(request, "web/opportunity.html", page)


def _people(one: OneOfThem) -> list[Met]:
    thanks = [
        fact
        for fact in one.planned.search.facts
        if fact.opportunity == one.opportunity.id
        and fact.what is What.SENT
        and fact.step is Step.THANK_YOU
    ]
    return [
        Met(
            each,
            ", ".join(day(one.calendar.day(fact.at)) for fact in thanks if each.id in fact.people),
            str(_LINKEDIN.get(each.linkedin, "")),
        )
        for each in one.opportunity.people
    ]


# The playbook: both plans side by side before one is chosen


@require_http_methods(["GET", "HEAD", "POST"])
def playbook(request: HttpRequest, id: str) -> HttpResponse:
    """Show how this opportunity would unfold under another playbook; change to it."""
    now = datetime.now(UTC)
    if request.method == "POST":
        return _changed(request, id, request.POST.get("playbook", ""), now)
    planned = planbook.BOOK.today(now)
    opportunity, _plan = planned.of(id)
    current = opportunity.playbook or planned.search.playbook
    other = request.GET.get("with", "")
    names = playbookfiles.names()
    books = [playbookfiles.load(name) for name in (current, other) if name]
    page = {
        "opportunity": opportunity,
        "current": current,
        "other": other,
        "books": [playbookfiles.load(name) for name in names if name != current],
        "sides": books if other else [],
        "rows": _rows(planned, opportunity, [book.name for book in books]) if other else [],
    }
    return render(request, "web/playbook_choice.html", page)


def _changed(request: HttpRequest, id: str, name: str, at: datetime) -> HttpResponse:
    """Play an opportunity by another playbook.

    Raises:
        UnknownError: There is no such opportunity or playbook.
    """
    book = playbookfiles.load(name)
    with suppress(NothingToDoError):
        opportunities.edit(id, at, playbook=name)
    messages.success(
        request, _("From now on by the playbook “%(name)s”.") % {"name": say(book.title)}
    )
    return redirect("opportunity", id)


def _rows(
    planned: Planned, opportunity: Opportunity, names: list[str]
) -> list[tuple[str, list[list[str]]]]:
    """Return what each playbook would do on each day, if nobody answered."""
    theirs = zone(opportunity.time_zone)
    by_day: dict[date, list[list[str]]] = {}
    for column, name in enumerate(names):
        for each in planning.look_ahead(planned, opportunity.id, name):
            on = each.at.astimezone(theirs).date()
            cells = by_day.setdefault(on, [[] for _ in names])
            cells[column].append(say(actionwords.task(each.action, opportunity)))
    return [(day(on), by_day[on]) for on in sorted(by_day)]

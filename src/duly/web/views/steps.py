"""What the user says of a step: it is done, put it off, leave it out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duly.core.model import Fact, Opportunity, Plan, Step, What
from duly.services import follow_ups
from duly.web import shown
from duly.web.forms import when
from duly.web.saying import day


def _meant(id: str, step: str, to: str, at: datetime) -> tuple[Opportunity, Plan, Step, list[str]]:
    """Return what an address speaks of.

    Raises:
        UnknownError: There is no such opportunity, step or person.
    """
    opportunity, plan, _planned = follow_ups.current(at, id)
    found = follow_ups.planned_step(opportunity, plan, step)
    people = () if to == shown.NOBODY else follow_ups.reader(opportunity, plan, found, to)
    return opportunity, plan, found, list(people)


@require_POST
def done(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Note that a step was carried out, now."""
    now = datetime.now(UTC)
    opportunity, plan, found, people = _meant(id, step, to, now)
    follow_ups.sent(opportunity, plan, found, tuple(people), None, now, now)
    messages.success(request, _("Noted: it is done."))
    return redirect("today")


@require_POST
def snooze(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Put a step off to a day."""
    until = when.day_chosen(request.POST.get("until", ""))
    _choose(What.SNOOZED, id, step, to, until)
    messages.success(request, _("Put off until %(day)s.") % {"day": day(until)})
    return redirect("today")


@require_POST
def skip(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Leave a step out this once."""
    _choose(What.SKIPPED, id, step, to)
    messages.success(request, _("Left out this once."))
    return redirect("today")


def _choose(what: What, id: str, step: str, to: str, until: date | None = None) -> None:
    now = datetime.now(UTC)
    opportunity, _, found, people = _meant(id, step, to, now)
    choice = Fact(now, what, opportunity.id, people=tuple(people), step=found, until=until)
    follow_ups.choose(choice, now)

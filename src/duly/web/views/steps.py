"""What the user says of a step: it is done, put it off, leave it out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duly.core.errors import NothingToDoError
from duly.core.model import Action, Fact, Opportunity, Plan, Step, What
from duly.formats import actionwords
from duly.services import follow_ups
from duly.web import shown, staying
from duly.web.forms import when
from duly.web.saying import day, say


class Meant(NamedTuple):
    """What an address speaks of.

    Attributes:
        action: As planned; None where that is over, as after a second click.
    """

    opportunity: Opportunity
    plan: Plan
    step: Step
    people: tuple[str, ...]
    action: Action | None

    def task(self) -> str:
        """Return what is meant, and where: "thank Ana Ruiz by email, Acme"."""
        task = actionwords.task(self.action, self.opportunity) if self.action else self.step.value
        return f"{say(task)}, {self.opportunity.company}"


def _meant(id: str, step: str, to: str, at: datetime) -> Meant:
    """Return what an address speaks of.

    Raises:
        UnknownError: There is no such opportunity, step or person.
    """
    opportunity, plan, _planned = follow_ups.current(at, id)
    found = follow_ups.planned_step(opportunity, plan, step)
    people = () if to == shown.NOBODY else follow_ups.reader(opportunity, plan, found, to)
    action = follow_ups.action_for(plan, found, people)
    return Meant(opportunity, plan, found, people, action)


@require_POST
def done(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Note that a step was carried out, now."""
    now = datetime.now(UTC)
    meant = _meant(id, step, to, now)
    if meant.action is None:
        return _already(request, meant)
    follow_ups.sent(meant.opportunity, meant.plan, meant.step, meant.people, None, now, now)
    return _noted(request, meant, _("Noted as done: %(task)s."))


@require_POST
def snooze(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Put a step off to a day."""
    until = when.day_chosen(request.POST.get("until", ""))
    meant = _meant(id, step, to, datetime.now(UTC))
    try:
        _choose(What.SNOOZED, meant, until)
    except NothingToDoError:
        return _already(request, meant)
    return _noted(request, meant, _("Put off until %(day)s: %(task)s."), day=day(until))


@require_POST
def skip(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Leave a step out this once."""
    meant = _meant(id, step, to, datetime.now(UTC))
    if meant.action is None:
        return _already(request, meant)
    _choose(What.SKIPPED, meant)
    return _noted(request, meant, _("Left out this once: %(task)s."))


def _choose(what: What, meant: Meant, until: date | None = None) -> None:
    now, id = datetime.now(UTC), meant.opportunity.id
    choice = Fact(now, what, id, people=meant.people, step=meant.step, until=until)
    follow_ups.choose(choice, now)


def _noted(request: HttpRequest, meant: Meant, text: str, **more: str) -> HttpResponse:
    staying.noted(request, text % {"task": meant.task(), **more}, meant.opportunity.id)
    return staying.back(request, meant.opportunity.id, "today")


def _already(request: HttpRequest, meant: Meant) -> HttpResponse:
    messages.info(request, _("That is noted already: %(task)s.") % {"task": meant.task()})
    return staying.back(request, meant.opportunity.id, "today")

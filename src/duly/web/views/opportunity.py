"""One opportunity: who is there, what happened, what is planned and why."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duly.services import planning
from duly.web import shown


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Show an opportunity."""
    now = datetime.now(UTC)
    planned = planning.today(now)
    opportunity, plan = planned.of(id)
    me = planned.search.me
    cards = [shown.card(each, opportunity, me, now, plan.attempts_allowed) for each in plan.actions]
    page = {"opportunity": opportunity, "plan": plan, "cards": cards}
    return render(request, "web/opportunity.html", page)

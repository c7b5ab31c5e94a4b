"""What is known of an opportunity besides its facts, and changing it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duly.core.errors import DulyError
from duly.core.model import Fact, What
from duly.core.worktime import zone
from duly.services import follow_ups, log, opportunities
from duly.web.forms.edit import EditForm
from duly.web.forms.fields import beside, zones


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Show what is known of an opportunity, and change it."""
    now = datetime.now(UTC)
    opportunity, _plan, planned = follow_ups.current(now, id)
    mine = zone(planned.search.me.time_zone)
    form = EditForm(request.POST or None, opportunity=opportunity, now=now, own_zone=mine)
    if request.method == "POST" and form.is_valid() and _changed(opportunity.id, form, now):
        messages.success(request, _("Noted."))
        return redirect("opportunity", opportunity.id)
    page = {"opportunity": opportunity, "form": form, "zones": zones()}
    return render(request, "web/edit.html", page, status=422 if form.is_bound else 200)


def _changed(id: str, form: EditForm, now: datetime) -> bool:
    """Change what is new; say beside the form what cannot be."""
    try:
        if applied := form.cleaned_data["applied"]:
            log.record([Fact(applied, What.APPLIED, id)], now)
        if wanted := form.wanted():
            opportunities.edit(id, now, **wanted)
    except DulyError as error:
        form.add_error(None, beside(error))
    return not form.errors

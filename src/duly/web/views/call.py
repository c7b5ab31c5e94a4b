"""A telephone call: the number, the hour there, what to say, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from duly.core.model import Me, Opportunity, Outcome
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services import calls, follow_ups, profile
from duly.services.calls import Call
from duly.web.forms.call import CallForm
from duly.web.saying import say

_SAID = {
    Outcome.SPOKE: _("Noted: you spoke."),
    Outcome.VOICEMAIL: _("Noted: you left a message."),
    Outcome.NO_ANSWER: _("Noted: nobody answered."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Show everything for a call; note how it ended."""
    now = datetime.now(UTC)
    me = profile.ensure().me
    form = CallForm(request.POST or None, now=now, own_zone=zone(me.time_zone))
    call = calls.look(id, request.GET.get("to", ""), now)
    if request.method == "POST" and form.is_valid():
        return _noted(request, call.opportunity, form, now)
    status = 422 if form.is_bound else 200
    return render(request, "web/call.html", _page(call, me, form), status=status)


def _noted(
    request: HttpRequest, opportunity: Opportunity, form: CallForm, now: datetime
) -> HttpResponse:
    outcome = Outcome(form.cleaned_data["outcome"])
    to = opportunity.person(request.POST.get("to", ""))
    people = (to.id,) if to else ()
    follow_ups.called(opportunity, people, outcome, form.new_date(), now, now)
    messages.success(request, _SAID[outcome])
    return redirect("opportunity", opportunity.id)


def _page(call: Call, me: Me, form: CallForm) -> dict[str, object]:
    theirs, mine = zone(call.opportunity.time_zone), zone(me.time_zone)
    return {
        "call": call,
        "opportunity": call.opportunity,
        "form": form,
        "now_there": say(actionwords.clock(call.hour.at, theirs, mine)),
        "next_there": say(actionwords.clock(call.hour.next_good_at, theirs, mine)),
        "early": _early(call, theirs, mine),
        "dialled": "".join(each for each in call.number if each.isdigit() or each == "+"),
        "outcomes": [
            (Outcome.SPOKE, _("We spoke")),
            (Outcome.VOICEMAIL, _("I left a message")),
            (Outcome.NO_ANSWER, _("Nobody answered")),
        ],
    }


def _early(call: Call, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return for when the plan has the call; empty where that has come, or it has none."""
    return say(actionwords.clock(call.action.due, theirs, mine)) if calls.is_early(call) else ""

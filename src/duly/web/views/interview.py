"""The first door: an interview that is over or to come; moved, or cancelled."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duly.core.errors import DulyError, NothingToDoError, WrongUsageError
from duly.core.model import Me, Opportunity
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services import follow_ups, interviews, opportunities, planbook, preparing, profile
from duly.services.interviews import Held
from duly.services.opportunities import Given
from duly.services.planning import Planned
from duly.services.preparing import Ahead
from duly.web.forms.fields import beside, zones
from duly.web.forms.interview import (
    OVER,
    HeldForm,
    MovedForm,
    NewForm,
    YouForm,
    people_rows,
)
from duly.web.saying import say

_AN_HOUR = timedelta(hours=1)
_SUGGESTED = 200
"""Companies, the last ones; the field takes any name."""


class SetUp(NamedTuple):
    """An interview to come, with the form that moves it.

    Attributes:
        was: Its end, as the form names it.
    """

    when: str
    was: str
    form: MovedForm


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an interview, at a company that may be new, and note it."""
    now = datetime.now(UTC)
    me, you = _you(request)
    known = planbook.BOOK.look(now).search.opportunities
    company = " ".join(request.POST.get("company", "").split()).casefold()
    alike = tuple(each for each in known if company and each.company.casefold() == company)
    clock: dict[str, Any] = {"now": now, "own_zone": zone(me.time_zone), "alike": alike}
    form, rows = NewForm(**clock), people_rows()
    if request.method == "POST" and "more" in request.POST:
        form = NewForm(initial=request.POST.dict(), **clock)
        rows = people_rows(request.POST, more=True)
    elif request.method == "POST":
        form, rows = NewForm(request.POST, **clock), people_rows(request.POST)
        valid = all(each.is_valid() for each in (form, rows, you) if each)
        if valid and (id := _opened(form, _people(rows), now)):
            return _went_on(request, id, form)
    page = {
        "form": form,
        "rows": rows,
        "you": you,
        "me": me,
        "zones": zones(),
        "companies": sorted({each.company for each in known[-_SUGGESTED:]}),
        "asks_which": bool(alike) and form.is_bound,
    }
    return render(request, "web/interview.html", page, status=422 if form.is_bound else 200)


def _you(request: HttpRequest) -> tuple[Me, YouForm | None]:
    """Return who is searching, and the form that asks it; None where they have said so before.

    What they say is noted before the rest is read: times are typed by their own clock.
    """
    me = profile.ensure().me
    if me.name:
        return me, None
    if request.method != "POST":
        return me, YouForm(initial={"my_zone": me.time_zone})
    you = YouForm(request.POST)
    if you.is_valid():
        with suppress(NothingToDoError):
            me = profile.change(**you.wanted(me)).me
    return me, you


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, id: str) -> HttpResponse:
    """Ask for another interview of an opportunity, and note it."""
    now = datetime.now(UTC)
    opportunity, _plan, planned = follow_ups.current(now, id)
    clock: dict[str, Any] = {"now": now, "own_zone": zone(planned.search.me.time_zone)}
    form, rows = HeldForm(opportunity=opportunity, **clock), people_rows()
    if request.method == "POST" and "more" in request.POST:
        typed = {**request.POST.dict(), "known": request.POST.getlist("known")}
        form = HeldForm(initial=typed, opportunity=opportunity, **clock)
        rows = people_rows(request.POST, more=True)
    elif request.method == "POST":
        form = HeldForm(request.POST, opportunity=opportunity, **clock)
        rows = people_rows(request.POST)
        valid = form.is_valid() and rows.is_valid()
        if valid and _noted(form, _people(rows), now, opportunity.id):
            return _went_on(request, opportunity.id, form)
    return _shown(request, opportunity, planned, form, rows)


def _people(rows: Any) -> tuple[Given, ...]:
    return tuple(given for row in rows if (given := row.given()))


def _opened(form: NewForm, people: tuple[Given, ...], now: datetime) -> str:
    """Note the interview, opening its opportunity where that is new; return the id.

    Of one that is known, what else was typed is noted, too: nobody types it to be passed over.
    """
    known = form.known_id()
    if not known:
        return _noted(form, people, now, "", new=form.opening())
    if told := form.completing():
        try:
            with suppress(NothingToDoError):
                opportunities.edit(known, now, **told)
        except DulyError as error:
            form.add_error(None, beside(error))
            return ""
    return _noted(form, people, now, known)


def _noted(form: HeldForm, people: tuple[Given, ...], now: datetime, id: str, **more: Any) -> str:
    """Note an interview; return the id, or say beside the form what cannot be."""
    held: Held = form.held(people)
    try:
        found, _planned = interviews.record(held, now, id=id, **more)
    except DulyError as error:
        form.add_error(None, beside(error))
        return ""
    return found


def _went_on(request: HttpRequest, id: str, form: HeldForm) -> HttpResponse:
    """Lead to what comes next: writing down what was said, or preparing."""
    if form.cleaned_data["tense"] == OVER:
        messages.success(request, _("Noted. Now, while it is fresh: what was said?"))
        return redirect("debrief", id)
    messages.success(request, _("Noted. This is what to take along."))
    return redirect("prepare", id)


def _shown(
    request: HttpRequest,
    opportunity: Opportunity,
    planned: Planned,
    form: HeldForm,
    rows: Any,
    moved: SetUp | None = None,
) -> HttpResponse:
    found = _set_up(opportunity, planned)
    if moved:
        found = [moved if each.was == moved.was else each for each in found]
    page = {
        "opportunity": opportunity,
        "form": form,
        "rows": rows,
        "me": planned.search.me,
        "set_up": found,
    }
    status = 422 if form.is_bound or moved else 200
    return render(request, "web/interview_add.html", page, status=status)


def _set_up(opportunity: Opportunity, planned: Planned) -> list[SetUp]:
    """Return the interviews that lie ahead."""
    now, me = planned.plan.at, planned.search.me
    return [
        _one_set_up(each, opportunity, me, now)
        for each in preparing.ahead(planned, opportunity.id, now)
    ]


def _one_set_up(
    ahead: Ahead, opportunity: Opportunity, me: Me, now: datetime, data: Any = None
) -> SetUp:
    theirs, mine = zone(opportunity.time_zone), zone(me.time_zone)
    was = ahead.ends_at.isoformat()
    form = MovedForm(data, now=now, own_zone=mine, auto_id=f"id_{ahead.ends_at:%Y%m%d%H%M}_%s")
    when = say(actionwords.span(ahead.starts_at, ahead.ends_at, theirs, mine))
    return SetUp(when, was, form)


@require_POST
def move(request: HttpRequest, id: str) -> HttpResponse:
    """Note that they moved an interview; it takes as long as it would have."""
    now = datetime.now(UTC)
    opportunity, _plan, planned = follow_ups.current(now, id)
    ahead = _meant(request, planned, opportunity.id, now)
    found = _one_set_up(ahead, opportunity, planned.search.me, now, request.POST)
    if found.form.is_valid():
        length = ahead.ends_at - ahead.starts_at if ahead.starts_at else _AN_HOUR
        try:
            ends_at = found.form.cleaned_data["to"] + length
            starts_at = found.form.cleaned_data["to"]
            interviews.move(opportunity.id, ahead.ends_at, ends_at, now, starts_at=starts_at)
        except DulyError as error:
            found.form.add_error("to", beside(error))
        else:
            messages.success(request, _("Noted: the interview was moved."))
            return redirect("opportunity", opportunity.id)
    form = HeldForm(opportunity=opportunity, now=now, own_zone=found.form.own_zone)
    return _shown(request, opportunity, planned, form, people_rows(), found)


@require_POST
def cancel(request: HttpRequest, id: str) -> HttpResponse:
    """Note that an interview was cancelled."""
    now = datetime.now(UTC)
    opportunity, _plan, planned = follow_ups.current(now, id)
    ahead = _meant(request, planned, opportunity.id, now)
    interviews.cancel(opportunity.id, ahead.ends_at, now)
    messages.success(request, _("Noted: the interview is cancelled."))
    return redirect("opportunity", opportunity.id)


def _meant(request: HttpRequest, planned: Planned, id: str, now: datetime) -> Ahead:
    """Return the interview that a form speaks of.

    Raises:
        WrongUsageError: It does not lie ahead any more.
    """
    was = request.POST.get("was", "")
    for each in preparing.ahead(planned, id, now):
        if each.ends_at.isoformat() == was:
            return each
    raise WrongUsageError(
        "there is no such interview ahead any more", mend="Look again: it may have been moved."
    )

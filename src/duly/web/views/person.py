"""Somebody in an opportunity: how they are reached, what they are to it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duly.core.errors import DulyError, UnknownError, did_you_mean
from duly.core.model import Opportunity, Person
from duly.core.told import told
from duly.services import follow_ups, opportunities
from duly.services.opportunities import Given
from duly.web.forms.fields import beside
from duly.web.forms.person import PersonForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, id: str, person: str) -> HttpResponse:
    """Show what is known of somebody, and change it."""
    opportunity, _plan, _planned = follow_ups.current(datetime.now(UTC), id)
    found = opportunity.person(person)
    if found is None:
        known = [each.id for each in opportunity.people]
        raise UnknownError(
            told('nobody in "{id}" is called "{person}"', id=opportunity.id, person=person),
            mend=did_you_mean(person, known),
        )
    form = PersonForm(request.POST or None, person=found, opportunity=opportunity)
    return _answered(request, opportunity, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, id: str) -> HttpResponse:
    """Ask for somebody new in an opportunity, and note them."""
    opportunity, _plan, _planned = follow_ups.current(datetime.now(UTC), id)
    form = PersonForm(request.POST or None, person=Person("", ""), opportunity=opportunity)
    return _answered(request, opportunity, form, None)


def _answered(
    request: HttpRequest, opportunity: Opportunity, form: PersonForm, person: Person | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _changed(opportunity.id, form, person):
        messages.success(request, _("Noted: %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("opportunity", opportunity.id)
    page = {"opportunity": opportunity, "person": person, "form": form}
    return render(request, "web/person_edit.html", page, status=422 if form.is_bound else 200)


def _changed(id: str, form: PersonForm, person: Person | None) -> bool:
    """Change what is new; say beside the form what cannot be."""
    now = datetime.now(UTC)
    given = Given(person.id if person else form.as_typed(), form.part())
    try:
        found = person.id if person else ""
        if wanted := form.wanted():
            found, _planned = opportunities.change_person(id, given, now, **wanted)
        main_contact = form.main_contact(found)
        if main_contact is not None:
            opportunities.edit(id, now, main_contact=main_contact)
    except DulyError as error:
        form.add_error(None, beside(error))
    return not form.errors

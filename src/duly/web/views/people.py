"""Everybody met, and their contact cards out and in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from duly.core.errors import DulyError
from duly.services import contacts, exporting, people, planbook
from duly.web.failures import status_of_forms
from duly.web.forms.cards import CardsForm
from duly.web.forms.fields import beside

_SHEET: Final = 30


@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    """Show everybody met, sheet by sheet."""
    return _page(request)


def _page(request: HttpRequest, **shown: Any) -> HttpResponse:
    planned = planbook.BOOK.today(datetime.now(UTC))
    found = Paginator(people.everyone(planned), _SHEET)
    sheet = found.get_page(request.GET.get("page", "1"))
    page = {
        "count": found.count,
        "sheet": sheet,
        "rows": people.with_days(sheet, planned),
        "form": CardsForm(),
        **shown,
    }
    return render(request, "web/people.html", page, status=status_of_forms(shown.values()))


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Hand out the contact cards of everybody."""
    del request
    return _handed_out("people.vcf")


@require_safe
def card(request: HttpRequest, person: str) -> HttpResponse:
    """Hand out the contact card of somebody."""
    del request
    return _handed_out(f"{person}.vcf", person)


def _handed_out(name: str, person: str = "") -> HttpResponse:
    planned = planbook.BOOK.today(datetime.now(UTC))
    response = HttpResponse(exporting.cards(planned.search, person), content_type="text/vcard")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return response


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Complete the people who are known from a file of contact cards, and say what became of it."""
    form = CardsForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["cards"]
        try:
            taken, _ = contacts.take_in_cards(given.read(), given.name, datetime.now(UTC))
        except DulyError as error:
            form.add_error("cards", beside(error))
        else:
            return _page(request, taken=taken)
    return _page(request, form=form)

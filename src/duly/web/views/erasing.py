"""Erasing everything: what goes, the word that stands for meaning it, and the last page."""

from __future__ import annotations

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from duly.services import erasing
from duly.services.erasing import Gone
from duly.services.planbook import BOOK
from duly.services.readings import READINGS
from duly.web import beside
from duly.web.forms.settings import WordForm


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Show what erasing everything erases; with the word, do it, and end the server."""
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = _erased()
        # Not `render`: what stands around a page would open, and so make, a database.
        last = {"gone": gone, "LANGUAGE_CODE": get_language()}
        return HttpResponse(render_to_string("web/erased.html", last))
    page = {"form": form, "doomed": erasing.doomed()}
    return render(request, "web/erase.html", page, status=422 if form.is_bound else 200)


def _erased() -> Gone:
    """Erase everything with nobody else at it; then there is nothing left to serve."""
    READINGS.stop()
    with beside.nobody():
        BOOK.close()
        connections.close_all()
        gone = erasing.everything()
    beside.end()
    return gone

"""The outbox: letters on their way, what became of them, and what only the user can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duly.core.errors import DulyError
from duly.services import outbox, planbook
from duly.services.planning import Planned
from duly.web import passage, saying, shown
from duly.web.passage import Passage

_MOST_DONE = 30
"""What became of older ones is in the log."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the letters on their way, and what became of those before."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    found = [_shown(kept, planned, now) for kept in outbox.listed(everything=True)]
    open_ = [each for each in found if each.every or each.asks or each.can_give_back]
    done = [each for each in reversed(found) if each not in open_]
    seen = "-".join(each.seen for each in open_)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)  # nothing is swapped, and nobody loses their place
    page = {
        "seen": seen,
        "open": open_,
        "done": done[:_MOST_DONE],
        "every": min((each.every for each in open_ if each.every), default=0),
    }
    template = "web/_outbox.html" if "seen" in request.GET else "web/outbox.html"
    return render(request, template, page)


def _shown(kept: outbox.Kept, planned: Planned, at: datetime) -> Passage:
    opportunity, _plan = planned.of(kept.opportunity)
    return passage.of_kept(kept, opportunity, planned.search.me, at)


def _change(
    request: HttpRequest, number: int, change: Callable[[], object], said: str
) -> HttpResponse:
    """Make a change and lead back to where the user was."""
    try:
        change()
        messages.success(request, said)
    except DulyError as error:
        messages.error(request, saying.error(error))
    return redirect(_back(request, number))


def _back(request: HttpRequest, number: int) -> str:
    """Return the page that the form was on: the letter's own, or the outbox."""
    if request.POST.get("back") == "letter":
        for kept in outbox.listed(everything=True):
            if kept.number == number:
                return shown.letter_url(kept)
    return "outbox"


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take a letter back before it leaves."""
    now = datetime.now(UTC)
    said = _("Taken back. Nothing has left.")
    return _change(request, number, lambda: outbox.take_back(number, now), said)


@require_POST
def it_left(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a letter has left of which nobody knew."""
    now = datetime.now(UTC)
    said = _("Noted as sent.")
    why = _("You said that it has left.")
    return _change(request, number, lambda: outbox.sent(number, now, why), said)


@require_POST
def it_did_not(request: HttpRequest, number: int) -> HttpResponse:
    """Give a letter back that has not left, so that it can be sent anew."""
    now = datetime.now(UTC)
    said = _("It is back on the desk.")
    why = _("You said that it has not left.")
    return _change(request, number, lambda: outbox.give_back(number, now, why), said)

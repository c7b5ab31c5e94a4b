"""The sheet to take along to an interview; it prints on one page."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services import preparing
from duly.services.preparing import QUESTIONS, Sheet
from duly.web.saying import say


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """Show whom one meets, when, and what to ask before one leaves."""
    sheet = preparing.sheet(id, datetime.now(UTC))
    people = [
        (person, [say(each) for each in preparing.still_unknown(person)]) for person in sheet.people
    ]
    page = {
        "opportunity": sheet.opportunity,
        "next": sheet.next,
        "when": _when(sheet),
        "people": people,
        "questions": [(rule, say(text)) for rule, text in QUESTIONS],
    }
    return render(request, "web/prepare.html", page)


def _when(sheet: Sheet) -> tuple[str, ...]:
    """Return when the interview starts and ends, in their time and in the user's."""
    if sheet.next is None:
        return ()
    theirs, mine = zone(sheet.opportunity.time_zone), zone(sheet.planned.search.me.time_zone)
    instants = (sheet.next.starts_at, sheet.next.ends_at)
    return tuple(say(actionwords.clock(each, theirs, mine)) for each in instants if each)

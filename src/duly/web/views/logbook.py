"""The log of one opportunity: what they sent is noted, and what was noted is put right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duly.core.errors import DulyError, NothingToDoError
from duly.core.model import Action, Me, Meaning, Opportunity, Plan, Step, What
from duly.core.worktime import zone
from duly.formats import factwords
from duly.services import chronicle, inbox, log, planbook
from duly.services.chronicle import Entry
from duly.services.log import Place
from duly.web import failures, saying, shown, staying
from duly.web.forms.facts import FactForm, ReceivedForm
from duly.web.saying import begun, day, say
from duly.web.staying import KINDS

_FORMS: Final = require_http_methods(["GET", "HEAD", "POST"])
_SOURCES: Final = {
    "typed": gettext_lazy("noted by you"),
    "calendar": gettext_lazy("from a calendar"),
    "debrief": gettext_lazy("from your debrief"),
    "outbox": gettext_lazy("from the outbox"),
    "linkedin": gettext_lazy("from LinkedIn’s list"),
    "demo": gettext_lazy("part of the demo"),
    "import": gettext_lazy("taken over"),
}


class Line(NamedTuple):
    """One entry of the log as the page shows it.

    Attributes:
        gone: "taken back" or "put right", where it is no longer in force.
        source: Where it came from, in words; empty where a mail is named instead.
        mail: The number of that mail; 0 for none.
        evidence: By which words of it.
        address: By what it is undone, put back and put right.
        back: It can be put back.
    """

    what: str
    when: str
    noted: str
    gone: str
    source: str
    mail: int
    subject: str
    by_user: bool
    evidence: str
    address: tuple[str, str, int]
    back: bool


@require_safe
def log_page(request: HttpRequest, id: str) -> HttpResponse:
    """Show everything that was noted of an opportunity, what happened last first."""
    planned = planbook.BOOK.look(datetime.now(UTC))
    opportunity, _plan = planned.of(id)
    entries = chronicle.whole(id)
    lines = [_line(each, entries, opportunity, planned.search.me) for each in entries]
    return render(request, "web/log.html", {"opportunity": opportunity, "lines": lines})


def _line(entry: Entry, entries: list[Entry], opportunity: Opportunity, me: Me) -> Line:
    mine = zone(me.time_zone)
    noted = entry.recorded_at.astimezone(mine)
    kind = KINDS[entry.place.is_choice]
    return Line(
        what=begun(factwords.what(entry.fact, opportunity, me)),
        when=say(factwords.when(entry.fact, opportunity, me)),
        noted=f"{day(noted.date())} {noted:%H:%M}",
        gone=str(_GONE[entry.gone]),
        source="" if entry.mail else _source(entry.source),
        mail=entry.mail,
        subject=entry.subject or _("no subject"),
        by_user=entry.by_user,
        evidence=next((what for what, _where in entry.evidence), ""),
        address=(opportunity.id, kind, entry.place.id),
        back=chronicle.may_be_put_back(entry, entries),
    )


def _source(source: str) -> str:
    return str(_SOURCES.get(source.partition(":")[0], source))


_GONE: Final = {
    "": "",
    "taken back": gettext_lazy("taken back"),
    "put right": gettext_lazy("put right since"),
}


@require_POST
def undo(request: HttpRequest, id: str, kind: str, number: int) -> HttpResponse:
    """Take one entry back; the log keeps both."""
    now = datetime.now(UTC)
    undone = log.undo_one(id, _place(kind, number), now)
    opportunity, _plan = undone.planned.of(id)
    told = say(factwords.what(undone.facts[0], opportunity, undone.planned.search.me))
    messages.success(request, _("Taken back: %(what)s.") % {"what": told})
    return staying.back(request, id, "log")


@require_POST
def put_back(request: HttpRequest, id: str, kind: str, number: int) -> HttpResponse:
    """Note again what was taken back."""
    log.put_back(id, _place(kind, number), datetime.now(UTC))
    messages.success(request, _("It is noted again."))
    return redirect("log", id)


@_FORMS
def correct(request: HttpRequest, id: str, kind: str, number: int) -> HttpResponse:
    """Put one entry right; the log keeps both, and the plan goes by the correction."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, _plan = planned.of(id)
    me = planned.search.me
    noted = chronicle.one(id, _place(kind, number))
    form = FactForm(noted.fact, opportunity, now, zone(me.time_zone), request.POST or None)
    page = {
        "opportunity": opportunity,
        "form": form,
        "what": say(factwords.told(noted.fact, opportunity, me)),
    }
    if request.method != "POST":
        return render(request, "web/correct.html", page)
    if not form.is_valid():
        return render(request, "web/correct.html", page, status=422)
    try:
        log.correct(noted, form.replacement(), now)
    except DulyError as error:
        form.add_error(None, saying.error(error))
        return render(request, "web/correct.html", page, status=failures.status_of(error))
    messages.success(request, _("Put right."))
    return redirect("log", id)


def _place(kind: str, number: int) -> Place:
    if kind not in KINDS.values():
        raise Http404
    return Place(number, is_choice=kind == KINDS[True])


# What they sent or said


_NOTED: Final = gettext_lazy("Noted. The plan follows.")
_SAID: Final = {
    Meaning.REJECTION: gettext_lazy(
        "Noted: a no from %(company)s. That is hard to read. It closes this one, and says nothing "
        "about the next."
    ),
    Meaning.CLOSED: gettext_lazy(
        "Noted: %(company)s has closed the position. That was not about you; this one is over."
    ),
}


@_FORMS
def received(request: HttpRequest, id: str) -> HttpResponse:
    """Show what they sent last, and note what they sent or said since."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, plan = planned.of(id)
    mine = zone(planned.search.me.time_zone)
    sender = request.GET.get("from", "")
    form = ReceivedForm(opportunity, sender, now, mine, request.POST or None)
    page = {
        "opportunity": opportunity,
        "form": form,
        "last": _last(opportunity, sender, planned.search.me),
        "mail": inbox.last_from(id, sender),
        "answer_url": _answer_url(plan, sender),
    }
    if request.method != "POST":
        return render(request, "web/received.html", page)
    if not form.is_valid():
        return render(request, "web/received.html", page, status=422)
    fact = form.fact()
    try:
        log.record([fact], now)
    except NothingToDoError:
        messages.info(request, _("That is noted already."))
        return redirect("opportunity", id)
    except DulyError as error:
        form.add_error(None, saying.error(error))
        return render(request, "web/received.html", page, status=failures.status_of(error))
    said = str(_SAID.get(fact.meaning or Meaning.OTHER, _NOTED))
    staying.noted(request, said % {"company": opportunity.company}, id)
    return redirect("opportunity", id)


def _last(opportunity: Opportunity, sender: str, me: Me) -> str:
    """Return the last thing they sent, somebody in particular or anybody, in words."""
    noted = [
        each.fact
        for each in chronicle.in_force(opportunity.id)
        if each.fact.what is What.RECEIVED and (not sender or sender in each.fact.people)
    ]
    return say(factwords.told(noted[-1], opportunity, me)) if noted else ""


def _answer_url(plan: Plan, sender: str) -> str:
    owed: list[Action] = [
        each
        for each in plan.actions
        if each.step is Step.ANSWER and (not sender or each.to == sender)
    ]
    return shown.letter_url(owed[0]) if owed else ""

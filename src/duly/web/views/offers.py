"""Offers: their deadlines, side by side, and the decisions; and everyone who is to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from duly.core.errors import DulyError, NothingToDoError
from duly.core.model import LIVE, Me, Opportunity, What
from duly.core.told import told
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services import deciding, follow_ups, offers, planbook
from duly.services.deciding import OnTheTable, Telling
from duly.services.planning import Planned
from duly.web import failures, saying, shown, staying
from duly.web.forms.offers import DecisionForm, MoreTimeForm, OfferForm
from duly.web.saying import say

_FEW: Final = 20
"""Opportunities that another offer may be of; the page of each of the others leads there, too."""
_FORMS: Final = require_http_methods(["GET", "HEAD", "POST"])


class Column(NamedTuple):
    """An offer as the page shows it.

    Attributes:
        left: "5 days left", in days of their zone.
        ask_url: The letter that asks for time; empty where that step is not planned.
        ask_from: The first day, in ISO form, that would give more of it; empty where any does.
        why_not: Why it is not.
    """

    offer: OnTheTable
    sender: str
    made: str
    until: str
    left: str
    ask_url: str
    ask_occasion: str
    ask_from: str
    why_not: str


class Row(NamedTuple):
    """Somebody to tell of a decision, as the page shows them."""

    company: str
    opportunity: str
    task: str
    url: str
    told: str


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Show the offers side by side, and whom to tell once one is accepted."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    me = planned.search.me
    on_the_table = deciding.on_the_table(planned)
    offered = {each.opportunity.id for each in on_the_table}
    others = [each for each in _live(planned) if each.id not in offered]
    page = {
        "columns": [_column(each, me, now) for each in on_the_table],
        "telling": [_row(each, me) for each in deciding.telling(planned)],
        "others": others[:_FEW],
        "more": len(others) > _FEW,
    }
    return render(request, "web/offers.html", page)


def _live(planned: Planned) -> list[Opportunity]:
    pairs = zip(planned.search.opportunities, planned.plan.plans, strict=True)
    return [each for each, plan in pairs if plan.state in LIVE]


def _column(offer: OnTheTable, me: Me, now: datetime) -> Column:
    opportunity = offer.opportunity
    theirs, mine = zone(opportunity.time_zone), zone(me.time_zone)
    until = say(actionwords.clock(offer.answer_by, theirs, mine)) if offer.answer_by else ""
    ask = offer.more_time
    given = offer.answer_by.astimezone(theirs).date() if offer.answer_by else None
    return Column(
        offer,
        actionwords.person_name(opportunity, offer.sender) if offer.sender else "",
        say(actionwords.clock(offer.made_at, theirs, mine)),
        until or _("no day named"),
        _left(offer, now),
        shown.letter_url(ask).partition("?")[0] if ask else "",
        ask.occasion if ask else "",
        (given + timedelta(days=1)).isoformat() if given else "",
        "" if ask else _why_not(offer),
    )


def _left(offer: OnTheTable, now: datetime) -> str:
    if offer.answer_by is None:
        return ""
    if offer.answer_by <= now:
        return _("over")
    theirs = zone(offer.opportunity.time_zone)
    days = (offer.answer_by.astimezone(theirs).date() - now.astimezone(theirs).date()).days
    if not days:
        return _("today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def _why_not(offer: OnTheTable) -> str:
    dropped = (each.why for each in offer.plan.dropped if each.step == "ask-more-time")
    return say(next(dropped, ""))


def _row(each: Telling, me: Me) -> Row:
    opportunity = each.opportunity
    theirs, mine = zone(opportunity.time_zone), zone(me.time_zone)
    return Row(
        opportunity.company,
        opportunity.id,
        _tasks(each),
        shown.letter_url(each.action) if each.action else "",
        say(actionwords.clock(each.told_at, theirs, mine)) if each.told_at else "",
    )


def _tasks(each: Telling) -> str:
    if each.action:
        return say(actionwords.task(each.action, each.opportunity))
    return say(told("{name}", name=actionwords.person_name(each.opportunity, each.to)))


# Noting one


@_FORMS
def offer(request: HttpRequest, id: str) -> HttpResponse:
    """Note an offer, or put right what is noted of the one that is open."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, _plan = planned.of(id)
    known = deciding.offer_of(planned, id)
    mine = zone(planned.search.me.time_zone)
    form = OfferForm(opportunity, known, now, mine, request.POST or None)

    def note() -> None:
        if known and known.noted:
            offers.change(known.noted, form.offer(), form.told_terms(), now)
            messages.success(request, _("Noted as you say."))
        else:
            offers.receive(form.offer(), form.told_terms(), now)
            said = _("Noted: an offer from %(company)s. Well done.")
            staying.noted(request, said % {"company": opportunity.company}, id)

    page = {"opportunity": opportunity, "form": form, "is_known": bool(known and known.noted)}
    return _answered(request, form, note, "web/offer.html", page)


@_FORMS
def more_time(request: HttpRequest, id: str) -> HttpResponse:
    """Note that they gave more time to decide."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, _plan = planned.of(id)
    form = MoreTimeForm(opportunity, now, zone(planned.search.me.time_zone), request.POST or None)

    def note() -> None:
        until = form.answer_by()
        offers.more_time(id, until, now, form.cleaned_data["happened"])
        staying.noted(request, _("Noted: more time to decide."), id)

    return _answered(
        request, form, note, "web/more_time.html", {"opportunity": opportunity, "form": form}
    )


# Deciding


class _Decision(NamedTuple):
    title: Any
    button: Any
    done: Any
    already: Any


_DECISIONS: Final[dict[What, _Decision]] = {
    What.ACCEPTED: _Decision(
        gettext_lazy("You accept %(company)s’s offer"),
        gettext_lazy("Accept the offer"),
        gettext_lazy("Noted: you accepted. Tell them in writing, and everyone else too."),
        gettext_lazy("You have accepted the offer from %(company)s already."),
    ),
    What.DECLINED: _Decision(
        gettext_lazy("You decline %(company)s’s offer"),
        gettext_lazy("Decline the offer"),
        gettext_lazy("Noted: you declined. Tell them promptly, and burn no bridges."),
        gettext_lazy("You have declined the offer from %(company)s already."),
    ),
    What.WITHDREW: _Decision(
        gettext_lazy("You withdraw from %(company)s"),
        gettext_lazy("Withdraw"),
        gettext_lazy("Noted: you withdrew. Tell them, so that nobody waits for you."),
        gettext_lazy("You have withdrawn from %(company)s already."),
    ),
}


@_FORMS
def decide(request: HttpRequest, id: str, decision: What) -> HttpResponse:
    """Ask once whether it is to be so, with everyone who will have to be told; then note it."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, _plan = planned.of(id)
    me, words = planned.search.me, _DECISIONS[decision]
    leads_to = _next(id, decision)
    if deciding.is_decided(planned, id, decision):
        messages.info(request, words.already % {"company": opportunity.company})
        return leads_to
    form = DecisionForm(now, zone(me.time_zone), request.POST or None)
    telling = deciding.if_decided(id, decision, now)

    def note() -> None:
        given = form.cleaned_data
        offers.decide(id, decision, now, given["happened"], given["note"])
        staying.noted(request, str(words.done), id)

    others = [each for each in telling if each.opportunity.id != id]
    page = {
        "opportunity": opportunity,
        "form": form,
        "title": words.title % {"company": opportunity.company},
        "button": words.button,
        "own": [_row(each, me) for each in telling if each.opportunity.id == id],
        "others": [_row(each, me) for each in others[:_FEW]],
        "told": len(others),
        "more": max(len(others) - _FEW, 0),
        "back": reverse("offers") if deciding.offer_of(planned, id) else _home(id),
    }
    return _answered(request, form, note, "web/decide.html", page, leads_to)


def _next(id: str, decision: What) -> HttpResponse:
    """Lead to everyone who is to be told: of an acceptance they are many, else it is one letter."""
    return redirect("offers") if decision is What.ACCEPTED else redirect("opportunity", id)


def _home(id: str) -> str:
    return reverse("opportunity", args=[id])


@_FORMS
def let_go(request: HttpRequest, id: str) -> HttpResponse:
    """Ask once whether to wait no longer, and say that nobody is told; then note it."""
    now = datetime.now(UTC)
    planned = planbook.BOOK.look(now)
    opportunity, plan = planned.of(id)
    named = {"company": opportunity.company}
    if not follow_ups.may_let_go(plan):
        messages.info(request, _("There is nothing left to let go of at %(company)s.") % named)
        return redirect("opportunity", id)
    if request.method != "POST":
        page = {"opportunity": opportunity, "letting_go": ("W6", "X3")}
        return render(request, "web/let_go.html", page)
    follow_ups.let_go(id, now)
    staying.noted(request, _("You let %(company)s go. Turn to the next.") % named, id)
    return redirect("opportunity", id)


def _answered(
    request: HttpRequest,
    form: forms.Form,
    note: Any,
    template: str,
    page: dict[str, Any],
    leads_to: HttpResponse | None = None,
) -> HttpResponse:
    """Note what a form says and lead on, to the offers unless told otherwise.

    It is shown again where it cannot be noted. What is so already leads on as well: a second
    click comes to what the first one came to.
    """
    if request.method != "POST":
        return render(request, template, page)
    if not form.is_valid():
        return render(request, template, page, status=422)
    try:
        note()
    except NothingToDoError:
        messages.info(request, _("That is noted already."))
    except DulyError as error:
        form.add_error(None, saying.error(error))
        return render(request, template, page, status=failures.status_of(error))
    return leads_to or redirect("offers")

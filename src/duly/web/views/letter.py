"""A letter: shown as it stands, judged while it is typed, kept, and composed afresh."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duly.core.errors import DulyError, UnknownError, WrongUsageError
from duly.core.model import Step
from duly.core.worktime import zone
from duly.letters.material import Voice
from duly.letters.mend import mended
from duly.services import proofreading, writing
from duly.services.writing import LetterChangedError, OwnWordsError, Place, Words
from duly.web import failures, sheet
from duly.web.forms import when
from duly.web.forms.fields import number_in
from duly.web.forms.letter import LetterForm
from duly.web.proof import proof
from duly.web.sheet import LetterPage

Typed = Callable[[HttpRequest, Place, Words, datetime], HttpResponse]


@require_safe
def show(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Show a letter as it stands; nothing is kept by looking at it."""
    if step == Step.CALL:
        return redirect("call", id)
    place = sheet.place_of(request.GET.dict(), id, step, to)
    found = proofreading.opened(place, datetime.now(UTC))
    return shown(request, sheet.letter_page(found, exact(place, found), datetime.now(UTC)))


def shown(request: HttpRequest, letter: LetterPage, status: int = 200) -> HttpResponse:
    """Return a letter's page."""
    return render(request, "web/letter.html", {"letter": letter}, status=status)


def exact(place: Place, found: writing.Sheet) -> Place:
    """Return a letter's place by ids: an address may have a name in it, or its beginning."""
    to = found.page.action.to if found.page else place.to
    return place._replace(opportunity=found.opportunity.id, to=to)


def takes_words(view: Typed) -> Callable[..., HttpResponse]:
    """Give a view the words that were typed; where it cannot do its work, show them again.

    Nothing that was typed is lost: what went wrong stands beside it.
    """

    @require_POST
    @wraps(view)
    def run(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
        place = sheet.place_of(request.POST.dict(), id, step, to)
        form, now = LetterForm(request.POST), datetime.now(UTC)
        if not form.is_valid():
            error = WrongUsageError(str(next(iter(form.errors.values()))[0]).rstrip("."))
            return again(request, place, _as_posted(request), now, error)
        words = form.words()
        try:
            return view(request, place, words, now)
        except LetterChangedError as error:
            return _both(request, place, words, now, error)
        except DulyError as error:
            return again(request, place, words, now, error)

    return run


def _as_posted(request: HttpRequest) -> Words:
    return Words(request.POST.get("subject", ""), request.POST.get("body", ""), 0)


def again(
    request: HttpRequest, place: Place, words: Words, at: datetime, error: DulyError | None = None
) -> HttpResponse:
    """Show a letter with what was typed in its editor, judged, and not kept.

    Where the plan has no such letter any more, what was typed is shown to be copied.
    """
    try:
        found = writing.look(place, at)
    except UnknownError as gone:
        left = {"words": words, "error": error or gone, "opportunity": place.opportunity}
        return render(request, "web/letter_gone.html", left, status=failures.status_of(gone))
    place = exact(place, found)
    judgement = proofreading.judged(place, words, at) if found.page else None
    page = sheet.with_typed(sheet.letter_page(found, place, at), words, judgement, error)
    return shown(request, page, failures.status_of(error) if error else 200)


def _both(
    request: HttpRequest, place: Place, words: Words, at: datetime, error: LetterChangedError
) -> HttpResponse:
    """Show what was typed here beside what another window kept; nothing was written over."""
    found = writing.look(place, at)
    page = sheet.letter_page(found, exact(place, found), at)
    both = {"letter": page, "mine": words, "theirs": error.kept, "zone": zone(found.me.time_zone)}
    return render(request, "web/letter_both.html", both, status=409)


def to_letter(place: Place) -> HttpResponse:
    """Lead back to a letter's page."""
    return redirect(sheet.url_of(place) + sheet.query_of(place))


def refuse_empty(words: Words) -> None:
    """Refuse a letter without a word in it.

    Raises:
        WrongUsageError: It has none.
    """
    if not words.body.strip():
        raise WrongUsageError(
            _("there is nothing in it yet"), mend=_("Write a line, or have it composed.")
        )


@require_POST
def check(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Judge what is being typed; with a suggestion accepted where one was. Nothing is kept."""
    place = sheet.place_of(request.POST.dict(), id, step, to)
    form, now = LetterForm(request.POST), datetime.now(UTC)
    words = form.typed() if form.is_valid() else _as_posted(request)
    try:
        judgement = proofreading.judged(place, words, now)
    except UnknownError as error:
        return again(request, place, words, now, error)
    if getattr(request, "htmx", False):
        kind = judgement.kind
        found = proof(judgement, words.body, kind, premium=place.premium)
        return render(
            request, "web/_proof.html", {"proof": found, "letter": {"url": sheet.url_of(place)}}
        )
    wanted = request.POST.get("accept", "")
    if wanted.isdecimal():
        chosen = judgement.findings[number_in(wanted) : number_in(wanted) + 1]
        words = words._replace(body=mended(words.body, chosen))
    return again(request, place, words, now)


@takes_words
def save(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Keep the words as the next version."""
    refuse_empty(words)
    page = writing.keep(place, words, at)
    version = page.kept.version if page.kept else 0
    messages.success(request, _("Kept as version %(n)d.") % {"n": version})
    return to_letter(place)


@takes_words
def voice(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Compose the letter afresh in another voice; own words are put aside only when asked."""
    try:
        wanted = Voice(request.POST.get("voice", ""))
    except ValueError:
        raise WrongUsageError(
            _("there is no such voice"), expected=_("formal, warm or brief")
        ) from None
    try:
        writing.compose_again(place, words, wanted, at, sure="sure" in request.POST)
    except OwnWordsError:
        return asked(
            request, place, words,
            title=_("Compose it afresh?"),
            texts=[_("The words are your own. They stay among the versions, and you can bring "
                     "them back at any time.")],
            action="voice", yes=_("Compose it afresh"),
            more=[("voice", wanted.value), ("sure", "1")],
        )  # fmt: skip
    messages.success(request, _("Composed afresh. What was there is among the versions."))
    return to_letter(place)


def asked(
    request: HttpRequest,
    place: Place,
    words: Words,
    *,
    title: str,
    texts: list[str],
    action: str,
    yes: str,
    more: list[tuple[str, str]],
    no: str = "",
    findings: tuple[Any, ...] = (),
) -> HttpResponse:
    """Ask the user once more before something is done; the words go along."""
    question = {
        "title": title,
        "texts": texts,
        "action": f"{sheet.url_of(place)}{action}/",
        "back": f"{sheet.url_of(place)}check/",
        "yes": yes,
        "no": no or _("Back to the letter"),
        "more": more,
        "findings": findings,
        "words": words,
        "place": place,
    }
    return render(request, "web/letter_asked.html", {"asked": question}, status=409)


@require_POST
def tell(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Keep the answers that a letter could not be composed without."""
    place, now = sheet.place_of(request.POST.dict(), id, step, to), datetime.now(UTC)
    given = {name: text.strip() for name, text in request.POST.dict().items() if text.strip()}
    try:
        if until := given.get("ask_until"):
            asked = place._replace(ask_until=when.day_chosen(until))
            writing.look(asked, now)
            return to_letter(asked)
        fields = [name for name in given if name.startswith(("impression.", "debrief."))]
        fields += [name for name in given if name == "applied_on"]
        for field in fields:
            writing.tell(place, field, given[field], now)
    except DulyError as error:
        found = writing.look(place, now)
        page = sheet.letter_page(found, exact(place, found), now)
        shown_with = sheet.with_typed(page, page.words, None, error)
        return shown(request, shown_with, failures.status_of(error))
    if fields:
        messages.success(request, _("Noted in the debrief."))
    return to_letter(place)

"""A letter leaves: approved for its hour, put among the drafts, saved, or sent by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duly.core.errors import NeedsUserError
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.formats.slug import company_slug
from duly.letters.checks.base import Severity
from duly.letters.judge import Verdict
from duly.services import drafts, letters, profile, writing
from duly.services.letters import Page
from duly.services.writing import Place, Words
from duly.store.queries import Profile
from duly.web import sheet, staying
from duly.web.saying import say
from duly.web.views.letter import asked, refuse_empty, takes_words, to_letter

_HURTS, _PHONE = "hurts", "phone"


@takes_words
def approve(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Approve a letter and let it wait for its hour, or leave at once.

    What speaks against it is asked once: that it would hurt, and that it is a phone (L4).
    """
    refuse_empty(words)
    page = writing.keep(place, words, at)
    at_once = request.POST.get("when") == "now"
    sure = set(request.POST.getlist("sure"))
    doubts = _doubts(request, page) - sure
    if doubts:
        return _ask(request, place, words, page, doubts | sure, at_once=at_once)
    kept = page.kept.version if page.kept else 0
    words = words._replace(version=kept)
    writing.send(place, words, at, at_once=at_once, insist=_HURTS in sure)
    messages.success(request, _("Approved. You can take it back until it leaves."))
    return to_letter(place)


def _doubts(request: HttpRequest, page: Page) -> set[str]:
    """Return what should be asked before this letter is approved."""
    found = set()
    if page.judgement and page.judgement.verdict is Verdict.NOT_LIKE_THIS:
        found.add(_HURTS)
    if _is_phone(request):
        found.add(_PHONE)
    return found


def _is_phone(request: HttpRequest) -> bool:
    """Tell whether this is a phone: the page's script says so, else the browser's own headers."""
    told = request.POST.get("device", "")
    if told:
        return told == _PHONE
    agent = request.headers.get("User-Agent", "")
    return request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent


def _ask(
    request: HttpRequest,
    place: Place,
    words: Words,
    page: Page,
    doubts: set[str],
    *,
    at_once: bool,
) -> HttpResponse:
    texts, findings = [], page.judgement.findings if page.judgement else ()
    worst = tuple(each for each in findings if each.severity is Severity.HURTS)
    if _HURTS in doubts:
        texts.append(_("As it stands, this letter would do you harm:"))
    if _PHONE in doubts:
        texts.append(
            _("A letter like this is best read once more at a computer: on a phone, slips in "
              "names and spelling slip through.")
        )  # fmt: skip
    version = page.kept.version if page.kept else words.version
    return asked(
        request,
        place,
        words._replace(version=version),
        title=_("Approve it all the same?"),
        texts=texts,
        findings=worst if _HURTS in doubts else (),
        action="approve",
        yes=_("Approve it all the same"),
        no=_("Not yet; keep it for later") if doubts == {_PHONE} else _("Back to the letter"),
        more=[("when", "now" if at_once else "hours"), *(("sure", each) for each in doubts)],
    )


@takes_words
def draft(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Put a letter among the drafts of the user's own mailbox, in its conversation."""
    refuse_empty(words)
    page = writing.keep(place, words, at)
    me = _profile().me
    (placed,) = drafts.put([page], me, request.POST.get("from", ""), at, zone(me.time_zone))
    messages.success(
        request,
        _("It lies in %(folder)s of %(address)s; nothing was sent.")
        % {"folder": placed.folder, "address": placed.address},
    )
    return to_letter(place)


@takes_words
def file(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Hand a letter out as a file that mail programs open for sending."""
    del request
    refuse_empty(words)
    page = writing.keep(place, words, at)
    me = _profile().me
    data = letters.as_message(page, me.email, me.name, at, zone(me.time_zone))
    name = f"{company_slug(page.opportunity.company)}-{page.kind}.eml"
    return HttpResponse(
        data,
        content_type="message/rfc822",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
        },
    )


def _profile() -> Profile:
    """Return the job seeker.

    Raises:
        NeedsUserError: Nobody has said yet who that is.
    """
    found = profile.current()
    if found is None:
        raise NeedsUserError(_("it is not known yet who you are"))
    return found


@takes_words
def sent(request: HttpRequest, place: Place, words: Words, at: datetime) -> HttpResponse:
    """Note that the user has sent the letter by hand, in these words."""
    refuse_empty(words)
    page = writing.note_sent(place, words, at)
    task = actionwords.task(page.action, page.opportunity)
    said = _("Noted as sent: %(task)s. What comes next is on this page.")
    staying.noted(request, said % {"task": say(task)}, place.opportunity)
    return redirect("today")


@require_safe
def way(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Show where a letter stands that was approved; asked again and again while it may change."""
    now = datetime.now(UTC)
    place = sheet.place_of(request.GET.dict(), id, step, to)
    letter = sheet.letter_page(writing.look(place, now), place, now)
    seen = letter.passage.seen if letter.passage else ""
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)  # nothing is swapped, and nobody loses their place
    is_asked_by_page = getattr(request, "htmx", False)
    template = "web/_passage.html" if is_asked_by_page else "web/letter.html"
    return render(request, template, {"passage": letter.passage, "letter": letter})

"""The mail: what waits for a yes, a no or a word more, and what was noted by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from duly.core.errors import DulyError
from duly.core.model import Search
from duly.core.worktime import zone
from duly.formats import mailpage
from duly.services import inbox, planbook, profile, uploads
from duly.services.inbox import Correction, Kept
from duly.services.settling import Settled
from duly.web import failures, mails, saying
from duly.web.forms.fields import number_in, zones
from duly.web.forms.mail import CorrectionForm

_MOST: Final = 10
_LATELY: Final = 10
_NOTHING: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'none'",
        "style-src 'none'",
        "img-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
"""What the frame of a message may do (CSP 3): `sandbox` takes scripts, forms and origin away."""


@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Show every mail that waits for the user's word, and what came of the last ones."""
    now = datetime.now(UTC)
    profile.ensure()
    search = planbook.BOOK.look(now).search
    found = inbox.waiting(now)
    shown = found if "all" in request.GET else found[:_MOST]
    lately = [mails.done(each, search) for each in inbox.lately(now, _LATELY)]
    just = _numbers(request.GET.getlist("done"))
    page = {
        "cards": [mails.card(each, search) for each in shown],
        "more": len(found) - len(shown),
        "just": [each for each in lately if each.number in just],
        "lately": [each for each in lately if each.number not in just],
    }
    return render(request, "web/inbox.html", page)


@require_safe
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one mail with its words; where it is undecided, with what can be said of it."""
    return _mail_page(request, inbox.kept(number))


@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Show how a mail was laid out, in a frame in which nothing runs, loads or leads anywhere.

    It was made harmless when it was kept, and is once more: what is shown goes by today's rules.
    """
    kept, layout = inbox.layout(number)
    page = mark_safe(mailpage.harmless(layout.html)) or linebreaks(kept.text, autoescape=True)  # noqa: S308
    response = render(request, "web/message.html", {"mail": kept, "page": page})
    response["Content-Security-Policy"] = _NOTHING
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _mail_page(
    request: HttpRequest,
    found: Kept,
    form: CorrectionForm | None = None,
    error: DulyError | None = None,
) -> HttpResponse:
    now = datetime.now(UTC)
    search = planbook.BOOK.look(now).search
    answered = _numbers(request.GET.getlist("done"))
    lately = inbox.lately(now, _LATELY) if answered else []
    status = failures.status_of(error) if error else 422 if form and form.errors else 200
    page = {
        "just": [mails.done(each, search) for each in lately if each.fate.mail.id in answered],
        "card": mails.card(found.proposal, search),
        "mail": found.proposal.mail,
        "fate": found.fate,
        "source": uploads.named(found.fate.source),
        "became": mails.became(found.fate.state, by_user=found.fate.by_user),
        "is_open": found.fate.state != "applied",
        "waits": found.fate.state in ("waiting", "asking"),
        "noted": list(mails.noted(found.facts, search)),
        "words": mails.words(found.proposal.mail),
        "layout": found.layout,
        "form": form or _form(found, search, None),
        "zones": zones(),
        "error": saying.parts(error) if error else None,
    }
    return render(request, "web/mail.html", page, status=status)


def _form(found: Kept, search: Search, data: Any) -> CorrectionForm:
    now, mine = datetime.now(UTC), zone(search.me.time_zone)
    return CorrectionForm(found.proposal, search.opportunities, now, mine, data)


# What the user says of it


@require_POST
def yes(request: HttpRequest, number: int) -> HttpResponse:
    """Take what a mail says into the log; to the opportunity that was chosen, where one was."""
    chosen = request.POST.get("for", "")
    correction = Correction(opportunity=chosen) if chosen else None
    return _take(request, number, correction, None)


@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Take a mail into the log as the user puts it right."""
    found = inbox.kept(number)
    form = _form(found, planbook.BOOK.look(datetime.now(UTC)).search, request.POST)
    if not form.is_valid():
        return _mail_page(request, found, form)
    return _take(request, number, form.correction(), form)


def _take(
    request: HttpRequest, number: int, correction: Correction | None, form: CorrectionForm | None
) -> HttpResponse:
    try:
        settled, _planned = inbox.accept([number], datetime.now(UTC), correction)
    except DulyError as error:
        return _mail_page(request, inbox.kept(number), form, error)
    if not settled:
        messages.success(request, _("Noted for later mails like it; the log stays as it is."))
    return _onward(request, [number, *(each.mail.id for each in settled)])


@require_POST
def yes_to_shown(request: HttpRequest) -> HttpResponse:
    """Take into the log what the mails say that were shown, and no others."""
    numbers = sorted(_numbers(request.POST.getlist("number")))
    settled, left = inbox.accept_each(numbers, datetime.now(UTC))
    messages.success(request, _counted(settled))
    if left:
        messages.warning(
            request,
            ngettext(
                "%(n)d mail has come to need a word more.",
                "%(n)d mails have come to need a word more.",
                len(left),
            )
            % {"n": len(left)},
        )
    return _onward(request, (each.mail.id for each in settled))


def _counted(settled: list[Settled]) -> str:
    count = len({each.mail.id for each in settled})
    return ngettext("Noted from %(n)d mail.", "Noted from %(n)d mails.", count) % {"n": count}


@require_POST
def no(request: HttpRequest, number: int) -> HttpResponse:
    """Make nothing of a mail, nor of later ones like it."""
    inbox.dismiss([number], datetime.now(UTC))
    messages.success(request, _("Left aside; so will later ones in the same words."))
    return _onward(request, [number])


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was made of a mail, and show it again."""
    undone = inbox.undo(number, datetime.now(UTC))
    said = _("Taken back; the log keeps both.") if undone else _("It waits for your word again.")
    messages.success(request, said)
    return redirect("mail", number)


def _onward(request: HttpRequest, done: Iterable[int]) -> HttpResponse:
    """Lead to the mail that comes next, from where the user came."""
    query = "&".join(f"done={each}" for each in dict.fromkeys(done))
    waiting = [each.mail.id for each in inbox.waiting(datetime.now(UTC))]
    wanted = _numbers([request.POST.get("next", "")])
    following = next((each for each in waiting if each in wanted), next(iter(waiting), 0))
    if request.POST.get("one") and following:
        return redirect(f"{reverse('mail', args=[following])}?{query}")
    place = f"#mail-{following}" if following else ""
    return redirect(f"{reverse('inbox')}?{query}{place}")


def _numbers(given: Iterable[str]) -> set[int]:
    return {number_in(each) for each in given} - {0}

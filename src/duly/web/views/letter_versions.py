"""What a letter was before, and how it differs from what colleagues get."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duly.core.errors import NothingToDoError
from duly.core.worktime import zone
from duly.letters import distinct
from duly.letters.changes import Stretch, changes
from duly.services import writing
from duly.services.writing import LetterChangedError
from duly.store.queries import KeptLetter
from duly.web import saying, sheet
from duly.web.forms.fields import number_in
from duly.web.proof import Segment
from duly.web.views.letter import exact, to_letter


class Version(NamedTuple):
    """One version, and what changed with it.

    Attributes:
        stretches: Its words with what was added and taken out; none where it is not looked at.
        subject: Its subject where that changed, else empty.
    """

    kept: KeptLetter
    is_in_force: bool
    stretches: tuple[Stretch, ...]
    subject: str


@require_safe
def versions(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Show every version of a letter, the last first, and what changed with one of them."""
    now = datetime.now(UTC)
    place = sheet.place_of(request.GET.dict(), id, step, to)
    found = writing.look(place, now)
    letter = sheet.letter_page(found, exact(place, found), now)
    chosen = number_in(request.GET.get("version", "")) or found.version
    page = {
        "letter": letter,
        "versions": [*_versions(found.versions, chosen)][::-1],
        "zone": zone(found.me.time_zone),
        "can_bring_back": not letter.is_frozen,
    }
    return render(request, "web/letter_versions.html", page)


def _versions(kept: tuple[KeptLetter, ...], chosen: int) -> Iterable[Version]:
    before: KeptLetter | None = None
    for each in kept:
        looked_at = each.version == chosen
        stretches = changes(before.body if before else each.body, each.body) if looked_at else ()
        subject = each.subject if before is None or before.subject != each.subject else ""
        yield Version(each, each is kept[-1], stretches, subject)
        before = each


@require_POST
def bring_back(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Put an older version in force again, as a new one."""
    place, now = sheet.place_of(request.POST.dict(), id, step, to), datetime.now(UTC)
    wanted, version = (number_in(request.POST.get(name, "")) for name in ("bring", "version"))
    try:
        page = writing.bring_back(place, wanted, version, now)
        words = {"n": wanted, "m": page.kept.version if page.kept else 0}
        messages.success(request, _("Version %(n)d is back, as version %(m)d.") % words)
    except LetterChangedError:
        messages.error(request, _("The letter was changed in another window. Look at it first."))
    except NothingToDoError as error:
        messages.info(request, saying.error(error))
    return to_letter(place)


@require_safe
def compare(request: HttpRequest, id: str, step: str, to: str) -> HttpResponse:
    """Show the letter beside those to colleagues, with what is word for word the same marked."""
    now = datetime.now(UTC)
    place = sheet.place_of(request.GET.dict(), id, step, to)
    found = writing.look(place, now)
    letter = sheet.letter_page(found, exact(place, found), now)
    body = letter.words.body
    pairs: list[dict[str, Any]] = [
        {
            "name": name,
            "share": round(distinct.overlap(body, other.body) * 100),
            "is_too_alike": distinct.overlap(body, other.body) > distinct.LIMIT,
            "mine": _marked(body, other.body),
            "theirs": _marked(other.body, body),
        }
        for name, other in found.colleagues
    ]
    return render(request, "web/letter_compare.html", {"letter": letter, "pairs": pairs})


def _marked(body: str, other: str) -> list[Segment]:
    """Cut a letter where what it shares with another begins and ends."""
    segments, at = [], 0
    for start, end in distinct.shared(body, other):
        segments += [Segment(body[at:start]), Segment(body[start:end], "same")]
        at = end
    return [each for each in (*segments, Segment(body[at:])) if each.text]

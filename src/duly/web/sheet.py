"""A letter as its page shows it: the words, what the checks say, and the ways it can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duly.core import outbox as way_out
from duly.core.errors import DulyError
from duly.core.model import Action, Channel, Opportunity
from duly.core.worktime import zone
from duly.formats import actionwords, mailto
from duly.formats.message import MessageError
from duly.letters.material import LetterKind, Voice
from duly.services import accounts, letters, writing
from duly.services.writing import Place, Sheet, Words
from duly.web import passage, saying
from duly.web.passage import Passage
from duly.web.proof import Proof, limit, proof
from duly.web.saying import begun, say
from duly.web.shown import NOBODY

if TYPE_CHECKING:
    from duly.letters.judge import Judgement
    from duly.letters.material import Question
    from duly.services.letters import Page

_VOICES: Final = {Voice.FORMAL: _("Formal"), Voice.WARM: _("Warm"), Voice.BRIEF: _("Brief")}
_NO_SUBJECT: Final = frozenset({LetterKind.CARD, LetterKind.LINKEDIN})
_DAYS: Final = frozenset({"ask_until", "applied_on"})
_ELSEWHERE: Final = frozenset({"interviewed_on"})
"""What is asked that is an interview, which is noted on a page of its own."""
_LINE: Final = 62
"""Characters that fit into a line of the editor, about."""


class Choice(NamedTuple):
    """One voice to choose."""

    value: str
    text: str
    is_chosen: bool


class Ask(NamedTuple):
    """Something a letter cannot do without; `kind` is the type of its field."""

    text: str
    field: str
    kind: str


class Heading(NamedTuple):
    """What a letter is for, by when and why; one that is past has but its title."""

    title: str
    when: str = ""
    why: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """How a letter can go.

    Attributes:
        by: "email", "linkedin" or "post".
        mailboxes: Addresses it could leave from; none where no mailbox is connected.
        lacks: What keeps it from being mail: "reader", "me", or nothing.
        leaves: When it would leave if it were approved now; empty for at once.
        link: Opens it in the user's mail program; empty where it is no mail or too long for that.
        to: Whom it goes to, as mail programs write it.
    """

    by: str
    mailboxes: tuple[str, ...] = ()
    lacks: str = ""
    leaves: str = ""
    link: str = ""
    to: str = ""

    @property
    def can_send(self) -> bool:
        """Tell whether Duly can send it."""
        return self.by == Channel.EMAIL and bool(self.mailboxes) and not self.lacks


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What the page of a letter shows.

    Attributes:
        url: Its own address; its forms go below it, with `query`.
        words: What stands in the editor, kept or not.
        is_kept: It is what is in force.
        most: How many characters it may have; 0 for any number.
        passage: Where the one stands that was approved last.
        is_frozen: It is on its way or has left, so it is read and not written.
        error: Why something was not done.
    """

    place: Place
    url: str
    query: str
    company: str
    heading: Heading
    kind: str
    words: Words
    voices: tuple[Choice, ...]
    is_own: bool
    is_kept: bool
    has_subject: bool
    most: int
    rows: int
    proof: Proof | None
    missing: str
    asks: tuple[Ask, ...]
    versions: int
    colleagues: int
    ways: Ways | None
    passage: Passage | None
    is_frozen: bool
    is_past: bool
    error: str = ""


# Where it is


def place_of(given: Mapping[str, str], id: str, step: str, to: str) -> Place:
    """Return which letter an address means; what cannot be read in it is left out."""
    try:
        until = date.fromisoformat(given.get("until", ""))
    except ValueError:
        until = None
    premium = given.get("premium", "") == "1"
    person = "" if to == NOBODY else to
    return Place(id, step, person, given.get("occasion", ""), until, premium)


def query_of(place: Place) -> str:
    """Return what belongs to a letter's address beside its path, with its question mark."""
    given = {
        "occasion": place.occasion,
        "until": place.ask_until.isoformat() if place.ask_until else "",
        "premium": "1" if place.premium else "",
    }
    found = urlencode({name: value for name, value in given.items() if value})
    return f"?{found}" if found else ""


def url_of(place: Place) -> str:
    """Return the address of a letter's page, without what `query_of` adds."""
    return reverse("letter", args=[place.opportunity, place.step, place.to or NOBODY])


# What it shows


def letter_page(sheet: Sheet, place: Place, at: datetime) -> LetterPage:
    """Return a letter's page as it stands."""
    page, kept = sheet.page, sheet.kept
    kind = page.kind if page else (kept.kind if kept else "")
    words = Words(kept.subject if kept else "", kept.body if kept else "", sheet.version)
    shown = passage.passage(sheet.way, sheet.opportunity, sheet.me, at) if sheet.way else None
    is_frozen = page is None or bool(sheet.way and sheet.way.kept.stage in writing.FROZEN)
    ways = None if page is None or is_frozen else _ways(sheet, page, words, at)
    judgement = None if is_frozen or page is None else page.judgement
    return LetterPage(
        place=place,
        url=url_of(place),
        query=query_of(place),
        company=sheet.opportunity.company,
        heading=_heading(page.action if page else None, sheet, place),
        kind=kind,
        words=words,
        voices=tuple(
            Choice(voice.value, str(text), kept is not None and voice == kept.voice)
            for voice, text in _VOICES.items()
        ),
        is_own=bool(kept and kept.by_hand),
        is_kept=bool(kept and kept.id),
        has_subject=kind not in _NO_SUBJECT,
        most=limit(kind, premium=place.premium),
        rows=_rows(words.body),
        proof=_proof(judgement, words.body, kind, place),
        missing=say(page.missing.why) if page and page.missing else "",
        asks=tuple(_ask(each) for each in page.missing.ask) if page and page.missing else (),
        versions=len(sheet.versions),
        colleagues=len(sheet.colleagues),
        ways=ways,
        passage=shown,
        is_frozen=is_frozen,
        is_past=page is None,
    )


def with_typed(
    shown: LetterPage, words: Words, judgement: Judgement | None, error: DulyError | None = None
) -> LetterPage:
    """Return a page with what was typed in the editor, not kept."""
    return replace(
        shown,
        words=words,
        is_kept=shown.is_kept and words[:2] == shown.words[:2],
        rows=_rows(words.body),
        proof=_proof(judgement, words.body, shown.kind, shown.place),
        error=saying.error(error) if error else "",
    )


def _proof(judgement: Judgement | None, body: str, kind: str, place: Place) -> Proof | None:
    if judgement is None:
        return None
    return proof(judgement, body, kind, premium=place.premium)


def _heading(action: Action | None, sheet: Sheet, place: Place) -> Heading:
    here = sheet.opportunity
    if action is None:
        name = actionwords.person_name(here, place.to)
        return Heading(f"{begun(place.step)}: {name}")
    title = say(actionwords.task(action, here))
    when = say(actionwords.when(action, zone(here.time_zone), zone(sheet.me.time_zone)))
    return Heading(title[:1].upper() + title[1:], when, say(action.why), action.rules)


def _rows(body: str) -> int:
    """Return how many lines the words take, so that the editor shows them without scripts too."""
    lines = sum(1 + len(line) // _LINE for line in body.split("\n"))
    return min(max(lines + 1, 8), 60)


def _ask(question: Question) -> Ask:
    kind = "date" if question.field in _DAYS else "text"
    return Ask(say(question.text), question.field, "" if question.field in _ELSEWHERE else kind)


# The ways it can go


def _ways(sheet: Sheet, page: Page, words: Words, at: datetime) -> Ways:
    action = page.action
    by = str(action.channel or Channel.EMAIL)
    receiver = letters.receiver(sheet.opportunity, action)
    to = receiver.email if receiver else ""
    if page.kind in _NO_SUBJECT or by != Channel.EMAIL:
        return Ways(by if by != Channel.PHONE else str(Channel.EMAIL), to=to)
    lacks = "reader" if not to else "me" if not sheet.me.email else ""
    boxes = [each.account.address for each in accounts.listed() if each.account]
    return Ways(
        by=by,
        mailboxes=tuple(boxes),
        lacks=lacks,
        leaves=_leaves(action, sheet, at),
        link=mail_link(to, words) if to else "",
        to=to,
    )


def _leaves(action: Action, sheet: Sheet, at: datetime) -> str:
    """Return when it would leave; empty where that is as soon as it can no more be taken back."""
    leaves_at = way_out.leaves_at(action, at)
    if leaves_at <= at + way_out.UNDO:
        return ""
    return clock(leaves_at, sheet.opportunity, sheet.me.time_zone)


def clock(instant: datetime, opportunity: Opportunity, mine: str) -> str:
    """Return an instant in the reader's time, with the user's beside it."""
    return say(actionwords.clock(instant, zone(opportunity.time_zone), zone(mine)))


def mail_link(to: str, words: Words) -> str:
    """Return the address that opens a letter in a mail program; empty where it is too long."""
    try:
        return mailto.write(to, words.subject, words.body)
    except (mailto.TooLongError, MessageError):
        return ""

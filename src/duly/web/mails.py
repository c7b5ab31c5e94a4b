"""Mails as pages show them: what each seems to say, by which words, and what would be noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duly.core.model import Fact, Me, Opportunity, Search
from duly.formats import factwords
from duly.recognise import marking, proposalwords
from duly.recognise.filed import Filed
from duly.recognise.marking import Piece
from duly.recognise.proposing import Proposal
from duly.services.inbox import Decided
from duly.web.saying import begun, say

_SURE: Final = (
    (0.95, gettext_lazy("quite sure")),
    (0.85, gettext_lazy("rather sure")),
    (0.7, gettext_lazy("fairly sure")),
    (0.0, gettext_lazy("not sure")),
)
_IN_ITS_WORDS: Final = ("subject", "body")
"""Where evidence stands that can be shown in its place."""


@dataclass(frozen=True, slots=True)
class Card:
    """A mail that waits for the user's word.

    Attributes:
        about: The opportunity it would belong to.
        is_new: That would be opened for it.
        says: What it seems to mean.
        sure: How sure that is, in words.
        subject: In pieces, what it was understood by marked.
        excerpt: The same of its text, shortened.
        reasons: What else it was understood by.
        adds: What would be noted.
        rivals: Ids and names of the opportunities it may belong to.
        question: What only the user can say.
    """

    number: int
    about: str
    is_new: bool
    says: str
    sure: str
    matched: str
    subject: tuple[Piece, ...]
    envelope: str
    excerpt: tuple[Piece, ...]
    reasons: tuple[str, ...]
    adds: tuple[str, ...]
    rivals: tuple[tuple[str, str], ...]
    question: str

    @property
    def takes_a_yes(self) -> bool:
        """Whether a yes is enough, and no more has to be said."""
        return not self.rivals and not self.question


def card(found: Proposal, search: Search) -> Card:
    """Return a mail that waits as a card."""
    mail, said = found.mail, found.mail.recognition
    meant = {found.match.opportunity, *found.match.rivals}
    names = {each.id: title(each) for each in search.opportunities if each.id in meant}
    return Card(
        number=mail.id,
        about=_about(found, names),
        is_new=not found.match.opportunity and not found.match.rivals,
        says=begun(proposalwords.says(said.meaning)),
        sure=str(next(words for least, words in _SURE if found.confidence >= least)),
        matched=say(proposalwords.matched(found)) if not found.match.rivals else "",
        subject=marking.marked(mail.subject or _("no subject"), _sayings(mail, "subject")),
        envelope=envelope(mail, search.me),
        excerpt=marking.excerpt(mail.text, _sayings(mail, "body")),
        reasons=tuple(reasons(mail)),
        adds=tuple(
            say(each) for each in proposalwords.adds(found, search.me, search.opportunities)
        ),
        rivals=tuple((each, names.get(each, each)) for each in found.match.rivals),
        question=say(found.question),
    )


def _about(found: Proposal, names: dict[str, str]) -> str:
    if found.match.opportunity:
        return names.get(found.match.opportunity, found.match.opportunity)
    if found.match.rivals:
        return _(" or ").join(names.get(each, each) for each in found.match.rivals)
    return ", ".join(each for each in (found.company, found.role) if each)


def title(opportunity: Opportunity) -> str:
    """Return company and role, which together tell opportunities apart."""
    return ", ".join(each for each in (opportunity.company, opportunity.role) if each)


def envelope(mail: Filed, me: Me) -> str:
    """Return who wrote a mail, and when by the user's clock."""
    return say(proposalwords.sent(mail, me))


def _sayings(mail: Filed, where: str) -> list[str]:
    return [one.what for one in mail.recognition.evidence if one.where == where]


def words(mail: Filed) -> tuple[Piece, ...]:
    """Return a mail's whole text, what it was understood by marked."""
    return marking.marked(mail.text.strip(), _sayings(mail, "body"))


def reasons(mail: Filed) -> Iterable[str]:
    """Return what a mail was understood by besides its own words."""
    for one in dict.fromkeys(mail.recognition.evidence):
        if one.where not in _IN_ITS_WORDS:
            yield f"{one.where}: {' '.join(one.what.split())[:200]}"


@dataclass(frozen=True, slots=True)
class Done:
    """A mail that was decided.

    Attributes:
        about: The opportunity it belongs to; may be empty.
        became: "noted by itself", "you said yes", …
        noted: What the log has of it, in force.
        can_be_undone: There is something to take back.
    """

    number: int
    about: str
    became: str
    noted: tuple[str, ...]
    subject: str
    envelope: str
    can_be_undone: bool


def done(decided: Decided, search: Search) -> Done:
    """Return a mail that was decided, as a line."""
    fate, mail = decided.fate, decided.fate.mail
    known = {each.id: each for each in search.opportunities}
    belongs = known.get(mail.opportunity)
    return Done(
        number=mail.id,
        about=title(belongs) if belongs else "",
        became=became(fate.state, by_user=fate.by_user),
        noted=tuple(noted(decided.facts, search)),
        subject=mail.subject or _("no subject"),
        envelope=envelope(mail, search.me),
        can_be_undone=bool(decided.facts)
        or (fate.by_user and fate.state in ("dismissed", "silent")),
    )


def noted(facts: Iterable[Fact], search: Search) -> Iterable[str]:
    """Return facts in words."""
    known = {each.id: each for each in search.opportunities}
    for fact in facts:
        if fact.opportunity in known:
            yield say(factwords.told(fact, known[fact.opportunity], search.me))


def became(state: str, *, by_user: bool) -> str:
    """Return what became of a mail, in words."""
    if state == "applied":
        return _("you said yes") if by_user else _("noted by itself")
    return {
        "dismissed": _("left aside"),
        "undone": _("taken back"),
        "silent": _("said nothing new"),
    }.get(state, _("waiting for your word"))

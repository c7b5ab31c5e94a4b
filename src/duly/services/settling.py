"""From mails that are kept to facts in the log: matched, proposed, and applied where certain.

Nothing is decided while a mail is read. What a mail would add is worked out from the mail and the
search as they are now, so that mails may come in any order, and so that each answer of the user's
sheds its light on those that still wait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from duly.core.errors import DulyError, NothingToDoError
from duly.core.model import Fact, Me, PersonRole, Step, What
from duly.recognise.filed import Filed
from duly.recognise.matching import Basis, Match
from duly.recognise.meaning import MailMeaning
from duly.recognise.people import Contact
from duly.recognise.proposing import Proposal
from duly.services import invitations, log, opening, opportunities, planning
from duly.services.invitations import Became, Target
from duly.services.knowledge import Knowledge
from duly.services.opportunities import Given, Opening
from duly.services.planning import Planned
from duly.store import correspondence
from duly.store.connection import Database, ThroughDjango

_SLACK: Final = timedelta(minutes=2)
_FROM: Final = "m.source_id = (SELECT id FROM store_source WHERE name = ?)"
_OPEN: Final = "m.state IN ('waiting', 'asking')"
_ROLES: Final = {
    "recruiter": PersonRole.RECRUITER,
    "interviewer": PersonRole.INTERVIEWER,
    "hiring manager": PersonRole.HIRING_MANAGER,
}
_MOST_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Settled:
    """A mail that was applied, and what was added."""

    mail: Filed
    opportunity: str
    opened: bool
    facts: tuple[Fact, ...]


# Waiting mails


def waiting(known: Knowledge, database: Database, at: datetime) -> list[Proposal]:
    """Return what every mail that waits would add, the oldest first."""
    mails = correspondence.mails(database, _OPEN)
    return [known.proposal(mail) for mail in mails if mail.sent_at <= at + _SLACK]


@opening.use_case
def settle(at: datetime, own: tuple[str, ...] = ()) -> tuple[list[Settled], Planned]:
    """Apply whatever is certain among the mails that wait, and strike out what says nothing new.

    What one mail settles may make another certain that was looked at before it; so they are gone
    through until nothing more comes of it.

    Args:
        at: The present; mails dated later wait for their time.
        own: Addresses of the user besides the one in their profile.
    """
    database = ThroughDjango()
    known = Knowledge(database, own)
    settled: list[Settled] = []
    asking: list[int] = []
    while True:
        new, asking = _settle_once(known, database, at)
        settled += new
        if not new:
            break
    _ask(asking)
    return settled, planning.refresh(at, [fact for each in settled for fact in each.facts])


def _settle_once(
    known: Knowledge, database: Database, at: datetime
) -> tuple[list[Settled], list[int]]:
    """Go through the mails that wait; return what was applied, and which ask the user."""
    settled: list[Settled] = []
    asking: list[int] = []
    unclear: set[str] = set()
    for mail in correspondence.mails(database, _OPEN):
        if mail.sent_at > at + _SLACK:
            continue
        proposal = known.proposal(mail)
        if proposal.certain and _may_come_clear(proposal, unclear):
            continue
        if proposal.certain:
            applied = _apply_alone(proposal, known, at)
            settled += applied or []
            asking += [] if applied is not None else [mail.id]
        elif proposal.is_silent:
            silence(proposal, at)
        else:
            asking.append(mail.id)
            unclear.add(proposal.match.opportunity)
    return settled, asking


def _may_come_clear(proposal: Proposal, unclear: set[str]) -> bool:
    """Tell whether a letter of the user's may turn out to be more than just some letter.

    While an earlier mail about the same opportunity asks, it is not known yet whom they had met:
    what thanks nobody today may be the thank-you for the interview that is noted tomorrow.
    """
    steps = [fact.step for fact in proposal.facts]
    return proposal.match.opportunity in unclear and steps == [Step.OTHER]


def _apply_alone(proposal: Proposal, known: Knowledge, at: datetime) -> list[Settled] | None:
    """Add what a mail proposes, or nothing of it and None: what cannot be noted asks the user."""
    from django.db import transaction

    try:
        with transaction.atomic():
            return apply(proposal, known, at)
    except DulyError:
        known.refresh()
        return None


@opening.use_case
def sanction(source: str, id: str, at: datetime, own: tuple[str, ...] = ()) -> list[Settled]:
    """Apply the mails of a source to the opportunity that the user said they belong to.

    Args:
        source: The name of the source they were read from.
        id: The opportunity.
        at: The present.
        own: Addresses of the user besides the one in their profile.
    """
    database = ThroughDjango()
    known = Knowledge(database, own)
    settled: list[Settled] = []
    for mail in correspondence.mails(database, f"{_OPEN} AND {_FROM}", (source,)):
        proposal = known.proposal(mail, Match(id, Basis.USER))
        if proposal.is_silent:
            silence(proposal, at)
        elif not proposal.question and mail.sent_at <= at + _SLACK:
            settled += apply(proposal, known, at, by_user=True)
    return settled


def _ask(numbers: list[int]) -> None:
    """Mark mails that ask for the user's word; those that asked before and do no more, too."""
    from duly.store import models

    models.Mail.objects.filter(state="asking").exclude(pk__in=numbers).update(state="waiting")
    models.Mail.objects.filter(state="waiting", pk__in=numbers).update(state="asking")


def silence(proposal: Proposal, at: datetime) -> None:
    """Strike out a mail that says nothing new; one that belongs nowhere yet goes on waiting."""
    if proposal.match.opportunity:
        _decide(proposal.mail, "silent", proposal.match.opportunity, at, by_user=False)
    elif not proposal.match.rivals and proposal.mail.recognition.meaning in _FLEETING:
        _decide(proposal.mail, "silent", "", at, by_user=False)


_FLEETING: Final = frozenset(
    {MailMeaning.OUTREACH, MailMeaning.ALERT, MailMeaning.ACCOUNT, MailMeaning.OTHER}
)


def apply(
    proposal: Proposal, known: Knowledge, at: datetime, *, by_user: bool = False
) -> list[Settled]:
    """Add what a mail proposes to the log, inside a use case; nothing where all is known."""
    mail, opened = proposal.mail, not proposal.match.opportunity
    source = f"{log.FROM_MAIL}{mail.id}"
    if proposal.events:
        id, facts = _apply_events(proposal, known.me, source, by_user=by_user)
    else:
        id = _open(proposal) if opened else proposal.match.opportunity
        facts = _apply_facts(proposal, id, source, at)
    if not id:
        return []
    _decide(mail, "applied" if facts or opened else "silent", id, at, by_user=by_user)
    if opened or proposal.events or proposal.people:
        known.refresh()
    else:
        known.note(mail, id, facts)
    return [Settled(mail, id, opened, facts)] if facts or opened else []


def _apply_facts(proposal: Proposal, id: str, source: str, at: datetime) -> tuple[Fact, ...]:
    row = opportunities.row_of(id)
    people = tuple(
        opportunities.involve(row, _given(each)) for each in proposal.people if each.name
    )
    facts = [
        replace(fact, opportunity=id, people=fact.people or _concerned(fact, people))
        for fact in proposal.facts
    ]
    try:
        log.append(facts, max(at, datetime.now(UTC)), source)
    except NothingToDoError:
        return ()
    return tuple(facts)


def _concerned(fact: Fact, people: tuple[str, ...]) -> tuple[str, ...]:
    return people if fact.what in (What.RECEIVED, What.SENT, What.OFFER, What.INTERVIEW) else ()


def _given(contact: Contact) -> Given:
    name = " ".join(contact.name.replace("<", "").replace(">", "").replace('"', "").split())
    text = f"{name[:_MOST_CHARACTERS]} <{contact.email}>" if contact.email and name else name
    text = text or contact.email
    role = _ROLES.get(contact.role, PersonRole.CONTACT)
    return Given(text[: _MOST_CHARACTERS * 2], role, phone=contact.phone, one_by_name=True)


def _open(proposal: Proposal) -> str:
    return opportunities.create(
        Opening(proposal.company[:_MOST_CHARACTERS], role=proposal.role[:_MOST_CHARACTERS]),
        proposal.mail.sent_at,
    )


def _apply_events(
    proposal: Proposal, me: Me, source: str, *, by_user: bool
) -> tuple[str, tuple[Fact, ...]]:
    target = Target(
        proposal.match.opportunity,
        proposal.company[:_MOST_CHARACTERS],
        proposal.role[:_MOST_CHARACTERS],
        sanctioned=by_user,
        source=source,
    )
    ids: list[str] = []
    changed = False
    for event in proposal.events:
        try:
            taken = invitations.take(event, me, target, proposal.mail.sent_at)
        except NothingToDoError:
            continue
        changed |= taken.became not in (Became.KNOWN, Became.ASK)
        ids += [taken.opportunity] if taken.opportunity else []
    id = proposal.match.opportunity or next(iter(ids), "")
    facts = tuple(correspondence.log_of_source(ThroughDjango(), source))
    return id, facts if changed else ()


def _decide(mail: Filed, state: str, id: str, at: datetime, *, by_user: bool) -> None:
    from duly.store import models

    row = models.Opportunity.objects.filter(slug=id).first() if id else None
    models.Mail.objects.filter(pk=mail.id).update(
        state=state, opportunity=row, decided_at=at, by_user=by_user
    )


def decide(mail: Filed, state: str, id: str, at: datetime) -> None:
    """Note what the user decided about a mail, inside a use case."""
    _decide(mail, state, id, at, by_user=True)

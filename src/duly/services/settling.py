"""From mails that are kept to facts in the log: matched, proposed, and applied where certain.

Nothing is decided while a mail is read. What a mail would add is worked out from the mail and the
search as they are now, so that mails may come in any order, and so that each answer of the user's
sheds its light on those that still wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from duly.core.errors import NothingToDoError
from duly.core.meetings import meeting_ends
from duly.core.model import Fact, Me, Opportunity, PersonRole, Step, What
from duly.formats.calendar import Cancellation, Invitation, latest
from duly.recognise import interview, matching, proposing
from duly.recognise.filed import Filed
from duly.recognise.likeness import same_person
from duly.recognise.matching import Known, Match
from duly.recognise.meaning import MailMeaning
from duly.recognise.own import OwnStep, Situation, own_steps
from duly.recognise.people import Contact
from duly.recognise.proposing import Beside, Proposal
from duly.services import invitations, log, opening, opportunities, planning
from duly.services.invitations import Became, Target
from duly.services.opportunities import Given, Opening
from duly.services.planning import Planned
from duly.store import correspondence, queries
from duly.store.connection import Database, ThroughDjango

_SLACK: Final = timedelta(minutes=2)
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


class Desk:
    """Everything mails are matched against, read once and kept up to date while they settle."""

    def __init__(self, database: Database, own: Iterable[str] = ()) -> None:
        self._database = database
        self._own = tuple(own)
        self.refresh()

    def refresh(self) -> None:
        """Read the search anew: an opportunity or a person has come."""
        search = queries.search(self._database)
        self.me: Me = search.me
        mine = frozenset(each.lower() for each in (search.me.email, *self._own) if each)
        self._from_mail = frozenset(correspondence.facts_from_mail(self._database))
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in search.facts:
            self._facts[fact.opportunity].append(fact)
        self.known = Known(
            search.opportunities,
            correspondence.people_by_address(self._database),
            correspondence.threads(self._database),
            correspondence.events(self._database),
            mine,
        )

    def proposal(self, mail: Filed, match: Match | None = None) -> Proposal:
        """Return what a mail would add to the search as it is now."""
        match = match or matching.match(mail, self.known)
        facts = tuple(self._facts.get(match.opportunity, ()))
        return proposing.propose(mail, match, self._beside(mail, match, facts))

    def opportunity(self, id: str) -> Opportunity:
        """Return an opportunity by its id."""
        return next(each for each in self.known.opportunities if each.id == id)

    def _beside(self, mail: Filed, match: Match, facts: tuple[Fact, ...]) -> Beside:
        people = self._people(mail, match)
        return Beside(
            facts, self._from_mail, people, self._events(mail), self._steps(mail, people, facts)
        )

    def _people(self, mail: Filed, match: Match) -> tuple[str, ...]:
        """Return the ids of the correspondents who are known in the opportunity."""
        if not match.opportunity:
            return ()
        involved = {each.id: each.name for each in self.opportunity(match.opportunity).people}
        found: list[str] = []
        for address in matching.correspondents(mail, self.known.me):
            at_it = [id for id in self.known.people.get(address, ()) if id in involved]
            named = [id for id in at_it if self._is_named(mail, involved[id])]
            found += named or (at_it if len(at_it) == 1 and not self._is_signed(mail) else [])
        return tuple(dict.fromkeys(found))

    def _is_named(self, mail: Filed, name: str) -> bool:
        """Tell whether somebody of that name wrote a mail, or is greeted in the user's own."""
        if mail.recognition.meaning is MailMeaning.BOUNCE:
            return True
        if mail.recognition.meaning is MailMeaning.SENT_BY_ME:
            greeting = mail.text.lstrip()[:80].casefold()
            return any(part.casefold() in greeting for part in name.split() if len(part) > 1)
        sender = mail.sender.address.lower()
        writers = [each.name for each in mail.recognition.people if each.email.lower() == sender]
        return any(same_person(name, each) for each in (*writers, mail.sender.name) if each)

    def _is_signed(self, mail: Filed) -> bool:
        """Tell whether a mail names its writer, so that whoever is known there may be another."""
        if mail.recognition.meaning in (MailMeaning.BOUNCE, MailMeaning.SENT_BY_ME):
            return False
        sender = mail.sender.address.lower()
        return any(
            each.email.lower() == sender and " " in each.name for each in mail.recognition.people
        )

    def _events(self, mail: Filed) -> tuple[Invitation | Cancellation, ...]:
        """Return the newest version of each event a mail's calendars hold, of all mails read."""
        own = interview.events_of(mail.calendars, self.me.time_zone)
        if not own:
            return ()
        others = [
            event
            for each in own
            if each.uid
            for data in correspondence.calendars_of(self._database, each.uid)
            for event in interview.events_of([data], self.me.time_zone)
        ]
        mine = {(each.uid, each.recurrence_id) for each in own}
        newest = latest([*own, *others])
        return tuple(each for each in newest if (each.uid, each.recurrence_id) in mine)

    def _steps(
        self, mail: Filed, people: tuple[str, ...], facts: tuple[Fact, ...]
    ) -> tuple[OwnStep, ...]:
        if mail.recognition.meaning is not MailMeaning.SENT_BY_ME:
            return ()
        before = [fact for fact in facts if fact.at <= mail.sent_at]
        met_at = max((at for at in meeting_ends(before) if at <= mail.sent_at), default=None)
        situation = Situation(
            _answering(mail, self._database),
            (mail.sent_at - met_at) / timedelta(days=1) if met_at else None,
            any(_thanks(fact, people) and (not met_at or fact.at > met_at) for fact in before),
            _offer_is_open(before),
        )
        return own_steps(mail.text, mail.subject, situation)


def _thanks(fact: Fact, people: tuple[str, ...]) -> bool:
    to_them = not fact.people or not people or bool(set(fact.people) & set(people))
    return fact.what is What.SENT and fact.step is Step.THANK_YOU and to_them


def _offer_is_open(before: list[Fact]) -> bool:
    made = max((fact.at for fact in before if fact.what is What.OFFER), default=None)
    return made is not None and not any(
        fact.what in (What.ACCEPTED, What.DECLINED, What.WITHDREW) and fact.at > made
        for fact in before
    )


def _answering(mail: Filed, database: Database) -> MailMeaning | None:
    """Return what the mail meant that the user's own mail answers."""
    for answered in mail.thread[:1]:
        for each in correspondence.mails(database, 'm."key" = ?', (answered,)):
            return each.recognition.meaning
    return None


# Waiting mails


def waiting(desk: Desk, database: Database, at: datetime) -> list[Proposal]:
    """Return what every mail that waits would add, the oldest first."""
    mails = correspondence.mails(database, _OPEN)
    return [desk.proposal(mail) for mail in mails if mail.sent_at <= at + _SLACK]


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
    desk = Desk(database, own)
    settled: list[Settled] = []
    asking: list[int] = []
    while True:
        new, asking = _settle_once(desk, database, at)
        settled += new
        if not new:
            break
    _ask(asking)
    return settled, planning.refresh(at, [fact for each in settled for fact in each.facts])


def _settle_once(desk: Desk, database: Database, at: datetime) -> tuple[list[Settled], list[int]]:
    """Go through the mails that wait; return what was applied, and which ask the user."""
    settled: list[Settled] = []
    asking: list[int] = []
    for mail in correspondence.mails(database, _OPEN):
        if mail.sent_at > at + _SLACK:
            continue
        proposal = desk.proposal(mail)
        if proposal.certain:
            settled += apply(proposal, desk, at)
        elif proposal.is_silent:
            silence(proposal, at)
        else:
            asking.append(mail.id)
    return settled, asking


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


def apply(proposal: Proposal, desk: Desk, at: datetime, *, by_user: bool = False) -> list[Settled]:
    """Add what a mail proposes to the log, inside a use case; nothing where all is known."""
    mail, opened = proposal.mail, not proposal.match.opportunity
    source = f"{log.FROM_MAIL}{mail.id}"
    if proposal.events:
        id, facts = _apply_events(proposal, desk.me, source, by_user=by_user)
    else:
        id = _open(proposal) if opened else proposal.match.opportunity
        facts = _apply_facts(proposal, id, source, at)
    if not id:
        return []
    _decide(mail, "applied" if facts or opened else "silent", id, at, by_user=by_user)
    desk.refresh()
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

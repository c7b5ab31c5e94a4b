"""Everything known that a mail is held against to tell what it would add.

Opportunities and people are read at once; of the log, of conversations and of calendar events only
what the mails at hand are about is asked for, since there may be very much of it.

Knows the rules of none of it: which opportunity a mail belongs to is the business of
`recognise.matching`, what it adds that of `recognise.proposing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from duly.core.meetings import meeting_ends
from duly.core.model import Fact, Me, Opportunity, Step, What
from duly.formats.calendar import Cancellation, Invitation, latest
from duly.recognise import interview, matching, proposing
from duly.recognise.filed import Filed
from duly.recognise.likeness import (
    ALIKE,
    role_likeness,
    same_company,
    same_full_name,
    same_person,
)
from duly.recognise.matching import Basis, Known, Match
from duly.recognise.meaning import INTERVIEW, NO, MailMeaning
from duly.recognise.own import OwnStep, Situation, own_steps
from duly.recognise.proposing import Beside, Proposal
from duly.store import correspondence, queries
from duly.store.connection import Database
from duly.store.correspondence import Sent
from duly.store.queries import KeptLetter


class Knowledge:
    """The search and the mails of it, as far as asked for, kept up to date while mails settle."""

    def __init__(self, database: Database, own: Iterable[str] = ()) -> None:
        self._database = database
        self._own = tuple(own)
        self.refresh()

    def refresh(self) -> None:
        """Read the search anew: an opportunity or a person has come."""
        search = queries.everybody(self._database)
        self.me: Me = search.me
        mine = frozenset(each.lower() for each in (search.me.email, *self._own) if each)
        self._from_mail: set[Fact] = set()
        self._facts: dict[str, list[Fact]] = {}
        self._threads: dict[str, str] = {}
        self._asked: set[str] = set()
        events = correspondence.events(self._database)
        self._organizers = {uid: organizer for uid, (_, organizer) in events.items()}
        self.known = Known(
            search.opportunities,
            correspondence.people_by_address(self._database),
            self._threads,
            {uid: slug for uid, (slug, _) in events.items()},
            mine,
        )

    def note(self, mail: Filed, id: str, facts: tuple[Fact, ...]) -> None:
        """Take note of what a mail added, where nobody and no opportunity has come with it."""
        self._facts[id] = [*self._facts_of(id), *facts]
        self._from_mail.update(facts)
        self._threads.update(dict.fromkeys((*mail.thread, mail.key), id))

    def proposal(self, mail: Filed, match: Match | None = None) -> Proposal:
        """Return what a mail would add to the search as it is now."""
        found = self._proposal(mail, match or self._by_letter(mail) or self._matched(mail))
        if match is None and self._is_another_application(found):
            found = self._proposal(mail, Match("", Basis.NOTHING))
        if not found.company:
            return found
        known = next(
            (one for one in self.known.opportunities if same_company(one.company, found.company)),
            None,
        )
        return replace(found, company=known.company) if known else found

    def _proposal(self, mail: Filed, match: Match) -> Proposal:
        facts = tuple(self._facts_of(match.opportunity)) if match.opportunity else ()
        return proposing.propose(mail, match, self._beside(mail, match, facts))

    def _facts_of(self, id: str) -> list[Fact]:
        """Return what is in force of an opportunity, and learn what of it came from mails."""
        if id not in self._facts:
            self._facts[id] = [noted.fact for noted in queries.log(self._database, id)]
            self._from_mail.update(correspondence.facts_from_mail(self._database, id))
        return self._facts[id]

    def _matched(self, mail: Filed) -> Match:
        asked = [id for id in mail.thread if id not in self._asked]
        self._asked.update(asked)
        found = correspondence.threads(self._database, asked)
        self._threads.update({id: slug for id, slug in found.items() if id not in self._threads})
        return matching.match(mail, self.known)

    def _by_letter(self, mail: Filed) -> Match | None:
        """Match a mail that is a letter of Duly's; None where it is none."""
        written = self._written(mail)
        return Match(written[0], Basis.LETTER) if written else None

    def _written(self, mail: Filed) -> tuple[str, KeptLetter] | None:
        """Return the letter that a mail of the user's is, with its opportunity."""
        found = mail.recognition
        if not found.letter or found.meaning is not MailMeaning.SENT_BY_ME:
            return None
        return queries.letter_marked(self._database, found.letter)

    def _is_another_application(self, found: Proposal) -> bool:
        """Tell whether the user applies for another role than the one that the mail matched."""
        applies = any(fact.what is What.APPLIED for fact in found.facts)
        if found.mail.recognition.meaning is not MailMeaning.SENT_BY_ME or not applies:
            return False
        role = found.mail.recognition.role
        matched = found.match.opportunity
        return bool(role and matched) and (
            role_likeness(role, self.opportunity(matched).role or role) < ALIKE
        )

    def opportunity(self, id: str) -> Opportunity:
        """Return an opportunity by its id."""
        return next(each for each in self.known.opportunities if each.id == id)

    def _beside(self, mail: Filed, match: Match, facts: tuple[Fact, ...]) -> Beside:
        written = self._written(mail)
        if written and written[0] == match.opportunity:
            return self._beside_letter(written[1], match.opportunity, mail, facts)
        people = self._people(mail, match)
        events, contested, undone = self._events(mail)
        own = self._steps(mail, people, facts)
        foreign = undone or any(self._is_foreign(event) for event in events)
        stranger = not people and self._is_stranger(mail, match)
        return Beside(facts, self._from_mail, people, events, own, contested, foreign, stranger)

    def _beside_letter(
        self, letter: KeptLetter, id: str, mail: Filed, facts: tuple[Fact, ...]
    ) -> Beside:
        """Return what a letter of Duly's does: the step it was written for, to its reader.

        Copies of it are one letter, so what another copy has told counts as known, and so does
        what the outbox noted, days after the date it bears perhaps: it had waited for its hour.
        """
        if correspondence.letter_is_sent(self._database, letter.id):
            return Beside(facts, self._from_mail, (letter.to,))
        involved = any(each.id == letter.to for each in self.opportunity(id).people)
        return Beside(
            facts,
            self._from_mail.difference(
                correspondence.facts_of_letter(self._database, mail.recognition.letter)
            ),
            (letter.to,) if involved else (),
            own=(OwnStep(Step(letter.step), 1.0, "a letter written with Duly"),),
        )

    def _is_foreign(self, event: Invitation | Cancellation) -> bool:
        """Tell whether somebody else than its organizer arranged the interview of an event."""
        known = self._organizers.get(event.uid, "")
        return bool(known) and known != (event.organizer.email.lower() if event.organizer else "")

    def _is_stranger(self, mail: Filed, match: Match) -> bool:
        """Tell whether nobody at the writer's domain has a part in the opportunity.

        The name of somebody who has is enough where nothing is closed, moved or called off by it.
        """
        if not match.opportunity:
            return False
        opportunity = self.opportunity(match.opportunity)
        writers = self.known.people.get(mail.sender.address.lower(), frozenset())
        if any(each.id in writers for each in opportunity.people):
            return False
        if mail.recognition.meaning not in NO | INTERVIEW and any(
            same_full_name(each.name, mail.sender.name) for each in opportunity.people
        ):
            return False
        return not matching.of_domain(mail, opportunity)

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
            greeting = set(re.findall(r"[^\W\d_]+", mail.text.lstrip()[:80].casefold()))
            return bool(greeting & set(name.casefold().split()))
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

    def _events(self, mail: Filed) -> tuple[tuple[Invitation | Cancellation, ...], bool, bool]:
        """Return the newest version of each event of a mail, and what speaks against it.

        That is: another sender claims it; the user undid it as it stands, so that no reminder
        brings it back.

        Versions of other mails count where they come from their own organizer, or where the user
        said yes to them: a stranger's update must not slip in with a genuine invitation.
        """
        own = interview.events_of(mail.calendars, self.me.time_zone)
        mine = {(each.uid, each.recurrence_id) for each in own}
        trusted: list[Invitation | Cancellation] = []
        contested = undone = False
        for sent in self._others(mail, {uid for uid, _ in mine if uid}):
            for event in interview.events_of(sent.calendars, self.me.time_zone):
                if (event.uid, event.recurrence_id) not in mine:
                    continue
                organizer = event.organizer.email.lower() if event.organizer else ""
                if sent.state == "applied" or organizer == sent.sender:
                    trusted += [event] if _same_organizer(event, own) else []
                contested |= sent.sender != mail.sender.address.lower()
                undone |= sent.state == "undone" and not _is_newer(own, event)
        return tuple(latest([*own, *trusted])), contested, undone

    def _others(self, mail: Filed, uids: set[str]) -> list[Sent]:
        """Return what other mails say of some events, those aside that the user dismissed."""
        numbers = correspondence.mails_about(self._database, uids)
        others = [
            correspondence.calendars_of(self._database, number)
            for number in sorted(numbers - {mail.id})
        ]
        return [sent for sent in others if sent.state != "dismissed"]

    def _steps(
        self, mail: Filed, people: tuple[str, ...], facts: tuple[Fact, ...]
    ) -> tuple[OwnStep, ...]:
        if mail.recognition.meaning is not MailMeaning.SENT_BY_ME:
            return ()
        if any(b"METHOD:REPLY" in data for data in mail.calendars):
            return (OwnStep(Step.ANSWER, 0.95, "your calendar's answer"),)
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


def _is_newer(own: list[Invitation | Cancellation], event: Invitation | Cancellation) -> bool:
    """Tell whether a mail has a later version of an event than another one (RFC 5546 §2.1.5)."""
    return any(each.uid == event.uid and each.sequence > event.sequence for each in own)


def _same_organizer(event: Invitation | Cancellation, own: list[Invitation | Cancellation]) -> bool:
    """Tell whether an event has the organizer that the mail at hand gives it."""
    theirs = event.organizer.email.lower() if event.organizer else ""
    return any(
        (each.organizer.email.lower() if each.organizer else "") == theirs
        for each in own
        if each.uid == event.uid
    )

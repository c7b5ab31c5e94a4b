"""What waits for the user's word: yes, no, or a correction, which is remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from duly.core.errors import FactsError, NeedsUserError, NothingToDoError, UnknownError
from duly.core.model import Fact
from duly.core.told import either, told
from duly.recognise.filed import Filed
from duly.recognise.interview import Interview
from duly.recognise.matching import Basis, Match
from duly.recognise.meaning import MailMeaning
from duly.recognise.proposing import AN_HOUR, Proposal
from duly.services import filing, log, opening, opportunities, planning, settling
from duly.services.knowledge import Knowledge
from duly.services.planning import Planned
from duly.services.settling import Settled
from duly.store import correspondence, mapping
from duly.store.connection import Database, ThroughDjango
from duly.store.correspondence import Fate, Layout

_LATELY: Final = timedelta(days=14)
_DECIDED: Final = "m.state NOT IN ('waiting', 'asking') AND (m.state <> 'silent' OR m.by_user)"
"""Said so, it is found by when it was decided: by their states there may be very many."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user says is so instead; what is empty or None stays as it was read.

    Attributes:
        opportunity: Id of the one it belongs to.
        company: Of a new opportunity to open for it; `role` likewise.
        promise_on: The day by which they promised to be in touch.
        answer_by: The instant by which they want an answer.
        starts_at: When the interview it speaks of begins; `ends_at` likewise.
        zone: In which that was said.
        without: Of `promise_on`, `answer_by` and `interview`, those that it does not give at all.
    """

    meaning: MailMeaning | None = None
    opportunity: str = ""
    company: str = ""
    role: str = ""
    promise_on: date | None = None
    answer_by: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = ""
    without: tuple[str, ...] = ()

    def date(self, name: str, read: Any) -> Any:
        """Return one of the dates: as the user says, else as it was read."""
        return None if name in self.without else getattr(self, name) or read

    def interview(self, read: Interview | None) -> Interview | None:
        """Return the interview a mail speaks of: as the user says, else as it was read.

        Raises:
            FactsError: It would end before it starts.
        """
        if "interview" in self.without:
            return None
        if self.starts_at is None:
            return read
        if self.ends_at and self.ends_at <= self.starts_at:
            raise FactsError("the interview would end before it starts", mend="Check both times.")
        found = read or Interview(None, None, "", "", "", None, "")
        return replace(
            found,
            starts_at=self.starts_at,
            ends_at=self.ends_at or self.starts_at + AN_HOUR,
            zone=self.zone or found.zone,
        )


class Decided(NamedTuple):
    """A mail that no longer waits, and what the log has of it.

    Attributes:
        facts: In force.
    """

    fate: Fate
    facts: tuple[Fact, ...]


class Kept(NamedTuple):
    """One mail, with everything known of it.

    Attributes:
        proposal: What it would add to the search as it is now.
        facts: What the log has of it, in force.
    """

    proposal: Proposal
    fate: Fate
    facts: tuple[Fact, ...]
    layout: Layout


def waiting(at: datetime) -> list[Proposal]:
    """Return what waits for the user's word, the oldest mail first."""
    with opening.opened() as database, database.reading():
        if not _any_waits(database):
            return []
        found = settling.waiting(
            Knowledge(database, correspondence.own_addresses(database)), database, at
        )
    return [each for each in found if not each.is_silent or each.match.rivals]


def count() -> int:
    """Return how many mails wait for the user's word."""
    with opening.opened() as database:
        return correspondence.asking(database)


def _any_waits(database: Database) -> bool:
    return correspondence.asking(database) > 0


def kept(number: int) -> Kept:
    """Return a mail that is kept, whatever became of it.

    Raises:
        UnknownError: There is none of that number.
    """
    with opening.opened() as database, database.reading():
        found = _mail(database, number)
        (fate,) = correspondence.fates(database, "m.id = ?", (number,))
        known = Knowledge(database, correspondence.own_addresses(database))
        layout = correspondence.layout(database, number)
        return Kept(known.proposal(found), fate, _noted(database, number), layout)


def lately(at: datetime, most: int) -> list[Decided]:
    """Return the mails of the last fortnight that were noted, dismissed or undone, the last first.

    Args:
        at: The present.
        most: So many of them.
    """
    with opening.opened() as database, database.reading():
        found = correspondence.fates(
            database, f"{_DECIDED} AND m.decided_at >= ?", (mapping.stamp(at - _LATELY),), most
        )
        return [Decided(each, _noted(database, each.mail.id)) for each in found]


def layout(number: int) -> tuple[Filed, Layout]:
    """Return a mail and how it was laid out.

    Raises:
        UnknownError: There is none of that number.
    """
    with opening.opened() as database, database.reading():
        return _mail(database, number), correspondence.layout(database, number)


def _noted(database: Database, number: int) -> tuple[Fact, ...]:
    return tuple(correspondence.log_of_source(database, f"{log.FROM_MAIL}{number}"))


def last_from(opportunity: str, sender: str) -> Filed | None:
    """Return the last mail of an opportunity that somebody wrote; anybody of them, without a name.

    Args:
        opportunity: Its id.
        sender: Id of the person; empty for whoever wrote last.
    """
    with opening.opened() as database, database.reading():
        found = correspondence.mails(database, "o.slug = ?", (opportunity,))
        writers = correspondence.people_by_address(database)
    theirs = [
        each
        for each in found
        if each.recognition.meaning is not MailMeaning.SENT_BY_ME
        and (not sender or sender in writers.get(each.sender.address.lower(), ()))
    ]
    return theirs[-1] if theirs else None


def mail(number: int) -> Filed:
    """Return a mail that is kept, by its number.

    Raises:
        UnknownError: There is none of that number.
    """
    with opening.opened() as database:
        return _mail(database, number)


def _mail(database: Database, number: int) -> Filed:
    found = correspondence.mails(database, "m.id = ?", (number,))
    if not found:
        raise UnknownError(
            told("there is no mail {number}", number=number),
            mend="`duly inbox` shows the numbers of those that wait.",
        )
    return found[0]


@opening.use_case
def accept(
    numbers: list[int], at: datetime, correction: Correction | None = None
) -> tuple[list[Settled], Planned]:
    """Apply what mails propose; then whatever has become certain by it.

    Raises:
        UnknownError: There is no mail of such a number.
        NeedsUserError: It may belong to several opportunities, and nobody said to which.
        NothingToDoError: All of it is in the log already.
    """
    settled = [each for number in numbers for each in _take(number, correction, at)]
    if not settled and not correction:
        raise NothingToDoError("all of it is noted already")
    also, planned = settling.settle(at, correspondence.own_addresses(ThroughDjango()))
    return settled + also, planned


@opening.use_case
def accept_each(numbers: list[int], at: datetime) -> tuple[list[Settled], list[int]]:
    """Apply what several mails propose, as far as a yes is enough.

    What was shown a while ago may have been settled since, or come to need a word more.

    Returns:
        What was added, and the numbers of the mails that still wait for that word.

    Raises:
        UnknownError: There is no mail of such a number.
    """
    from django.db import transaction

    settled: list[Settled] = []
    left: list[int] = []
    for number in numbers:
        try:
            with transaction.atomic():
                settled += _take(number, None, at)
        except NeedsUserError:
            left.append(number)
        except NothingToDoError:
            continue
    also, _ = settling.settle(at, correspondence.own_addresses(ThroughDjango()))
    return settled + also, left


def _take(number: int, correction: Correction | None, at: datetime) -> list[Settled]:
    database = ThroughDjango()
    known = Knowledge(database, correspondence.own_addresses(database))
    mail = _open_mail(database, number)
    if correction:
        mail = _corrected(mail, correction, at)
    return _apply(mail, known, correction, at)


def _open_mail(database: Database, number: int) -> Filed:
    """Return a mail that may still be applied.

    Raises:
        NothingToDoError: It was applied before.
    """
    state = database.rows("SELECT state FROM store_mail WHERE id = ?", (number,))
    if state and state[0][0] == "applied":
        raise NothingToDoError(
            told("mail {number} is in the log already", number=number),
            mend="`duly undo ID` takes back what was noted last of an opportunity.",
        )
    return _mail(database, number)


def _apply(
    mail: Filed, known: Knowledge, correction: Correction | None, at: datetime
) -> list[Settled]:
    proposal = known.proposal(mail, _match(correction))
    if proposal.match.rivals:
        raise NeedsUserError(
            told(
                "mail {number} may belong to {rivals}",
                number=mail.id,
                rivals=either(proposal.match.rivals),
            ),
            mend=told("Say to which: duly inbox correct {number} --for ID", number=mail.id),
        )
    if proposal.question:
        raise NeedsUserError(
            proposal.question,
            where=told("mail {number}", number=mail.id),
            mend=told(
                "Note it by hand (duly interview {id} --help), then: duly inbox no {number}",
                id=proposal.match.opportunity,
                number=mail.id,
            ),
        )
    if correction and correction.company and not proposal.match.opportunity:
        proposal = replace(
            proposal, company=correction.company, role=correction.role or proposal.role
        )
    if proposal.is_silent and not proposal.company:
        settling.decide(mail, "silent", proposal.match.opportunity, at)
        return []
    return settling.apply(proposal, known, at, by_user=True)


def _match(correction: Correction | None) -> Match | None:
    if correction and correction.opportunity:
        return Match(opportunities.row_of(correction.opportunity).slug, Basis.USER)
    if correction and correction.company:
        return Match("", Basis.USER)
    return None


def _corrected(mail: Filed, correction: Correction, at: datetime) -> Filed:
    """Keep what the user says of a mail, and remember it for mails like this."""
    from duly.store import models

    found = mail.recognition
    meaning = correction.meaning or found.meaning
    if meaning is not found.meaning:
        _learn(mail, meaning.value, at)
    corrected = replace(
        found,
        meaning=meaning,
        confidence=1.0,
        company=correction.company or found.company,
        role=correction.role or found.role,
        promise_on=correction.date("promise_on", found.promise_on),
        answer_by=correction.date("answer_by", found.answer_by),
        interview=correction.interview(found.interview),
    )
    models.Mail.objects.filter(pk=mail.id).update(
        meaning=meaning.value, recognition=correspondence.recognition_json(corrected)
    )
    return replace(mail, recognition=corrected)


def _learn(mail: Filed, meaning: str, at: datetime) -> None:
    from duly.store import models

    words = filing.fingerprint(mail.text, mail.subject, mail.recognition)
    models.Lesson.objects.create(
        sender=mail.sender.address.lower(),
        wording={
            "hashes": words.hashes,
            "runs": words.runs,
            "whose": filing.written_for(mail.sender, mail.recognition),
        },
        meaning=meaning,
        learnt_at=at,
    )


@opening.use_case
def dismiss(numbers: list[int], at: datetime) -> Planned:
    """Make nothing of mails, nor of later ones of the same sender in the same words.

    Raises:
        UnknownError: There is no mail of such a number.
    """
    database = ThroughDjango()
    for number in numbers:
        mail = _open_mail(database, number)
        _learn(mail, "", at)
        settling.decide(mail, "dismissed", mail.opportunity, at)
    return planning.refresh(at)


@opening.use_case
def undo(number: int, at: datetime) -> tuple[Fact, ...]:
    """Take back what was made of a mail; return the facts that are no longer in force.

    A mail that was dismissed waits again, and what was learnt by it is forgotten.

    Raises:
        UnknownError: There is no mail of that number.
        NothingToDoError: Nothing was made of it.
    """
    _mail(ThroughDjango(), number)
    (fate,) = correspondence.fates(ThroughDjango(), "m.id = ?", (number,))
    if fate.by_user and fate.state in ("dismissed", "silent"):
        _ask_again(fate)
        planning.refresh(at)
        return ()
    return log.undo_mail(number, at).facts


def _ask_again(fate: Fate) -> None:
    from duly.store import models

    mail = fate.mail
    taught = models.Lesson.objects.filter(sender=mail.sender.address.lower())
    if fate.decided_at:
        taught.filter(learnt_at=fate.decided_at).delete()
    models.Mail.objects.filter(pk=mail.id).update(
        state=models.MailState.ASKING, opportunity=None, decided_at=None, by_user=False
    )

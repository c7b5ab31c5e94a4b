"""What waits for the user's word: yes, no, or a correction, which is remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from duly.core.errors import NeedsUserError, NothingToDoError, UnknownError
from duly.recognise.filed import Filed
from duly.recognise.matching import Basis, Match
from duly.recognise.meaning import MailMeaning
from duly.recognise.proposing import Proposal
from duly.services import filing, opening, opportunities, planning, settling
from duly.services.knowledge import Knowledge
from duly.services.planning import Planned
from duly.services.settling import Settled
from duly.store import correspondence
from duly.store.connection import Database, ThroughDjango


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user says is so instead; what is empty or None stays as it was read.

    Attributes:
        opportunity: Id of the one it belongs to.
        company: Of a new opportunity to open for it; `role` likewise.
        promise_on: The day by which they promised to be in touch.
        answer_by: The instant by which they want an answer.
    """

    meaning: MailMeaning | None = None
    opportunity: str = ""
    company: str = ""
    role: str = ""
    promise_on: date | None = None
    answer_by: datetime | None = None


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
            f"there is no mail {number}", mend="`duly inbox` shows the numbers of those that wait."
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
    database = ThroughDjango()
    settled: list[Settled] = []
    for number in numbers:
        known = Knowledge(database, correspondence.own_addresses(database))
        mail = _open_mail(database, number)
        if correction:
            mail = _corrected(mail, correction, at)
        settled += _apply(mail, known, correction, at)
    if not settled and not correction:
        raise NothingToDoError("all of it is noted already")
    also, planned = settling.settle(at, correspondence.own_addresses(database))
    return settled + also, planned


def _open_mail(database: Database, number: int) -> Filed:
    """Return a mail that may still be applied.

    Raises:
        NothingToDoError: It was applied before.
    """
    state = database.rows("SELECT state FROM store_mail WHERE id = ?", (number,))
    if state and state[0][0] == "applied":
        raise NothingToDoError(
            f"mail {number} is in the log already",
            mend="`duly undo ID` takes back what was noted last of an opportunity.",
        )
    return _mail(database, number)


def _apply(
    mail: Filed, known: Knowledge, correction: Correction | None, at: datetime
) -> list[Settled]:
    proposal = known.proposal(mail, _match(correction))
    if proposal.match.rivals:
        raise NeedsUserError(
            f"mail {mail.id} may belong to {' or '.join(proposal.match.rivals)}",
            mend=f"Say to which: duly inbox correct {mail.id} --for ID",
        )
    if proposal.question:
        raise NeedsUserError(
            proposal.question,
            where=f"mail {mail.id}",
            mend=f"Note it by hand (duly interview {proposal.match.opportunity} --help), "
            f"then: duly inbox no {mail.id}",
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
        promise_on=correction.promise_on or found.promise_on,
        answer_by=correction.answer_by or found.answer_by,
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

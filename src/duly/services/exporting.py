"""Everything in open formats, and the search taken back from them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from duly.adapters import letterfiles, playbookfiles, publishing
from duly.core import meetings
from duly.core.errors import FactsError, NothingToDoError, UnknownError, WrongUsageError
from duly.core.model import Fact, Opportunity, Person, Search, Step, What
from duly.core.told import told
from duly.formats import agenda, calendarwriter, cardwriter, factsfile, factswriter, mailwriter
from duly.formats.agenda import Entry
from duly.formats.message import Mailbox
from duly.formats.slug import slug
from duly.letters import greeting
from duly.services import opening, record, taking_over
from duly.store import queries
from duly.store.connection import Database, ThroughDjango
from duly.store.queries import KeptLetter, Terms

FACTS: Final = "facts.toml"
_QUARANTINED: Final = (
    "it was on its way when the export was made; whether it has left since, only you can tell"
)
_READ_ME: Final = """\
What Duly knows of your job search, in formats that other programs read.

facts.toml      everything noted: opportunities, people, facts, debriefs, your choices
record.jsonl    all of it once more, row by row, with corrections, every version of every letter,
                and what became of each mail: Duly takes an export over by it
people.vcf      the people, as contact cards
interviews.ics  the interviews, as a calendar
letters/        the letters that you approved or sent, as messages
mails/          the mails about your search, as far as they are kept, as messages
playbooks/      playbooks of your own
parts/          parts of letters of your own

Take it over into an empty Duly:  duly restore --from-export DIR
If you changed facts.toml, your changes count, and the record is left aside.
Passwords are not among it. Whoever has this folder can read everything in it.
"""


class Exported(NamedTuple):
    """What was written, and how much of each."""

    path: Path
    opportunities: int
    people: int
    facts: int
    interviews: int
    letters: int
    mails: int
    playbooks: int


# Out


@opening.use_case
def export(folder: Path, at: datetime) -> Exported:
    """Write everything, as of one moment, into a new folder; all of it is there or nothing.

    Args:
        folder: Its name is free, or it is empty.
        at: The present, as the user's clock shows it.

    Raises:
        NothingToDoError: Nothing is noted yet.
        ThereAlreadyError: There is something in the folder.
        PublishingError: It cannot be written.
        StoreError: The database cannot be read.
    """
    target = folder.expanduser().absolute()
    database = ThroughDjango()
    search = _search(database)
    with publishing.new_folder(target) as part:
        return _Export(database, search, part, at).write(target)


def facts_text(database: Database, at: datetime) -> str:
    """Return the whole search as the text of a facts file.

    Raises:
        NothingToDoError: Nothing is noted yet.
    """
    return _text(_search(database), at)


def _text(search: Search, at: datetime) -> str:
    return factswriter.write(search, (f"Exported by Duly on {at:%Y-%m-%d}.",))


def _search(database: Database) -> Search:
    """Return the whole search, debriefs, and the terms of offers as notes."""
    try:
        search = queries.search(database)
    except queries.NoProfileError as error:
        raise NothingToDoError("nothing is noted yet that could be exported") from error
    debriefs = [
        kept.debrief
        for each in search.opportunities
        for kept in queries.debriefs(database, each.id)
    ]
    terms = {
        (each.id, known.at): known
        for each in search.opportunities
        for known in queries.offers(database, each.id)
    }
    facts = tuple(_with_terms(fact, terms) for fact in sorted(search.facts, key=lambda f: f.at))
    return replace(search, facts=facts, debriefs=tuple(debriefs))


def _with_terms(fact: Fact, terms: dict[tuple[str, datetime], Terms]) -> Fact:
    known = terms.get((fact.opportunity, fact.at))
    if fact.what is not What.OFFER or known is None:
        return fact
    said = dict.fromkeys((fact.note, known.salary, known.terms, known.notes))
    return replace(fact, note="\n".join(each for each in said if each))


class _Export:
    """One export: a folder that is being filled."""

    def __init__(self, database: Database, search: Search, folder: Path, at: datetime) -> None:
        self._database = database
        self._search = search
        self._folder = folder
        self._at = at

    def write(self, target: Path) -> Exported:
        """Write everything."""
        self._file("README.txt", _READ_ME.encode())
        facts = _text(self._search, self._at).encode()
        self._file(FACTS, facts)
        self._file(record.NAME, "".join(f"{line}\n" for line in record.lines(facts)).encode())
        everyone = _contacts(self._search, _further_addresses(self._database))
        contacts = [contact for _, contact in everyone]
        self._file("people.vcf", cardwriter.write(contacts))
        entries = [entry for each in self._search.opportunities for entry in self._interviews(each)]
        issues = agenda.reissue(entries, {}, self._at, ())
        self._file("interviews.ics", calendarwriter.write(issues.values()))
        return Exported(
            target,
            len(self._search.opportunities),
            len(contacts),
            len(self._search.facts),
            len(entries),
            self._letters(),
            self._mails(),
            self._copies(playbookfiles.own_folder(), "playbooks")
            + self._copies(letterfiles.own_folder(), "parts"),
        )

    def _file(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)

    def _interviews(self, opportunity: Opportunity) -> Iterator[Entry]:
        names = {person.id: person.name for person in opportunity.people}
        what = ", ".join(filter(None, (opportunity.company, opportunity.role)))
        facts = [fact for fact in self._search.facts if fact.opportunity == opportunity.id]
        for name, meeting in meetings.named(facts):
            met = ", ".join(names.get(id, id) for id in meeting.people)
            kind = "Interview" if meeting.is_interview else "Conversation"
            yield replace(
                agenda.interview(opportunity.id, name, meeting),
                summary=f"{kind}: {what}",
                description=f"With {met}" if met else "",
            )

    def _letters(self) -> int:
        count = 0
        for opportunity in self._search.opportunities:
            kept = queries.letters(self._database, opportunity.id)
            for letter in _left(kept, opportunity, self._search.facts):
                name = "-".join(
                    slug(each) for each in (opportunity.id, letter.kind, letter.to) if each
                )
                number = f"{letter.id:05d}"
                self._file(f"letters/{number}-{name}.eml", self._letter(letter, opportunity))
                count += 1
        return count

    def _letter(self, letter: KeptLetter, opportunity: Opportunity) -> bytes:
        me = self._search.me
        reader = opportunity.person(letter.to) or Person(letter.to, letter.to)
        return mailwriter.write(
            mailwriter.Kept(
                key=f"<{_digest(str(letter.id), letter.body)}>",
                sent_at=letter.approved_at or letter.written_at,
                sender=Mailbox(me.email, me.name),
                readers=(Mailbox(reader.email, reader.name),),
                subject=letter.subject,
                text=letter.body,
            )
        )

    def _mails(self) -> int:
        from duly.store import correspondence

        count = 0
        for mail in correspondence.mails(self._database, "1 = 1"):
            answered = mail.thread[0] if mail.thread else ""
            kept = mailwriter.Kept(
                mail.key, mail.sent_at, mail.sender, mail.readers, mail.subject, mail.text,
                answered, tuple(reversed(mail.thread)),
                tuple(each.decode("utf-8", "replace") for each in mail.calendars),
            )  # fmt: skip
            self._file(f"mails/{mail.id:05d}.eml", mailwriter.write(kept))
            count += 1
        return count

    def _copies(self, own: Path, name: str) -> int:
        found = sorted(own.glob("*.toml"))
        for file in found:
            self._file(f"{name}/{file.name}", file.read_bytes())
        return len(found)


def _digest(*parts: str) -> str:
    return f"{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:32]}@duly.invalid"


def _further_addresses(database: Database) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, email in database.rows(
        "SELECT p.slug, a.email FROM store_address a JOIN store_person p ON p.id = a.person_id"
    ):
        found.setdefault(id, []).append(email)
    return found


def cards(search: Search, person: str = "") -> bytes:
    """Return the contact cards of everybody met, or of one of them, as one file (RFC 2426).

    Raises:
        UnknownError: There is nobody of that id.
    """
    with opening.opened() as database:
        further = _further_addresses(database)
    everyone = _contacts(search, further)
    found = [contact for id, contact in everyone if person in ("", id)]
    if person and not found:
        raise UnknownError(told('nobody is called "{person}"', person=person))
    return cardwriter.write(found)


def _contacts(
    search: Search, further: dict[str, list[str]]
) -> Iterator[tuple[str, cardwriter.Contact]]:
    """Yield everybody once, by their id, with the company they were met at first."""
    seen: set[str] = set()
    for opportunity in search.opportunities:
        for person in opportunity.people:
            if person.id in seen:
                continue
            seen.add(person.id)
            emails = dict.fromkeys((person.email, *further.get(person.id, ())))
            contact = cardwriter.Contact(
                person.name, opportunity.company, person.title,
                tuple(each for each in emails if each), person.phone, person.address,
            )  # fmt: skip
            given, family = _parts(person.name)
            yield person.id, replace(contact, given=given, family=family)


def _parts(name: str) -> tuple[str, str]:
    """Return what stands before a family name, and the family name; empty where that is unsure."""
    parsed = greeting.parse(name)
    if not (parsed.given and parsed.surname):
        return "", ""
    return parsed.full.removesuffix(parsed.surname).strip(), parsed.surname


def _left(
    kept: list[KeptLetter], opportunity: Opportunity, facts: tuple[Fact, ...]
) -> list[KeptLetter]:
    """Return the versions that were approved, and those in force when their step was noted."""
    sent = [
        max((each for each in kept if _is_of(each, fact)), key=lambda each: each.id, default=None)
        for fact in facts
        if fact.opportunity == opportunity.id and fact.what in (What.SENT, What.CALLED)
    ]
    ids = {each.id for each in kept if each.approved_at} | {each.id for each in sent if each}
    return [each for each in kept if each.id in ids]


def _is_of(letter: KeptLetter, fact: Fact) -> bool:
    step = Step.CALL if fact.what is What.CALLED else fact.step
    to_them = not fact.people or not letter.to or letter.to in fact.people
    return letter.step == step and to_them and letter.written_at <= fact.at


# And back


class TakenBack(NamedTuple):
    """What was taken over from an export.

    Attributes:
        playbooks: Playbooks and parts of the user's own that were put back.
        differing: Those that are there already and say something else.
        whole: Letters, mails and corrections came with it; else the facts alone.
        quarantined: Letters that were on their way, and are stopped.
    """

    opportunities: int
    facts: int
    playbooks: tuple[str, ...]
    differing: tuple[str, ...]
    whole: bool = False
    letters: int = 0
    mails: int = 0
    quarantined: int = 0


def take_back(folder: Path, at: datetime) -> TakenBack:
    """Take an export over into a database in which nothing is noted yet.

    Args:
        folder: What `export` wrote.
        at: The present.

    Raises:
        WrongUsageError: There are opportunities already, or the folder is no export.
        FactsError: The facts cannot be read.
    """
    folder = folder.expanduser().absolute()
    search = _read(folder / FACTS)
    text = _record_of(folder)
    _refuse_taken()
    put, differing = _put_back(folder)
    found = TakenBack(len(search.opportunities), len(search.facts), put, differing)
    if text:
        back = record.put_back(text, at, _QUARANTINED)
        return found._replace(whole=True, **back._asdict())
    taking_over.take_over(search, at, "export")
    return found


def _record_of(folder: Path) -> str:
    """Return the record, where it goes with the facts; "" where there is none that does."""
    file = folder / record.NAME
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        return text if text and record.fits(text, (folder / FACTS).read_bytes()) else ""
    except UnicodeDecodeError:
        raise FactsError("it is not UTF-8 text", where=str(file)) from None
    except OSError as error:
        raise FactsError(
            told("it cannot be read ({why})", why=error.strerror), where=str(file)
        ) from None


@opening.use_case
def _refuse_taken() -> None:
    record.refuse_taken()


def _read(file: Path) -> Search:
    if not file.is_file():
        raise WrongUsageError(
            told("there is no {file} in it", file=FACTS),
            where=str(file.parent),
            expected="a folder that `duly export` wrote",
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FactsError("it is not UTF-8 text", where=str(file)) from None
    except OSError as error:
        raise FactsError(
            told("it cannot be read ({why})", why=error.strerror), where=str(file)
        ) from None
    return factsfile.read(text, file.name, exported=True)


def _put_back(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy playbooks and parts of the user's own back, over nothing that is there."""
    put, differing = [], []
    pairs = (("playbooks", playbookfiles.own_folder()), ("parts", letterfiles.own_folder()))
    for name, own in pairs:
        for file in sorted((folder / name).glob("*.toml")):
            target = own / file.name
            if not target.exists():
                opening.make_folder(own)
                with publishing.new_file(target) as part:
                    shutil.copyfile(file, part)
                put.append(file.stem)
            elif target.read_bytes() != file.read_bytes():
                differing.append(file.stem)
    return tuple(put), tuple(differing)

"""Everything that is read, in a handful of queries however much there is. Knows no Django."""

# ruff: noqa: S608 - the SQL is put together from constants of this package only

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from duly.core.errors import StoreError
from duly.core.model import Debrief, Fact, Me, Opportunity, Person, Search
from duly.core.told import told
from duly.store import mapping
from duly.store.connection import Database, Row


class NoProfileError(StoreError):
    """Nobody has said yet who is searching, and from where."""


class Profile(NamedTuple):
    """The job seeker, and how they like their plans.

    Attributes:
        guessed: Zone and country were guessed and never confirmed.
    """

    me: Me
    playbook: str
    guessed: bool


def profile(database: Database) -> Profile:
    """Return the job seeker.

    Raises:
        NoProfileError: There is none yet.
    """
    rows = database.rows(
        f"SELECT {column_list(mapping.ME_COLUMNS)}, playbook, guessed FROM store_profile"
    )
    if not rows:
        raise NoProfileError(
            "it is not known yet who you are", mend="Say so: duly me --name … --zone … --country …"
        )
    *columns, playbook, guessed = rows[0]
    return Profile(mapping.me(tuple(columns)), playbook, bool(guessed))


def search(database: Database) -> Search:
    """Return the whole search, debriefs left aside: the plan is made without them.

    Raises:
        NoProfileError: Nobody has said yet who is searching.
        StoreError: A row holds a word that this Duly does not know.
    """
    found = profile(database)
    with in_known_words():
        slugs, opportunities = _opportunities(database)
        return Search(
            me=found.me,
            opportunities=opportunities,
            facts=(*_facts(database, slugs), *_choices(database, slugs)),
            playbook=found.playbook,
        )


def everybody(database: Database) -> Search:
    """Return the search without anything that has happened: most of it is the log.

    Raises:
        NoProfileError: Nobody has said yet who is searching.
        StoreError: A row holds a word that this Duly does not know.
    """
    found = profile(database)
    with in_known_words():
        return Search(found.me, _opportunities(database)[1], (), playbook=found.playbook)


@contextmanager
def in_known_words() -> Iterator[None]:
    """Say it plainly where a row holds a word that this Duly does not know.

    Raises:
        StoreError: One does.
    """
    try:
        yield
    except (KeyError, ValueError) as error:
        raise StoreError(
            told("a row cannot be read ({why})", why=str(error)),
            mend="Is it a newer Duly's? Update this one.",
        ) from error


def column_list(names: tuple[str, ...], table: str = "") -> str:
    """Return column names as SQL lists them."""
    quoted = (name if name.startswith('"') else f'"{name}"' for name in names)
    return ", ".join(f"{table}.{name}" if table else name for name in quoted)


def _opportunities(database: Database) -> tuple[dict[int, str], tuple[Opportunity, ...]]:
    people = _people(database)
    rows = database.rows(
        f"SELECT id, {column_list(mapping.OPPORTUNITY_COLUMNS)} FROM store_opportunity ORDER BY id"
    )
    slugs = {row[0]: row[1] for row in rows}
    return slugs, tuple(mapping.opportunity(row[1:], people[row[0]]) for row in rows)


def _people(database: Database) -> dict[int, list[Person]]:
    rows = database.rows(
        f"SELECT i.opportunity_id, i.role, {column_list(mapping.PERSON_COLUMNS, 'p')} "
        "FROM store_involvement i JOIN store_person p ON p.id = i.person_id ORDER BY i.id"
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for opportunity, role, *columns in rows:
        found[opportunity].append(mapping.person(tuple(columns), role))
    return found


_FACTS = f"SELECT opportunity_id, id, retracts, {column_list(mapping.FACT_COLUMNS)} FROM store_fact"


def _facts(database: Database, slugs: dict[int, str]) -> list[Fact]:
    """Return the log in force: what was corrected gives way to its correction."""
    gone = corrected(database)
    return [
        mapping.fact(slugs[row[0]], row[3:])
        for row in database.rows(_FACTS)
        if not row[2] and row[1] not in gone
    ]


def corrected(database: Database) -> set[int]:
    """Return the ids of the facts that a later one put right or took back."""
    rows = database.rows("SELECT corrects_id FROM store_fact WHERE corrects_id IS NOT NULL")
    return {row[0] for row in rows}


def _choices(database: Database, slugs: dict[int, str]) -> list[Fact]:
    rows = database.rows(
        f"SELECT opportunity_id, {column_list(mapping.CHOICE_COLUMNS)} FROM store_choice "
        "WHERE withdrawn_at IS NULL"
    )
    return [mapping.choice(slugs[row[0]], row[1:]) for row in rows]


# One opportunity, with everything beside the plan


class Noted(NamedTuple):
    """A fact or choice of the log, with its place in it.

    Attributes:
        is_choice: It is a choice of the user's, kept in a table of its own.
    """

    id: int
    fact: Fact
    recorded_at: datetime
    is_choice: bool


def log(database: Database, opportunity: str) -> list[Noted]:
    """Return what is in force of one opportunity, in the order in which it was recorded."""
    gone = corrected(database)
    facts = _of(database, "store_fact", mapping.FACT_COLUMNS, "NOT retracts", opportunity)
    choices = _of(
        database, "store_choice", mapping.CHOICE_COLUMNS, "withdrawn_at IS NULL", opportunity
    )
    noted = [
        Noted(row[0], mapping.fact(opportunity, row[2:]), mapping.instant(row[1]), is_choice=False)
        for row in facts
        if row[0] not in gone
    ]
    noted += [
        Noted(row[0], mapping.choice(opportunity, row[2:]), mapping.instant(row[1]), is_choice=True)
        for row in choices
    ]
    return sorted(noted, key=lambda each: (each.recorded_at, each.is_choice, each.id))


def _of(
    database: Database, table: str, columns: tuple[str, ...], where: str, opportunity: str
) -> list[Row]:
    return database.rows(
        f"SELECT f.id, f.recorded_at, {column_list(columns, 'f')} FROM {table} f "
        f"JOIN store_opportunity o ON o.id = f.opportunity_id WHERE o.slug = ? AND {where}",
        (opportunity,),
    )


class KeptDebrief(NamedTuple):
    """A debrief as far as it has come."""

    round_on: date
    finished_at: datetime | None
    answers: dict[tuple[str, str], Any]
    debrief: Debrief


def debriefs(database: Database, opportunity: str) -> list[KeptDebrief]:
    """Return the debriefs of one opportunity, oldest round first, half-done ones too."""
    rows = database.rows(
        "SELECT d.id, d.round_on, d.finished_at FROM store_debrief d "
        "JOIN store_opportunity o ON o.id = d.opportunity_id WHERE o.slug = ? ORDER BY d.round_on",
        (opportunity,),
    )
    return [_debrief(database, opportunity, row) for row in rows]


def _debrief(database: Database, opportunity: str, row: Row) -> KeptDebrief:
    id, round_on, finished_at = row
    answers = {
        (question, person): mapping.answer(value)
        for question, person, value in database.rows(
            "SELECT question, person, CAST(value AS TEXT) FROM store_debriefanswer "
            "WHERE debrief_id = ? ORDER BY id",
            (id,),
        )
    }
    on = mapping.day(round_on)
    return KeptDebrief(
        on,
        mapping.instant(finished_at) if finished_at else None,
        answers,
        mapping.debrief(opportunity, on, answers),
    )


class Terms(NamedTuple):
    """The terms of an offer that is in force."""

    at: datetime
    salary: str
    terms: str
    notes: str


_DECLINED: Final = "('declined', 'withdrew')"


def has_offer(database: Database) -> bool:
    """Tell whether there is an offer that the user has not turned down."""
    gone = "EXISTS (SELECT 1 FROM store_fact c WHERE c.corrects_id = {0}.id)"
    return bool(
        database.rows(
            "SELECT 1 FROM store_fact f WHERE (f.what = 'offer' OR f.meaning = 'offer') "
            f"AND NOT f.retracts AND NOT {gone.format('f')} AND NOT EXISTS ("
            "SELECT 1 FROM store_fact d WHERE d.opportunity_id = f.opportunity_id AND d.at >= f.at "
            f"AND d.what IN {_DECLINED} AND NOT d.retracts AND NOT {gone.format('d')}) LIMIT 1"
        )
    )


def offers(database: Database, opportunity: str) -> list[Terms]:
    """Return the terms of the offers made, oldest first."""
    rows = database.rows(
        "SELECT f.at, t.salary, t.terms, t.notes FROM store_offer t "
        "JOIN store_fact f ON f.id = t.fact_id "
        "JOIN store_opportunity o ON o.id = t.opportunity_id WHERE o.slug = ? "
        "AND NOT EXISTS (SELECT 1 FROM store_fact c WHERE c.corrects_id = f.id) ORDER BY f.at",
        (opportunity,),
    )
    return [Terms(mapping.instant(row[0]), *row[1:]) for row in rows]


_LETTER: Final = (
    'o.slug, l.id, l.step, l."to", l.occasion, l.kind, l.version, l.voice, l.subject, l.body, '
    "l.by_hand, l.written_at, l.approved_at FROM store_letter l "
    "JOIN store_opportunity o ON o.id = l.opportunity_id"
)


class KeptLetter(NamedTuple):
    """One version of the letter of an action."""

    id: int
    step: str
    to: str
    occasion: str
    kind: str
    version: int
    voice: str
    subject: str
    body: str
    by_hand: bool
    written_at: datetime
    approved_at: datetime | None

    @property
    def mark(self) -> str:
        """What this version is known by wherever it is kept or sent, and no other is."""
        import hashlib

        seed = f"{self.id} {self.written_at.astimezone(UTC).isoformat()} {self.subject} {self.body}"
        return f"{self.id}-{hashlib.sha256(seed.encode()).hexdigest()[:32]}"


def letters(database: Database, opportunity: str) -> list[KeptLetter]:
    """Return every version of every letter of one opportunity, oldest first."""
    rows = database.rows(f"SELECT {_LETTER} WHERE o.slug = ? ORDER BY l.id", (opportunity,))
    return [_letter(row[1:]) for row in rows]


def letter_marked(database: Database, mark: str) -> tuple[str, KeptLetter] | None:
    """Return the letter of a mark, with its opportunity; None where there is none."""
    from duly.recognise.marks import number_of

    rows = database.rows(f"SELECT {_LETTER} WHERE l.id = ?", (number_of(mark),))
    found = [(row[0], _letter(row[1:])) for row in rows]
    return next((each for each in found if each[1].mark == mark), None)


def marks(database: Database) -> list[str]:
    """Return the marks of all letters there are."""
    return [_letter(row[1:]).mark for row in database.rows(f"SELECT {_LETTER}")]


def letters_by_address(database: Database) -> dict[str, list[KeptLetter]]:
    """Return the letters that may have gone to an address: its owner's, the last first.

    A letter to somebody without an address may have gone to anybody in the opportunity.
    """
    emails = (
        "SELECT p.id, LOWER(p.email) AS email FROM store_person p WHERE p.email <> '' "
        "UNION SELECT a.person_id, a.email FROM store_address a"
    )
    found: dict[str, list[KeptLetter]] = defaultdict(list)
    for email, _, *row in database.rows(
        f"SELECT e.email, {_LETTER} JOIN store_involvement i ON i.opportunity_id = o.id "
        f"JOIN store_person p ON p.id = i.person_id JOIN ({emails}) e ON e.id = p.id "
        'WHERE l."to" = p.slug OR NOT EXISTS (SELECT 1 FROM store_person q '
        f'JOIN ({emails}) f ON f.id = q.id WHERE q.slug = l."to") ORDER BY l.id DESC'
    ):
        found[email].append(_letter(tuple(row)))
    return found


def _letter(row: Row) -> KeptLetter:
    *text, by_hand, written_at, approved_at = row
    at = mapping.instant(approved_at) if approved_at else None
    return KeptLetter._make((*text, bool(by_hand), mapping.instant(written_at), at))


def fact_of(database: Database, id: int) -> Fact:
    """Return a fact by its id, in force or not."""
    (row,) = database.rows(
        f"SELECT o.slug, {column_list(mapping.FACT_COLUMNS, 'f')} FROM store_fact f "
        "JOIN store_opportunity o ON o.id = f.opportunity_id WHERE f.id = ?",
        (id,),
    )
    return mapping.fact(row[0], row[1:])


def choices(database: Database, opportunity: str) -> list[tuple[Noted, bool]]:
    """Return the choices ever made about an opportunity, and whether each was taken back."""
    rows = database.rows(
        "SELECT c.id, c.recorded_at, c.withdrawn_at IS NOT NULL, "
        f"{column_list(mapping.CHOICE_COLUMNS, 'c')} FROM store_choice c "
        "JOIN store_opportunity o ON o.id = c.opportunity_id WHERE o.slug = ?",
        (opportunity,),
    )
    return [
        (
            Noted(
                row[0], mapping.choice(opportunity, row[3:]), mapping.instant(row[1]),
                is_choice=True,
            ),
            bool(row[2]),
        )
        for row in rows
    ]  # fmt: skip


def chronicle(database: Database, opportunity: str, most: int) -> list[Row]:
    """Return the facts ever noted, the last first, each with the mail it came from.

    A row has the fact's id, slug, recorded_at, source, why it is gone, the mail's id, subject,
    sender, whether the user decided it, its recognition, and the columns of the fact.
    """
    return database.rows(
        "SELECT f.id, o.slug, f.recorded_at, f.source, "
        "CASE WHEN c.id IS NULL THEN '' WHEN c.retracts THEN 'taken back' ELSE 'put right' END, "
        "m.id, m.subject, m.sender, m.by_user, CAST(m.recognition AS TEXT), "
        f"{column_list(mapping.FACT_COLUMNS, 'f')} FROM store_fact f "
        "JOIN store_opportunity o ON o.id = f.opportunity_id "
        "LEFT JOIN store_fact c ON c.corrects_id = f.id "
        "LEFT JOIN store_mail m ON m.id = CASE WHEN f.source LIKE 'mail:%' "
        "THEN CAST(SUBSTR(f.source, 6) AS INTEGER) END "
        "WHERE NOT f.retracts AND (? = '' OR o.slug = ?) ORDER BY f.id DESC LIMIT ?",
        (opportunity, opportunity, most),
    )


def happenings(database: Database, besides: str) -> tuple[int, ...]:
    """Return figures that change whenever the plan may: new facts, choices, people, addresses.

    Args:
        database: Where they are.
        besides: A pattern of the sources of facts that are left out of account.
    """
    counts = (
        ("SELECT COALESCE(MAX(id), 0) FROM store_fact WHERE source NOT LIKE ?", (besides,)),
        ("SELECT COUNT(*) + COALESCE(SUM(withdrawn_at IS NOT NULL), 0) FROM store_choice", ()),
        ("SELECT COUNT(*) FROM store_involvement", ()),
    )
    people = database.rows("SELECT slug, name, email FROM store_person ORDER BY id")
    chosen = database.rows(
        "SELECT slug, via, main_contact, time_zone, playbook FROM store_opportunity ORDER BY id"
    )
    figures = (int(database.rows(sql, parameters)[0][0]) for sql, parameters in counts)
    return (*figures, hash(tuple(people)), hash(tuple(chosen)))

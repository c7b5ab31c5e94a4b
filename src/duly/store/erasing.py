"""Erasing: one opportunity out of the database, and what is left of it in freed pages.

The log of facts is only ever added to; triggers see to that (migration 0002). To erase what is
said of an opportunity is the one exception. Here, and nowhere else, they are taken away and made
again, from their own words, within the transaction that erases: no other connection ever sees the
database without them, and if it is cut off they are there as before.
"""

# ruff: noqa: S608 - names of tables and columns come from the database's own schema

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from duly.core.errors import StoreError
from duly.store import copying
from duly.store.connection import Database

_LOG_TRIGGERS: Final = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_fact'"
)


class InUseError(StoreError):
    """Another process has the database open."""


class Erased(NamedTuple):
    """How much went."""

    facts: int
    people: int
    letters: int
    mails: int


class _Person(NamedTuple):
    id: int
    name: str
    addresses: frozenset[str]


def opportunity(database: Database, slug: str, is_about: Callable[[str, str], bool]) -> Erased:
    """Erase an opportunity and everything that hangs on it, inside a transaction.

    Its people go where they are in no other one, with the mails and lessons that are of nobody
    else; what is said of other opportunities stays, but for the reasons that name them.

    Args:
        database: In a transaction.
        slug: Its short name; it exists.
        is_about: Whether the company that a mail names is that of the opportunity.
    """
    number, company = database.rows(
        "SELECT id, company FROM store_opportunity WHERE slug = ?", (slug,)
    )[0]
    people = _only_there(database, number)
    mails = _stray_mails(database, people, lambda named: is_about(named, company))
    before = _count(database)
    with _log_open(database):
        _delete(database, "store_opportunity", [number])
        _delete(database, "store_person", [person.id for person in people])
        _delete(database, "store_mail", mails)
    _unlearn(database, people)
    _unname(database, [company, *(person.name for person in people)])
    after = _count(database)
    return Erased(*(was - now for was, now in zip(before, after, strict=True)))


@contextmanager
def _log_open(database: Database) -> Iterator[None]:
    """Take the log's triggers away and put the very same ones back."""
    triggers = database.rows(_LOG_TRIGGERS)
    for name, _ in triggers:
        database.change(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        database.change(sql)


def _count(database: Database) -> list[int]:
    tables = (f"store_{name.removesuffix('s')}" for name in ("facts", "person", "letters", "mails"))
    return [int(database.rows(f"SELECT COUNT(*) FROM {table}")[0][0]) for table in tables]


def _only_there(database: Database, number: int) -> list[_Person]:
    """Return the people of an opportunity who are in no other one."""
    rows = database.rows(
        "SELECT p.id, p.name, LOWER(p.email) FROM store_person p "
        "JOIN store_involvement i ON i.person_id = p.id WHERE i.opportunity_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM store_involvement e "
        "WHERE e.person_id = p.id AND e.opportunity_id <> ?)",
        (number, number),
    )
    found = []
    for id, name, email in rows:
        further = database.rows("SELECT LOWER(email) FROM store_address WHERE person_id = ?", (id,))
        found.append(_Person(id, name, frozenset({email, *(row[0] for row in further)} - {""})))
    return found


def _stray_mails(
    database: Database, people: list[_Person], names_it: Callable[[str], bool]
) -> list[int]:
    """Return the mails of no opportunity that are from or to these people, or name the company."""
    theirs = frozenset().union(*(person.addresses for person in people))
    found = []
    for id, sender, readers, recognition in database.rows(
        "SELECT id, LOWER(sender), CAST(readers AS TEXT), CAST(recognition AS TEXT) "
        "FROM store_mail WHERE opportunity_id IS NULL"
    ):
        around = {sender, *(address.lower() for address, _ in json.loads(readers))}
        if around & theirs or names_it(json.loads(recognition).get("company") or ""):
            found.append(id)
    return found


def _delete(database: Database, table: str, ids: Sequence[Any]) -> None:
    """Delete rows with every row that refers to them, whichever tables there are."""
    for id in ids:
        for other, column in _referring(database, table):
            key = _key(database, other)
            rows = database.rows(f'SELECT "{key}" FROM "{other}" WHERE "{column}" = ?', (id,))
            _delete(database, other, [row[0] for row in rows])
        database.change(f'DELETE FROM "{table}" WHERE "{_key(database, table)}" = ?', (id,))


def _referring(database: Database, table: str) -> list[tuple[str, str]]:
    """Return the tables that refer to another one, and by which column."""
    return database.rows(
        'SELECT m.name, f."from" FROM sqlite_master m, pragma_foreign_key_list(m.name) f '
        "WHERE m.type = 'table' AND f.\"table\" = ?",
        (table,),
    )


def _key(database: Database, table: str) -> str:
    rows = database.rows("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,))
    return str(rows[0][0])


def _unlearn(database: Database, people: list[_Person]) -> None:
    """Forget what was learnt of these people's mail."""
    for address in frozenset().union(*(person.addresses for person in people)):
        database.change("DELETE FROM store_lesson WHERE LOWER(sender) = ?", (address,))


def _unname(database: Database, names: Iterable[str]) -> None:
    """Take the reasons away that name somebody: the next plan words those it still needs."""
    for name in filter(None, names):
        for table in ("store_action", "store_rescheduling"):
            database.change(f"UPDATE {table} SET why = '' WHERE instr(why, ?)", (name,))


# What is left in freed pages and journals


def clean(path: Path, patience: float) -> bool:
    """Write a database anew without its freed pages, and empty its journal.

    Args:
        path: Its file.
        patience: How long to wait for others who read or write, in seconds.

    Returns:
        Whether the journal could be emptied: not while another process reads it.

    Raises:
        sqlite3.Error: There is no room to write it anew, or somebody writes all the time.
    """
    with closing(copying.opened(path, timeout=patience)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


# Everything


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have a database to oneself; a damaged one, or none, is nobody's.

    Raises:
        InUseError: Another process has it open.
    """
    if not path.exists():
        yield
        return
    with closing(copying.opened(path, timeout=5)) as connection:
        try:
            # Leaving WAL is what SQLite allows only to whoever has the database to themselves.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise InUseError(
                    "another Duly has it open",
                    where=str(path),
                    mend="Stop it (`duly sync --watch`?), then try again. Nothing was erased.",
                ) from error
        yield

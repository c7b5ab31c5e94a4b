"""Whole databases: copied while others write, looked over, and put in the place of another.

A database is copied by SQLite's own online backup (https://www.sqlite.org/backup.html), and put in
place by it too, as one transaction. To rename a file over a database would be quicker and wrong:
another process that has the old file open would go on writing into it, and the journal that lies
beside it would be played into the new one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from duly.core.errors import StoreError
from duly.core.told import told
from duly.store.connection import BUSY_SECONDS

_PAGES_A_STEP: Final = 16
_TABLES: Final = {
    "opportunities": "store_opportunity",
    "people": "store_person",
    "facts": "store_fact",
    "letters": "store_letter",
    "mails": "store_mail",
}
_OURS: Final = frozenset({"django_migrations", "store_fact", "store_opportunity"})
"""Tables that every Duly's database has had."""
_MAGIC: Final = b"SQLite format 3\x00"


class NotOursError(StoreError):
    """A file is no database of Duly's, or a damaged one."""


class Contents(NamedTuple):
    """What is in a database.

    Attributes:
        version: The newest migration that it has seen.
    """

    version: int
    opportunities: int
    people: int
    facts: int
    letters: int
    mails: int


class _ChangedError(Exception):
    """Somebody wrote into the database between the copy that is kept and the replacement."""


def opened(path: Path, mode: str = "rw", *, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a database that is there; transactions are begun by hand.

    Args:
        path: Its file.
        mode: "rw", or "ro" for one that nobody is writing to and that may lie on a read-only disk.
        timeout: How long to wait for whoever is writing, in seconds.
    """
    more = ""
    if mode == "ro" and not _has_journal(path):
        more = "&immutable=1"  # without it SQLite wants to make a file beside it
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}{more}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _has_journal(path: Path) -> bool:
    beside = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal"))
    return any(each.exists() and each.stat().st_size for each in beside)


def copy(source: Path, target: Path, mode: str = "rw") -> None:
    """Copy a database as of one moment into one file that needs no journal beside it.

    Others may go on reading and writing. The target is there and empty; what is written to it is
    not yet forced to the disk.

    Raises:
        sqlite3.Error: The source cannot be read, or the target not written.
    """
    with closing(opened(source, mode)) as of, closing(opened(target)) as to:
        to.execute("PRAGMA journal_mode = OFF")  # nobody is to go on from half a copy
        to.execute("PRAGMA synchronous = OFF")
        of.backup(to)
    settle(target)


def settle(path: Path) -> None:
    """Leave a database that nobody else has open as one file, without a journal beside it."""
    with closing(opened(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def look_over(path: Path, mode: str = "ro") -> Contents:
    """Check a database through and through, and say what is in it.

    Raises:
        NotOursError: It is none, not Duly's, or damaged.
        sqlite3.Error: It cannot be told: somebody has it to themselves, or the disk fails.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise _not_ours(path, "it is no SQLite database")
        with closing(opened(path, mode)) as connection:
            _check(connection, path)
            return contents(connection)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        raise _not_ours(path, f"it is damaged ({error})") from error


def _check(connection: sqlite3.Connection, path: Path) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables.issuperset(_OURS) or not _version(connection):
        raise _not_ours(path, "it is a database, but not one of Duly's")
    if faults(connection):
        raise _not_ours(path, "it is damaged: SQLite's check of it fails")


def faults(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with a database; nothing where it is sound."""
    found = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        return found
    dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    return [f"a row of {table} refers to one of {other} that is gone"
            for table, _, other, _ in dangling]  # fmt: skip


def contents(connection: sqlite3.Connection) -> Contents:
    """Count what is in a database."""
    return Contents(
        version=_version(connection),
        **{name: _count(connection, table) for name, table in _TABLES.items()},
    )


def _count(connection: sqlite3.Connection, table: str) -> int:
    """Count the rows of a table, which an older database may not have yet."""
    if not connection.execute(f"PRAGMA table_info({table})").fetchone():
        return 0
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _not_ours(path: Path, found: str) -> NotOursError:
    return NotOursError(
        found,
        where=str(path),
        expected="a file that `duly backup` wrote",
        mend="Nothing was changed. Try another backup.",
    )


# Putting in place


def put_in_place(new: Path, live: Path, keep: Callable[[], Path]) -> Path:
    """Have a database say what another one says, in one transaction; return where it is kept.

    Whoever has it open goes on with what it says then. Cut off in the middle, it says what it
    said before.

    Args:
        new: Nobody else has it open.
        live: A sound database, in use.
        keep: Copies it as it is and says where to; called anew where somebody wrote meanwhile.

    Raises:
        StoreError: Somebody else has been writing all the time.
        sqlite3.Error: One cannot be read, or the other not written.
    """
    until = time.monotonic() + BUSY_SECONDS
    with closing(opened(live)) as watching:
        while True:
            seen = _seen(watching)
            kept = keep()
            try:
                _overwrite(new, live, lambda seen=seen: _seen(watching) == seen, until)  # type: ignore[misc]
            except _ChangedError:
                kept.unlink()
            else:
                return kept


def _overwrite(new: Path, live: Path, unchanged: Callable[[], bool], until: float) -> None:
    with closing(opened(new)) as of, closing(opened(live, timeout=0.1)) as to:
        to.execute("PRAGMA synchronous = FULL")
        checked = False

        def step(status: int, _left: int, _of: int) -> None:
            nonlocal checked
            if status not in (sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE):
                if time.monotonic() > until:
                    raise _busy(live)
            elif not checked:  # from the first step on nobody else can write
                checked = True
                if not unchanged():
                    raise _ChangedError

        of.backup(to, pages=_PAGES_A_STEP, progress=step, sleep=0.05)
        to.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _seen(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _busy(path: Path) -> StoreError:
    return StoreError(
        told("another Duly has been writing for {seconds} seconds", seconds=BUSY_SECONDS),
        where=str(path),
        mend="Wait for it to finish, then try again. Nothing was changed.",
    )


# Letters that were on their way


ON_THEIR_WAY: Final = ("held", "claimed", "handing over", "unsure")


def quarantine(path: Path, why: str) -> int:
    """Stop the letters that were on their way when a database was copied; return how many.

    Some of them have left since, and nobody can tell which by the copy. An older database has no
    outbox.
    """
    with closing(opened(path)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(store_outgoing)")}
        if "stage" not in columns:
            return 0
        marks = ", ".join("?" * len(ON_THEIR_WAY))
        given = {"stage": "quarantined", **({"why": why} if "why" in columns else {})}
        changes = ", ".join(f"{name} = ?" for name in given)
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA table_info(store_passage)").fetchone():
            connection.execute(  # the journal of everything that befell them
                "INSERT INTO store_passage (outgoing_id, at, stage, why) "  # noqa: S608 - ours
                "SELECT id, datetime('now'), 'quarantined', ? FROM store_outgoing "
                f"WHERE stage IN ({marks})",
                (why, *ON_THEIR_WAY),
            )
        done = connection.execute(
            f"UPDATE store_outgoing SET {changes} WHERE stage IN ({marks})",  # noqa: S608 - ours
            (*given.values(), *ON_THEIR_WAY),
        )
        connection.execute("COMMIT")
        return done.rowcount

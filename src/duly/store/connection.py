"""The database without Django, for reading and for what was shown.

Loading Django takes longer than planning a thousand opportunities, so `duly today` does without
it: it reads with plain SQL and notes what it has shown. Everything else is written through the
models; either way the SQL in `queries` and `shown` is the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

BUSY_SECONDS: Final = 60
"""How long a command waits for another one that is writing, before it says so."""

Row = tuple[Any, ...]


class Database(Protocol):
    """What reading and noting need of a connection; parameters are marked with `?`."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query."""

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Carry out a change; return the id of the row it added, if it added one."""


class Direct:
    """A connection of our own to the SQLite file, which must exist and be up to date.

    Args:
        path: The file.
        threads: Whether several threads use it, of which only one does at a time.
    """

    def __init__(self, path: Path, *, threads: bool = False) -> None:
        self._connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=not threads
        )
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA temp_store = MEMORY")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        return self._connection.execute(sql, tuple(parameters)).fetchall()

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Carry out a change."""
        return self._connection.execute(sql, tuple(parameters)).lastrowid or 0

    def seen(self) -> int:
        """Return a number that changes whenever another connection has changed anything."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def version(self) -> int:
        """Return the newest migration that the database has seen."""
        return int(self.rows("PRAGMA user_version")[0][0])

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything inside as of one moment; never waits, and keeps nobody waiting."""
        yield from self._transaction("BEGIN")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Take the writer's turn, waiting for it where another has it."""
        yield from self._transaction("BEGIN IMMEDIATE")

    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


class ThroughDjango:
    """The connection that Django has open, inside whatever transaction it is in."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters))
            return list(cursor.fetchall())

    def change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Carry out a change."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters))
            return int(cursor.lastrowid or 0)

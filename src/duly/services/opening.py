"""Opening the store: found or made, up to date, and readable by its owner only.

Whether the tables are up to date is told by one number in the file (`PRAGMA user_version`)
against the newest migration on disk, so that a start which has nothing to do does nothing.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from duly import store
from duly.adapters import places
from duly.core.errors import StoreError
from duly.core.told import told
from duly.store.connection import BUSY_SECONDS, Direct

SETTINGS: Final = "duly.server.settings"
_MIGRATIONS: Final = Path(store.__file__).with_name("migrations")

Given = ParamSpec("Given")
Result = TypeVar("Result")


def direct() -> Direct:
    """Return a connection without Django, for reading and for noting what was shown.

    Raises:
        StoreError: The database cannot be opened.
    """
    path = places.database()
    with told_plainly(path):
        finish_erasing(path)
        if path.exists():  # asked of the connection itself: pages open several each
            found = Direct(path)
            if found.version() == newest():
                return found
            found.close()
        make_current(path)
        return Direct(path)


@contextmanager
def opened() -> Iterator[Direct]:
    """Open the database without Django, for as long as it takes.

    Raises:
        StoreError: It cannot be opened, read or written.
    """
    with told_plainly(places.database()), closing(direct()) as database:
        yield database


def use_case(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a function one transaction: all of it is kept, or nothing.

    It takes the writer's turn when it begins, waiting for whoever has it. A use case inside
    another is part of that one's transaction.
    """

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        path = places.database()
        with told_plainly(path):
            make_current(path)
            configure_django()
            from django.db import Error, transaction

            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except Error as error:
                raise _store_error(path, str(error)) from error

    return run


def is_inside_use_case() -> bool:
    """Tell whether this thread is in the middle of a use case."""
    from django.db import connection

    return connection.in_atomic_block


def make_current(path: Path) -> None:
    """Make the database where there is none, and bring an older one up to date.

    Two first starts at once both succeed: one makes it, the other waits for it.

    What was being erased when the machine went down is erased first.

    Raises:
        StoreError: It is no database of Duly's, or a newer Duly made it.
    """
    finish_erasing(path)
    if version(path) != newest():
        make_folder(path.parent)
        with locked(path):
            bring_up_to_date(path)


def finish_erasing(path: Path) -> None:
    """Go on with what was being erased when a process was cut off, if anything was.

    Raises:
        StoreError: It cannot be erased.
    """
    if places.erasing_mark(path).exists():
        from duly.services import erasing

        erasing.finish(path)


@cache
def newest() -> int:
    """Return the newest migration that this Duly knows."""
    return max(int(file.name[:4]) for file in _MIGRATIONS.iterdir() if file.name[:4].isdigit())


def version(path: Path) -> int:
    """Return the newest migration a database has seen; -1 where there is no database."""
    if not path.exists():
        return -1
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def make_folder(folder: Path) -> None:
    """Make the folder, and let nobody else look inside: a job search is private."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the only one to make, replace or erase a database; wait for whoever is at it."""
    lock = path.with_name(f"{path.name}.lock")
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def bring_up_to_date(path: Path) -> None:
    """Make the tables of a database, or those that an older one lacks.

    Raises:
        StoreError: A newer Duly made it.
    """
    found = version(path)
    if found == newest():
        return
    if found > newest():
        raise StoreError(
            told("a newer Duly wrote this database (its tables are at {found})", found=found),
            where=str(path),
            expected=told("tables up to {newest}", newest=newest()),
            mend="Update Duly; nothing was changed.",
        )
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    configure_django()
    with _aimed_at(path):
        _migrate()


@contextmanager
def _aimed_at(path: Path) -> Iterator[None]:
    """Have Django's connection lead to a database, which need not be the one that is open."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    if str(before) == str(path):
        yield
        return
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _migrate() -> None:
    """Run what migrations are missing, all of them or none.

    Django notes a migration that makes indexes after its transaction: a process killed between the
    two would leave tables that the next one makes again. So all of it is one transaction, which
    SQLite allows where foreign keys are not enforced meanwhile.
    """
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    with connection.constraint_checks_disabled(), transaction.atomic():
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {newest():d}")


def configure_django() -> None:
    """Set Django up, unless that was done; only commands that write come to need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        with _own_time_zone():
            apps.populate(settings.INSTALLED_APPS)


@contextmanager
def _own_time_zone() -> Iterator[None]:
    """Keep the process in the machine's zone: Django would move it to UTC (`TZ`)."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into words that help."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(path, str(error)) from error
    except PermissionError as error:
        raise StoreError(
            told("it cannot be opened ({why})", why=error.strerror),
            where=str(error.filename or path),
            mend="Check whose file it is; Duly needs to read and write it.",
        ) from error


def _store_error(path: Path, found: str) -> StoreError:
    if "locked" in found or "busy" in found:
        return StoreError(
            told("another Duly has been writing for {seconds} seconds", seconds=BUSY_SECONDS),
            where=str(path),
            mend="Wait for it to finish, then try again. Nothing was lost.",
        )
    if "readonly" in found:
        return StoreError(
            "it can be read but not written",
            where=str(path),
            mend="Nothing was written. Check whose file it is, and that its disk takes changes.",
        )
    if "full" in found:
        return StoreError(
            "there is no room left on the disk",
            where=str(path),
            mend="Nothing was written. Make room, then try again.",
        )
    return StoreError(
        told("the database says: {found}", found=found),
        where=str(path),
        mend="Nothing was written. Check that there is room on the disk and the file is sound.",
    )

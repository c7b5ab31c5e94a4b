"""Erasing everything, or one opportunity, without a trace on this machine.

What is erased of the file system cannot be one transaction. A mark is set down first; while it
stands, whatever command comes next finishes the work before it does anything else. So the search
is there whole, or gone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from duly.adapters import places, publishing, running, secrets
from duly.core.errors import NothingToDoError, StoreError
from duly.recognise.likeness import same_company
from duly.services import feed, opening, opportunities, planning, reminders
from duly.store import copying, erasing
from duly.store.connection import Direct
from duly.store.copying import Contents

_ALL: Final = "everything"
_REMAINS: Final = "remains"


# Everything


class Doomed(NamedTuple):
    """What would be erased.

    Attributes:
        contents: What is in the database; None where there is none, or it cannot be read.
        folders: Those that go with all that is in them; none where only a database goes.
        backups: Copies of the database among them.
        mailboxes: How many mailboxes' passwords go.
    """

    database: Path
    contents: Contents | None
    folders: tuple[Path, ...]
    backups: tuple[Path, ...]
    mailboxes: int


class Gone(NamedTuple):
    """What was erased.

    Attributes:
        keyring: What the system's keyring may still hold: accounts' passwords, an address.
    """

    database: Path
    folders: tuple[Path, ...]
    keyring: tuple[str, ...]


def doomed() -> Doomed:
    """Return what erasing everything would erase."""
    path = places.database()
    folders = _folders(path)
    return Doomed(path, _contents(path), folders, backups(), len(_accounts(path)))


def _folders(path: Path) -> tuple[Path, ...]:
    """Return Duly's folders that go with a database: all with the usual one, none with another."""
    if path != places.data() / places.DATABASE:
        return ()
    return tuple(each for each in (places.data(), places.cache(), places.config()) if each.is_dir())


def _contents(path: Path) -> Contents | None:
    with suppress(sqlite3.Error, OSError), closing(copying.opened(path)) as connection:
        return copying.contents(connection)
    return None


def backups() -> tuple[Path, ...]:
    """Return the copies of the database among Duly's own things, oldest first."""
    found = [*places.backups().glob("*"), *places.data().glob("*-before-restore-*")]
    return tuple(sorted(each for each in found if each.is_file()))


def _accounts(path: Path) -> list[str]:
    """Return the names that secrets are kept under."""
    with suppress(sqlite3.Error, OSError), closing(copying.opened(path)) as connection:
        rows = connection.execute("SELECT name FROM store_source WHERE kind = 'imap'")
        return [name for (name,) in rows]
    return []


def everything() -> Gone:
    """Erase the search and all that belongs to it.

    With the usual database goes what else Duly keeps for this user: the demo, backups in its own
    folder, passwords, the cache, playbooks and parts of letters. With another one only its
    accounts' passwords go.

    Raises:
        NothingToDoError: There is nothing.
        InUseError: Another process has the database open.
        ServerError: The page of the demo does not stop.
        PublishingError: Something cannot be removed; the next command goes on with it.
    """
    path = places.database()
    opening.finish_erasing(path)
    if not path.exists() and not any(map(_has_something, _folders(path))):
        raise NothingToDoError("there is nothing to erase", where=str(path))
    if _folders(path):
        running.stop(places.demo_database())  # the demo's page, whose database goes with them
    try:
        opening.make_folder(path.parent)
        accounts = [*_accounts(path), *feed.kept_secrets(path), *reminders.kept_secrets(path)]
        with opening.locked(path), erasing.alone(path):
            _set_mark(path, _ALL, accounts=accounts)
            return _finish_all(path)
    except OSError as error:
        raise publishing.refusal(error, path) from error


def _has_something(folder: Path) -> bool:
    return any(each.name != f"{places.DATABASE}.lock" for each in folder.iterdir())


def _set_mark(path: Path, what: str, **more: Any) -> None:
    with publishing.new_file(places.erasing_mark(path), force=True) as part:
        part.write_text(json.dumps({"what": what, **more}), encoding="utf-8")


def finish(path: Path) -> None:
    """Go on with what was being erased when a process was cut off.

    Raises:
        InUseError: Another process has the database open.
        StoreError: Something cannot be removed.
    """
    with opening.locked(path):
        found = _mark(path)
        if found.get("what") == _ALL:
            with erasing.alone(path):
                _finish_all(path)
        elif found:
            with suppress(sqlite3.Error):  # it is erased; its traces can wait for a better moment
                _clean(path, patience=0.2)


def _mark(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(places.erasing_mark(path).read_text(encoding="utf-8"))
    except FileNotFoundError:  # another process has finished
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(
            "it cannot be read what was to be erased",
            where=str(places.erasing_mark(path)),
            mend="Say `duly erase` again once you have removed this file.",
        ) from error
    return dict(found)


def _finish_all(path: Path) -> Gone:
    """Remove everything, the mark last; doing it twice does no harm."""
    folders = _folders(path)
    names = _mark(path).get("accounts", [])
    left = secrets.erase(names) if folders else _forget(names)
    for each in (path, *places.beside(path)[:3]):
        publishing.remove(each)
    mark = places.erasing_mark(path)
    for folder in folders:
        for each in folder.iterdir():
            if each != mark:
                publishing.remove(each)
    publishing.remove(places.beside(path)[3])
    publishing.remove(mark)
    for folder in folders:
        with suppress(OSError):  # a link, or somebody's current directory
            folder.rmdir()
    return Gone(path, folders, left)


def _forget(names: list[str]) -> tuple[str, ...]:
    for name in names:
        secrets.forget(name)
    return ()


# One opportunity


class Erased(NamedTuple):
    """What went with an opportunity.

    Attributes:
        clean: No trace is left in the database's file either; else the next command sees to it.
        copies: Copies of the database that still hold it.
    """

    id: str
    company: str
    gone: erasing.Erased
    clean: bool
    copies: tuple[Path, ...]


def opportunity(id: str, at: datetime) -> Erased:
    """Erase one opportunity, its facts, letters and mails, and those people who are nowhere else.

    Args:
        id: Its id, or what the user calls it.
        at: The present.

    Raises:
        UnknownError: There is none of that name.
        AmbiguousError: There are several.
        StoreError: The database cannot be written.
    """
    found = opportunities.find(planning.what_if(at).search, id)
    path = places.database()
    try:
        _set_mark(path, _REMAINS)
        with opening.told_plainly(path), closing(Direct(path)) as database:
            database.rows("PRAGMA secure_delete = ON")
            with database.writing():
                gone = erasing.opportunity(database, found.id, same_company)
        planning.today(at)  # what was planned because of it is planned anew
        return Erased(found.id, found.company, gone, _clean_now(path), backups())
    except OSError as error:
        raise publishing.refusal(error, path) from error


def _clean_now(path: Path) -> bool:
    """Leave no trace in the file; where that cannot be done now, the mark stays for the next."""
    try:
        return _clean(path, patience=5)
    except sqlite3.Error:
        return False


def _clean(path: Path, patience: float) -> bool:
    for folder in _swept(path):
        publishing.sweep(folder, older_than=0)
    done = erasing.clean(path, patience)
    if done:
        publishing.remove(places.erasing_mark(path))
    return done


def _swept(path: Path) -> Iterator[Path]:
    """Yield the folders in which a process that was killed may have left half a copy."""
    yield from (each for each in (path.parent, places.backups()) if each.is_dir())

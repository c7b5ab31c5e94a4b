"""Backups: the whole database in one file, and back again.

Passwords are not in it: they are not in the database (`adapters.secrets`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from duly.adapters import places, publishing
from duly.core.errors import NothingToDoError, StoreError, WrongUsageError
from duly.core.told import told
from duly.services import feed, opening
from duly.store import copying
from duly.store.copying import Contents

QUARANTINED: Final = (
    "it was on its way when the backup was made; whether it has left since, only you can tell"
)


class BackUp(NamedTuple):
    """A backup that was made, and checked."""

    path: Path
    bytes: int
    contents: Contents


class Restored(NamedTuple):
    """What a restore came to.

    Attributes:
        contents: What is in the database now.
        kept: Where the database is that was there before; None where there was none.
        since: The version of the backup's tables, where they had to be brought up to date.
        quarantined: How many letters were stopped on their way.
    """

    contents: Contents
    kept: Path | None
    since: int | None
    quarantined: int


# There


def back_up(file: Path | None, at: datetime, *, force: bool = False) -> BackUp:
    """Copy the database into one file while others go on, check the copy, and give it its name.

    Args:
        file: Where to; None for a name with the date, among Duly's own things.
        at: The present, as the user's clock shows it.
        force: It may take the place of another file.

    Raises:
        NothingToDoError: There is no database yet.
        ThereAlreadyError: There is a file of that name.
        PublishingError: It cannot be written.
        StoreError: The database cannot be read, or is damaged.
    """
    live = places.database()
    opening.finish_erasing(live)
    if not live.exists():
        raise NothingToDoError("there is nothing to back up yet", where=str(live))
    target = (file or _usual_place(at)).expanduser().absolute()
    _refuse_itself(target, live)
    with publishing.new_file(target, force=force) as part, _told(live, target):
        copying.copy(live, part)
        found = _looked_over(part, live)
    return BackUp(target, target.stat().st_size, found)


def _usual_place(at: datetime) -> Path:
    folder = places.backups()
    try:
        opening.make_folder(folder)
    except OSError as error:
        raise publishing.refusal(error, folder) from error
    return folder / f"duly-{at:%Y-%m-%d-%H%M%S}.sqlite3"


def _refuse_itself(target: Path, live: Path) -> None:
    if target in (live, *places.beside(live)) or _is_same(target, live):
        raise WrongUsageError(
            "that is the database itself", where=str(target), mend="Name another file."
        )


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _looked_over(part: Path, live: Path) -> Contents:
    try:
        return copying.look_over(part)
    except copying.NotOursError as error:
        raise StoreError(
            told("the database is not sound, so no backup was made of it: {why}", why=error.found),
            where=str(live),
            mend="Ask `duly doctor`; an earlier backup can be restored.",
        ) from error


@contextmanager
def _told(source: Path, target: Path) -> Iterator[None]:
    """Say what SQLite says of the one or the other in words that help."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told_of(error, source, target) from error


def _told_of(error: sqlite3.Error, source: Path, target: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return StoreError(
            "there is no room left on the disk, or it fails",
            where=str(target),
            mend="Make room and try again. Nothing was changed.",
        )
    if "locked" in str(error):
        return StoreError(
            "another Duly has it to itself", where=str(source), mend="Try again in a minute."
        )
    return StoreError(
        told("the database says: {why}", why=str(error)),
        where=str(source),
        mend="Nothing was changed.",
    )


# And back


def restore(file: Path, at: datetime) -> Restored:
    """Check a backup, bring it up to date, and have it take the database's place.

    The database that was there is kept beside it. Whoever has it open goes on with the restored
    one. Cut off at any moment, the one or the other is there, whole.

    Args:
        file: The backup; it is only read.
        at: The present, as the user's clock shows it.

    Raises:
        NotOursError: It is no backup, or a damaged one.
        StoreError: A newer Duly made it, or the database cannot be replaced.
        PublishingError: There is no room, or the folder cannot be written.
    """
    live = places.database()
    opening.finish_erasing(live)
    file = file.expanduser().absolute()
    with _told(file, file):
        _refuse_backup(file, live)
    try:
        opening.make_folder(live.parent)
        with opening.locked(live), _told(file, live):
            return _restore(file, live, at)
    except OSError as error:
        raise publishing.refusal(error, live) from error


def _refuse_backup(file: Path, live: Path) -> None:
    if not file.is_file():
        raise WrongUsageError(
            "there is no such file",
            where=str(file),
            mend=told("Backups lie in {folder}.", folder=str(places.backups())),
        )
    _refuse_itself(file, live)
    found = copying.look_over(file).version
    if found > opening.newest():
        raise StoreError(
            told("a newer Duly wrote this backup (its tables are at {found})", found=found),
            where=str(file),
            expected=told("tables up to {newest}", newest=opening.newest()),
            mend="Update Duly first; nothing was changed.",
        )


def _restore(file: Path, live: Path, at: datetime) -> Restored:
    """Make the new state beside the old one, then put it in place."""
    with publishing.spare_file(live.parent) as spare:
        copying.copy(file, spare, "ro")
        since = copying.look_over(spare).version
        opening.bring_up_to_date(spare)
        quarantined = copying.quarantine(spare, QUARANTINED)
        feed.leave_revoked(spare)
        copying.settle(spare)
        found = copying.look_over(spare)
        publishing.force_to_disk(spare)
        kept = _put_in_place(spare, live, at)
    return Restored(found, kept, since if since != found.version else None, quarantined)


def _put_in_place(spare: Path, live: Path, at: datetime) -> Path | None:
    if not live.exists():
        for each in places.beside(live)[:3]:  # journals of a database that is gone
            each.unlink(missing_ok=True)
        spare.replace(live)
        publishing.force_to_disk(live.parent)
        return None
    kept = _free(live.with_name(f"{live.stem}-before-restore-{at:%Y-%m-%d-%H%M%S}{live.suffix}"))
    if _is_sound(live):
        return copying.put_in_place(spare, live, lambda: _keep(live, kept))
    return _put_aside(spare, live, kept)


def _free(wanted: Path) -> Path:
    found, count = wanted, 1
    while found.exists():
        count += 1
        found = wanted.with_stem(f"{wanted.stem}-{count}")
    return found


def _keep(live: Path, kept: Path) -> Path:
    with publishing.new_file(kept) as part:
        copying.copy(live, part)
    return kept


def _is_sound(live: Path) -> bool:
    try:
        copying.look_over(live, "rw")
    except copying.NotOursError:
        return False
    return True


def _put_aside(spare: Path, live: Path, kept: Path) -> Path:
    """Move a damaged database out of the way, journal and all: a copy would lose what is left."""
    for end in ("", "-wal"):
        found = live.with_name(f"{live.name}{end}")
        if found.exists():
            with publishing.new_file(kept.with_name(f"{kept.name}{end}")) as part:
                part.write_bytes(found.read_bytes())
    for each in places.beside(live)[:3]:
        each.unlink(missing_ok=True)
    spare.replace(live)
    publishing.force_to_disk(live.parent)
    return kept

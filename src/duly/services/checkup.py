"""Is everything in order? One finding a matter, with what to do about it.

Nothing is changed, made or brought up to date by looking.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from duly.adapters import letterfiles, machine, places, playbookfiles, secrets
from duly.core.errors import DulyError
from duly.services import heartbeats, opening
from duly.store import copying, mapping

_MB: Final = 1_000_000
_MUCH_JOURNAL: Final = 64 * _MB
_LITTLE_ROOM: Final = 100 * _MB
_NO_ROOM: Final = 10 * _MB
_OLD_ZONES_YEARS: Final = 2
_UNREAD: Final = timedelta(days=3)
_SLACK: Final = timedelta(minutes=2)
_OLDEST_SQLITE: Final = (3, 31)
"""What Django 5.2 asks for."""


class Verdict(StrEnum):
    """How a matter stands."""

    OK = "ok"
    LOOK = "look"
    """The user is to decide something."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter that was looked at.

    Attributes:
        about: "database", "clock", …
        says: One sentence.
        mend: What to do; empty where nothing is to be done.
    """

    about: str
    verdict: Verdict
    says: str
    mend: str = ""


class _Life(NamedTuple):
    """What a worker said of itself."""

    worker: str
    beat_at: datetime
    stopped_at: datetime | None
    started_at: datetime | None
    next_at: datetime | None

    def is_at_work(self, at: datetime) -> bool:
        return heartbeats.is_at_work(self.worker, self.beat_at, self.stopped_at, at)


def _instant(text: str | None) -> datetime | None:
    return mapping.instant(text) if text else None


def examine(at: datetime, *, online: bool = False) -> list[Finding]:
    """Look at everything.

    Args:
        at: The present.
        online: Sign in to the mailboxes that are connected, too.
    """
    return list(_Checkup(at, online=online).findings())


def _ok(about: str, says: str) -> Finding:
    return Finding(about, Verdict.OK, says)


def _look(about: str, says: str, mend: str) -> Finding:
    return Finding(about, Verdict.LOOK, says, mend)


def _wrong(about: str, says: str, mend: str) -> Finding:
    return Finding(about, Verdict.WRONG, says, mend)


class _Checkup:
    """One look at everything, with the database open for reading where there is one."""

    def __init__(self, at: datetime, *, online: bool) -> None:
        self._at = at
        self._online = online
        self._path = places.database()

    def findings(self) -> Iterator[Finding]:
        """Return what is found, the database first."""
        yield from self._versions()
        if places.erasing_mark(self._path).exists():
            yield _look("database", "Something is still to be erased.", "Run `duly`: it goes on.")
        elif not self._path.exists():
            yield _ok("database", f"There is none yet; it will be {self._path}.")
        else:
            yield from self._stored()
        yield from self._zones_known()
        yield from self._kept_private()
        yield self._room()
        yield from self._backups()
        yield from self._own_playbooks()
        yield from self._own_letters()

    # The program

    def _versions(self) -> Iterator[Finding]:
        python = ".".join(map(str, sys.version_info[:3]))
        said = f"Python {python}, SQLite {sqlite3.sqlite_version}."
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            yield _wrong("versions", said, "SQLite is too old: use a newer Python or system.")
        else:
            yield _ok("versions", said)

    # The database

    def _stored(self) -> Iterator[Finding]:
        try:
            with closing(copying.opened(self._path, timeout=5)) as database:
                yield from self._database(database)
        except sqlite3.Error as error:
            yield _wrong(
                "database",
                f"{self._path} cannot be read: {error}.",
                f"Restore a backup: duly restore FILE. Backups lie in {places.backups()}.",
            )

    def _database(self, database: sqlite3.Connection) -> Iterator[Finding]:
        faults = copying.faults(database)
        yield self._soundness(faults)
        if faults:
            return
        seen, newest = opening.version(self._path), opening.newest()
        if seen > newest:
            yield _wrong(
                "tables", f"A newer Duly made them ({seen}; this one knows {newest}).", "Update it."
            )
            return
        if seen < newest:
            yield _ok("tables", f"At {seen}; the next command brings them up to {newest}.")
            return
        yield self._log(database)
        yield self._journal()
        yield self._clock(database)
        yield from self._zones_used(database)
        yield from self._mailboxes(database)
        yield from self._worker(database)

    def _soundness(self, faults: list[str]) -> Finding:
        if faults:
            mend = f"Restore a backup: duly restore FILE. Backups lie in {places.backups()}."
            return _wrong("database", f"{self._path} is damaged: {faults[0]}.", mend)
        size = self._path.stat().st_size / _MB
        return _ok("database", f"{self._path} is sound ({size:.1f} MB).")

    def _log(self, database: sqlite3.Connection) -> Finding:
        held = database.execute(
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_fact'"
        ).fetchone()[0]
        if held < 2:
            return _wrong(
                "log",
                "Nothing keeps the log of facts from being changed.",
                "Somebody took its triggers away; restore a backup from before.",
            )
        count = database.execute("SELECT COUNT(*) FROM store_fact").fetchone()[0]
        return _ok("log", f"{count:,} entries, and none can be changed.")

    def _journal(self) -> Finding:
        wal = self._path.with_name(f"{self._path.name}-wal")
        size = wal.stat().st_size if wal.exists() else 0
        if size > _MUCH_JOURNAL:
            return _look(
                "journal",
                f"It has grown to {size / _MB:.0f} MB: something reads all the time.",
                "Stop whatever of Duly's is running; it then empties by itself.",
            )
        return _ok("journal", f"{size / _MB:.1f} MB.")

    def _clock(self, database: sqlite3.Connection) -> Finding:
        noted = database.execute("SELECT MAX(recorded_at) FROM store_fact").fetchone()[0]
        newest = _instant(noted)
        written = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        last = max(filter(None, (newest, written)))
        if last > self._at + _SLACK:
            return _wrong(
                "clock",
                f"It says {_said(self._at)}, but something was noted at {_said(last)}.",
                "Set this machine's clock right: every plan is reckoned from it.",
            )
        return _ok("clock", f"{_said(self._at)}, after everything that was noted.")

    def _zones_used(self, database: sqlite3.Connection) -> Iterator[Finding]:
        rows = database.execute(
            "SELECT time_zone FROM store_profile UNION SELECT time_zone FROM store_opportunity"
        )
        lacking = sorted(name for (name,) in rows if not machine.has_zone(name))
        if lacking:
            yield _wrong(
                "zones",
                f"{', '.join(lacking)} cannot be loaded.",
                "Install the time zone database (`tzdata`).",
            )

    # Mail and work

    def _mailboxes(self, database: sqlite3.Connection) -> Iterator[Finding]:
        rows = database.execute(
            "SELECT name, address, read_at FROM store_source WHERE connected ORDER BY id"
        ).fetchall()
        for name, address, read_at in rows:
            shown = address or name
            at = _instant(read_at)
            yield self._reach(shown, name) if self._online else self._last_read(shown, at)

    def _last_read(self, shown: str, at: datetime | None) -> Finding:
        if at is None or self._at - at > _UNREAD:
            when = f"last read on {_said(at)}" if at else "not read yet"
            return _look("mailbox", f"{shown}: {when}.", "Read it: duly sync.")
        return _ok("mailbox", f"{shown}: last read on {_said(at)}.")

    def _reach(self, shown: str, name: str) -> Finding:
        from duly.services import accounts

        try:
            found = next(each for each in accounts.listed() if each.name == name)
            accounts.source(found)  # its password, or its path, is there
            secret = secrets.get(name) if found.account else None
            if found.account and secret:
                accounts.look(found.account, secret)
            when = f"last read on {_said(found.read_at)}" if found.read_at else "not read yet"
            return _ok("mailbox", f"{shown}: it can be read, {when}.")
        except DulyError as error:
            return _wrong("mailbox", f"{shown}: {error.found}.", error.mend or "Try again later.")

    def _worker(self, database: sqlite3.Connection) -> Iterator[Finding]:
        """Say whether a worker is at work, where something waits for one."""
        lives = [
            _Life(worker, mapping.instant(beat), *map(_instant, more))
            for worker, beat, *more in database.execute(
                "SELECT worker, beat_at, stopped_at, started_at, next_at FROM store_heartbeat "
                "ORDER BY beat_at DESC"
            )
        ]
        at_work = [each for each in lives if each.is_at_work(self._at)]
        if at_work:
            coming = at_work[0].next_at
            soon = f", next busy at {_said(coming)}" if coming and coming > self._at else ""
            yield _ok("worker", f"At work since {_said(at_work[0].started_at)}{soon}.")
        elif _wanted(database):
            last = max((each.stopped_at or each.beat_at for each in lives), default=None)
            since = f" since {_said(last)}" if last else ""
            yield _look(
                "worker",
                f"None is at work{since}: no mail is read, no letter leaves, nobody reminds you.",
                "Start it: duly run",
            )
        else:
            yield _ok("worker", "None is at work, and nothing waits for one.")

    # The machine

    def _zones_known(self) -> Iterator[Finding]:
        release = machine.zone_release()
        if not machine.has_zone("Europe/Berlin"):
            yield _wrong("zone data", "There is none.", "Install `tzdata`.")
        elif release and self._at.year - int(release[:4]) > _OLD_ZONES_YEARS:
            yield _look(
                "zone data",
                f"It is of {release}; some countries have changed their clocks since.",
                "Update `tzdata`, the system's or Python's.",
            )
        else:
            yield _ok("zone data", f"Of {release}." if release else "It is there.")

    def _kept_private(self) -> Iterator[Finding]:
        private = (self._path, *places.beside(self._path)[:3], *secrets.files(), places.data())
        for path in private:
            if machine.open_to_others(path):
                yield _look("privacy", f"Others may read {path}.", f"Close it: chmod go= {path}")
        if not any(map(machine.open_to_others, private)):
            yield _ok("privacy", "Database and passwords can be read by you only.")
        file, key, *_ = secrets.files()
        if file.exists() and not key.exists():
            yield _wrong(
                "passwords",
                f"{key} is gone, and {file} cannot be read without it.",
                "Remove the file, and connect your mailboxes again: duly connect.",
            )

    def _room(self) -> Finding:
        free = machine.free_bytes(self._path.parent)
        size = self._path.stat().st_size if self._path.exists() else 0
        said = f"{free / _MB:,.0f} MB are free."
        if free < _NO_ROOM + size:
            return _wrong("room", said, "Make room: soon nothing can be noted any more.")
        if free < _LITTLE_ROOM + 2 * size:
            return _look("room", said, "Make room before long.")
        return _ok("room", said)

    def _backups(self) -> Iterator[Finding]:
        if not self._path.exists():
            return
        made = [each for each in places.backups().glob("duly-*.sqlite3") if each.is_file()]
        if not made:
            yield _ok("backup", "None lies among Duly's own things; `duly backup` makes one.")
            return
        last = max(datetime.fromtimestamp(each.stat().st_mtime, UTC) for each in made)
        yield _ok("backup", f"{len(made)} among Duly's own things, the last of {_said(last)}.")

    # What the user wrote

    def _own_playbooks(self) -> Iterator[Finding]:
        own = sorted(playbookfiles.own_folder().glob("*.toml"))
        broken = 0
        for file in own:
            try:
                playbookfiles.read(file)
            except DulyError as error:
                broken += 1
                mend = f"Mend it: {error.mend or 'duly playbook check ' + str(file)}"
                yield _wrong("playbook", f"{file}: {error.found}.", mend)
        if own and not broken:
            yield _ok("playbook", f"{_count(own, 'playbook')} of your own can be read.")

    def _own_letters(self) -> Iterator[Finding]:
        own = sorted(letterfiles.own_folder().glob("*.toml"))
        if not own:
            return
        try:
            letterfiles.collection()
        except DulyError as error:
            yield _wrong("letters", f"{error.where}: {error.found}.", error.mend or "Mend it.")
        else:
            yield _ok("letters", f"{_count(own, 'part')} of your own can be read.")


def _wanted(database: sqlite3.Connection) -> bool:
    """Tell whether there is anything that a worker would do: read, send or remind."""
    found = database.execute(
        "SELECT EXISTS (SELECT 1 FROM store_source WHERE connected) "
        "OR EXISTS (SELECT 1 FROM store_way) "
        "OR EXISTS (SELECT 1 FROM store_outgoing WHERE stage = 'held')"
    )
    return bool(found.fetchone()[0])


def _count(files: list[Path], what: str) -> str:
    return f"{len(files)} {what}{'' if len(files) == 1 else 's'}"


def _said(at: datetime | None) -> str:
    return f"{at.astimezone():%d %B %Y, %H:%M}" if at else ""

"""The plan of today in a process that lives long: what has not changed is not planned again.

The same as `planning.today`, only quicker. It keeps one connection open, which tells at once
whether any other has written since; then only the changes are read (`store.following`), and only
those opportunities are planned again whose facts have changed or whose time has come
(`core.kept`). A plan that is kept is the plan that would be made anew; a property test compares
the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from duly.adapters import daysoff, places, playbookfiles
from duly.core.facts import History
from duly.core.kept import Kept
from duly.core.model import Action, Plan
from duly.core.playbook import Playbook
from duly.core.portfolio import SearchPlan, plan_again
from duly.core.reconcile import Change, reconcile
from duly.core.worktime import Calendars
from duly.services import opening, plan_file, planning
from duly.services.planning import Planned
from duly.store import shown
from duly.store.connection import Direct, Row
from duly.store.following import Following

_NOTHING: Final[list[Row]] = []


class _File(NamedTuple):
    """Which file a path leads to, and as of when where that matters."""

    device: int
    inode: int
    changed_at: int = 0


class Planbook:
    """The plan of one database, for any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._database: Direct | None = None
        self._forget()

    def _forget(self) -> None:
        self._file: _File | None = None
        self._seen: int | None = None
        self._following = Following()
        self._kept = Kept()
        self._calendars = _Calendars()
        self._playbooks = _Playbooks()
        self._known: Planned | None = None
        self._is_noted = False
        self._settled: dict[str, tuple[Plan, list[Row]]] = {}

    def close(self) -> None:
        """Let go of the database; the next time it is opened anew."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._database:
            self._database.close()
        self._database = None
        self._forget()

    @property
    def is_open(self) -> bool:
        """Tell whether this process keeps a plan."""
        return self._database is not None

    def today(self, at: datetime) -> Planned:
        """Plan everything as of now, and note what is shown.

        Raises:
            NoProfileError: Nobody has said yet who is searching.
            StoreError: The database cannot be read.
        """
        return self._with(self._today, at)

    def look(self, at: datetime) -> Planned:
        """Plan everything as of now; nothing is noted.

        Raises:
            NoProfileError: Nobody has said yet who is searching.
            StoreError: The database cannot be read.
        """
        return self._with(self._look, at)

    def _with(self, plan: Callable[[Direct, datetime], Planned], at: datetime) -> Planned:
        path = places.database()
        with self._lock, opening.told_plainly(path), planning.no_collecting():
            try:
                return plan(self._open(path), at)
            except BaseException:
                self._close()  # whatever it was, the next one begins afresh
                raise

    def _open(self, path: Path) -> Direct:
        """Return the connection; another one where the path leads to another file by now."""
        if self._database is None or not path.exists() or self._file != _file(path):
            self._close()
            opening.make_current(path)
            self._database = Direct(path, threads=True)
            self._file = _file(path)
        return self._database

    def _today(self, database: Direct, at: datetime) -> Planned:
        search, plan, _ = self._look(database, at)
        if self._is_noted:
            return Planned(search, plan, [])
        changes = self._changes(plan)
        if changes:
            with database.writing():
                if self._read(database):
                    search, plan, _ = self._known = self._plan(at)
                    changes = self._changes(plan)
                shown.apply(database, changes, at, {})
                self._settled = {}
                self._following.follow_shown(database)  # what was noted just now
        self._is_noted = True
        return Planned(search, plan, changes)

    def _look(self, database: Direct, at: datetime) -> Planned:
        with database.reading():
            changed = self._read(database)
        known = self._known
        if known is None or changed or not self._holds(known.plan, at):
            known = self._known = self._plan(at)
            self._is_noted = False
        return Planned(known.search, known.plan.later(at), [])

    def _holds(self, plan: SearchPlan, at: datetime) -> bool:
        """Tell whether a plan is the plan still, where nothing has happened since."""
        return plan.at <= at < plan.holds_until and self._playbooks.are_as_they_were()

    def _read(self, database: Direct) -> bool:
        """Read what was written since the last time; tell whether it concerns the plan."""
        seen = database.seen()
        if seen == self._seen:
            return False
        changed = self._following.follow(database)
        self._seen = seen
        return changed

    def _plan(self, at: datetime) -> Planned:
        """Plan again what has changed."""
        search, histories = self._following.search, self._following.histories
        names = {search.playbook, *(each.playbook for each in search.opportunities)}
        countries = {each.country for each in search.opportunities}
        plan = plan_again(
            search,
            histories,
            at,
            self._playbooks.of(names),
            self._calendars.of(countries, histories, at),
            self._kept,
        )
        return Planned(search, plan, [])

    def _changes(self, plan: SearchPlan) -> list[Change]:
        """Tell what is new in a plan against what was shown, looking only where either changed."""
        before, self._settled = self._settled, {}
        rows = self._following.shown
        actions: list[Action] = []
        stored = [
            row for id in rows.keys() - {e.opportunity for e in plan.plans} for row in rows[id]
        ]
        for each in plan.plans:
            id, own = each.opportunity, rows.get(each.opportunity, [])
            known = before.get(id)
            if known and known[0] is each and known[1] is own:
                self._settled[id] = known
                continue
            actions += each.actions
            stored += own
            self._settled[id] = (each, own)
        return reconcile(actions, map(shown.as_stored, stored))


def _file(path: Path) -> _File:
    found = path.stat()
    return _File(found.st_dev, found.st_ino)


class _Calendars:
    """Working time, kept as long as the countries and the years are the same."""

    def __init__(self) -> None:
        self._named: dict[str, tuple[History, set[int]]] = {}
        self._made_for: tuple[set[str], range] | None = None
        self._made = Calendars({})

    def of(self, countries: set[str], histories: dict[str, History], at: datetime) -> Calendars:
        years = plan_file.years_of(self._years(histories), at)
        if self._made_for != (countries, years):
            self._made = Calendars(daysoff.days_off(countries, years))
            self._made_for = (countries, years)
        return self._made

    def _years(self, histories: dict[str, History]) -> set[int]:
        """Return the years that the facts speak of, looking through changed histories only."""
        before, self._named = self._named, {}
        for id, history in histories.items():
            known = before.get(id)
            if known is None or known[0] is not history:
                known = (history, plan_file.years_named(history.facts))
            self._named[id] = known
        return set().union(*(years for _, years in self._named.values()))


class _Playbooks:
    """Playbooks, each read again only once its file has changed."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[_File, Playbook]] = {}

    def of(self, names: set[str]) -> dict[str, Playbook]:
        """Return the playbooks of some names, the empty name aside."""
        self._read = {name: self._one(name) for name in names if name}
        return {name: book for name, (_, book) in self._read.items()}

    def _one(self, name: str) -> tuple[_File, Playbook]:
        known, file = self._read.get(name), _version(name)
        if known and known[0] == file:
            return known
        return file, playbookfiles.load(name)

    def are_as_they_were(self) -> bool:
        """Tell whether none of the files read has changed since."""
        return all(_version(name) == file for name, (file, _) in self._read.items())


def _version(name: str) -> _File:
    """Return what changes whenever a playbook's file does."""
    found = playbookfiles.file_of(name).stat()
    return _File(found.st_dev, found.st_ino, found.st_mtime_ns)


BOOK = Planbook()
"""The plan of this process."""


def current(at: datetime) -> Planned:
    """Plan everything as of now, nothing noted: from the plan of this process, if it keeps one.

    Inside a use case it is made anew. Whoever has the kept plan may be waiting for the writer's
    turn, which the use case has.
    """
    if not BOOK.is_open or opening.is_inside_use_case():
        return planning.what_if(at)
    return BOOK.look(at)

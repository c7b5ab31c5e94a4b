"""The plan of today in a process that lives long: what has not changed is not planned again.

The same as `planning.today`, only quicker. It keeps one connection open, which tells at once
whether any other has written since; then only the changes are read (`store.following`), and only
those opportunities are planned again whose facts have changed or whose time has come
(`core.kept`). A plan that is kept is the plan that would be made anew; a property test compares
the two.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from duly.adapters import daysoff, places, playbookfiles
from duly.core.facts import History
from duly.core.kept import Kept
from duly.core.model import Action, Fact, Plan, Search
from duly.core.playbook import Playbook
from duly.core.portfolio import SearchPlan, plan_again
from duly.core.reconcile import Change, reconcile
from duly.core.worktime import Calendars
from duly.services import opening, plan_file, planning
from duly.services.planning import Planned
from duly.store import shown
from duly.store.connection import Database, Direct, Row, ThroughDjango
from duly.store.following import Following


class _File(NamedTuple):
    """Which file a path leads to, and as of when where that matters."""

    device: int
    inode: int
    changed_at: int = 0


class _Ledger:
    """What was read of a search and what was planned of it; one thread has it at a time."""

    def __init__(self) -> None:
        self.following = Following()
        self.kept = Kept()
        self.calendars = _Calendars()
        self.playbooks = _Playbooks()
        self._settled: dict[str, tuple[Plan, list[Row]]] = {}

    def fork(self) -> _Ledger:
        """Return another one that goes on from here; this one learns nothing of it.

        It takes a millisecond or two: what was read and planned never changes and is shared.
        """
        other = copy(self)
        other.following, other.kept = self.following.fork(), self.kept.fork()
        other.calendars, other.playbooks = copy(self.calendars), copy(self.playbooks)
        return other

    def holds(self, plan: SearchPlan, at: datetime) -> bool:
        """Tell whether a plan is the plan still, where nothing has happened since."""
        return plan.at <= at < plan.holds_until and self.playbooks.are_as_they_were()

    def plan(self, at: datetime) -> Planned:
        """Plan again what has changed."""
        return self._planned(self.following.search, self.following.histories, at)

    def supposing(self, facts: Iterable[Fact], at: datetime) -> Planned:
        """Plan as if some facts had happened."""
        search, histories = self.following.search, dict(self.following.histories)
        for fact in facts:
            if fact.opportunity in histories:
                histories[fact.opportunity] = History((*histories[fact.opportunity].facts, fact))
        return self._planned(replace(search, facts=(*search.facts, *facts)), histories, at)

    def _planned(self, search: Search, histories: dict[str, History], at: datetime) -> Planned:
        names = {search.playbook, *(each.playbook for each in search.opportunities)}
        countries = {each.country for each in search.opportunities}
        plan = plan_again(
            search,
            histories,
            at,
            self.playbooks.of(names),
            self.calendars.of(countries, histories, at),
            self.kept,
        )
        return Planned(search, plan, [])

    def changes(self, plan: SearchPlan) -> list[Change]:
        """Tell what is new in a plan against what was shown, looking only where either changed."""
        before, self._settled = self._settled, {}
        rows = self.following.shown
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

    def note_shown(self, database: Direct) -> None:
        """Take in that what is new was shown just now."""
        self._settled = {}
        self.following.follow_shown(database)


class Planbook:
    """The plan of one database, for any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._database: Direct | None = None
        self._forget()

    def _forget(self) -> None:
        self._file: _File | None = None
        self._seen: int | None = None
        self._ledger = _Ledger()
        self._known: Planned | None = None
        self._is_noted = False

    def close(self) -> None:
        """Let go of the database; the next time it is opened anew."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._database:
            self._database.close()
            gc.unfreeze()
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

    def supposing(self, facts: tuple[Fact, ...], at: datetime) -> Planned:
        """Plan everything as if some facts had happened; nothing is noted, and nothing kept.

        Raises:
            NoProfileError: Nobody has said yet who is searching.
            StoreError: The database cannot be read.
        """
        return self._with(lambda database, at: self._supposing(database, facts, at), at)

    def inside(self, database: Database, at: datetime) -> Planned | None:
        """Plan everything inside a use case, with what it has written and nobody else sees yet.

        Goes on from what is kept, in a copy that is thrown away, so that nothing of a use case
        that fails stays. Whoever has the kept plan may be waiting for the writer's turn, which the
        use case has: so nobody is waited for.

        Returns:
            The plan with what is new in it; None where none is kept or another thread has it.

        Raises:
            StoreError: The database cannot be read.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            path = places.database()
            if self._known is None or not path.exists() or self._file != _file(path):
                return None
            ledger = self._ledger.fork()
        finally:
            self._lock.release()
        with planning.no_collecting():
            ledger.following.follow(database)
            search, plan, _ = ledger.plan(at)
            plan = plan.later(at)
            return Planned(search, plan, ledger.changes(plan))

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
        changes = self._ledger.changes(plan)
        if changes:
            with database.writing():
                if self._read(database):
                    search, plan, _ = self._known = self._ledger.plan(at)
                    changes = self._ledger.changes(plan)
                shown.apply(database, changes, at, {})
                self._ledger.note_shown(database)
        self._is_noted = True
        return Planned(search, plan, changes)

    def _look(self, database: Direct, at: datetime) -> Planned:
        with database.reading():
            changed = self._read(database)
        known = self._known
        if known is None or changed or not self._ledger.holds(known.plan, at):
            is_first = known is None
            known = self._known = self._ledger.plan(at)
            self._is_noted = False
            if is_first:
                gc.freeze()  # it stays: going through it again and again would hold up every page
        return Planned(known.search, known.plan.later(at), [])

    def _supposing(self, database: Direct, facts: tuple[Fact, ...], at: datetime) -> Planned:
        self._look(database, at)
        search, plan, _ = self._ledger.fork().supposing(facts, at)
        return Planned(search, plan.later(at), [])

    def _read(self, database: Direct) -> bool:
        """Read what was written since the last time; tell whether it concerns the plan."""
        seen = database.seen()
        if seen == self._seen:
            return False
        changed = self._ledger.following.follow(database)
        self._seen = seen
        return changed


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
    """Plan everything as of now, nothing noted: from the plan of this process, if it keeps one."""
    if not BOOK.is_open:
        return planning.what_if(at)
    if opening.is_inside_use_case():
        return BOOK.inside(ThroughDjango(), at) or planning.what_if(at)
    return BOOK.look(at)


def supposing(facts: tuple[Fact, ...], at: datetime) -> Planned:
    """Plan everything as if some facts had happened: from the plan of this process, if any."""
    return BOOK.supposing(facts, at) if BOOK.is_open else planning.supposing(facts, at)

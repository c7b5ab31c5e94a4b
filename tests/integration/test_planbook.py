"""The plan that a long-living process keeps is the plan that would be made anew, whatever happens.

The edits go through the services and another connection, some through another process; after each
of them, and while the clock moves, the kept plan is compared with a fresh one.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.conftest import Duly

from duly.core.errors import DulyError, UnknownError
from duly.core.model import Channel, Fact, Meaning, Step, What
from duly.services.planbook import Planbook

AT = datetime(2026, 3, 11, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMPANIES = ("Acme", "Bolt", "Cobalt", "Dune")


@pytest.fixture
def book() -> Iterator[Planbook]:
    found = Planbook()
    yield found
    found.close()


def compare(book: Planbook, at: datetime) -> None:
    """Make sure that the kept plan is the fresh one, and that all of it is noted as shown."""
    from duly.services import planning

    kept, fresh = book.today(at), planning.what_if(at)
    assert kept.plan == fresh.plan
    assert kept.search.me == fresh.search.me
    assert kept.search.opportunities == fresh.search.opportunities
    assert sorted(map(repr, kept.search.facts)) == sorted(map(repr, fresh.search.facts))
    assert fresh.changes == []


class Edits:
    """Random edits, each as a command would make it."""

    def __init__(self, chance: random.Random, path: Path) -> None:
        self.chance, self.path, self.at = chance, path, AT
        self.kinds = (
            self.note, self.note, self.note, self.undo, self.choose, self.open, self.person,
            self.edit, self.me, self.elsewhere, self.erase, self.wait, self.wait,
        )  # fmt: skip

    def make(self) -> str:
        """Make one edit; return its name, for the failure that it brings to light."""
        kind = self.chance.choice(self.kinds)
        with suppress(DulyError):  # an opportunity that is gone, nothing to undo
            kind()
        return kind.__name__

    def id(self) -> str:
        with closing(sqlite3.connect(self.path)) as database:
            rows = database.execute("SELECT slug FROM store_opportunity ORDER BY id").fetchall()
        if not rows:
            raise UnknownError("everything was erased")
        return str(self.chance.choice(rows)[0])

    def note(self) -> None:
        from duly.services import log

        at, who = self.at - HOUR * self.chance.choice((0, 1, 5, 30, 200)), ("kim-lee",)
        id = self.id()
        log.record(
            [
                self.chance.choice((
                    Fact(at, What.INTERVIEW, id, who),
                    Fact(self.at + 50 * HOUR, What.INTERVIEW, id, who),
                    Fact(at, What.SENT, id, who, step=Step.THANK_YOU, channel=Channel.EMAIL),
                    Fact(at, What.SENT, id, who, step=Step.STATUS, channel=Channel.EMAIL),
                    Fact(at, What.RECEIVED, id, who, meaning=Meaning.STILL_DECIDING),
                    Fact(at, What.RECEIVED, id, who, meaning=Meaning.REJECTION),
                    Fact(at, What.OFFER, id, who, answer_by=self.at + 90 * HOUR),
                    Fact(at, What.ACCEPTED, id),
                    Fact(at, What.PROMISE, id, by=(self.at + 60 * HOUR).date()),
                ))
            ],
            self.at,
        )  # fmt: skip

    def undo(self) -> None:
        from duly.services import log

        log.undo(self.id(), self.at)

    def choose(self) -> None:
        from duly.services import follow_ups

        what = self.chance.choice((What.SKIPPED, What.SNOOZED, What.RETIRED))
        until = (self.at + 40 * HOUR).date() if what is What.SNOOZED else None
        step = self.chance.choice((Step.DEBRIEF, Step.THANK_YOU, Step.STATUS))
        follow_ups.choose(Fact(self.at, what, self.id(), step=step, until=until), self.at)

    def open(self) -> None:
        from duly.services import opportunities
        from duly.services.opportunities import Given, Opening

        people = (Given("Kim Lee <kim@agency.example>"),)  # one reader, many roles
        zone = self.chance.choice(("", "Europe/Berlin", "Asia/Kathmandu"))
        given = Opening(self.chance.choice(COMPANIES), people=people, time_zone=zone)
        opportunities.open_one(given, self.at)

    def person(self) -> None:
        from duly.services import opportunities
        from duly.services.opportunities import Given

        phone = f"+1 312 555 0{self.chance.randint(100, 999)}"
        opportunities.change_person(self.id(), Given("Kim Lee"), self.at, phone=phone)

    def edit(self) -> None:
        from duly.services import opportunities

        playbook = self.chance.choice(("patient", "direct", "balanced"))
        opportunities.edit(self.id(), self.at, playbook=playbook)

    def me(self) -> None:
        from duly.services import profile

        profile.change(playbook=self.chance.choice(("classic", "balanced")),
                       cards=self.chance.random() < 0.5)  # fmt: skip

    def elsewhere(self) -> None:
        with sqlite3.connect(self.path) as database:
            database.execute("UPDATE store_profile SET phone = phone || '1'")
        database.close()

    def erase(self) -> None:
        from duly.services import erasing

        if self.chance.random() < 0.3:
            erasing.opportunity(self.id(), self.at)

    def wait(self) -> None:
        self.at += timedelta(minutes=self.chance.choice((1, 1, 7, 61, 300, 1440, 4000)))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_is_what_would_be_planned_anew(store: Path, book: Planbook, seed: int) -> None:
    edits = Edits(random.Random(seed), store)
    for _ in COMPANIES:
        edits.open()
    for _ in range(40):
        edits.make()
        compare(book, edits.at)
        compare(book, edits.at + timedelta(seconds=edits.chance.randint(0, 90)))


def test_another_process_is_seen(duly: Duly, store: Path, book: Planbook) -> None:
    book.today(AT)
    duly.done(
        "interview", "Acme", "--ended", "2026-03-10 15:00", "--with", "Ana Ruiz <a@acme.example>"
    )
    steps = {act.step for act in book.today(AT).of("acme")[1].actions}
    assert Step.DEBRIEF in steps
    duly.done("sent", "acme", "debrief")
    assert Step.DEBRIEF not in {act.step for act in book.today(AT).of("acme")[1].actions}
    compare(book, AT)


def test_nothing_is_read_twice_and_little_is_asked(store: Path, book: Planbook) -> None:
    edits = Edits(random.Random(1), store)
    for _ in range(3):
        edits.open()
        edits.note()
    book.today(AT)
    book.today(AT)
    asked = listened(book, store)
    book.today(AT + timedelta(seconds=5))
    assert [sql for sql in asked if sql.startswith("SELECT")] == []
    edits.note()
    asked.clear()
    book.today(AT + timedelta(seconds=6))
    reading = [sql for sql in asked if sql.startswith(("SELECT", "PRAGMA"))]
    assert 0 < len(reading) <= 12


def listened(book: Planbook, path: Path) -> list[str]:
    asked: list[str] = []
    book._open(path)._connection.set_trace_callback(asked.append)
    return asked


def test_a_restored_database_is_read_anew(store: Path, book: Planbook, tmp_path: Path) -> None:
    """Though it may have as many facts, the last of them of the same number."""
    from duly.services import backups

    edits = Edits(random.Random(2), store)
    for _ in COMPANIES:
        edits.open()
    edits.note()
    backups.back_up(tmp_path / "then.duly", AT)
    edits.note()
    compare(book, AT)
    backups.restore(tmp_path / "then.duly", AT)
    edits.chance = random.Random(5)
    edits.note()
    compare(book, AT)


def test_a_database_that_is_another_file_by_now_is_opened_anew(
    duly: Duly, store: Path, book: Planbook
) -> None:
    from django.db import connection

    Edits(random.Random(3), store).open()
    assert len(book.today(AT).search.opportunities) == 1
    connection.close()
    for each in store.parent.glob("duly.sqlite3*"):
        each.unlink()
    duly.done("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    assert book.today(AT).search.opportunities == ()


def test_a_playbook_that_was_changed_is_read_anew(
    duly: Duly, store: Path, book: Planbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duly.adapters import playbookfiles
    from duly.services import profile

    monkeypatch.setenv("XDG_CONFIG_HOME", str(duly.home / "config"))
    own = playbookfiles.own_folder() / "mine.toml"
    own.parent.mkdir(parents=True)
    own.write_text(playbookfiles.packaged_file("balanced").read_text())
    profile.change(playbook="mine")
    edits = Edits(random.Random(4), store)
    for _ in range(3):
        edits.open()
        edits.note()
    compare(book, AT)
    own.write_text(playbookfiles.packaged_file("restrained").read_text())
    compare(book, AT)


def test_several_threads_are_told_the_same(store: Path, book: Planbook) -> None:
    edits = Edits(random.Random(6), store)
    for _ in range(4):
        edits.open()
        edits.note()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: book.today(AT).plan, range(20)))
    assert all(plan == found[0] for plan in found)


def test_a_clock_that_is_set_back_is_believed(store: Path, book: Planbook) -> None:
    edits = Edits(random.Random(7), store)
    for _ in range(4):
        edits.open()
        edits.note()
    for hours in (0, 30, 3, -5):
        compare(book, AT + hours * HOUR)


# Inside a use case


def planned_inside(book: Planbook, at: datetime, note: Callable[[], object]) -> None:
    """Write within a use case, compare what is planned there both ways, and fail at the end."""
    from duly.services import opening, planning
    from duly.store.connection import ThroughDjango

    class EnoughError(Exception):
        pass

    @opening.use_case
    def compared() -> None:
        with suppress(DulyError):
            note()
        kept = book.inside(ThroughDjango(), at)
        fresh = planning._plan(ThroughDjango(), at)
        assert kept is not None
        assert kept.plan == fresh.plan
        assert sorted(map(repr, kept.changes)) == sorted(map(repr, fresh.changes))
        raise EnoughError

    with pytest.raises(EnoughError):
        compared()


@pytest.mark.parametrize("seed", range(8))
def test_a_use_case_plans_what_would_be_planned_anew_and_one_that_fails_leaves_nothing(
    store: Path, book: Planbook, seed: int
) -> None:
    edits = Edits(random.Random(seed), store)
    for _ in COMPANIES:
        edits.open()
    compare(book, edits.at)
    for _ in range(30):
        edits.make()  # the book hears of some edits one by one, of others together
        at = edits.at
        planned_inside(book, at, edits.chance.choice((edits.note, edits.choose, edits.undo)))
        if edits.chance.random() < 0.5:
            compare(book, at)


def test_what_use_cases_note_as_shown_is_what_planning_anew_would(
    store: Path, book: Planbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duly.services import planbook, planning

    monkeypatch.setattr(planbook, "BOOK", book)
    edits = Edits(random.Random(9), store)
    for _ in COMPANIES:
        edits.open()
    for _ in range(30):
        book.look(edits.at)
        edits.chance.choice((edits.note, edits.open, edits.edit, edits.person))()
        assert planning.what_if(edits.at).changes == []
        edits.wait()


def test_a_use_case_waits_for_nobody_who_has_the_kept_plan(store: Path, book: Planbook) -> None:
    from duly.store.connection import ThroughDjango

    Edits(random.Random(10), store).open()
    book.look(AT)
    with book._lock:
        assert book.inside(ThroughDjango(), AT) is None


@pytest.mark.parametrize("seed", range(4))
def test_what_would_be_if_something_happened_is_told_and_not_kept(
    store: Path, book: Planbook, seed: int
) -> None:
    from duly.services import planning

    edits = Edits(random.Random(seed), store)
    for _ in range(5):
        edits.open()
        edits.note()
    supposed = (Fact(AT, What.ACCEPTED, edits.id()), Fact(AT, What.WITHDREW, edits.id()))
    assert book.supposing(supposed, AT).plan == planning.supposing(supposed, AT).plan
    compare(book, AT)

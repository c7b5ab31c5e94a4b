"""The worker through what a machine does to it: sleep, clocks that are set, jobs that fail."""

from __future__ import annotations

import logging
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.contract.dovecot import free_port
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly
from tests.integration.listening import Ntfy

from duly.adapters.account import Account, Security
from duly.adapters.secrets import Secret
from duly.core.errors import StoreError
from duly.core.outbox import UNDO
from duly.services.rounds import Round
from duly.worker import loop
from duly.worker.jobs import Job, Turn
from duly.worker.troubles import Troubles

ME = "sam@field.example"
LETTER = "From: {me}\r\nTo: {to}\r\nMessage-ID: <{id}@field.example>\r\n\r\nDear Ana,\r\n"


@pytest.fixture(scope="session")
def acquainted(tmp_path_factory: pytest.TempPathFactory, introduced: Path) -> Path:
    """Return a home on a machine without a keyring; two hours ago Sam met Ana and five more."""
    home = tmp_path_factory.mktemp("acquainted") / "home"
    shutil.copytree(introduced, home)
    duly = Duly(home)
    duly.done("me", "--email", ME, at=None)
    met = [word for each in ("Ana", "Bo", "Cy", "Di", "Ed", "Flo")
           for word in ("--with", f"{each} <{each.lower()}@acme.example>")]  # fmt: skip
    duly.done("interview", "Acme", "--ended", "2 hours ago", *met, at=None)
    duly.done("debrief", "acme", "--topic", "the launch", "--cares", "ana=churn", at=None)
    duly.done("letter", "acme", "thank-you", "--to", "ana", at=None)
    return home


@pytest.fixture
def duly(tmp_path: Path, acquainted: Path) -> Duly:
    shutil.copytree(acquainted, tmp_path / "home")
    return Duly(tmp_path / "home")


@pytest.fixture
def server(here: Duly, tmp_path: Path) -> Iterator[SmtpServer]:
    """Return a server that Sam's letters leave through; nothing answers where mail would be."""
    from duly.services import accounts

    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as started:
        account = Account(ME, ME, "127.0.0.1", free_port(), Security.TLS)
        accounts.connect(account, Secret("x"), f"plain://127.0.0.1:{started.port}")
        yield started


def queue(duly: Duly, leaves_at: datetime, *readers: str) -> None:
    """Let letters wait that are approved, each for an interviewer to be thanked."""
    with closing(sqlite3.connect(duly.database, timeout=30)) as database, database:
        (opportunity,) = database.execute("SELECT id FROM store_opportunity").fetchone()
        (letter,) = database.execute("SELECT id FROM store_letter").fetchone()
        (occasion,) = database.execute(
            "SELECT occasion FROM store_action WHERE step = 'thank-you' LIMIT 1"
        ).fetchone()
        from duly.services.outbox import digest
        from duly.store.mapping import stamp

        for name in readers:
            to = f"{name}@acme.example"
            message = LETTER.format(me=ME, to=f"{name.title()} <{to}>", id=name).encode()
            database.execute(
                "INSERT INTO store_outgoing (letter_id, opportunity_id, step, \"to\", occasion, "
                "message, message_id, sender, recipient, digest, approved_at, leaves_at, stage, "
                "why, tries, claimed_by, looks, looked_in, look_failed) VALUES "
                "(?,?,'thank-you',?,?,?,?,?,?,?,?,?,'held','',0,'',0,'','')",
                (letter, opportunity, name, occasion, message, f"<{name}@field.example>", ME, to,
                 digest(ME, to, message), stamp(leaves_at - UNDO), stamp(leaves_at)),
            )  # fmt: skip


def stages(duly: Duly) -> dict[str, str]:
    with closing(sqlite3.connect(duly.database, timeout=30)) as database:
        return dict(database.execute('SELECT "to", stage FROM store_outgoing').fetchall())


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


class Steered(loop.Clocks):
    """Clocks that can be set, and that are looked at often."""

    def __init__(self) -> None:
        self.set = timedelta()
        self.asleep = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.set

    def steady(self) -> float:
        return time.monotonic() - self.asleep

    def pass_by(self, time: timedelta) -> None:
        """Let time pass while the machine is awake."""
        self.asleep -= time.total_seconds()
        self.set += time

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        return stop.wait(min(seconds, 0.1))


@dataclass
class Running:
    """A worker in a thread of this process."""

    clocks: Steered = field(default_factory=Steered)
    stop: threading.Event = field(default_factory=threading.Event)
    said: list[str] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def heard(self, pattern: str) -> list[str]:
        return [line for line in self.said if re.search(pattern, line)]


@contextmanager
def working(jobs: list[Job] | None = None, clocks: Steered | None = None) -> Iterator[Running]:
    running = Running(clocks or Steered())
    thread = threading.Thread(
        target=loop.run,
        args=(running.stop,),
        kwargs={
            "say": running.said.append,
            "happened": running.rounds.append,
            "clocks": running.clocks,
            "jobs": jobs,
        },
    )
    thread.start()
    try:
        yield running
    finally:
        running.stop.set()
        thread.join(40)
        assert not thread.is_alive()


# Clocks


def test_a_letter_leaves_when_its_time_to_be_taken_back_is_over(
    here: Duly, server: SmtpServer
) -> None:
    leaves_at = datetime.now(UTC) + timedelta(seconds=4)
    with working() as running:
        queue(here, leaves_at, "ana")
        wait_for(server.accepted)
        assert leaves_at <= datetime.now(UTC) <= leaves_at + timedelta(seconds=3)
        wait_for(lambda: stages(here) == {"ana": "sent"})
        assert len(running.heard("cannot be reached")) == 1, "of its mailbox, once"
    assert len(server.accepted()) == 1


def test_after_a_long_sleep_late_letters_ask_and_the_rest_leaves(
    here: Duly, server: SmtpServer
) -> None:
    now = datetime.now(UTC)
    queue(here, now + timedelta(hours=1), "ana")
    queue(here, now + timedelta(hours=7, minutes=30), "bo")
    queue(here, now + timedelta(hours=12), "cy")
    with working() as running:
        wait_for(lambda: running.heard("mail|reached"))
        time.sleep(0.5)
        assert not server.accepted()
        running.clocks.set += timedelta(hours=8)
        wait_for(server.accepted)
        wait_for(lambda: stages(here)["bo"] == "sent")
        assert running.heard("8 hours passed at once: this machine slept")
    assert stages(here) == {"ana": "returned", "bo": "sent", "cy": "held"}
    assert [each.recipient for each in server.accepted()] == ["bo@acme.example"]


def test_a_weekend_without_a_network_stops_no_letter(here: Duly, server: SmtpServer) -> None:
    """It is tried at pauses that grow, said once, and asks where its moment is over."""
    from duly.services import accounts

    account = Account(ME, ME, "127.0.0.1", free_port(), Security.TLS)
    accounts.connect(account, Secret("x"), f"plain://127.0.0.1:{free_port()}")
    now = datetime.now(UTC)
    queue(here, now - timedelta(seconds=1), "ana")
    queue(here, now + timedelta(hours=60), "bo")
    with working() as running:
        wait_for(lambda: tries(here) == 1)
        while tries(here) <= 12:
            running.clocks.pass_by(timedelta(minutes=5, seconds=1))
            time.sleep(0.8)
        told = [each for found in running.rounds for each in found.sent]
        assert [(each.stage, "nothing answers" in each.why) for each in told] == [("held", True)]
        assert stages(here) == {"ana": "held", "bo": "held"}
        accounts.connect(account, Secret("x"), f"plain://127.0.0.1:{server.port}")
        running.clocks.pass_by(timedelta(hours=60))
        wait_for(lambda: stages(here) == {"ana": "returned", "bo": "sent"})
    assert [each.recipient for each in server.accepted()] == ["bo@acme.example"]


def tries(duly: Duly) -> int:
    """Return how often a letter was claimed."""
    with closing(sqlite3.connect(duly.database, timeout=30)) as database:
        sql = "SELECT COUNT(*) FROM store_passage WHERE stage = 'claimed'"
        return int(database.execute(sql).fetchone()[0])


def test_a_clock_that_goes_back_and_forth_brings_nothing_twice_or_early(
    here: Duly, server: SmtpServer
) -> None:
    from duly.services import reminders

    now = datetime.now(UTC)
    queue(here, now - timedelta(seconds=1), "ana")
    queue(here, now + timedelta(hours=1), "bo")
    with Ntfy() as ntfy, working() as running:
        reminders.change(now, quiet=None, morning=None)
        reminders.add(ntfy.url, now - timedelta(minutes=1))
        wait_for(server.accepted)
        running.clocks.set = timedelta(hours=20)  # the thank-yous' day is nearly over
        wait_for(lambda: ntfy.told)
        for hours in (-24, 0, 20, -24, 0):
            running.clocks.set = timedelta(hours=hours)
            time.sleep(1.5)
        told = Counter(ntfy.lines)
        assert running.heard("The clock went back by 44 hours")
    assert len([each for each in server.accepted() if each.recipient.startswith("ana")]) == 1
    assert max(told.values()) == 1, told
    assert stages(here)["bo"] != "sent", "its hour has not come"
    assert len(server.accepted()) == 1


def test_pauses_are_not_stretched_by_a_clock_that_is_set_back() -> None:
    troubles, at = Troubles(), datetime.now(UTC)
    assert troubles.failed("mail", "away", 100.0, at)
    assert troubles.pause("mail", 100.0) == 15
    pauses = []
    for _ in range(8):
        assert not troubles.failed("mail", "away", 100.0, at - timedelta(days=1)), "said once"
        pauses.append(troubles.pause("mail", 100.0))
    assert pauses == [30, 60, 120, 240, 300, 300, 300, 300]
    assert troubles.failed("mail", "refused", 100.0, at), "another reason is said"
    assert troubles.mended("mail", at + timedelta(hours=3)) == timedelta(hours=3)
    assert troubles.mended("mail", at) is None


# Jobs that fail


def test_a_mistake_in_one_job_is_logged_once_and_the_others_go_on(
    here: Duly, caplog: pytest.LogCaptureFixture
) -> None:
    turns: Counter[str] = Counter()

    def breaks(_: Turn) -> float | None:
        turns["breaks"] += 1
        raise ZeroDivisionError("a mistake")

    def goes_on(_: Turn) -> float | None:
        turns["goes on"] += 1
        return 0.05

    jobs = [Job("breaks", "one", 0.05, breaks), Job("goes on", "one", 0.05, goes_on)]
    with caplog.at_level(logging.ERROR), working(jobs) as running:
        wait_for(lambda: turns["goes on"] >= 5)
        running.clocks.asleep = -20  # its pause is over
        wait_for(lambda: turns["breaks"] >= 2)
    assert len(running.heard("ZeroDivisionError")) == 1
    assert len([each for each in caplog.records if each.exc_info]) == 1


def test_a_locked_database_is_said_once_and_so_is_that_it_is_free(here: Duly) -> None:
    locked = threading.Event()
    locked.set()

    def works(_: Turn) -> float | None:
        if locked.is_set():
            raise StoreError("another Duly has been writing for 60 seconds")
        return None

    with working([Job("plan", "one", 60, works)]) as running:
        wait_for(lambda: running.said)
        running.clocks.asleep = -16
        time.sleep(0.3)
        locked.clear()
        running.clocks.asleep = -60
        wait_for(lambda: running.heard("works again"))
    assert len(running.heard("writing for 60 seconds")) == 1


def test_a_lane_that_hangs_keeps_nothing_else_and_no_end(here: Duly, server: SmtpServer) -> None:
    """The mail job had its turn, and hangs in the next one; a letter leaves all the same."""
    from duly.worker import jobs

    hangs, free = threading.Event(), threading.Event()

    def mail(_: Turn) -> float | None:
        if hangs.is_set():
            free.wait(60)
        hangs.set()
        return 0.1

    others = [each for each in jobs.all_jobs() if each.name != "sync"]
    with working([Job("sync", "mail", 0.1, mail), *others]) as running:
        wait_for(hangs.is_set)
        queue(here, datetime.now(UTC), "ana")
        wait_for(server.accepted)
        wait_for(lambda: stages(here) == {"ana": "sent"})
        begun = time.monotonic()
        running.stop.set()
    assert time.monotonic() - begun < 10
    free.set()


def test_letters_wait_for_the_mail_that_may_hold_something_against_them(
    here: Duly, server: SmtpServer
) -> None:
    """A no lies in the mailbox when the worker starts: what would have left comes back."""
    from duly.worker import jobs

    def mail(_: Turn) -> float | None:
        time.sleep(1)
        here.done("received", "acme", "rejection", at=None)
        return None

    queue(here, datetime.now(UTC), "ana")
    others = [each for each in jobs.all_jobs() if each.name != "sync"]
    with working([Job("sync", "mail", 60, mail), *others]):
        wait_for(lambda: stages(here) == {"ana": "returned"})
    assert not server.accepted()


class Drowsy(Steered):
    """Clocks by which the lane of mail rests longer than the others."""

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        is_mail = threading.current_thread().name == "duly-mail"
        return stop.wait(min(seconds, 2.0 if is_mail else 0.1))


def test_mail_that_was_being_read_before_a_sleep_is_read_once_more_before_letters_leave(
    here: Duly, server: SmtpServer
) -> None:
    from duly.worker import jobs

    turns, slept = [], threading.Event()

    def mail(_: Turn) -> float | None:
        turns.append("begun")
        if len(turns) == 2:
            slept.wait(60)
        if len(turns) == 3:
            here.done("received", "acme", "rejection", at=None)
        return 0.1

    others = [each for each in jobs.all_jobs() if each.name != "sync"]
    with working([Job("sync", "mail", 0.1, mail), *others], Drowsy()) as running:
        wait_for(lambda: len(turns) == 2)
        queue(here, datetime.now(UTC) + timedelta(hours=1), "ana")
        running.clocks.set += timedelta(hours=1, minutes=1)
        time.sleep(1)  # the other lanes look up, and see that the machine slept
        slept.set()
        wait_for(lambda: stages(here) != {"ana": "held"})
    assert stages(here) == {"ana": "returned"}
    assert not server.accepted()


# As a process


def start(duly: Duly, *more: str) -> subprocess.Popen[str]:
    process = duly.start("run", *more)
    assert process.stdout
    assert process.stdout.readline().startswith("Running.")
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quickly_and_says_so(mine: Duly, number: signal.Signals) -> None:
    process = start(mine)
    wait_for(lambda: "At work since" in mine.run("doctor", at=None).out)
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert (process.returncode, err) == (0, "")
    assert "Stopped." in out
    mine.done("notify", "add", "email", at=None)
    examined = mine.run("doctor", at=None)
    assert "None is at work since" in examined.out
    assert "duly run" in examined.out


@pytest.mark.timeout(200)
def test_stopped_like_a_sleeping_machine_it_goes_on(mine: Duly, tmp_path: Path) -> None:
    mine.done("notify", "--quiet", "never", "--morning", "never", at=None)
    with SmtpServer(tmp_path / "log", offer=Offer()) as server, Ntfy() as ntfy:
        connect_by_file(mine, server)
        mine.done("notify", "add", ntfy.url, at=None)
        process = start(mine)
        wait_for(lambda: "At work since" in mine.run("doctor", at=None).out)
        process.send_signal(signal.SIGSTOP)
        queue(mine, datetime.now(UTC) + timedelta(seconds=2), "ana", "bo")
        time.sleep(8)
        assert not server.accepted()
        process.send_signal(signal.SIGCONT)
        wait_for(lambda: len(server.accepted()) == 2)
        wait_for(lambda: set(stages(mine).values()) == {"sent"})
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert len(server.accepted()) == 2


def connect_by_file(duly: Duly, server: SmtpServer) -> None:
    """Connect an account whose mailbox nobody answers for, in Duly's own process."""
    code = (
        "from duly.services import accounts\n"
        "from duly.adapters.account import Account, Security\n"
        "from duly.adapters.secrets import Secret\n"
        f"account = Account('{ME}', '{ME}', '127.0.0.1', {free_port()}, Security.TLS)\n"
        f"accounts.connect(account, Secret('x'), 'plain://127.0.0.1:{server.port}')\n"
    )
    subprocess.run([sys.executable, "-c", code], env=duly.environment, check=True, timeout=60)


@pytest.mark.timeout(200)
def test_several_workers_at_once_do_nothing_twice(mine: Duly, tmp_path: Path) -> None:
    names = ("ana", "bo", "cy", "di", "ed", "flo")
    queue(mine, datetime.now(UTC) + timedelta(seconds=6), *names)
    with SmtpServer(tmp_path / "log", offer=Offer()) as server, Ntfy() as ntfy:
        connect_by_file(mine, server)
        mine.done("notify", "--quiet", "never", "--morning", "never", at=None)
        mine.done("notify", "add", ntfy.url, at=None)
        processes = [start(mine) for _ in range(3)]
        wait_for(lambda: len(server.accepted()) == len(names), 60)
        unsure(mine)
        wait_for(lambda: ntfy.told, 30)
        time.sleep(3)
        for each in processes:
            each.send_signal(signal.SIGTERM)
        outs = [each.communicate(timeout=30) for each in processes]
        assert all(not err for _, err in outs), outs
        counted = Counter(each.recipient for each in server.accepted())
        assert counted == Counter(f"{name}@acme.example" for name in names)
        assert len(ntfy.told) == 1, ntfy.told


def unsure(duly: Duly) -> None:
    """Let a letter want the user's word, which is worth a notice."""
    from duly.store.mapping import stamp

    wait_for(lambda: stages(duly)["ana"] == "sent")
    now = stamp(datetime.now(UTC))
    with closing(sqlite3.connect(duly.database, timeout=30)) as database, database:
        database.execute("UPDATE store_outgoing SET stage = 'stopped' WHERE \"to\" = 'ana'")
        database.execute(
            "INSERT INTO store_passage (outgoing_id, at, stage, why) "
            "SELECT id, ?, 'stopped', '' FROM store_outgoing WHERE \"to\" = 'ana'", (now,)
        )  # fmt: skip


@pytest.mark.timeout(200)
def test_a_database_that_others_write_to_keeps_it_only_for_that_long(
    mine: Duly, tmp_path: Path
) -> None:
    with SmtpServer(tmp_path / "log", offer=Offer()) as server:
        connect_by_file(mine, server)
        process = start(mine)
        queue(mine, datetime.now(UTC) + timedelta(seconds=2), "ana")
        with closing(sqlite3.connect(mine.database, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            time.sleep(6)
            assert not server.accepted()
            database.execute("ROLLBACK")
        wait_for(server.accepted)
        wait_for(lambda: stages(mine) == {"ana": "sent"})
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20)[1] == ""

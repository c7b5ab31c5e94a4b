"""The loop that keeps the jobs going, embedded in whatever process starts it.

Each lane is a thread. Between two turns it rests until the earliest of its jobs is due, and looks
up every few seconds: for a sign that something happened, and at the clocks. Two clocks are read.
The one on the wall says when letters and reminders are due; it is set, by people and over the
network, and it runs on while the machine sleeps. The steady one measures pauses; nobody sets it,
and it may stand still in sleep. Where the two disagree, the machine slept or its clock was set:
everything is looked at anew then, and nothing is taken to be done because of what the clock said.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from duly.core.errors import DulyError
from duly.services import dispatching, heartbeats, opening
from duly.services.rounds import Round
from duly.worker.jobs import SYNC_EVERY, Job, Stopping, Turn, all_jobs
from duly.worker.troubles import Troubles, lasted

LOOK_UP: Final = 5.0
"""Seconds; a letter can be taken back for longer than that, so none is noticed too late."""
BEAT_EVERY: Final = 120.0
_AT_LEAST: Final = 0.5
"""Seconds of rest, whatever calls: nothing is to spin."""
JUMP: Final = 30.0
"""Seconds by which the clocks may disagree before that means something."""
_LONG: Final = 60.0
"""Seconds that letters wait for what a mailbox may hold against them; it may hang."""
_SETTLE: Final = 10.0
"""Seconds that a machine which has just woken is given to find its network."""
_PATIENCE: Final = {"letters": 20.0}
"""Seconds that a lane may take to come to a safe point. A letter whose dot is out is worth some."""
_USUAL_PATIENCE: Final = 5.0

_log: Final = logging.getLogger(__name__)

Say = Callable[[str], None]
Happened = Callable[[Round], None]


class Clocks:
    """The clock on the wall, the steady one, and waiting."""

    def now(self) -> datetime:
        """Return the present."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Return seconds by a clock that nobody sets."""
        return time.monotonic()

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """Wait, at most until it is to stop; tell whether it is."""
        return stop.wait(seconds)


def run(
    stop: threading.Event,
    *,
    say: Say = lambda _: None,
    happened: Happened = lambda _: None,
    read_every: float = SYNC_EVERY,
    clocks: Clocks | None = None,
    jobs: Iterable[Job] | None = None,
) -> None:
    """Work until told to stop, then end at a safe point within seconds.

    It may be called in any thread; several workers, here or on another machine that shares the
    database, do nothing twice. A lane that hangs when it is to stop is left behind: its thread
    ends with the process, and whatever it had begun is tried again or asks, as after a crash.

    Args:
        stop: Set it to stop.
        say: Told what went wrong, and that it works again, a line each; from several threads.
        happened: Told what came of each round; from several threads.
        read_every: Seconds from one look into the mailboxes to the next.
        clocks: For tests.
        jobs: For tests; by default all there are.
    """
    opening.configure_django()

    def warn(line: str) -> None:
        say(f"{line} Duly tries again by itself.")

    _Worker(
        stop, say, warn, happened, clocks or Clocks(), tuple(jobs or all_jobs(read_every))
    ).run()


def once(*, say: Say, happened: Happened) -> bool:
    """Do every job once, one after the other; tell whether all went well."""
    opening.configure_django()
    went_well = [True]

    def warn(line: str) -> None:
        went_well[0] = False
        say(line)

    worker = _Worker(threading.Event(), say, warn, happened, Clocks(), all_jobs(at_once=True))
    for job in worker.jobs:
        _Lane(worker, (job,)).turn()
    return went_well[0]


class _Worker:
    """Lanes at work, and their common sign of life."""

    def __init__(
        self,
        stop: threading.Event,
        say: Say,
        warn: Say,
        happened: Happened,
        clocks: Clocks,
        jobs: tuple[Job, ...],
    ) -> None:
        self.stop = stop
        self.clocks = clocks
        self.jobs = jobs
        self.turn = Turn(
            dispatching.worker_name(), clocks.now, clocks.steady, say, warn, happened, stop.is_set
        )
        self._begun = clocks.steady()
        self._done: dict[str, float] = {}
        names = dict.fromkeys(job.lane for job in jobs)
        self._lanes = {
            name: _Lane(self, tuple(job for job in jobs if job.lane == name)) for name in names
        }
        self._troubles = Troubles()

    def begin_anew(self) -> None:
        """Note that the clocks jumped: what was done before that counts no more."""
        self._begun = self.clocks.steady()

    def had_a_turn(self, job: str, begun: float) -> None:
        """Note that a job had a turn, whatever came of it.

        One that began before the clocks jumped knows nothing of what came meanwhile.
        """
        self._done[job] = begun

    def lets(self, job: Job) -> bool:
        """Tell whether a job need not wait for another one, or has waited long enough."""
        waited = self.clocks.steady() - self._begun
        return not job.after or waited > _LONG or self._done.get(job.after, -1.0) >= self._begun

    def run(self) -> None:
        threads = {
            name: threading.Thread(target=lane.go, name=f"duly-{name}", daemon=True)
            for name, lane in self._lanes.items()
        }
        for thread in threads.values():
            thread.start()
        self._keep_beating()
        until = time.monotonic()
        for name, thread in threads.items():
            patience = _PATIENCE.get(name, _USUAL_PATIENCE)
            thread.join(max(0.0, until + patience - time.monotonic()))
        self._last_word()

    def _keep_beating(self) -> None:
        started_at = self.clocks.now()
        beaten = -BEAT_EVERY
        watch = _Watch(self.clocks)
        while True:
            gone = watch.jumped()
            if gone:
                self.turn.say(_jump(gone, self.clocks.now()))
            if gone or self.clocks.steady() - beaten >= BEAT_EVERY:
                beaten = self.clocks.steady()
                self._beat(started_at)
            if self.clocks.wait(self.stop, LOOK_UP):
                return

    def _beat(self, started_at: datetime) -> None:
        now = self.clocks.now()
        name, next_at = min(
            (lane.next for lane in self._lanes.values()),
            key=lambda each: each[1] or now + timedelta(days=1),
        )
        try:
            heartbeats.beat(self.turn.worker, started_at, now, name, next_at)
            self._troubles.mended("beat", now)
        except DulyError as error:
            if self._troubles.failed("beat", type(error).__name__, self.clocks.steady(), now):
                self.turn.warn(str(error))
        finally:
            _let_go()

    def _last_word(self) -> None:
        try:
            heartbeats.stopped(self.turn.worker, self.clocks.now())
        except DulyError as error:
            self.turn.say(str(error))
        finally:
            _let_go()


def _jump(gone: timedelta, now: datetime) -> str:
    """Say that the clocks disagree, and by how much."""
    at = f"{now.astimezone():%H:%M}"
    if gone < timedelta():
        return f"The clock went back by {lasted(-gone)}. Going on from {at}; nothing comes twice."
    slept = "this machine slept, or its clock was set"
    return f"{lasted(gone).capitalize()} passed at once: {slept}. Going on from {at}."


class _Watch:
    """Compares the two clocks."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._seen = clocks.now(), clocks.steady()

    def jumped(self) -> timedelta | None:
        """Return by how much the wall's clock has moved beside the steady one since last asked."""
        wall, steady = self._seen
        self._seen = self._clocks.now(), self._clocks.steady()
        gone = (self._seen[0] - wall) - timedelta(seconds=self._seen[1] - steady)
        return gone if abs(gone.total_seconds()) > JUMP else None


class _Lane:
    """Jobs that wait for one another, in a thread of their own.

    Attributes:
        next: The job that comes next, and when.
    """

    def __init__(self, worker: _Worker, jobs: tuple[Job, ...]) -> None:
        self._worker = worker
        self._clocks = worker.clocks
        self._jobs = jobs
        self._turn = worker.turn
        self._troubles = Troubles()
        self._not_later = {job.name: worker.clocks.steady() for job in jobs}
        self._signs: dict[str, object] = {}
        self._watch = _Watch(worker.clocks)
        self.next: tuple[str, datetime | None] = (jobs[0].name, None)

    def go(self) -> None:
        """Take turns and rest until told to stop; nothing that happens in one ends the lane."""
        stop = self._worker.stop
        while not stop.is_set():
            self._slept()
            self.turn()
            _let_go()
            if self._clocks.wait(stop, self._rest()):
                break

    def _slept(self) -> bool:
        """Tell whether the clocks jumped since last asked; then let everything be due anew.

        The network may take a moment.
        """
        if not self._watch.jumped():
            return False
        self._worker.begin_anew()
        self._troubles.hurry()
        self._not_later = dict.fromkeys(self._not_later, self._clocks.steady() + _SETTLE)
        return True

    def turn(self) -> None:
        """Do every job that is due."""
        for job in self._jobs:
            if self._turn.stopping():
                return
            try:
                # Asked last: what is due by a clock that has just jumped is not due yet.
                if self._may(job) and self._is_due(job) and not self._slept():
                    self._do(job)
            except Stopping:
                return
            except Exception as error:  # noqa: BLE001 - one job's mistake is not the others'
                self._failed(job, error)

    def _may(self, job: Job) -> bool:
        resting = self._troubles.pause(job.name, self._clocks.steady())
        return not resting and self._worker.lets(job)

    def _is_due(self, job: Job) -> bool:
        sign = job.sign()
        if sign != self._signs.get(job.name) or self._clocks.steady() >= self._not_later[job.name]:
            self._signs[job.name] = sign
            return True
        next_at = job.next_at(self._clocks.now())
        return next_at is not None and next_at <= self._clocks.now()

    def _do(self, job: Job) -> None:
        begun = self._clocks.steady()
        try:
            pause = job.work(self._turn)
        finally:
            self._worker.had_a_turn(job.name, begun)
        self._not_later[job.name] = self._clocks.steady() + (pause or job.every)
        gone = self._troubles.mended(job.name, self._clocks.now())
        if gone is not None:
            self._turn.say(f"{_ABOUT.get(job.name, job.name)} works again, after {lasted(gone)}.")

    def _failed(self, job: Job, error: Exception) -> None:
        kind = f"{type(error).__name__} {'' if isinstance(error, DulyError) else error}"
        now = self._clocks.now()
        if not self._troubles.failed(job.name, kind, self._clocks.steady(), now):
            return
        about = _ABOUT.get(job.name, job.name)
        if isinstance(error, DulyError):
            self._turn.warn(f"{about}: {error}")
            return
        _log.error("the job %s failed", job.name, exc_info=error)
        self._turn.warn(f"{about}: Duly made a mistake ({type(error).__name__}: {error}).")

    def _rest(self) -> float:
        """Return for how many seconds to rest: until the next job, but to look up now and then."""
        steady, now = self._clocks.steady(), self._clocks.now()
        waits = {job.name: self._seconds_to(job, steady, now) for job in self._jobs}
        name = min(waits, key=lambda each: waits[each])
        self.next = (name, now + timedelta(seconds=waits[name]))
        return min(max(waits[name], _AT_LEAST), LOOK_UP)

    def _seconds_to(self, job: Job, steady: float, now: datetime) -> float:
        pause = self._troubles.pause(job.name, steady)
        if pause:
            return pause
        seconds = self._not_later[job.name] - steady
        try:
            next_at = job.next_at(now)
        except Exception:  # noqa: BLE001 - the next turn says so
            return LOOK_UP
        return seconds if next_at is None else min(seconds, (next_at - now).total_seconds())


_ABOUT: Final = {
    "sync": "Reading mail",
    "plan": "Planning",
    "dispatch": "Sending letters",
    "copy": "Putting copies among your sent mail",
    "look": "Looking for letters that may have left",
    "remind": "Reminding you",
}


def _let_go() -> None:
    """Close this thread's connection to the database: an idle worker keeps nobody from erasing."""
    from django.db import connections

    connections.close_all()

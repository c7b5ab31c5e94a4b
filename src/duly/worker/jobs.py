"""What a worker does: read mail, keep the plan, hand letters over, remind; each with its rhythm.

A job says when it wants its next turn, and fails by itself. Jobs of one lane wait for one another;
lanes do not, so a mailbox that hangs keeps no letter from leaving.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from duly.core.errors import DulyError
from duly.core.outbox import Stage
from duly.services import (
    accounts,
    copies,
    heartbeats,
    outbox,
    planning,
    profile,
    reminders,
    rounds,
)
from duly.services.rounds import Round
from duly.worker.troubles import Troubles, lasted

if TYPE_CHECKING:
    from duly.adapters.base import Passed
    from duly.services.accounts import Connected
    from duly.services.dispatching import Outcome
    from duly.services.reminders import Told

SYNC_EVERY: Final = 300.0
SEND_EVERY: Final = 300.0
"""For the claims of dead workers; letters themselves are looked after to the second."""
LOOK_EVERY: Final = 60.0
PLAN_EVERY: Final = 900.0
REMIND_EVERY: Final = 900.0


class Stopping(Exception):  # noqa: N818 - nothing went wrong
    """The worker is to end; what was done so far is kept."""


@dataclass(slots=True)
class Turn:
    """What a job is given.

    Attributes:
        worker: Whose turn it is; no other worker has that name.
        clock: Tells the present.
        steady: Seconds by a clock that nobody sets.
        say: Tells the user a line.
        warn: Tells them what went wrong.
        happened: Tells what came of a round.
        stopping: Whether to end at the next safe point.
    """

    worker: str
    clock: Callable[[], datetime]
    steady: Callable[[], float]
    say: Callable[[str], None]
    warn: Callable[[str], None]
    happened: Callable[[Round], None]
    stopping: Callable[[], bool]


def _nothing() -> object:
    return None


def _never(_at: datetime) -> datetime | None:
    return None


@dataclass(slots=True)
class Job:
    """One thing that is done again and again.

    Attributes:
        name: A word.
        lane: Jobs of one lane wait for one another.
        every: Seconds from one turn to the next where nothing else calls for one.
        work: Does it; returns after how many seconds it wants another turn, None for `every`.
            What it raises makes it pause.
        next_at: When it wants its next turn, by the clock on the wall.
        sign: It gets a turn when this changes.
        after: It waits, for a while, until the job of that name had a turn since the start, and
            since the clocks jumped: what came meanwhile stops what should not leave.
    """

    name: str
    lane: str
    every: float
    work: Callable[[Turn], float | None]
    next_at: Callable[[datetime], datetime | None] = _never
    sign: Callable[[], object] = _nothing
    after: str = ""


def all_jobs(read_every: float = SYNC_EVERY, *, at_once: bool = False) -> tuple[Job, ...]:
    """Return every job, in the order in which a single round does them.

    Args:
        read_every: Seconds from one look into the mailboxes to the next.
        at_once: Look for every letter that may have left, though its pause is not over.
    """
    sending, reminding = _Sending(), _Reminding()
    return (
        Job("sync", "mail", read_every, _Syncing().work, sign=heartbeats.sources),
        Job("plan", "plan", PLAN_EVERY, _plan, sign=heartbeats.signs),
        Job("dispatch", "letters", SEND_EVERY, sending.work, sending.next_at, after="sync"),
        Job("copy", "looking", LOOK_EVERY, _copy, lambda _: copies.next_at()),
        Job("look", "looking", LOOK_EVERY, _Looking(at_once).work, after="sync"),
        Job("remind", "plan", REMIND_EVERY, reminding.work, reminding.next_at, heartbeats.signs),
    )


# Mail


@dataclass(slots=True)
class _Syncing:
    """Reads one mailbox after the other; each has troubles of its own."""

    troubles: Troubles = field(default_factory=Troubles)

    def work(self, turn: Turn) -> float | None:
        known = accounts.listed()
        self.troubles.keep_only({each.name for each in known})
        mistakes = []
        for each in known:
            if not self.troubles.pause(each.name, turn.steady()):
                try:
                    self._read(each, turn)
                except Stopping:
                    raise
                except Exception as error:  # noqa: BLE001 - the next mailbox is not to suffer
                    mistakes.append(error)
        if mistakes:
            raise mistakes[0]
        return self.troubles.shortest_pause(turn.steady())

    def _read(self, each: Connected, turn: Turn) -> None:
        def progress(_passed: Passed, _look: int) -> None:
            if turn.stopping():
                raise Stopping

        found = Round()
        try:
            rounds.read(found, each, turn.clock, progress)
        except Stopping:
            raise
        except DulyError as error:
            found.failed.append(error)
        for failure in found.failed:
            kind = type(failure).__name__
            if self.troubles.failed(each.name, kind, turn.steady(), turn.clock()):
                turn.warn(f"{each.address}: {failure}")
        if not found.failed:
            _say_mended(self.troubles, each.name, f"{each.address} can be read again", turn)
        found.failed.clear()
        turn.happened(found)


def _say_mended(troubles: Troubles, name: str, what: str, turn: Turn) -> None:
    gone = troubles.mended(name, turn.clock())
    if gone is not None:
        turn.say(f"{what}, after {lasted(gone)}.")


# The plan


def _plan(turn: Turn) -> float | None:
    """Plan anew, so that what is noted as shown is what the present asks for."""
    planning.today(turn.clock())
    return None


# Letters

_SERVER: Final = "server"


@dataclass(slots=True)
class _Sending:
    """Hands letters over; a server that cannot be reached is said once, not with each letter."""

    held: dict[int, str] = field(default_factory=dict)
    troubles: Troubles = field(default_factory=Troubles)

    def next_at(self, _at: datetime) -> datetime | None:
        """Return when the next letter leaves; while its server is away, the pause decides."""
        return None if _SERVER in self.troubles.names() else heartbeats.next_letter()

    def work(self, turn: Turn) -> float | None:
        if not outbox.any_ready(turn.clock()):
            self.troubles.mended(_SERVER, turn.clock())
            return None
        me = profile.current()
        if me is None:
            return None
        found = Round()
        rounds.send(found, me.me, turn.worker, turn.clock, turn.stopping)
        failed, found.failed = found.failed, []
        pause = self._pause(found.sent, turn)
        found.sent = [each for each in found.sent if self._is_news(each)]
        turn.happened(found)
        if failed:
            raise failed[0]
        return pause

    def _pause(self, outcomes: list[Outcome], turn: Turn) -> float | None:
        """Return for how long to leave a server alone that could not be reached."""
        if all(each.reached for each in outcomes):
            self.troubles.mended(_SERVER, turn.clock())
            return None
        self.troubles.failed(_SERVER, "", turn.steady(), turn.clock())  # its letter tells of it
        return self.troubles.pause(_SERVER, turn.steady())

    def _is_news(self, outcome: Outcome) -> bool:
        """Tell whether a letter's outcome is other than what was said of it before."""
        if outcome.stage is not Stage.HELD:
            self.held.pop(outcome.number, None)
            return True
        news = self.held.get(outcome.number) != outcome.why
        self.held[outcome.number] = outcome.why
        return news


def _copy(turn: Turn) -> float | None:
    """Put copies of what has left among the sent mail."""
    found = Round()
    rounds.copy(found, turn.clock)
    if found.failed:
        raise found.failed[0]
    return None


@dataclass(slots=True)
class _Looking:
    """Looks among the sent mail for letters that may have left."""

    at_once: bool

    def work(self, turn: Turn) -> float | None:
        me = profile.current()
        if me is None:
            return None
        found = Round()
        rounds.look(found, me.me, turn.clock, at_once=self.at_once)
        failed, found.failed = found.failed, []
        turn.happened(found)
        if failed:
            raise failed[0]
        return None


# Reminders


@dataclass(slots=True)
class _Reminding:
    """Tells what is worth telling; knows when something will be."""

    wakes_at: datetime | None = None
    troubles: Troubles = field(default_factory=Troubles)

    def work(self, turn: Turn) -> float | None:
        steady = turn.steady()
        resting = {name for name in self.troubles.names() if self.troubles.pause(name, steady)}
        for told in reminders.tell(turn.clock, besides=resting):
            self._say(told, turn)
        self.wakes_at = reminders.outlook(turn.clock()).next_at
        return self.troubles.shortest_pause(turn.steady())

    def next_at(self, _at: datetime) -> datetime | None:
        return self.wakes_at

    def _say(self, told: Told, turn: Turn) -> None:
        name = told.way.name
        if told.failed is None:
            _say_mended(self.troubles, name, f"You can be told by {name} again", turn)
            turn.say(f"Told you by {name}: {told.title}")
            return
        news = self.troubles.failed(name, told.failed.found, turn.steady(), turn.clock())
        if news:
            turn.warn(f"You could not be told by {told.failed}")

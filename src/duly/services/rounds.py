"""The parts of what goes on by itself: mail read, letters sent, copies kept.

The worker calls them, each at its own time. Each fails by itself: a mailbox that cannot be reached
keeps no letter from leaving.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duly.adapters.base import SourceError
from duly.core.errors import DulyError
from duly.core.model import Me
from duly.services import accounts, copies, dispatching, looking, outbox, reading
from duly.services.dispatching import Clock, Outcome
from duly.services.looking import Looked
from duly.services.reading import Progress, Read

if TYPE_CHECKING:
    from collections.abc import Callable

    from duly.adapters.base import Passed
    from duly.services.accounts import Connected


@dataclass(slots=True)
class Round:
    """What came of a turn.

    Attributes:
        read: By address, what was read.
        sent: What became of each letter whose hour had come.
        looked: What came of looking for each that may have left.
        failed: What could not be done, each in a sentence.
    """

    read: list[tuple[str, Read]] = field(default_factory=list)
    sent: list[Outcome] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    failed: list[DulyError] = field(default_factory=list)


def read(found: Round, each: Connected, clock: Clock, progress: Progress | None = None) -> None:
    """Read what is new in one mailbox, or say why not."""
    try:
        source = accounts.source(each)
        came = reading.read(source, clock(), reading.Wish(), progress or _silent)
        found.read.append((each.address, came))
    except SourceError as error:
        found.failed.append(error)


def _silent(passed: Passed, look: int) -> None:
    del passed, look


def send(
    found: Round,
    me: Me,
    worker: str,
    clock: Clock,
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Hand over the letters whose hour has come, or say why not; see `dispatching.dispatch`."""
    if not outbox.any_ready(clock()):
        return
    from duly.adapters.smtp import Submission

    try:
        connected, _ = accounts.mailbox(me)
        server = accounts.submission(connected)
        secret = accounts.secret_of(connected) if server.user else None
        with Submission(server, secret) as submission:
            dispatching.dispatch(
                submission, worker, clock, stopping=stopping, happened=found.sent.append
            )
    except DulyError as error:
        found.failed.append(error)


def look(found: Round, me: Me, clock: Clock, *, at_once: bool = False) -> None:
    """Look for the letters that may have left: all of them, or those whose pause is over."""
    if at_once or looking.is_any_due(clock()):
        try:
            found.looked += looking.look(me, clock, at_once=at_once)
        except DulyError as error:
            found.failed.append(error)


def copy(found: Round, clock: Clock) -> None:
    """Put copies of what has left among the sent mail, or say why not; the letters have left."""
    at = copies.next_at()
    if at is None or at > clock():
        return
    try:
        copies.keep(clock)
    except DulyError as error:
        found.failed.append(error)

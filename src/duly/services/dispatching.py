"""Handing approved letters over to the account's own server, each exactly once."""

from __future__ import annotations

import os
import secrets as randomness
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from duly.core.errors import DulyError, StoreError
from duly.core.outbox import Stage
from duly.services import outbox
from duly.services.outbox import Claimed, NotMineError, Watch

if TYPE_CHECKING:
    from duly.adapters.smtp import Submission
    from duly.adapters.smtperrors import SubmissionError

Clock = Callable[[], datetime]


class Outcome(NamedTuple):
    """What became of one letter.

    Attributes:
        reached: Its server could be reached; where not, no other letter was tried after it.
    """

    number: int
    stage: Stage
    why: str
    reached: bool = True


def worker_name() -> str:
    """Return a name no other worker has: not on this machine, not on another, not later."""
    return f"{process_name(os.getpid())}{randomness.token_hex(8)}"


def process_name(pid: int) -> str:
    """Return how the names of the workers of a process on this machine begin."""
    return f"{socket.gethostname()[:24]}-{pid}-"


def has_ended(worker: str) -> bool:
    """Tell whether a worker was a process of this machine that is there no more."""
    pid = worker.rpartition("-")[0].rpartition("-")[2]
    if not (pid.isdecimal() and worker.startswith(process_name(int(pid)))):
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def dispatch(
    submission: Submission,
    worker: str,
    clock: Clock,
    watch: Watch | None = None,
    stopping: Callable[[], bool] = lambda: False,
    happened: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Hand over every letter whose hour has come; return what became of each.

    Where the server cannot be reached the first letter is put back, and the others wait with it.

    Args:
        submission: The connection to the account's own server.
        worker: See `worker_name`.
        clock: Tells the present; handing over takes time.
        watch: Tells which actions still stand; by default the plan does.
        stopping: Asked before each letter: the rest waits where it says so.
        happened: Told of each outcome at once: an error may come after it.

    Raises:
        StoreError: Something could not be written down; it says what that means for the letter.
    """
    outbox.tidy(clock(), worker)
    watch = watch or Watch()
    outcomes = []
    while not stopping() and (claimed := outbox.claim_next(worker, watch, clock())):
        outcomes.append(_hand_over(submission, claimed, worker, clock))
        happened(outcomes[-1])
        if not outcomes[-1].reached:
            break
    return outcomes


def _hand_over(submission: Submission, claimed: Claimed, worker: str, clock: Clock) -> Outcome:
    from duly.adapters.smtp import Envelope
    from duly.adapters.smtperrors import SubmissionError

    number = claimed.number
    envelope = Envelope(claimed.sender, claimed.recipient)
    try:
        reply = submission.hand_over(
            envelope,
            claimed.message,
            before_dot=lambda: outbox.handing_over(claimed, worker, clock()),
        )
    except NotMineError as error:
        return Outcome(number, Stage.HELD, str(error))
    except StoreError as error:
        raise _unwritten(error, f"letter {number} has not left", "It is tried again.") from error
    except SubmissionError as error:
        return _failed(number, worker, error, clock())
    except DulyError as error:
        outbox.stopped(number, worker, clock(), str(error))
        return Outcome(number, Stage.STOPPED, str(error))
    return _taken(number, f"The server took it: {reply.code} {reply.text}"[:300], clock())


def _taken(number: int, why: str, at: datetime) -> Outcome:
    try:
        with suppress(NotMineError):  # it was found among the sent mail meanwhile
            outbox.sent(number, at, why, owes_copy=True)
    except StoreError as error:
        mend = "It is not sent again: it is looked for among your sent mail, then noted."
        raise _unwritten(error, f"the server took letter {number}", mend) from error
    return Outcome(number, Stage.SENT, why)


def _unwritten(error: StoreError, found: str, mend: str) -> StoreError:
    """Return what it means for a letter that something of it could not be written down."""
    return StoreError(
        f"{found}, and that could not be written down: {error.found}",
        where=error.where,
        mend=f"Make room on the disk, and see that the file may be written. {mend}",
    )


def _failed(number: int, worker: str, error: SubmissionError, at: datetime) -> Outcome:
    from duly.adapters.smtperrors import UnreachableError

    why = str(error)
    if isinstance(error, UnreachableError) and not error.code:
        outbox.put_back(number, worker, at, why)
        return Outcome(number, Stage.HELD, why, reached=False)
    if error.may_have_left:
        outbox.unsure(number, worker, at, why)
        return Outcome(number, Stage.UNSURE, why)
    if error.try_again:
        outbox.try_again(number, worker, at, why)
        return Outcome(number, Stage.HELD, why)
    outbox.stopped(number, worker, at, why)
    return Outcome(number, Stage.STOPPED, why)

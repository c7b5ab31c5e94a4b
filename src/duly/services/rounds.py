"""One round of everything that goes on by itself: mail read, the plan made anew, letters sent.

`duly run` goes round after round; `duly run --once` makes a single one. Each part fails by itself:
a mailbox that cannot be reached keeps no letter from leaving.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duly.adapters.base import SourceError
from duly.core.errors import DulyError
from duly.core.model import Me
from duly.core.outbox import Stage
from duly.services import accounts, dispatching, looking, outbox, planning, reading
from duly.services.dispatching import Clock, Outcome
from duly.services.looking import Looked
from duly.services.reading import Read

if TYPE_CHECKING:
    from duly.adapters.account import Account
    from duly.adapters.base import Passed
    from duly.services.accounts import Connected


@dataclass(slots=True)
class Round:
    """What came of one round.

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


def go(worker: str, clock: Clock, *, sync: bool = True, at_once: bool = False) -> Round:
    """Make one round.

    Args:
        worker: See `dispatching.worker_name`.
        clock: Tells the present.
        sync: Read the connected mailboxes first, so that what came stops what should not leave.
        at_once: Look for every letter that may have left, though its pause is not over.
    """
    found = Round()
    if sync:
        _read(found, clock)
    me = planning.today(clock()).search.me
    _send(found, me, worker, clock)
    _look(found, me, clock, at_once=at_once)
    return found


def _read(found: Round, clock: Clock) -> None:
    for each in accounts.listed():
        try:
            source = accounts.source(each)
            read = reading.read(source, clock(), reading.Wish(), _silent)
            found.read.append((each.address, read))
        except SourceError as error:
            found.failed.append(error)


def _silent(passed: Passed, look: int) -> None:
    del passed, look


def _send(found: Round, me: Me, worker: str, clock: Clock) -> None:
    if not outbox.any_ready(clock()):
        return
    from duly.adapters.smtp import Submission

    try:
        connected, account = accounts.mailbox(me)
        server = accounts.submission(connected)
        secret = accounts.secret_of(connected) if server.user else None
        with Submission(server, secret) as submission:
            found.sent += dispatching.dispatch(submission, worker, clock)
        _keep_copies(found, connected, account, clock)
    except DulyError as error:
        found.failed.append(error)


def _look(found: Round, me: Me, clock: Clock, *, at_once: bool) -> None:
    if at_once or looking.is_any_due(clock()):
        try:
            found.looked += looking.look(me, clock, at_once=at_once)
        except DulyError as error:
            found.failed.append(error)


def _keep_copies(found: Round, connected: Connected, account: Account, clock: Clock) -> None:
    """Put what has left among the sent mail, where the provider does not do so by itself.

    Raises:
        SourceError: The mailbox takes no copy; the letters have left all the same.
    """
    numbers = [each.number for each in found.sent if each.stage is Stage.SENT]
    if not numbers:
        return
    from duly.adapters.imapwriting import Cabinet

    with Cabinet(account, accounts.secret_of(connected)) as cabinet:
        for number in numbers:
            cabinet.keep_sent(outbox.message_of(number), clock())

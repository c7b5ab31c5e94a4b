"""`duly run`: read mail, keep the plan, send letters at their hour, until it is stopped."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from types import FrameType

    from duly.services.rounds import Round

_PAUSE_SECONDS: Final = 10
_SYNC_EVERY_SECONDS: Final = 300


@click.command("run")
@click.option("--once", is_flag=True, help="One round, then stop.")
def command(once: bool) -> int:  # noqa: FBT001 - click calls it
    """Read connected mailboxes, keep the plan up to date, send approved letters at their hour.

    It goes on until it is stopped with Ctrl-C. Two of them at once never send a letter twice.
    """
    from duly.cli.desk import desk, say
    from duly.services import dispatching, rounds

    desk(None)
    worker = dispatching.worker_name()
    signal.signal(signal.SIGTERM, _stop)
    if not once:
        say(["Running. Stop it with Ctrl-C; nothing is lost by that."])
    synced_at = 0.0
    while True:
        sync = once or time.monotonic() - synced_at >= _SYNC_EVERY_SECONDS
        synced_at = time.monotonic() if sync else synced_at
        found = rounds.go(worker, _now, sync=sync, at_once=once)
        say(_lines(found, everything=once))
        if once:
            return 1 if found.failed else 0
        time.sleep(_PAUSE_SECONDS)


def _now() -> datetime:
    return datetime.now(UTC)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _lines(found: Round, *, everything: bool) -> list[str]:
    """Return what happened, one line each; nothing where nothing did.

    Args:
        found: The round.
        everything: What has been told before, too.
    """
    from duly.cli.commands.send import looked

    lines = [f"{where}: {read.kept} mails about your search." for where, read in found.read
             if read.kept]  # fmt: skip
    lines += [line for _, read in found.read for line in looked(read.letters)]
    lines += [f"Letter {each.number}: {each.stage}. {each.why}" for each in found.sent]
    lines += looked(each for each in found.looked if everything or each.is_news)
    return [*lines, *(str(error) for error in found.failed)]

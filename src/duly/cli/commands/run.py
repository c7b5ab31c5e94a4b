"""`duly run`: read mail, keep the plan, send letters at their hour, remind, until it is stopped."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from types import FrameType

    from duly.services.rounds import Round


@click.command("run")
@click.option("--once", is_flag=True, help="One round, then stop.")
@click.option(
    "--every",
    type=click.FloatRange(10, 3600),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How often mail is read.",
)
def command(once: bool, every: float) -> int:  # noqa: FBT001 - click calls it
    """Read connected mailboxes, keep the plan up to date, send letters at their hour, remind you.

    It goes on until it is stopped with Ctrl-C. Two of them at once never do a thing twice.
    """
    from duly.cli.desk import desk, say
    from duly.worker import loop

    desk(None)

    def tell(found: Round) -> None:
        say(_lines(found, everything=once))

    if once:
        return 0 if loop.once(say=lambda line: say([line]), happened=tell) else 1
    stop = threading.Event()
    _stop_when_told(stop)
    say(["Running. Stop it with Ctrl-C; nothing is lost by that."])
    loop.run(stop, say=lambda line: say([line]), happened=tell, read_every=every)
    say(["Stopped."])
    return 0


def _stop_when_told(stop: threading.Event) -> None:
    """Stop at the next safe point when asked to; asked twice, at once."""

    def told(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def _lines(found: Round, *, everything: bool) -> list[str]:
    """Return what happened, one line each; nothing where nothing did.

    Args:
        found: The round.
        everything: What has been told before, too.
    """
    from duly.cli.commands.send import looked

    lines = [
        f"{where}: {read.kept} {'mail' if read.kept == 1 else 'mails'} about your search."
        for where, read in found.read
        if read.kept
    ]
    lines += [line for _, read in found.read for line in looked(read.letters)]
    lines += [f"Letter {each.number}: {each.stage}. {each.why}" for each in found.sent]
    lines += looked(each for each in found.looked if everything or each.is_news)
    return [*lines, *(str(error) for error in found.failed)]

"""The command `duly`: finds the verb, runs it, and turns errors into exit codes, here only."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from duly import __version__
from duly.core.errors import (
    DulyError,
    NeedsUserError,
    NothingToDoError,
    WrongUsageError,
    did_you_mean,
)

DONE, FAILED, WRONG_USAGE, NOTHING_TO_DO, NEEDS_USER = range(5)
_EXIT_CODES: Final[dict[type[DulyError], int]] = {
    WrongUsageError: WRONG_USAGE,
    NothingToDoError: NOTHING_TO_DO,
    NeedsUserError: NEEDS_USER,
    DulyError: FAILED,
}
_INTERRUPTED: Final = 130
_OUR_MISTAKE: Final = (
    "Duly made a mistake ({}). Nothing of yours was lost. "
    "Set DULY_DEBUG=1 and run it again to see where; please report that."
)

VERBS: Final[dict[str, str]] = {
    "today": "What is due, overdue and coming, over all opportunities.",
    "desk": "Open the page in your browser.",
    "open": "Open an opportunity.",
    "interview": "Record an interview that has ended, or one that is set up.",
    "import": "Read mail, invitations, cards and connections from files.",
    "connect": "Connect a mailbox, to be read only.",
    "sync": "Read what is new in the mailboxes that are connected.",
    "inbox": "What the mail seems to say: yes, no, or put right.",
    "log": "What was noted, and where it came from.",
    "prepare": "The one page to take along: what to ask before you leave.",
    "debrief": "Say what was said, while it is fresh.",
    "letter": "Write the letters of the next step.",
    "card": "A handwritten card to copy from, and its envelope.",
    "approve": "Say that a letter may leave as it is.",
    "send": "Send a letter: once, at the right hour.",
    "run": "Read mail, keep the plan, send letters at their hour, remind you, until stopped.",
    "summary": "What this day is worth knowing, as it comes in the morning.",
    "notify": "How and when you are told: desktop, email, ntfy and others.",
    "outbox": "Letters on their way, and what became of them.",
    "sent": "Note a message that left, or a step that is done.",
    "call": "Everything for a call; and how it ended.",
    "received": "Note what they sent or said.",
    "offer": "Note an offer, or more time to decide.",
    "accept": "You accept.",
    "decline": "You decline.",
    "withdraw": "You withdraw.",
    "skip": "Leave a step out this once.",
    "snooze": "Put a step off to a later day.",
    "retire": "Leave a step out for good, or let an opportunity go.",
    "show": "Everything known of one opportunity, and its whole plan.",
    "list": "All opportunities, one line each.",
    "stats": "How long answers take, how far it came, when to let go.",
    "person": "Add somebody, or change what is known of them.",
    "edit": "Change what is known of an opportunity.",
    "undo": "Take back what was noted last.",
    "correct": "Put a noted fact right.",
    "feed": "The plan in your own calendar: a file, or an address to subscribe to.",
    "me": "Who you are, and where.",
    "backup": "Copy everything into one file, while the rest goes on.",
    "restore": "Have a backup take the database's place, or take over an export.",
    "export": "Everything in open formats: text, cards, a calendar, letters, mail.",
    "erase": "Leave no trace, of everything or of one opportunity.",
    "doctor": "Is everything in order? What is not, and what to do.",
    "demo": "Fill a database of its own with a believable search, and look around.",
    "plan": "Plan a facts file, without storing anything.",
    "playbook": "List, show, check and compare playbooks.",
    "rule": "What a rule of the practice says, in the guides' own words.",
    "recognise": "Say what a mail means, and how that can be told.",
    "check": "Judge a letter before it leaves.",
    "letters": "Show the kinds and voices of letters, and copy them to change.",
}
"""Every verb with its one line of help; the module behind it has the same name."""


class Verbs(click.Group):
    """The group of all verbs; a verb's module is imported only when it is used."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which help shows them."""
        return list(VERBS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"duly.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or say which one may have been meant."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise WrongUsageError(
                f'there is no command "{args[0]}"',
                mend=did_you_mean(args[0], VERBS) + " `duly --help` lists them all.",
            )
        return super().resolve_command(ctx, args)


@click.command(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--demo", is_flag=True, help="Use the demo's own database.")
@click.version_option(__version__, prog_name="duly")
@click.pass_context
def duly(ctx: click.Context, demo: bool) -> None:  # noqa: FBT001 - click calls it
    """Duly looks after what comes after a job interview.

    Without a command it shows what is due today.
    """
    if demo:
        from duly.adapters import places

        os.environ["DULY_DATABASE"] = str(places.demo_database())
    if ctx.invoked_subcommand is None:
        command = duly.get_command(ctx, "today")
        if command is not None:
            ctx.invoke(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `duly` and return its exit code: 0 done, 1 failed, 2 wrong usage, 3 nothing, 4 you."""
    color = False if "NO_COLOR" in os.environ else None
    try:
        result = duly.main(
            args=None if arguments is None else list(arguments),
            prog_name="duly",
            standalone_mode=False,
            color=color,
        )
    except DulyError as error:
        return _say(error)
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was entered before is kept.", err=True)
        return _INTERRUPTED
    except SystemExit as error:  # click's, when whoever read our output has seen enough
        return error.code if isinstance(error.code, int) else FAILED
    except Exception as error:  # the last resort: a mistake of ours, told without a traceback
        if "DULY_DEBUG" in os.environ:
            raise
        click.echo(_OUR_MISTAKE.format(f"{type(error).__name__}: {error}"), err=True)
        return FAILED
    return result if isinstance(result, int) else DONE


def _say(error: DulyError) -> int:
    click.echo(str(error), err=True)
    for kind, code in _EXIT_CODES.items():
        if isinstance(error, kind):
            return code
    return FAILED


def run() -> None:
    """Run as a program."""
    sys.exit(main())

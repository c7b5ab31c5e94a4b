"""`duly call`: everything for a telephone call, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option

if TYPE_CHECKING:
    from datetime import date

    from duly.cli.desk import Desk

OUTCOMES = ("spoke", "voicemail", "no answer")


@click.command("call")
@click.argument("id", metavar="ID")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="How it ended; notes the call.")
@click.option("--to", default="", metavar="PERSON", help="Whom you call, or called.")
@click.option("--by", metavar="DATE", help="The new date they gave (P4).")
@when_option
@at_option
@json_option
def command(
    id: str,
    outcome: str | None,
    to: str,
    by: str | None,
    when: str | None,
    at: str | None,
    as_json: bool,  # noqa: FBT001 - click calls it
) -> None:
    """Show everything for a call, then ask how it ended; or note a call you made.

    Whom, the number, what time it is there, what to say, and what to say to a machine. With
    --outcome the call is noted at once.
    """
    from duly.cli.desk import desk

    who = desk(at)
    if outcome is None:
        _refuse_without_outcome(by, when)
        _prepare(id, to, at, who, as_json=as_json)
        return
    _note(id, to, outcome, who.day(by, "--by"), when, who, as_json=as_json)


def _refuse_without_outcome(by: str | None, when: str | None) -> None:
    from duly.core.errors import WrongUsageError

    if by or when:
        raise WrongUsageError(
            f"--{'by' if by else 'when'} is given without --outcome",
            mend="Say how the call ended: --outcome spoke, voicemail or “no answer”.",
        )


def _note(
    id: str, to: str, outcome: str, by: date | None, when: str | None, who: Desk, *, as_json: bool
) -> None:
    from duly.cli.desk import show_plan
    from duly.core.model import Outcome, Step
    from duly.services import follow_ups

    opportunity, plan, _ = follow_ups.current(who.at, id)
    people = follow_ups.reader(opportunity, plan, Step.CALL, to)
    planned = follow_ups.called(
        opportunity, people, Outcome(outcome), by, who.happened(when), who.at
    )
    show_plan(planned, opportunity.id, f"Noted: you called, {outcome}.", as_json=as_json)


def _prepare(id: str, to: str, at: str | None, who: Desk, *, as_json: bool) -> None:
    from duly.cli.callsheet import sheet_json, sheet_lines
    from duly.cli.desk import desk, interactive, say, say_json
    from duly.services import calls

    call = calls.ready(id, to, who.at)
    if as_json:
        say_json(sheet_json(call))
        return
    say(sheet_lines(call, who))
    if not interactive():
        return
    ended = _ask_outcome()
    if ended:
        by = _ask_day(who) if ended == "spoke" else None
        # It took its time: it is noted as of when it was over.
        _note(call.opportunity.id, call.action.to, ended, by, None, desk(at), as_json=False)


def _ask_outcome() -> str:
    """Ask how the call ended; "" where it was not made."""
    while True:
        said = click.prompt(
            "How did it end? (spoke, voicemail, no answer; Enter if you have not called)",
            default="", show_default=False, prompt_suffix="\n> ",
        )  # fmt: skip
        word = " ".join(said.lower().split())
        found = [each for each in OUTCOMES if word and each.startswith(word)]
        if not word or len(found) == 1:
            return found[0] if found else ""
        click.echo(f"“{word}” is none of them: spoke, voicemail or no answer.", err=True)


def _ask_day(who: Desk) -> date | None:
    """Ask for the new date they gave (P4)."""
    from duly.core.errors import DulyError

    while True:
        said = click.prompt(
            "By when will they decide or be in touch? (a date; Enter if they gave none) [P4]",
            default="", show_default=False, prompt_suffix="\n> ",
        )  # fmt: skip
        try:
            return who.day(said.strip(), "")
        except DulyError as error:
            click.echo(str(error), err=True)

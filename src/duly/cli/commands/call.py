"""`duly call`: a telephone call, and how it ended."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option


@click.command("call")
@click.argument("id", metavar="ID")
@click.option("--outcome", required=True, type=click.Choice(["spoke", "voicemail", "no answer"]))
@click.option("--to", default="", metavar="PERSON", help="Whom you called.")
@click.option("--by", metavar="DATE", help="The new date they gave (P4).")
@when_option
@at_option
@json_option
def command(
    id: str,
    outcome: str,
    to: str,
    by: str | None,
    when: str | None,
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Note a call you made."""
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Outcome, Step
    from duly.services import follow_ups

    who = desk(at)
    opportunity, plan, _ = follow_ups.current(who.at, id)
    people = follow_ups.reader(opportunity, plan, Step.CALL, to)
    planned = follow_ups.called(
        opportunity, people, Outcome(outcome), who.day(by, "--by"), who.happened(when), who.at
    )
    show_plan(planned, opportunity.id, f"Noted: you called, {outcome}.", as_json=as_json)

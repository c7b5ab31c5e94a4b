"""`duly sent`: a message that left, or a step of the user's own that is done."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option


@click.command("sent")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@click.option("--to", default="", metavar="PERSON", help="Who reads it.")
@click.option("--by", "channel", type=click.Choice(["email", "linkedin", "post"]),
              help="How it went; otherwise as planned.")  # fmt: skip
@when_option
@at_option
@json_option
def command(
    id: str,
    step: str,
    to: str,
    channel: str | None,
    when: str | None,
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Note that you sent something, or did a step: `duly sent acme thank-you --to ana`.

    It counts, whoever wrote it. "other" is a message that is no step of the plan.
    """
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Channel
    from duly.formats import actionwords
    from duly.services import follow_ups

    who = desk(at)
    opportunity, plan, _ = follow_ups.current(who.at, id)
    which = follow_ups.planned_step(opportunity, plan, step)
    people = follow_ups.reader(opportunity, plan, which, to)
    planned = follow_ups.sent(
        opportunity,
        plan,
        which,
        people,
        Channel(channel) if channel else None,
        who.happened(when),
        who.at,
    )
    names = " and ".join(actionwords.person_name(opportunity, each) for each in people)
    done = f"Noted: {which}{f' to {names}' if names else ''} is done."
    show_plan(planned, opportunity.id, done, as_json=as_json)

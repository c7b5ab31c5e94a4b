"""The three decisions a user can take about an opportunity; one verb each."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option


def decision(verb: str, what: str, done: str, help_text: str) -> click.Command:
    """Return the command that notes one decision.

    Args:
        verb: Its name.
        what: The fact it makes.
        done: What to say once it is noted.
        help_text: Its help.
    """

    @click.command(verb, help=help_text)
    @click.argument("id", metavar="ID")
    @when_option
    @click.option("--note", default="", help="For yourself.")
    @at_option
    @json_option
    def command(id: str, when: str | None, note: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
        from duly.cli.desk import desk, show_plan
        from duly.core.model import What
        from duly.services import follow_ups, offers

        who = desk(at)
        opportunity, _, _ = follow_ups.current(who.at, id)
        planned = offers.decide(opportunity.id, What(what), who.at, who.happened(when), note)
        show_plan(
            planned, opportunity.id, done.format(company=opportunity.company), as_json=as_json
        )

    return command

"""`duly edit`: change what is known of an opportunity besides its facts."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.asking import at_option, json_option


@click.command("edit")
@click.argument("id", metavar="ID")
@click.option("--company", metavar="NAME")
@click.option("--role", metavar="ROLE")
@click.option("--zone", "time_zone", metavar="ZONE", help="Theirs.")
@click.option("--country", metavar="CODE", help="Theirs, for the public holidays.")
@click.option("--sector", metavar="SECTOR")
@click.option("--playbook", metavar="NAME", help='Follow this one here; "" for the usual one.')
@click.option("--interested/--not-interested", default=None, help="Still, even after a no (N2).")
@click.option(
    "--via", metavar="PERSON", help='The recruiter all contact goes through; "" for nobody.'
)
@click.option("--main-contact", metavar="PERSON",
              help='Whoever questions go to; "" for nobody in particular.')  # fmt: skip
@click.option("--applied", metavar="TIME", help="When you applied.")
@at_option
@json_option
def command(id: str, at: str | None, applied: str | None, as_json: bool, **wanted: Any) -> None:  # noqa: FBT001
    """Change what is known of an opportunity."""
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Fact, What
    from duly.services import follow_ups, log, opportunities

    who = desk(at)
    opportunity, _, planned = follow_ups.current(who.at, id)
    if applied:
        happened_at = who.happened(applied, "--applied")
        planned = log.record([Fact(happened_at, What.APPLIED, opportunity.id)], who.at)
    if any(value is not None for value in wanted.values()):
        planned = opportunities.edit(opportunity.id, who.at, **wanted)
    show_plan(planned, opportunity.id, "Noted.", as_json=as_json)

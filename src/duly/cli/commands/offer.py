"""`duly offer`: an offer they made, its terms, and more time to decide."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option


@click.command("offer")
@click.argument("id", metavar="ID")
@click.option("--answer-by", metavar="TIME", help="By when they want an answer.")
@click.option("--more-time", metavar="TIME", help="They gave you until then.")
@click.option("--from", "sender", default="", metavar="PERSON", help="Who made it.")
@click.option("--salary", default="", help="In your own words.")
@click.option("--terms", default="", help="In your own words.")
@click.option("--notes", default="", help="For yourself.")
@when_option
@at_option
@json_option
def command(id: str, at: str | None, as_json: bool, **said: Any) -> None:  # noqa: FBT001
    """Note an offer, or that they gave you more time (a day alone ends at 17:00 there)."""
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Fact, What
    from duly.core.worktime import zone
    from duly.services import follow_ups, offers, opportunities

    who = desk(at)
    opportunity, _, _ = follow_ups.current(who.at, id)
    theirs = zone(opportunity.time_zone)
    happened_at = who.happened(said["when"])
    if until := who.deadline(said["more_time"], "--more-time", theirs):
        planned = offers.more_time(opportunity.id, until, who.at, happened_at)
        show_plan(planned, opportunity.id, "Noted: more time to decide.", as_json=as_json)
        return
    sender = said["sender"]
    fact = Fact(
        happened_at,
        What.OFFER,
        opportunity.id,
        people=(opportunities.person_in(opportunity, sender, where="--from"),) if sender else (),
        answer_by=who.deadline(said["answer_by"], "--answer-by", theirs),
    )
    terms = offers.Terms(said["salary"], said["terms"], said["notes"])
    planned = offers.receive(fact, terms, who.at)
    done = f"Noted: an offer from {opportunity.company}. Well done."
    show_plan(planned, opportunity.id, done, as_json=as_json)

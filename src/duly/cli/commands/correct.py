"""`duly correct`: put a noted fact right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.core.model import Opportunity


@click.command("correct")
@click.argument("id", metavar="ID")
@click.argument("number", type=int, required=False)
@click.option("--when", metavar="TIME", help="When it really was; an interview, when it ended.")
@click.option("--with", "--to", "--from", "people", multiple=True, metavar="PERSON")
@click.option("--by", metavar="DATE", help="The date they really gave.")
@click.option("--until", metavar="DATE")
@click.option("--answer-by", metavar="TIME")
@click.option("--meaning", metavar="MEANING")
@click.option("--outcome", type=click.Choice(["spoke", "voicemail", "no answer"]))
@click.option("--note")
@at_option
@json_option
def command(id: str, number: int | None, at: str | None, as_json: bool, **said: Any) -> None:  # noqa: FBT001
    """Put a fact right: NUMBER as `duly show ID` lists it; without one, the last.

    The log keeps both; the plan goes by the correction.
    """
    from dataclasses import replace

    from duly.cli.desk import desk, show_plan
    from duly.core import meetings
    from duly.core.errors import UnknownError, WrongUsageError
    from duly.formats.factwords import told
    from duly.services import chronicle, follow_ups, log

    who = desk(at)
    opportunity, _, _ = follow_ups.current(who.at, id)
    noted = chronicle.in_force(opportunity.id)
    if not noted or (number is not None and not 1 <= number <= len(noted)):
        raise UnknownError(
            f'"{opportunity.id}" has no fact number {number or 1}',
            expected=f"a number from 1 to {len(noted)}" if noted else "",
            mend=f"duly show {opportunity.id} lists them.",
        )
    changes = _changes(said, who, opportunity)
    if not changes:
        raise WrongUsageError("it is not said what to put right", expected="--when, --by, …")
    chosen = noted[(number or len(noted)) - 1]
    ended_at = changes.pop("at", chosen.fact.at)
    replacement = replace(meetings.ending(chosen.fact, ended_at), **changes)
    planned = log.correct(chosen, replacement, who.at)
    done = f"Put right: {told(replacement, opportunity, who.me)}."
    show_plan(planned, opportunity.id, done, as_json=as_json)


def _changes(said: dict[str, Any], who: Desk, opportunity: Opportunity) -> dict[str, Any]:
    """Return the fields to change, as the core has them."""
    from duly.cli.commands.received import meaning_of
    from duly.core.model import Outcome
    from duly.core.worktime import zone
    from duly.services.opportunities import person_in

    theirs = zone(opportunity.time_zone)
    people = tuple(person_in(opportunity, each, where="--with") for each in said["people"])
    found = {
        "at": who.happened(said["when"]) if said["when"] else None,
        "people": people or None,
        "by": who.day(said["by"], "--by"),
        "until": who.day(said["until"], "--until"),
        "answer_by": who.deadline(said["answer_by"], "--answer-by", theirs),
        "meaning": meaning_of(said["meaning"]) if said["meaning"] else None,
        "outcome": Outcome(said["outcome"]) if said["outcome"] else None,
        "note": said["note"],
    }
    return {name: value for name, value in found.items() if value is not None}

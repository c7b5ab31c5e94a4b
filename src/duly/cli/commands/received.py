"""`duly received`: something they sent or said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option
from duly.cli.desk import when_option

if TYPE_CHECKING:
    from duly.core.model import Meaning


@click.command("received")
@click.argument("id", metavar="ID")
@click.argument("meaning")
@click.option("--from", "sender", default="", metavar="PERSON", help="Who wrote or said it.")
@click.option("--by", metavar="DATE", help="A date it gives.")
@click.option("--may-call", is_flag=True, help="They said you may call then.")
@click.option("--until", metavar="DATE", help="When an absent person is back.")
@click.option("--automatic", is_flag=True, help="A machine sent it.")
@click.option("--note", default="", help="In your own words.")
@when_option
@at_option
@json_option
def command(id: str, meaning: str, at: str | None, as_json: bool, **said: Any) -> None:  # noqa: FBT001
    """Note what they sent or said, by what it means.

    MEANING is acknowledgement, invitation, "still deciding", question, assessment, rejection,
    closed, offer, auto-reply, bounce or other.
    """
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Fact, What
    from duly.services import follow_ups, log, opportunities

    who = desk(at)
    opportunity, _, _ = follow_ups.current(who.at, id)
    sender = said["sender"]
    people = (opportunities.person_in(opportunity, sender, where="--from"),) if sender else ()
    fact = Fact(
        who.happened(said["when"]),
        What.RECEIVED,
        opportunity.id,
        people=people,
        meaning=meaning_of(meaning),
        by=who.day(said["by"], "--by"),
        may_call=said["may_call"],
        until=who.day(said["until"], "--until"),
        automatic=said["automatic"],
        note=said["note"],
    )
    planned = log.record([fact], who.at)
    show_plan(planned, opportunity.id, f"Noted: {fact.meaning}.", as_json=as_json)


def meaning_of(text: str) -> Meaning:
    """Return the meaning that a word names.

    Raises:
        UnknownError: There is none of that name.
    """
    from duly.core.errors import UnknownError, did_you_mean
    from duly.core.model import Meaning

    try:
        return Meaning(text.strip().lower())
    except ValueError:
        raise UnknownError(
            f'the meaning is "{text}"', where="MEANING", mend=did_you_mean(text, Meaning)
        ) from None

"""The user's own word on a step: skip it, put it off, leave it out for good; one verb each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from duly.cli.asking import at_option, json_option

Function = TypeVar("Function", bound=Callable[..., Any])


def choice_options(function: Function) -> Function:
    """Add what the three verbs share."""
    for option in (
        json_option,
        at_option,
        click.option("--note", default="", help="For yourself."),
        click.option("--to", default="", metavar="PERSON", help="Only for this reader."),
    ):
        function = option(function)
    return function


def choose(id: str, what: str, step: str, said: dict[str, Any], done: str) -> None:
    """Note a choice, and show the plan that comes of it.

    Args:
        id: The opportunity, as typed.
        what: The fact it maps to.
        step: As typed; empty for the only one planned, or for the whole opportunity.
        said: The options.
        done: What to say once it is noted.
    """
    from duly.cli.desk import desk, show_plan
    from duly.core.model import Fact, What
    from duly.services import follow_ups

    who = desk(said["at"])
    opportunity, plan, _ = follow_ups.current(who.at, id)
    whole = said.get("whole", False)
    which = None if whole else follow_ups.planned_step(opportunity, plan, step)
    to = follow_ups.reader(opportunity, plan, which, said["to"]) if said["to"] else ()
    choice = Fact(
        who.at,
        What(what),
        opportunity.id,
        people=to,
        step=which,
        until=who.day(said.get("until"), "--until"),
        insist=said.get("insist", False),
        note=said["note"],
    )
    planned = follow_ups.choose(choice, who.at)
    text = done.format(step=which or "everything", company=opportunity.company)
    show_plan(planned, opportunity.id, text, as_json=said["as_json"])

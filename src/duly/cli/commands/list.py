"""`duly list`: all opportunities, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.core.model import Me, Opportunity, Plan, State

    Pair = tuple[Opportunity, Plan]


@click.command("list")
@click.option(
    "--state", metavar="STATE", default="", help='Only these ("waiting", "let go", "live").'
)
@at_option
@json_option
def command(state: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """List opportunities with where they stand and what comes next."""
    from duly.cli.desk import desk, say, say_json
    from duly.services import planning

    who = desk(at)
    planned = planning.what_if(who.at)
    states = _states(state)
    pairs = [
        pair
        for pair in zip(planned.search.opportunities, planned.plan.plans, strict=True)
        if pair[1].state in states
    ]
    if as_json:
        say_json({"opportunities": [_row(*pair) for pair in pairs]})
        return
    say(_lines(pairs, who.me) if pairs else ["Nothing is noted yet. duly open COMPANY begins."])


def _states(text: str) -> set[State]:
    from duly.core.errors import UnknownError, did_you_mean
    from duly.core.model import LIVE, State

    if not text or text == "live":
        return set(LIVE) if text else set(State)
    try:
        return {State(text)}
    except ValueError:
        mend = did_you_mean(text, [*State, "live"])
        raise UnknownError(f'there is no state "{text}"', where="--state", mend=mend) from None


def _row(opportunity: Opportunity, plan: Plan) -> dict[str, Any]:
    from zoneinfo import ZoneInfo

    from duly.cli import render

    zone = ZoneInfo(opportunity.time_zone)
    return {
        "id": opportunity.id,
        "company": opportunity.company,
        "role": opportunity.role,
        "kind": opportunity.kind,
        "state": plan.state,
        "promise_on": plan.promise_on.isoformat() if plan.promise_on else None,
        "next": render.action_json(plan.actions[0], zone) if plan.actions else None,
    }


def _lines(pairs: list[Pair], me: Me) -> list[str]:
    from zoneinfo import ZoneInfo

    from duly.core.worktime import spoken
    from duly.formats import actionwords

    width = max(len(opportunity.id) for opportunity, _ in pairs)
    lines = []
    for opportunity, plan in pairs:
        following = ""
        if plan.actions:
            action = plan.actions[0]
            day = action.due.astimezone(ZoneInfo(me.time_zone)).date()
            following = f"{action.status}: {actionwords.task(action, opportunity)} ({spoken(day)})"
        role = f"{opportunity.company}, {opportunity.role}".rstrip(", ")
        lines.append(
            f"{opportunity.id:<{width}}  {plan.state:<12}  {role:<34}  {following}".rstrip()
        )
    return lines

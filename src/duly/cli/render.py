"""Plans as text and as JSON.

Times are told where they are kept: in the reader's zone, and in the user's own beside it when
the two differ.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from duly.core.drafting import NOT_WRITTEN
from duly.core.model import Action, Me, Note, Opportunity, Plan, Search, Status
from duly.core.portfolio import SearchPlan
from duly.core.worktime import spoken
from duly.formats import actionwords

if TYPE_CHECKING:
    from duly.services.preparing import Ahead

WIDTH: Final = 96
_INDENT: Final = " " * 12
_STYLES: Final[dict[Status, dict[str, Any]]] = {
    Status.OVERDUE: {"fg": "red", "bold": True},
    Status.DUE: {"fg": "green", "bold": True},
    Status.HELD: {"fg": "yellow"},
    Status.UPCOMING: {"dim": True},
}


# JSON, as the design says it


def plan_json(search: Search, planned: SearchPlan) -> dict[str, Any]:
    """Return `{at, opportunities, notes}` with every instant carrying its offset."""
    zones = {each.id: ZoneInfo(each.time_zone) for each in search.opportunities}
    return {
        "at": planned.at.astimezone(ZoneInfo(search.me.time_zone)).isoformat(),
        "opportunities": [
            opportunity_json(plan, zones[plan.opportunity]) for plan in planned.plans
        ],
        "notes": [{"rules": list(note.rules), "why": note.why} for note in planned.notes],
    }


def opportunity_json(plan: Plan, zone: ZoneInfo) -> dict[str, Any]:
    """Return one opportunity's plan, instants in their zone."""
    return {
        "id": plan.opportunity,
        "state": plan.state,
        "promise_on": plan.promise_on.isoformat() if plan.promise_on else None,
        "attempts": {"made": plan.attempts_made, "allowed": plan.attempts_allowed},
        "actions": [action_json(action, zone) for action in plan.actions],
        "dropped": [
            {
                "step": each.step,
                "to": each.to or None,
                "rules": list(each.rules),
                "why": each.why,
            }
            for each in plan.dropped
        ],
    }


def action_json(action: Action, zone: ZoneInfo) -> dict[str, Any]:
    """Return one action."""
    return {
        "step": action.step,
        "to": action.to or None,
        "via": action.via or None,
        "channel": action.channel,
        "attempt": action.attempt or None,
        "earliest": action.earliest.astimezone(zone).isoformat(),
        "due": action.due.astimezone(zone).isoformat(),
        "latest": action.latest.astimezone(zone).isoformat(),
        "status": action.status,
        "rules": list(action.rules),
        "why": action.why,
    }


# Text


def action_lines(action: Action, opportunity: Opportunity, me: Me, *, company: bool) -> list[str]:
    """Return an action as text: what and when, then why and by which rules."""
    mine = ZoneInfo(me.time_zone)
    theirs = mine if action.step in NOT_WRITTEN else ZoneInfo(opportunity.time_zone)
    label = click.style(f"{action.status.upper():<10}", **_STYLES[action.status])
    what = actionwords.task(action, opportunity)
    title = f"{opportunity.company}: {what}" if company else what[:1].upper() + what[1:]
    attempt = f" (attempt {action.attempt})" if action.attempt else ""
    lines = [
        f"  {label}{click.style(title, bold=True)}{attempt}",
        _INDENT + actionwords.when(action, theirs, mine),
    ]
    reason = f"{action.why} [{' '.join(action.rules)}]"
    return lines + textwrap.wrap(reason, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def heading(opportunity: Opportunity, plan: Plan) -> str:
    """Return an opportunity's first line: who, what, where it stands."""
    parts = [opportunity.role, plan.state]
    if plan.promise_on:
        parts.append(f"an answer was promised by {spoken(plan.promise_on)}")
    if plan.attempts_made:
        parts.append(f"asked {plan.attempts_made} of {plan.attempts_allowed} times")
    name = click.style(opportunity.company or opportunity.id, bold=True, underline=True)
    return f"{name} ({opportunity.id})  " + " · ".join(part for part in parts if part)


def meeting(ahead: Ahead, opportunity: Opportunity, me: Me) -> str:
    """Return an interview that lies ahead: when, on whose clock, and with whom."""
    names = ", ".join(actionwords.person_name(opportunity, each) for each in ahead.people)
    theirs, mine = ZoneInfo(opportunity.time_zone), ZoneInfo(me.time_zone)
    when = actionwords.span(ahead.starts_at, ahead.ends_at, theirs, mine)
    return f"{when} ({names})" if names else str(when)


def plan_lines(opportunity: Opportunity, plan: Plan, me: Me) -> list[str]:
    """Return one opportunity's plan as text."""
    lines = [heading(opportunity, plan)]
    for action in plan.actions:
        lines += action_lines(action, opportunity, me, company=False)
    if not plan.actions:
        lines.append("  Nothing to do.")
    for each in plan.dropped:
        name = actionwords.person_name(opportunity, each.to) if each.to else ""
        left_out = f"Left out: {each.step} {name}".rstrip() + f". {each.why}"
        lines += textwrap.wrap(left_out, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return lines


def search_lines(search: Search, planned: SearchPlan, title: str) -> Iterable[str]:
    """Return the plan of a whole search as text."""
    mine = ZoneInfo(search.me.time_zone)
    now = planned.at.astimezone(mine)
    yield f"{title}  {spoken(now.date())} {now.year}, {now:%H:%M} ({mine.key})"
    for opportunity, plan in zip(search.opportunities, planned.plans, strict=True):
        yield ""
        yield from plan_lines(opportunity, plan, search.me)
    yield from note_lines(planned.notes)


def note_lines(notes: Iterable[Note]) -> Iterable[str]:
    """Return what is to be said about the plan as a whole."""
    for note in notes:
        yield ""
        yield from textwrap.wrap(f"{note.why} [{' '.join(note.rules)}]", WIDTH)


def day_column(day: date) -> str:
    """Return a day for a table's first column."""
    return f"{spoken(day):<17}"

"""Plans as text and as JSON.

Times are told where they are kept: in the reader's zone, and in the user's own beside it when
the two differ.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from duly.core.drafting import NOT_WRITTEN
from duly.core.model import Action, Me, Note, Opportunity, Plan, Search, Status, Step
from duly.core.portfolio import SearchPlan
from duly.core.worktime import spoken

WIDTH: Final = 96
_INDENT: Final = " " * 12
_STYLES: Final[dict[Status, dict[str, Any]]] = {
    Status.OVERDUE: {"fg": "red", "bold": True},
    Status.DUE: {"fg": "green", "bold": True},
    Status.HELD: {"fg": "yellow"},
    Status.UPCOMING: {"dim": True},
}
_STEPS: Final[dict[Step, str]] = {
    Step.PREPARE: "prepare what to ask",
    Step.DEBRIEF: "write down what was said",
    Step.THANK_YOU: "thank {to}",
    Step.CARD: "a handwritten card to {to}",
    Step.LINKEDIN: "a LinkedIn invitation to {to}",
    Step.APPLICATION_FOLLOW_UP: "follow up on your application with {to}",
    Step.STATUS: "ask {to} where things stand",
    Step.CALL: "call {to}",
    Step.ANSWER: "answer {to}",
    Step.FIND_ADDRESS: "find out how to reach {to}",
    Step.THANK_FOR_ANSWER: "thank {to} for the answer",
    Step.ACKNOWLEDGE_OFFER: "thank {to} for the offer",
    Step.ASK_MORE_TIME: "ask {to} for more time, if you need it",
    Step.DECIDE: "decide on the offer",
    Step.ACCEPT: "accept in writing, to {to}",
    Step.DECLINE: "decline in good form, to {to}",
    Step.WITHDRAW: "withdraw, with a word to {to}",
    Step.STAY_IN_TOUCH: "a friendly word to {to}",
    Step.LET_GO: "let it go",
    Step.OTHER: "write to {to}",
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


def clock(instant: datetime, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return "Thu 12 March 15:00 in Chicago, 16:00 here", or one time where both agree."""
    there, here = instant.astimezone(theirs), instant.astimezone(mine)
    text = f"{spoken(there.date())} {there:%H:%M}"
    if there.utcoffset() == here.utcoffset():
        return text
    day = "" if here.date() == there.date() else f"{spoken(here.date())} "
    return f"{text} in {city(theirs)}, {day}{here:%H:%M} here"


def city(zone: ZoneInfo) -> str:
    """Return the place a zone is named after."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def task(action: Action, opportunity: Opportunity) -> str:
    """Return what to do, in a few words."""
    text = _STEPS[action.step].format(to=person_name(opportunity, action.to))
    if action.via:
        text += f" through {person_name(opportunity, action.via)}"
    if action.channel and action.step in {Step.THANK_YOU, Step.STATUS, Step.STAY_IN_TOUCH}:
        text += f" by {action.channel}"
    return text


def person_name(opportunity: Opportunity, id: str) -> str:
    """Return a person's name, or the company's where nobody is known."""
    person = opportunity.person(id)
    return person.name if person else opportunity.company or "them"


def when(action: Action, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return when to do it, as its status needs it."""
    if action.status is Status.OVERDUE:
        return f"was due by {clock(action.latest, theirs, mine)}"
    if action.status is Status.DUE:
        return f"by {clock(action.latest, theirs, mine)}"
    if action.status is Status.HELD:
        return f"waits; then until {clock(action.latest, theirs, mine)}"
    best, latest = (clock(instant, theirs, mine) for instant in (action.due, action.latest))
    return f"best {best}; at the latest {latest}"


def action_lines(action: Action, opportunity: Opportunity, me: Me, *, company: bool) -> list[str]:
    """Return an action as text: what and when, then why and by which rules."""
    mine = ZoneInfo(me.time_zone)
    theirs = mine if action.step in NOT_WRITTEN else ZoneInfo(opportunity.time_zone)
    label = click.style(f"{action.status.upper():<10}", **_STYLES[action.status])
    what = task(action, opportunity)
    title = f"{opportunity.company}: {what}" if company else what[:1].upper() + what[1:]
    attempt = f" (attempt {action.attempt})" if action.attempt else ""
    lines = [
        f"  {label}{click.style(title, bold=True)}{attempt}",
        _INDENT + when(action, theirs, mine),
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


def plan_lines(opportunity: Opportunity, plan: Plan, me: Me) -> list[str]:
    """Return one opportunity's plan as text."""
    lines = [heading(opportunity, plan)]
    for action in plan.actions:
        lines += action_lines(action, opportunity, me, company=False)
    if not plan.actions:
        lines.append("  Nothing to do.")
    for each in plan.dropped:
        name = person_name(opportunity, each.to) if each.to else ""
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

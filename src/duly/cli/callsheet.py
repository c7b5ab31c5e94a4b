"""Everything for one call as text and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from duly.cli import render
from duly.core.worktime import spoken
from duly.formats import actionwords

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.services.calls import Call
    from duly.services.letters import Page

_WIDTH = 80
_TITLES = {"call": "What to say", "voicemail": "If a machine answers"}


def sheet_json(call: Call) -> dict[str, Any]:
    """Return a call with its script and its voicemail."""
    from duly.cli.pages import page_json

    zone = ZoneInfo(call.opportunity.time_zone)
    return {
        "opportunity": call.opportunity.id,
        "planned": call.planned,
        "action": render.action_json(call.action, zone),
        "to": call.reader.id,
        "name": call.reader.name,
        "phone": call.number or None,
        "through": call.through.id if call.through else None,
        "there": {
            "at": call.hour.at.astimezone(zone).isoformat(),
            "good": call.hour.is_good,
            "next_good_at": call.hour.next_good_at.astimezone(zone).isoformat(),
        },
        "promise_on": call.promise_on.isoformat() if call.promise_on else None,
        "promise_passed": call.promise_passed,
        "may_call": call.may_call,
        "scripts": [page_json(page) for page in call.pages],
    }


def sheet_lines(call: Call, who: Desk) -> Iterable[str]:
    """Return a call as a sheet to have before one's eyes while it rings."""
    rules = " ".join(call.action.rules)
    attempt = f" (attempt {call.action.attempt})" if call.action.attempt else ""
    yield f"{click.style(f'Call {call.reader.name}', bold=True)}{attempt}  [{rules}]"
    about = (call.reader.role, call.reader.title, call.opportunity.company)
    yield f"  {', '.join(each for each in about if each)}"
    yield f"  {_number(call)}"
    for text in (_hour(call, who), _promise(call), _through(call), _plan(call, who)):
        yield from textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for page in call.pages:
        yield ""
        yield from _script(page)
    yield ""
    yield f'  Afterwards: duly call {call.opportunity.id} --outcome "no answer"'
    yield f"              duly call {call.opportunity.id} --outcome spoke --by DATE"
    yield ""


def _number(call: Call) -> str:
    if call.number:
        return click.style(call.number, bold=True)
    id, person = call.opportunity.id, call.reader.id
    return f'Their number is not known yet: duly person {id} {person} --phone "…" [B4]'


def _hour(call: Call, who: Desk) -> str:
    theirs = ZoneInfo(call.opportunity.time_zone)
    now = actionwords.clock(call.hour.at, theirs, who.zone)
    if call.hour.is_good:
        return f"There it is {now}: a good hour to call."
    best = actionwords.clock(call.hour.next_good_at, theirs, who.zone)
    return f"There it is {now}: outside their hours. The next good hour begins {best}."


def _promise(call: Call) -> str:
    if call.offered:
        by = f"; they want your answer by {spoken(call.answer_by)}" if call.answer_by else ""
        return f"They have made you an offer{by}."
    if call.promise_on is None:
        return "They gave no date that still stands."
    day = spoken(call.promise_on)
    if call.promise_passed:
        return f"They said by {day}; that has passed."
    on_it = "and that you may call then [B2]" if call.may_call else "and calling was not spoken of"
    today = call.hour.at.astimezone(ZoneInfo(call.opportunity.time_zone)).date()
    still = "That is today" if today == call.promise_on else "That day is still to come"
    return f"They said by {day}, {on_it}. {still}."


def _through(call: Call) -> str:
    if call.through is None:
        return ""
    if call.through.id == call.reader.id:
        name = call.reader.name
        return f"All contact goes through {name}, who says when, and whether, to call. [P6]"
    name = call.through.name
    return f"All contact goes through {name}; ask first when, and whether, to call. [P6]"


def _plan(call: Call, who: Desk) -> str:
    from duly.services import calls

    if not call.planned:
        return "The plan has no call now; this one is your own idea."
    if not calls.is_early(call):
        return call.action.why
    theirs = ZoneInfo(call.opportunity.time_zone)
    due = actionwords.clock(call.action.due, theirs, who.zone)
    return f"The plan has it for {due}. {call.action.why}"


def _script(page: Page) -> Iterable[str]:
    from duly.cli.pages import page_lines, verdict_lines

    if page.kept is None:
        yield from page_lines(page)
        return
    seconds = f"{page.reading_seconds} seconds aloud" if page.reading_seconds else ""
    yield f"{click.style(_TITLES[page.kind], bold=True)}  {seconds}".rstrip()
    yield ""
    for line in page.kept.body.split("\n"):
        is_direction = line.rstrip().endswith(":")
        indent = "  " if is_direction else "    "
        for part in textwrap.wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent):
            yield click.style(part, italic=True) if is_direction else part
    if page.judgement and page.judgement.findings:
        yield ""
        yield from verdict_lines(page)

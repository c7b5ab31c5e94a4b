"""`duly today`: what is due, overdue, held and coming, over all opportunities."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.core.model import Action
    from duly.services.planning import Pair, Planned

_COMING_DAYS: Final = 7
_MOST_SHOWN: Final = 40
"""Nobody does more in a day; `--all` shows the rest."""


@click.command("today")
@at_option
@click.option("--days", default=_COMING_DAYS, show_default=True, help="Show what comes this soon.")
@click.option("--all", "everything", is_flag=True, help="Show every planned step, however many.")
@json_option
def command(
    at: str | None = None,
    days: int = _COMING_DAYS,
    everything: bool = False,  # noqa: FBT001, FBT002
    as_json: bool = False,  # noqa: FBT001, FBT002
) -> None:
    """Show what to do today, and what comes next.

    What is overdue stands first, then what is due, what is held, what comes.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import planning

    atexit.register(gc.freeze)  # so that leaving does not go through the whole search once more
    who = desk(at)
    planned = planning.what_if(who.at) if who.pinned else planning.today(who.at)
    actions = planning.pressing_first(planned, None if everything else days)
    if as_json:
        say_json(_json(planned, actions))
        return
    say(_lines(planned, actions, None if everything else _MOST_SHOWN, days))
    say(_mail_that_asks())


def _json(planned: Planned, pairs: list[Pair]) -> dict[str, Any]:
    from duly.cli import render

    zones: dict[str, ZoneInfo] = {each.id: ZoneInfo(each.time_zone) for _, each in pairs}
    mine = ZoneInfo(planned.search.me.time_zone)
    return {
        "at": planned.plan.at.astimezone(mine).isoformat(),
        "actions": [
            {
                "opportunity": opportunity.id,
                "company": opportunity.company,
                **render.action_json(action, zones[opportunity.id]),
            }
            for action, opportunity in pairs
        ],
        "notes": [{"rules": list(note.rules), "why": note.why} for note in planned.plan.notes],
    }


def _lines(planned: Planned, pairs: list[Pair], most: int | None, days: int) -> Iterable[str]:
    from duly.cli import render
    from duly.core.worktime import spoken

    me = planned.search.me
    now = planned.plan.at.astimezone(ZoneInfo(me.time_zone))
    yield f"Today  {spoken(now.date())} {now.year}, {now:%H:%M} ({me.time_zone})"
    if not planned.search.opportunities:
        yield ""
        yield "Nothing is noted yet. Just out of an interview? Then:"
        yield '    duly interview ACME --ended "today 15:00" --with "Ana Ruiz <ana@acme.example>"'
        yield "Or look around first: duly demo"
        return
    yield _counts(pairs)
    for action, opportunity in pairs[:most]:
        yield ""
        yield from render.action_lines(action, opportunity, me, company=True)
        yield from (f"            {hint}" for hint in _hints(action, opportunity.id))
    if most is not None and len(pairs) > most:
        yield ""
        yield f"And {len(pairs) - most} more: duly today --all"
    elif not pairs:
        yield f"Nothing to do in the next {days} days."
    yield from _interviews(planned, days)
    yield from render.note_lines(planned.plan.notes)


def _interviews(planned: Planned, days: int) -> Iterable[str]:
    from duly.cli import render
    from duly.services import preparing

    found = preparing.coming(planned, days)
    if found:
        yield ""
        yield "Interviews ahead"
    for opportunity, each in found:
        yield f"  {opportunity.company}: {render.meeting(each, opportunity, planned.search.me)}"


def _mail_that_asks() -> list[str]:
    """Return the line that says how many mails wait for the user's word."""
    from duly.services import opening

    with opening.opened() as database:
        count = database.rows("SELECT COUNT(*) FROM store_mail WHERE state = 'asking'")[0][0]
    if not count:
        return []
    mails = "1 mail waits" if count == 1 else f"{count} mails wait"
    return ["", f"{mails} for your word: duly inbox"]


def _counts(pairs: list[Pair]) -> str:
    """Return "2 overdue, 1 due, 3 coming"."""
    from duly.core.model import Status

    words = {
        Status.OVERDUE: "overdue",
        Status.DUE: "due",
        Status.HELD: "held",
        Status.UPCOMING: "coming",
    }
    counts = {status: sum(action.status is status for action, _ in pairs) for status in words}
    return ", ".join(f"{counts[status]} {word}" for status, word in words.items() if counts[status])


def _hints(action: Action, id: str) -> list[str]:
    """Return the commands that carry a pressing step out, and say that it was."""
    from duly.core.model import Status, Step

    if action.status not in (Status.DUE, Status.OVERDUE):
        return []
    to = f" --to {action.to}" if action.to else ""
    own = {
        Step.PREPARE: f"duly prepare {id}",
        Step.DEBRIEF: f"duly debrief {id}",
        Step.DECIDE: f"then: duly accept {id}, or duly decline {id}",
        Step.FIND_ADDRESS: f"then: duly person {id} {action.to or 'NAME'} --email …",
    }
    if action.step in own:
        return [own[action.step]]
    words = [] if action.step is Step.ANSWER else [f"words: duly letter {id} {action.step}{to}"]
    if action.step is Step.CALL:
        return [*words, f"then: duly call {id} --outcome spoke|voicemail|'no answer'"]
    return [*words, f"then: duly sent {id} {action.step}{to}"]

"""What every verb on the store does in the same way: who is asking, when is now, show the plan."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import click

from duly.adapters import places
from duly.cli import render
from duly.cli.asking import print_json
from duly.core.model import Me
from duly.core.worktime import zone
from duly.formats import whenwords
from duly.formats.whenwords import Facing
from duly.services import profile
from duly.services.planning import Planned

Function = TypeVar("Function", bound=Callable[..., Any])

_MARK = "DEMO | "


def say(lines: Iterable[str]) -> None:
    """Print lines; in the demo each says so."""
    mark = _MARK if places.is_demo() else ""
    for line in lines:
        line = line.encode("utf-8", "backslashreplace").decode()
        click.echo(f"{mark}{line}".rstrip() if mark or line else "")


def say_json(value: dict[str, Any]) -> None:
    """Print JSON; in the demo it says so."""
    print_json({**value, "demo": True} if places.is_demo() else value)


def interactive() -> bool:
    """Tell whether somebody sits there who could answer a question."""
    return sys.stdin.isatty()


class Desk(NamedTuple):
    """Who is asking, and when.

    Attributes:
        at: The present, in UTC: now, or what `--at` says.
        pinned: `--at` was given, so this is no present to note anything as shown in.
    """

    me: Me
    at: datetime
    pinned: bool

    @property
    def zone(self) -> ZoneInfo:
        """Return the user's own zone, whose clock their words are read by."""
        return zone(self.me.time_zone)

    def happened(self, words: str | None, option: str = "--when") -> datetime:
        """Return when something happened: as said, else now."""
        if not words:
            return self.at
        return whenwords.moment(words, self.at, self.zone, Facing.BACK, where=option, at=time(12))

    def moment(self, words: str, facing: Facing, option: str, at: time | None = None) -> datetime:
        """Return an instant that has to be exact."""
        return whenwords.moment(words, self.at, self.zone, facing, where=option, at=at)

    def day(self, words: str | None, option: str) -> date | None:
        """Return a day to come, or None where none was given."""
        if not words:
            return None
        return whenwords.day(words, self.at, self.zone, Facing.AHEAD, where=option)

    def deadline(self, words: str | None, option: str, theirs: ZoneInfo) -> datetime | None:
        """Return the instant of a deadline; a day alone ends at 17:00 in their zone."""
        if not words:
            return None
        found = whenwords.moment(words, self.at, self.zone, Facing.AHEAD, where=option, at=time(17))
        mine = found.astimezone(self.zone)
        names_a_time = any(each in words.lower() for each in (":", "am", "pm", "noon", "hour"))
        if names_a_time or mine.time() != time(17):
            return found
        return datetime.combine(mine.date(), time(17), theirs).astimezone(UTC)


def desk(at: str | None = None) -> Desk:
    """Return who is asking, and when; at the very first start, guess who, and say so.

    Raises:
        WrongUsageError: `at` cannot be read.
        StoreError: The database cannot be opened.
    """
    me = _me()
    now = datetime.now(UTC)
    if not at:
        return Desk(me, now, pinned=False)
    present = whenwords.moment(at, now, zone(me.time_zone), Facing.BACK, where="--at")
    return Desk(me, present, pinned=True)


def _me() -> Me:
    known = profile.current()
    if known:
        return known.me
    me = profile.ensure().me
    where = f"{me.time_zone}, {me.country or 'no country known'}"
    click.echo(f"Taking it that you are in {where} (from this machine's settings).", err=True)
    click.echo(
        'Change it at any time: duly me --name "Your Name" --zone Europe/Berlin --country DE',
        err=True,
    )
    return me


def when_option(function: Function) -> Function:
    """Add `--when`, the moment at which something happened."""
    return click.option(
        "--when", metavar="TIME", help='When it was ("yesterday 15:00"); otherwise now.'
    )(function)


def show_plan(planned: Planned, id: str, done: str, *, as_json: bool) -> None:
    """Show what was noted, and the plan that comes of it."""
    opportunity, plan = planned.of(id)
    if as_json:
        say_json(render.opportunity_json(plan, ZoneInfo(opportunity.time_zone)))
        return
    say([done, "", *render.plan_lines(opportunity, plan, planned.search.me)])

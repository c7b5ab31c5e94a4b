"""`duly notify`: how and when the user is told of what is due."""

from __future__ import annotations

import sys
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import click

from duly.cli.asking import json_option
from duly.core.errors import WrongUsageError

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.core.notices import Quiet
    from duly.services.reminders import Told
    from duly.store.reminding import Settings, Way

_NEVER: Final = ("never", "none", "off")
_EXAMPLES: Final = ("email", "desktop", "ntfy://ntfy.sh/TOPIC")
_LONGEST: Final = 4_000


@click.group("notify", invoke_without_command=True)
@click.option("--morning", metavar="HH:MM", help='When the summary comes; "never" for none.')
@click.option("--quiet", metavar="HH:MM-HH:MM", help='When nothing comes; "never" for at any hour.')
@click.option("--on/--off", "on", default=None, help="Turn all reminders on or off.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    morning: str | None,
    quiet: str | None,
    on: bool | None,  # noqa: FBT001 - click calls it
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show or change how and when you are told of what is due.

    What is told names a company and a step, nothing more. It comes while `duly run` is running,
    each thing once in each way.
    """
    if ctx.invoked_subcommand is not None:
        return
    from duly.cli.desk import desk, say, say_json
    from duly.services import reminders

    who = desk()
    if (morning, quiet, on) == (None, None, None):
        known = reminders.settings()
    else:
        known = reminders.change(
            who.at,
            on=on,
            morning=False if morning is None else _morning(morning),
            quiet=False if quiet is None else _quiet(quiet),
        )
    if as_json:
        say_json(_json(known, who))
    else:
        say(_lines(known, who))


def _morning(words: str) -> time | None:
    return None if words.lower() in _NEVER else _hour(words, "--morning")


def _quiet(words: str) -> Quiet | None:
    from duly.core.notices import Quiet

    if words.lower() in _NEVER:
        return None
    begins, dash, ends = words.replace("–", "-").partition("-")
    if not dash:
        raise _no_hours(words, "--quiet", "21:00-08:00")
    quiet = Quiet(_hour(begins, "--quiet"), _hour(ends, "--quiet"))
    if quiet.begins == quiet.ends:
        raise WrongUsageError(
            "they end when they begin", where="--quiet", mend='For none at all say "never".'
        )
    return quiet


def _hour(words: str, option: str) -> time:
    try:
        hour, _, minute = words.strip().partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise _no_hours(words, option, "08:00") from None


def _no_hours(words: str, option: str, example: str) -> WrongUsageError:
    return WrongUsageError(
        f'"{words}" cannot be read', where=option, expected=f'"{example}" or "never"'
    )


def _lines(known: Settings, who: Desk) -> list[str]:
    wishes, zone = known.wishes, who.me.time_zone
    lines = [_way_line(each, who) for each in known.ways]
    if not known.ways:
        lines.append("You are told in no way yet. Add one:")
        lines += [f"    duly notify add {each}" for each in _EXAMPLES]
    morning = f"at {wishes.morning:%H:%M}" if wishes.morning else "never"
    quiet = f"{wishes.quiet.begins:%H:%M} to {wishes.quiet.ends:%H:%M}" if wishes.quiet else "never"
    lines += ["", f"Morning summary  {morning}", f"Quiet            {quiet} ({zone})"]
    if not wishes.on:
        lines.append("All of it is off. Turn it on: duly notify --on")
    return lines


def _way_line(way: Way, who: Desk) -> str:
    from duly.core.worktime import spoken

    service = " (its address is kept with your passwords)" if way.service else ""
    if way.told_at is None:
        return f"{way.name}{service}: nothing told yet"
    local = way.told_at.astimezone(who.zone)
    return f"{way.name}{service}: last told {spoken(local.date())} {local:%H:%M}"


def _json(known: Settings, who: Desk) -> dict[str, Any]:
    wishes = known.wishes
    quiet = wishes.quiet
    return {
        "on": wishes.on,
        "morning": f"{wishes.morning:%H:%M}" if wishes.morning else None,
        "quiet": f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}" if quiet else None,
        "zone": who.me.time_zone,
        "ways": [
            {
                "name": each.name,
                "kind": each.kind,
                "service": each.service or None,
                "told_at": each.told_at.astimezone(who.zone).isoformat() if each.told_at else None,
            }
            for each in known.ways
        ],
    }


@command.command("add")
@click.argument("way", metavar="desktop|email|URL|-")
@json_option
def add(way: str, as_json: bool) -> None:  # noqa: FBT001
    """Be told in a further way: on this desktop, by email to yourself, or at a URL of apprise's.

    Such a URL often holds a secret: others on this machine can see it while the command runs, and
    your shell remembers it. With "-" it is asked for, or read from a pipe.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import reminders

    who = desk()
    made = reminders.add(_asked() if way == "-" else way, who.at)
    if as_json:
        say_json({"name": made.name, "kind": made.kind, "service": made.service or None})
        return
    obstacle = reminders.obstacle(made)
    if obstacle:
        say([f"Noted. You cannot be told by {made.name} yet: {obstacle.found}. {obstacle.mend}"])
        return
    say([f"You are told by {made.name} from now on. Try it: duly notify test"])


def _asked() -> str:
    from duly.cli.desk import interactive

    if interactive():
        return str(click.prompt("The address", hide_input=True, err=True)).strip()
    line = sys.stdin.buffer.readline(_LONGEST).decode("utf-8", "replace").strip()
    if not line:
        raise WrongUsageError("the address is missing", where="-", mend="Pipe it in.")
    return line


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Be told in one way less; its address is forgotten."""
    from duly.cli.desk import desk, say
    from duly.services import reminders

    desk()
    say([f"You are no longer told by {reminders.remove(name).name}."])


@command.command("test")
@json_option
def test(as_json: bool) -> int:  # noqa: FBT001
    """Tell something in each way, now, and say what came of it.

    Exit code 1 where one of them failed.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import reminders

    found = reminders.test(desk().at)
    if as_json:
        say_json({"ways": [_result(each) for each in found]})
    else:
        say(f"{each.way.name}: {_outcome(each)}" for each in found)
    return 1 if any(each.failed for each in found) else 0


def _outcome(each: Told) -> str:
    failed = each.failed
    return f"not told: {failed.found}. {failed.mend}".rstrip() if failed else "told"


def _result(each: Told) -> dict[str, Any]:
    return {
        "name": each.way.name,
        "told": each.failed is None,
        "why": str(each.failed) if each.failed else None,
    }

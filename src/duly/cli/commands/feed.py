"""`duly feed`: the plan in your own calendar."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from duly.cli.asking import at_option, json_option
from duly.core.errors import WrongUsageError

if TYPE_CHECKING:
    from duly.services.feed import Written

_FORMS: Final = {
    "events": "actions as events",
    "todos": "actions as to-dos",
    "both": "actions as events and as to-dos",
}


@click.group("feed", invoke_without_command=True)
@click.option("--to", "file", metavar="FILE", help='Write it to FILE; "-" is standard output.')
@click.option("--events", "form", flag_value="events", help="Actions as events (at first).")
@click.option("--todos", "form", flag_value="todos", help="Actions as to-dos.")
@click.option("--both", "form", flag_value="both", help="Actions as both.")
@click.option("--full/--minimal", default=None, help="Say why, and by which rules; or do not.")
@click.option("--force", is_flag=True, help="Write over any file of that name.")
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    file: str | None,
    form: str | None,
    full: bool | None,  # noqa: FBT001 - click calls it
    force: bool,  # noqa: FBT001
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Put the plan into your calendar: actions, promised days, deadlines, interviews to come.

    What you choose is remembered. Without --to it says what is chosen. `duly feed address` gives an
    address that a calendar program on this machine can subscribe to.
    """
    if ctx.invoked_subcommand is not None:
        return
    from duly.cli.desk import desk
    from duly.formats.agenda import Form
    from duly.services import feed

    who = desk(at)
    feed.choose(form=Form(form) if form else None, full=full)
    if file is None:
        _show(as_json=as_json)
    elif file == "-":
        _print(who.at, as_json=as_json)
    else:
        _write(Path(file), who.at, force=force, as_json=as_json)


def _show(*, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import feed

    chosen = feed.chosen()
    published = bool(chosen.token_hash)
    if as_json:
        say_json({"form": chosen.form, "full": chosen.full, "published": published})
        return
    why = "with the reason for each" if chosen.full else "without the reasons"
    where = "yes; see it: duly feed address" if published else "no; publish it: duly feed address"
    say([
        f"In your calendar: {_FORMS[chosen.form]}, {why}.",
        f"Published on this machine: {where}",
        "Write it to a file: duly feed --to plan.ics",
    ])  # fmt: skip


def _print(at: datetime, *, as_json: bool) -> None:
    from duly.services import feed

    if as_json:
        raise WrongUsageError("standard output cannot be both a calendar and JSON", where="--json")
    sys.stdout.buffer.write(feed.written(at).data)


def _write(file: Path, at: datetime, *, force: bool, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import feed

    made = feed.write(file, at, force=force)
    if as_json:
        say_json({"file": str(file.expanduser().absolute()), **_json(made)})
        return
    from duly.cli.holdings import number

    gone = f", and {number(made.gone, 'entries')} taken away lately" if made.gone else ""
    say([f"Written to {file}: {number(made.entries, 'entries')}{gone}."])


def _json(made: Written) -> dict[str, Any]:
    return {
        "bytes": len(made.data),
        "entries": made.entries,
        "gone": made.gone,
        "form": made.form,
        "full": made.full,
    }


@command.command("address")
@json_option
def address(as_json: bool) -> None:  # noqa: FBT001
    """Show the secret address of your calendar; at first, make one."""
    from duly.cli.desk import desk, say, say_json
    from duly.services import feed

    desk()
    found = feed.address()
    if as_json:
        say_json({"address": found.url, "running": found.running})
        return
    say([
        found.url,
        "Subscribe to it in a calendar program on this machine. Whoever has the address can read",
        "your plan, so keep it to yourself; `duly feed revoke` ends it at once.",
    ])  # fmt: skip
    if not found.running:
        say(["It answers for as long as Duly's page is running. Start it: duly desk --no-browser"])


@command.command("revoke")
@json_option
def revoke(as_json: bool) -> None:  # noqa: FBT001
    """Have the address answer nobody from now on; a new one is made when you ask for it."""
    from duly.cli.desk import say, say_json
    from duly.services import feed

    feed.revoke()
    if as_json:
        say_json({"revoked": True})
        return
    say(["Revoked: the address answers nobody any more. A new one: duly feed address"])

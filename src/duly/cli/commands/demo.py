"""`duly demo`: a believable search in a database of its own, to look around in."""

from __future__ import annotations

import os

import click

from duly.cli.asking import at_option, json_option


@click.command("demo")
@at_option
@json_option
@click.pass_context
def command(ctx: click.Context, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Fill the demo's own database, afresh, and show what is due in it.

    Your own search is not touched. Look around further with `duly --demo COMMAND`.
    """
    from datetime import UTC, datetime

    from duly.adapters import places
    from duly.cli.commands import today
    from duly.cli.desk import say
    from duly.core.worktime import zone
    from duly.formats import whenwords
    from duly.services import demo, profile

    os.environ["DULY_DATABASE"] = str(places.demo_database())
    me = profile.guess()
    now = datetime.now(UTC)
    if at:
        facing = whenwords.Facing.BACK
        now = whenwords.moment(at, now, zone(me.time_zone), facing, where="--at")
    demo.start_afresh()
    demo.fill(me, now)
    if not as_json:
        say(["This is a made-up search; nothing in it is yours.", ""])
    ctx.invoke(today.command, at=at, as_json=as_json)
    if not as_json:
        say(
            [
                "",
                "Look around: duly --demo show cobalt    duly --demo prepare brightwater",
                "Try it out:  duly --demo sent cobalt thank-you --to bo    duly --demo list",
            ]
        )

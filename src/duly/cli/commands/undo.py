"""`duly undo`: take back what was noted last."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option


@click.command("undo")
@click.argument("id", metavar="ID")
@at_option
@json_option
def command(id: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Take back what the last command noted about an opportunity.

    The log keeps both: what was noted, and that it was taken back. To change a detail instead,
    use `duly correct`.
    """
    from duly.cli.desk import desk, show_plan
    from duly.formats.factwords import told
    from duly.services import follow_ups, log

    who = desk(at)
    opportunity, _, _ = follow_ups.current(who.at, id)
    undone = log.undo(opportunity.id, who.at)
    facts = "; ".join(told(fact, opportunity, who.me) for fact in undone.facts)
    show_plan(undone.planned, opportunity.id, f"Taken back: {facts}.", as_json=as_json)

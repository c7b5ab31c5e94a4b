"""`duly plan FACTS.toml`: facts in, plan out; nothing is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from duly.cli.asking import at_option, instant, json_option, print_json, text_of


@click.command("plan")
@click.argument("facts", metavar="FACTS.toml")
@at_option
@click.option("--playbook", metavar="NAME", default="", help="Follow this playbook instead.")
@json_option
def command(facts: str, at: str | None, playbook: str, as_json: bool) -> None:  # noqa: FBT001
    """Plan the search that a facts file describes.

    The present is `--at`, else the file's own `at`, else now.
    """
    from duly.adapters import playbookfiles
    from duly.cli import render
    from duly.core.errors import WrongUsageError
    from duly.core.worktime import zone
    from duly.formats import factsfile
    from duly.services import plan_file

    search = factsfile.read(text_of(facts), facts)
    present = (
        instant(at, zone(search.me.time_zone)) if at is not None else search.at or datetime.now(UTC)
    )
    chosen = playbookfiles.load(playbook) if playbook else None
    try:
        planned = plan_file.plan(search, present, chosen)
    except WrongUsageError as error:
        raise error.within(facts) from None
    if as_json:
        print_json(render.plan_json(search, planned))
        return
    for line in render.search_lines(search, planned, title=f"Plan of {facts}"):
        click.echo(line)

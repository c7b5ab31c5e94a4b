"""`duly stats`: how long answers take, how far the search came, when to let go."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option


@click.command("stats")
@click.argument("id", metavar="[ID]", default="")
@at_option
@json_option
def command(id: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Show how long answers take, who answers, and how far applications come.

    With an ID: the waits of that opportunity, and a word on whether to wait on or to let it go.
    """
    from duly.cli import figurebook
    from duly.cli.desk import desk, say, say_json
    from duly.services import figures

    who = desk(at)
    if id:
        one = figures.of_one(id, who.at)
        say_json(figurebook.one_json(one)) if as_json else say(figurebook.one_lines(one))
        return
    found = figures.of_search(who.at)
    if as_json:
        say_json(figurebook.search_json(found, who.zone))
    else:
        say(figurebook.search_lines(found))

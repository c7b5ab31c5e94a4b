"""`duly debrief`: what was said, while it is fresh; asked for, or said with options or a file."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.asking import at_option, json_option

_SAYING = (
    click.option("--met", multiple=True, metavar='"NAME <ADDRESS>"', help="Somebody else you met."),
    click.option("--cares", multiple=True, metavar="WHO=WHAT", help="What somebody cares about."),
    click.option("--topic", multiple=True, metavar="[WHO=]WHAT", help="What you spoke about."),
    click.option("--challenge", multiple=True, metavar="[WHO=]WHAT", help="A problem described."),
    click.option("--answer", multiple=True, metavar="WHO=HOW", help="How you would go about it."),
    click.option("--remark", multiple=True, metavar="WHO=WHAT", help="Something personal."),
    click.option("--value", multiple=True, metavar="WHO=WHAT", help="Something worth passing on."),
    click.option("--prefers", multiple=True, metavar="WHO=MEDIUM", help="email, phone or post."),
    click.option("--card", multiple=True, metavar="WHO", help="Whose card you have."),
    click.option(
        "--strength", multiple=True, metavar="WHAT", help="A strength of yours that fits."
    ),
    click.option("--short", metavar="WHAT", help="How success is measured in the first months."),
    click.option("--long", metavar="WHAT", help="How success is measured in the long run."),
    click.option(
        "--mend", multiple=True, metavar='"QUESTION => BETTER"', help="An answer to mend."
    ),
    click.option("--accomplishment", metavar="WHAT", help="Something recent worth telling."),
    click.option("--next-steps", metavar="WHAT"),
    click.option("--promised", metavar="DATE", help="By when they will decide or be in touch."),
    click.option("--may-call", is_flag=True, default=None, help="You may call then."),
)


def _saying(function: Any) -> Any:
    for option in reversed(_SAYING):
        function = option(function)
    return function


@click.command("debrief")
@click.argument("id", metavar="ID")
@_saying
@click.option("--file", "file", metavar="NOTES.toml", help="Notes with a [[debrief]] table.")
@click.option("--again", is_flag=True, help="Ask everything again.")
@at_option
@json_option
def command(
    id: str,
    file: str | None,
    again: bool,  # noqa: FBT001
    at: str | None,
    as_json: bool,  # noqa: FBT001
    **said: Any,
) -> None:
    """Debrief the last interview: asks, unless options or a file say it all.

    Every question can be skipped with Enter. Each answer is kept at once: stop whenever you
    like, and go on later where you stopped.
    """
    from duly.cli.desk import desk, show_plan
    from duly.services import debriefs

    who = desk(at)
    found = debriefs.last_round(id, who.at)
    if file:
        from duly.cli.notes import from_file

        planned = debriefs.keep_all(found, *from_file(file, found, who), who.at)
    elif any(value not in (None, ()) for value in said.values()):
        from duly.cli.notes import from_options

        planned = debriefs.keep_all(found, *from_options(said, who), who.at)
    else:
        from duly.cli.questions import ask_all

        planned = ask_all(found, who, again=again)
    name = found.opportunity.company
    show_plan(planned, found.opportunity.id, f"Thank you: {name} is debriefed.", as_json=as_json)

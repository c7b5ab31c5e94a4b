"""`duly approve`: say that a letter may leave as it is."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option


@click.command("approve")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@click.option("--to", default="", metavar="PERSON", help="Only the letter to this reader.")
@click.option("--anyway", is_flag=True, help="Even though the checks say it would hurt.")
@at_option
@json_option
def command(
    id: str,
    step: str,
    to: str,
    anyway: bool,  # noqa: FBT001 - click calls it
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Approve the letters of the next step, or of STEP, as they stand.

    Approving freezes a version; changing the letter afterwards asks for approval anew. A letter
    that would hurt is approved only with --anyway. Nothing is sent by it.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.cli.pages import page_json
    from duly.services import letters

    who = desk(at)
    pages = letters.write(id, step, to, letters.Wish(), who.at)
    approved = letters.approve(pages, who.at, anyway=anyway)
    if as_json:
        say_json({"letters": [page_json(page) for page in approved]})
        return
    for page in approved:
        name = page.reader.name if page.reader else page.opportunity.company
        say([f"Approved: {page.kind} to {name}, version {page.kept.version if page.kept else 0}."])

"""`duly import`: mail, invitations, cards and connections from files."""

# ruff: noqa: N999 - a module is named like its verb, and is imported by name only

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.services.reading import Read


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--for", "opportunity", default="", metavar="ID", help="They belong to this one.")
@click.option("--company", default="", metavar="NAME", help="Whose invitations these are.")
@click.option("--role", default="", metavar="ROLE")
@click.option("--me", multiple=True, metavar="ADDRESS", help="Your own address; repeatable.")
@click.option("--again", is_flag=True, help="From the beginning, though it was read before.")
@at_option
@json_option
def command(
    files: tuple[str, ...],
    opportunity: str,
    company: str,
    role: str,
    me: tuple[str, ...],
    again: bool,  # noqa: FBT001
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Read mail (mbox, Maildir, .eml), invitations (.ics), cards (.vcf), Connections.csv.

    Of a mailbox only what is about your search is kept. What is certain is noted at once, the
    rest waits in `duly inbox`. The same file twice changes nothing. Exit code 3: nothing new;
    4: something to decide.
    """
    from duly.cli import reports
    from duly.cli.desk import desk
    from duly.services import invitations, opportunities, planning, reading

    who = desk(at)
    if opportunity:
        opportunity = opportunities.find(planning.what_if(who.at).search, opportunity).id
    target = invitations.Target(opportunity, company, role)
    wish = reading.Wish(me=me, target=target, again=again)
    read: list[tuple[str, Read]] = [(name, reports.read_path(name, who, wish)) for name in files]
    return reports.report(read, who, as_json=as_json)

"""`duly open`: a new opportunity."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.asking import at_option, json_option
from duly.cli.opening_options import given, opening_options


@click.command("open")
@click.argument("company")
@opening_options
@click.option("--applied", metavar="TIME", help='When you applied ("monday", "2026-03-02").')
@click.option("--person", "people", multiple=True, metavar='"NAME <ADDRESS>"', help="Who is known.")
@at_option
@json_option
def command(
    company: str,
    applied: str | None,
    people: tuple[str, ...],
    at: str | None,
    as_json: bool,  # noqa: FBT001
    **about: Any,
) -> None:
    """Open an opportunity at a company, or with a networking contact."""
    from duly.cli.desk import desk, show_plan
    from duly.core.model import PersonRole
    from duly.services import opportunities
    from duly.services.opportunities import Given

    who = desk(at)
    new = given(
        company,
        about,
        people=tuple(Given(each, PersonRole.CONTACT) for each in people),
        applied_at=who.happened(applied, "--applied") if applied else None,
    )
    id, planned = opportunities.open_one(new, who.at)
    show_plan(planned, id, f'Opened {company} as "{id}".', as_json=as_json)

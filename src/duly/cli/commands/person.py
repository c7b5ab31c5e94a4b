"""`duly person`: somebody new in an opportunity, or something new about somebody."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.asking import at_option, json_option

_ROLES = ("interviewer", "recruiter", "hiring manager", "referrer", "contact")


@click.command("person")
@click.argument("id", metavar="ID")
@click.argument("name", metavar="PERSON")
@click.option("--email", default="", metavar="ADDRESS")
@click.option("--phone", default="", metavar="NUMBER")
@click.option("--address", default="", metavar="ADDRESS", help="Postal, for a card.")
@click.option("--title", default="", metavar="TITLE")
@click.option("--rename", "new_name", default="", metavar="NAME", help="Spell the name like this.")
@click.option("--prefers", type=click.Choice(["email", "phone", "post"]), default=None)
@click.option(
    "--linkedin", type=click.Choice(["connected", "not connected", "unknown"]), default=None
)
@click.option("--profile", default="", metavar="URL", help="Their page on LinkedIn.")
@click.option("--role", default=None, type=click.Choice(_ROLES))
@click.option("--same-as", default="", metavar="OTHER", help="OTHER is this person: make them one.")
@click.option("--main", is_flag=True, help="Questions go to this person (W3).")
@at_option
@json_option
def command(
    id: str,
    name: str,
    main: bool,  # noqa: FBT001
    at: str | None,
    as_json: bool,  # noqa: FBT001
    new_name: str,
    same_as: str,
    **wanted: Any,
) -> None:
    """Add somebody, or change what is known: `duly person acme ana --email ana@acme.example`.

    Noted twice? `duly person acme ana --same-as anna` makes one of them, who is ana.
    """
    from duly.cli.desk import desk, show_plan
    from duly.core.model import PersonRole
    from duly.services import follow_ups, opportunities
    from duly.services.opportunities import Given

    who = desk(at)
    opportunity, _, _ = follow_ups.current(who.at, id)
    if same_as:
        from duly.services import joining

        name, _ = joining.join(opportunity.id, name, same_as, who.at)
    given = Given(name, PersonRole(wanted["role"] or "interviewer"))
    changes = {key: value for key, value in wanted.items() if value}
    if new_name:
        changes["name"] = new_name
    person, planned = opportunities.change_person(opportunity.id, given, who.at, **changes)
    if main and opportunity.main_contact != person:
        planned = opportunities.edit(opportunity.id, who.at, main_contact=person)
    done = f"Noted: {planned.of(opportunity.id)[0].person(person).name} ({person})."  # type: ignore[union-attr]
    show_plan(planned, opportunity.id, done, as_json=as_json)

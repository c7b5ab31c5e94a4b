"""`duly prepare`: the one page to take along: what to ask before you leave (B1-B6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.core.model import Person
    from duly.services.preparing import Sheet


@click.command("prepare")
@click.argument("id", metavar="ID")
@at_option
@json_option
def command(id: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the one-page sheet: whom you meet, when, and what to ask before you leave."""
    from duly.cli.desk import desk, say, say_json
    from duly.services import preparing

    who = desk(at)
    sheet = preparing.sheet(id, who.at)
    if as_json:
        say_json(_json(sheet))
        return
    say(_lines(sheet, who))


def _json(sheet: Sheet) -> dict[str, Any]:
    from duly.services.preparing import QUESTIONS

    return {
        "opportunity": sheet.opportunity.id,
        "ends_at": sheet.next.ends_at.isoformat() if sheet.next else None,
        "people": list(sheet.next.people) if sheet.next else [],
        "ask": [{"rule": rule, "text": text} for rule, text in QUESTIONS],
    }


def _lines(sheet: Sheet, who: Desk) -> Iterable[str]:
    from duly.services.preparing import QUESTIONS

    opportunity = sheet.opportunity
    yield f"{opportunity.company}  {opportunity.role}".rstrip()
    yield from _when(sheet, who)
    yield from _people(sheet.people)
    yield ""
    yield "Before you leave, ask"
    for rule, text in QUESTIONS:
        yield f"  [ ] {text} [{rule}]"
    yield ""
    yield f"Afterwards, two minutes: duly debrief {opportunity.id}"


def _when(sheet: Sheet, who: Desk) -> Iterable[str]:
    from zoneinfo import ZoneInfo

    from duly.formats import actionwords

    theirs, found = ZoneInfo(sheet.opportunity.time_zone), sheet.next
    if found is None:
        yield "No interview lies ahead; this is what to ask in any."
    elif found.starts_at:
        yield f"From {actionwords.clock(found.starts_at, theirs, who.zone)}"
        yield f"until {actionwords.clock(found.ends_at, theirs, who.zone)}"
    else:
        yield f"Until {actionwords.clock(found.ends_at, theirs, who.zone)}"


def _people(people: tuple[Person, ...]) -> Iterable[str]:
    from duly.services import preparing

    if not people:
        return
    yield ""
    yield "You meet"
    for person in people:
        known = "  ".join(part for part in (person.title, person.email, person.phone) if part)
        missing = preparing.still_unknown(person)
        yield f"  {person.name}  {known}".rstrip()
        if missing:
            yield f"      still to find out: {', '.join(missing)}, and the medium they prefer"

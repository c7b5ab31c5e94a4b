"""`duly prepare`: the one page to take along: what to ask before you leave (B1-B6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from datetime import datetime

    from duly.cli.desk import Desk
    from duly.core.model import Fact, Opportunity, Person

QUESTIONS = (
    ("B1", "What are the next steps, and when will you decide?"),
    ("B2", "If they name a date: may I call you then?"),
    ("B3", "How do you like to be reached: by email, by phone or by post? (ask everyone)"),
    ("B4", "A business card from everyone you meet: name, title, email, phone."),
    ("B5", "What are the immediate challenges for whoever starts in this role?"),
    ("B5", "How will success be measured, in the first months and in the long run?"),
    ("B6", "Straight after: topics, challenges, strengths, personal remarks, answers to mend."),
)


@click.command("prepare")
@click.argument("id", metavar="ID")
@at_option
@json_option
def command(id: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the one-page sheet: whom you meet, when, and what to ask before you leave."""
    from duly.cli.desk import desk, say, say_json
    from duly.core.meetings import meeting_ends
    from duly.services import follow_ups

    who = desk(at)
    opportunity, _, planned = follow_ups.current(who.at, id)
    facts = [fact for fact in planned.search.facts if fact.opportunity == opportunity.id]
    ends = [each for each in meeting_ends(facts) if each > who.at]
    meeting = _meeting(facts, ends[0]) if ends else None
    if as_json:
        say_json(_json(opportunity, meeting, ends))
        return
    say(_lines(opportunity, meeting, ends, who))


def _meeting(facts: list[Fact], ends_at: datetime | None) -> Fact | None:
    """Return the fact of the interview that ends then, wherever it was moved from."""
    for fact in facts:
        if fact.to_at == ends_at:
            ends_at = fact.was_at
    return next((fact for fact in facts if fact.at == ends_at and fact.what == "interview"), None)


def _json(opportunity: Opportunity, meeting: Fact | None, ends: list[datetime]) -> dict[str, Any]:
    return {
        "opportunity": opportunity.id,
        "ends_at": ends[0].isoformat() if ends else None,
        "people": list(meeting.people) if meeting else [],
        "ask": [{"rule": rule, "text": text} for rule, text in QUESTIONS],
    }


def _lines(
    opportunity: Opportunity, meeting: Fact | None, ends: list[datetime], who: Desk
) -> Iterable[str]:
    from zoneinfo import ZoneInfo

    from duly.formats import actionwords

    theirs = ZoneInfo(opportunity.time_zone)
    yield f"{opportunity.company}  {opportunity.role}".rstrip()
    if not ends:
        yield "No interview lies ahead; this is what to ask in any."
    elif meeting and meeting.starts_at and meeting.at == ends[0]:
        yield f"From {actionwords.clock(meeting.starts_at, theirs, who.zone)}"
        yield f"until {actionwords.clock(ends[0], theirs, who.zone)}"
    else:
        yield f"Until {actionwords.clock(ends[0], theirs, who.zone)}"
    people = [opportunity.person(each) for each in meeting.people] if meeting else []
    yield from _people([each for each in people if each])
    yield ""
    yield "Before you leave, ask"
    for rule, text in QUESTIONS:
        yield f"  [ ] {text} [{rule}]"
    yield ""
    yield f"Afterwards, two minutes: duly debrief {opportunity.id}"


def _people(people: list[Person]) -> Iterable[str]:
    if not people:
        return
    yield ""
    yield "You meet"
    for person in people:
        known = "  ".join(part for part in (person.title, person.email, person.phone) if part)
        missing = [name for name in ("title", "email", "phone") if not getattr(person, name)]
        yield f"  {person.name}  {known}".rstrip()
        if missing:
            yield f"      still to find out: {', '.join(missing)}, and the medium they prefer"

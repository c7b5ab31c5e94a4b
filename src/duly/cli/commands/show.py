"""`duly show`: everything known of one opportunity, and its whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.core.forecast import Foreseen
    from duly.core.model import Me, Opportunity, Person
    from duly.services.planning import Planned
    from duly.store.queries import KeptDebrief, Noted, Terms


@click.command("show")
@click.argument("id", metavar="ID")
@click.option("--ahead/--no-ahead", default=True, help="Look ahead, as if nobody answered.")
@at_option
@json_option
def command(id: str, ahead: bool, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Show people, log, debriefs, offers and the dated plan, with a look ahead."""
    from duly.cli.desk import desk, say, say_json
    from duly.services import chronicle, opening, opportunities, planning
    from duly.store import queries

    who = desk(at)
    planned = planning.what_if(who.at) if who.pinned else planning.today(who.at)
    opportunity = opportunities.find(planned.search, id)
    with opening.opened() as database:
        debriefs = queries.debriefs(database, opportunity.id)
        offers = queries.offers(database, opportunity.id)
    foreseen = planning.look_ahead(planned, opportunity.id) if ahead else ()
    known = _Known(
        opportunity, planned, chronicle.in_force(opportunity.id), debriefs, offers, foreseen
    )
    if as_json:
        say_json(_json(known))
        return
    say(_lines(known))


class _Known(NamedTuple):
    """Everything known of one opportunity."""

    opportunity: Opportunity
    planned: Planned
    noted: list[Noted]
    debriefs: list[KeptDebrief]
    offers: list[Terms]
    foreseen: tuple[Foreseen, ...]


def _json(known: _Known) -> dict[str, Any]:
    from zoneinfo import ZoneInfo

    from duly.cli import render
    from duly.cli.logbook import fact_json
    from duly.store import mapping

    opportunity = known.opportunity
    zone = ZoneInfo(opportunity.time_zone)
    _, plan = known.planned.of(opportunity.id)
    return {
        **mapping.opportunity_columns(opportunity),
        "id": opportunity.id,
        "people": [
            mapping.person_columns(each) | {"role": each.role} for each in opportunity.people
        ],
        "facts": [fact_json(number, each.fact, zone) for number, each in enumerate(known.noted, 1)],
        "debriefs": [
            {
                "round_on": each.round_on.isoformat(),
                "finished": each.finished_at is not None,
                "answers": [
                    {"question": question, "person": person or None, "answer": value}
                    for (question, person), value in each.answers.items()
                ],
            }
            for each in known.debriefs
        ],
        "offers": [
            {"at": each.at.astimezone(zone).isoformat(), **{name: getattr(each, name)
             for name in ("salary", "terms", "notes")}}
            for each in known.offers
        ],
        "plan": render.opportunity_json(plan, zone),
        "ahead": [
            {"on": each.at.astimezone(zone).isoformat(), **render.action_json(each.action, zone)}
            for each in known.foreseen
        ],
    }  # fmt: skip


def _lines(known: _Known) -> Iterable[str]:
    from duly.cli import render
    from duly.formats.factwords import told
    from duly.services import preparing

    opportunity, me = known.opportunity, known.planned.search.me
    _, plan = known.planned.of(opportunity.id)
    yield from render.plan_lines(opportunity, plan, me)
    meetings = preparing.ahead(known.planned, opportunity.id, known.planned.plan.at)
    yield from _section(
        "Interviews ahead", [render.meeting(each, opportunity, me) for each in meetings]
    )
    yield from _ahead(opportunity, me, known.foreseen)
    yield from _section("People", [_person(each) for each in opportunity.people])
    facts = [
        f"{number:>3}  {told(each.fact, opportunity, me)}"
        for number, each in enumerate(known.noted, 1)
    ]
    yield from _section("What has happened", facts)
    for each in known.debriefs:
        yield from _debrief(each, opportunity)
    yield from _section("Offers", [_offer(each) for each in known.offers])


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _ahead(opportunity: Opportunity, me: Me, foreseen: tuple[Foreseen, ...]) -> list[str]:
    from zoneinfo import ZoneInfo

    from duly.formats import actionwords

    theirs, mine = ZoneInfo(opportunity.time_zone), ZoneInfo(me.time_zone)
    lines = [
        f"{actionwords.clock(each.at, theirs, mine)}  {actionwords.task(each.action, opportunity)}"
        for each in foreseen
    ]
    return _section("Looking ahead, if nobody answers", lines)


def _person(person: Person) -> str:
    parts = [person.name, f"({person.id})", person.role, person.title, person.email, person.phone]
    parts += [
        person.profile,
        ", ".join(person.address.split("\n")),
        f"prefers {person.prefers}" if person.prefers else "",
    ]
    return "  ".join(part for part in parts if part)


def _debrief(kept: KeptDebrief, opportunity: Opportunity) -> list[str]:
    from duly.core.worktime import spoken
    from duly.formats import actionwords

    state = "" if kept.finished_at else ", not finished"
    lines = []
    for (question, who), value in kept.answers.items():
        if value in ("", [], None, False) or question == "met":
            continue
        about = f" of {actionwords.person_name(opportunity, who)}" if who else ""
        lines.append(f"{question.replace('_', ' ')}{about}: {_answer(value)}")
    return _section(f"Debrief of {spoken(kept.round_on)}{state}", lines)


def _answer(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_answer(each) for each in value)
    if isinstance(value, dict):
        return f"{value['question']} -> {value['better']}"
    return "yes" if value is True else str(value)


def _offer(terms: Terms) -> str:
    parts = [terms.salary, terms.terms, terms.notes]
    return f"{terms.at:%Y-%m-%d}  " + "; ".join(part for part in parts if part)

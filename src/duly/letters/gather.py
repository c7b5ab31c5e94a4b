"""Gather what a letter may draw on, from everything known and the action it is for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from duly.core.facts import NEVER, History, Standing
from duly.core.model import Action, Plan, Search, State, Status, Step
from duly.core.worktime import WorkCalendar
from duly.letters.material import Material

if TYPE_CHECKING:
    from duly.core.model import Debrief, Opportunity, Person


def gather(
    search: Search,
    opportunity: Opportunity,
    plans: Iterable[Plan],
    action: Action,
    calendar: WorkCalendar,
    at: datetime,
    *,
    debriefs: Iterable[Debrief] = (),
    ask_until: date | None = None,
    premium: bool = False,
) -> Material:
    """Return the material for the letter of one action.

    Args:
        search: Everyone and everything.
        opportunity: The one the action belongs to.
        plans: The plans of all opportunities.
        action: What the letter is for.
        calendar: Working time of the opportunity's zone.
        at: The present, in UTC.
        debriefs: The opportunity's debriefs.
        ask_until: The day the user would like to have to decide.
        premium: LinkedIn allows the user longer notes.
    """
    plans = tuple(plans)
    history = History(fact for fact in search.facts if fact.opportunity == opportunity.id)
    standing = history.standing(at, calendar)
    reader = action.to
    return Material(
        me=search.me,
        opportunity=opportunity,
        today=calendar.day(max(action.due, at)),
        debriefs=tuple(sorted(debriefs, key=lambda debrief: debrief.round_on)),
        panel=_panel(standing, reader),
        interviewed_on=_interviewed_on(standing, reader),
        applied_on=calendar.day(standing.applied.at) if standing.applied else None,
        thanked_on=_sent_on(standing, Step.THANK_YOU, reader, NEVER, calendar),
        asked_on=_sent_on(standing, Step.STATUS, None, standing.answered_at, calendar),
        promise_on=_own(plans, opportunity.id).promise_on,
        thanks_owed=_thanks_owed(_own(plans, opportunity.id), reader),
        overdue=action.status is Status.OVERDUE,
        offered=standing.offer_at is not None,
        answer_by=calendar.day(standing.offer_by) if standing.offer_by else None,
        ask_until=ask_until,
        taken_elsewhere=any(
            plan.state is State.ACCEPTED and plan.opportunity != opportunity.id for plan in plans
        ),
        seek=opportunity.person(reader) if action.step is Step.FIND_ADDRESS else None,
        premium=premium,
        attempts_made=len(standing.attempts),
    )


def reader_of(opportunity: Opportunity, action: Action) -> Person | None:
    """Return who reads the letter of an action.

    A letter that asks for somebody's address goes to somebody else, whose address is known.
    """
    if action.step is not Step.FIND_ADDRESS:
        return opportunity.person(action.to)
    for person in opportunity.people:
        if person.email and person.id != action.to:
            return person
    return None


def _own(plans: Iterable[Plan], id: str) -> Plan:
    return next(plan for plan in plans if plan.opportunity == id)


def _panel(standing: Standing, reader: str) -> tuple[str, ...]:
    """Return everyone in the last round with the reader, or in the last round of all."""
    for held in reversed(standing.rounds):
        if reader in held.met:
            return tuple(held.met)
    return tuple(standing.rounds[-1].met) if standing.rounds else ()


def _interviewed_on(standing: Standing, reader: str) -> date | None:
    for held in reversed(standing.rounds):
        if reader in held.met:
            return held.on
    return standing.rounds[-1].on if standing.rounds else None


def _sent_on(
    standing: Standing, step: Step, person: str | None, since: datetime, calendar: WorkCalendar
) -> date | None:
    sent = standing.sent_since(step, person, since)
    return calendar.day(sent.at) if sent else None


def _thanks_owed(plan: Plan, reader: str) -> bool:
    """Tell whether this reader's thank-you was dropped, so that the next letter carries it."""
    return any(each.step is Step.THANK_YOU and each.to == reader for each in plan.dropped)

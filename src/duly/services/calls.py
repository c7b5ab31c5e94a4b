"""Everything for one call: whom, the number, what time it is there, what to say (P1 to P6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from duly.core.drafting import Drafting
from duly.core.facts import Standing
from duly.core.model import Action, Opportunity, Person, Plan, Status, Step
from duly.core.worktime import WorkCalendar
from duly.services import follow_ups, letters, opening, opportunities, plan_file, unplanned
from duly.services.letters import Page, Wish
from duly.services.planning import Planned


class Hour(NamedTuple):
    """What time it is where they are.

    Attributes:
        at: The present.
        is_good: It lies in their hours, on one of their working days.
        next_good_at: When their hours are next: now, or the first moment to come.
    """

    at: datetime
    is_good: bool
    next_good_at: datetime


class Call(NamedTuple):
    """A call to be made.

    Attributes:
        reader: Whom to call.
        number: Their telephone number, as it was typed; "" where it is not known.
        hour: What time it is there.
        offered: They have made an offer, and it is open.
        answer_by: The day by which they want an answer to it.
        promise_on: The day by which they said they would be in touch.
        promise_passed: That day is over there.
        may_call: They said that one may call on it (B2).
        through: The recruiter through whom all contact goes, where there is one (P6).
        planned: The plan has this call.
        pages: The script and the voicemail.
    """

    opportunity: Opportunity
    plan: Plan
    action: Action
    reader: Person
    number: str
    hour: Hour
    offered: bool
    answer_by: date | None
    promise_on: date | None
    promise_passed: bool
    may_call: bool
    through: Person | None
    planned: bool
    pages: Sequence[Page]


@opening.use_case
def ready(id: str, to: str, at: datetime) -> Call:
    """Return everything for the call that is planned, or for one the user wants to make.

    Args:
        id: The opportunity, as typed.
        to: Whom, as typed; "" for whom the plan has, else for whom questions go to.
        at: The present.

    Raises:
        UnknownError: No opportunity or person goes by that.
        NeedsUserError: Nobody is known, or a no stands.
    """
    return _call(id, to, at, keeping=True)


def look(id: str, to: str, at: datetime) -> Call:
    """Return the same, and keep nothing of its words.

    Raises:
        UnknownError: No opportunity or person goes by that.
        NeedsUserError: Nobody is known, or a no stands.
    """
    return _call(id, to, at, keeping=False)


def _call(id: str, to: str, at: datetime, *, keeping: bool) -> Call:
    opportunity, plan, planned = follow_ups.current(at, id)
    standing = unplanned.standing_of(opportunity, planned, at)
    action = _planned(opportunity, plan, to)
    in_plan = action is not None
    if action is None:
        contact = _contact(opportunity, planned, standing, at)
        action = unplanned.call(opportunity, plan, standing, contact, to)
    if keeping:
        pages = letters.compose_for(planned, opportunity, [action], Wish(), at)
    else:
        pages = letters.look(planned, opportunity, [action], at)
    reader = opportunity.person(action.via) or opportunity.person(action.to)
    if reader is None:
        raise LookupError(action.to)
    calendar = unplanned.calendar_of(opportunity, planned, at)
    promise = standing.promise
    return Call(
        opportunity, plan, action, reader, reader.phone, _hour(calendar, at),
        offered=standing.offer_at is not None,
        answer_by=calendar.day(standing.offer_by) if standing.offer_by else None,
        promise_on=plan.promise_on,
        promise_passed=plan.promise_on is not None and calendar.day(at) > plan.promise_on,
        may_call=plan.promise_on is not None and promise is not None and promise.may_call,
        through=opportunity.person(opportunity.via),
        planned=in_plan,
        pages=pages,
    )  # fmt: skip


def _planned(opportunity: Opportunity, plan: Plan, to: str) -> Action | None:
    person = opportunities.person_in(opportunity, to, where="--to") if to else ""
    calls = [each for each in plan.actions if each.step is Step.CALL]
    calls = [each for each in calls if not person or person in (each.to, each.via)]
    return min(calls, key=lambda each: each.due, default=None)


def _contact(opportunity: Opportunity, planned: Planned, standing: Standing, at: datetime) -> str:
    """Return whom questions go to, as the planner has it."""
    books = plan_file.playbooks_for(planned.search)
    book = books[opportunity.playbook or planned.search.playbook]
    calendar = unplanned.calendar_of(opportunity, planned, at)
    return Drafting(opportunity, book, calendar, standing).contact()


def _hour(calendar: WorkCalendar, at: datetime) -> Hour:
    next_good_at = calendar.in_hours(at)
    return Hour(at, next_good_at == at, next_good_at)


def is_early(call: Call) -> bool:
    """Tell whether the plan has the call for later."""
    return call.planned and call.action.status in (Status.UPCOMING, Status.HELD)

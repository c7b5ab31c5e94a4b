"""The figures of the search that is kept: all of it, or one opportunity."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from duly.core.figures import letting_go
from duly.core.figures.letting_go import Word
from duly.core.figures.search import Figures, figures
from duly.core.figures.waits import Wait
from duly.core.model import Opportunity, Plan
from duly.core.worktime import WorkCalendar
from duly.services import opportunities, plan_file, planning
from duly.services.planning import Planned


class OneOfThem(NamedTuple):
    """The figures of one opportunity, and a word on when to let go (X3)."""

    planned: Planned
    opportunity: Opportunity
    plan: Plan
    calendar: WorkCalendar
    waits: tuple[Wait, ...]
    word: Word | None


def of_search(at: datetime) -> Figures:
    """Count the whole search.

    Raises:
        NoProfileError: Nobody has said yet who is searching.
        StoreError: The database cannot be read.
    """
    return count(planning.what_if(at))


def count(planned: Planned) -> Figures:
    """Count a search that is planned already."""
    search, plan = planned.search, planned.plan
    return figures(search, plan.plans, plan.at, plan_file.calendars_for(search, plan.at))


def of_one(id: str, at: datetime) -> OneOfThem:
    """Count one opportunity.

    Args:
        id: As the user typed it.
        at: The present.

    Raises:
        UnknownError: There is none of that id.
        NoProfileError: Nobody has said yet who is searching.
        StoreError: The database cannot be read.
    """
    planned = planning.what_if(at)
    return of_planned(opportunities.find(planned.search, id).id, planned)


def of_planned(id: str, planned: Planned) -> OneOfThem:
    """Count one opportunity of a search that is planned already.

    Raises:
        UnknownError: There is none of that id.
    """
    opportunity, plan = planned.of(id)
    calendars = plan_file.calendars_for(planned.search, planned.plan.at)
    calendar = calendars.of(opportunity.time_zone, opportunity.country)
    found = figures(planned.search, planned.plan.plans, planned.plan.at, calendars)
    return OneOfThem(
        planned,
        opportunity,
        plan,
        calendar,
        tuple(each for each in found.waits if each.opportunity == opportunity.id),
        letting_go.word(opportunity, plan, found, calendar),
    )

"""The figures of the search that is kept: all of it, or one opportunity.

Even one opportunity's word needs the waits of all, so what was counted last is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from duly.core.figures import letting_go
from duly.core.figures.letting_go import Word
from duly.core.figures.search import Figures, figures
from duly.core.figures.waits import Wait
from duly.core.model import Opportunity, Plan, Search
from duly.core.portfolio import SearchPlan
from duly.core.worktime import Calendars, WorkCalendar
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
    return _LAST.of(planned).figures


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
    counted = _LAST.of(planned)
    calendar = counted.calendars.of(opportunity.time_zone, opportunity.country)
    found = counted.figures
    return OneOfThem(
        planned,
        opportunity,
        plan,
        calendar,
        tuple(each for each in found.waits if each.opportunity == opportunity.id),
        letting_go.word(opportunity, plan, found, calendar),
    )


_DAYS_BEGIN: Final = timedelta(minutes=15)
"""Somewhere a day begins every quarter of an hour, never in between: figures are in days."""


class _Counted(NamedTuple):
    """What was counted, and of what."""

    search: Search
    plan: SearchPlan
    calendars: Calendars
    figures: Figures

    def holds(self, planned: Planned) -> bool:
        """Tell whether a plan would be counted the same."""
        return (
            self.search is planned.search
            and self.plan.at <= planned.plan.at < self.plan.holds_until
            and _day_begun(self.plan.at) == _day_begun(planned.plan.at)
        )


def _day_begun(at: datetime) -> int:
    return int(at.timestamp() // _DAYS_BEGIN.total_seconds())


class _Last:
    """What this process counted last."""

    def __init__(self) -> None:
        self._counted: _Counted | None = None

    def of(self, planned: Planned) -> _Counted:
        """Return the figures of a plan, counted anew where they may be others."""
        known = self._counted
        if known is None or not known.holds(planned):
            search, plan = planned.search, planned.plan
            calendars = plan_file.calendars_for(search, plan.at)
            found = figures(search, plan.plans, plan.at, calendars)
            known = _Counted(search, plan, calendars, found)
            self._counted = known
        return known


_LAST = _Last()

"""Plan a facts file: no database, no Django; what `duly plan` and the scenarios go through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from duly.adapters import daysoff, playbookfiles
from duly.core.facts import History
from duly.core.forecast import Foreseen, forecast
from duly.core.model import Fact, Opportunity, Search
from duly.core.playbook import Playbook
from duly.core.portfolio import SearchPlan, plan_search
from duly.core.worktime import Calendars, WorkCalendar

_MOST_YEARS = 12


def plan(search: Search, at: datetime, playbook: Playbook | None = None) -> SearchPlan:
    """Plan a whole search as read from a facts file.

    Args:
        search: What the file says.
        at: The present.
        playbook: A playbook to follow instead of those the file names.

    Raises:
        UnknownError: There is no such playbook.
        PlaybookError: Its file has a mistake.
        FactsError: A country code is unknown.
    """
    at = at.astimezone(UTC)
    books = playbooks_for(search, playbook)
    return plan_search(search, at, books, calendars_for(search, at))


def forecasts(search: Search, at: datetime, playbook: Playbook) -> dict[str, tuple[Foreseen, ...]]:
    """Return how a playbook would unfold for each opportunity, if nobody answered."""
    at = at.astimezone(UTC)
    calendars = calendars_for(search, at)
    return {
        each.id: forecast(
            each,
            History(fact for fact in search.facts if fact.opportunity == each.id),
            playbook,
            calendars.of(each.time_zone, each.country),
            at,
            cards=search.me.cards,
        )
        for each in search.opportunities
    }


def playbooks_for(search: Search, playbook: Playbook | None = None) -> dict[str, Playbook]:
    """Return the playbooks a search names; for each the given one, where one is given."""
    wanted = {search.playbook, *(each.playbook for each in search.opportunities)} - {""}
    if playbook:
        return dict.fromkeys(wanted, playbook)
    return {name: playbookfiles.load(name) for name in wanted}


def calendars_for(search: Search, at: datetime) -> Calendars:
    """Return the working time of every country in a search, from its first fact on."""
    countries = {each.country for each in search.opportunities}
    return Calendars(daysoff.days_off(countries, years_of(years_named(search.facts), at)))


def calendar_of(opportunity: Opportunity, facts: Iterable[Fact], at: datetime) -> WorkCalendar:
    """Return the working time of one opportunity, from the first of its own facts on."""
    years = years_of(years_named(facts), at)
    calendars = Calendars(daysoff.days_off({opportunity.country}, years))
    return calendars.of(opportunity.time_zone, opportunity.country)


def years_named(facts: Iterable[Fact]) -> set[int]:
    """Return the years that facts speak of."""
    return {
        day.year
        for fact in facts
        for day in (fact.at, fact.by, fact.until, fact.answer_by, fact.to_at)
        if day
    }


def years_of(named: set[int], at: datetime) -> range:
    """Return the years whose holidays can matter: a stay-in-touch lies half a year ahead."""
    first = max(min(named, default=at.year), at.year - _MOST_YEARS)
    last = min(max(named, default=at.year), at.year + _MOST_YEARS)
    return range(min(first, at.year), max(last, at.year) + 2)

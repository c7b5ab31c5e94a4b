"""How long a plan holds: kept until then, it is the plan that would be made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from duly.core.facts import History
from duly.core.kept import Kept
from duly.core.model import Fact, Search
from duly.core.portfolio import SearchPlan, histories, plan_again
from duly.core.worktime import Calendars
from properties.strategies import PLAYBOOKS, World, worlds

MOMENT = timedelta(microseconds=1)
YEAR = timedelta(days=365)


@given(worlds(insisting=True), st.integers(0, 10**6 - 1))
def test_a_plan_holds_as_long_as_it_says(world: World, part: int) -> None:
    """To its very last moment, and at any in between."""
    at, planned = world.at, world.plan()
    for _ in range(4):
        assert planned.holds_until > at
        until = min(planned.holds_until, at + YEAR)
        for then in (at + (until - at) * part / 10**6, until):
            then = min(then, until - MOMENT)
            assert planned.later(then) == world.plan(then)
        at, planned = until, world.plan(until)


@given(worlds(insisting=True))
def test_most_plans_hold_for_a_while(world: World) -> None:
    """Else nothing would be gained by keeping them; never for less than it takes to look."""
    held = world.plan().holds_until - world.at
    event("an hour or more" if held >= timedelta(hours=1) else "less than an hour")
    assert held > timedelta(0)


@given(
    worlds(insisting=True),
    st.lists(st.tuples(st.integers(0, 60 * 24 * 40), st.integers(0, 30)), max_size=12),
)
def test_what_is_kept_is_what_would_be_planned_anew(
    world: World, moves: list[tuple[int, int]]
) -> None:
    """While facts come and go one by one, and the clock moves, now and then backwards."""
    told = _Told(world)
    for minutes, number in moves:
        told.change(number)
        at = world.at + timedelta(minutes=minutes)
        assert told.plan(at) == world.plan(at, told.search.facts)


class _Told:
    """A search that changes under a keeper's eyes; what did not change stays the same object."""

    def __init__(self, world: World) -> None:
        self.search = world.search
        self._all = world.search.facts
        self._histories = histories(self.search)
        self._kept, self._calendars = Kept(), Calendars(world.days_off)

    def change(self, number: int) -> None:
        """Take one fact out, or put it back."""
        if not self._all:
            return
        fact = self._all[number % len(self._all)]
        facts = list(self.search.facts)
        facts.remove(fact) if fact in facts else facts.append(fact)
        self.search = replace(self.search, facts=tuple(facts))
        self._histories[fact.opportunity] = _history(self.search, fact)

    def plan(self, at: datetime) -> SearchPlan:
        """Plan with what is kept."""
        found = plan_again(self.search, self._histories, at, PLAYBOOKS, self._calendars, self._kept)
        return found.later(at)


def _history(search: Search, changed: Fact) -> History:
    return History(each for each in search.facts if each.opportunity == changed.opportunity)

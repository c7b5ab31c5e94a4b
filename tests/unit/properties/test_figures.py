"""The figures of every search: the same in any order, adding up, true to the clock."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from duly.core.figures import words
from duly.core.figures.search import Figures, figures
from duly.core.figures.waits import Ending
from duly.core.model import Fact, Kind, Meaning, What
from duly.core.worktime import Calendars
from properties.strategies import World, worlds

DAY = timedelta(days=1)
START = datetime(2005, 1, 1, tzinfo=UTC)


def of_world(world: World, at: datetime | None = None) -> Figures:
    at = at or world.at
    return figures(world.search, world.plan(at).plans, at, Calendars(world.days_off))


@given(worlds(), st.randoms(use_true_random=False))
def test_facts_in_another_order_give_the_same_figures(world: World, chance: random.Random) -> None:
    facts = list(world.search.facts)
    chance.shuffle(facts)
    shuffled = replace(world, search=replace(world.search, facts=tuple(facts)))
    assert of_world(shuffled) == of_world(world)


@given(worlds())
def test_every_count_adds_up(world: World) -> None:
    found = of_world(world)
    assert sum(each.sample for each in found.by_letter) == len(found.waits)
    assert sum(each.sent for each in found.tallies) == len(found.waits)
    assert all(sum(each.endings.values()) == each.sample for each in found.by_letter)
    begun, first, further, offered, accepted = [each.came for each in found.stages]
    assert begun >= first >= further
    assert begun >= offered >= accepted, "an offer may come after one interview, or after none"
    assert sum(sum(each.ended.values()) for each in found.stages) == begun
    applications = [e for e in world.search.opportunities if e.kind is Kind.APPLICATION]
    assert begun <= len(applications)
    assert words.summary(found) is not None


@given(worlds())
def test_a_wait_begins_ends_and_lies_in_the_past(world: World) -> None:
    for wait in of_world(world).waits:
        assert wait.began_at <= wait.ended_at <= world.at
        assert 0 <= wait.business_days <= wait.days


@given(worlds(), st.integers(0, 40))
def test_time_alone_ends_no_wait_and_takes_none_back(world: World, days: int) -> None:
    """What has ended stays as it ended; what waits goes on waiting, where nothing is set up."""
    assume(all(max(fact.at, fact.to_at or fact.at) <= world.at for fact in world.search.facts))
    now, then = of_world(world).waits, of_world(world, world.at + days * DAY).waits
    for before, after in zip(now, then, strict=True):
        if before.ending is Ending.WAITING:
            assert after.ending is Ending.WAITING
            assert after.days >= before.days
        else:
            assert after == before


@given(worlds())
def test_an_answer_now_never_raises_the_share_that_waited_until_before_it(world: World) -> None:
    first = world.search.opportunities[0]
    at = max(world.at, *(fact.at for fact in world.search.facts), START) + timedelta(minutes=1)
    answer = Fact(at, What.RECEIVED, first.id, meaning=Meaning.OTHER)
    before, after = of_world(world, at), of_world(world.but(answer), at)
    for group in before.by_letter:
        then = after.group(group.letter)
        assert then is not None
        assert then.sample == group.sample
        assert then.answered >= group.answered
        if group.curve and then.curve:
            shortest = min(
                (w.days for w in before.waits
                 if w.letter is group.letter and w.opportunity == first.id
                 and w.ending is Ending.WAITING),
                default=0,
            )  # fmt: skip
            for day in range(shortest):
                assert then.curve.waiting_after(day) <= group.curve.waiting_after(day) + 1e-12

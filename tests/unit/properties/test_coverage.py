"""The generated searches are about something: every corner the properties name is visited.

The same searches as the properties try, made of seeded bytes instead of Hypothesis's own, are
counted here. A property whose case never comes up would hold of any planner.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pytest

from duly.core.model import Kind, Meaning, State, Status, Step, What
from properties.readings import asking, held, messages, promised, receiver, stands_no
from properties.strategies import (
    FACT_BYTES,
    HEADER_BYTES,
    MOST_FACTS,
    PLAYBOOKS,
    ZONES,
    World,
    change_days,
    pairs,
    world_of,
)

SEARCHES = 1000


@cache
def seen() -> Counter[str]:
    """Count what comes up in a thousand searches."""
    chance = random.Random(0)
    counts: Counter[str] = Counter()
    for _ in range(SEARCHES):
        data = chance.randbytes(HEADER_BYTES + MOST_FACTS * FACT_BYTES)
        counts.update(_facts_of(world := world_of(data, chance.randrange(MOST_FACTS + 1))))
        counts.update(_plans_of(world))
    return counts


def _facts_of(world: World) -> list[str]:
    found = [str(fact.what) for fact in world.search.facts]
    found += [str(fact.meaning) for fact in world.search.facts if fact.meaning]
    found += [f"sent {fact.step}" for fact in world.search.facts if fact.what is What.SENT]
    found += [each.time_zone for each in world.search.opportunities]
    found += [f"{len(world.search.opportunities)} opportunities", world.search.playbook]
    for each in world.search.opportunities:
        found += [f"{len(each.people)} people", each.kind, each.sector or "no sector"]
        found += ["with days off"] if each.country == "HH" else []
        found += ["weekend on Friday"] if each.country == "FF" else []
        found += ["through a recruiter"] if each.via else []
    shared = Counter(each.id for one in world.search.opportunities for each in one.people)
    found += ["somebody in two roles"] if shared and shared.most_common(1)[0][1] > 1 else []
    facts = [fact.at for fact in world.search.facts]
    found += ["two at one instant"] if len(set(facts)) < len(facts) else []
    found += ["out of order"] if facts != sorted(facts) else []
    found += ["after the present"] if facts and max(facts) > world.at else []
    return found


def _plans_of(world: World) -> list[str]:
    found = []
    for each, plan in zip(world.search.opportunities, world.plan().plans, strict=True):
        found.append(f"state {plan.state}")
        found += [f"plans {action.step}" for action in plan.actions]
        found += [str(action.status) for action in plan.actions]
        found += ["dropped"] if plan.dropped else []
        found += ["two attempts ahead"] if len(asking(plan)) > 1 else []
        found += ["an attempt after one made"] if plan.attempts_made and asking(plan) else []
        found += ["over the bound"] if plan.attempts_made > plan.attempts_allowed else []
        found += ["a no stands"] if stands_no(world, each) else []
        found += ["an open promise"] if promised(world, each) else []
        found += ["held twice in a day"] if _met_twice(world, each.id) else []
        readers = [receiver(action) for action in messages(plan)]
        found += ["two messages to one"] if len(set(readers)) < len(readers) else []
        changes = change_days(each.time_zone)
        if any(abs(action.due.date() - day).days < 2 for action in plan.actions for day in changes):
            found.append("due as the clocks change")
    return found


def _met_twice(world: World, id: str) -> bool:
    opportunity = world.opportunity(id)
    calendar = world.calendar(opportunity)
    meetings = [(calendar.day(end), fact.people) for fact, end in held(world, opportunity)]
    return any(
        day == another and set(some) & set(others)
        for (day, some), (another, others) in pairs(meetings)
    )


@pytest.mark.parametrize(
    "case",
    [
        *(str(what) for what in What),
        *(str(meaning) for meaning in Meaning),
        *(f"sent {step}" for step in Step),
        *(f"plans {step}" for step in Step if step is not Step.OTHER),
        *(f"state {state}" for state in State),
        *(str(status) for status in Status),
        *ZONES,
        *PLAYBOOKS,
        *(str(kind) for kind in Kind),
        *(f"{count} opportunities" for count in range(1, 5)),
        *(f"{count} people" for count in range(6)),
    ],
)
def test_every_word_of_the_practice_comes_up(case: str) -> None:
    """Each kind of fact, step, state, zone and playbook."""
    assert seen()[case] >= 3


@pytest.mark.parametrize(
    ("case", "least"),
    [
        ("sales", 100),
        ("with days off", 200),
        ("weekend on Friday", 200),
        ("through a recruiter", 100),
        ("somebody in two roles", 50),
        ("two at one instant", 50),
        ("out of order", 200),
        ("after the present", 100),
        ("due as the clocks change", 30),
        ("two attempts ahead", 10),
        ("an attempt after one made", 40),
        ("over the bound", 5),
        ("a no stands", 50),
        ("an open promise", 50),
        ("held twice in a day", 20),
        ("two messages to one", 50),
        ("dropped", 100),
    ],
)
def test_every_corner_is_visited_often(case: str, least: int) -> None:
    """The cases in which laws collide, in a thousand searches."""
    assert seen()[case] >= least

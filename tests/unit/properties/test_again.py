"""Planning again: in another order, a minute later, after something was carried out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, event, given
from hypothesis import strategies as st

from duly.core.drafting import NOT_WRITTEN, OWED
from duly.core.model import ATTEMPTS, Action, Meaning, Outcome, Plan, Status, Step
from duly.core.portfolio import SearchPlan, plan_search
from duly.core.reconcile import Cancel, Create, Key, Reschedule, Stored, key, reconcile
from duly.core.worktime import Calendars
from properties.readings import (
    apart,
    gap,
    in_hours,
    is_quiet,
    receiver,
)
from properties.strategies import PLAYBOOKS, World, carried_out, pairs, worlds

MINUTE = timedelta(minutes=1)
TIMED = {Step.CALL, Step.THANK_YOU, Step.PREPARE, Step.ASK_MORE_TIME, Step.FIND_ADDRESS}
"""What the passing of time alone may take out of a plan."""


def actions_of(planned: SearchPlan) -> list[Action]:
    return [action for plan in planned.plans for action in plan.actions]


@given(worlds(insisting=True), st.randoms(use_true_random=False))
def test_facts_in_another_order_give_the_same_plan(world: World, chance: random.Random) -> None:
    """The log is a set of facts; which line of a file each stands on means nothing."""
    facts = list(world.search.facts)
    chance.shuffle(facts)
    assert world.plan(facts=facts) == world.plan()


@given(worlds(), st.randoms(use_true_random=False))
def test_facts_of_one_instant_give_the_same_plan_in_any_order(
    world: World, chance: random.Random
) -> None:
    """Even where several things happened within the same second."""
    at = {fact.at for fact in world.search.facts[::3]}
    facts = [
        replace(fact, at=max((each for each in at if each <= fact.at), default=fact.at))
        for fact in world.search.facts
    ]
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert world.plan(facts=shuffled) == world.plan(facts=facts)


@given(worlds())
def test_people_in_another_order_give_the_same_plan(world: World) -> None:
    """Where the main contact is named; otherwise it is the first who qualifies, by order."""
    named = replace(
        world.search,
        opportunities=tuple(
            replace(each, main_contact=each.main_contact or each.people[0].id)
            if each.people
            else each
            for each in world.search.opportunities
        ),
    )
    turned = replace(
        named,
        opportunities=tuple(
            replace(each, people=each.people[::-1]) for each in named.opportunities
        ),
    )
    assert replace(world, search=turned).plan() == replace(world, search=named).plan()


@given(worlds())
def test_opportunities_in_another_order_give_the_same_plans(world: World) -> None:
    """The plans come in the search's order, and are the same plans."""
    turned = replace(world.search, opportunities=world.search.opportunities[::-1])
    planned = replace(world, search=turned).plan()
    assert planned.plans[::-1] == world.plan().plans
    assert planned.notes == world.plan().notes


@given(worlds(insisting=True))
def test_planning_is_pure(world: World) -> None:
    """The same in, the same out; whatever the calendars were asked before."""
    calendars = Calendars(world.days_off)
    first = plan_search(world.search, world.at, PLAYBOOKS, calendars)
    plan_search(world.search, world.at + timedelta(days=3), PLAYBOOKS, calendars)
    assert plan_search(world.search, world.at, PLAYBOOKS, calendars) == first == world.plan()


@given(worlds(insisting=True), st.integers(0, 11), st.integers(0, 3))
def test_what_was_carried_out_never_comes_back(world: World, index: int, moment: int) -> None:
    """Neither at once nor later: its identity is gone for good, unless it comes back unread."""
    planned = actions_of(world.plan())
    assume(planned)
    action = planned[index % len(planned)]
    at = world.at if moment == 0 else max(action.due, world.at) + (moment - 1) * MINUTE
    assume(not any(fact.meaning is Meaning.BOUNCE and fact.at >= at for fact in world.search.facts))
    outcome = (Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.SPOKE)[index % 3]
    done = world.but(carried_out(action, at, outcome), at=at)
    event(f"{action.step} carried out")
    for days in (0, 1, 5, 30, 200):
        later = done.plan(at + timedelta(days=days))
        assert key(action) not in {key(each) for each in actions_of(later)}


@given(worlds(), st.integers(0, 11), st.integers(0, 7))
def test_a_minute_later_only_the_status_differs(world: World, index: int, edge: int) -> None:
    """And `due`, where it is the present; on one local day, and while no letting go comes round.

    Some things the present itself brings about, by the practice's own words; they win over this
    property. When its time comes, letting go changes the state of the opportunity, and staying
    in touch follows it (law 16). A call that was not made gives way when the second letter opens;
    `prepare` is over when the interview begins, `ask-more-time` a business day before the
    deadline; a late thank-you is dropped after the fifth day (law 2), with the search for its
    address. When the present leaves their hours, what is due moves on a day, and what waits for
    it with it (law 9).
    """
    at = _edge(world, index, edge)
    later = at + MINUTE
    assume(is_quiet(world, at, later))
    for each in world.search.opportunities:
        calendar = world.calendar(each)
        assume(calendar.day(at) == calendar.day(later))
    before, after = world.plan(at), world.plan(later)
    assume(not _let_go_between(before, at, later))
    for one, other in zip(before.plans, after.plans, strict=True):
        _compare(world, one, other, at)


def _edge(world: World, index: int, edge: int) -> datetime:
    """Return a moment just before something opens, is due or closes, or any other."""
    planned = actions_of(world.plan())
    if not planned or not edge:
        return world.at
    action = planned[index % len(planned)]
    moment = (action.earliest, action.latest, action.due)[edge % 3]
    return max(world.at, moment - (edge % 2) * MINUTE)


def _let_go_between(planned: SearchPlan, at: datetime, later: datetime) -> bool:
    return any(
        action.step is Step.LET_GO and at < action.earliest <= later
        for action in actions_of(planned)
    )


def _compare(world: World, before: Plan, after: Plan, at: datetime) -> None:
    calendar = world.calendar(world.opportunity(before.opportunity))
    if in_hours(at, calendar) and not in_hours(at + MINUTE, calendar):
        event("left their hours")
        return
    later = {key(action): action for action in after.actions}
    gone = [action for action in before.actions if key(action) not in later]
    for action in gone:
        event(f"{action.step} dropped")
        assert action.step in TIMED
        assert action.step in (Step.CALL, Step.THANK_YOU, Step.FIND_ADDRESS) or at == action.latest
    stays = [(action, later[key(action)]) for action in before.actions if action not in gone]
    for action, other in stays:
        if other.due != action.due:
            event("due now")
            assert gone or action.due <= at or action.status is Status.HELD
        if action.status is not other.status:
            event(f"{action.status} becomes {other.status}")
    moves = any(calendar.day(one.due) != calendar.day(other.due) for one, other in stays)
    assert gone or moves or _told(before) == _told(after)


def _told(plan: Plan) -> tuple[object, ...]:
    """Return everything a plan says, but what may differ a minute later."""
    actions = [replace(each, status=Status.DUE, due=each.latest) for each in plan.actions]
    return (
        {key(action): action for action in actions},
        plan.promise_on,
        plan.attempts_made,
        plan.attempts_allowed,
    )


@given(worlds(), st.sampled_from((0, 1, 5 * 60, 3 * 1440, 9 * 1440)))
def test_who_follows_the_plan_is_never_a_pest(world: World, delay: int) -> None:
    """Carry out whatever is due next, again and again: the bounds hold in what was really done.

    Nobody answers, and calls reach an answering machine. The user may be minutes or days late.
    """
    facts = tuple(
        fact for fact in world.search.facts if max(fact.at, fact.to_at or fact.at) <= world.at
    )
    world = replace(world, search=replace(world.search, facts=facts))
    done: list[tuple[Action, datetime]] = []
    made = {plan.opportunity: plan.attempts_made for plan in world.plan().plans}
    for _ in range(60):
        planned = [each for each in actions_of(world.plan()) if each.step is not Step.STAY_IN_TOUCH]
        if not planned:
            break
        action = min(planned, key=lambda each: (max(each.due, world.at), each.latest))
        at = max(action.due, world.at) + delay * MINUTE
        assert key(action) not in {key(each) for each, _ in done}
        world = world.but(carried_out(action, at), at=at)
        done.append((action, at))
    else:
        raise AssertionError("the plan never comes to an end")
    event(f"{min(len(done), 12)} steps taken")
    for each in world.search.opportunities:
        _check_bounds(world, each.id, made[each.id], done)
    _check_readers(world, done)


def _check_bounds(
    world: World,
    id: str,
    made: int,
    done: list[tuple[Action, datetime]],
) -> None:
    opportunity = world.opportunity(id)
    calendar = world.calendar(opportunity)
    mine = [(action, calendar.day(at)) for action, at in done if action.opportunity == id]
    attempts = [day for action, day in mine if action.step in ATTEMPTS]
    allowed = next(plan.attempts_allowed for plan in world.plan().plans if plan.opportunity == id)
    assert not attempts or made + len(attempts) <= allowed
    for one, other in pairs(attempts):
        event("two attempts made")
        assert apart(one, other, gap(opportunity), calendar)


def _check_readers(world: World, done: list[tuple[Action, datetime]]) -> None:
    written = [
        (action, world.calendar(world.opportunity(action.opportunity)).day(at))
        for action, at in done
        if action.step not in NOT_WRITTEN and receiver(action)
    ]
    for (one, day), (other, another) in pairs(written):
        if receiver(one) != receiver(other):
            continue
        if one.opportunity == other.opportunity:
            assert day != another
        elif not {one.step, other.step} <= OWED:
            event("one reader, two roles")
            calendars = [
                world.calendar(world.opportunity(each.opportunity)) for each in (one, other)
            ]
            assert any(apart(day, another, 3, calendar) for calendar in calendars)


# Reconciling


def stored(action: Action) -> Stored:
    return Stored(key(action), action.earliest, action.latest, action.why)


@given(worlds(), worlds())
def test_applying_the_changes_yields_exactly_the_plan(world: World, other: World) -> None:
    """Whatever was shown before, be it the plan of quite another search."""
    shown = {key(action): stored(action) for action in actions_of(other.plan())}
    planned = actions_of(world.plan())
    _apply(reconcile(planned, shown.values()), shown)
    assert shown == {key(action): stored(action) for action in planned}
    assert reconcile(planned, shown.values()) == []


@given(worlds(), st.integers(0, 40))
def test_applying_the_changes_of_later_days_yields_the_plan(world: World, days: int) -> None:
    """Some of what was shown stays as it was, some moves, some is new."""
    shown = {key(action): stored(action) for action in actions_of(world.plan())}
    planned = actions_of(world.plan(world.at + timedelta(days=days)))
    changes = reconcile(planned, shown.values())
    for change in changes:
        event(type(change).__name__)
    _apply(changes, shown)
    assert shown == {key(action): stored(action) for action in planned}
    assert reconcile(planned, shown.values()) == []


def _apply(changes: list[Create | Reschedule | Cancel], shown: dict[Key, Stored]) -> None:
    for change in changes:
        match change:
            case Create(action):
                assert key(action) not in shown
                shown[key(action)] = stored(action)
            case Reschedule(known, action):
                assert known.key == key(action)
                assert shown[known.key] == known
                shown[known.key] = stored(action)
            case Cancel(known):
                del shown[known.key]

"""When things are due: windows, their hours, promises, distances, in every zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import event, given

from duly.core.drafting import NOT_WRITTEN, OWED
from duly.core.model import (
    ATTEMPTS,
    Action,
    Kind,
    Meaning,
    Medium,
    Opportunity,
    Plan,
    Status,
    Step,
    What,
)
from duly.core.playbook import Anchor, Playbook
from duly.core.worktime import WorkCalendar
from properties.readings import (
    apart,
    asking,
    done_on,
    gap,
    happened,
    has_hours,
    has_waking_hours,
    held,
    in_hours,
    messages,
    promise_fact,
    promised,
    receiver,
)
from properties.strategies import PLAYBOOKS, World, change_days, pairs, worlds


def each_plan(world: World) -> list[tuple[Opportunity, Plan, WorkCalendar]]:
    plans = world.plan().plans
    return [
        (opportunity, plan, world.calendar(opportunity))
        for opportunity, plan in zip(world.search.opportunities, plans, strict=True)
    ]


@given(worlds(insisting=True))
def test_every_due_time_lies_inside_its_window(world: World) -> None:
    """Also where the window has passed, was put off, or is insisted on."""
    for _, plan, _ in each_plan(world):
        for action in plan.actions:
            assert action.earliest <= action.due <= action.latest
            assert action.due.utcoffset() == timedelta(0)


@given(worlds(insisting=True))
def test_due_times_keep_their_hours(world: World) -> None:
    """Law 3: business days, 08:00 to 18:00 there, wherever the window has such a moment.

    Thank-yous keep their 24 hours first; `debrief` is the user's own and due at once (law 1);
    `find-address` is due where the thank-you would be (law 15 wins over law 3).
    """
    for opportunity, plan, calendar in each_plan(world):
        thanked = {each.to for each in plan.actions if each.step is Step.THANK_YOU}
        for action in plan.actions:
            if action.step in (Step.THANK_YOU, Step.DEBRIEF) or (
                action.step is Step.FIND_ADDRESS and action.to in thanked
            ):
                continue
            if _is_near_change(action, opportunity.time_zone):
                event("days after a clock change")
            if has_hours(action.earliest, action.latest, calendar):
                assert in_hours(action.due, calendar)


def _is_near_change(action: Action, zone: str) -> bool:
    day = action.due.date()
    return any(abs(day - change) <= timedelta(days=3) for change in change_days(zone))


@given(worlds())
def test_thank_yous_keep_waking_hours(world: World) -> None:
    """Law 3: an evening until 21:00 or a day off will do, the night will not."""
    for _, plan, calendar in each_plan(world):
        for action in plan.actions:
            if action.step is not Step.THANK_YOU or world.at > action.latest:
                continue
            event(f"a thank-you is {action.status}")
            opens = max(action.earliest, world.at)
            if has_waking_hours(opens, action.latest, calendar.zone):
                local = calendar.local(action.due)
                assert time(8) <= local.time() <= time(21)


@given(worlds())
def test_thanks_are_due_the_same_day_or_the_next_morning(world: World) -> None:
    """The same working day when it ended by 16:00 there, else the next morning ("Windows")."""
    for opportunity in world.search.opportunities:
        calendar = world.calendar(opportunity)
        for end in {end for _, end in held(world, opportunity)}:
            ended = calendar.local(end)
            if not calendar.is_business(ended.date()) or ended.time() < time(8):
                continue
            plans = replace(world, at=end).plan().plans
            plan = next(each for each in plans if each.opportunity == opportunity.id)
            for action in plan.actions:
                if action.step is not Step.THANK_YOU or action.earliest != end:
                    continue
                readers = [receiver(each) for each in messages(plan)]
                if readers.count(receiver(action)) > 1:
                    continue
                if ended.time() <= time(16):
                    event("due the same day")
                    assert action.due == end or _written_to(world, opportunity, ended.date())
                else:
                    event("due the next morning")
                    assert calendar.day(action.due) > ended.date()


def _written_to(world: World, opportunity: Opportunity, day: date) -> bool:
    """Tell whether something was sent on a day; what comes after it waits (laws 9 and 14)."""
    calendar = world.calendar(opportunity)
    return any(
        fact.what in (What.SENT, What.CALLED) and abs(calendar.day(fact.at) - day).days < 7
        for fact in world.search.facts
    )


@given(worlds())
def test_status_tells_where_the_present_stands(world: World) -> None:
    """Upcoming before the window, due within, overdue after; held only before it closes."""
    for _, plan, _ in each_plan(world):
        for action in plan.actions:
            event(action.status)
            if world.at > action.latest:
                assert action.status is Status.OVERDUE
            elif action.status is Status.UPCOMING:
                assert world.at < action.earliest
            elif action.status is Status.DUE:
                assert action.earliest <= world.at
            else:
                assert action.status is Status.HELD


@given(worlds())
def test_no_attempt_before_an_open_promise_has_passed(world: World) -> None:
    """Law 4: the day must be over there; only a call that P1 or P4 allows falls on it."""
    for opportunity, plan, calendar in each_plan(world):
        day = promised(world, opportunity)
        if day is None:
            continue
        if asking(plan):
            event("an attempt after an open promise")
        for action in asking(plan):
            if _may_fall_on_the_day(world, opportunity, action):
                event("a call on the day")
                assert calendar.day(action.earliest) >= day
                assert calendar.day(action.due) >= day
            else:
                assert calendar.day(action.earliest) > day
                assert calendar.day(action.due) > day


def _may_fall_on_the_day(world: World, opportunity: Opportunity, action: Action) -> bool:
    """Tell whether P1 lets a call fall on the promised day, or P4 where it was given in a call."""
    book = _book(world, opportunity)
    fact = promise_fact(world, opportunity)
    if action.step is not Step.CALL or fact is None:
        return False
    if fact.what is What.CALLED and book.call_again:
        return True
    entry = book.call_promised
    on_the_day = entry is not None and entry.wait.anchor is Anchor.PROMISE
    return on_the_day and (book.name == "direct" or fact.may_call or fact.what is What.CALLED)


def _book(world: World, opportunity: Opportunity) -> Playbook:
    return PLAYBOOKS[opportunity.playbook or world.search.playbook].for_sector(opportunity.sector)


@given(worlds())
def test_attempts_keep_their_distance(world: World) -> None:
    """Law 9: three business days between two attempts, one in sales; made or planned."""
    for opportunity, plan, calendar in each_plan(world):
        days = [done_on(action, world, calendar) for action in asking(plan)]
        if plan.attempts_made and days:
            last = _last_attempt_on(world, opportunity, calendar)
            if last:
                event("an attempt after one made")
                days.append(last)
        if len(days) > 1:
            event("two attempts")
        for one, other in pairs(days):
            assert apart(one, other, gap(opportunity), calendar)


def _last_attempt_on(world: World, opportunity: Opportunity, calendar: WorkCalendar) -> date | None:
    facts = happened(world, opportunity)
    if any(fact.meaning is Meaning.BOUNCE for fact in facts):
        return None
    attempts = [
        fact
        for fact in facts
        if (fact.what is What.SENT and fact.step in ATTEMPTS)
        or (fact.what is What.CALLED and fact.outcome != "spoke")
    ]
    return calendar.day(attempts[-1].at) if attempts else None


@given(worlds(insisting=True))
def test_nobody_gets_two_messages_on_one_day(world: World) -> None:
    """Law 9: neither two planned ones, nor one more on a day on which one was sent."""
    for opportunity, plan, calendar in each_plan(world):
        planned = [
            (receiver(action), done_on(action, world, calendar))
            for action in messages(plan)
            if receiver(action)
        ]
        if len(planned) > 1:
            event("several messages planned")
        assert len(set(planned)) == len(planned)
        facts = happened(world, opportunity)
        if any(fact.meaning is Meaning.BOUNCE for fact in facts):
            continue
        sent = {
            (person, calendar.day(fact.at))
            for fact in facts
            if fact.what is What.SENT and fact.step not in NOT_WRITTEN
            for person in fact.people
        }
        assert not sent & set(planned)


@given(worlds())
def test_one_reader_of_two_roles_is_not_crowded(world: World) -> None:
    """Law 14: three business days between messages about two opportunities.

    Letters that are owed keep their date whatever else is planned (the laws that set their
    deadlines win over 14), so two of them may meet. Where two opportunities keep different
    calendars, the distance holds in one of them at least.
    """
    planned = [
        (action, opportunity, calendar)
        for opportunity, plan, calendar in each_plan(world)
        for action in messages(plan)
        if receiver(action)
    ]
    for (one, first, its), (other, second, others) in pairs(planned):
        if first is second or receiver(one) != receiver(other):
            continue
        if {one.step, other.step} <= OWED:
            event("both are owed")
            continue
        event("one reader, two roles")
        days = done_on(one, world, its), done_on(other, world, others)
        assert apart(*days, 3, its) or apart(*days, 3, others)


@given(worlds())
def test_what_was_written_about_one_role_holds_up_the_other(world: World) -> None:
    """Law 14 counts what was sent, too."""
    calendars = {each.id: world.calendar(each) for each in world.search.opportunities}
    sent = [
        (fact.opportunity, person, calendars[fact.opportunity].day(fact.at))
        for fact in world.search.facts
        if fact.what in (What.SENT, What.CALLED)
        and fact.step not in NOT_WRITTEN
        and fact.at <= world.at
        for person in fact.people
    ]
    for opportunity, plan, calendar in each_plan(world):
        for action in messages(plan):
            if action.step in OWED:
                continue
            for other, person, day in sent:
                if other != opportunity.id and person == receiver(action):
                    event("written about another role")
                    assert apart(day, done_on(action, world, calendar), 3, calendar)


@given(worlds())
def test_nothing_goes_to_the_absent_but_what_is_owed(world: World) -> None:
    """Law 6: held until a business day after they are back; letters with a deadline are not."""
    for opportunity, plan, calendar in each_plan(world):
        away = {}
        back = {end for meeting, end in held(world, opportunity) for _ in meeting.people}
        for fact in happened(world, opportunity):
            told = fact.what is What.RECEIVED and fact.meaning is Meaning.AUTO_REPLY
            for person in fact.people:
                if told and fact.until and not any(end > fact.at for end in back):
                    away[person] = fact.until
                elif fact.what in (What.RECEIVED, What.CALLED):
                    away.pop(person, None)
        for action in messages(plan):
            until = away.get(receiver(action))
            if until and (action.step not in OWED or action.step is Step.ANSWER):
                event("they are away")
                assert calendar.day(action.due) >= calendar.after(until, 1)


@given(worlds())
def test_first_letters_of_thanks_open_when_the_meeting_ends(world: World) -> None:
    """Laws 1 and 2: `debrief` at once, half the window; a thank-you from the end to the minute."""
    for opportunity, plan, _calendar in each_plan(world):
        hours = _book(world, opportunity).thank_you.wait.closes
        for action in plan.actions:
            if action.step is Step.DEBRIEF and action.status is not Status.HELD:
                length = action.latest - action.earliest
                put_off = any(each.until for each in happened(world, opportunity))
                assert put_off or length == timedelta(hours=hours) / 2
                assert action.earliest <= world.at


@given(worlds())
def test_media_follow_what_is_known(world: World) -> None:
    """B3: only playbooks that say so use a reader's own medium, and only if it can be used."""
    for opportunity, plan, _ in each_plan(world):
        for action in plan.actions:
            person = opportunity.person(action.to)
            if action.step is Step.THANK_YOU and person and action.channel != "email":
                event(f"thanked by {action.channel}")
                assert _book(world, opportunity).thank_you.medium == "preferred"
                known = {Medium.PHONE: person.phone, Medium.POST: person.address}
                assert person.prefers
                assert known[person.prefers]
            if action.step is Step.CALL:
                assert action.channel == "phone"
            if action.step is Step.CARD:
                assert person
                assert person.address
                assert opportunity.kind is Kind.APPLICATION

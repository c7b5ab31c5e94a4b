"""Who is written to, and how often: the laws that can be read off one plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import assume, event, given

from duly.core.drafting import OWED
from duly.core.model import (
    ATTEMPTS,
    LIVE,
    Action,
    Channel,
    Dropped,
    Fact,
    Kind,
    Meaning,
    Opportunity,
    Plan,
    State,
    Step,
    What,
)
from duly.core.reconcile import key
from properties.readings import (
    NOES,
    asking,
    happened,
    held,
    is_quiet,
    messages,
    stands_no,
)
from properties.strategies import World, carried_out, worlds

FIRM = frozenset({Step.DECIDE, Step.ASK_MORE_TIME, Step.PREPARE})
"""Steps that end with a deadline of theirs or with the interview: no snooze moves that."""
AFTER_A_NO = frozenset({Step.THANK_FOR_ANSWER, Step.STAY_IN_TOUCH})


def each_plan(world: World) -> list[tuple[Opportunity, Plan]]:
    return list(zip(world.search.opportunities, world.plan().plans, strict=True))


@given(worlds())
def test_after_a_no_come_only_thanks_and_staying_in_touch(world: World) -> None:
    """Law 10, to the letter: not even the letter that tells a decision made after a no."""
    for opportunity, plan in each_plan(world):
        if stands_no(world, opportunity):
            event("a no stands")
            assert {action.step for action in plan.actions} <= AFTER_A_NO
            if not opportunity.interested:
                assert Step.STAY_IN_TOUCH not in {action.step for action in plan.actions}
            assert plan.state is State.CLOSED


@given(worlds())
def test_a_no_is_thanked_for_once(world: World) -> None:
    """Law 10: one letter of thanks, whatever else happened since."""
    for opportunity, plan in each_plan(world):
        thanks = [each for each in plan.actions if each.step is Step.THANK_FOR_ANSWER]
        if thanks:
            event("a no is thanked for")
            noes = [
                fact.at
                for fact in happened(world, opportunity)
                if fact.what is What.RECEIVED and fact.meaning in NOES
            ]
            assert stands_no(world, opportunity)
            assert len(thanks) == 1
            assert thanks[0].earliest >= max(noes)


@given(worlds())
def test_attempts_never_exceed_the_bound(world: World) -> None:
    """Law 9: attempts made, counted anew from the facts, and attempts planned."""
    for opportunity, plan in each_plan(world):
        planned = asking(plan)
        made = unanswered(world, opportunity)
        if made is not None:
            event(f"{min(made, 4)} attempts made")
            assert plan.attempts_made == made
        assert not planned or plan.attempts_made + len(planned) <= plan.attempts_allowed
        numbers = [action.attempt for action in planned]
        assert sorted(numbers) == list(
            range(plan.attempts_made + 1, plan.attempts_made + len(planned) + 1)
        )


def unanswered(world: World, opportunity: Opportunity) -> int | None:
    """Count the attempts since the last answer; None where bounces would make it hard to say."""
    facts = happened(world, opportunity)
    if any(fact.meaning is Meaning.BOUNCE for fact in facts):
        return None
    answered_at = max(
        (
            *(end for _, end in held(world, opportunity)),
            *(fact.at for fact in facts if is_answer(fact)),
        ),
        default=None,
    )
    return sum(
        is_attempt(fact) and (answered_at is None or fact.at >= answered_at) for fact in facts
    )


def is_attempt(fact: Fact) -> bool:
    if fact.what is What.CALLED:
        return fact.outcome != "spoke"
    return fact.what is What.SENT and fact.step in ATTEMPTS


def is_answer(fact: Fact) -> bool:
    if fact.what is What.CALLED:
        return fact.outcome == "spoke"
    if fact.what is What.RECEIVED:
        by_machine = fact.automatic and fact.meaning in (
            Meaning.STILL_DECIDING, Meaning.QUESTION, Meaning.OTHER
        )  # fmt: skip
        silent = (Meaning.ACKNOWLEDGEMENT, Meaning.AUTO_REPLY, Meaning.BOUNCE)
        return not by_machine and fact.meaning not in silent
    return fact.what in (
        What.PROMISE,
        What.INTERVIEW_CANCELLED,
        What.INTERVIEW_MOVED,
        What.OFFER,
        What.MORE_TIME,
    )


@given(worlds(insisting=True))
def test_only_an_insisted_message_overrules_the_bound_or_a_no(world: World) -> None:
    """Law 17: insisting lets through that very message, to that very reader, and no other."""
    for opportunity, plan in each_plan(world):
        insisted = {
            (fact.step, person)
            for fact in happened(world, opportunity)
            if fact.insist
            for person in fact.people or (None,)
        }
        unasked = [
            action
            for action in plan.actions
            if not {(action.step, action.to), (action.step, None)} & insisted
            and action.step is not Step.FIND_ADDRESS
        ]
        if len(unasked) < len(plan.actions):
            event("insisted")
        if stands_no(world, opportunity):
            assert {action.step for action in unasked} <= AFTER_A_NO
        attempts = [action for action in unasked if action.step in ATTEMPTS]
        assert not attempts or plan.attempts_made + len(attempts) <= plan.attempts_allowed


@given(worlds())
def test_nobody_is_thanked_twice_in_a_round(world: World) -> None:
    """Law 2: neither planned twice, nor planned once it was sent since they met that day."""
    for opportunity, plan in each_plan(world):
        calendar = world.calendar(opportunity)
        thanks = [action for action in plan.actions if action.step is Step.THANK_YOU]
        assert len({(action.to, action.occasion) for action in thanks}) == len(thanks)
        facts = happened(world, opportunity)
        for action in thanks:
            event("a thank-you is planned")
            met = [
                end
                for fact, end in held(world, opportunity)
                if action.to in fact.people and calendar.day(end).isoformat() == action.occasion
            ]
            assert met, "nobody is thanked for a round they were not in"
            sent = [
                fact.at
                for fact in facts
                if fact.what is What.SENT
                and fact.step is Step.THANK_YOU
                and action.to in fact.people
                and fact.at >= min(met)
            ]
            bounced = any(fact.meaning is Meaning.BOUNCE for fact in facts)
            assert bounced or not sent


@given(worlds())
def test_a_second_meeting_of_the_day_needs_no_second_thanks(world: World) -> None:
    """Law 2: interviews that end on the same local day are one round."""
    for opportunity, plan in each_plan(world):
        for action in plan.actions:
            if action.step is not Step.THANK_YOU:
                continue
            thanked = carried_out(action, world.at)
            again = replace(
                thanked, at=world.at + timedelta(minutes=1), what=What.INTERVIEW, step=None
            )
            after = plan_of(world.but(thanked, again, at=again.at), opportunity)
            if world.calendar(opportunity).day(again.at).isoformat() != action.occasion:
                continue
            event("met and thanked, and met again")
            assert key(action) not in {key(each) for each in after.actions}


@given(worlds())
def test_everyone_met_in_the_last_five_days_is_thanked(world: World) -> None:
    """Law 2: unless thanked already, left out by the user, over, or met again since."""
    for opportunity, plan in each_plan(world):
        facts = happened(world, opportunity)
        if plan.state not in LIVE or any(
            fact.what in (What.SKIPPED, What.RETIRED) or fact.step is Step.THANK_YOU
            for fact in facts
        ):
            continue
        if any(other.state is State.ACCEPTED for other in world.plan().plans):
            continue
        calendar = world.calendar(opportunity)
        today = calendar.day(world.at)
        met = {
            person
            for fact, end in held(world, opportunity)
            if today - calendar.day(end) <= timedelta(days=5)
            for person in fact.people
        }
        event(f"{min(len(met), 3)} to thank")
        thanked = [action.to for action in plan.actions if action.step is Step.THANK_YOU]
        assert met <= set(thanked)


@given(worlds())
def test_no_two_actions_share_an_identity(world: World) -> None:
    """An action that is stored must be found again by its key, and no other with it."""
    keys = [key(action) for plan in world.plan().plans for action in plan.actions]
    assert len(set(keys)) == len(keys)


@given(worlds())
def test_every_action_gives_its_reason(world: World) -> None:
    """Every action says why, and names its rules; so does whatever is left out."""
    for _, plan in each_plan(world):
        said: list[Action | Dropped] = [*plan.actions, *plan.dropped]
        for each in said:
            assert each.rules
            assert each.why.strip().endswith((".", "!", "?"))


@given(worlds())
def test_an_answer_ends_the_chase(world: World) -> None:
    """Law 5: open attempts fall away when somebody answers, and counting starts again."""
    assume(is_quiet(world, world.at, world.at + timedelta(minutes=1)))
    for opportunity, plan in each_plan(world):
        if any(action.earliest <= world.at for action in asking(plan)):
            event("an attempt was open")
        answered = answer(world, opportunity, Meaning.OTHER)
        after = plan_of(answered, opportunity)
        assert after.attempts_made == 0
        assert all(action.earliest > answered.at for action in asking(after))


@given(worlds())
def test_a_question_is_answered_within_a_business_day(world: World) -> None:
    """Law 5: while an answer is owed it is planned, and nothing is asked of them."""
    assume(is_quiet(world, world.at, world.at + timedelta(minutes=1)))
    for opportunity, plan in each_plan(world):
        if plan.state not in LIVE:
            continue
        asked = answer(world, opportunity, Meaning.QUESTION)
        if any(other.state is State.ACCEPTED for other in asked.plan().plans):
            continue
        after = plan_of(asked, opportunity)
        assert after.state in (State.ANSWER_OWED, State.OFFER)
        event("an answer is owed")
        calendar = world.calendar(opportunity)
        assert not asking(after)
        answers = [action for action in after.actions if action.step is Step.ANSWER]
        closes = calendar.instant(calendar.after(calendar.day(asked.at), 1), time(17))
        facts = happened(world, opportunity)
        put_off = any(fact.meaning is Meaning.AUTO_REPLY or fact.until for fact in facts)
        left_out = any(fact.what is What.RETIRED for fact in facts)
        today = calendar.day(asked.at)
        put_off |= any(fact.what is What.SENT and calendar.day(fact.at) == today for fact in facts)
        put_off |= len([each for each in after.actions if each.step in OWED]) > len(answers[:1])
        assert put_off or left_out or any(action.latest <= closes for action in answers)


def answer(world: World, opportunity: Opportunity, meaning: Meaning) -> World:
    """Let somebody answer one minute later."""
    at = world.at + timedelta(minutes=1)
    people = tuple(person.id for person in opportunity.people[:1])
    return world.but(Fact(at, What.RECEIVED, opportunity.id, people, meaning=meaning), at=at)


def plan_of(world: World, opportunity: Opportunity) -> Plan:
    return next(plan for plan in world.plan().plans if plan.opportunity == opportunity.id)


@given(worlds())
def test_machines_are_no_answer(world: World) -> None:
    """Law 6: an acknowledgement, or an automatic word of any kind, changes nothing at all."""
    before = world.plan()
    for opportunity in world.search.opportunities:
        people = tuple(person.id for person in opportunity.people[:1])
        for at in (world.at, *(fact.at for fact in world.search.facts[:2])):
            for meaning, automatic in (
                (Meaning.ACKNOWLEDGEMENT, False),
                (Meaning.STILL_DECIDING, True),
                (Meaning.QUESTION, True),
                (Meaning.OTHER, True),
            ):
                fact = Fact(
                    min(at, world.at),
                    What.RECEIVED,
                    opportunity.id,
                    people,
                    meaning=meaning,
                    automatic=automatic,
                )
                assert world.but(fact).plan() == before


@given(worlds())
def test_a_bounce_is_no_attempt(world: World) -> None:
    """Law 6: what comes back was never sent, and it asks for the right address."""
    assume(is_quiet(world, world.at, world.at + timedelta(minutes=2)))
    for opportunity, _plan in each_plan(world):
        retired = [fact for fact in happened(world, opportunity) if fact.what is What.RETIRED]
        if not opportunity.people or retired:
            continue
        person = opportunity.people[0].id
        sent_at = world.at + timedelta(minutes=1)
        later = sent_at + timedelta(minutes=1)
        known = plan_of(replace(world, at=later), opportunity)
        bounced = world.but(
            Fact(sent_at, What.SENT, opportunity.id, (person,), step=Step.STATUS),
            Fact(later, What.RECEIVED, opportunity.id, (person,), meaning=Meaning.BOUNCE),
            at=later,
        )
        after = plan_of(bounced, opportunity)
        assert after.attempts_made == known.attempts_made
        for action in messages(after):
            if action.to == person and action.channel is Channel.EMAIL and not action.via:
                if stands_no(world, opportunity):
                    continue
                event("it asks for the address")
                assert (Step.FIND_ADDRESS, person) in {
                    (each.step, each.to) for each in after.actions
                }


@given(worlds())
def test_an_offer_ends_the_chase(world: World) -> None:
    """Law 11: nothing is asked while an offer is open; the decision has its deadline."""
    for _opportunity, plan in each_plan(world):
        if plan.state is not State.OFFER:
            continue
        event("an offer is open")
        assert not asking(plan)
        assert not {Step.LET_GO, Step.STAY_IN_TOUCH} & {action.step for action in plan.actions}
        for action in plan.actions:
            if action.step is Step.DECIDE:
                assert all(
                    action.earliest < reminder <= action.latest for reminder in action.reminders
                )


@given(worlds())
def test_after_accepting_everyone_else_is_only_told(world: World) -> None:
    """Law 12: a withdrawal or a decline for whatever else was live, and nothing more."""
    plans = each_plan(world)
    accepted = [plan for _, plan in plans if plan.state is State.ACCEPTED]
    if not accepted:
        return
    for opportunity, plan in plans:
        alone = replace(world, search=replace(world.search, opportunities=(opportunity,)))
        was_live = alone.plan().plans[0].state in LIVE
        if plan.state is State.ACCEPTED:
            assert {action.step for action in plan.actions} <= {Step.ACCEPT, Step.FIND_ADDRESS}
        elif was_live and opportunity.kind is Kind.APPLICATION:
            event("another one was live")
            steps = [action.step for action in plan.actions if action.step is not Step.FIND_ADDRESS]
            assert steps in ([], [Step.WITHDRAW], [Step.DECLINE])
            if not steps:
                told = {fact.step for fact in happened(world, opportunity)}
                assert told & {Step.WITHDRAW, Step.DECLINE}


@given(worlds())
def test_recruiters_are_asked_in_place_of_companies(world: World) -> None:
    """Law 13: with `via`, whatever asks goes to the recruiter; so do letters without address."""
    for opportunity, plan in each_plan(world):
        if not opportunity.via:
            assert not any(action.via for action in plan.actions)
            continue
        for action in plan.actions:
            if action.step in ATTEMPTS:
                event("through a recruiter")
                assert action.to == opportunity.via
            if action.via:
                assert action.via == opportunity.via != action.to


@given(worlds())
def test_a_missing_address_is_asked_for_where_the_thank_you_would_be(world: World) -> None:
    """Law 15: `find-address` is due with the thank-you, and the thank-you stays planned."""
    for opportunity, plan in each_plan(world):
        looked_for = any(fact.step is Step.FIND_ADDRESS for fact in happened(world, opportunity))
        sought = {each.to: each for each in plan.actions if each.step is Step.FIND_ADDRESS}
        assert not sought or any(each.to in sought for each in messages(plan))
        for action in plan.actions:
            person = opportunity.person(action.to)
            if action.step is not Step.THANK_YOU or action.via or looked_for:
                continue
            if person and action.channel is Channel.EMAIL and not person.email:
                event("an address is missing")
                search = sought[action.to]
                assert search.earliest <= search.due <= search.latest


@given(worlds())
def test_letting_go_comes_once_and_last(world: World) -> None:
    """Law 16: never beside an attempt, never twice, and never again until somebody answers."""
    for opportunity, plan in each_plan(world):
        letting_go = [action for action in plan.actions if action.step is Step.LET_GO]
        if not letting_go:
            continue
        event("letting go is planned")
        assert len(letting_go) == 1
        assert not asking(plan)
        done = world.but(carried_out(letting_go[0], world.at))
        after = plan_of(done, opportunity)
        assert after.state is State.LET_GO
        assert {action.step for action in after.actions}.isdisjoint({Step.LET_GO, *ATTEMPTS})
        reopened = plan_of(answer(done, opportunity, Meaning.OTHER), opportunity)
        assert reopened.state is not State.LET_GO


@given(worlds())
def test_networking_is_never_chased(world: World) -> None:
    """Law 18: thanks, an invitation, staying in touch; nothing that asks."""
    for opportunity, plan in each_plan(world):
        if opportunity.kind is Kind.NETWORKING:
            event("networking")
            assert not asking(plan)
            assert not {Step.LET_GO, Step.CARD} & {action.step for action in plan.actions}


@given(worlds())
def test_the_plan_says_when_a_next_thing_is_missing(world: World) -> None:
    """Law 19: with fewer than three live opportunities, unless the search is over."""
    planned = world.plan()
    states = [plan.state for plan in planned.plans]
    live = sum(state in LIVE for state in states)
    event(f"{live} live")
    assert bool(planned.notes) == (live < 3 and State.ACCEPTED not in states)


@given(worlds())
def test_a_skipped_step_is_left_out(world: World) -> None:
    """Law 17: whatever the user skips is gone, this once."""
    for opportunity, plan in each_plan(world):
        for action in plan.actions:
            skipped = Fact(
                world.at,
                What.SKIPPED,
                opportunity.id,
                (action.to,) if action.to else (),
                step=action.step,
            )
            after = plan_of(world.but(skipped), opportunity)
            assert key(action) not in {key(each) for each in after.actions}


@given(worlds())
def test_a_retired_step_never_comes_back(world: World) -> None:
    """Law 17: whatever the user retires is left out from then on."""
    for opportunity, plan in each_plan(world):
        for action in plan.actions:
            retired = Fact(world.at, What.RETIRED, opportunity.id, step=action.step)
            later = world.but(retired, at=world.at + timedelta(days=10))
            after = plan_of(later, opportunity)
            assert action.step not in {each.step for each in after.actions}


@given(worlds())
def test_a_snooze_puts_off_and_overrules_nothing(world: World) -> None:
    """Law 17: a snoozed step waits for its day; no step comes into being by it."""
    for opportunity, plan in each_plan(world):
        calendar = world.calendar(opportunity)
        for action in plan.actions:
            until = calendar.day(max(action.earliest, world.at)) + timedelta(days=9)
            snoozed = Fact(world.at, What.SNOOZED, opportunity.id, step=action.step, until=until)
            after = plan_of(world.but(snoozed), opportunity)
            for each in after.actions:
                if key(each) == key(action) and each.step not in FIRM:
                    event(f"{each.step} put off")
                    assert calendar.day(each.earliest) >= until
                    assert calendar.day(each.due) >= until


@given(worlds())
def test_a_cancelled_interview_needs_no_thanks(world: World) -> None:
    """Law 8: nothing remains of a round whose meetings were all called off."""
    at = world.at + timedelta(minutes=1)
    for opportunity in world.search.opportunities:
        ends = {end for _, end in held(replace(world, at=at), opportunity)}
        if not ends:
            continue
        event("held, then said to be cancelled")
        cancelled = world.but(
            *(
                Fact(at, What.INTERVIEW_CANCELLED, opportunity.id, was_at=end)
                for end in sorted(ends)
            ),
            at=at,
        )
        plan = plan_of(cancelled, opportunity)
        steps = {action.step for action in plan.actions}
        assert steps.isdisjoint({Step.THANK_YOU, Step.DEBRIEF, Step.CARD})

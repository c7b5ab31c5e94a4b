"""What the user did and chose: messages, calls, answers that came, steps skipped or put off."""

from __future__ import annotations

from datetime import date, datetime

from duly.core.errors import NothingToDoError, UnknownError, WrongUsageError, did_you_mean
from duly.core.model import (
    LIVE,
    Action,
    Channel,
    Fact,
    Opportunity,
    Outcome,
    Plan,
    State,
    Step,
    What,
)
from duly.core.told import told
from duly.services import chronicle, log, opportunities, planbook
from duly.services.planning import Planned

NEVER_SENT = frozenset({Step.CALL})


def reader(opportunity: Opportunity, plan: Plan, step: Step | None, typed: str) -> tuple[str, ...]:
    """Return whom something went to: as typed, else whom the plan has for that step.

    Raises:
        WrongUsageError: The plan has the step for several people.
        UnknownError: Nobody goes by what was typed.
    """
    if typed:
        return (opportunities.person_in(opportunity, typed, where="--to"),)
    planned = list(dict.fromkeys(each.to for each in plan.actions if each.step is step and each.to))
    if len(planned) > 1:
        raise WrongUsageError(
            told(
                "{step} is planned for {people}",
                step=told(step or ""),
                people=" and ".join(planned),
            ),
            mend="Say which with --to.",
        )
    return tuple(planned)


def planned_step(opportunity: Opportunity, plan: Plan, typed: str) -> Step:
    """Return the step that was typed; without one, the only one that is planned.

    Raises:
        UnknownError: There is no such step.
        WrongUsageError: None was typed and several are planned.
    """
    if typed:
        try:
            return Step(typed)
        except ValueError:
            raise UnknownError(
                told('there is no step "{typed}"', typed=typed), mend=did_you_mean(typed, Step)
            ) from None
    steps = list(dict.fromkeys(each.step for each in plan.actions))
    if len(steps) == 1:
        return steps[0]
    listed = ", ".join(steps)
    raise WrongUsageError(
        told('"{id}" has several steps planned',id=opportunity.id) if steps
        else told('"{id}" has nothing planned',id=opportunity.id),
        expected=told("one of {listed}",listed=listed) if steps else "",
        mend="Name the step.",
    )  # fmt: skip


def action_for(plan: Plan, step: Step, to: tuple[str, ...]) -> Action | None:
    """Return the planned action of a step and reader, if there is one."""
    for action in plan.actions:
        if action.step is step and (not to or action.to in to):
            return action
    return None


def sent(
    opportunity: Opportunity,
    plan: Plan,
    step: Step,
    to: tuple[str, ...],
    channel: Channel | None,
    happened_at: datetime,
    at: datetime,
) -> Planned:
    """Note a message of the user's, or a step of their own carried out.

    Raises:
        FactsError: It lies in the future.
        NothingToDoError: It is noted already.
        WrongUsageError: It is a call, which has an outcome.
    """
    if step in NEVER_SENT:
        raise WrongUsageError(
            "a call has an outcome",
            mend=told("Use: duly call {id} --outcome voicemail.", id=opportunity.id),
        )
    if channel is None and (action := action_for(plan, step, to)):
        channel = action.channel if action.channel is not Channel.PHONE else None
    fact = Fact(happened_at, What.SENT, opportunity.id, people=to, step=step, channel=channel)
    return log.record([fact], at)


def called(
    opportunity: Opportunity,
    to: tuple[str, ...],
    outcome: Outcome,
    by: date | None,
    happened_at: datetime,
    at: datetime,
) -> Planned:
    """Note a call, with the new date where they gave one.

    Raises:
        FactsError: It lies in the future.
        WrongUsageError: A date was given though nobody was spoken to.
    """
    if by and outcome is not Outcome.SPOKE:
        raise WrongUsageError(
            told("nobody gives a date on a call that ended with {outcome}", outcome=told(outcome)),
            mend="Leave --by out, or use --outcome spoke.",
        )
    fact = Fact(happened_at, What.CALLED, opportunity.id, people=to, outcome=outcome, by=by)
    return log.record([fact], at)


def choose(choice: Fact, at: datetime) -> Planned:
    """Note the user's choice to skip, put off or retire a step.

    Raises:
        WrongUsageError: It is put off to a day that is over.
        NothingToDoError: It is noted already, or put off until that day already.
    """
    if choice.until and _last_like(choice) == choice.until:
        raise NothingToDoError(
            told("it is put off until {day} already", day=choice.until.isoformat())
        )
    if choice.until and choice.until < at.date() and not choice.insist:
        raise WrongUsageError(
            told("{day} is over", day=choice.until.isoformat()),
            expected="a day to come",
            mend="Give a later --until.",
        )
    return log.record([choice], at)


def _last_like(choice: Fact) -> date | None:
    """Return until when the same step was put off last."""
    same = [
        noted.fact.until
        for noted in chronicle.in_force(choice.opportunity)
        if (noted.fact.what, noted.fact.step, noted.fact.people)
        == (choice.what, choice.step, choice.people)
    ]
    return same[-1] if same else None


def let_go(id: str, at: datetime) -> Planned:
    """Let a whole opportunity go: nothing is left to do, and a late answer reopens it.

    Raises:
        UnknownError: There is no such opportunity.
        NothingToDoError: It is over, or let go already.
    """
    opportunity, plan, _ = current(at, id)
    if not may_let_go(plan):
        raise NothingToDoError(told("{company} is let go already", company=opportunity.company))
    return log.record([Fact(at, What.RETIRED, opportunity.id)], at)


def may_let_go(plan: Plan) -> bool:
    """Tell whether something is left to let go of; an offer is accepted or declined instead."""
    if plan.state is State.LET_GO:
        return any(each.step is Step.LET_GO for each in plan.actions)
    return may_withdraw(plan)


def may_withdraw(plan: Plan) -> bool:
    """Tell whether the user may step back; an offer is declined instead."""
    return plan.state in LIVE - {State.OFFER}


def current(at: datetime, typed: str) -> tuple[Opportunity, Plan, Planned]:
    """Return an opportunity, by what was typed, with its plan as of now.

    Raises:
        UnknownError: None goes by that.
        AmbiguousError: Several do.
    """
    planned = planbook.current(at)
    id = opportunities.find(planned.search, typed).id
    return *planned.of(id), planned

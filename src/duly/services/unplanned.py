"""Actions the plan does not have, for what the user wants to do by hand all the same (law 17).

They are derived like planned ones and kept nowhere; the letter of one is the letter of the planned
action once the plan has it, since both are for the same occasion.
"""

from __future__ import annotations

from datetime import datetime

from duly.core.errors import NeedsUserError, WrongUsageError
from duly.core.facts import History, Standing
from duly.core.model import Action, Channel, Opportunity, Plan, State, Status, Step
from duly.core.told import told
from duly.core.worktime import WorkCalendar
from duly.services import opportunities, plan_file
from duly.services.planning import Planned


def calendar_of(opportunity: Opportunity, planned: Planned, at: datetime) -> WorkCalendar:
    """Return their working time."""
    facts = (fact for fact in planned.search.facts if fact.opportunity == opportunity.id)
    return plan_file.calendar_of(opportunity, facts, at)


def standing_of(opportunity: Opportunity, planned: Planned, at: datetime) -> Standing:
    """Return where an opportunity stands."""
    facts = (fact for fact in planned.search.facts if fact.opportunity == opportunity.id)
    return History(facts).standing(at, calendar_of(opportunity, planned, at))


def card(opportunity: Opportunity, plan: Plan, standing: Standing, typed: str) -> Action:
    """Return a card to somebody who was met, whether or not the playbook has cards (T9).

    Args:
        opportunity: Theirs.
        plan: Its plan.
        standing: Where it stands.
        typed: Whom; "" for the only one who was met last.

    Raises:
        NeedsUserError: A no stands, nobody was met, or several were.
        UnknownError: Nobody goes by what was typed.
    """
    _refuse_after_no(opportunity, plan, told("a card"))
    met = standing.rounds[-1].met if standing.rounds else {}
    if not typed and len(met) != 1:
        names = ", ".join(met)
        raise NeedsUserError(
            told("you met {names}", names=names)
            if met
            else told("nobody was met at {company} yet", company=opportunity.company),
            mend="Say to whom the card goes with --to." if met else "A card comes after a meeting.",
        )
    to = opportunities.person_in(opportunity, typed, where="--to") if typed else next(iter(met))
    days = [held.on.isoformat() for held in standing.rounds if to in held.met]
    return _action(
        opportunity, Step.CARD, to, Channel.POST, standing, ("T9",), days[-1] if days else "by hand"
    )


def call(
    opportunity: Opportunity, plan: Plan, standing: Standing, contact: str, typed: str
) -> Action:
    """Return a call that the plan does not have.

    Args:
        opportunity: Theirs.
        plan: Its plan.
        standing: Where it stands.
        contact: Whom questions go to.
        typed: Whom the user wants to call; "" for the contact.

    Raises:
        NeedsUserError: A no stands, or nobody is known.
        UnknownError: Nobody goes by what was typed.
    """
    _refuse_after_no(opportunity, plan, told("a call"))
    to = opportunities.person_in(opportunity, typed, where="--to") if typed else contact
    if not to:
        raise NeedsUserError(
            told("nobody at {company} is known yet", company=opportunity.company),
            mend=told(
                'Add whom you would call: duly person {id} "Name" --phone …', id=opportunity.id
            ),
        )
    return _action(opportunity, Step.CALL, to, Channel.PHONE, standing, ("P2", "P3"), "by hand")


def _refuse_after_no(opportunity: Opportunity, plan: Plan, what: str) -> None:
    if plan.state is State.CLOSED:
        raise NeedsUserError(
            told(
                "{company} is closed; {what} would only reopen an old question",
                company=opportunity.company,
                what=what,
            ),
            mend=told(
                "What is still fitting stands in the plan: duly show {id}", id=opportunity.id
            ),
        )


def _action(
    opportunity: Opportunity,
    step: Step,
    to: str,
    channel: Channel,
    standing: Standing,
    rules: tuple[str, ...],
    occasion: str,
) -> Action:
    if opportunity.person(to) is None:
        raise WrongUsageError(told('nobody in "{id}" goes by "{to}"', id=opportunity.id, to=to))
    at = standing.at
    return Action(
        opportunity.id, step, to, "", channel, 0, at, at, at, Status.DUE, rules,
        "The plan does not have it; you want it.", occasion,
    )  # fmt: skip

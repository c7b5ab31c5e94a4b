"""Offers side by side, and everyone who is to be told of a decision: read, and nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from duly.core.facts import History, Standing
from duly.core.model import Action, Fact, Opportunity, Plan, State, Step, What
from duly.services import offers, opening, plan_file, planbook, planning
from duly.services.planning import Planned
from duly.store import queries
from duly.store.queries import Noted

_DECISIONS: Final = frozenset({Step.ACCEPT, Step.DECLINE, Step.WITHDRAW})
"""The letters that tell people of a decision."""


class OnTheTable(NamedTuple):
    """An offer that waits for the user's decision.

    Attributes:
        answer_by: Until when, extensions included; None where they named no deadline.
        sender: Id of who made it; may be empty.
        noted: Its fact; None where a message only spoke of an offer.
        terms: As noted; empty where nobody wrote any down.
        more_time: The step of asking for time, while it may be taken.
    """

    opportunity: Opportunity
    plan: Plan
    made_at: datetime
    answer_by: datetime | None
    sender: str
    noted: Noted | None
    terms: queries.Terms
    more_time: Action | None


class Telling(NamedTuple):
    """Somebody who is to be told of a decision.

    Attributes:
        action: The letter that is still to be written; None once they were told.
        told_at: When that was.
    """

    opportunity: Opportunity
    step: Step
    to: str
    action: Action | None
    told_at: datetime | None = None


def on_the_table(planned: Planned) -> list[OnTheTable]:
    """Return the offers to decide on, the nearest deadline first."""
    pairs = zip(planned.search.opportunities, planned.plan.plans, strict=True)
    found = [_offer(planned, each, plan) for each, plan in pairs if plan.state is State.OFFER]
    found.sort(key=lambda each: (each.answer_by is None, each.answer_by or each.made_at))
    return found


def offer_of(planned: Planned, id: str) -> OnTheTable | None:
    """Return the offer of one opportunity that waits for a decision, if there is one.

    Raises:
        UnknownError: There is no such opportunity.
    """
    opportunity, plan = planned.of(id)
    return _offer(planned, opportunity, plan) if plan.state is State.OFFER else None


def is_decided(planned: Planned, id: str, decision: What) -> bool:
    """Tell whether the user has decided so about an opportunity, and nothing began anew since."""
    facts = (fact for fact in planned.search.facts if fact.opportunity == id)
    return offers.is_decided(facts, decision)


def _offer(planned: Planned, opportunity: Opportunity, plan: Plan) -> OnTheTable:
    standing = _standing(planned, opportunity)
    made_at = standing.offer_at or planned.plan.at
    noted, terms = _noted(opportunity.id, made_at)
    asking = (each for each in plan.actions if each.step is Step.ASK_MORE_TIME)
    return OnTheTable(
        opportunity,
        plan,
        made_at,
        standing.offer_by,
        standing.offer_from,
        noted,
        terms,
        next(asking, None),
    )


def _standing(planned: Planned, opportunity: Opportunity) -> Standing:
    at = planned.plan.at
    facts = [each for each in planned.search.facts if each.opportunity == opportunity.id]
    return History(facts).standing(at, plan_file.calendar_of(opportunity, facts, at))


def _noted(id: str, made_at: datetime) -> tuple[Noted | None, queries.Terms]:
    """Return the fact of an offer made then, or of what it was improved to, with its terms."""
    with opening.opened() as database, database.reading():
        log, terms = queries.log(database, id), queries.offers(database, id)
    made = [each for each in log if each.fact.what is What.OFFER and each.fact.at >= made_at]
    noted = max(made, key=lambda each: each.fact.at, default=None)
    kept = (each for each in terms if noted and each.at == noted.fact.at)
    return noted, next(kept, queries.Terms(made_at, "", "", ""))


# Everyone to tell


def if_decided(id: str, decision: What, at: datetime) -> list[Telling]:
    """Return who would have to be told if the user decided so now.

    Raises:
        UnknownError: There is no such opportunity.
    """
    planned = planbook.supposing((Fact(at, decision, id),), at)
    planned.of(id)
    return _still_to_tell(planned)


def telling(planned: Planned) -> list[Telling]:
    """Return everyone to tell since an offer was accepted, whoever was told included.

    Empty while none stands accepted.
    """
    accepted = list(_accepted(planned))
    if not accepted:
        return []
    since = max(fact.at for fact in accepted)
    told = [
        Telling(planned.of(fact.opportunity)[0], fact.step, _to(fact), None, fact.at)
        for fact in planned.search.facts
        if fact.what is What.SENT and fact.step in _DECISIONS and fact.at >= since and fact.step
    ]
    return [*_still_to_tell(planned), *sorted(told, key=lambda each: each.told_at or since)]


def _accepted(planned: Planned) -> Iterable[Fact]:
    accepted = {plan.opportunity for plan in planned.plan.plans if plan.state is State.ACCEPTED}
    for fact in planned.search.facts:
        if fact.what is What.ACCEPTED and fact.opportunity in accepted:
            yield fact


def _to(fact: Fact) -> str:
    return next(iter(fact.people), "")


def _still_to_tell(planned: Planned) -> list[Telling]:
    """Return the letters that tell of decisions, the acceptance first."""
    found = [
        Telling(opportunity, action.step, action.to, action)
        for action, opportunity in planning.pressing_first(planned)
        if action.step in _DECISIONS
    ]
    return sorted(found, key=lambda each: each.step is not Step.ACCEPT)

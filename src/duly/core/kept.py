"""Plans kept from one planning to the next, for a process that lives long.

A plan is a function of values that never change and of the present. So the plan made before is
the plan still, where it was made from the very same values, and until the next instant at which
the present would be read otherwise (`Plan.holds_until`).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from duly.core.facts import History
from duly.core.model import Opportunity, Plan
from duly.core.planner import ALONE, Elsewhere, plan
from duly.core.playbook import Playbook
from duly.core.worktime import WorkCalendar

_MOST: Final = 8
"""Plans kept of one opportunity: alone, with an offer elsewhere, with each of its turns."""


class Kept:
    """The plans made so far."""

    def __init__(self) -> None:
        self._plans: dict[str, _OfOne] = {}

    def fork(self) -> Kept:
        """Return other plans that begin with these; what is made for them stays theirs."""
        other = Kept()
        other._plans = {id: replace(each, made=dict(each.made)) for id, each in self._plans.items()}
        return other

    def plan(
        self,
        opportunity: Opportunity,
        history: History,
        playbook: Playbook,
        calendar: WorkCalendar,
        at: datetime,
        *,
        cards: bool,
        elsewhere: Elsewhere,
    ) -> Plan:
        """Return the plan of one opportunity, made anew only where it has to be.

        The arguments are those of `planner.plan`; only the very same objects are taken for the
        same. Where it was made for an earlier present, `later` tells what is due now.
        """
        known = self._plans.get(opportunity.id)
        if (
            known is None
            or known.opportunity is not opportunity
            or known.history is not history
            or known.playbook is not playbook
            or known.calendar is not calendar
            or known.cards is not cards
        ):
            known = _OfOne(opportunity, history, playbook, calendar, cards)
            self._plans[opportunity.id] = known
        key = _key(elsewhere)
        found = known.made.get(key)
        if found is None or not found.at <= at < found.holds_until:
            found = plan(
                opportunity, history, playbook, calendar, at, cards=cards, elsewhere=elsewhere
            )
            if len(known.made) >= _MOST:
                known.made.clear()
            known.made[key] = found
        return found


@dataclass(slots=True, eq=False, repr=False)
class _OfOne:
    """The plans made of one opportunity, by what happened elsewhere."""

    opportunity: Opportunity
    history: History
    playbook: Playbook
    calendar: WorkCalendar
    cards: bool
    made: dict[Hashable, Plan] = field(default_factory=dict)


def _key(elsewhere: Elsewhere) -> Hashable:
    if elsewhere is ALONE:
        return None
    turns = frozenset((*key, turn.on, turn.why) for key, turn in elsewhere.turns.items())
    return elsewhere.live, elsewhere.accepted_at, elsewhere.accepted_company, turns


def later(plan: Plan, at: datetime) -> Plan:
    """Return a plan as of later, while it holds: what is best done now is still best done now."""
    made_at = plan.at
    if at == made_at or all(action.due != made_at for action in plan.actions):
        return plan
    actions = (
        replace(action, due=at) if action.due == made_at else action for action in plan.actions
    )
    return replace(plan, actions=tuple(actions), at=at)

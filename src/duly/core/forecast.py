"""Looking ahead: the plan as it would unfold if nobody answered.

A plan holds the next step of the chase only. The forecast pretends that each action is carried
out when it is due and plans again, until it is time to let go; so it is always what the planner
itself would say, whatever the playbook.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from duly.core.facts import History
from duly.core.model import Action, Channel, Fact, Opportunity, Outcome, Step, What
from duly.core.planner import plan
from duly.core.playbook import Playbook
from duly.core.worktime import WorkCalendar

MOST_STEPS = 60


class Foreseen(NamedTuple):
    """An action, and the instant at which it would be carried out."""

    at: datetime
    action: Action


def carried_out(action: Action, at: datetime) -> Fact:
    """Return the fact that says an action was carried out, and not answered."""
    people = (action.to,) if action.to else ()
    if action.step is Step.CALL:
        return Fact(at, What.CALLED, action.opportunity, people=people, outcome=Outcome.NO_ANSWER)
    channel = action.channel if action.channel is not Channel.PHONE else None
    return Fact(at, What.SENT, action.opportunity, people=people, step=action.step, channel=channel)


def forecast(
    opportunity: Opportunity,
    history: History,
    playbook: Playbook,
    calendar: WorkCalendar,
    at: datetime,
    *,
    cards: bool = False,
) -> tuple[Foreseen, ...]:
    """Return the actions in the order in which they would be carried out.

    The last is the first word after the letting go, where the playbook has one.
    """
    facts = list(history.facts)
    done: list[Foreseen] = []
    for _ in range(MOST_STEPS):
        actions = plan(opportunity, History(facts), playbook, calendar, at, cards=cards).actions
        following = [action for action in actions if action.step is not Step.STAY_IN_TOUCH]
        if not following:
            done.extend(Foreseen(max(at, action.due), action) for action in actions[:1])
            break
        action = following[0]
        at = max(at, action.due)
        facts.append(carried_out(action, at))
        done.append(Foreseen(at, action))
    return tuple(done)

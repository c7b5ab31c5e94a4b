"""The planner: the facts so far, a playbook and the present in; the actions out.

It keeps no state, reads no clock and gives the same answer each time. Laws are numbered as in
the practice; each group has a module of its own, and `plan` asks them in the order in which
they overrule one another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from duly.core import bounds, chase, replies, thanks
from duly.core.drafting import NOT_WRITTEN, Drafting, Turns
from duly.core.facts import NEVER, History
from duly.core.model import (
    Action,
    Channel,
    Fact,
    Kind,
    Opportunity,
    Plan,
    State,
    Status,
    Step,
    What,
)
from duly.core.playbook import Playbook
from duly.core.windows import single_day
from duly.core.worktime import WorkCalendar


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Elsewhere:
    """What happens in the other opportunities, as far as this one must know.

    Attributes:
        live: At least one other may still come to something (law 11).
        accepted_at: When another offer was accepted, if one was (law 12).
        accepted_company: Whose.
        turns: Messages that wait because their reader hears from the user elsewhere (law 14).
    """

    live: bool = False
    accepted_at: datetime | None = None
    accepted_company: str = ""
    turns: Turns = field(default_factory=dict)


ALONE = Elsewhere()
_SETTLED = frozenset({State.OFFER, State.ACCEPTED, State.CLOSED})
"""The states in which nobody waits for a promise any more."""
_CHANNELS = {Step.CALL: Channel.PHONE, Step.LINKEDIN: Channel.LINKEDIN, Step.CARD: Channel.POST}


def plan(
    opportunity: Opportunity,
    history: History,
    playbook: Playbook,
    calendar: WorkCalendar,
    at: datetime,
    *,
    cards: bool = False,
    elsewhere: Elsewhere = ALONE,
) -> Plan:
    """Plan one opportunity.

    Args:
        opportunity: Whose people and settings to plan for.
        history: Its facts.
        playbook: Which guide to follow.
        calendar: Their working time, in the opportunity's zone and country.
        at: The present, in UTC.
        cards: Whether the user turned handwritten cards on (T9).
        elsewhere: What the other opportunities ask of this one.
    """
    drafting = Drafting(
        opportunity,
        playbook.for_sector(opportunity.sector),
        calendar,
        history.standing(at, calendar),
        cards,
        elsewhere.live,
        elsewhere.turns,
    )
    state = _lay_out(drafting, elsewhere)
    _insisted(drafting)
    actions = bounds.settle(drafting)
    state = state or _state(drafting, actions)
    promise = chase.standing_promise(drafting) if state not in _SETTLED else None
    return Plan(
        opportunity.id,
        state,
        promise.by if promise else None,
        len(drafting.standing.attempts),
        drafting.playbook.attempts,
        actions,
        tuple(drafting.dropped),
        at,
        drafting.standing.holds_until,
    )


def _lay_out(drafting: Drafting, elsewhere: Elsewhere) -> State | None:
    """Lay out the drafts; return the state where the laws alone decide it."""
    standing = drafting.standing
    if standing.decision and standing.decision.what is What.ACCEPTED:
        replies.decision_letter(drafting, standing.decision)
        return State.ACCEPTED
    if standing.ended:
        _closed(drafting, standing.ended)
        return State.CLOSED
    if elsewhere.accepted_at and drafting.opportunity.kind is Kind.APPLICATION:
        return _left(drafting, elsewhere.accepted_at, elsewhere.accepted_company)
    if standing.retired():
        return State.LET_GO
    return _open(drafting)


def _closed(drafting: Drafting, ended: Fact) -> None:
    """After a no, thanks and a word every six months (law 10); after our own no, its letter."""
    if ended.what is not What.RECEIVED:
        replies.decision_letter(drafting, ended)
    else:
        replies.thanks_for_answer(drafting, ended)
        chase.stay_in_touch(drafting, drafting.calendar.day(ended.at))


def _left(drafting: Drafting, accepted_at: datetime, company: str) -> State | None:
    if not replies.leave(drafting, accepted_at, company):
        return State.CLOSED
    return State.OFFER if drafting.standing.offer_at else None


def _open(drafting: Drafting) -> State | None:
    standing = drafting.standing
    replies.answers_owed(drafting)
    thanked_on = thanks.lay_out(drafting)
    if standing.offer_at:
        replies.open_offer(drafting, standing.offer_at)
        return State.OFFER
    lets_go = chase.lay_out(drafting, thanked_on)
    if drafting.opportunity.kind is Kind.NETWORKING:
        _keep_up(drafting, thanked_on)
    if standing.owed:
        return State.ANSWER_OWED
    return State.LET_GO if lets_go else None


def _keep_up(drafting: Drafting, thanked_on: date | None) -> None:
    """Keep in touch with a networking contact, from the first contact on (law 18)."""
    contact_at = drafting.standing.contact_at
    if contact_at is not NEVER:
        day = drafting.calendar.day(contact_at)
        chase.stay_in_touch(drafting, max(day, thanked_on) if thanked_on else day)


def _insisted(drafting: Drafting) -> None:
    """Lay out the messages the user insists on, the bound or a no notwithstanding (law 17)."""
    standing = drafting.standing
    for choice in standing.choices:
        if not (choice.insist and choice.step and choice.until) or choice.step in NOT_WRITTEN:
            continue
        to = choice.people[0] if choice.people else drafting.contact()
        if standing.done(choice.step, to, choice.at):
            continue
        drafting.drafts = [
            draft for draft in drafting.drafts if (draft.step, draft.to) != (choice.step, to)
        ]
        drafting.message(
            choice.step,
            to,
            single_day(choice.until, drafting.calendar),
            ("X2",),
            "You asked for this very message, though the playbook would leave it.",
            f"insisted {choice.until.isoformat()}",
            channel=_CHANNELS.get(choice.step, Channel.EMAIL),
        )
        drafting.dropped = [
            each for each in drafting.dropped if (each.step, each.to) != (choice.step, to)
        ]


def _state(drafting: Drafting, actions: tuple[Action, ...]) -> State:
    standing = drafting.standing
    pressing = (Status.DUE, Status.OVERDUE)
    if any(act.status in pressing and act.step is not Step.PREPARE for act in actions):
        return State.ACTING
    begun = standing.rounds or standing.applied or standing.contact_at is not NEVER
    return State.PREPARING if standing.ahead or not begun else State.WAITING

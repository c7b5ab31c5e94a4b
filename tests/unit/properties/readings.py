"""What the facts of a world say, read a second time and more simply than the planner reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duly.core.drafting import NOT_WRITTEN
from duly.core.model import (
    ATTEMPTS,
    Action,
    Fact,
    Meaning,
    Opportunity,
    Outcome,
    Plan,
    What,
)
from duly.core.worktime import WorkCalendar
from properties.strategies import World

NOES = frozenset({Meaning.REJECTION, Meaning.CLOSED})
MACHINES = frozenset({Meaning.ACKNOWLEDGEMENT, Meaning.AUTO_REPLY, Meaning.BOUNCE})
REOPENING = frozenset({Meaning.INVITATION, Meaning.ASSESSMENT, Meaning.OFFER})
MEETINGS = frozenset({What.INTERVIEW, What.CONVERSATION})


def asking(plan: Plan) -> list[Action]:
    """Return the attempts that a plan has."""
    return [action for action in plan.actions if action.step in ATTEMPTS]


def messages(plan: Plan) -> list[Action]:
    """Return whatever goes to somebody."""
    return [action for action in plan.actions if action.step not in NOT_WRITTEN]


def receiver(action: Action) -> str:
    return action.via or action.to


def happened(world: World, opportunity: Opportunity) -> list[Fact]:
    """Return what is known of an opportunity, meetings aside, oldest first."""
    return sorted(
        (
            fact
            for fact in world.facts_of(opportunity.id)
            if fact.at <= world.at and fact.what not in MEETINGS
        ),
        key=lambda fact: fact.at,
    )


def held(world: World, opportunity: Opportunity) -> Iterator[tuple[Fact, datetime]]:
    """Return every meeting that was held, with the end that it really had."""
    for fact in world.facts_of(opportunity.id):
        if fact.what in MEETINGS:
            end = _end_of(fact, happened(world, opportunity))
            if end and end <= world.at:
                yield fact, end


def _end_of(meeting: Fact, changes: list[Fact]) -> datetime | None:
    end: datetime | None = meeting.at
    for change in changes:
        if change.was_at and change.was_at == end:
            end = change.to_at
    return end


def stands_no(world: World, opportunity: Opportunity) -> bool:
    """Tell whether their last word is a no that nothing has re-opened (law 10)."""
    noes, openings = [], []
    for fact in happened(world, opportunity):
        if fact.what is What.RECEIVED and fact.meaning in NOES:
            noes.append(fact.at)
        elif fact.what in (What.OFFER, What.APPLIED) or (
            fact.what is What.RECEIVED and fact.meaning in REOPENING
        ):
            openings.append(fact.at)
    openings += [end for fact, end in held(world, opportunity) if fact.what is What.INTERVIEW]
    return bool(noes) and all(opening <= noes[-1] for opening in openings)


def promised(world: World, opportunity: Opportunity) -> date | None:
    """Return the day of the last promise, if it has not passed (law 4)."""
    fact = promise_fact(world, opportunity)
    by = _promise_in(fact) if fact else None
    today = world.calendar(opportunity).day(world.at)
    return by if by and by >= today else None


def promise_fact(world: World, opportunity: Opportunity) -> Fact | None:
    """Return the last fact that carries a promise."""
    facts = [fact for fact in happened(world, opportunity) if _promise_in(fact)]
    return facts[-1] if facts else None


def _promise_in(fact: Fact) -> date | None:
    if fact.what is What.PROMISE or (fact.what is What.CALLED and fact.outcome is Outcome.SPOKE):
        return fact.by
    if fact.what is What.RECEIVED and fact.meaning in (Meaning.STILL_DECIDING, Meaning.OTHER):
        return None if fact.automatic else fact.by
    return None


def is_quiet(world: World, at: datetime, until: datetime) -> bool:
    """Tell whether nothing happens after one instant, up to another."""
    moments = (moment for fact in world.search.facts for moment in (fact.at, fact.to_at) if moment)
    return not any(at < moment <= until for moment in moments)


def in_hours(instant: datetime, calendar: WorkCalendar) -> bool:
    """Tell whether an instant lies within their hours, asking the zone itself for the clock."""
    local = instant.astimezone(calendar.zone)
    return calendar.is_business(local.date()) and time(8) <= local.time() <= time(18)


def has_hours(earliest: datetime, latest: datetime, calendar: WorkCalendar) -> bool:
    """Tell whether a window has a moment within their hours."""
    return any(
        calendar.is_business(day) and opens <= latest and earliest <= closes
        for day, opens, closes in _days(earliest, latest, calendar.zone, time(8), time(18))
    )


def has_waking_hours(earliest: datetime, latest: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a window has a moment between 08:00 and 21:00, on any day."""
    return any(
        opens <= latest and earliest <= closes
        for _, opens, closes in _days(earliest, latest, zone, time(8), time(21))
    )


def _days(
    earliest: datetime, latest: datetime, zone: ZoneInfo, opening: time, closing: time
) -> Iterator[tuple[date, datetime, datetime]]:
    day, last = earliest.astimezone(zone).date(), latest.astimezone(zone).date()
    while day <= last:
        yield day, datetime.combine(day, opening, zone), datetime.combine(day, closing, zone)
        day += timedelta(days=1)


def done_on(action: Action, world: World, calendar: WorkCalendar) -> date:
    """Return the day on which an action will really be done: when due, or today if that is past."""
    return calendar.day(max(action.due, world.at))


def apart(first: date, second: date, business_days: int, calendar: WorkCalendar) -> bool:
    """Tell whether two days lie so many business days apart."""
    earlier, later = sorted((first, second))
    return calendar.between(earlier, later) >= business_days


def gap(opportunity: Opportunity) -> int:
    """Return the business days between two attempts (law 9)."""
    return 1 if opportunity.sector == "sales" else 3

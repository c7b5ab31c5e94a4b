"""Planning a whole search: what one opportunity means for the others (laws 11, 12, 14, 19)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import heapify, heappop, heappush

from duly.core.drafting import NOT_WRITTEN, OWED, RANK, Turn
from duly.core.errors import UnknownError, did_you_mean
from duly.core.facts import BY_EMAIL, FOREVER, NEVER, History
from duly.core.kept import Kept, later
from duly.core.model import (
    LIVE,
    Action,
    Fact,
    Note,
    Opportunity,
    Plan,
    Search,
    State,
    Step,
    What,
)
from duly.core.planner import ALONE, Elsewhere
from duly.core.playbook import Playbook
from duly.core.told import told
from duly.core.worktime import Calendars

ENOUGH_LIVE = 3
_FIRST = "{name} hears from you about {company} first; this waits its turn."
_FEW_LIVE = (
    "No opportunities are live; with three or more there is always a next thing.",
    "1 opportunity is live; with three or more there is always a next thing.",
    "{count} opportunities are live; with three or more there is always a next thing.",
)
"""With fewer live opportunities than this the plan as a whole says so (law 19)."""
APART = 3
"""Business days between two messages to one person about two opportunities (law 14)."""
_MOST_ROUNDS = 100
"""Turns given in one opportunity may crowd another; more rounds than this were never needed."""
_Order = tuple[date, datetime, int, str]


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """The plans of all opportunities, in the search's order, and what holds for all of them.

    Attributes:
        holds_until: As that of a plan, for all of them.
    """

    at: datetime
    plans: tuple[Plan, ...]
    notes: tuple[Note, ...]
    holds_until: datetime = field(default=NEVER, compare=False, repr=False)

    def later(self, at: datetime) -> SearchPlan:
        """Return what planning anew would, at an instant before it holds no more."""
        return replace(self, at=at, plans=tuple(later(plan, at) for plan in self.plans))


def plan_search(
    search: Search, at: datetime, playbooks: Mapping[str, Playbook], calendars: Calendars
) -> SearchPlan:
    """Plan every opportunity of a search.

    Args:
        search: Everyone and everything.
        at: The present, in UTC.
        playbooks: Every playbook that the search names.
        calendars: Their working time, by zone and country.

    Raises:
        UnknownError: The search names a playbook that is not given.
        ZoneError: It names a time zone that does not exist.
    """
    return plan_again(search, histories(search), at, playbooks, calendars, Kept())


def histories(search: Search) -> dict[str, History]:
    """Return the fact log of every opportunity, by its id."""
    by_opportunity: dict[str, list[Fact]] = defaultdict(list)
    for fact in search.facts:
        by_opportunity[fact.opportunity].append(fact)
    return {each.id: History(by_opportunity[each.id]) for each in search.opportunities}


def plan_again(
    search: Search,
    histories: Mapping[str, History],
    at: datetime,
    playbooks: Mapping[str, Playbook],
    calendars: Calendars,
    kept: Kept,
) -> SearchPlan:
    """Plan every opportunity of a search, save what is kept from before and still holds.

    Args:
        search: Everyone; its facts are not looked at.
        histories: The facts, by opportunity.
        at: The present, in UTC.
        playbooks: Every playbook that the search names.
        calendars: Their working time, by zone and country.
        kept: What was planned before; it is brought up to date.

    Returns:
        The plan, each opportunity's as of when it was made: `SearchPlan.later` brings it to now.

    Raises:
        UnknownError: The search names a playbook that is not given.
        ZoneError: It names a time zone that does not exist.
    """
    return _Planning(search, histories, at, playbooks, calendars, kept).plan()


class _Planning:
    """One planning of one search."""

    def __init__(
        self,
        search: Search,
        histories: Mapping[str, History],
        at: datetime,
        playbooks: Mapping[str, Playbook],
        calendars: Calendars,
        kept: Kept,
    ) -> None:
        self._search = search
        self._at = at
        self._playbooks = playbooks
        self._kept = kept
        self._holds_until = FOREVER
        self._by_id = {each.id: each for each in search.opportunities}
        self._calendars = {
            each.id: calendars.of(each.time_zone, each.country) for each in search.opportunities
        }
        self._histories = histories

    def plan(self) -> SearchPlan:
        """Plan each alone, then tell each what the others mean for it.

        A plan that is kept may be due at an earlier present; nothing here looks at more of a due
        time than the day, and that of what is due by now is today.
        """
        alone = {each.id: self._one(each, ALONE) for each in self._search.opportunities}
        elsewhere = self._elsewhere(alone)
        plans = {
            each.id: self._one(each, elsewhere[each.id]) if each.id in elsewhere else alone[each.id]
            for each in self._search.opportunities
        }
        plans = self._without_crowding(plans, elsewhere)
        ordered = tuple(plans[each.id] for each in self._search.opportunities)
        return SearchPlan(self._at, ordered, _notes(ordered), self._holds_until)

    def _one(self, opportunity: Opportunity, elsewhere: Elsewhere) -> Plan:
        found = self._kept.plan(
            opportunity,
            self._histories[opportunity.id],
            self._playbook(opportunity),
            self._calendars[opportunity.id],
            self._at,
            cards=self._search.me.cards,
            elsewhere=elsewhere,
        )
        if found.holds_until < self._holds_until:
            self._holds_until = found.holds_until
        return found

    def _playbook(self, opportunity: Opportunity) -> Playbook:
        name = opportunity.playbook or self._search.playbook
        found = self._playbooks.get(name)
        if found is None:
            raise UnknownError(
                told('there is no playbook "{name}"', name=name),
                mend=did_you_mean(name, self._playbooks),
            )
        return found

    def _elsewhere(self, plans: Mapping[str, Plan]) -> dict[str, Elsewhere]:
        """Return what others mean for an opportunity, where they mean anything."""
        live = [id for id, plan in plans.items() if plan.state in LIVE]
        accepted = self._accepted(plans)
        found = {}
        for opportunity in self._search.opportunities:
            id = opportunity.id
            others_live = any(other != id for other in live[:2])
            if accepted and id in live:
                at, company = accepted
                found[id] = Elsewhere(others_live, at, company)
            elif others_live and plans[id].state is State.OFFER:
                found[id] = Elsewhere(live=True)
        return found

    def _accepted(self, plans: Mapping[str, Plan]) -> tuple[datetime, str] | None:
        """Return when the last offer was accepted, and whose, if one stands accepted."""
        accepted = [
            (fact.at, opportunity.company)
            for opportunity in self._search.opportunities
            if plans[opportunity.id].state is State.ACCEPTED
            for fact in self._histories[opportunity.id].facts
            if fact.what is What.ACCEPTED and fact.at <= self._at
        ]
        return max(accepted, default=None)

    # One reader, many roles (law 14)

    def _without_crowding(
        self, plans: dict[str, Plan], elsewhere: Mapping[str, Elsewhere]
    ) -> dict[str, Plan]:
        """Let later messages to a person who is in several opportunities wait."""
        shared = self._shared_people()
        turns: dict[str, dict[tuple[Step, str], Turn]] = defaultdict(dict)
        for _ in range(_MOST_ROUNDS if shared else 0):
            crowded = [
                each for person, ids in shared.items() for each in self._crowded(plans, person, ids)
            ]
            for action, turn in crowded:
                turns[action.opportunity][action.step, action.to] = turn
            for id in {action.opportunity for action, _ in crowded}:
                known = elsewhere.get(id, ALONE)
                plans[id] = self._one(self._by_id[id], replace(known, turns=turns[id]))
            if not crowded:
                break
        return plans

    def _shared_people(self) -> dict[str, list[str]]:
        where: dict[str, list[str]] = defaultdict(list)
        for opportunity in self._search.opportunities:
            for person in opportunity.people:
                where[person.id].append(opportunity.id)
        return {person: ids for person, ids in where.items() if len(ids) > 1}

    def _crowded(
        self, plans: Mapping[str, Plan], person: str, ids: list[str]
    ) -> list[tuple[Action, Turn]]:
        """Return the messages to a person that come too close to one elsewhere, with their turn.

        What was written, and what is owed, stands; thank-yous come next, since they cannot wait
        long; the rest is placed in order, each on the first day that keeps clear of all before.
        """
        written = [(day, id) for id in ids for day in self._written_on(person, id)]
        actions = [
            action
            for id in ids
            for action in plans[id].actions
            if (action.via or action.to) == person and action.step not in NOT_WRITTEN
        ]
        written += [
            (self._done_on(each), each.opportunity) for each in actions if each.step in OWED
        ]
        free = [each for each in actions if each.step not in OWED]
        thanks = [each for each in free if each.step is Step.THANK_YOU]
        others = [each for each in free if each.step is not Step.THANK_YOU]
        return [*self._place(person, thanks, written), *self._place(person, others, written)]

    def _place(
        self, person: str, actions: list[Action], written: list[tuple[date, str]]
    ) -> Iterator[tuple[Action, Turn]]:
        """Place messages in the order in which they are due; yield those that had to move."""
        queue = [(self._order(each), index) for index, each in enumerate(actions)]
        heapify(queue)
        while queue:
            (day, latest, rank, id), index = heappop(queue)
            action = actions[index]
            other = self._too_close(day, action, written)
            if other:
                until = self._calendars[action.opportunity].after(other[0], APART)
                heappush(queue, ((until, latest, rank, id), index))
                continue
            written.append((day, action.opportunity))
            if day != self._done_on(action):
                yield action, self._turn(person, day, action, written)

    def _too_close(
        self, day: date, action: Action, written: list[tuple[date, str]]
    ) -> tuple[date, str] | None:
        """Return the latest message about another role that a day comes too close to."""
        calendar = self._calendars[action.opportunity]
        close = [
            (other_day, id)
            for other_day, id in written
            if id != action.opportunity
            and day < calendar.after(other_day, APART)
            and other_day < calendar.after(day, APART)
        ]
        return max(close, default=None)

    def _turn(
        self, person: str, day: date, action: Action, written: list[tuple[date, str]]
    ) -> Turn:
        _, last = max(each for each in written if each[1] != action.opportunity and each[0] <= day)
        name, company = self._name(person), self._by_id[last].company
        return Turn(
            day,
            told(_FIRST, name=name, company=company),
        )

    def _written_on(self, person: str, id: str) -> list[date]:
        calendar = self._calendars[id]
        return [
            calendar.day(fact.at)
            for fact in self._histories[id].facts
            if fact.what in (What.SENT, What.CALLED)
            and _reached(self._by_id[id], fact, person)
            and fact.step not in NOT_WRITTEN
            and fact.at <= self._at
        ]

    def _done_on(self, action: Action) -> date:
        return self._calendars[action.opportunity].day(max(action.due, self._at))

    def _order(self, action: Action) -> _Order:
        return self._done_on(action), action.latest, RANK[action.step], action.opportunity

    def _name(self, person: str) -> str:
        for opportunity in self._search.opportunities:
            if known := opportunity.person(person):
                return known.name
        return person


def _reached(opportunity: Opportunity, fact: Fact, person: str) -> bool:
    """Tell whether a message reached a person, be it only to be passed on (law 13)."""
    if person in fact.people or person != opportunity.via or fact.channel not in BY_EMAIL:
        return person in fact.people
    known = (opportunity.person(each) for each in fact.people)
    return any(each is not None and not each.email for each in known)


def _notes(plans: tuple[Plan, ...]) -> tuple[Note, ...]:
    """Say that a next thing is missing, unless the search is over (law 19)."""
    if any(plan.state is State.ACCEPTED for plan in plans):
        return ()
    live = sum(plan.state in LIVE for plan in plans)
    if live >= ENOUGH_LIVE:
        return ()
    return (Note(("N3",), told(_FEW_LIVE[live], count=live)),)

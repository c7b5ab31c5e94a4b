"""The plan, made from what is stored and noted as it is shown."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from duly.adapters import playbookfiles
from duly.core.errors import UnknownError, did_you_mean
from duly.core.facts import History
from duly.core.forecast import Foreseen, forecast
from duly.core.model import Action, Fact, Opportunity, Plan, Search, Status, Step, What
from duly.core.portfolio import SearchPlan, plan_search
from duly.core.reconcile import Cancel, Change, Key, reconcile
from duly.core.told import told
from duly.services import opening, plan_file
from duly.store import queries, shown
from duly.store.connection import Database, ThroughDjango

Pair = tuple[Action, Opportunity]
_RANK: Final = {Status.OVERDUE: 0, Status.DUE: 1, Status.HELD: 2, Status.UPCOMING: 3}


class Planned(NamedTuple):
    """A search, its plan, and what is new in it since it was shown last."""

    search: Search
    plan: SearchPlan
    changes: list[Change]

    def of(self, id: str) -> tuple[Opportunity, Plan]:
        """Return one opportunity with its plan.

        Raises:
            UnknownError: There is none of that id.
        """
        for opportunity, plan in zip(self.search.opportunities, self.plan.plans, strict=True):
            if opportunity.id == id:
                return opportunity, plan
        known = [each.id for each in self.search.opportunities]
        raise UnknownError(
            told('there is no opportunity "{id}"', id=id), mend=did_you_mean(id, known)
        )


def today(at: datetime) -> Planned:
    """Plan everything as of now, and note what is shown.

    Reads first and keeps nobody waiting; takes the writer's turn only when something in the plan
    is new, and plans again if somebody wrote in between.

    Raises:
        NoProfileError: Nobody has said yet who is searching.
        StoreError: The database cannot be read.
    """
    with opening.opened() as database:
        seen = database.seen()
        with database.reading():
            planned = _plan(database, at)
        if planned.changes:
            with database.writing():
                if database.seen() != seen:
                    planned = _plan(database, at)
                shown.apply(database, planned.changes, at, {})
        return planned


def what_if(at: datetime) -> Planned:
    """Plan everything as of some other moment; nothing is noted."""
    with opening.opened() as database, database.reading():
        return _plan(database, at)


def supposing(facts: Iterable[Fact], at: datetime) -> Planned:
    """Plan everything as if some facts had happened; nothing is noted."""
    with opening.opened() as database, database.reading():
        search = queries.search(database)
    search = replace(search, facts=(*search.facts, *facts))
    return Planned(search, _plan_of(search, at), [])


def refresh(at: datetime, just: Iterable[Fact] = ()) -> Planned:
    """Plan anew inside a use case, and note what is shown.

    Args:
        at: The present.
        just: What was recorded just now: it tells actions done from actions overtaken.
    """
    from duly.services.planbook import BOOK

    database = ThroughDjango()
    planned = BOOK.inside(database, at) or _plan(database, at)
    shown.apply(database, planned.changes, at, _endings(planned.changes, tuple(just)))
    return planned


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through a search while it grows: none of it is."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@no_collecting()
def _plan(database: Database, at: datetime) -> Planned:
    search = queries.search(database)
    plan = _plan_of(search, at)
    actions = [action for each in plan.plans for action in each.actions]
    return Planned(search, plan, reconcile(actions, shown.stored(database)))


def _plan_of(search: Search, at: datetime) -> SearchPlan:
    return plan_search(
        search, at, plan_file.playbooks_for(search), plan_file.calendars_for(search, at)
    )


def pressing_first(planned: Planned, days: int | None = None) -> list[Pair]:
    """Return the actions with their opportunities, in the order in which to look at them.

    Args:
        planned: The search and its plan.
        days: Leave out what is only coming later than this; None for nothing.
    """
    horizon = None if days is None else planned.plan.at + timedelta(days=days)
    pairs = [
        (action, opportunity)
        for opportunity, plan in zip(planned.search.opportunities, planned.plan.plans, strict=True)
        for action in plan.actions
        if horizon is None or action.status is not Status.UPCOMING or action.due <= horizon
    ]
    pairs.sort(key=_order)
    return pairs


def _order(pair: Pair) -> tuple[int, datetime, str]:
    """Order by status; what is due by its deadline, else by the best time."""
    action, opportunity = pair
    rank = _RANK[action.status]
    return rank, action.latest if rank <= _RANK[Status.DUE] else action.due, opportunity.company


def look_ahead(planned: Planned, id: str, playbook: str = "") -> tuple[Foreseen, ...]:
    """Return how one opportunity would unfold if nobody answered.

    Args:
        planned: The search and its plan.
        id: Which one.
        playbook: By another playbook than its own.

    Raises:
        UnknownError: There is no such opportunity or playbook.
    """
    opportunity, _ = planned.of(id)
    search, at = planned.search, planned.plan.at
    book = playbookfiles.load(playbook or opportunity.playbook or search.playbook)
    history = History(fact for fact in search.facts if fact.opportunity == id)
    calendar = plan_file.calendar_of(opportunity, history.facts, at)
    return forecast(opportunity, history, book, calendar, at, cards=search.me.cards)


# What became of the actions that are gone

_ENDINGS = {What.SENT: shown.DONE, What.SKIPPED: shown.SKIPPED, What.RETIRED: shown.RETIRED}


def _endings(changes: Iterable[Change], just: tuple[Fact, ...]) -> dict[Key, str]:
    found = {}
    for change in changes:
        if isinstance(change, Cancel):
            key = change.stored.key
            for fact in just:
                if ending := _ending(key, fact):
                    found[key] = ending
    return found


def _ending(key: Key, fact: Fact) -> str:
    """Return what a fact makes of an action: done, skipped, retired, or nothing."""
    opportunity, step, to, _ = key
    if fact.opportunity != opportunity or (to and fact.people and to not in fact.people):
        return ""
    if fact.what is What.CALLED:
        return shown.DONE if step is Step.CALL else ""
    return _ENDINGS.get(fact.what, "") if fact.step is step else ""

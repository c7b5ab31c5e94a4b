"""What of a plan belongs into a calendar, and what became of what was there before.

An entry is known by what it is about, never by its words or its time: a step that moves, or a
company that is renamed, is the same entry, so that a calendar program moves it and shows no second
one (RFC 5545 §3.8.4.7). Its number grows when its time changes, and never shrinks (§3.8.7.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from duly.core import meetings
from duly.core.bounds import first_due
from duly.core.facts import History
from duly.core.meetings import Meeting
from duly.core.model import Action, Fact, Opportunity, Plan, Search, State, Status
from duly.core.portfolio import SearchPlan
from duly.core.worktime import OPENING, Calendars, WorkCalendar
from duly.formats.actionwords import person_name, task

INTERVIEW: Final = "interview"
PROMISE: Final = "promise"
DEADLINE: Final = "deadline"
DONE: Final = "done"
"""What became of a to-do that was carried out; what was called off is `CANCELLED`."""
CANCELLED: Final = "cancelled"
OVER: Final = "over"
"""A meeting that was held, a day that has passed: it may stay in a calendar for good."""

_A_STEP: Final = timedelta(minutes=15)
_A_DAY: Final = timedelta(days=1)
_AT_ITS_TIME: Final = timedelta(0)
_BEFORE_A_MEETING: Final = timedelta(hours=-1)
_BEFORE_A_DEADLINE: Final = timedelta(hours=-2)
_IN_THE_MORNING: Final = timedelta(hours=OPENING.hour)


class Form(StrEnum):
    """What a planned action becomes in a calendar."""

    EVENTS = "events"
    TODOS = "todos"
    BOTH = "both"


class Sort(StrEnum):
    """The two sorts of entries that a calendar has."""

    EVENT = "event"
    TODO = "todo"


Alarm = datetime | timedelta
"""An instant, or a time after the start."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar.

    Attributes:
        about: The step, or `INTERVIEW`, `PROMISE`, `DEADLINE`.
        to: Id of the person it goes to; empty where it goes to nobody.
        occasion: As the action's: with the above it tells an entry from every other one.
        starts: A day, or an instant in UTC; None for a to-do that may be done at once.
        ends: Of an event its end, exclusive; of a to-do when it is due. A day like `starts`, or
            an instant.
        busy: It takes the user's time, as an interview does.
    """

    opportunity: str
    about: str
    summary: str
    starts: date | None
    ends: date
    to: str = ""
    occasion: str = ""
    sort: Sort = Sort.EVENT
    description: str = ""
    alarms: tuple[Alarm, ...] = ()
    busy: bool = False

    @property
    def uid(self) -> str:
        """Return what the entry is known by in every calendar, for good."""
        return uid(self.opportunity, self.about, self.to, self.occasion, self.sort)

    @property
    def digest(self) -> str:
        """Return what changes whenever anything of it does."""
        said = (self.summary, self.starts, self.ends, self.description, self.alarms, self.busy)
        return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:32]


# What belongs into it


def entries(
    search: Search, planned: SearchPlan, calendars: Calendars, form: Form, *, full: bool
) -> tuple[Entry, ...]:
    """Return everything that belongs into the user's calendar, in a lasting order.

    Args:
        search: Everyone and everything.
        planned: Its plan, as of the present.
        calendars: Their working time, by zone and country.
        form: What actions become; days, deadlines and interviews are always events.
        full: Say why an action is planned, and by which rules.
    """
    by_opportunity: dict[str, list[Fact]] = {each.id: [] for each in search.opportunities}
    for fact in search.facts:
        by_opportunity[fact.opportunity].append(fact)
    mine = ZoneInfo(search.me.time_zone)
    found = [
        entry
        for opportunity, plan in zip(search.opportunities, planned.plans, strict=True)
        for entry in _Writing(
            opportunity,
            plan,
            History(by_opportunity[opportunity.id]),
            calendars.of(opportunity.time_zone, opportunity.country),
            planned.at,
            mine,
            form,
            full,
        ).entries()
    ]
    return tuple(sorted(found, key=lambda entry: entry.uid))


@dataclass(frozen=True, slots=True)
class _Writing:
    """One opportunity's entries in the making."""

    opportunity: Opportunity
    plan: Plan
    history: History
    calendar: WorkCalendar
    at: datetime
    mine: ZoneInfo
    form: Form
    full: bool
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """Tell what day it is where the user reads their calendar."""
        object.__setattr__(self, "today", self.at.astimezone(self.mine).date())

    def entries(self) -> Iterator[Entry]:
        """Return them all."""
        for action in self.plan.actions:
            if self.form is not Form.TODOS:
                yield self._event(action)
            if self.form is not Form.EVENTS:
                yield self._todo(action)
        yield from self._interviews()
        if self.plan.promise_on:
            yield self._all_day(PROMISE, "an answer is promised by today", self.plan.promise_on)
        if self.plan.state is State.OFFER:
            yield from self._deadline()

    # Actions

    def _event(self, action: Action) -> Entry:
        """Return an action as an event at its best moment.

        Once the day of that moment is over, it goes along with the present, a whole day long: what
        lies in the past of a calendar is seen by nobody.
        """
        best = self._moment(action)
        entry = self._action(action)
        if best.astimezone(self.mine).date() < self.today:
            ends, alarm = self.today + _A_DAY, _IN_THE_MORNING
            return replace(entry, starts=self.today, ends=ends, alarms=(alarm, *action.reminders))
        alarms: tuple[Alarm, ...] = (_AT_ITS_TIME, *action.reminders)
        return replace(entry, starts=best, ends=best + _A_STEP, alarms=alarms)

    def _todo(self, action: Action) -> Entry:
        """Return an action as a to-do with its window; where there is an event, that one rings."""
        rings = self.form is Form.TODOS
        opens = action.earliest if action.earliest < action.latest else None
        return replace(
            self._action(action),
            sort=Sort.TODO,
            starts=opens,
            ends=action.latest,
            alarms=(self._moment(action), *action.reminders) if rings else (),
        )

    def _action(self, action: Action) -> Entry:
        return Entry(
            self.opportunity.id,
            action.step.value,
            self._headed(task(action, self.opportunity)),
            None,
            action.latest,
            action.to,
            action.occasion,
            description=f"{action.why} [{' '.join(action.rules)}]" if self.full else "",
        )

    def _moment(self, action: Action) -> datetime:
        """Return when best to do it, which the passing of time alone does not change."""
        waits = action.status is Status.HELD and action.due > self.at
        if action.status is Status.UPCOMING or waits:
            return action.due
        return first_due(action, self.calendar)

    # Everything else

    def _interviews(self) -> Iterator[Entry]:
        known = [fact for fact in self.history.facts if fact.at <= self.at or not fact.was_at]
        for name, meeting in meetings.named(known):
            if meeting.is_interview and meeting.ends_at > self.at:
                yield self._interview(name, meeting)

    def _interview(self, name: str, meeting: Meeting) -> Entry:
        names = " and ".join(person_name(self.opportunity, each) for each in meeting.people)
        what = "interview" if meeting.starts_at else "end of the interview"
        entry = interview(self.opportunity.id, name, meeting)
        summary = self._headed(f"{what} with {names}" if names else what)
        return replace(entry, summary=summary, alarms=(_BEFORE_A_MEETING,))

    def _deadline(self) -> Iterator[Entry]:
        by = self.history.standing(self.at, self.calendar).offer_by
        if by:
            summary = self._headed("the offer wants an answer by now")
            alarms = (_BEFORE_A_DEADLINE,)
            yield Entry(self.opportunity.id, DEADLINE, summary, by, by, alarms=alarms)

    def _all_day(self, about: str, what: str, day: date) -> Entry:
        return Entry(self.opportunity.id, about, self._headed(what), day, day + _A_DAY)

    def _headed(self, what: str) -> str:
        return f"{self.opportunity.company or self.opportunity.role or self.opportunity.id}: {what}"


def uid(opportunity: str, about: str, to: str, occasion: str, sort: Sort) -> str:
    """Return what an entry is known by (RFC 7986 §5.3): a name that only looks like chance."""
    seed = "\x1f".join((opportunity, about, to, occasion, sort)).encode("utf-8", "backslashreplace")
    return f"{hashlib.sha256(seed).hexdigest()[:32]}@duly.invalid"


def interview(opportunity: str, name: str, meeting: Meeting) -> Entry:
    """Return a meeting as an entry without words; without a length where only its end is known.

    Args:
        opportunity: Whose it is.
        name: What it goes by, from `meetings.named`.
        meeting: With the time that it really has.
    """
    starts_at = min(meeting.starts_at or meeting.ends_at, meeting.ends_at)
    return Entry(
        opportunity, INTERVIEW, "", starts_at, meeting.ends_at, occasion=name, busy=True
    )  # fmt: skip


# What became of what was there before


@dataclass(frozen=True, slots=True)
class Issue:
    """An entry as calendar programs were given it last.

    Attributes:
        entry: As it is now; of what was kept, without alarms and description.
        digest: The whole entry's, when it was given out.
        sequence: How often its time has changed since it was given out first.
        stamped_at: When anything of it changed last.
        ended_at: When it was taken away, if it is.
        ending: `DONE`, `CANCELLED` or `OVER`, of what is taken away.
    """

    entry: Entry = field(compare=False)
    digest: str
    sequence: int
    stamped_at: datetime
    ended_at: datetime | None = None
    ending: str = ""


def reissue(
    entries: Iterable[Entry], known: Mapping[str, Issue], at: datetime, done: Container[str]
) -> dict[str, Issue]:
    """Return every entry there is or was, by UID, as it is to be given out now.

    Args:
        entries: What belongs into the calendar.
        known: What was given out last.
        at: The present.
        done: UIDs of actions that were carried out.
    """
    at = at.replace(microsecond=0)  # a calendar knows nothing finer
    found = {entry.uid: entry for entry in entries}
    issues = {uid: _given(entry, known.get(uid), at) for uid, entry in found.items()}
    for uid, issue in known.items():
        if uid not in found:
            issues[uid] = issue if issue.ended_at else _taken_away(issue, at, uid in done)
    return dict(sorted(issues.items()))


def _given(entry: Entry, before: Issue | None, at: datetime) -> Issue:
    if before is None:
        return Issue(entry, entry.digest, 0, at)
    if before.ended_at is None and before.digest == entry.digest:
        return replace(before, entry=entry)
    times = (before.entry.starts, before.entry.ends)
    moved = before.ended_at is not None or times != (entry.starts, entry.ends)
    at = max(at, before.stamped_at)
    return Issue(entry, entry.digest, before.sequence + moved, at)


def _taken_away(issue: Issue, at: datetime, done: bool) -> Issue:  # noqa: FBT001 - it is a fact
    at = max(at, issue.stamped_at)
    ending = DONE if done else OVER if _is_over(issue.entry, at) else CANCELLED
    return replace(issue, sequence=issue.sequence + 1, stamped_at=at, ended_at=at, ending=ending)


def _is_over(entry: Entry, at: datetime) -> bool:
    """Tell whether something that is no action has simply passed."""
    if entry.about not in (INTERVIEW, PROMISE, DEADLINE):
        return False
    ends = entry.ends
    return ends <= at if isinstance(ends, datetime) else ends <= at.date()

"""Whole searches out of a few bytes: quick to generate, and small once they have been shrunk.

A byte of zero always stands for the plainest choice, so that what is left of a failing search
is what the failure needs. `world_of` is a plain function of those bytes: the same searches can
be counted without Hypothesis, to see that the properties are about something.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from duly.adapters import playbookfiles
from duly.core.model import (
    Action,
    Channel,
    Fact,
    Kind,
    LinkedIn,
    Me,
    Meaning,
    Medium,
    Opportunity,
    Outcome,
    Person,
    PersonRole,
    Search,
    Step,
    What,
)
from duly.core.portfolio import SearchPlan, plan_search
from duly.core.worktime import Calendars, DaysOff, WorkCalendar

T = TypeVar("T")

PLAYBOOKS = {
    name: playbookfiles.read(playbookfiles.packaged_file(name)) for name in playbookfiles.PACKAGED
}

ZONES = (
    "Etc/UTC",
    "America/New_York",
    "Europe/Berlin",
    "America/Chicago",
    "Europe/London",
    "Europe/Dublin",  # its winter time is the "daylight saving" one
    "America/St_Johns",  # changed at one minute past midnight until 2011
    "Asia/Kathmandu",
    "Africa/Casablanca",  # changes for Ramadan
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # had no 30 December 2011
    "Pacific/Fakaofo",  # nor had this
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Chatham",
    "Australia/Eucla",
    "Asia/Kolkata",
    "Asia/Tehran",  # changed at midnight
    "Asia/Gaza",
    "Africa/Cairo",
    "America/Sao_Paulo",  # began its day at one o'clock on change days
    "America/Havana",
    "America/Asuncion",
    "America/Scoresbysund",
    "America/Caracas",
    "Asia/Pyongyang",
    "Asia/Tokyo",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Antarctica/Troll",  # changes by two hours
    "Antarctica/Casey",
    "Atlantic/Azores",
)

_CLOCKS = tuple(
    time(int(clock[:2]), int(clock[3:]))
    for clock in [
        "15:00",
        "09:00",
        "10:30",
        "11:00",
        "12:00",
        "14:00",
        "14:30",
        "15:30",
        "16:00",
        "16:01",
        "17:00",
        "17:59",
        "18:00",
        "18:01",
        "19:30",
        "20:59",
        "21:00",
        "21:01",
        "22:30",
        "23:30",
        "23:59",
        "00:00",
        "00:01",
        "00:30",
        "01:00",
        "01:30",
        "02:00",
        "02:30",
        "03:00",
        "03:30",
        "05:00",
        "07:59",
        "08:00",
        "08:01",
        "08:59",
        "09:01",
    ]
)
_BY = (3, 0, 1, 2, 4, 5, 6, 7, 8, 10, 14, 21, 30, -1, -4)
_GAPS = (1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 14, -1, -5)
_PRESENT = (0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 21, 30, 45, 190, -1, -3)


@dataclass(frozen=True)
class _Theme:
    """What mostly happens in a world, and how quickly.

    Attributes:
        gaps: Days from one fact to the next; a negative one puts it before the last.
        present: Days from the last fact to the present.
    """

    whats: tuple[What, ...]
    steps: tuple[Step, ...] = (
        *(Step.THANK_YOU,) * 10,
        *(Step.STATUS,) * 8,
        *(Step.DEBRIEF,) * 4,
        *Step,
    )
    meanings: tuple[Meaning, ...] = (
        *(Meaning.STILL_DECIDING,) * 3,
        *(Meaning.REJECTION,) * 2,
        *(Meaning.AUTO_REPLY,) * 2,
        *(Meaning.BOUNCE,) * 2,
        *Meaning,
    )
    gaps: tuple[int, ...] = _GAPS
    present: tuple[int, ...] = _PRESENT


_EVERYTHING = _Theme(
    (
        *(What.INTERVIEW,) * 8,
        *(What.SENT,) * 14,
        *(What.RECEIVED,) * 12,
        *(What.PROMISE,) * 3,
        *(What.CALLED,) * 4,
        *(What.CONVERSATION,) * 2,
        *(What.INTERVIEW_MOVED,) * 2,
        *What,
    )
)
_CHASING = _Theme(
    (
        *(What.SENT,) * 6,
        *(What.INTERVIEW,) * 2,
        *(What.PROMISE,) * 2,
        What.CALLED,
        What.SNOOZED,
        What.SKIPPED,
    ),
    steps=(*(Step.STATUS,) * 6, *(Step.THANK_YOU,) * 4, *(Step.DEBRIEF,) * 2, Step.OTHER),
    present=(0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 14, -1, -3),
)
_JUST_MET = _Theme(
    (
        *(What.INTERVIEW,) * 6,
        *(What.SENT,) * 2,
        What.CONVERSATION,
        What.PROMISE,
        What.RECEIVED,
        What.INTERVIEW_MOVED,
    ),
    steps=(*(Step.DEBRIEF,) * 3, *(Step.THANK_YOU,) * 2, *Step),
    meanings=(*(Meaning.AUTO_REPLY,) * 2, Meaning.QUESTION, Meaning.OTHER, Meaning.BOUNCE),
    gaps=(0, 0, 0, 1, 1, -1),
    present=(0, 0, 0, 1, 1, 2, 3, 4),
)
_PROMISED = _Theme(
    (
        *(What.PROMISE,) * 3,
        *(What.RECEIVED,) * 2,
        *(What.CALLED,) * 2,
        *(What.SENT,) * 2,
        What.INTERVIEW,
    ),
    meanings=(*(Meaning.STILL_DECIDING,) * 4, *Meaning),
    gaps=(1, 0, 2, 3, 5, 8, -1),
    present=(0, 0, 0, 1, 2, 3, 4, 5, 7, -1),
)
_APPLYING = _Theme(
    (
        *(What.APPLIED,) * 2,
        *(What.SENT,) * 2,
        What.PROMISE,
        What.CALLED,
        What.CONNECTED,
    )
)
_ENDING = _Theme(
    (
        *(What.RECEIVED,) * 6,
        *(What.OFFER,) * 3,
        *(What.SENT,) * 3,
        What.INTERVIEW,
        What.CONVERSATION,
        What.CALLED,
        What.APPLIED,
        What.MORE_TIME,
        What.ACCEPTED,
        What.DECLINED,
        What.WITHDREW,
        What.RETIRED,
    ),
    steps=tuple(Step),
    meanings=(*(Meaning.REJECTION,) * 4, *(Meaning.CLOSED,) * 2, *Meaning),
    gaps=(1, 0, 0, 1, 2, 3, 7, -1),
    present=(0, 0, 0, 1, 1, 2, 3, 5, 10, 30, 190),
)
_THEMES = (
    _EVERYTHING, _EVERYTHING, _CHASING, _CHASING, _JUST_MET, _JUST_MET, _PROMISED, _APPLYING,
    _ENDING, _ENDING,
)  # fmt: skip
_OWN = frozenset({Step.PREPARE, Step.DEBRIEF, Step.DECIDE, Step.LET_GO})
"""Steps whose `sent` fact has no reader."""

FACT_BYTES = 11
PRESENT_BYTES = 16
HEADER_BYTES = 120
MOST_FACTS = 18


@dataclass(frozen=True)
class World:
    """A search, the present, and their days off: everything that a plan is made from."""

    search: Search
    at: datetime
    days_off: Mapping[str, DaysOff]

    def plan(self, at: datetime | None = None, facts: Iterable[Fact] | None = None) -> SearchPlan:
        """Plan it, at another moment or with other facts where they are given."""
        search = self.search if facts is None else replace(self.search, facts=tuple(facts))
        return plan_search(search, at or self.at, PLAYBOOKS, Calendars(self.days_off))

    def but(self, *facts: Fact, at: datetime | None = None) -> World:
        """Return the same world with further facts, perhaps at another moment."""
        search = replace(self.search, facts=(*self.search.facts, *facts))
        return replace(self, search=search, at=at or self.at)

    def calendar(self, opportunity: Opportunity) -> WorkCalendar:
        return Calendars(self.days_off).of(opportunity.time_zone, opportunity.country)

    def opportunity(self, id: str) -> Opportunity:
        return next(each for each in self.search.opportunities if each.id == id)

    def facts_of(self, id: str) -> list[Fact]:
        return [fact for fact in self.search.facts if fact.opportunity == id]

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: FBT001
        printer.text(f"\n{self}\n")

    def __str__(self) -> str:
        """Show it as one would tell it, leaving out what is empty."""
        lines = [f"at {self.at:%a %Y-%m-%d %H:%M} UTC, playbook {self.search.playbook}"]
        for each in self.search.opportunities:
            lines.append(f"  {_shown(each, leave_out=('people',))}")
            lines += [f"    {_shown(person)}" for person in each.people]
            lines += [f"    {_shown(fact)}" for fact in self.facts_of(each.id)]
        lines += [f"  {country}: {_shown(off)}" for country, off in self.days_off.items()]
        return "\n".join(lines)


def _shown(value: object, leave_out: Sequence[str] = ()) -> str:
    names = getattr(value, "__slots__", ())
    told = ((name, getattr(value, name)) for name in names if name not in leave_out)
    return ", ".join(f"{name}={_said(each)}" for name, each in told if each)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%a %Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%a %Y-%m-%d}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(str, value))) + "}"
    return str(value)


@lru_cache(maxsize=64)
def change_days(zone: str) -> tuple[date, ...]:
    """Return the local days between 2005 and 2035 on which a zone's clocks were changed."""
    info = ZoneInfo(zone)
    noon = datetime(2005, 1, 1, 12, tzinfo=UTC)
    days = []
    offset = noon.astimezone(info).utcoffset()
    for _ in range(31 * 365):
        noon += timedelta(days=1)
        before, offset = offset, noon.astimezone(info).utcoffset()
        if offset != before:
            days.append(noon.astimezone(info).date())
    return tuple(days)


class _Choices:
    """Reads choices off bytes, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._left = iter(data)

    def below(self, count: int) -> int:
        return next(self._left, 0) % count

    def of(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def once_in(self, count: int) -> bool:
        return self.below(count) == count - 1


class _Building:
    """Builds one world."""

    def __init__(self, header: bytes, insisting: bool) -> None:  # noqa: FBT001
        self._present = _Choices(header[:PRESENT_BYTES])
        self._choices = _Choices(header[PRESENT_BYTES:])
        self._insisting = insisting
        self._home = self._choices.of(ZONES)
        self._start = self._first_day()
        self._theme = self._choices.of(_THEMES)
        self._cursor = self._start
        self._opportunities = self._some_opportunities()
        self._facts: list[Fact] = []
        self._meetings: list[Fact] = []

    # The stage

    def _first_day(self) -> date:
        """Return a day shortly before the clocks change, or any day between 2005 and 2035."""
        choices = self._choices
        year, day, ahead = choices.below(31), choices.below(256), choices.below(45)
        changes = change_days(self._home)
        if changes and choices.below(4) < 3:
            return changes[(year * 256 + day) % len(changes)] - timedelta(days=ahead)
        return date(2005 + year, 1, 1) + timedelta(days=day + ahead)

    def _some_opportunities(self) -> tuple[Opportunity, ...]:
        count = self._choices.of((1, 1, 1, 1, 2, 2, 3, 4))
        return tuple(self._opportunity(f"o{index + 1}") for index in range(count))

    def _opportunity(self, id: str) -> Opportunity:
        choices = self._choices
        people = [self._person(f"{id}p{index + 1}") for index in range(choices.of((1, 2, 3, 0)))]
        shared = choices.below(8)
        if shared & 4:
            people.append(_recruiter())
        if shared & 2:
            people.insert(0, Person("kim", "Kim", email="kim@example.com"))
        known = [person.id for person in people]
        return Opportunity(
            id=id,
            company=id.upper(),
            role="Analyst",
            kind=Kind.NETWORKING if choices.once_in(8) else Kind.APPLICATION,
            time_zone=self._home if choices.below(4) else choices.of(ZONES),
            country=choices.of(("", "HH", "FF")),
            people=tuple(people),
            sector="sales" if choices.once_in(4) else "",
            via="rae" if shared & 4 and choices.below(2) else "",
            main_contact=choices.of(known) if known and choices.once_in(4) else "",
            interested=not choices.once_in(6),
            playbook=choices.of(("", "", "", *PLAYBOOKS)),
        )

    def _person(self, id: str) -> Person:
        known, role = self._choices.below(64), self._choices.below(64)
        return Person(
            id=id,
            name=id.upper(),
            role=(*(PersonRole.INTERVIEWER,) * 4, *PersonRole)[role % 9],
            email="" if known & 7 == 7 else f"{id}@example.com",
            phone="+1 555 0100" if known & 9 else "",
            address="1 High Street" if known & 16 else "",
            prefers=(None, None, *Medium)[role % 5],
            linkedin=LinkedIn.CONNECTED if known & 32 else LinkedIn.UNKNOWN,
        )

    def _days_off(self) -> dict[str, DaysOff]:
        """Return two countries' days off: holidays here and there, and a week of them."""
        choices = self._present
        days = {self._start + timedelta(days=choices.below(80)) for _ in range(5)}
        first, count = choices.below(60), choices.of((0, 0, 2, 4, 9))
        days |= {self._start + timedelta(days=first + each) for each in range(count)}
        fewer = frozenset(day for day in days if day.day % 2)
        return {"HH": DaysOff(frozenset(days)), "FF": DaysOff(fewer, frozenset({4, 5}))}

    # What happens

    def read(self, chunk: bytes) -> None:
        """Add one fact."""
        choices = _Choices(chunk)
        opportunity = choices.of(self._opportunities)
        what = choices.of(self._theme.whats)
        self._cursor += timedelta(days=choices.of(self._theme.gaps))
        zone = ZoneInfo(opportunity.time_zone)
        at = datetime.combine(self._cursor, choices.of(_CLOCKS), zone).astimezone(UTC)
        fact = _MAKERS[what](self, Fact(at, what, opportunity.id), opportunity, choices)
        self._facts.append(fact)
        if what is What.INTERVIEW:
            self._meetings.append(fact)

    def _day(self, choices: _Choices) -> date:
        return self._cursor + timedelta(days=choices.of(_BY))

    def _met(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        arranger = choices.below(16)
        known = [person.id for person in opportunity.people]
        fact = replace(fact, people=_some_of(known, choices.below(64)))
        if fact.what is What.CONVERSATION or arranger % 4 != 3:
            return fact
        starts_at = fact.at - timedelta(minutes=45) if arranger & 4 else None
        return replace(
            fact, arranged_by=known[arranger % len(known)] if known else "", starts_at=starts_at
        )

    def _changed(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        mine = [each for each in self._meetings if each.opportunity == opportunity.id]
        was_at = choices.of(mine).at if mine else fact.at
        if fact.what is What.INTERVIEW_CANCELLED:
            return replace(fact, was_at=was_at)
        zone = ZoneInfo(opportunity.time_zone)
        to_at = datetime.combine(self._day(choices), choices.of(_CLOCKS), zone)
        return replace(fact, was_at=was_at, to_at=to_at.astimezone(UTC))

    def _promise(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        return replace(fact, by=self._day(choices), may_call=bool(choices.below(2)))

    def _sent(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        step = choices.of(self._theme.steps)
        people = () if step in _OWN else _one_of(opportunity, choices)
        return replace(fact, step=step, people=people, channel=Channel.EMAIL)

    def _called(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        outcome, by = choices.of(tuple(Outcome)), choices.below(2)
        return replace(
            fact,
            people=_one_of(opportunity, choices),
            outcome=outcome,
            by=self._day(choices) if by and outcome is Outcome.SPOKE else None,
        )

    def _received(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        meaning, flags = choices.of(self._theme.meanings), choices.below(32)
        return replace(
            fact,
            people=() if flags & 24 == 24 else _one_of(opportunity, choices),
            meaning=meaning,
            automatic=flags & 6 == 6,
            by=self._day(choices) if flags & 1 else None,
            until=self._day(choices) if meaning is Meaning.AUTO_REPLY else None,
        )

    def _offer(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        hours = choices.of((72, 0, 24, 48, 96, 120, 168, 336, 5, -24))
        answer_by = fact.at + timedelta(hours=hours) if hours else None
        return replace(fact, answer_by=answer_by)

    def _decided(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        return replace(fact, people=_one_of(opportunity, choices) if choices.below(2) else ())

    def _connected(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        return replace(fact, people=_one_of(opportunity, choices))

    def _chosen(self, fact: Fact, opportunity: Opportunity, choices: _Choices) -> Fact:
        step, flags = choices.of(self._theme.steps), choices.below(16)
        snoozed = fact.what is What.SNOOZED
        return replace(
            fact,
            step=None if fact.what is What.RETIRED and flags & 3 == 3 else step,
            people=_one_of(opportunity, choices) if flags & 4 else (),
            until=self._day(choices) if snoozed else None,
            insist=snoozed and self._insisting and bool(flags & 8),
        )

    def finish(self) -> World:
        """Return the world, at its present."""
        choices = self._present
        day = self._cursor + timedelta(days=choices.of(self._theme.present))
        at = datetime.combine(day, choices.of(_CLOCKS), ZoneInfo(self._home)).astimezone(UTC)
        me = Me("Sam Field", self._home, "HH", cards=bool(choices.below(2)))
        playbook = choices.of(("balanced", *PLAYBOOKS, "balanced"))
        days_off = self._days_off()
        search = Search(me, self._opportunities, tuple(self._facts), playbook=playbook)
        world = World(search, at, days_off)
        steps = choices.of((0, 0, 0, 0, 0, 0, 1, 2, 4, 6))
        return _followed(world, steps, choices) if steps else world


def _followed(world: World, steps: int, choices: _Choices) -> World:
    """Return the world in which the user has carried out the next steps of the plan."""
    for _ in range(steps):
        planned = [
            action
            for plan in world.plan().plans
            for action in plan.actions
            if action.step is not Step.STAY_IN_TOUCH
        ]
        if planned:
            action = min(planned, key=lambda each: max(each.due, world.at))
            at = max(action.due, world.at) + timedelta(minutes=1)
            world = world.but(carried_out(action, at), at=at)
    return replace(
        world, at=world.at + timedelta(hours=choices.of((0, 0, 1, 15, 24, 48, 96, 192, 216, 264)))
    )


_Maker = Callable[[_Building, Fact, Opportunity, _Choices], Fact]
_MAKERS: dict[What, _Maker] = {
    What.APPLIED: lambda _, fact, __, ___: fact,
    What.INTERVIEW: _Building._met,
    What.CONVERSATION: _Building._met,
    What.INTERVIEW_CANCELLED: _Building._changed,
    What.INTERVIEW_MOVED: _Building._changed,
    What.PROMISE: _Building._promise,
    What.SENT: _Building._sent,
    What.CALLED: _Building._called,
    What.RECEIVED: _Building._received,
    What.OFFER: _Building._offer,
    What.MORE_TIME: _Building._offer,
    What.ACCEPTED: _Building._decided,
    What.DECLINED: _Building._decided,
    What.WITHDREW: _Building._decided,
    What.CONNECTED: _Building._connected,
    What.SKIPPED: _Building._chosen,
    What.SNOOZED: _Building._chosen,
    What.RETIRED: _Building._chosen,
}


def _recruiter() -> Person:
    return Person("rae", "Rae", PersonRole.RECRUITER, email="rae@example.com", phone="+1 555 0199")


def _some_of(known: list[str], mask: int) -> tuple[str, ...]:
    """Return some of the people; the plainest choice is the first of them."""
    return tuple(person for index, person in enumerate(known) if (mask ^ 1) >> index & 1)


def _one_of(opportunity: Opportunity, choices: _Choices) -> tuple[str, ...]:
    """Return one of the people, and now and then two of them or nobody at all."""
    known = [person.id for person in opportunity.people]
    choice = choices.below(64)
    if not known or choice == 63:
        return ()
    first = known[choice % len(known)]
    second = known[choice // 2 % len(known)]
    return (first, second) if choice > 57 and first != second else (first,)


def world_of(data: bytes, count: int, *, insisting: bool = False) -> World:
    """Return the world of so many facts at most that some bytes stand for.

    What begins with a byte of zero is no fact: shrinking takes facts out wherever they stand.
    """
    building = _Building(data[:HEADER_BYTES], insisting)
    for start in range(HEADER_BYTES, HEADER_BYTES + count * FACT_BYTES, FACT_BYTES):
        if data[start]:
            building.read(data[start : start + FACT_BYTES])
    return building.finish()


@st.composite
def worlds(draw: st.DrawFn, *, insisting: bool = False) -> World:
    """Generate whole searches; the user insists on messages only where that is asked for."""
    size = HEADER_BYTES + MOST_FACTS * FACT_BYTES
    data, count = draw(st.binary(min_size=size, max_size=size)), draw(st.integers(0, MOST_FACTS))
    return world_of(data, count, insisting=insisting)


def carried_out(action: Action, at: datetime, outcome: Outcome = Outcome.VOICEMAIL) -> Fact:
    """Return the fact that carries an action out."""
    people = (action.to,) if action.to else ()
    if action.step is Step.CALL:
        return Fact(at, What.CALLED, action.opportunity, people, outcome=outcome)
    return Fact(at, What.SENT, action.opportunity, people, step=action.step, channel=action.channel)


def pairs(values: Iterable[T]) -> Iterable[tuple[T, T]]:
    """Return every two of some values."""
    return itertools.combinations(values, 2)

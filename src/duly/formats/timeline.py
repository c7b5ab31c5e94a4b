"""One opportunity along the days: what happened, what they promised, what is planned, and now.

A picture by the rules of `formats.plot`, and a table that says the same, in the opportunity's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from duly.core.facts import History
from duly.core.meetings import MEETINGS, named
from duly.core.model import Action, Fact, Meaning, Opportunity, Outcome, Plan, Status, Step, What
from duly.core.told import Say, chained, told
from duly.core.worktime import DAY_END, DAY_START, WorkCalendar
from duly.formats import actionwords
from duly.formats.plot import WIDTH, Picture, Table, box, drawing, line, text

_LEFT: Final = 16
_RIGHT: Final = 624
_ROW: Final = 30
_HEAD: Final = 42
_MOST_PAST: Final = 14
"""What happened before is left to the table; a picture of years shows nothing."""
_HOURS_UNTIL: Final = 16
"""Days up to which their hours are shaded; over more of them, only their business days are."""
_HALF_A_YEAR: Final = timedelta(days=150)
_SAID: Final = {
    What.APPLIED: "you applied",
    What.INTERVIEW_CANCELLED: "interview called off",
    What.INTERVIEW_MOVED: "interview moved",
    What.PROMISE: "a date was promised",
    What.OFFER: "offer",
    What.MORE_TIME: "more time to decide",
    What.ACCEPTED: "you accepted",
    What.DECLINED: "you declined",
    What.WITHDREW: "you withdrew",
    What.CONNECTED: "connected",
}
_STATUS: Final = {
    Status.UPCOMING: "coming",
    Status.DUE: "due",
    Status.OVERDUE: "overdue",
    Status.HELD: "waits",
}
_CHOICES: Final = frozenset({What.SKIPPED, What.SNOOZED, What.RETIRED})


class _Happened(NamedTuple):
    """Something that happened, or a meeting ahead, as it is told.

    Attributes:
        at: A meeting's start, where that is known; `until` is its end.
    """

    at: datetime
    words: str
    by_user: bool
    until: datetime | None = None


class _Days:
    """Days across the picture, and the language in which it is labelled."""

    def __init__(self, first: datetime, last: datetime, calendar: WorkCalendar, say: Say) -> None:
        self.first, self.last, self.calendar, self.say = first, last, calendar, say
        self.span = max((last - first).total_seconds(), 1.0)

    def x(self, at: datetime) -> float:
        share = (at - self.first).total_seconds() / self.span
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)

    def days(self) -> Iterator[date]:
        day, last = self.calendar.day(self.first), self.calendar.day(self.last)
        while day <= last:
            yield day
            day += timedelta(days=1)


def timeline(
    opportunity: Opportunity,
    facts: Iterable[Fact],
    plan: Plan,
    calendar: WorkCalendar,
    at: datetime,
    name: str = "timeline",
    say: Say = str,
) -> Picture:
    """Draw one opportunity along the days.

    Args:
        opportunity: Whose.
        facts: What has happened; other opportunities' are left aside.
        plan: Its plan.
        calendar: Working time in its zone and country.
        at: The present, in UTC.
        name: Unique on a page.
        say: Says what is written in it in some language.
    """
    known = History(each for each in facts if each.opportunity == opportunity.id).facts
    met = list(_meetings(opportunity, known, at))
    happened = [each for each in met if (each.until or each.at) <= at]
    happened = sorted([*happened, *_happened(opportunity, known, at)], key=lambda each: each.at)
    ahead = [each for each in met if (each.until or each.at) > at]
    planned = sorted(plan.actions, key=lambda each: (each.due, each.earliest))
    shown = [each for each in planned if each.earliest < at + _HALF_A_YEAR]
    past = happened[-_MOST_PAST:]
    promise = calendar.closing(plan.promise_on) if plan.promise_on else None
    days = _span([*past, *ahead], shown, promise, calendar, at, say)
    above = len(past) + len(ahead)
    height = _HEAD + _ROW * (above + len(shown)) + 30
    parts = [
        *_shades(days, height),
        *_marks(days, height),
        *_past(past, days),
        *_ahead(ahead, days, len(past)),
        *_plans(opportunity, shown, days, above),
        *_promised(promise, days, height),
        *_now(at, days, height),
    ]
    title = told("{company}, along the days", company=opportunity.company or opportunity.id)
    about = " ".join(
        say(each) for each in _about(opportunity, past, ahead, shown, plan, calendar, at)
    )
    svg = drawing(name, say(title), about, height, parts)
    table = _table(opportunity, happened, ahead, planned, plan, calendar, at)
    return Picture(svg, _said(table, say))


def _said(table: Table, say: Say) -> Table:
    rows = tuple(tuple(say(each) for each in row) for row in table.rows)
    return Table(say(table.caption), tuple(say(each) for each in table.head), rows)


def _span(
    past: Sequence[_Happened],
    shown: Sequence[Action],
    promise: datetime | None,
    calendar: WorkCalendar,
    at: datetime,
    say: Say,
) -> _Days:
    instants = [at, *(each.at for each in past), *(act.latest for act in shown)]
    instants += [act.earliest for act in shown] + ([promise] if promise else [])
    first, last = calendar.day(min(instants)), calendar.day(max(instants))
    since = calendar.instant(first, DAY_START) - timedelta(hours=8)
    return _Days(since, calendar.instant(last + timedelta(days=1), DAY_START), calendar, say)


# What happened, in words


def _happened(opportunity: Opportunity, facts: Iterable[Fact], at: datetime) -> Iterator[_Happened]:
    for fact in facts:
        if fact.what in _CHOICES or fact.what in MEETINGS or fact.at > at:
            continue
        by_user = fact.what in {What.SENT, What.CALLED, What.APPLIED} or _decided(fact)
        yield _Happened(fact.at, _words(opportunity, fact), by_user)


def _meetings(opportunity: Opportunity, facts: Iterable[Fact], at: datetime) -> Iterator[_Happened]:
    """Yield the meetings that stand, each when it really was or will be."""
    told_of = [fact for fact in facts if fact.at <= at or fact.what in MEETINGS]
    for _, each in named(told_of):
        what = told("interview") if each.is_interview else told("conversation")
        words = chained(what, _names(opportunity, each.people))
        yield _Happened(each.starts_at or each.ends_at, words, by_user=False, until=each.ends_at)


def _decided(fact: Fact) -> bool:
    return fact.what in {What.ACCEPTED, What.DECLINED, What.WITHDREW}


def _words(opportunity: Opportunity, fact: Fact) -> str:
    if fact.what is What.SENT:
        return actionwords.done(fact.step or Step.OTHER, fact.people, opportunity)
    return chained(_of_them(fact), _names(opportunity, fact.people))


def _of_them(fact: Fact) -> str:
    if fact.what is What.RECEIVED:
        return told("they: {meaning}", meaning=told((fact.meaning or Meaning.OTHER).value))
    if fact.what is What.CALLED:
        return _call(fact.outcome)
    return told(_SAID[fact.what])


def _call(outcome: Outcome | None) -> str:
    if outcome is Outcome.SPOKE:
        return told("call")
    return told("call, {outcome}", outcome=told((outcome or Outcome.NO_ANSWER).value))


def _names(opportunity: Opportunity, people: Iterable[str]) -> str:
    names = [known.name for id in people if (known := opportunity.person(id))]
    return told(", {names}", names=names) if names else ""


def _task(opportunity: Opportunity, action: Action) -> str:
    return actionwords.asked(action.step, (action.to,), opportunity)


# The picture


def _shades(days: _Days, height: int) -> Iterable[str]:
    """Shade their hours, or their business days where hours would be too narrow to see."""
    top, low = _HEAD - 12, height - 30
    narrow = days.last - days.first > timedelta(days=_HOURS_UNTIL)
    for day in days.days():
        if not days.calendar.is_business(day):
            continue
        if narrow:
            begins = days.calendar.instant(day, DAY_START) - timedelta(hours=8)
            ends = begins + timedelta(hours=24)
        else:
            begins = days.calendar.instant(day, DAY_START)
            ends = days.calendar.instant(day, DAY_END)
        x = days.x(begins)
        yield box(x, top, days.x(ends) - x, low - top, "hours", 0.05)


def _marks(days: _Days, height: int) -> Iterable[str]:
    """Mark Mondays, or the first of each month where there are many."""
    weekly = days.last - days.first <= timedelta(days=70)
    before = -100.0
    for day in days.days():
        if (day.weekday() == 0) if weekly else (day.day == 1):
            x = days.x(days.calendar.instant(day, DAY_START))
            yield line(x, _HEAD - 12, x, height - 30, "week", opacity=0.12)
            if x - before > 90 and x < _RIGHT - 50:
                before = x
                anchor = "start" if x < 50 else "middle"
                # Without its weekday, which comes first in both languages.
                words = days.say(told("{day}", day=day)).partition(" ")[2]
                yield text(x, height - 12, words, anchor=anchor, kind="axis")


def _past(past: Sequence[_Happened], days: _Days) -> Iterable[str]:
    """Draw a point a row: full where the user did it, a ring where they did."""
    for index, each in enumerate(past):
        x, y = days.x(each.at), _HEAD + index * _ROW + 8
        who, fill = ("you", "currentColor") if each.by_user else ("they", "none")
        yield (
            f'<circle class="plot-{who}" cx="{x:.1f}" cy="{y}" r="5" fill="{fill}" '
            'stroke="currentColor" stroke-width="1.6"/>'
        )
        yield _beside(x, x, y, days.say(each.words))


def _ahead(ahead: Sequence[_Happened], days: _Days, above: int) -> Iterable[str]:
    """Draw a ring with a point a row, and say when it is."""
    for index, each in enumerate(ahead):
        x, y = days.x(each.at), _HEAD + (above + index) * _ROW + 8
        yield (
            f'<circle class="plot-ahead" cx="{x:.1f}" cy="{y}" r="5" fill="none" '
            f'stroke="currentColor" stroke-width="1.6"/><circle cx="{x:.1f}" cy="{y}" r="1.8"/>'
        )
        when = _clock(each, days.calendar)
        words = told("{what}, {when}", what=each.words, when=when)
        yield _beside(x - 5, x + 5, y, days.say(words))


def _clock(each: _Happened, calendar: WorkCalendar) -> str:
    """Return when something was or will be, in the opportunity's zone."""
    if each.until is None:
        return actionwords.clock(each.at, calendar.zone, calendar.zone)
    starts_at = each.at if each.at < each.until else None
    return actionwords.span(starts_at, each.until, calendar.zone, calendar.zone)


def _plans(
    opportunity: Opportunity, shown: Sequence[Action], days: _Days, above: int
) -> Iterable[str]:
    """Draw a bar a row for each window, with the best moment in it."""
    for index, each in enumerate(shown):
        y = _HEAD + (above + index) * _ROW + 8
        begins, ends = days.x(each.earliest), max(days.x(each.latest), days.x(each.earliest) + 6)
        due = min(max(days.x(each.due), begins), ends)
        yield box(begins, y - 6, ends - begins, 12, f"window plot-{each.status}", 0.22)
        yield line(due, y - 9, due, y + 9, "due", opacity=0.9)
        status = told(_STATUS[each.status])
        words = told("{task} ({status})", task=_task(opportunity, each), status=status)
        yield _beside(begins, ends, y, days.say(words))


def _beside(begins: float, ends: float, y: float, words: str) -> str:
    """Write beside something, on the side that has room."""
    if ends + 10 + len(words) * 7 < WIDTH or begins < WIDTH - ends:
        return text(ends + 10, y + 4, words)
    return text(begins - 10, y + 4, words, anchor="end")


def _promised(promise: datetime | None, days: _Days, height: int) -> Iterable[str]:
    if promise is None:
        return
    x = days.x(promise)
    yield (
        f'<line class="plot-promise" x1="{x:.1f}" y1="{_HEAD - 12}" x2="{x:.1f}" '
        f'y2="{height - 30}" stroke="currentColor" stroke-opacity="0.7" stroke-dasharray="2 4"/>'
    )
    words = days.say(told("promised"))
    yield text(x, 12, words, anchor="end" if x > WIDTH - 60 else "middle", kind="note")


def _now(at: datetime, days: _Days, height: int) -> Iterable[str]:
    x = days.x(at)
    yield line(x, _HEAD - 12, x, height - 30, "now", opacity=0.8)
    yield text(x, 26, days.say(told("now")), anchor="end" if x > WIDTH - 30 else "middle")


# In words


def _about(
    opportunity: Opportunity,
    past: Sequence[_Happened],
    ahead: Sequence[_Happened],
    shown: Sequence[Action],
    plan: Plan,
    calendar: WorkCalendar,
    at: datetime,
) -> Iterator[str]:
    yield told("Now is {day}.", day=calendar.day(at))
    if past:
        last = past[-1]
        yield told("Last, on {day}: {words}.", day=calendar.day(last.at), words=last.words)
    if plan.promise_on:
        yield told("An answer was promised by {day}.", day=plan.promise_on)
    if ahead:
        when = _clock(ahead[0], calendar)
        yield told("Ahead: {words}, {when}.", words=ahead[0].words, when=when)
    if shown:
        task, on = _task(opportunity, shown[0]), calendar.day(shown[0].due)
        yield told("Next: {task}, on {day}.", task=task, day=on)


def _table(
    opportunity: Opportunity,
    happened: Sequence[_Happened],
    ahead: Sequence[_Happened],
    planned: Sequence[Action],
    plan: Plan,
    calendar: WorkCalendar,
    at: datetime,
) -> Table:
    def clock(instant: datetime) -> str:
        time = f"{calendar.local(instant):%H:%M}"
        return told("{day} {time}", day=calendar.day(instant), time=time)

    rows: list[tuple[datetime, tuple[str, str, str]]]
    rows = [
        (each.at, (_clock(each, calendar), each.words, how))
        for some, how in ((happened, told("happened")), (ahead, told("set up")))
        for each in some
    ]
    rows.append((at, (clock(at), told("now"), "")))
    if plan.promise_on:
        promise, day = calendar.closing(plan.promise_on), told("{day}", day=plan.promise_on)
        rows.append((promise, (day, told("an answer was promised by"), "")))
    rows += [
        (
            each.due,
            (
                clock(each.due),
                _task(opportunity, each),
                told(
                    "{status}; from {earliest} to {latest}",
                    status=told(_STATUS[each.status]),
                    earliest=clock(each.earliest),
                    latest=clock(each.latest),
                ),
            ),
        )
        for each in planned
    ]
    rows.sort(key=lambda row: row[0])
    company = opportunity.company or opportunity.id
    caption = told("{company}, along the days ({zone})", company=company, zone=calendar.zone.key)
    head = (told("when"), told("what"), told("how it stands"))
    return Table(caption, head, tuple(row for _, row in rows))

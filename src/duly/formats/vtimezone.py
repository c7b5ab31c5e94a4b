"""Zones that a file defines itself: what a VTIMEZONE says of an hour (RFC 5545 §3.6.5).

Only rules as zones have them are followed: once a year, on a day of a month or the nth weekday of
one. Anything else makes the definition one that cannot be followed, and its events are refused.
A budget of work holds for the whole file, as a few lines can ask for a million years of rules.

Quirks met: Exchange starts its rules in 1601, eM Client in the year 1; Lotus Notes adds BYHOUR and
BYMINUTE; Outlook leaves the American rules of before 2007 without an UNTIL beside the new ones,
and between the old dates and the new the definition contradicts itself.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from duly.core.errors import CalendarError
from duly.core.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duly.formats.contentlines import Component, Property

WANTED = frozenset(
    {"TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RDATE", "RRULE", "X-LIC-LOCATION"}
)
"""The properties of a VTIMEZONE that are read."""

BUDGET = 100_000
"""Years of rules worked out for one file, at most: a second's work."""
_LOOK_BACK = 12
"""Years: a rule on 29 February falls silent for eight at the turn of a century."""
_MAX_DATES = 10_000
_MAX_COUNT = 500
_MAX_LISTED = 31

_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
_LOCAL = re.compile(r"([0-9]{8})(?:T([0-9]{6}))?(Z?)")
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE_KEYS = frozenset(
    [
        "FREQ",
        "INTERVAL",
        "WKST",
        "UNTIL",
        "COUNT",
        "BYMONTH",
        "BYDAY",
        "BYMONTHDAY",
        "BYHOUR",
        "BYMINUTE",
        "BYSECOND",
    ]
)
_BY_DATE = frozenset({"BYDAY", "BYMONTHDAY"})


class Budget:
    """How much work is left for one file."""

    def __init__(self) -> None:
        self.left = BUDGET

    def spend(self) -> None:
        """Count one year of one rule.

        Raises:
            CalendarError: There is nothing left to spend.
        """
        self.left -= 1
        if self.left < 0:
            raise CalendarError("The time zones the file defines take too long to work out")


class _Onset(NamedTuple):
    """From when on, by the clock, an offset holds."""

    wall: datetime
    offset: timedelta


@dataclass(frozen=True, slots=True)
class _Yearly:
    """A rule that moves the clocks once a year."""

    months: tuple[int, ...]
    days: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    hour: int
    minute: int
    second: int
    until: datetime | None

    def dates(self, year: int) -> Iterator[datetime]:
        """Yield the times of one year at which the rule strikes, by the clock before it."""
        for month in self.months:
            for day in self._days(year, month):
                yield datetime(year, month, day, self.hour, self.minute, self.second)  # noqa: DTZ001

    def _days(self, year: int, month: int) -> list[int]:
        first, length = calendar.monthrange(year, month)
        by_month = {day if day > 0 else length + 1 + day for day in self.month_days}
        by_week = {day for n, weekday in self.days for day in _nth(n, weekday, first, length)}
        chosen = by_month & by_week if by_month and self.days else by_month | by_week
        return sorted(day for day in chosen if 1 <= day <= length)


def _nth(n: int, weekday: int, first: int, length: int) -> list[int]:
    """Return the days of a month on a weekday: all of them, or the nth from either end."""
    days = list(range(1 + (weekday - first) % 7, length + 1, 7))
    if not n:
        return days
    return days[n - 1 : n] if n > 0 else days[n : len(days) + n + 1]


@dataclass(frozen=True, slots=True)
class _Observance:
    """A STANDARD or DAYLIGHT: its rule where it has one, its single dates else."""

    kind: str
    start: datetime
    before: timedelta
    after: timedelta
    rule: _Yearly | None
    dates: tuple[datetime, ...]

    def onset(self, struck: datetime) -> _Onset:
        """Return when the new offset holds.

        Skipped times still belong to the offset before, and so do times that come twice.
        """
        return _Onset(struck + max(self.after - self.before, timedelta()), self.after)

    def last(self, wall: datetime, budget: Budget) -> _Onset | None:
        """Return the rule's last onset not after `wall`, or None."""
        rule = self.rule
        if rule is None:
            return None
        newest = min(wall.year, rule.until.year if rule.until else wall.year)
        for year in range(newest, max(self.start.year, newest - _LOOK_BACK) - 1, -1):
            budget.spend()
            struck = [self.onset(date) for date in rule.dates(year) if self._holds(date, rule)]
            past = [onset for onset in struck if onset.wall <= wall]
            if past:
                return past[-1]
        return None

    def _holds(self, date: datetime, rule: _Yearly) -> bool:
        return self.start <= date and (rule.until is None or date <= rule.until)


@dataclass(slots=True)
class Definition:
    """A VTIMEZONE, ready to be asked; one that cannot be followed keeps its trouble till then."""

    budget: Budget
    trouble: str = ""
    observances: list[_Observance] = field(default_factory=list)
    fixed: list[_Onset] = field(default_factory=list)

    def offset(self, wall: datetime) -> timedelta:
        """Return the offset from UTC where the clock shows `wall`.

        Raises:
            CalendarError: The definition cannot be followed, or says two things at once.
        """
        if self.trouble:
            raise CalendarError(self.trouble)
        strict = self._offset(wall, self.observances)
        if strict != self._offset(wall, self._newest(wall)):
            raise CalendarError("Its time zone has two rules in force at once")
        return strict

    def _newest(self, wall: datetime) -> list[_Observance]:
        """Return the observances without the endless rules that later ones were to replace."""
        newest: dict[str, datetime] = {}
        for one in self.observances:
            if one.rule and one.start <= wall:
                newest[one.kind] = max(one.start, newest.get(one.kind, one.start))
        return [
            one
            for one in self.observances
            if not (one.rule and one.rule.until is None)
            or one.start >= newest.get(one.kind, one.start)
        ]

    def _offset(self, wall: datetime, observances: list[_Observance]) -> timedelta:
        onsets = [one.last(wall, self.budget) for one in observances]
        place = bisect_right(self.fixed, wall, key=lambda onset: onset.wall)
        known = [onset for onset in onsets if onset] + self.fixed[max(place - 2, 0) : place]
        if not known:
            return min(self.observances, key=lambda one: one.start).before
        newest = max(onset.wall for onset in known)
        offsets = {onset.offset for onset in known if onset.wall == newest}
        if len(offsets) > 1:
            raise CalendarError("Its time zone has two offsets at once")
        return offsets.pop()


def definition(component: Component, name: str, budget: Budget) -> Definition:
    """Return a VTIMEZONE taken apart (RFC 5545 §3.6.5), to be called `name` in an error."""
    parts = component.named("STANDARD") + component.named("DAYLIGHT")
    trouble = told(
        'The file\'s own definition of its time zone, "{name}", cannot be followed', name=name[:80]
    )
    try:
        observances = [_observance(part, budget) for part in parts]
    except (ValueError, OverflowError, KeyError):
        return Definition(budget, trouble)
    if not observances or not component.ended:
        return Definition(budget, trouble)
    fixed = [one.onset(date) for one in observances for date in one.dates]
    return Definition(budget, "", observances, sorted(set(fixed)))


def _observance(part: Component, budget: Budget) -> _Observance:
    start = _local(part.text("DTSTART"), timedelta())
    before, after = _shift(part.text("TZOFFSETFROM")), _shift(part.text("TZOFFSETTO"))
    rules = part.all("RRULE")
    if len(rules) > 1:
        raise ValueError("more than one rule")
    rule = _yearly(rules[0], start, before, budget) if rules else None
    return _Observance(part.name, start, before, after, rule, (start, *_dates(part, before)))


def _dates(part: Component, before: timedelta) -> list[datetime]:
    values = ",".join(item.value for item in part.all("RDATE") if item.value.strip())
    if values.count(",") > _MAX_DATES:
        raise ValueError("too many dates")
    return [_local(value, before) for value in values.split(",")] if values else []


def _shift(text: str) -> timedelta:
    """Return a UTC offset; ValueError where it is none."""
    found = _OFFSET.fullmatch(text)
    if not found:
        raise ValueError(text)
    hours, minutes, seconds = int(found[2]), int(found[3]), int(found[4] or 0)
    shift = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -shift if found[1] == "-" else shift


def _local(text: str, before: timedelta) -> datetime:
    """Return a time by the clock; one in UTC is put back to it. ValueError where it is none."""
    found = _LOCAL.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    wall = datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    return wall + before if found[3] else wall


def _yearly(item: Property, start: datetime, before: timedelta, budget: Budget) -> _Yearly:
    """Return the rule, if it is one that zones have; ValueError where it is not."""
    parts = _rule_parts(item)
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1":
        raise ValueError("not yearly")
    if parts.keys() - _RULE_KEYS or ("BYMONTH" not in parts and parts.keys() & _BY_DATE):
        raise ValueError("not a rule of time zones")
    days = tuple(_by_day(day) for day in _listed(parts.get("BYDAY", "")))
    month_days = _numbers(parts.get("BYMONTHDAY", ""))
    rule = _Yearly(
        months=_numbers(parts.get("BYMONTH", "")) or (start.month,),
        days=days,
        month_days=month_days if month_days or days else (start.day,),
        hour=int(parts.get("BYHOUR", start.hour)),
        minute=int(parts.get("BYMINUTE", start.minute)),
        second=int(parts.get("BYSECOND", start.second)),
        until=_until(parts["UNTIL"], before) if "UNTIL" in parts else None,
    )
    list(rule.dates(2000))
    return _counted(rule, start, int(parts["COUNT"]), budget) if "COUNT" in parts else rule


def _rule_parts(item: Property) -> dict[str, str]:
    if item.broken:
        raise ValueError("broken")
    pairs = (part.partition("=") for part in item.value.upper().split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _until(text: str, before: timedelta) -> datetime:
    """Return the last moment of a rule; a day counts to its end."""
    until = _local(text, before)
    return until if "T" in text else until + timedelta(days=1, seconds=-1)


def _listed(text: str) -> set[str]:
    values = {value.strip() for value in text.split(",")} - {""}
    if len(values) > _MAX_LISTED:
        raise ValueError("too many values")
    return values


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(map(int, _listed(text))))


def _by_day(text: str) -> tuple[int, int]:
    found = _BY_DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return int(found[1] or 0), _DAYS.index(found[2])


def _counted(rule: _Yearly, start: datetime, count: int, budget: Budget) -> _Yearly:
    """Return a rule with its COUNT turned into an UNTIL; DTSTART is the first of them."""
    if not 1 <= count <= _MAX_COUNT:
        raise ValueError("COUNT out of bounds")
    left, last = count - 1, start
    for year in range(start.year, start.year + 2 * _MAX_COUNT):
        if left <= 0:
            break
        budget.spend()
        later = [date for date in rule.dates(year) if date > start][:left]
        left, last = left - len(later), later[-1] if later else last
    return _Yearly(
        rule.months, rule.days, rule.month_days, rule.hour, rule.minute, rule.second, last
    )

"""Business days, holidays, their hours and the zones they are kept in.

A `WorkCalendar` answers every question of time for one zone and one country. It is given the
holidays as data. Its answers are remembered, since plans ask the same few days again and again.

Days that a zone never had (Samoa went from 29 to 31 December 2011) are not business days; local
times that a clock change leaves out are read with the offset before it (PEP 495), as `zoneinfo`
does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from duly.core.errors import ZoneError, did_you_mean

DAY_START = time(8)
DAY_END = time(18)
MIDNIGHT = time(0)
OPENING = time(9)
CLOSING = time(17)
THANKS_SAME_DAY_UNTIL = time(16)
EVENING_END = time(21)

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_ONE_DAY = timedelta(days=1)
_NEXT = timedelta(microseconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)
_LONGEST_BREAK = 60


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A country's days off.

    Attributes:
        holidays: Public holidays.
        weekend: Weekdays off, Monday being 0.
    """

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})


YEARS: Final = range(1970, 2200)
"""In which days can be noted and planned; a search is about none before or after."""
_LONGEST_ZONE: Final = 64
"""Twice the longest name there is; each "/" in a name is a package that zoneinfo imports."""


def zone(name: str, *, where: str = "") -> ZoneInfo:
    """Return the time zone of an IANA name.

    Raises:
        ZoneError: There is no zone of that name.
    """
    try:
        return _zone(name[:_LONGEST_ZONE])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        from duly.core.told import told  # it tells days as this module spells them

        name = name[:_LONGEST_ZONE]
        raise ZoneError(
            told('the time zone is "{name}"', name=name),
            where=where,
            expected='a name like "Europe/Berlin"',
            mend=did_you_mean(name, available_timezones()) if name else "",
        ) from None


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class WorkCalendar:
    """Working time in one zone and country: local days in, instants in UTC out, and back."""

    __slots__ = (
        "_after", "_business", "_days_off", "_instants", "_locals", "_steady", "_steady_hours",
        "zone",
    )  # fmt: skip

    def __init__(self, zone: ZoneInfo, days_off: DaysOff) -> None:
        self.zone = zone
        self._days_off = days_off
        self._after: dict[tuple[date, int], date] = {}
        self._business: dict[date, bool] = {}
        self._instants: dict[tuple[date, time], datetime] = {}
        self._locals: dict[datetime, datetime] = {}
        self._steady = self._steady_hours = (_NEVER, _NEVER)

    def local(self, instant: datetime) -> datetime:
        """Return the wall clock's reading at an instant."""
        found = self._locals.get(instant)
        if found is None:
            if len(self._locals) > 4096:
                self._locals.clear()
            found = self._locals[instant] = instant.astimezone(self.zone)
        return found

    def day(self, instant: datetime) -> date:
        """Return the local day of an instant."""
        return self.local(instant).date()

    def instant(self, day: date, at: time) -> datetime:
        """Return the instant, in UTC, at which the wall clock reads `at` on `day`."""
        found = self._instants.get((day, at))
        if found is None:
            found = datetime.combine(day, at, self.zone).astimezone(UTC)
            self._instants[day, at] = found
        return found

    def steady_until(self, instant: datetime) -> datetime:
        """Return until when the wall clock runs on evenly, within the same local day."""
        since, until = self._steady
        if not since <= instant < until:
            until = self._day_ends_at(instant)
            self._steady = (instant, until)
        return until

    def _day_ends_at(self, instant: datetime) -> datetime:
        """Return the next midnight, or a change of the clocks that comes before it."""
        local = self.local(instant)
        midnight = datetime.combine(local.date() + _ONE_DAY, MIDNIGHT, self.zone)
        both = (midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        end = min(each for each in both if each > instant)
        if self.local(end - _NEXT).utcoffset() == local.utcoffset():
            return end
        low, high = instant, end
        while high - low > _NEXT:
            middle = low + (high - low) / 2
            if middle.astimezone(self.zone).utcoffset() == local.utcoffset():
                low = middle
            else:
                high = middle
        return high

    def hours_steady_until(self, instant: datetime) -> datetime:
        """Return until when their hours neither begin nor end, and the wall clock runs evenly."""
        since, until = self._steady_hours
        if since <= instant < until:
            return until
        local = self.local(instant)
        day = local.date()
        ends = (self.instant(day, clock) + _NEXT for clock in (DAY_END, EVENING_END))
        turns = (self.instant(day, DAY_START), *ends, self.steady_until(instant))
        until = min(each for each in turns if each > instant)
        self._steady_hours = (instant, until)
        return until

    def is_business(self, day: date) -> bool:
        """Tell whether they work on that day."""
        known = self._business.get(day)
        if known is None:
            known = (
                day.weekday() not in self._days_off.weekend
                and day not in self._days_off.holidays
                and self.local(self.instant(day, OPENING)).date() == day
            )
            self._business[day] = known
        return known

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is a business day, otherwise the next one."""
        for _ in range(_LONGEST_BREAK):
            if self.is_business(day):
                return day
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is a business day, otherwise the one before."""
        for _ in range(_LONGEST_BREAK):
            if self.is_business(day):
                return day
            day -= _ONE_DAY
        return day

    def after(self, day: date, business_days: int) -> date:
        """Return the n-th business day after a day (one after a Saturday is Monday)."""
        found = self._after.get((day, business_days))
        if found is None:
            found = day
            for _ in range(business_days):
                found = self.on_or_after(found + _ONE_DAY)
            self._after[day, business_days] = found
        return found

    def before(self, day: date, business_days: int) -> date:
        """Return the n-th business day before a day."""
        for _ in range(business_days):
            day = self.on_or_before(day - _ONE_DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many business days `last` lies after `first`."""
        count = 0
        while first < last:
            first += _ONE_DAY
            count += self.is_business(first)
        return count

    def opening(self, day: date) -> datetime:
        """Return 09:00 on the day, moved on to a business day."""
        return self.instant(self.on_or_after(day), OPENING)

    def closing(self, day: date) -> datetime:
        """Return 17:00 on the day, moved on to a business day."""
        return self.instant(self.on_or_after(day), CLOSING)

    def in_hours(self, instant: datetime) -> datetime:
        """Return the first moment inside their hours (08:00-18:00), from an instant on."""
        local = self.local(instant)
        day, clock = local.date(), local.time()
        if self.is_business(day):
            if clock < DAY_START:
                return self.instant(day, DAY_START)
            if clock <= DAY_END:
                return instant
        return self.instant(self.on_or_after(day + _ONE_DAY), DAY_START)

    def last_in_hours(self, instant: datetime) -> datetime:
        """Return the last moment inside their hours, up to an instant."""
        local = self.local(instant)
        day, clock = local.date(), local.time()
        if self.is_business(day):
            if clock > DAY_END:
                return self.instant(day, DAY_END)
            if clock >= DAY_START:
                return instant
        return self.instant(self.on_or_before(day - _ONE_DAY), DAY_END)

    def in_waking_hours(self, instant: datetime) -> datetime:
        """Return the first moment between 08:00 and 21:00 on any day, from an instant on."""
        local = self.local(instant)
        if local.time() < DAY_START:
            return self.instant(local.date(), DAY_START)
        if local.time() <= EVENING_END:
            return instant
        return self.instant(local.date() + _ONE_DAY, DAY_START)


def spoken(day: date) -> str:
    """Return a day as one would say it: "Tue 10 March"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def six_months_after(day: date) -> date:
    """Return the same day six calendar months on, or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + 6, 12)
    last = (date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1) - _ONE_DAY).day
    return date(year, month0 + 1, min(day.day, last))


class Calendars:
    """One work calendar for each zone and country asked for, made once."""

    def __init__(self, days_off: Mapping[str, DaysOff]) -> None:
        self._days_off = days_off
        self._made: dict[tuple[str, str], WorkCalendar] = {}

    def of(self, time_zone: str, country: str) -> WorkCalendar:
        """Return the calendar of a zone and country; an unknown country has weekends only.

        Raises:
            ZoneError: There is no zone of that name.
        """
        key = (time_zone, country)
        made = self._made.get(key)
        if made is None:
            made = WorkCalendar(zone(time_zone), self._days_off.get(country, DaysOff()))
            self._made[key] = made
        return made

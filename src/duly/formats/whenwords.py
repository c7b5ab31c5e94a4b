"""Days and times as people type them: "yesterday 15:00", "friday", "in 3 days", "12 March 9am".

A small grammar, read from left to right: a day, then perhaps a time. What two people could read
differently is refused, with the readings: 03/04/2026, "next friday" said on a Wednesday.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.errors import WrongUsageError
from duly.core.told import either, told
from duly.core.worktime import YEARS

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAY: Final = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_MONTH: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"a": 1, "an": 1}
_COUNT: Final = re.compile(r"[0-9]+")
"""What `int` can read: "²" is a digit to `str.isdigit`, and to nobody else."""
_EXAMPLES: Final = '"2026-03-12 15:00", "yesterday 15:00", "friday", "in 3 days" or "12 March"'
_PART_OF_DAY: Final = re.compile(
    r"(?:in the |at )?(?:early |late )?(?:morning|midday|afternoon|evening|night)$"
)
"""What may follow a day and names no time."""
_TIME: Final = re.compile(
    r"(?:at\s+)?(?:(?P<word>noon|midday|midnight)|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})"
    r"(?::\d{2})?)?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?(?:\s*o'?clock)?)$"
)


class Facing(Enum):
    """Which way a bare weekday or date without a year looks."""

    BACK = "back"
    AHEAD = "ahead"


def moment(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    facing: Facing,
    *,
    where: str = "",
    at: time | None = None,
) -> datetime:
    """Return the instant, in UTC, that words name.

    Args:
        text: What was typed.
        now: The present.
        zone: Whose clock it was typed by, where the words carry no offset.
        facing: Whether bare weekdays lie behind or ahead.
        where: The option or question, for errors.
        at: The time of a day that is named without one; with None it has to be named.

    Raises:
        WrongUsageError: It cannot be read, can be read in two ways, or there is no such time.
    """
    return _Words(text, now.astimezone(zone), facing, where).moment(at)


def day(text: str, now: datetime, zone: ZoneInfo, facing: Facing, *, where: str = "") -> date:
    """Return the calendar day that words name.

    Raises:
        WrongUsageError: It cannot be read, can be read in two ways, or there is no such day.
    """
    return _Words(text, now.astimezone(zone), facing, where).day()


class _Words:
    """One reading of what somebody typed."""

    def __init__(self, text: str, now: datetime, facing: Facing, where: str) -> None:
        self._text = text.strip()
        self._words = re.sub(r"[\s,]+", " ", self._text.lower()).strip()
        self._now = now
        self._today = now.date()
        self._facing = facing
        self._where = where

    def moment(self, at: time | None) -> datetime:
        exact = self._iso()
        if isinstance(exact, datetime):
            return exact
        if self._words == "now":
            return self._now.astimezone(UTC)
        if span := self._span_of_hours():
            return (self._now + span).astimezone(UTC)
        found, rest = (exact, "") if exact else self._day_first()
        clock = self._clock(rest) if rest else at
        if clock is None:
            raise self._wrong("there is no time in it", 'a time too, as in "yesterday 15:00"')
        return self._on_clock(found, clock)

    def day(self) -> date:
        exact = self._iso()
        if isinstance(exact, datetime):
            return exact.astimezone(self._now.tzinfo).date()
        if exact:
            return exact
        found, rest = self._day_first()
        if rest and not _PART_OF_DAY.match(rest):
            self._clock(rest)
        return found

    def _wrong(self, why: str, expected: str = _EXAMPLES, mend: str = "") -> WrongUsageError:
        return WrongUsageError(
            told('"{text}" cannot be read: {why}', text=self._text, why=told(why)),
            where=self._where,
            expected=expected,
            mend=mend,
        )

    # Dates and times as computers write them

    def _iso(self) -> datetime | date | None:
        if not re.match(r"\d{4}-\d", self._text):
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", self._text):
                return self._date(*map(int, self._text.split("-")))
            found = datetime.fromisoformat(self._text.replace(" ", "T", 1).replace(" ", ""))
        except ValueError as error:
            raise self._wrong(str(error), "a date and time such as 2026-03-12 15:00") from None
        self._date(found.year, found.month, found.day)
        if found.tzinfo:
            return found.astimezone(UTC)
        return self._on_clock(found.date(), found.time())

    def _date(self, year: int, month: int, number: int) -> date:
        try:
            found = date(year, month, number)
        except ValueError:
            raise self._wrong("there is no such day", "a day of the calendar") from None
        if year not in YEARS:
            raise self._wrong(
                told("it is in the year {year}", year=year), "a year from 1970 to 2199"
            )
        return found

    def _on_clock(self, found: date, clock: time) -> datetime:
        """Return the instant at which the clock shows that time; refuse one it leaves out."""
        local = datetime.combine(found, clock, self._now.tzinfo)
        instant = local.astimezone(UTC)
        if instant.astimezone(self._now.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise self._wrong(
                told(
                    "the clocks go forward that day and there is no {clock}", clock=f"{clock:%H:%M}"
                ),
                "a time an hour later or earlier",
            )
        return instant

    # Spans

    def _span_of_hours(self) -> timedelta | None:
        span = self._span(r"minutes?|mins?|hours?|hrs?|h")
        if span is None:
            return None
        count, unit = span
        return timedelta(hours=count) if unit.startswith("h") else timedelta(minutes=count)

    def _span(self, units: str) -> tuple[int, str] | None:
        """Return the signed count and the unit of "in 3 days" and "3 days ago"."""
        for pattern, sign in ((rf"in (\w+) ({units})$", 1), (rf"(\w+) ({units}) ago$", -1)):
            found = re.match(pattern, self._words)
            if found and (_COUNT.fullmatch(found[1]) or found[1] in _NUMBERS):
                digits = found[1].lstrip("0") or "0"
                if digits[0].isdigit() and len(digits) > 4:
                    raise self._wrong("that is too far away")
                return sign * int(_NUMBERS.get(found[1], digits)), found[2]
        return None

    # Days, and what follows them

    def _day_first(self) -> tuple[date, str]:
        """Return the day, and the words that are left for the time."""
        if span := self._span(r"days?|weeks?|months?"):
            return self._days_off(*span), ""
        for pattern, read in self._patterns():
            found = re.match(pattern, self._words)
            if found:
                rest = self._words[found.end() :].strip()
                return read(found), rest
        if _TIME.match(self._words):
            return self._today, self._words
        if re.match(r"\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?", self._words):
            raise self._wrong("day and month could be either way round", mend="Name the month.")
        raise self._wrong("there is no day in it")

    def _patterns(self) -> list[tuple[str, Callable[[re.Match[str]], date]]]:
        month_first = rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.h])(?: (\d{{4}}))?"
        week = r"(?:(this|next)|the) week"
        return [
            (r"(today|tonight|tomorrow|yesterday)\b", self._near),
            (rf"(?:the )?end of {week}\b", self._end_of_week),
            (r"(?:the )?end of (?:(this|next)|the) month\b", self._end_of_month),
            (rf"(this|next) week,? (?:on )?({_WEEKDAY})\b", self._of_week),
            (rf"(?:on )?({_WEEKDAY}) (?:of )?(this|next) week\b", self._weekday_of_week),
            (r"(this|next) (?:week|month)\b", self._no_day),
            (rf"(?:on )?(?:(next|last|this) )?({_WEEKDAY})\b", self._weekday),
            (
                rf"(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?({_MONTH})\b\.?(?: (\d{{4}}))?",
                self._named,
            ),
            (month_first, self._month_first),
            (r"(\d{4})-(\d{1,2})-(\d{1,2})\b", self._numbers),
        ]

    def _numbers(self, found: re.Match[str]) -> date:
        return self._date(int(found[1]), int(found[2]), int(found[3]))

    def _near(self, found: re.Match[str]) -> date:
        days = {"yesterday": -1, "tomorrow": 1}.get(found[1], 0)
        return self._today + timedelta(days=days)

    def _days_off(self, count: int, unit: str) -> date:
        try:
            if unit.startswith("month"):
                return self._months_off(count)
            return self._today + timedelta(days=count * (7 if unit.startswith("week") else 1))
        except (OverflowError, ValueError):
            raise self._wrong("that is too far away") from None

    def _months_off(self, count: int) -> date:
        year, month0 = divmod(self._today.year * 12 + self._today.month - 1 + count, 12)
        for number in range(self._today.day, 27, -1):
            try:
                return date(year, month0 + 1, number)
            except ValueError:
                continue
        return date(year, month0 + 1, min(self._today.day, 28))

    def _weekday(self, found: re.Match[str]) -> date:
        which, name = found[1], found[2]
        number = _number(name)
        ahead = (number - self._today.weekday()) % 7
        if which == "next":
            return self._next(ahead)
        if which == "last" or (which is None and self._facing is Facing.BACK):
            return self._today - timedelta(days=(self._today.weekday() - number) % 7 or 7)
        if not ahead and which is None:
            today, later = self._today, self._today + timedelta(days=7)
            raise self._wrong(
                "today is that very day",
                told(
                    '"today" ({today}) or {later}', today=today.isoformat(), later=later.isoformat()
                ),
                "Say which you mean.",
            )
        return self._today + timedelta(days=ahead)

    def _weekday_of_week(self, found: re.Match[str]) -> date:
        return self._in_week(found[2], _number(found[1]))

    def _of_week(self, found: re.Match[str]) -> date:
        return self._in_week(found[1], _number(found[2]))

    def _end_of_week(self, found: re.Match[str]) -> date:
        """Return its Friday; at a weekend, nobody can tell which week is meant but the next."""
        friday = _WEEKDAYS.index("friday")
        if found[1] != "next" and self._today.weekday() > friday:
            raise self._wrong("this week's Friday is over", mend="Give the date.")
        return self._in_week(found[1], friday)

    def _in_week(self, which: str | None, number: int) -> date:
        """Return a day of this calendar week, Monday to Sunday, or of the next one."""
        monday = self._today - timedelta(days=self._today.weekday())
        return monday + timedelta(days=number + (7 if which == "next" else 0))

    def _end_of_month(self, found: re.Match[str]) -> date:
        first = self._today.replace(day=1)
        for _ in range(2 if found[1] == "next" else 1):
            first = (first + timedelta(days=31)).replace(day=1)
        return first - timedelta(days=1)

    def _no_day(self, _found: re.Match[str]) -> date:
        raise self._wrong("it names no day", '"friday next week" or "end of next month"')

    def _next(self, ahead: int) -> date:
        coming = self._today + timedelta(days=ahead or 7)
        is_this_week = bool(ahead) and self._today.weekday() + ahead < 7
        if is_this_week:
            raise self._wrong(
                "it could be this week's or the next one's",
                either(each.isoformat() for each in (coming, coming + timedelta(days=7))),
                "Give the date.",
            )
        return coming

    def _named(self, found: re.Match[str]) -> date:
        return self._in_year(found[2], int(found[1]), found[3])

    def _month_first(self, found: re.Match[str]) -> date:
        return self._in_year(found[1], int(found[2]), found[3])

    def _in_year(self, name: str, number: int, year: str | None) -> date:
        """Return the day of a named month; without a year the nearest one that way."""
        month = next(n for n, each in enumerate(_MONTHS, 1) if each.startswith(name[:3]))
        if year:
            return self._date(int(year), month, number)
        years = [self._today.year, self._today.year + (1 if self._facing is Facing.AHEAD else -1)]
        for each in years:
            candidate = self._date(each, month, number)
            if (candidate >= self._today) is (self._facing is Facing.AHEAD) or (
                candidate == self._today
            ):
                return candidate
        raise self._wrong("there is no such day")

    # Times

    def _clock(self, words: str) -> time:
        found = _TIME.match(words)
        if not found:
            raise self._wrong(
                told('"{words}" is no time', words=words), 'a time such as "15:00" or "3pm"'
            )
        if found["word"]:
            return time(0) if found["word"] == "midnight" else time(12)
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
        if not found["minute"] and not half:
            raise self._wrong(
                told('"{words}" could be morning or afternoon', words=words),
                told('"{hour}:00" or "{hour}pm"', hour=hour),
            )
        if half:
            hour = self._of_half(hour, half)
        if hour > 23 or minute > 59:
            raise self._wrong(
                told('there is no time "{words}"', words=words), 'a time such as "15:00"'
            )
        return time(hour, minute)

    def _of_half(self, hour: int, half: str) -> int:
        if not 1 <= hour <= 12:
            raise self._wrong(
                told("{hour} is no hour before {half}", hour=hour, half=half),
                "an hour from 1 to 12",
            )
        return hour % 12 + (12 if half.startswith("p") else 0)


def _number(weekday: str) -> int:
    """Return a weekday's number, Monday's being 0."""
    return next(n for n, each in enumerate(_WEEKDAYS) if each.startswith(weekday[:3]))

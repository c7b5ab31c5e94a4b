"""Windows: from a playbook's wait and a calendar to instants."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from duly.core.playbook import Unit, Wait
from duly.core.worktime import CLOSING, DAY_START, OPENING, THANKS_SAME_DAY_UNTIL, WorkCalendar

SINGLE_DAY_GRACE = 2
"""A window of a single day closes two business days later."""


class Window(NamedTuple):
    """When an action may be carried out; both ends in UTC, both inclusive."""

    earliest: datetime
    latest: datetime


def days_after(day: date, wait: Wait, calendar: WorkCalendar) -> Window:
    """Return the window of a wait in days or business days that counts from a local day."""
    opens = _add(day, wait.opens, wait.unit, calendar)
    if wait.closes == wait.opens:
        return single_day(opens, calendar)
    closes = _add(day, wait.closes, wait.unit, calendar)
    return Window(calendar.instant(opens, OPENING), calendar.instant(closes, CLOSING))


def _add(day: date, count: int, unit: Unit, calendar: WorkCalendar) -> date:
    if unit is Unit.BUSINESS_DAYS:
        return calendar.after(day, count) if count else calendar.on_or_after(day)
    return calendar.on_or_after(day + timedelta(days=count))


def single_day(day: date, calendar: WorkCalendar) -> Window:
    """Return the window that opens on a day and closes two business days later."""
    opens = calendar.on_or_after(day)
    closes = calendar.after(opens, SINGLE_DAY_GRACE)
    return Window(calendar.instant(opens, OPENING), calendar.instant(closes, CLOSING))


def hours_after(ends_at: datetime, hours: int) -> Window:
    """Return the window that closes so many hours after an interview, to the minute."""
    return Window(ends_at, ends_at + timedelta(hours=hours))


def within_business_days(at: datetime, count: int, calendar: WorkCalendar) -> Window:
    """Return the window from an instant to the close of the n-th business day after it."""
    return Window(at, calendar.instant(calendar.after(calendar.day(at), count), CLOSING))


def moved_in_hours(window: Window, day: date, calendar: WorkCalendar) -> Window:
    """Return the window opening at 09:00 on a later day, as long in hours as it was."""
    earliest = calendar.opening(day)
    return Window(earliest, earliest + (window.latest - window.earliest))


def moved(window: Window, day: date, calendar: WorkCalendar) -> Window:
    """Return the window opening at 09:00 on a later day, as long in business days as it was."""
    earliest = calendar.opening(day)
    span = calendar.between(calendar.day(window.earliest), calendar.day(window.latest))
    closes = calendar.after(calendar.day(earliest), span)
    return Window(earliest, max(calendar.instant(closes, CLOSING), earliest))


def due_in_hours(window: Window, at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first moment of the window inside their hours, or the present once it passed.

    Where the window has no such moment left, the last one that it had.
    """
    first = calendar.in_hours(max(window.earliest, at))
    if first <= window.latest:
        return first
    last = calendar.last_in_hours(window.latest)
    return last if last >= window.earliest else window.latest


def due_thank_you(window: Window, at: datetime, calendar: WorkCalendar) -> datetime:
    """Return when a thank-you is due (planning law 3).

    The same working day when the interview ends by 16:00 there, else the next morning. Where
    waiting for their hours would miss the window, an evening until 21:00 or a day off will do.
    """
    best = window.earliest
    local = calendar.local(best)
    if local.time() > THANKS_SAME_DAY_UNTIL:
        best = calendar.instant(local.date() + timedelta(days=1), DAY_START)
    best = max(best, at)
    if (candidate := calendar.in_hours(best)) <= window.latest:
        return candidate
    for start in (best, max(window.earliest, at)):
        if (candidate := calendar.in_waking_hours(start)) <= window.latest:
            return candidate
    return window.latest

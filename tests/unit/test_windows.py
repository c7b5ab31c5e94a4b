"""Windows, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from duly.core.playbook import Anchor, Unit, Wait
from duly.core.windows import (
    Window,
    days_after,
    due_in_hours,
    due_thank_you,
    hours_after,
    moved,
    moved_in_hours,
    single_day,
    within_business_days,
)
from duly.core.worktime import DaysOff, WorkCalendar, zone

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
BERLIN = WorkCalendar(zone("Europe/Berlin"), DaysOff(EASTER))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def window(earliest: str, latest: str) -> Window:
    return Window(local(earliest), local(latest))


def wait(opens: int, closes: int, unit: Unit = Unit.DAYS) -> Wait:
    return Wait(opens, closes, unit, Anchor.INTERVIEW)


@pytest.mark.parametrize(
    ("day", "opens", "closes", "expected"),
    [
        ("2026-03-10", 7, 10, ("2026-03-17T09:00", "2026-03-20T17:00")),
        ("2026-03-11", 10, 14, ("2026-03-23T09:00", "2026-03-25T17:00")),
        ("2026-03-13", 8, 9, ("2026-03-23T09:00", "2026-03-23T17:00")),
        ("2026-03-24", 7, 10, ("2026-03-31T09:00", "2026-04-07T17:00")),
    ],
    ids=["within a week", "opens on a Saturday", "both on a weekend", "closes over Easter"],
)
def test_a_range_opens_at_nine_and_closes_at_five(
    day: str, opens: int, closes: int, expected: tuple[str, str]
) -> None:
    assert days_after(date.fromisoformat(day), wait(opens, closes), BERLIN) == window(*expected)


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2026-03-10", 4, Unit.DAYS, ("2026-03-16T09:00", "2026-03-18T17:00")),
        ("2026-03-10", 1, Unit.BUSINESS_DAYS, ("2026-03-11T09:00", "2026-03-13T17:00")),
        ("2026-03-14", 1, Unit.BUSINESS_DAYS, ("2026-03-16T09:00", "2026-03-18T17:00")),
        ("2026-04-02", 2, Unit.BUSINESS_DAYS, ("2026-04-08T09:00", "2026-04-10T17:00")),
        ("2026-03-14", 0, Unit.BUSINESS_DAYS, ("2026-03-16T09:00", "2026-03-18T17:00")),
        ("2026-03-10", 0, Unit.DAYS, ("2026-03-10T09:00", "2026-03-12T17:00")),
    ],
)
def test_a_single_day_closes_two_business_days_later(
    day: str, count: int, unit: Unit, expected: tuple[str, str]
) -> None:
    found = days_after(date.fromisoformat(day), wait(count, count, unit), BERLIN)
    assert found == window(*expected)


def test_a_single_day_off_moves_on() -> None:
    assert single_day(date(2026, 4, 3), BERLIN) == window("2026-04-07T09:00", "2026-04-09T17:00")


def test_hours_are_to_the_minute_across_a_clock_change() -> None:
    ends_at = local("2026-03-28T15:07")
    assert hours_after(ends_at, 24) == Window(ends_at, ends_at + timedelta(hours=24))
    assert hours_after(ends_at, 24).latest == local("2026-03-29T16:07"), "the clocks went forward"


@pytest.mark.parametrize(
    ("at", "count", "latest"),
    [
        ("2026-03-10T11:00", 1, "2026-03-11T17:00"),
        ("2026-03-13T23:00", 1, "2026-03-16T17:00"),
        ("2026-03-14T10:00", 1, "2026-03-16T17:00"),
        ("2026-03-13T10:00", 2, "2026-03-17T17:00"),
    ],
)
def test_within_business_days_opens_at_once(at: str, count: int, latest: str) -> None:
    assert within_business_days(local(at), count, BERLIN) == window(at, latest)


def test_what_moves_keeps_its_length_in_business_days() -> None:
    was = window("2026-03-17T09:00", "2026-03-20T17:00")
    assert moved(was, date(2026, 3, 26), BERLIN) == window("2026-03-26T09:00", "2026-03-31T17:00")
    assert moved(was, date(2026, 3, 28), BERLIN) == window("2026-03-30T09:00", "2026-04-02T17:00")
    assert moved(was, date(2026, 4, 1), BERLIN) == window("2026-04-01T09:00", "2026-04-08T17:00")


def test_a_thank_you_that_moves_keeps_its_hours() -> None:
    was = window("2026-03-10T15:00", "2026-03-11T15:00")
    found = moved_in_hours(was, date(2026, 3, 14), BERLIN)
    assert found == window("2026-03-16T09:00", "2026-03-17T09:00")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-10T12:00", "2026-03-17T09:00"),
        ("2026-03-17T09:00", "2026-03-17T09:00"),
        ("2026-03-18T10:30", "2026-03-18T10:30"),
        ("2026-03-18T22:00", "2026-03-19T08:00"),
        ("2026-03-20T17:00", "2026-03-20T17:00"),
        ("2026-03-20T17:01", "2026-03-20T17:00"),
        ("2026-04-20T12:00", "2026-03-20T17:00"),
    ],
)
def test_due_is_the_first_moment_in_hours_or_now(at: str, due: str) -> None:
    was = window("2026-03-17T09:00", "2026-03-20T17:00")
    assert due_in_hours(was, local(at), BERLIN) == local(due)


def test_a_window_without_their_hours_is_due_at_its_end() -> None:
    was = window("2026-03-14T10:00", "2026-03-15T10:00")
    assert due_in_hours(was, local("2026-03-14T11:00"), BERLIN) == was.latest


@pytest.mark.parametrize(
    ("ended", "at", "due"),
    [
        ("2026-03-10T07:00", "2026-03-10T07:10", "2026-03-10T08:00"),
        ("2026-03-10T15:00", "2026-03-10T15:00", "2026-03-10T15:00"),
        ("2026-03-10T16:00", "2026-03-10T16:30", "2026-03-10T16:30"),
        ("2026-03-10T16:01", "2026-03-10T16:30", "2026-03-11T08:00"),
        ("2026-03-10T15:00", "2026-03-10T19:00", "2026-03-11T08:00"),
        ("2026-03-13T15:00", "2026-03-13T15:30", "2026-03-13T15:30"),
        ("2026-03-13T17:00", "2026-03-13T17:00", "2026-03-14T08:00"),
        ("2026-03-13T15:00", "2026-03-13T19:00", "2026-03-13T19:00"),
        ("2026-03-13T15:00", "2026-03-13T22:00", "2026-03-14T08:00"),
        ("2026-03-14T11:00", "2026-03-14T11:00", "2026-03-14T11:00"),
        ("2026-03-15T11:00", "2026-03-15T11:00", "2026-03-16T08:00"),
        ("2026-03-10T15:00", "2026-03-12T10:00", "2026-03-11T15:00"),
        ("2026-03-10T23:30", "2026-03-10T23:30", "2026-03-11T08:00"),
    ],
    ids=[
        "ended before eight", "ended by four", "ended at four", "ended after four",
        "the day is over", "Friday", "Friday after five", "Friday evening", "Friday night",
        "Saturday morning", "Sunday morning", "overdue", "late at night",
    ],
)  # fmt: skip
def test_a_thank_you_is_due_the_same_day_or_the_next_morning(ended: str, at: str, due: str) -> None:
    found = due_thank_you(hours_after(local(ended), 24), local(at), BERLIN)
    assert found == local(due)

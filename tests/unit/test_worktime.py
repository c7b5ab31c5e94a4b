"""Business days, their hours, and the days on which clocks do odd things."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import ZoneError
from duly.core.worktime import (
    Calendars,
    DaysOff,
    WorkCalendar,
    six_months_after,
    spoken,
    zone,
)

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)


def calendar(name: str = "America/Chicago", days_off: DaysOff | None = None) -> WorkCalendar:
    return WorkCalendar(zone(name), days_off or DaysOff(EASTER))


def local(text: str, name: str = "America/Chicago") -> datetime:
    """Return the instant, in UTC, of a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(name)).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "is_business"),
    [
        ("2026-03-06", True),
        ("2026-03-07", False),
        ("2026-03-08", False),
        ("2026-04-03", False),
        ("2026-04-06", False),
        ("2026-04-07", True),
    ],
)
def test_weekends_and_holidays_are_days_off(day: str, *, is_business: bool) -> None:
    assert calendar().is_business(date.fromisoformat(day)) is is_business


def test_weekends_are_those_of_the_country() -> None:
    cairo = calendar("Africa/Cairo", DaysOff(weekend=frozenset({4, 5})))
    assert not cairo.is_business(FRIDAY)
    assert cairo.is_business(date(2026, 3, 8)), "a Sunday"
    assert cairo.after(date(2026, 3, 5), 1) == date(2026, 3, 8)


def test_a_day_a_zone_never_had_is_no_business_day() -> None:
    samoa = calendar("Pacific/Apia", DaysOff())
    assert not samoa.is_business(date(2011, 12, 30)), "a Friday left out at the date line"
    assert samoa.after(date(2011, 12, 29), 1) == date(2012, 1, 2)
    assert samoa.between(date(2011, 12, 29), date(2012, 1, 2)) == 1


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-06", 0, "2026-03-06"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-08", 1, "2026-03-09"),
        ("2026-03-09", 5, "2026-03-16"),
        ("2026-04-02", 1, "2026-04-07"),
        ("2026-04-02", 3, "2026-04-09"),
    ],
)
def test_business_days_are_counted_after_a_day(day: str, count: int, expected: str) -> None:
    assert calendar().after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-09", 1, "2026-03-06"),
        ("2026-03-08", 1, "2026-03-06"),
        ("2026-04-07", 1, "2026-04-02"),
        ("2026-04-07", 0, "2026-04-07"),
    ],
)
def test_business_days_are_counted_before_a_day(day: str, count: int, expected: str) -> None:
    assert calendar().before(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-06T07:59:59", "2026-03-06T08:00"),
        ("2026-03-06T08:00", "2026-03-06T08:00"),
        ("2026-03-06T12:34:56", "2026-03-06T12:34:56"),
        ("2026-03-06T18:00", "2026-03-06T18:00"),
        ("2026-03-06T18:00:01", "2026-03-09T08:00"),
        ("2026-03-07T12:00", "2026-03-09T08:00"),
        ("2026-04-02T19:00", "2026-04-07T08:00"),
    ],
)
def test_hours_are_eight_to_six_on_business_days(instant: str, expected: str) -> None:
    assert calendar().in_hours(local(instant)) == local(expected)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-09T07:59", "2026-03-06T18:00"),
        ("2026-03-09T08:00", "2026-03-09T08:00"),
        ("2026-03-09T18:00", "2026-03-09T18:00"),
        ("2026-03-09T20:00", "2026-03-09T18:00"),
        ("2026-03-08T12:00", "2026-03-06T18:00"),
    ],
)
def test_the_last_moment_in_hours_lies_before(instant: str, expected: str) -> None:
    assert calendar().last_in_hours(local(instant)) == local(expected)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-07T07:00", "2026-03-07T08:00"),
        ("2026-03-07T20:59", "2026-03-07T20:59"),
        ("2026-03-07T21:00", "2026-03-07T21:00"),
        ("2026-03-07T21:01", "2026-03-08T08:00"),
        ("2026-03-08T00:00", "2026-03-08T08:00"),
    ],
)
def test_waking_hours_last_until_nine_on_any_day(instant: str, expected: str) -> None:
    assert calendar().in_waking_hours(local(instant)) == local(expected)


def test_opening_and_closing_move_on_to_a_business_day() -> None:
    chicago = calendar()
    assert chicago.opening(date(2026, 3, 7)) == local("2026-03-09T09:00")
    assert chicago.closing(date(2026, 4, 3)) == local("2026-04-07T17:00")


def test_nine_is_nine_on_both_sides_of_a_clock_change() -> None:
    chicago = calendar()
    before, after = chicago.opening(FRIDAY), chicago.opening(MONDAY)
    assert after - before == timedelta(days=3) - timedelta(hours=1)
    assert before == datetime(2026, 3, 6, 15, tzinfo=UTC)
    assert after == datetime(2026, 3, 9, 14, tzinfo=UTC)


def test_a_local_time_that_is_left_out_is_read_with_the_offset_before() -> None:
    assert calendar().instant(date(2026, 3, 8), time(2, 30)) == datetime(
        2026, 3, 8, 8, 30, tzinfo=UTC
    )


def test_a_local_time_that_comes_twice_is_the_first() -> None:
    assert calendar().instant(date(2026, 11, 1), time(1, 30)) == datetime(
        2026, 11, 1, 6, 30, tzinfo=UTC
    )


def test_lord_howe_changes_by_half_an_hour() -> None:
    island = calendar("Australia/Lord_Howe", DaysOff())
    before, after = island.opening(date(2026, 4, 3)), island.opening(date(2026, 4, 6))
    assert after - before == timedelta(days=3, minutes=30)


def test_a_calendar_that_never_works_ends_the_search() -> None:
    nobody = calendar(days_off=DaysOff(weekend=frozenset(range(7))))
    assert nobody.on_or_after(FRIDAY) > FRIDAY
    assert nobody.on_or_before(FRIDAY) < FRIDAY
    assert nobody.between(FRIDAY, MONDAY) == 0


@given(st.dates(date(2005, 1, 1), date(2035, 12, 31)), st.integers(0, 30))
def test_counting_forward_and_back_agree(day: date, count: int) -> None:
    chicago = calendar()
    later = chicago.after(day, count)
    assert chicago.between(day, later) == count
    if chicago.is_business(day):
        assert chicago.before(later, count) == day


@given(st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_remembered_answers_are_the_same(instant: datetime) -> None:
    warm = calendar()
    assert warm.in_hours(instant) == warm.in_hours(instant) == calendar().in_hours(instant)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-15", "2026-07-15"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-06-30", "2026-12-30"),
        ("2026-07-01", "2027-01-01"),
        ("2026-12-31", "2027-06-30"),
        ("2026-05-31", "2026-11-30"),
    ],
)
def test_six_months_are_calendar_months(day: str, expected: str) -> None:
    assert six_months_after(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(st.dates(date(1970, 1, 1), date(2199, 1, 1)))
def test_six_months_never_skip_a_month(day: date) -> None:
    later = six_months_after(day)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == 6
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_day_is_said_as_one_would_say_it() -> None:
    assert spoken(date(2026, 3, 10)) == "Tue 10 March"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "America"])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ZoneError) as caught:
        zone(name, where="facts.toml")
    assert str(caught.value).startswith(f'facts.toml: the time zone is "{name}"; expected a name')


def test_a_zone_name_without_end_is_refused_in_short() -> None:
    with pytest.raises(ZoneError) as caught:
        zone("Europe/" * 10_000 + "Berlin")
    assert len(str(caught.value)) < 1_000


def test_a_misspelt_zone_is_mended() -> None:
    with pytest.raises(ZoneError, match=r'Did you mean "Europe/Berlin"\?'):
        zone("Europe/Berln")


def test_each_zone_and_country_has_one_calendar() -> None:
    calendars = Calendars({"US": DaysOff(EASTER)})
    first = calendars.of("America/Chicago", "US")
    assert calendars.of("America/Chicago", "US") is first
    assert not first.is_business(date(2026, 4, 3))
    elsewhere = calendars.of("America/Chicago", "XX")
    assert elsewhere.is_business(date(2026, 4, 3)), "an unknown country has weekends only"

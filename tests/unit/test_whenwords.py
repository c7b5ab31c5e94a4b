"""Days and times as people type them; what could be read in two ways is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import WrongUsageError
from duly.formats.whenwords import Facing, day, moment

HERE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 11, 13, 30, tzinfo=HERE)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "facing", "expected"),
    [
        ("now", Facing.BACK, "2026-03-11 13:30"),
        ("yesterday 15:00", Facing.BACK, "2026-03-10 15:00"),
        ("today 9am", Facing.BACK, "2026-03-11 09:00"),
        ("tomorrow at noon", Facing.AHEAD, "2026-03-12 12:00"),
        ("friday 10:00", Facing.AHEAD, "2026-03-13 10:00"),
        ("friday 10:00", Facing.BACK, "2026-03-06 10:00"),
        ("last Fri 4 p.m.", Facing.BACK, "2026-03-06 16:00"),
        ("next monday 9:30", Facing.AHEAD, "2026-03-16 09:30"),
        ("2026-03-12 15:00", Facing.AHEAD, "2026-03-12 15:00"),
        ("2026-03-12T15:00+01:00", Facing.AHEAD, "2026-03-12 10:00"),
        ("12 March 3pm", Facing.AHEAD, "2026-03-12 15:00"),
        ("March 9th, 15:00", Facing.BACK, "2026-03-09 15:00"),
        ("9 March 15:00", Facing.AHEAD, "2027-03-09 15:00"),
        ("2 hours ago", Facing.BACK, "2026-03-11 11:30"),
        ("in 45 minutes", Facing.AHEAD, "2026-03-11 14:15"),
        ("15:00", Facing.AHEAD, "2026-03-11 15:00"),
        ("12am", Facing.AHEAD, "2026-03-11 00:00"),
        ("12:30 pm", Facing.AHEAD, "2026-03-11 12:30"),
    ],
)
def test_a_moment_is_read(words: str, facing: Facing, expected: str) -> None:
    found = moment(words, NOW, HERE, facing)
    assert found.tzinfo is UTC
    assert found.astimezone(HERE).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2026-03-11"),
        ("in 3 days", "2026-03-14"),
        ("in two weeks", "2026-03-25"),
        ("in a month", "2026-04-11"),
        ("monday", "2026-03-16"),
        ("friday next week", "2026-03-20"),
        ("on Friday of next week", "2026-03-20"),
        ("next week friday", "2026-03-20"),
        ("next week, on Monday", "2026-03-16"),
        ("thursday this week", "2026-03-12"),
        ("end of next week", "2026-03-20"),
        ("the end of the week", "2026-03-13"),
        ("end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("tomorrow afternoon", "2026-03-12"),
        ("friday in the late morning", "2026-03-13"),
        ("this friday", "2026-03-13"),
        ("1 April", "2026-04-01"),
        ("Feb 1", "2027-02-01"),
        ("2026-03-17", "2026-03-17"),
    ],
)
def test_a_day_is_read(words: str, expected: str) -> None:
    assert day(words, NOW, HERE, Facing.AHEAD).isoformat() == expected


@pytest.mark.parametrize(
    ("words", "helpful"),
    [
        ("next friday", "2026-03-13 or 2026-03-20"),
        ("wednesday", '"today" (2026-03-11) or 2026-03-18'),
        ("3/4/2026", "Name the month"),
        ("30 February", "no such day"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("friday at 3", '"3:00" or "3pm"'),
        ("friday 25:00", "no time"),
        ("13pm", "from 1 to 12"),
        ("whenever", "there is no day in it"),
        ("next week", '"friday next week"'),
        ("friday afternoon 3", "no time"),
        ("", "there is no day in it"),
        ("in 99999 weeks", "too far"),
        (f"in {'9' * 5000} days", "too far"),
        ("in ² days", "there is no day in it"),
        ("0001-01-01", "1970"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_mend(words: str, helpful: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        day(words, NOW, HERE, Facing.AHEAD, where="--by")
    assert helpful in str(caught.value)
    assert str(caught.value).startswith("--by: ")


def test_at_a_weekend_the_end_of_the_week_is_over() -> None:
    sunday = datetime(2026, 3, 15, 13, 30, tzinfo=HERE)
    with pytest.raises(WrongUsageError, match="Friday is over"):
        day("end of the week", sunday, HERE, Facing.AHEAD)
    assert day("end of next week", sunday, HERE, Facing.AHEAD).isoformat() == "2026-03-20"


def test_a_part_of_the_day_is_no_time() -> None:
    with pytest.raises(WrongUsageError, match="is no time"):
        moment("tomorrow afternoon", NOW, HERE, Facing.AHEAD)


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(WrongUsageError, match="clocks go forward"):
        moment("2026-03-08 02:30", NOW, HERE, Facing.BACK)


@pytest.mark.parametrize("words", ["9999-12-31 23:59", "0001-01-01T00:00+05:00", "0206-11-30"])
def test_a_slip_of_the_year_is_refused(words: str) -> None:
    with pytest.raises(WrongUsageError, match="a year from 1970 to 2199"):
        moment(words, NOW, HERE, Facing.BACK, at=time(12))


def test_a_moment_needs_its_time_unless_one_is_usual() -> None:
    with pytest.raises(WrongUsageError, match="there is no time in it"):
        moment("yesterday", NOW, HERE, Facing.BACK)
    usual = moment("yesterday", NOW, HERE, Facing.BACK, at=time(12))
    assert usual.astimezone(HERE).hour == 12


@given(st.text(max_size=40), st.sampled_from(Facing))
def test_anything_else_is_an_error_that_helps(words: str, facing: Facing) -> None:
    for read in (day, moment):
        with suppress(WrongUsageError):
            read(words, NOW, HERE, facing)

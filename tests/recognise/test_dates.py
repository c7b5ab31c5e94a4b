"""Dates in prose, all of them read on Wednesday 4 June 2025."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from duly.core.worktime import DaysOff, WorkCalendar
from duly.recognise import promises
from duly.recognise.clock import clocks_in
from duly.recognise.dates import Order, Setting, days_in
from duly.recognise.sentences import sentences_of

CALENDAR = WorkCalendar(ZoneInfo("UTC"), DaysOff(frozenset({date(2025, 6, 9)})))
PLAIN = WorkCalendar(ZoneInfo("UTC"), DaysOff())


def setting(order: Order = Order.UNKNOWN, calendar: WorkCalendar = PLAIN) -> Setting:
    return Setting(date(2025, 6, 4), calendar, order)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("by the end of next week", "2025-06-13"),
        ("within 5-7 business days", "2025-06-13"),
        ("within 5–7 business days", "2025-06-13"),
        ("early next week", "2025-06-10"),
        ("mid next week", "2025-06-11"),
        ("on monday (6/16)", "2025-06-16"),
        ("on monday (16/6)", "2025-06-16"),
        ("by friday", "2025-06-06"),
        ("by friday eod", "2025-06-06"),
        ("by eod friday", "2025-06-06"),
        ("by next friday", "2025-06-13"),
        ("friday next week", "2025-06-13"),
        ("a week on friday", "2025-06-13"),
        ("by june 16th", "2025-06-16"),
        ("by the 20th of june", "2025-06-20"),
        ("by the 20th", "2025-06-20"),
        ("on 16.06.", "2025-06-16"),
        ("in two weeks", "2025-06-18"),
        ("in a week or two", "2025-06-18"),
        ("within 48 hours", "2025-06-06"),
        ("by the end of the month", "2025-06-30"),
        ("in mid-june", "2025-06-15"),
        ("the week of june 16", "2025-06-20"),
        ("later this week", "2025-06-06"),
        ("in a fortnight", "2025-06-18"),
        ("by the end of q3", "2025-09-30"),
        ("by january 9", "2026-01-09"),
        ("bis ende nächster woche", "2025-06-13"),
        ("d'ici la fin de la semaine prochaine", "2025-06-13"),
        ("antes del 20 de junio", "2025-06-20"),
    ],
)
def test_the_last_day_meant_is_the_one_worked_out_by_hand(words: str, last: str) -> None:
    assert [str(days.last_on) for days in days_in(words, setting())] == [last]


def test_business_days_leave_out_holidays() -> None:
    found = days_in("within 3 business days", setting(calendar=CALENDAR))
    assert found[0].last_on == date(2025, 6, 10)


@pytest.mark.parametrize(
    ("order", "day"), [(Order.DAY_FIRST, date(2025, 7, 6)), (Order.MONTH_FIRST, date(2025, 6, 7))]
)
def test_which_of_two_figures_is_the_month_depends_on_the_country(order: Order, day: date) -> None:
    assert days_in("by 6/7", setting(order))[0].last_on == day


@pytest.mark.parametrize(
    "words", ["we may call", "24/7 support", "1/2 day", "version 2.3", "31/31"]
)
def test_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    assert not [days for days in days_in(words, setting()) if days.exact]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("We will be in touch by the end of next week.", "2025-06-13"),
        ("You can expect to hear from us within 5-7 business days.", "2025-06-13"),
        ("I should have news for you early next week.", "2025-06-10"),
        ("A decision will be made by June 20.", "2025-06-20"),
        ("I will let everyone know the outcome on Monday (16/6).", "2025-06-16"),
        ("Please send your references, and we will get back to you by Friday.", "2025-06-06"),
        ("If you have not heard from us by 13 June, please call me.", "2025-06-13"),
        ("I've two more to see on Tuesday. You'll hear from us by Thursday.", "2025-06-05"),
    ],
)
def test_a_promise_is_read(text: str, on: str) -> None:
    found = promises.promise_in(sentences_of(text), setting())
    assert found is not None
    assert str(found.on) == on


@pytest.mark.parametrize(
    "text",
    [
        "Please reply within 48 hours.",
        "Please let us know by Friday whether you accept.",
        "We keep your résumé on file for 12 months.",
        "You would start on 1 July.",
        "I am out of the office until Monday.",
        "Your interview is on Thursday 12 June at 10am.",
        "I will call you on Friday at 11:00.",
        "Your parcel will arrive by Friday.",
        "If you do not hear from us within four weeks, please assume you were unsuccessful.",
        "You may apply again in six months.",
        "Applications close on 20 June.",
        "We will be in touch soon.",
    ],
)
def test_what_is_no_promise_is_left_alone(text: str) -> None:
    assert promises.promise_in(sentences_of(text), setting()) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Please reply within 48 hours.", "2025-06-06T10:00"),
        ("Could you let me know your decision by Wednesday, June 11?", "2025-06-11T23:59"),
        ("The offer expires on June 20 at 5pm.", "2025-06-20T17:00"),
    ],
)
def test_the_candidates_own_deadline_is_told_from_a_promise(text: str, at: str) -> None:
    sent = datetime(2025, 6, 4, 10, tzinfo=UTC)
    found = promises.deadline_in(sentences_of(text), setting(), sent, UTC)
    assert found is not None
    assert found.at.isoformat().startswith(at)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I will return on Monday, June 16.", "2025-06-16"),
        ("I'm on leave until 16 June.", "2025-06-16"),
        ("I am away from 5 to 13 June.", "2025-06-16"),
        ("Out of office through Friday June 13.", "2025-06-16"),
        ("Ich bin bis zum 20. Juni nicht im Büro.", "2025-06-20"),
    ],
)
def test_an_absence_ends_on_the_day_of_return(text: str, until: str) -> None:
    assert str(promises.absent_until(sentences_of(text), setting())) == until


@pytest.mark.parametrize(
    ("text", "start", "zone"),
    [
        ("2pm bst", "14:00", "Europe/London"),
        ("10:30 am - 11:15 am et", "10:30", "America/New_York"),
        ("14h30", "14:30", ""),
        ("um 14 uhr", "14:00", ""),
        ("2-3:30pm", "14:00", ""),
        ("at noon", "12:00", ""),
    ],
)
def test_hours_are_read_with_their_zones(text: str, start: str, zone: str) -> None:
    clock = clocks_in(text)[0]
    assert (f"{clock.start:%H:%M}", clock.zone) == (start, zone)


@pytest.mark.parametrize("text", ["5 people", "in 2025", "$2.50", "room 12", "3 rounds"])
def test_a_bare_number_is_no_hour(text: str) -> None:
    assert clocks_in(text) == []

"""What is waited for, and how each wait ends; days counted by hand, March 2026 in Chicago."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duly.core.facts import History
from duly.core.figures.waits import Ending, waits_of
from duly.core.model import Channel, Fact, Kind, Meaning, Opportunity, Outcome, Step, What
from duly.core.worktime import DaysOff, WorkCalendar, zone

CHICAGO = WorkCalendar(zone("America/Chicago"), DaysOff(frozenset({date(2026, 3, 17)})))
ACME = Opportunity("acme", "Acme", "Analyst", Kind.APPLICATION, "America/Chicago", "US")


def at(text: str) -> datetime:
    """Return the instant of a local time in March 2026: "10 15:00"."""
    day, clock = text.split()
    local = datetime.fromisoformat(f"2026-03-{int(day):02}T{clock}")
    return local.replace(tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)


def fact(when: str, what: str, *people: str, **more: Any) -> Fact:
    return Fact(at(when), What(what), "acme", people, **more)


def sent(when: str, step: str, *people: str, **more: Any) -> Fact:
    return fact(when, "sent", *people, step=Step(step), **more)


def received(when: str, meaning: str, *people: str, **more: Any) -> Fact:
    return fact(when, "received", *people, meaning=Meaning(meaning), **more)


def called(when: str, outcome: str, *people: str) -> Fact:
    return fact(when, "called", *people, outcome=Outcome(outcome))


def told(*facts: Fact, now: str = "31 12:00", over: tuple[datetime, ...] = ()) -> list[str]:
    """Return every wait as a line: letter, reader, days, ending."""
    found = waits_of(ACME, History(facts), CHICAGO, at(now), over)
    return [
        " ".join(each for each in (wait.letter, wait.to, str(wait.days), wait.ending) if each)
        for wait in found
    ]


MET = fact("2 15:00", "interview", "ana", "bo")
ASKED = sent("10 10:00", "status", "ana")


def test_an_answer_ends_the_wait_on_its_day() -> None:
    assert told(MET, ASKED, received("16 09:00", "still deciding", "bo")) == ["status 6 answered"]


def test_without_an_answer_it_waits_until_now() -> None:
    assert told(MET, ASKED, now="22 12:00") == ["status 12 waiting"]


def test_days_are_those_of_their_calendar_and_not_of_24_hours() -> None:
    evening = sent("10 23:30", "status", "ana")
    assert told(MET, evening, received("11 00:30", "other", "ana")) == ["status 1 answered"]


def test_business_days_leave_out_weekends_and_their_holidays() -> None:
    history = History([MET, ASKED, received("18 09:00", "other", "ana")])
    assert [each.business_days for each in waits_of(ACME, history, CHICAGO, at("31 12:00"))] == [5]


@pytest.mark.parametrize(
    "machine",
    [
        received("12 09:00", "acknowledgement"),
        received("12 09:00", "auto-reply", "ana", until=date(2026, 3, 20)),
        received("12 09:00", "other", "ana", automatic=True),
    ],
)
def test_a_machine_is_no_answer(machine: Fact) -> None:
    assert told(MET, ASKED, machine, now="22 12:00") == ["status 12 waiting"]


def test_a_machine_that_says_no_says_no() -> None:
    no = received("12 09:00", "rejection", automatic=True)
    assert told(MET, ASKED, no) == ["status 2 answered"]


def test_a_letter_that_bounced_was_never_waited_on() -> None:
    by_mail = sent("10 10:00", "status", "ana", channel=Channel.EMAIL)
    assert told(MET, by_mail, received("10 10:05", "bounce", "ana")) == []


def test_the_answer_after_a_second_letter_belongs_to_that() -> None:
    again = sent("20 10:00", "status", "ana")
    assert told(MET, ASKED, again, received("23 10:00", "other", "ana")) == [
        "status 10 asked again",
        "second status 3 answered",
    ]


def test_after_an_answer_the_count_starts_anew() -> None:
    heard, again = received("12 10:00", "other", "ana"), sent("20 10:00", "status", "ana")
    assert told(MET, ASKED, heard, again, now="21 10:00") == [
        "status 2 answered",
        "status 1 waiting",
    ]


def test_a_call_that_reaches_them_is_answered_at_once_and_takes_over_the_letter() -> None:
    assert told(
        MET, ASKED, called("13 10:00", "voicemail"), called("16 10:00", "spoke", "ana")
    ) == [
        "status 3 asked again",
        "call 3 asked again",
        "call 0 answered",
    ]


def test_one_letter_to_two_readers_is_one_attempt() -> None:
    both = sent("10 10:00", "status", "ana", "bo")
    assert told(MET, both, now="11 10:00") == ["status 1 waiting"]


def test_a_thank_you_waits_for_its_reader() -> None:
    thanks = [sent("2 18:00", "thank-you", person) for person in ("ana", "bo")]
    assert told(MET, *thanks, received("5 10:00", "other", "bo")) == [
        "thank-you ana 3 overtaken",
        "thank-you bo 3 answered",
    ]


def test_the_next_interview_overtakes_a_thank_you_and_answers_an_attempt() -> None:
    thanks, again = sent("2 18:00", "thank-you", "ana"), fact("20 15:00", "interview", "ana")
    assert told(MET, thanks, again) == ["thank-you ana 18 overtaken"]
    assert told(MET, ASKED, again) == ["status 10 answered"]


def test_an_attempt_takes_over_from_the_thank_you() -> None:
    thanks = sent("2 18:00", "thank-you", "ana")
    assert told(MET, thanks, ASKED, now="11 10:00") == [
        "thank-you ana 8 asked again",
        "status 1 waiting",
    ]


def test_a_date_on_a_careers_page_answers_no_application_but_a_status_letter() -> None:
    promise = fact("12 10:00", "promise", by=date(2026, 3, 20))
    assert told(fact("10 10:00", "applied"), promise, now="14 10:00") == ["application 4 waiting"]
    assert told(MET, ASKED, promise) == ["status 2 answered"]


def test_a_follow_up_takes_over_from_the_application() -> None:
    follow_up = sent("11 10:00", "application-follow-up", "ana")
    answer = received("13 10:00", "invitation", "ana")
    assert told(fact("2 10:00", "applied"), follow_up, answer) == [
        "application 9 asked again",
        "application follow-up 2 answered",
    ]


@pytest.mark.parametrize(
    "end", [sent("25 10:00", "let-go"), fact("25 10:00", "withdrew"), fact("25 10:00", "retired")]
)
def test_what_was_given_up_was_waited_for_until_then(end: Fact) -> None:
    assert told(MET, ASKED, end) == ["status 15 given up"]


def test_an_offer_accepted_elsewhere_ends_the_waiting() -> None:
    assert told(MET, ASKED, over=(at("14 10:00"),)) == ["status 4 given up"]
    assert told(MET, ASKED, over=(at("9 10:00"),), now="12 10:00") == ["status 2 waiting"]


def test_what_lies_ahead_has_not_happened() -> None:
    assert told(MET, ASKED, received("16 09:00", "other"), now="12 10:00") == ["status 2 waiting"]


def test_their_word_in_the_very_instant_of_a_letter_came_before_it() -> None:
    assert told(MET, ASKED, received("10 10:00", "other"), now="12 10:00") == ["status 2 waiting"]


def test_no_wait_is_counted_twice_whatever_happens_in_one_instant() -> None:
    moment = [ASKED, called("10 10:00", "no answer"), called("10 10:00", "spoke", "ana")]
    found = told(MET, *moment)
    assert sorted(found) == ["call 0 answered", "call 0 asked again", "status 0 asked again"]
    assert Ending.WAITING not in found

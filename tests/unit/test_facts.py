"""What a history says at a moment: rounds, promises, attempts, debts, offers and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duly.core.facts import NEVER, History, Standing
from duly.core.model import Channel, Fact, Meaning, Outcome, Step, What
from duly.core.worktime import DaysOff, WorkCalendar, zone

CHICAGO = WorkCalendar(zone("America/Chicago"), DaysOff())


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


def called(when: str, outcome: str, *people: str, **more: Any) -> Fact:
    return fact(when, "called", *people, outcome=Outcome(outcome), **more)


def standing(*facts: Fact, now: str = "31 12:00") -> Standing:
    return History(facts).standing(at(now), CHICAGO)


MET = fact("10 15:00", "interview", "ana", "bo")


# Order and the present


def test_nothing_has_happened_yet() -> None:
    found = standing()
    assert found.rounds == []
    assert found.answered_at is NEVER
    assert found.contact_at is NEVER
    assert not found.retired()


def test_facts_are_read_in_order_however_they_were_given() -> None:
    facts = (MET, sent("11 09:00", "thank-you", "ana"), received("12 09:00", "other", "ana"))
    histories = {History(each).facts for each in permutations(facts)}
    assert len(histories) == 1


def test_within_one_instant_they_speak_we_reply_and_machines_return() -> None:
    bounce = received("11 09:00", "bounce", "ana")
    reply = sent("11 09:00", "answer", "ana")
    question = received("11 09:00", "question", "ana")
    assert History([bounce, reply, question]).facts == (question, reply, bounce)


def test_what_lies_ahead_has_not_happened_save_meetings() -> None:
    found = standing(
        fact("20 15:00", "interview", "ana"),
        sent("20 16:00", "thank-you", "ana"),
        received("21 09:00", "rejection", "ana"),
        now="12 12:00",
    )
    assert [meeting.ends_at for meeting in found.ahead] == [at("20 15:00")]
    assert found.rounds == []
    assert found.sent == []
    assert found.ended is None


# Rounds


def test_interviews_of_one_local_day_are_one_round() -> None:
    found = standing(
        fact("10 09:00", "interview", "ana"),
        fact("10 23:30", "interview", "ana", "bo"),
        fact("11 00:30", "interview", "cy"),
    )
    assert [held.on.day for held in found.rounds] == [10, 11]
    first = found.rounds[0]
    assert first.met == {"ana": at("10 23:30"), "bo": at("10 23:30")}
    assert first.met_first["ana"] == at("10 09:00")
    assert (first.first_ends_at, first.ends_at) == (at("10 09:00"), at("10 23:30"))


def test_a_conversation_is_met_but_not_interviewed() -> None:
    (talk,) = standing(fact("10 15:00", "conversation", "ana")).rounds
    assert "ana" in talk.met
    assert not talk.interviewed


def test_a_conversation_ahead_is_not_prepared_for() -> None:
    assert standing(fact("10 15:00", "conversation", "ana"), now="9 12:00").ahead == []


def test_a_cancelled_interview_was_never_held() -> None:
    cancelled = fact("9 12:00", "interview_cancelled", was_at=MET.at)
    assert standing(MET, cancelled).rounds == []
    assert standing(MET, cancelled, now="9 11:00").ahead, "nobody knew before"


def test_a_moved_interview_counts_at_its_new_time_at_its_old_length() -> None:
    set_up = fact("10 15:00", "interview", "ana", starts_at=at("10 14:00"))
    moved = fact("9 12:00", "interview_moved", was_at=at("10 15:00"), to_at=at("12 11:00"))
    again = fact("11 12:00", "interview_moved", was_at=at("12 11:00"), to_at=at("13 11:00"))
    assert [held.on.day for held in standing(set_up, moved).rounds] == [12]
    assert [held.on.day for held in standing(set_up, moved, again).rounds] == [13]
    assert standing(set_up, moved, now="10 12:00").ahead[0].starts_at == at("12 10:00")


def test_what_was_moved_and_called_off_at_once_is_off() -> None:
    moved = fact("9 12:00", "interview_moved", was_at=MET.at, to_at=at("12 11:00"))
    cancelled = fact("9 12:00", "interview_cancelled", was_at=at("12 11:00"))
    assert standing(MET, moved, cancelled).rounds == []


def test_who_arranged_it_and_who_came_first_are_kept() -> None:
    found = standing(fact("10 15:00", "interview", "ana", "bo", arranged_by="rae"))
    assert (found.arranged_by, found.first_met) == ("rae", "ana")


# Answers and attempts


@pytest.mark.parametrize(
    "answer",
    [
        received("18 10:00", "invitation", "ana"),
        received("18 10:00", "still deciding", "ana"),
        received("18 10:00", "question", "ana"),
        received("18 10:00", "assessment", "ana"),
        received("18 10:00", "offer", "ana"),
        received("18 10:00", "other", "ana"),
        received("18 10:00", "rejection", automatic=True),
        called("18 10:00", "spoke", "ana"),
        fact("18 10:00", "conversation", "ana"),
        fact("18 10:00", "interview", "ana"),
        fact("18 10:00", "interview_cancelled", was_at=at("20 10:00")),
        fact("18 10:00", "promise", by=date(2026, 3, 20)),
        fact("18 10:00", "offer"),
        fact("18 10:00", "more_time"),
    ],
    ids=lambda fact: f"{fact.what} {fact.meaning or ''}",
)
def test_an_answer_ends_the_count(answer: Fact) -> None:
    found = standing(MET, sent("17 09:00", "status", "ana"), answer)
    assert found.answered_at == at("18 10:00")
    assert found.attempts == []


@pytest.mark.parametrize(
    "silence",
    [
        received("18 10:00", "acknowledgement", "ana"),
        received("18 10:00", "auto-reply", "ana", until=date(2026, 3, 20)),
        received("18 10:00", "still deciding", "ana", automatic=True),
        received("18 10:00", "question", "ana", automatic=True),
        received("18 10:00", "other", "ana", automatic=True),
        called("18 10:00", "voicemail", "bo"),
        sent("18 10:00", "other", "bo"),
        fact("18 10:00", "connected", "ana"),
        fact("18 10:00", "withdrew"),
    ],
    ids=lambda fact: f"{fact.what} {fact.meaning or ''}",
)
def test_machines_and_the_user_are_no_answer(silence: Fact) -> None:
    found = standing(MET, sent("17 09:00", "status", "ana"), silence)
    assert found.answered_at == MET.at
    assert [each.step for each in found.attempts][:1] == [Step.STATUS]


def test_statuses_follow_ups_and_unanswered_calls_are_attempts_and_nothing_else_is() -> None:
    found = standing(
        MET,
        sent("11 09:00", "thank-you", "ana"),
        sent("12 09:00", "card", "ana"),
        sent("13 09:00", "status", "ana"),
        called("17 09:00", "voicemail", "ana"),
        called("18 09:00", "no answer", "ana"),
        sent("19 09:00", "application-follow-up", "ana"),
        sent("20 09:00", "answer", "ana"),
        sent("21 09:00", "other", "ana"),
    )
    assert [each.at.day for each in found.attempts] == [13, 17, 18, 19]


def test_one_message_to_two_readers_is_one_attempt() -> None:
    found = standing(MET, sent("17 09:00", "status", "ana", "bo"))
    assert len(found.attempts) == 1
    assert {each.person for each in found.sent} == {"ana", "bo"}
    twice = standing(MET, sent("17 09:00", "status", "ana"), sent("17 09:00", "status", "bo"))
    assert len(twice.attempts) == 2, "these were two"


def test_a_skipped_attempt_goes_on_the_chain_but_is_none() -> None:
    found = standing(MET, fact("17 09:00", "skipped", step=Step.STATUS))
    assert found.attempts == []
    assert [each.step for each in found.asked] == [Step.STATUS]


# Bounces and absences


def test_a_bounce_takes_back_the_last_message_to_that_person() -> None:
    found = standing(
        MET,
        sent("17 09:00", "status", "ana"),
        sent("17 10:00", "thank-you", "bo"),
        received("17 11:00", "bounce", "ana"),
    )
    assert found.attempts == []
    assert found.bounced == {"ana": at("17 11:00")}
    assert found.sent_since(Step.STATUS, "ana", NEVER) is None
    assert found.sent_since(Step.THANK_YOU, "bo", NEVER)


def test_a_bounce_without_a_name_takes_back_the_last_message() -> None:
    found = standing(sent("17 09:00", "status", "ana"), received("17 11:00", "bounce"))
    assert found.bounced == {"ana": at("17 11:00")}


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.POST, Channel.LINKEDIN])
def test_a_bounce_takes_back_emails_only(channel: Channel) -> None:
    found = standing(
        sent("17 09:00", "status", "ana", channel=channel), received("17 11:00", "bounce", "ana")
    )
    assert len(found.attempts) == 1
    assert "ana" in found.bounced


def test_a_bounce_takes_back_no_call() -> None:
    found = standing(called("17 09:00", "voicemail", "ana"), received("18 09:00", "bounce", "ana"))
    assert len(found.attempts) == 1


def test_writing_again_forgets_the_bounce() -> None:
    found = standing(
        sent("17 09:00", "status", "ana"),
        received("17 11:00", "bounce", "ana"),
        sent("18 09:00", "status", "ana"),
    )
    assert found.bounced == {}
    assert len(found.attempts) == 1


def test_an_auto_reply_says_how_long_they_are_away() -> None:
    away = received("17 09:01", "auto-reply", "ana", until=date(2026, 3, 25))
    assert standing(away).away["ana"].until == date(2026, 3, 25)
    assert standing(received("17 09:01", "auto-reply", "ana")).away == {}


# Promises


def test_the_promise_given_last_stands() -> None:
    found = standing(
        fact("10 15:00", "promise", by=date(2026, 3, 24)),
        received("12 15:00", "still deciding", "ana", by=date(2026, 3, 20)),
    )
    assert found.promise
    assert found.promise.by == date(2026, 3, 20)
    assert not found.promise.by_phone


def test_a_date_given_in_a_call_may_be_called_on() -> None:
    found = standing(called("12 15:00", "spoke", "ana", by=date(2026, 3, 20)))
    assert found.promise
    assert found.promise.by_phone
    assert found.promise.may_call


@pytest.mark.parametrize("meaning", ["question", "invitation", "assessment", "acknowledgement"])
def test_a_deadline_of_theirs_is_no_promise(meaning: str) -> None:
    assert standing(received("12 15:00", meaning, "ana", by=date(2026, 3, 20))).promise is None


def test_an_answer_without_a_date_cancels_no_promise() -> None:
    found = standing(
        fact("10 15:00", "promise", by=date(2026, 3, 24)), received("12 15:00", "other", "ana")
    )
    assert found.promise
    assert found.wait_from == at("12 15:00")


def test_a_date_on_a_careers_page_answers_no_application() -> None:
    found = standing(fact("9 09:00", "applied"), fact("9 10:00", "promise", by=date(2026, 3, 24)))
    assert found.human_at is NEVER
    assert found.awaits_first_answer()


# What is owed


@pytest.mark.parametrize("meaning", ["question", "invitation", "assessment"])
@pytest.mark.parametrize(
    "settled",
    [
        sent("13 09:00", "answer", "ana"),
        called("13 09:00", "spoke", "ana"),
        fact("13 09:00", "interview", "bo"),
        fact("13 09:00", "skipped", "ana", step=Step.ANSWER),
        received("13 09:00", "rejection", "ana"),
        fact("13 09:00", "declined"),
    ],
    ids=lambda fact: str(fact.what),
)
def test_an_answer_is_owed_until_it_is_given(meaning: str, settled: Fact) -> None:
    asked = received("12 09:00", meaning, "ana")
    assert list(standing(MET, asked).owed) == ["ana"]
    assert standing(MET, asked, settled).owed == {}


def test_an_answer_to_one_leaves_what_another_asked() -> None:
    found = standing(
        received("12 09:00", "question", "ana"),
        received("12 10:00", "question", "bo"),
        sent("12 11:00", "answer", "ana"),
    )
    assert list(found.owed) == ["bo"]


def test_our_answer_starts_the_wait_anew() -> None:
    found = standing(received("12 09:00", "question", "ana"), sent("13 11:00", "answer", "ana"))
    assert found.wait_from == at("13 11:00")
    assert found.answered_at == at("12 09:00")


# Ends and offers


def test_a_no_stands_against_small_talk_and_our_own_decisions() -> None:
    no = received("12 09:00", "rejection", "ana")
    for later in (
        received("13 09:00", "still deciding", "ana"),
        received("13 09:00", "question", "ana"),
        fact("13 09:00", "conversation", "ana"),
        called("13 09:00", "spoke", "ana"),
        fact("13 09:00", "accepted"),
        fact("13 09:00", "declined"),
        fact("13 09:00", "withdrew"),
    ):
        found = standing(MET, no, later)
        assert found.ended is no
        assert found.decision is None


def test_a_no_is_lifted_by_what_re_opens() -> None:
    no = received("12 09:00", "closed", "ana")
    for later in (
        received("13 09:00", "invitation", "ana"),
        received("13 09:00", "assessment", "ana"),
        received("13 09:00", "offer", "ana"),
        fact("13 09:00", "offer"),
        fact("13 09:00", "interview", "ana"),
        fact("13 09:00", "applied"),
    ):
        assert standing(MET, no, later).ended is None


def test_our_own_no_stands_until_something_re_opens() -> None:
    declined = fact("12 09:00", "declined")
    assert standing(MET, declined).ended is declined
    assert standing(MET, declined, received("13 09:00", "other", "ana")).ended is declined
    assert standing(MET, declined, received("13 09:00", "offer", "ana")).ended is None


def test_a_no_after_accepting_ends_it() -> None:
    found = standing(
        fact("11 09:00", "offer"),
        fact("12 09:00", "accepted"),
        received("13 09:00", "rejection", "ana"),
    )
    assert found.ended
    assert found.decision is None


def test_an_offer_is_open_until_it_is_decided() -> None:
    offer = fact("12 09:00", "offer", "ana", answer_by=at("19 17:00"))
    found = standing(offer)
    assert (found.offer_at, found.offer_by, found.offer_from) == (
        at("12 09:00"), at("19 17:00"), "ana",
    )  # fmt: skip
    for decision in ("accepted", "declined", "withdrew"):
        assert standing(offer, fact("13 09:00", decision)).offer_at is None
    assert standing(offer, received("13 09:00", "closed", "ana")).offer_at is None


def test_more_time_moves_the_deadline() -> None:
    found = standing(
        fact("12 09:00", "offer", answer_by=at("19 17:00")),
        fact("13 09:00", "more_time", answer_by=at("24 17:00")),
    )
    assert (found.offer_at, found.offer_by) == (at("12 09:00"), at("24 17:00"))
    assert found.more_time_at == at("13 09:00")


def test_an_offer_that_names_a_day_wants_an_answer_by_five() -> None:
    found = standing(received("12 09:00", "offer", "ana", by=date(2026, 3, 19)))
    assert found.offer_by == at("19 17:00")


# The user's choices


def test_a_step_is_done_when_sent_skipped_or_retired() -> None:
    for done in (
        sent("11 09:00", "linkedin", "ana"),
        fact("11 09:00", "skipped", "ana", step=Step.LINKEDIN),
        fact("11 09:00", "skipped", step=Step.LINKEDIN),
        fact("11 09:00", "retired", step=Step.LINKEDIN),
    ):
        found = standing(MET, done)
        assert found.done(Step.LINKEDIN, "ana", MET.at)
        assert found.done(Step.LINKEDIN, None, MET.at)
        assert not found.done(Step.CARD, "ana", MET.at)
    assert not standing(MET, sent("11 09:00", "linkedin", "bo")).done(Step.LINKEDIN, "ana", MET.at)


def test_what_was_skipped_may_come_again_and_what_was_retired_may_not() -> None:
    later = at("12 09:00")
    skipped = standing(MET, fact("11 09:00", "skipped", step=Step.STATUS))
    retired = standing(MET, fact("11 09:00", "retired", step=Step.STATUS))
    assert not skipped.done(Step.STATUS, "ana", later)
    assert retired.done(Step.STATUS, "ana", later)


def test_a_late_answer_reopens_what_was_retired_whole() -> None:
    retired = fact("12 09:00", "retired")
    assert standing(MET, retired).retired()
    assert not standing(MET, retired, received("13 09:00", "other", "ana")).retired()
    assert not standing(MET, fact("12 09:00", "retired", step=Step.CARD)).retired()


def test_contact_counts_in_both_directions() -> None:
    found = standing(MET, sent("12 09:00", "stay-in-touch", "ana"))
    assert found.contact_at == at("12 09:00")
    assert standing(MET, sent("12 09:00", "debrief")).contact_at == MET.at
    assert standing(MET).contact_at - MET.at == timedelta(0)

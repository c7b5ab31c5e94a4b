"""What is known decides what is said: overdue, owed, promised, refused, taken elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.core.model import Debrief, Impression, Person, PersonRole, Step
from duly.letters import days
from duly.letters.compose import (
    LINKEDIN_CHARACTERS,
    LINKEDIN_PREMIUM_CHARACTERS,
    compose,
)
from duly.letters.distinct import overlap
from duly.letters.material import Letter, LetterKind, Material, Missing, Voice, kind_for
from duly.letters.sample import ACME, ANA, RAE, TALK, sample


def letter(
    kind: LetterKind, voice: Voice = Voice.WARM, reader: Person = ANA, **changes: Any
) -> Letter:
    found = compose(kind, reader, replace(sample(kind)[1], **changes), voice)
    assert isinstance(found, Letter), found
    return found


def lacking(kind: LetterKind, reader: Person = ANA, **changes: Any) -> Missing:
    found = compose(kind, reader, replace(sample(kind)[1], **changes), Voice.WARM)
    assert isinstance(found, Missing), found
    return found


def test_late_thanks_say_so(voice: Voice) -> None:
    late = letter(LetterKind.THANK_YOU, voice, overdue=True)
    assert late.body != letter(LetterKind.THANK_YOU, voice).body
    assert any(word in late.body for word in ("sorry", "apolog", "excuse", "late", "sooner"))


def test_dropped_thanks_are_carried_by_the_next_letter(voice: Voice) -> None:
    for kind in (LetterKind.STATUS, LetterKind.SECOND_STATUS):
        owed = letter(kind, voice, thanks_owed=True)
        assert "hank" in owed.body.split("\n\n")[1]
        assert owed.body != letter(kind, voice).body


def test_second_status_is_shorter_and_says_it_otherwise(voice: Voice) -> None:
    first, second = letter(LetterKind.STATUS, voice), letter(LetterKind.SECOND_STATUS, voice)
    assert second.words < first.words
    assert overlap(first.body, second.body) <= 0.25


def test_passed_promise_is_named_without_reproach() -> None:
    body = letter(LetterKind.STATUS, Voice.FORMAL).body
    assert "20 March" in body
    assert "promised" not in body


def test_promise_still_open_is_looked_forward_to(voice: Voice) -> None:
    assert "20 March" in letter(LetterKind.THANK_YOU, voice).body


def test_without_a_promise_no_date_is_named(voice: Voice) -> None:
    debriefs = (replace(TALK, promise_on=None),)
    body = letter(LetterKind.THANK_YOU, voice, debriefs=debriefs).body
    assert not any(symbol.isdigit() for symbol in body)


def test_dates_are_written_as_their_country_does() -> None:
    american = replace(ACME, country="US-IL")
    assert "March 20" in letter(LetterKind.THANK_YOU, opportunity=american).body
    assert "20 March" in letter(LetterKind.THANK_YOU).body


def test_near_days_are_called_by_their_weekday_and_far_ones_by_date() -> None:
    met = date(2026, 3, 10)
    assert days.on(met, date(2026, 3, 16), "GB") == "on Tuesday"
    assert days.on(met, date(2026, 3, 17), "GB") == "on 10 March"
    assert days.on(met, date(2027, 3, 1), "US") == "on March 10, 2026"
    assert days.on(None, met, "GB") == ""
    assert days.month(met, date(2027, 3, 1)) == "March 2026"


def test_status_to_somebody_not_met_does_not_claim_a_meeting(voice: Voice) -> None:
    body = letter(LetterKind.STATUS, voice, reader=RAE).body
    assert "interview" in body
    assert "we spoke" not in body.casefold()
    assert "our talk" not in body.casefold()
    assert "event sourcing" not in body


def test_status_after_an_application_alone(voice: Voice) -> None:
    applied: dict[str, Any] = {
        "debriefs": (),
        "interviewed_on": None,
        "applied_on": date(2026, 3, 2),
    }
    body = letter(LetterKind.STATUS, voice, **applied).body
    assert "2 March" in body
    assert "conversation" not in body


def test_nothing_to_refer_to_is_asked_for() -> None:
    found = lacking(LetterKind.STATUS, debriefs=())
    assert [each.field for each in found.ask] == ["interviewed_on", "applied_on"]


def test_follow_up_without_strengths_asks_for_them() -> None:
    bare = Debrief("acme", date(2026, 3, 10))
    found = lacking(LetterKind.APPLICATION_FOLLOW_UP, debriefs=(bare,))
    assert [each.field for each in found.ask] == ["debrief.strengths"]


def test_thank_you_with_nothing_said_asks_instead_of_inventing() -> None:
    found = lacking(LetterKind.THANK_YOU, debriefs=())
    assert "Ana Ruiz" in found.why
    assert len(found.ask) == 4


def test_more_time_is_asked_for_with_a_date(voice: Voice) -> None:
    assert "10 April" in letter(LetterKind.ASK_MORE_TIME, voice).body
    assert [each.field for each in lacking(LetterKind.ASK_MORE_TIME, ask_until=None).ask] == [
        "ask_until"
    ]


def test_offer_without_a_deadline_asks_for_one(voice: Voice) -> None:
    body = letter(LetterKind.ACKNOWLEDGE_OFFER, voice, answer_by=None).body
    assert "y when" in body or "y which day" in body


def test_decline_tells_of_another_position_only_where_there_is_one(voice: Voice) -> None:
    for kind in (LetterKind.DECLINE, LetterKind.WITHDRAW):
        assert "another position" in letter(kind, voice).body
        assert "another position" not in letter(kind, voice, taken_elsewhere=False).body


def test_door_stays_open_only_while_interested(voice: Voice) -> None:
    gone = replace(ACME, interested=False)
    still = letter(LetterKind.THANK_FOR_ANSWER, voice).body
    over = letter(LetterKind.THANK_FOR_ANSWER, voice, opportunity=gone).body
    assert "comes up" in still
    assert "comes up" not in over


def test_staying_in_touch_asks_for_no_job(voice: Voice) -> None:
    body = letter(LetterKind.STAY_IN_TOUCH, voice).body.casefold()
    assert not any(word in body for word in ("position", "job", "role", "opening", "vacanc"))


def test_address_is_asked_of_one_for_another(voice: Voice) -> None:
    reader, _ = sample(LetterKind.FIND_ADDRESS)
    body = letter(LetterKind.FIND_ADDRESS, voice, reader=reader).body
    assert "Priya Nair" in body
    assert lacking(LetterKind.FIND_ADDRESS, reader=reader, seek=None).ask[0].field == "seek"


def test_linkedin_note_fits_however_much_there_is(voice: Voice) -> None:
    topic = "the long and winding history of the northern branch and its two rival front desks"
    impressions = (Impression("ana", topics=(topic,)),)
    debriefs = (replace(TALK, impressions=impressions),)
    role = replace(ACME, role="Senior Principal Analyst", company="A Company of Some Renown")
    for premium, limit in (
        (False, LINKEDIN_CHARACTERS),
        (True, LINKEDIN_PREMIUM_CHARACTERS),
    ):
        found = letter(
            LetterKind.LINKEDIN, voice, debriefs=debriefs, opportunity=role, premium=premium
        )
        assert len(found.body) <= limit
        assert found.body.endswith("Sam Field")
        assert (topic in found.body) == premium or topic in found.body


def test_team_as_a_reader(voice: Voice) -> None:
    team = Person("team", "Talent Team", PersonRole.RECRUITER)
    assert "Talent Team," in letter(LetterKind.STATUS, voice, reader=team).body


def test_would_help_asks_for_what_is_not_there() -> None:
    bare = replace(TALK, impressions=(Impression("ana", remark="her garden"),), strengths=())
    found = letter(LetterKind.THANK_YOU, debriefs=(bare,), panel=("ana",))
    assert [each.field for each in found.would_help][:1] == ["impression.cares_about"]
    assert len(found.would_help) == 3


@pytest.mark.parametrize("step", list(Step))
def test_every_step_with_words_has_a_kind(step: Step) -> None:
    _, material = sample(LetterKind.THANK_YOU)
    silent = {
        Step.PREPARE,
        Step.DEBRIEF,
        Step.ANSWER,
        Step.DECIDE,
        Step.LET_GO,
        Step.OTHER,
    }
    assert (kind_for(step, material) is None) == (step in silent)
    assert kind_for(Step.STATUS, replace(material, asked_on=date(2026, 3, 20))) is (
        LetterKind.SECOND_STATUS
    )


def test_long_notes_are_brought_to_length(voice: Voice) -> None:
    long = "I would start with the first week of calls and read what people could not get done. "
    impressions = (
        Impression(
            "ana",
            topics=("the move to event sourcing",),
            cares_about=("cutting churn in the first month of every contract",),
            remark="her daughter's play at the town hall",
            challenge="new customers leave after the first month and nobody has asked them why",
            answer=long * 2,
            value="Tidy Data, https://data.example/tidy",
        ),
    )
    found = letter(LetterKind.THANK_YOU, voice, debriefs=(replace(TALK, impressions=impressions),))
    assert found.words <= (90 if voice is Voice.BRIEF else 170)


ODD = st.one_of(st.just(""), st.text(max_size=120))


@settings(max_examples=60)
@given(
    build=st.builds(
        Impression,
        person=st.just("ana"),
        cares_about=st.tuples(ODD),
        topics=st.tuples(ODD, ODD),
        remark=ODD,
        challenge=ODD,
        answer=ODD,
        value=ODD,
    ),
    name=ODD,
    role=ODD,
    company=ODD,
    kind=st.sampled_from(list(LetterKind)),
)
def test_whatever_was_typed_something_sound_comes_back(
    build: Impression, name: str, role: str, company: str, kind: LetterKind
) -> None:
    reader = replace(ANA, name=name)
    material: Material = replace(
        sample(kind)[1],
        debriefs=(replace(TALK, impressions=(build,)),),
        opportunity=replace(ACME, role=role, company=company, people=(reader,)),
        interviewed_on=date(2026, 3, 10),
    )
    for voice in Voice:
        found = compose(kind, reader, material, voice)
        if isinstance(found, Letter):
            assert found.body.strip()
            assert "\x00" not in found.body
            assert "\n" not in found.subject
            if kind is LetterKind.LINKEDIN:
                assert len(found.body) <= LINKEDIN_CHARACTERS


def test_call_after_an_offer_does_not_ask_what_is_decided(voice: Voice) -> None:
    for kind in (LetterKind.CALL, LetterKind.VOICEMAIL):
        asked = letter(kind, voice, offered=True, answer_by=date(2026, 4, 3)).body
        assert "offer" in asked
        for said in ("decision", "decided:", "somebody else", "expect to decide", "still very"):
            assert said not in asked
    assert "ecision" in letter(LetterKind.CALL, voice).body

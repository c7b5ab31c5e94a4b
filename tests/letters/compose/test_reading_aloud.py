"""Scripts and voicemails: what is said, and how long it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duly.core.model import Me
from duly.letters.compose import compose
from duly.letters.material import Letter, LetterKind, Voice
from duly.letters.sample import sample
from duly.letters.script import VOICEMAIL_WORDS, reading_seconds, spoken, spoken_words


def test_directions_are_not_said() -> None:
    assert spoken("Hello.\nIf it is open:\nWhen, then?") == "Hello.\nWhen, then?"


def test_a_telephone_number_takes_a_word_a_digit() -> None:
    assert spoken_words("Call +44 20 7946 0018.") == 13
    assert spoken_words("Call me in 2026.") == 4


@pytest.mark.parametrize(("words", "seconds"), [(0, 0), (1, 1), (74, 30), (75, 30), (150, 60)])
def test_reading_time_at_an_unhurried_pace(words: int, seconds: int) -> None:
    assert reading_seconds(" ".join(["word"] * words)) == seconds


def test_voicemail_stays_short_however_long_the_names_are(voice: Voice) -> None:
    reader, material = sample(LetterKind.VOICEMAIL)
    me = Me("Maximiliana Konstantinopolitanska de la Fuente", "Europe/London", "GB")
    opportunity = replace(
        material.opportunity,
        role="Senior Principal Data Analyst for Customer Insight and Retention, EMEA (all genders)",
        company="The Royal and Ancient Company of Merchants Trading to the Levant",
    )
    long = replace(
        material, me=replace(me, phone="+44 (0) 20 7946 0018 ext. 1234"), opportunity=opportunity
    )
    found = compose(LetterKind.VOICEMAIL, reader, long, voice)
    assert isinstance(found, Letter)
    assert spoken_words(found.body) <= VOICEMAIL_WORDS
    assert found.reading_seconds is not None
    assert found.reading_seconds <= 30


def test_call_asks_whether_a_decision_has_been_made_and_for_the_new_date(voice: Voice) -> None:
    reader, material = sample(LetterKind.CALL)
    found = compose(LetterKind.CALL, reader, material, voice)
    assert isinstance(found, Letter)
    said = spoken(found.body)
    assert (
        "a decision has been made" in said
        or "Has a decision been made" in said
        or ("has a decision been made" in said)
    )
    assert "five years of SQL" in said
    assert "may I call" in said

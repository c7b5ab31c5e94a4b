"""Who is known to be part of the search need not say the word "job" to be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duly.recognise.meaning import MailMeaning
from duly.recognise.recogniser import Around, Recognition, recognise

NOBODY = Around()
RAE = "rae@lindqvist-search.example"
LICENCE = "my client would like to know whether you drive. Could you let me know by Thursday?"


def made_of(
    text: str, around: Around, answers: str = "", subject: str = "A question"
) -> Recognition:
    thread = f"In-Reply-To: {answers}\n" if answers else ""
    head = f"From: Rae Lindqvist <{RAE}>\nTo: Sam Field <sam@field.example>\nSubject: {subject}\n"
    head += f"Date: Wed, 04 Jun 2025 10:12:00 -0400\n{thread}"
    return recognise(f"{head}\n{text}\n".encode(), around)


def test_a_known_sender_is_asking_about_the_search() -> None:
    around = replace(NOBODY, known={RAE})
    assert made_of(LICENCE, around).meaning is MailMeaning.QUESTION


def test_an_answer_in_a_kept_conversation_is_about_the_search() -> None:
    around = replace(NOBODY, ids={"<mine@field.example>"})
    found = made_of(LICENCE, around, answers="<mine@field.example>")
    assert found.meaning is MailMeaning.QUESTION


def test_what_a_known_person_says_of_a_flat_is_no_question_of_the_search() -> None:
    around = replace(NOBODY, known={RAE})
    text = (
        "The landlord of the flat asks for the deposit and the rent. Is the tenancy in your name?"
    )
    assert made_of(text, around, subject="Flat").meaning is MailMeaning.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam, sorry, we went with someone else.",
        "Hi Sam, I went round and round but I'm sticking with Priya. All the best",
        "Sorry Sam, we gave it to another lad in the end.",
    ],
)
def test_a_short_no_in_an_answer_is_one_without_a_word_of_jobs(text: str) -> None:
    found = made_of(text, NOBODY, answers="<mine@field.example>", subject="Re: Hello")
    assert found.meaning is MailMeaning.REJECTION


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We shortlist on 18 June and will tell you by the end of that week.", date(2025, 6, 20)),
        (
            "The panel meets on 18 June and we will let you know our decision the following week.",
            date(2025, 6, 27),
        ),
        ("You will hear about your application within two weeks of the closing date.", None),
        ("We will let you know by the end of that week whether your application succeeded.", None),
    ],
)
def test_that_week_is_the_week_of_the_day_named_before(text: str, day: date | None) -> None:
    said = (
        f"Thank you for your application for the post of archivist, which we have received. {text}"
    )
    assert made_of(said, NOBODY, subject="Your application").promise_on == day

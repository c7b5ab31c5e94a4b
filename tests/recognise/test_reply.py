"""What was written now, what it answers, and how it is signed."""

from __future__ import annotations

import time

import pytest

from duly.recognise.reply import taken_apart

QUOTED = (
    "On Mon, 2 Jun 2025 at 10:00, Sam Field <sam@x.example> wrote:\n\n> Hi",
    "On Mon, 2 Jun 2025 at 10:00, Sam Field\n<sam@x.example>\nwrote:\n> Hi",
    "Am 02.06.2025 um 10:00 schrieb Sam Field <sam@x.example>:\n> Hi",
    "Le lun. 2 juin 2025 à 10:00, Sam Field <sam@x.example> a écrit :\n> Hi",
    "From: Sam Field\nSent: Monday\nTo: Ana\nSubject: Hello\n\nHi",
    "-----Original Message-----\nFrom: Sam\n\nHi",
    "________________________________\nVon: Sam\nGesendet: Montag\nAn: Ana\nBetreff: Hallo\n\nHi",
)


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_is_quoted_is_taken_off(quoted: str) -> None:
    found = taken_apart(f"Thursday works.\n\n{quoted}")
    assert "Thursday works." in found.own
    assert "Hi" not in found.own
    assert "Hi" in found.quoted


def test_answers_between_quoted_lines_are_kept() -> None:
    found = taken_apart("> When?\n\nThursday.\n\n> Where?\n\nHere.")
    assert found.own.split() == ["Thursday.", "Here."]


def test_a_signature_is_taken_off_and_kept() -> None:
    found = taken_apart("See you.\n\nBest regards,\nAna Ruiz\nHead of Data\n+1 312 555 0100")
    assert found.own == "See you."
    assert "Ana Ruiz" in found.signature


def test_a_postscript_belongs_to_the_letter() -> None:
    assert "P.S. Bring" in taken_apart("Hello.\n\nBest,\nAna\n\nP.S. Bring a hat.").own


def test_a_forwarded_mail_is_told_from_an_answer() -> None:
    assert taken_apart("FYI\n\n---------- Forwarded message ---------\nFrom: x\n\nHi").forwarded


@pytest.mark.parametrize(
    "text",
    [
        "On the other hand, we should wait.",
        "As regards the time, noon is fine.",
        "He wrote:\nnothing",
    ],
)
def test_a_sentence_is_not_taken_for_an_attribution(text: str) -> None:
    assert taken_apart(text).own == text


@pytest.mark.parametrize(
    "piece",
    [
        ">",
        "On ",
        "a wrote:",
        "From: ",
        "-",
        "best ",
        "\n> ",
        "=?",
        "\n--------",
        "\nbest",
        "\nsent from my iPhone",
    ],
)
def test_it_takes_linear_time(piece: str) -> None:
    began = time.process_time()
    taken_apart(piece * 100_000)
    assert time.process_time() - began < 2

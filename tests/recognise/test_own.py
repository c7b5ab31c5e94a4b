"""What the user's own letters do, on labelled letters of many trades, tones and languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.model import Step, What
from duly.recognise.meaning import MailMeaning
from duly.recognise.own import Situation, own_step, own_steps

SETS = Path(__file__).parent / "own"
ASKED = Situation(days_since=9, thanked=True)


def letters(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((SETS / f"{name}.toml").read_text())["mail"]
    return found


def situation(mail: dict[str, Any]) -> Situation:
    return Situation(
        answering=MailMeaning(mail["answering"]) if "answering" in mail else None,
        days_since=mail.get("days"),
        thanked=mail.get("thanked", False),
        offer_open=mail.get("offer", False),
    )


def right(mails: list[dict[str, Any]]) -> float:
    """Return the share of letters of which every step is found, strongest first."""
    found = [
        [each.step.value for each in own_steps(mail["text"], mail["subject"], situation(mail))]
        for mail in mails
    ]
    hits: list[bool] = [steps == mail["steps"] for steps, mail in zip(found, mails, strict=True)]
    return sum(hits) / len(hits)


def test_there_are_enough_letters_and_each_step_occurs() -> None:
    every = [
        mail for name in ("development", "second", "third", "held-out") for mail in letters(name)
    ]
    assert len(every) >= 200
    sent = {step for mail in every for step in mail["steps"]}
    assert sent >= {
        *("thank-you", "status", "application-follow-up", "applied", "answer", "thank-for-answer"),
        *("acknowledge-offer", "ask-more-time", "accept", "decline", "withdraw", "stay-in-touch"),
        "other",
    }


@pytest.mark.parametrize("name", ["development", "second", "third"])
def test_letters_the_rules_were_made_from_stay_recognised(name: str) -> None:
    assert right(letters(name)) == 1.0


def test_letters_the_rules_never_saw_are_recognised() -> None:
    assert right(letters("held-out")) >= 0.9


def test_the_same_words_mean_what_they_answer() -> None:
    text = "Thank you for letting me know."
    assert own_step(text, "Re: x", Situation(MailMeaning.REJECTION)).step is Step.THANK_FOR_ANSWER
    assert own_step(text, "Re: x", Situation(MailMeaning.ACKNOWLEDGEMENT)).step is Step.OTHER


def test_what_is_only_supposed_is_not_done() -> None:
    text = "Should I have to withdraw my application, I would tell you at once."
    assert own_step(text, "A question", ASKED).step is Step.OTHER


def test_what_is_quoted_is_not_said() -> None:
    text = "Tuesday is fine.\n\nOn 2 June 2026, Ana wrote:\n> I hereby accept the position"
    found = own_steps(text, "Re: x", Situation(MailMeaning.SCHEDULING))
    assert [each.step for each in found] == [Step.ANSWER]


def test_an_acceptance_needs_an_offer() -> None:
    text = "I am happy to accept the role."
    assert own_step(text, "Yes", Situation(offer_open=True)).step is Step.ACCEPT
    assert own_step(text, "Yes", Situation()).step is not Step.ACCEPT


def test_an_application_is_a_fact_and_no_step() -> None:
    found = own_step("I would like to apply for the post. My CV is attached.", "x", Situation())
    assert found.step is What.APPLIED
    assert found.evidence == "I would like to apply for the post."
    assert 0.5 < found.confidence < 1


@given(st.text(max_size=300), st.sampled_from([None, *MailMeaning]), st.floats(0, 400) | st.none())
def test_any_letter_does_something(
    text: str, answering: MailMeaning | None, days_since: float | None
) -> None:
    found = own_steps(text, text[:40], Situation(answering, days_since))
    assert found
    assert all(0 <= each.confidence <= 1 for each in found)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["thank you ", "any ", "would monday ", "i can not ", "\n-- "])
def test_it_takes_linear_time(piece: str) -> None:
    own_steps(piece * 100_000, piece * 100, ASKED)

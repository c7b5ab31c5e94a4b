"""A call: everything for it beforehand, and how it ended."""

from __future__ import annotations

import pytest
from tests.integration.conftest import NOW, Duly

PROMISED = "2026-03-17T11:00-04:00"
"""A Tuesday, the day they named; ten in Chicago."""


@pytest.fixture
def promised(duly: Duly) -> Duly:
    """Return a Duly whose user may call Ana in Chicago on Tuesday the 17th."""
    duly.done("me", "--phone", "+1 718 555 0111", at=None)
    duly.done(
        "interview", "Acme", "--role", "Data analyst", "--ended", "yesterday 15:00",
        "--zone", "America/Chicago", "--with", "Ana Ruiz <ana@acme.example>",
    )  # fmt: skip
    duly.done("debrief", "acme", "--topic", "ana=the launch in May", "--strength", "SQL",
              "--promised", "17 March", "--may-call")  # fmt: skip
    duly.done("person", "acme", "ana", "--phone", "+1 312 555 0100", "--title", "Head of Data")
    duly.done("sent", "acme", "thank-you", "--to", "ana")
    return duly


def test_everything_for_the_call_stands_on_one_sheet(promised: Duly) -> None:
    told = promised.done("call", "acme", at=PROMISED)
    for words in (
        "Call Ana Ruiz (attempt 1)  [P1 P3 B2]", "interviewer, Head of Data, Acme",
        "+1 312 555 0100", "Tue 17 March 10:00 in Chicago, 11:00 here: a good hour to call",
        "They said by Tue 17 March, and that you may call then [B2]. That is today.",
        "What to say", "If a machine answers", "seconds aloud", "duly call acme --outcome",
    ):  # fmt: skip
        assert words in " ".join(told.split()) or words in told
    told = promised.json("call", "acme", at=PROMISED)
    call, voicemail = told["scripts"]
    assert (call["kind"], voicemail["kind"]) == ("call", "voicemail")
    assert voicemail["reading_seconds"] < 30, "P2"
    assert call["verdict"] == "ready"
    assert told["may_call"]
    assert not told["promise_passed"]
    assert promised.json("show", "acme", at=PROMISED)["facts"][-1]["what"] == "sent", "not noted"


@pytest.mark.parametrize(
    ("at", "good", "next_good"),
    [
        ("2026-03-17T08:59-04:00", False, "2026-03-17T08:00:00-05:00"),
        ("2026-03-17T09:00-04:00", True, "2026-03-17T08:00:00-05:00"),
        ("2026-03-17T19:01-04:00", False, "2026-03-18T08:00:00-05:00"),
        ("2026-03-21T12:00-04:00", False, "2026-03-23T08:00:00-05:00"),  # a Saturday
    ],
)
def test_it_says_whether_it_is_a_good_hour_there(
    promised: Duly,
    at: str,
    good: bool,  # noqa: FBT001
    next_good: str,
) -> None:
    there = promised.json("call", "acme", at=at)["there"]
    assert (there["good"], there["next_good_at"]) == (good, next_good)
    told = " ".join(promised.done("call", "acme", at=at).split())
    assert ("a good hour to call" in told) is good
    assert ("The next good hour begins" in told) is not good


def test_a_promise_that_has_passed_is_told(promised: Duly) -> None:
    late = "2026-03-18T11:00-04:00"
    assert promised.json("call", "acme", at=late)["promise_passed"]
    assert "They said by Tue 17 March; that has passed." in promised.done("call", "acme", at=late)


def test_after_an_offer_nobody_is_asked_what_was_decided(promised: Duly) -> None:
    promised.done("offer", "acme", "--from", "ana", "--answer-by", "in 7 days")
    told = " ".join(promised.done("call", "acme", "--to", "ana").split())
    assert "They have made you an offer; they want your answer by Wed 18 March." in told
    assert "Thank you so much for the offer" in told
    for said in ("They gave no date", "They said by", "decision been made"):
        assert said not in told


def test_too_early_is_said_by_the_plan_and_by_the_checks(promised: Duly) -> None:
    told = promised.done("call", "acme", at=NOW)
    assert "The plan has it for Tue 17 March 09:00 in Chicago" in told
    assert "That day is still to come" in " ".join(told.split())
    assert "ask once that has passed" in " ".join(told.split())


def test_a_number_that_is_missing_is_asked_for(promised: Duly) -> None:
    promised.done("person", "acme", "Cy Young", "--role", "contact")
    told = promised.done("call", "acme", "--to", "cy", at=PROMISED)
    assert 'duly person acme cy-young --phone "…" [B4]' in told
    assert "The plan has no call now" in told


def test_calls_go_through_the_recruiter(promised: Duly) -> None:
    promised.done("person", "acme", "Rae Ko", "--role", "recruiter", "--phone", "+1 212 555 0199")
    promised.done("edit", "acme", "--via", "rae-ko")
    told = promised.json("call", "acme", at=PROMISED)
    assert (told["to"], told["through"], told["phone"]) == ("rae-ko", "rae-ko", "+1 212 555 0199")
    assert "All contact goes through Rae Ko" in promised.done("call", "acme", at=PROMISED)
    other = promised.done("call", "acme", "--to", "ana", at=PROMISED)
    assert "ask first when, and whether, to call. [P6]" in " ".join(other.split())


def test_on_a_terminal_it_asks_how_the_call_ended(promised: Duly) -> None:
    code, said = promised.in_terminal(
        "call", "acme", "--at", PROMISED, typed="maybe\nspoke\nsometime\n24 March\n"
    )
    assert code == 0, said
    assert "is none of them" in said
    assert "Noted: you called, spoke." in said
    fact = promised.json("show", "acme", "--no-ahead", at=PROMISED)["facts"][-1]
    assert (fact["what"], fact["outcome"], fact["by"]) == ("called", "spoke", "2026-03-24")
    assert fact["people"] == ["ana-ruiz"]


def test_enter_notes_nothing(promised: Duly) -> None:
    code, said = promised.in_terminal("call", "acme", "--at", PROMISED, typed="\n")
    assert code == 0
    assert "Noted" not in said
    facts = promised.json("show", "acme", "--no-ahead", at=PROMISED)["facts"]
    assert "called" not in {each["what"] for each in facts}


def test_with_an_outcome_it_is_noted_as_before(promised: Duly) -> None:
    promised.done("call", "acme", "--outcome", "voicemail", at=PROMISED)
    fact = promised.json("show", "acme", "--no-ahead", at=PROMISED)["facts"][-1]
    assert (fact["outcome"], fact["people"]) == ("voicemail", ["ana-ruiz"])
    wrong = promised.run("call", "acme", "--by", "24 March", at=PROMISED)
    assert (wrong.code, "--outcome" in wrong.err) == (2, True)


def test_after_a_no_nobody_is_called(promised: Duly) -> None:
    promised.done("received", "acme", "rejection", "--from", "ana")
    refused = promised.run("call", "acme")
    assert (refused.code, "Acme is closed" in refused.err) == (4, True)


def test_nobody_known_is_said(duly: Duly) -> None:
    duly.done("open", "Bolt", "--role", "Cook", "--applied", "2 March")
    refused = duly.run("call", "bolt")
    assert (refused.code, "nobody at Bolt is known yet" in refused.err) == (4, True)

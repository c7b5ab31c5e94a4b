"""`duly stats`, as people run it."""

from __future__ import annotations

from tests.integration.conftest import Duly


def told(duly: Duly) -> None:
    duly.done(
        "interview", "Acme", "--ended", "2026-02-24 15:00", "--with", "Ana Ruiz <a@a.example>"
    )
    duly.done("sent", "acme", "debrief", "--when", "2026-02-24 16:00")
    duly.done("sent", "acme", "thank-you", "--to", "ana", "--when", "2026-02-24 18:00")
    duly.done("sent", "acme", "status", "--to", "ana", "--when", "2026-03-05 10:00")


def test_there_is_nothing_to_count_at_first(duly: Duly) -> None:
    assert "nothing to count yet" in duly.done("stats")


def test_sentences_come_first_and_the_sample_with_them(duly: Duly) -> None:
    told(duly)
    out = duly.done("stats")
    assert out.startswith("Of 1 opportunity 1 came to an interview.")
    assert "Your one status letter was not answered." in out
    assert "How far they came" in out


def test_one_opportunity_is_told_what_day_it_is_and_what_comes_next(duly: Duly) -> None:
    told(duly)
    out = " ".join(duly.done("stats", "acme").split())
    assert "It is day 6 since your status letter (4 business days)." in out
    assert "It is not time to let go: the second of at most 3 attempts" in out
    assert "That is the practice alone" in out


def test_json_says_the_same(duly: Duly) -> None:
    told(duly)
    found = duly.json("stats")
    assert [(each["letter"], each["sample"], each["curve"]) for each in found["answers"]] == [
        ("thank-you", 1, None),
        ("status", 1, None),
    ]
    assert found["funnel"][0] == {"stage": "begun", "came": 1, "ended": {}}
    one = duly.json("stats", "acme")
    assert [each["ending"] for each in one["waits"]] == ["asked again", "waiting"]
    assert one["word"]["sample"] == 0


def test_an_unknown_opportunity_is_said_to_be_unknown(duly: Duly) -> None:
    result = duly.run("stats", "nowhere")
    assert result.code == 2
    assert 'there is no opportunity "nowhere"' in result.err

"""The board and the search, without scripts."""

from __future__ import annotations

import pytest
from tests.web.server import Desk, Visitor


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


def test_the_board_shows_every_opportunity_by_its_state(visitor: Visitor) -> None:
    text = visitor.get("/board/").text
    assert text.index("They wait for your answer") < text.index("Fairlight Studios")
    assert text.index("Waiting for them") < text.index("Elmgrove Bank")


def test_one_state_alone_can_be_shown(visitor: Visitor) -> None:
    text = visitor.get("/board/?state=waiting").text
    assert "Elmgrove Bank" in text
    assert "Fairlight Studios" not in text


@pytest.mark.parametrize("words", ["cobalt", "COBÁLT sys", "juno"])
def test_names_are_found_whatever_their_case_and_accents(visitor: Visitor, words: str) -> None:
    text = visitor.get(f"/search/?q={words.replace(' ', '+').replace('Á', '%C3%81')}").text
    assert "Cobalt Systems" in text or "Juno Collective" in text


def test_people_are_found_with_where_they_were_met(visitor: Visitor) -> None:
    text = visitor.get("/search/?q=amara").text
    assert "Amara Diallo" in text
    assert "Juno Collective" in text


@pytest.mark.parametrize("words", ["zzzz", "%25", "_", "%22%3E%3Cscript%3E", "%00", "'"])
def test_what_is_found_nowhere_is_said_kindly(visitor: Visitor, words: str) -> None:
    answer = visitor.get(f"/search/?q={words}")
    assert answer.status == 200
    assert "Nothing goes by these words" in answer.text or words == "%00"
    assert "<script>" not in answer.text

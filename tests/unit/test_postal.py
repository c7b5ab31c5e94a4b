"""Addresses on envelopes: as each country's post wants them, whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.formats import cardsheet, postal

CASES = [
    # United States: state and code stay with the town, in capitals; the country is left out
    ("US", "200 W Madison St, Chicago, il 60606, USA", "",
     ["Ana Ruiz", "Acme", "200 W Madison St", "Chicago, IL 60606"]),
    ("US", "200 W Madison St\nChicago, IL 60606", "USA",
     ["Ana Ruiz", "Acme", "200 W Madison St", "Chicago, IL 60606", "USA"]),
    # Germany: the code before the town, however it was typed
    ("DE-BY", "Ludwigstraße 5, München 80539, Deutschland", "",
     ["Ana Ruiz", "Acme", "Ludwigstraße 5", "80539 München"]),
    ("DE", "Ludwigstraße 5\n80539 München", "Germany",
     ["Ana Ruiz", "Acme", "Ludwigstraße 5", "80539 München", "GERMANY"]),
    # United Kingdom: town in capitals, the code on a line of its own
    ("GB", "1 Long Lane, London ec1a9hf, England", "",
     ["Ana Ruiz", "Acme", "1 Long Lane", "LONDON", "EC1A 9HF"]),
    # Italy: the number belongs to the street
    ("IT", "Via Roma, 12, 20121 Milano", "", ["Ana Ruiz", "Acme", "Via Roma, 12", "20121 Milano"]),
    # Poland: the code has a hyphen and letters of its own
    ("PL", "ul. Długa 5\n00-238 Łódź", "", ["Ana Ruiz", "Acme", "ul. Długa 5", "00-238 Łódź"]),
    # Japan, in its own script: from the largest to the smallest, the reader last
    ("JP", "〒100-0001\n東京都千代田区千代田1-1", "",
     ["〒100-0001", "東京都千代田区千代田1-1", "Acme", "Ana Ruiz 様"]),
    ("JP", "1-1 Chiyoda\nTokyo 100-0001", "Japan",
     ["Ana Ruiz", "Acme", "1-1 Chiyoda", "Tokyo 100-0001", "JAPAN"]),
]  # fmt: skip


@pytest.mark.parametrize(("country", "typed", "abroad", "lines"), CASES)
def test_an_address_stands_as_its_country_writes_it(
    country: str, typed: str, abroad: str, lines: list[str]
) -> None:
    assert list(postal.recipient("Ana Ruiz", "Acme", typed, country, abroad=abroad)) == lines


def test_what_the_address_says_already_is_not_said_twice() -> None:
    typed = "Acme Inc.\nAna Ruiz\n1 Main St\nChicago, IL 60606"
    assert postal.recipient("Ana Ruiz", "Acme", typed, "US") == tuple(typed.split("\n"))


def test_nobody_s_address_is_made_up() -> None:
    assert postal.recipient("Ana Ruiz", "Acme", " \n, ", "US") == ()


@given(st.text(max_size=300), st.text(max_size=80), st.sampled_from(["US", "GB", "JP", "DE", ""]))
def test_whatever_is_typed_comes_out_as_few_plain_lines(text: str, name: str, code: str) -> None:
    lines = postal.recipient(name, "Acme", text, code, abroad="Germany")
    assert len(lines) <= postal.MOST_LINES
    for line in lines:
        assert line == " ".join(line.split())
        assert line.isprintable() or not any(each in line for each in "\n\r\x00\u202e\u2028")


@given(st.text(max_size=2000))
def test_no_line_of_a_card_is_longer_than_a_pen_writes(text: str) -> None:
    paper = cardsheet.stationery("", "DE")
    sheet = cardsheet.lay_out(text, "12 March 2026", paper, (), ())
    assert all(len(line) <= cardsheet.LINE for block in sheet.blocks for line in block)
    kept = "".join(line for block in sheet.blocks for line in block)
    letters = [each for each in text if each.isalnum()]
    assert [each for each in kept if each.isalnum()] == letters, "no letter is lost"


def test_paper_is_what_the_shops_of_a_country_have() -> None:
    assert cardsheet.stationery("", "US").key == "10"
    assert cardsheet.stationery("", "GB-ENG").key == "c6"
    assert cardsheet.stationery("DL", "US").key == "dl"
    with pytest.raises(Exception, match="there is no envelope"):
        cardsheet.stationery("c9", "US")

"""Sentences that can be said in another language."""

from __future__ import annotations

import copy
import pickle
from datetime import date

from duly.core.told import Told, joined, told

AWAY = told("{name} is away until {day}.", name="Ana {Ruiz}", day=date(2026, 3, 12))


def test_a_sentence_is_its_english_text() -> None:
    assert AWAY == "Ana {Ruiz} is away until Thu 12 March."


def test_it_knows_what_it_was_made_of() -> None:
    assert AWAY.template == "{name} is away until {day}."
    assert AWAY.values["day"] == date(2026, 3, 12)


def test_a_list_is_told_as_people_do() -> None:
    assert told("Tried: {days}.", days=["a", "b", "c"]) == "Tried: a, b and c."
    assert told("Tried: {days}.", days=["a"]) == "Tried: a."


def test_a_copy_is_whole() -> None:
    for each in (copy.deepcopy(AWAY), pickle.loads(pickle.dumps(AWAY))):
        assert isinstance(each, Told)
        assert (each, each.template, each.values) == (AWAY, AWAY.template, AWAY.values)


def test_sentences_are_joined_by_a_space() -> None:
    both = joined("First.", AWAY)
    assert both == f"First. {AWAY}"
    assert isinstance(both, Told)
    assert both.values["then"] is AWAY
    assert joined("", AWAY) is AWAY

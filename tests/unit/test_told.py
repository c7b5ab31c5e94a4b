"""Sentences that can be said in another language."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

from duly.core.errors import DulyError
from duly.core.told import (
    Told,
    chained,
    counted,
    either,
    enumerated,
    joined,
    packed,
    told,
    unpacked,
)

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


def test_a_number_chooses_the_words() -> None:
    assert [counted(each, "{count} day", "{count} days") for each in (0, 1, 2)] == [
        "0 days", "1 day", "2 days",
    ]  # fmt: skip


def test_a_counted_sentence_is_copied_whole() -> None:
    one = counted(1, "{count} of {what}", "{count} of them, {what}", what=told("calls"))
    for each in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert (each, each.one, each.template, each.number) == (one, one.one, one.template, 1)


def test_texts_are_chained_with_braces_and_all() -> None:
    both = chained(AWAY, "", " {really}")
    assert both == f"{AWAY} {{really}}"
    assert enumerated(["a", "b"]) == "a, b"
    assert enumerated([]) == ""


def test_what_remembers_already_is_not_told_twice() -> None:
    assert told(AWAY) is AWAY


def test_one_of_several_is_meant() -> None:
    assert either(["a"]) == "a"
    assert either(str(each) for each in (1, 2, 3)) == "1 or 2 or 3"


def test_a_sentence_travels_whole_to_another_process() -> None:
    days = told("{who}: {days}", who=told("you"), days=[date(2026, 3, 12)])
    for each in (AWAY, days, counted(2, "{count} day", "{count} days"), "as it is"):
        found = unpacked(json.loads(json.dumps(packed(each))))
        assert found == each
        assert vars_of(found) == vars_of(each)


def vars_of(text: str) -> tuple[object, ...]:
    return tuple(getattr(text, name, None) for name in ("template", "values", "one", "number"))


def test_an_error_says_the_same_whether_it_remembers_or_not() -> None:
    one = DulyError(told("{what} is gone", what="it"), where="a.txt", expected="it.", mend="Look.")
    assert str(one) == "a.txt: it is gone; expected it. Look."
    assert one.found == told("{what} is gone", what="it")

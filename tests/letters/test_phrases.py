"""The small language for families of wording."""

from __future__ import annotations

from importlib import import_module

import pytest

from duly.letters.checks import NAMES
from duly.letters.phrases import Phrases
from duly.letters.text import read


def found(phrase: str, text: str, sets: dict[str, str] | None = None) -> list[str]:
    return [text[m.start : m.end] for m in Phrases([phrase], sets).find(read(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("just checking in", "I am just checking in today.", ["just checking in"]),
        ("just|only checking in", "Only  checking\nin!", ["Only  checking\nin"]),
        ("need [really] this job", "I need this job.", ["need this job"]),
        ("turned down .. offers", "I turned down two good offers", ["turned down two good offers"]),
        ("turned down .. offers", "I turned down one, two, three offers", []),
        (
            "have # years",
            "I have twelve years, you have 3 years.",
            ["have twelve years", "have 3 years"],
        ),
        ("promot* nobody", "promoting nobody", ["promoting nobody"]),
        ("in _ opinion", "In my opinion it is.", ["In my opinion"]),
        ("i am waiting", "I’m waiting.", ["I’m waiting"]),
        ("can not lose", "I cannot lose it; I can't lose.", ["cannot lose", "can't lose"]),
        ("checking in", "I am checking. In May I left.", []),
        ("follow up", "A follow-up.", ["follow-up"]),
        ("& wine & you", "I sent you a wine. You left.", ["I sent you a wine."]),
        ("& wine & you", "I like wine. Thank you.", []),
        ("my $pay", "About my wage.", ["my wage"]),
    ],
)
def test_phrase_finds(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text, {"$pay": "salary|wage"}) == expected


@pytest.mark.parametrize("phrase", ["_ # _", "[only] this", "this ...", "pre*"])
def test_phrase_without_a_hold_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="plain word"):
        found(phrase, "any text")


@pytest.mark.parametrize("name", [*(f"checks.{name}" for name in NAMES), "kinds"])
def test_every_packaged_phrase_can_be_read(name: str) -> None:
    module = import_module(f"duly.letters.{name}")
    for family in vars(module).values():
        families = family.values() if isinstance(family, dict) else [family]
        for phrases in families:
            if isinstance(phrases, Phrases):
                list(phrases.find(read("Thank you.")))


def test_mends_belong_to_their_phrases() -> None:
    phrases = Phrases(["hit the ground running => start quickly"])
    assert phrases.mends == {"hit the ground running": "start quickly"}

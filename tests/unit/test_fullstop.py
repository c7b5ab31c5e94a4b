"""A name ends where its sentence ends, and a shortened word in it ends neither."""

from __future__ import annotations

import re

import pytest

from duly.formats.fullstop import JOIN

NAME = re.compile(rf"[A-Z][\w.]*(?:{JOIN}[A-Z&][\w.]*)*")


@pytest.mark.parametrize(
    "name",
    [
        "St. Gallen AG",
        "J. P. Morgan",
        "J.P. Morgan",
        "Dr. Oetker",
        "Acme Inc. Europe",
        "Muster GmbH & Co. KG",
        "Mt. Sinai Hosp",
        "F. May & Sons",
        "CO. KG",
    ],
)
def test_a_shortened_word_is_part_of_its_name(name: str) -> None:
    found = NAME.match(name)
    assert found
    assert found[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Acme. Unfortunately you", "Acme."),
        ("NewCo. Would Thursday 26", "NewCo."),
        ("Acme Inc. We will", "Acme Inc."),
        ("Acme Inc. Thursday would", "Acme Inc."),
        ("Muster GmbH. Leider", "Muster GmbH."),
        ("Vitamin C. It helps", "Vitamin C."),
        ("Google. Acme has", "Google."),
    ],
)
def test_a_full_stop_after_a_whole_word_ends_the_name(text: str, name: str) -> None:
    found = NAME.match(text)
    assert found
    assert found[0] == name

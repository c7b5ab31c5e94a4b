"""Answers as people type them, read as they mean them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import WrongUsageError
from duly.services.answers import as_typed, listed, medium, promised

NOW = datetime(2026, 3, 10, 15, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
ROUND_ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "things"),
    [
        ("", []),
        (" , ,, ", []),
        ("\n \r\n", []),
        ("cutting churn", ["cutting churn"]),
        ("churn, sleep, and tea", ["churn", "sleep", "tea"]),
        ("churn, sleep or tea", ["churn", "sleep or tea"]),
        ("Anders, Andrea, orange", ["Anders", "Andrea", "orange"]),
        ("10,000 users, 2,5 seconds", ["10,000 users", "2,5 seconds"]),
        ("weekly releases, and their price; tests", ["weekly releases, and their price", "tests"]),
        (
            "weekly releases, and their price\r\ntests",
            ["weekly releases, and their price", "tests"],
        ),
        ("tea, tea", ["tea"]),
        ("the  churn\tdashboard", ["the churn dashboard"]),
    ],
)
def test_several_things_are_parted_as_they_were_typed(typed: str, things: list[str]) -> None:
    assert listed(typed) == things


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)))
def test_a_kept_list_reads_the_same_when_it_is_shown_again(texts: list[str]) -> None:
    things = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.split()))
    assert listed(as_typed(things)) == things


def test_a_promise_lies_after_the_interview() -> None:
    assert promised("friday", ROUND_ON, NOW, NEW_YORK) == "2026-03-13"
    assert promised("  ", ROUND_ON, NOW, NEW_YORK) == ""
    with pytest.raises(WrongUsageError, match="before the interview"):
        promised("2026-03-01", ROUND_ON, NOW, NEW_YORK)


def test_a_medium_is_one_of_three() -> None:
    assert medium(" Phone ") == "phone"
    with pytest.raises(WrongUsageError, match="no medium"):
        medium("pigeon")

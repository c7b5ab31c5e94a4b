"""A letter's way out, on paper: the table, the hour it leaves at, the pauses."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duly.core.model import Action, Channel, Status, Step
from duly.core.outbox import LATE, MAY_BECOME, OPEN, UNDO, Stage, is_late, leaves_at, pause_after

AT = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "sending.md"


def action(due: datetime) -> Action:
    day = timedelta(days=1)
    return Action("acme", Step.STATUS, "ana", "", Channel.EMAIL, 1, AT - day, due, AT + day,
                  Status.DUE, (), "")  # fmt: skip


def test_the_page_for_people_says_what_the_table_says() -> None:
    rows = re.findall(
        r"^\| `([a-z ]+)` \|[^|]*\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    told = {Stage(stage): {Stage(each) for each in re.findall(r"`([a-z ]+)`", after)}
            for stage, after in rows}  # fmt: skip
    assert told == {stage: set(after) for stage, after in MAY_BECOME.items()}


def test_nothing_leads_out_of_an_end_and_nothing_back_to_unsent_but_a_refusal() -> None:
    for end in (Stage.SENT, Stage.TAKEN_BACK, Stage.RETURNED):
        assert not MAY_BECOME[end]
    assert Stage.HELD not in MAY_BECOME[Stage.UNSURE]
    assert Stage.HELD not in MAY_BECOME[Stage.QUARANTINED]
    assert {stage for stage, after in MAY_BECOME.items() if Stage.SENT in after} == {
        Stage.HANDING_OVER, Stage.UNSURE, Stage.QUARANTINED,
    }  # fmt: skip
    assert Stage.SENT not in OPEN


def test_it_leaves_at_the_best_moment_but_never_before_it_can_be_taken_back() -> None:
    later = AT + timedelta(hours=5)
    assert leaves_at(action(later), AT) == later
    assert leaves_at(action(AT), AT) == AT + UNDO
    assert leaves_at(action(later), AT, at_once=True) == AT + UNDO


def test_two_hours_late_asks() -> None:
    assert not is_late(AT, AT + LATE)
    assert is_late(AT, AT + LATE + timedelta(seconds=1))


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (7, 64), (40, 120)])
def test_each_pause_is_twice_as_long(tries: int, minutes: int) -> None:
    assert pause_after(tries) == timedelta(minutes=minutes)

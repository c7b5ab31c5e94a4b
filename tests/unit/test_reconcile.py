"""Plan against what was shown before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from duly.core.model import Action, Channel, Status, Step
from duly.core.reconcile import Cancel, Create, Reschedule, Stored, key, reconcile

NINE = datetime(2026, 3, 17, 14, tzinfo=UTC)
STATUS = Action(
    opportunity="acme",
    step=Step.STATUS,
    to="ana",
    via="",
    channel=Channel.EMAIL,
    attempt=1,
    earliest=NINE,
    due=NINE,
    latest=NINE + timedelta(days=3),
    status=Status.UPCOMING,
    rules=("W2",),
    why="It is time.",
    occasion="status 1 since the start",
)
SHOWN = Stored(key(STATUS), STATUS.earliest, STATUS.latest, STATUS.why)


def test_what_is_new_is_created() -> None:
    assert reconcile([STATUS], []) == [Create(STATUS)]


def test_what_is_as_it_was_is_left_alone() -> None:
    assert reconcile([STATUS], [SHOWN]) == []


def test_status_and_due_time_are_not_stored() -> None:
    later = replace(STATUS, status=Status.DUE, due=NINE + timedelta(hours=3))
    assert reconcile([later], [SHOWN]) == []


def test_another_window_or_reason_reschedules() -> None:
    for moved in (
        replace(STATUS, earliest=NINE + timedelta(days=1)),
        replace(STATUS, latest=NINE + timedelta(days=4)),
        replace(STATUS, why="They are away."),
    ):
        assert reconcile([moved], [SHOWN]) == [Reschedule(SHOWN, moved)]


def test_what_is_no_longer_planned_is_cancelled() -> None:
    assert reconcile([], [SHOWN]) == [Cancel(SHOWN)]


def test_another_opportunity_step_reader_or_occasion_is_another_action() -> None:
    for other in (
        replace(STATUS, opportunity="bolt"),
        replace(STATUS, step=Step.CALL),
        replace(STATUS, to="bo"),
        replace(STATUS, occasion="status 2 since the start"),
    ):
        assert reconcile([other], [SHOWN]) == [Create(other), Cancel(SHOWN)]


def test_who_passes_it_on_and_how_it_travels_make_no_other_action() -> None:
    moved = replace(STATUS, via="rae", channel=Channel.PHONE, attempt=2)
    assert reconcile([moved], [SHOWN]) == []

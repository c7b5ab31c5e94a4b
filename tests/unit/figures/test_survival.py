"""The survival curve against examples in print, and what is true of any."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.figures.survival import Duration, kaplan_meier


def of(text: str) -> list[Duration]:
    """Return durations as the tables in print have them: "6 6+ 7" (+ is censored)."""
    return [Duration(int(each.rstrip("+")), not each.endswith("+")) for each in text.split()]


REMISSION = of("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
"""Weeks in remission under 6-mercaptopurine: Freireich et al. 1963, in every textbook since."""

IN_PRINT = [
    # day, at risk, came, waiting, 95 % band on the log(-log) scale
    (6, 21, 3, 0.8571, 0.6197, 0.9516),
    (7, 17, 1, 0.8067, 0.5631, 0.9228),
    (10, 15, 1, 0.7529, 0.5032, 0.8894),
    (13, 12, 1, 0.6902, 0.4316, 0.8491),
    (16, 11, 1, 0.6275, 0.3675, 0.8049),
    (22, 7, 1, 0.5378, 0.2678, 0.7468),
    (23, 6, 1, 0.4482, 0.1881, 0.6801),
]


def test_the_curve_is_the_one_in_print() -> None:
    curve = kaplan_meier(REMISSION)
    assert (curve.sample, curve.came, curve.ends_on) == (21, 9, 35)
    assert [tuple(point[:3]) for point in curve.points] == [row[:3] for row in IN_PRINT]
    for point, row in zip(curve.points, IN_PRINT, strict=True):
        assert point[3:] == pytest.approx(row[3:], abs=5e-5)


def test_half_have_heard_by_the_first_day_on_which_no_more_than_half_wait() -> None:
    curve = kaplan_meier(REMISSION)
    assert curve.day_of(0.5) == 23
    assert curve.day_of(0.25) == 13
    assert curve.day_of(0.9) is None


def test_without_censoring_it_is_the_share_that_is_left() -> None:
    curve = kaplan_meier(of("1 1 2 2 3 4 4 4 5 8"))
    assert [round(point.waiting, 9) for point in curve.points] == [0.8, 0.6, 0.5, 0.2, 0.1, 0]
    assert [curve.waiting_after(day) for day in (0, 7)] == [1, pytest.approx(0.1)]


def test_where_the_last_one_came_the_band_reaches_down_and_does_not_close() -> None:
    *_, last = kaplan_meier(of("3 5 9")).points
    assert (last.waiting, last.low) == (0, 0)
    assert last.high == pytest.approx(0.7746, abs=5e-4)  # that of day 5


def test_nothing_waited_for_is_no_curve_and_no_failure() -> None:
    assert kaplan_meier([]) == (0, 0, 0, ())
    assert kaplan_meier(of("4+ 5+")) == (2, 0, 5, ())


durations = st.lists(st.builds(Duration, st.integers(0, 60), st.booleans()), max_size=60)


@given(durations)
def test_the_share_falls_within_its_band_and_stays_a_share(waits: list[Duration]) -> None:
    points = kaplan_meier(waits).points
    shares = [1.0, *(point.waiting for point in points)]
    assert all(later < earlier for earlier, later in pairwise(shares))
    assert all(0 <= each.low <= each.waiting <= each.high <= 1 for each in points)
    assert [each.day for each in points] == sorted({wait.days for wait in waits if wait.came})


@given(durations, st.randoms(use_true_random=False))
def test_the_order_of_waits_means_nothing(waits: list[Duration], chance: object) -> None:
    shuffled = list(waits)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kaplan_meier(shuffled) == kaplan_meier(waits)


@given(durations, st.integers(0, 60), st.data())
def test_an_answer_later_on_changes_nothing_before_it(
    waits: list[Duration], day: int, data: st.DataObject
) -> None:
    """What still waited on a day, and is answered then, tells nothing about the days before."""
    open_ = [index for index, each in enumerate(waits) if not each.came and each.days >= day]
    if not open_:
        return
    answered = list(waits)
    answered[data.draw(st.sampled_from(open_))] = Duration(day, came=True)
    before, after = kaplan_meier(waits), kaplan_meier(answered)
    for earlier in range(day):
        assert after.waiting_after(earlier) == pytest.approx(before.waiting_after(earlier))
    assert after.waiting_after(day) < before.waiting_after(day) or before.waiting_after(day) == 0

"""How long something is waited for, when not every wait has come to its end (Kaplan and Meier).

E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", 1958. The
variance is Greenwood's; the band is made on the log(-log) scale (Kalbfleisch and Prentice), which
keeps it between 0 and 1 also where few are left.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

_TWO_SIDED_95: Final = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5 % on either side."""


class Duration(NamedTuple):
    """How many days something was waited for, and whether it came."""

    days: int
    came: bool


class Point(NamedTuple):
    """A day on which something came.

    Attributes:
        at_risk: How many had waited until then.
        came: For how many it came on this day.
        waiting: The share that waits longer than this, as estimated.
        low: The band in which that share lies with 95 % confidence, from here...
        high: ...to here.
    """

    day: int
    at_risk: int
    came: int
    waiting: float
    low: float
    high: float


class Curve(NamedTuple):
    """The share that still waits, day by day; it falls on the days of its points only.

    Attributes:
        sample: How many waits it was counted from.
        came: How many of them came to their end.
        ends_on: The longest wait, come or not; nothing is known beyond.
    """

    sample: int
    came: int
    ends_on: int
    points: tuple[Point, ...]

    def waiting_after(self, day: int) -> float:
        """Return the share that waits longer than a number of days."""
        return next((point.waiting for point in reversed(self.points) if point.day <= day), 1.0)

    def day_of(self, share: float) -> int | None:
        """Return the day by which it has come for a share of all; None where it never did."""
        return next((each.day for each in self.points if 1 - each.waiting >= share - 1e-12), None)


def kaplan_meier(durations: Iterable[Duration]) -> Curve:
    """Estimate the share that still waits.

    What has not come by its last day is counted until then and left out of account afterwards
    (it is censored); what came on the same day came first.
    """
    known = list(durations)
    came = Counter(each.days for each in known if each.came)
    gone = Counter(each.days for each in known)
    at_risk, waiting, spread, high = len(known), 1.0, 0.0, 1.0
    points = []
    for day in sorted(gone):
        if count := came[day]:
            waiting *= (at_risk - count) / at_risk
            if at_risk > count:
                spread += count / (at_risk * (at_risk - count))
                low, high = _band(waiting, spread)
            else:
                waiting = low = 0.0  # the band's upper end stays: nobody is left to tell
            points.append(Point(day, at_risk, count, waiting, low, high))
        at_risk -= gone[day]
    return Curve(len(known), came.total(), max(gone, default=0), tuple(points))


def _band(waiting: float, spread: float) -> tuple[float, float]:
    """Return the band around a share, from Greenwood's sum of d / (n (n - d))."""
    reach = _TWO_SIDED_95 * math.sqrt(spread) / abs(math.log(waiting))
    # Far out on the log(-log) scale the exponent overflows; the band then ends at 0.
    low = waiting ** math.exp(min(reach, 700.0))
    return low, waiting ** math.exp(-reach)

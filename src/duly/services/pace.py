"""How far reading a source has come: which share, how fast, and how long it will still take."""

from __future__ import annotations

from duly.adapters.base import Passed, Unit

_MEGA = 1_000_000


class Pace:
    """What is known of one reading while it goes on; instants are seconds of a steady clock.

    Args:
        unit: What the source is counted in.
        now: The present.

    Attributes:
        again: Everything is looked at once more.
        looked_at: How many messages or files, in this look.
    """

    def __init__(self, unit: Unit, now: float) -> None:
        self.again = False
        self.looked_at = 0
        self._unit = unit
        self._begun = self._now = now
        self._passed = Passed((), "", 0, 0, 0)

    def note(self, passed: Passed, look: int, now: float) -> None:
        """Take note of a stretch; `look` is 2 when everything is looked at once more."""
        if look == 2 and not self.again:
            self.again, self._begun, self.looked_at = True, now, 0
        self.looked_at += passed.looked_at
        self._passed, self._now = passed._replace(found=()), now

    @property
    def share(self) -> float | None:
        """Return how much is done, from 0 to 1; None where nobody can tell."""
        total = self._passed.total
        return min(self._passed.done / total, 1.0) if total else None

    @property
    def rate(self) -> str:
        """Return how fast it goes: "12 MB/s" of a file, "340/s" of messages."""
        if self._unit is Unit.BYTES:
            return f"{self._passed.done / self._seconds / _MEGA:,.0f} MB/s"
        return f"{self.looked_at / self._seconds:,.0f}/s"

    @property
    def left(self) -> str:
        """Return how long it will still take: "0:42"; empty where nobody can tell."""
        share = self.share
        if share is None:
            return ""
        minutes, seconds = divmod(int(self._seconds / share - self._seconds if share else 0), 60)
        return f"{minutes}:{seconds:02d}"

    @property
    def _seconds(self) -> float:
        return max(self._now - self._begun, 0.001)

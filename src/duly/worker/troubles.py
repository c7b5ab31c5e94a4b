"""What goes wrong again and again: told once, tried at growing pauses, told again when it is over.

A laptop without a network for a day would otherwise fill a page with the same sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 300.0


@dataclass(slots=True)
class _Trouble:
    """One thing that does not work at present.

    Attributes:
        not_before: By the steady clock: when to try again.
        said: What was said of it.
    """

    since: datetime
    tries: int = 0
    not_before: float = 0.0
    said: str = ""


class Troubles:
    """Whatever does not work at present, by name."""

    def __init__(self) -> None:
        self._known: dict[str, _Trouble] = {}

    def pause(self, name: str, steady: float) -> float:
        """Return for how many seconds to leave something alone; 0 where it may be tried."""
        trouble = self._known.get(name)
        return max(0.0, trouble.not_before - steady) if trouble else 0.0

    def names(self) -> list[str]:
        """Return what does not work at present."""
        return list(self._known)

    def shortest_pause(self, steady: float) -> float | None:
        """Return after how many seconds something is to be tried again, if anything is."""
        pauses = (self.pause(name, steady) for name in self._known)
        return min((each for each in pauses if each), default=None)

    def failed(self, name: str, kind: str, steady: float, at: datetime) -> bool:
        """Note that something failed; tell whether that has not been said yet.

        Args:
            name: Of what failed.
            kind: In what way; another way is said anew.
            steady: The present by a clock that nobody sets, in seconds.
            at: The present.
        """
        trouble = self._known.setdefault(name, _Trouble(at))
        pause = min(FIRST_PAUSE * 2**trouble.tries, LONGEST_PAUSE)
        trouble.tries = min(trouble.tries + 1, 16)
        trouble.not_before = steady + pause
        news, trouble.said = trouble.said != kind, kind
        return news

    def mended(self, name: str, at: datetime) -> timedelta | None:
        """Note that something works; return for how long it did not, if it did not."""
        trouble = self._known.pop(name, None)
        return at - trouble.since if trouble else None

    def hurry(self) -> None:
        """Try everything again at once: the machine may be in another network now."""
        for trouble in self._known.values():
            trouble.not_before, trouble.tries = 0.0, 0

    def keep_only(self, names: set[str]) -> None:
        """Forget what is no longer there."""
        for name in self._known.keys() - names:
            del self._known[name]


def lasted(time: timedelta) -> str:
    """Return "12 minutes" or "3 hours"."""
    minutes = max(0, round(time.total_seconds() / 60))
    if minutes < 2:
        return "a minute"
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"

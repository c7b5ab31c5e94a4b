"""How far reading a source has come, on one line of the terminal: share, rate, time left."""

from __future__ import annotations

import sys
import time
from typing import Final

import click

from duly.adapters.base import Passed, Unit

_NOT_BEFORE: Final = 1.0
"""Seconds; what is quicker needs no bar."""
_EVERY: Final = 0.2
_WIDTH: Final = 24
_MEGA: Final = 1_000_000


class Progress:
    """A bar on stderr where somebody looks at it; nothing at all in a pipe or a log.

    Args:
        title: What is read.
        unit: What it is counted in.
    """

    def __init__(self, title: str, unit: Unit) -> None:
        self._title, self._unit = title, unit
        self._begun = self._drawn = time.monotonic()
        self._again = False
        self._visible = False
        self._looked_at = 0

    def __call__(self, passed: Passed, look: int) -> None:
        """Take note of a stretch; `look` is 2 when everything is looked at once more."""
        now = time.monotonic()
        if look == 2 and not self._again:
            self._again, self._begun, self._looked_at = True, now, 0
        self._looked_at += passed.looked_at
        if not sys.stderr.isatty() or now - self._drawn < _EVERY:
            return
        if self._visible or now - self._begun > _NOT_BEFORE:
            self._drawn, self._visible = now, True
            click.echo(f"\r\x1b[K{self.line(passed, now)}", nl=False, err=True)

    def line(self, passed: Passed, now: float) -> str:
        """Return the bar as text."""
        seconds = max(now - self._begun, 0.001)
        doing = "once more" if self._again else f"{self._looked_at:,} read"
        parts = [self._title, doing, f"{self._rate(passed, seconds)}/s"]
        if passed.total:
            share = min(passed.done / passed.total, 1.0)
            filled = int(share * _WIDTH)
            left = seconds / share - seconds if share else 0.0
            bar = "█" * filled + "░" * (_WIDTH - filled)
            parts = [self._title, f"{bar} {share:4.0%}", *parts[1:], f"{_clock(left)} left"]
        return "  ".join(parts)

    def _rate(self, passed: Passed, seconds: float) -> str:
        if self._unit is Unit.BYTES:
            return f"{passed.done / seconds / _MEGA:,.0f} MB"
        return f"{self._looked_at / seconds:,.0f}"

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._visible:
            click.echo("\r\x1b[K", nl=False, err=True)


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    return f"{minutes}:{seconds:02d}"

"""How far reading a source has come, on one line of the terminal: share, rate, time left."""

from __future__ import annotations

import sys
import time
from typing import Final

import click

from duly.adapters.base import Passed, Unit
from duly.services.pace import Pace

_NOT_BEFORE: Final = 1.0
"""Seconds; what is quicker needs no bar."""
_EVERY: Final = 0.2
_WIDTH: Final = 24


class Progress:
    """A bar on stderr where somebody looks at it; nothing at all in a pipe or a log.

    Args:
        title: What is read.
        unit: What it is counted in.
    """

    def __init__(self, title: str, unit: Unit) -> None:
        self._title = title
        self._begun = self._drawn = time.monotonic()
        self._pace = Pace(unit, self._begun)
        self._visible = False

    def __call__(self, passed: Passed, look: int) -> None:
        """Take note of a stretch; `look` is 2 when everything is looked at once more."""
        now = time.monotonic()
        self._pace.note(passed, look, now)
        if not sys.stderr.isatty() or now - self._drawn < _EVERY:
            return
        if self._visible or now - self._begun > _NOT_BEFORE:
            self._drawn, self._visible = now, True
            click.echo(f"\r\x1b[K{self._line()}", nl=False, err=True)

    def _line(self) -> str:
        """Return the bar as text."""
        pace = self._pace
        parts = ["once more" if pace.again else f"{pace.looked_at:,} read", pace.rate]
        if pace.share is not None:
            filled = int(pace.share * _WIDTH)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            parts = [f"{bar} {pace.share:4.0%}", *parts, f"{pace.left} left"]
        return "  ".join([self._title, *parts])

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._visible:
            click.echo("\r\x1b[K", nl=False, err=True)

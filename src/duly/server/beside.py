"""The worker beside the page: started with it, started again when it ends, stopped with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from typing import Final

from duly.core.errors import DulyError
from duly.services import dispatching, heartbeats

_PAUSE_SECONDS: Final = 20.0
"""Before a worker that ended is started again: whatever ended it may end the next."""
_PATIENCE_SECONDS: Final = 25.0
"""For a letter whose dot is out; longer than the worker itself takes to stop."""


class Beside:
    """A worker in a process of its own, so that reading a large mailbox slows no page."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start it, and see to it that there is one from here on."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._keep, name="duly-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let it end at a safe point; wait for that, but not for ever."""
        self._stop.set()
        process = self._process
        if process and process.stdin:
            process.stdin.close()
        if self._thread:
            self._thread.join(_PATIENCE_SECONDS)

    def _keep(self) -> None:
        while not self._stop.is_set():
            self._process = process = subprocess.Popen(
                [sys.executable, "-m", "duly.worker"], stdin=subprocess.PIPE
            )
            process.wait()
            if not self._stop.is_set():
                _note_lost(process.pid)
                self._stop.wait(_PAUSE_SECONDS)


def _note_lost(pid: int) -> None:
    """Note that a worker ended without a word, so that the page can say so at once."""
    try:
        heartbeats.lost(dispatching.process_name(pid), datetime.now(UTC))
    except DulyError as error:
        print(error, file=sys.stderr)  # noqa: T201 - into the server's log
    finally:
        from django.db import connections

        connections.close_all()

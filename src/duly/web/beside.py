"""Who works beside the page in the same server, and how the server ends by itself.

Erasing everything takes the database for itself, which no worker may have open meanwhile; and once
everything is erased there is nothing left to serve. The server says at its start who works beside
it: the page knows no worker.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer
from typing import Final, Protocol

_GRACE_SECONDS: Final = 2.0
"""In which the last page reaches the browser, with its style."""


class Worker(Protocol):
    """Whoever works beside the page; it can be started again after it was stopped."""

    def start(self) -> None:
        """Begin to work."""

    def stop(self) -> None:
        """End at a safe point, and wait for that."""


_workers: Final[list[Worker]] = []
_over: Final = Event()


def works(worker: Worker) -> None:
    """Note who works beside the page."""
    _workers.append(worker)


@contextmanager
def nobody() -> Iterator[None]:
    """Have nobody work beside the page from here on; where this fails, they work again."""
    for each in _workers:
        each.stop()
    try:
        yield
    except BaseException:
        for each in _workers:
            each.start()
        raise


def is_over() -> bool:
    """Tell whether the server ends: whoever asks now would make a new database."""
    return _over.is_set()


def end() -> None:
    """Show nothing more, and end the server once its last page is out."""
    _over.set()
    timer = Timer(_GRACE_SECONDS, os.kill, (os.getpid(), signal.SIGTERM))
    timer.daemon = True
    timer.start()

"""The worker beside the page: there with it, started again when it is killed, gone with it."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from tests.web.server import Desk


def workers(desk: Desk) -> list[int]:
    """Return the processes that say they are at work."""
    with closing(sqlite3.connect(desk.database, timeout=30)) as database:
        rows = database.execute("SELECT worker FROM store_heartbeat WHERE stopped_at IS NULL")
        return [int(name.split("-")[-2]) for (name,) in rows]


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.2)


def test_a_worker_that_is_killed_is_told_of_and_started_again(desk: Desk) -> None:
    visitor = desk.visitor()
    wait_for(lambda: workers(desk))
    assert "Nobody is at work" not in visitor.get("/").text
    (first,) = workers(desk)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: "Nobody is at work since" in visitor.get("/").text)
    wait_for(lambda: workers(desk) and workers(desk) != [first])
    assert "Nobody is at work" not in visitor.get("/").text


def test_the_worker_ends_with_the_page(desk: Desk) -> None:
    desk.visitor()
    wait_for(lambda: workers(desk))
    desk.stop()
    assert workers(desk) == []


def test_the_worker_ends_when_the_page_is_killed(desk: Desk) -> None:
    desk.visitor()
    wait_for(lambda: workers(desk))
    os.kill(desk.server().pid, signal.SIGKILL)
    wait_for(lambda: not workers(desk))

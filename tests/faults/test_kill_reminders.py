"""SIGKILL while the user is told of things: each is told once or missed, and never twice."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_kill_dispatch import Talker
from tests.integration.listening import Ntfy

MORNINGS = int(os.environ.get("DULY_KILLS") or (120 if os.environ.get("CI") else 40))
SEED = 20261123
BEGUN = datetime(2026, 3, 10, 12, 1, tzinfo=UTC)
"""08:01 in New York, a minute after the summary is due."""


@pytest.fixture
def ntfy() -> Iterator[Ntfy]:
    with Ntfy() as server:
        yield server


@pytest.fixture
def teller(home: Any, ntfy: Ntfy) -> Iterator[Talker]:
    """Return the worker of somebody who waits for Acme and is told of it every morning."""
    home.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    met = ["--with", "Ana <ana@acme.example>", "--with", "Bo <bo@acme.example>"]
    done = home.duly("interview", "Acme", "--ended", "2026-03-09 15:00", *met,
                     "--at", "2026-03-09T15:30-04:00")  # fmt: skip
    assert done.returncode == 0, done.stderr
    added = home.duly("notify", "add", ntfy.url)
    assert added.returncode == 0, added.stderr
    process = home.start(str(Path(__file__).with_name("reminder.py")))
    yield Talker(process)
    process.communicate("")


def since_the_beginning(home: Any) -> None:
    """Have the way be there since before the first morning."""
    import sqlite3

    connection = sqlite3.connect(home.database)
    with connection:
        connection.execute("UPDATE store_way SET added_at = '2026-03-01 00:00:00'")
    connection.close()


@pytest.mark.timeout(600)
def test_killed_at_any_point_nothing_is_told_twice(home: Any, teller: Talker, ntfy: Ntfy) -> None:
    since_the_beginning(home)
    dice = random.Random(SEED)
    took = teller.ask(at=BEGUN.isoformat(), kill_after=None, kill_between=False)["seconds"]
    killed = 0
    for day in range(1, MORNINGS):
        at = (BEGUN + timedelta(days=day)).isoformat()
        # Every other kill falls near the end, where things are claimed, told and noted.
        kill_after = took * dice.uniform(0.8 * (day % 2), 1)
        answer = teller.ask(at=at, kill_after=kill_after, kill_between=False)
        killed += answer["code"] == -signal.SIGKILL
        for _ in range(2):
            assert teller.ask(at=at, kill_after=None, kill_between=False)["code"] == 0
    assert killed > MORNINGS / 4
    titles = Counter(each["title"].partition(":")[0] for each in ntfy.told)
    assert max(titles.values()) == 1, titles
    assert len(titles) > MORNINGS / 2, "most are told"


def test_killed_between_the_claim_and_the_telling_one_thing_is_missed(
    home: Any, teller: Talker, ntfy: Ntfy
) -> None:
    since_the_beginning(home)
    at = BEGUN.isoformat()
    assert teller.ask(at=at, kill_after=None, kill_between=True)["code"] == -signal.SIGKILL
    assert teller.ask(at=at, kill_after=None, kill_between=False)["code"] == 0
    assert not ntfy.told
    rows = home.rows("SELECT key, told_at FROM store_notification WHERE key LIKE 'summary%'")
    assert rows == [("summary 2026-03-10", None)]
    tomorrow = (BEGUN + timedelta(days=1)).isoformat()
    assert teller.ask(at=tomorrow, kill_after=None, kill_between=False)["code"] == 0
    assert len(ntfy.told) == 1, "what was missed stands in the next summary"

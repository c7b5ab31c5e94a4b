"""SIGKILL while letters are handed over: none twice, none lost, none falsely called sent."""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

KILLS = int(os.environ.get("DULY_KILLS") or (500 if os.environ.get("CI") else 60))
"""All in all; `make chaos` asks for 10,000."""
AT_ONCE = 250
"""On one database: the larger it grows, the less time is spent where kills are to fall."""
PARTS = range(-(-KILLS // AT_ONCE))
LETTERS = 4
"""To each kill."""
SEED = int(os.environ.get("DULY_SEED") or 20261122)
PROJECT = Path(__file__).parents[2]


class Talker:
    """A process that answers a JSON line with a JSON line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, **asked: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "accepted.log"


@pytest.fixture
def port(log: Path) -> Iterator[int]:
    """Run the server in a process of its own, which outlives every kill."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.smtp_server", str(log)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert server.stdout
    yield int(json.loads(server.stdout.readline())["port"])
    server.communicate("")


@pytest.fixture
def dispatcher(home: Any, port: int) -> Iterator[Talker]:
    """Return the worker of somebody who met Ana at Acme and has a letter to her."""
    met = ["--with", "Ana <ana@acme.example>", "--with", "Bo <bo@acme.example>"]
    done = home.duly("interview", "Acme", "--ended", "yesterday 15:00", *met)
    assert done.returncode == 0, done.stderr
    home.duly("debrief", "acme", "--topic", "the launch", "--cares", "ana=churn")
    assert home.duly("letter", "acme", "thank-you", "--to", "ana").returncode == 0
    process = home.start(str(Path(__file__).with_name("dispatcher.py")), str(port))
    yield Talker(process)
    process.communicate("")


def accepted(log: Path) -> Counter[str]:
    """Return how often the server took each letter, by its reader."""
    lines = log.read_text("ascii").splitlines() if log.exists() else []
    rows = [json.loads(line) for line in lines]
    assert all(b"Dear A" in base64.b64decode(row["data"]) for row in rows), "whole letters only"
    return Counter(row["to"] for row in rows)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", PARTS)
def test_killed_at_any_point_a_letter_leaves_once_or_asks(
    home: Any, dispatcher: Talker, log: Path, part: int
) -> None:
    kills = min(AT_ONCE, KILLS - part * AT_ONCE)
    dice = random.Random(SEED + part)
    dispatcher.ask(queue=LETTERS)
    took = dispatcher.ask(after=1, kill_after=None)["seconds"]
    killed = 0
    while killed < kills:
        dispatcher.ask(queue=LETTERS)
        answer = dispatcher.ask(after=1, kill_after=dice.uniform(0, took))
        killed += answer["code"] == -signal.SIGKILL
        assert dispatcher.ask(after=32, kill_after=None)["code"] == 0
    taken = accepted(log)
    assert max(taken.values()) == 1, "none twice"
    stages = dict(home.rows("SELECT recipient, stage FROM store_outgoing"))
    assert Counter(stages.values()).keys() <= {"sent", "unsure"}, "none lost on the way"
    for reader, stage in stages.items():
        assert stage != "sent" or taken[reader] == 1, f"{reader} is falsely called sent"
        assert stage == "sent" or taken[reader] <= 1
    facts = home.rows("SELECT COUNT(*) FROM store_fact WHERE source LIKE 'outbox:%'")
    ends = Counter(stages.values())
    assert facts == [(ends["sent"],)], "each is noted once"
    left = sum(taken[reader] for reader, stage in stages.items() if stage == "unsure")
    sys.stdout.write(
        f"{killed} kills, {len(stages)} letters: {ends['sent']} sent, {ends['unsure']} unsure, "
        f"of which {left} had left\n"
    )
    home.check()

"""SIGKILL at any moment: the database opens, is sound, and each command is there whole or not."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

KILLS = 200
FIRST_STARTS = 8
STATEMENTS = 24
SEED = 20260312


class Zygote:
    """Forks commands and, when asked, kills them after a while."""

    def __init__(self, home: Any) -> None:
        script = str(Path(__file__).with_name("zygote.py"))
        self.process: subprocess.Popen[str] = home.start(script)

    def run(self, arguments: list[str], kill_after: float | None = None) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        asked = json.dumps({"arguments": arguments, "kill_after": kill_after})
        self.process.stdin.write(asked + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture
def zygote(home: Any) -> Iterator[Zygote]:
    made = Zygote(home)
    yield made
    made.process.communicate("")


def commands(number: int) -> list[list[str]]:
    """Return what is done about one company, each command writing to several tables."""
    id, host = f"company-{number}", f"c{number}.example"
    return [
        ["interview", f"Company {number}", "--ended", "yesterday 15:00",
         "--with", f"Ana Ruiz <ana@{host}>", "--with", f"Bo Lind <bo@{host}>"],
        ["debrief", id, "--topic", "the spring launch", "--cares", "ana=churn",
         "--promised", "in 9 days", "--strength", "SQL"],
        ["sent", id, "thank-you", "--to", "ana"],
        ["person", id, "bo", "--phone", "+1 212 555 0100"],
        ["snooze", id, "status", "--until", "in 20 days"],
        ["received", id, "still deciding", "--by", "in 5 days", "--from", "bo"],
        ["offer", id, "--answer-by", "in 6 days", "--salary", "EUR 70,000"],
        ["today"],
    ]  # fmt: skip


@pytest.mark.timeout(600)
def test_two_hundred_kills_leave_whole_commands_only(home: Any, zygote: Zygote) -> None:
    dice = random.Random(SEED)
    story = [command for number in range(60) for command in commands(number)]
    took: dict[str, float] = {}
    killed = 0
    while killed < KILLS:
        assert story, "ran out of commands to kill"
        command = story.pop(0)
        verb = command[0]
        if verb not in took or dice.random() < 0.15:
            took[verb] = zygote.run(command)["seconds"]
            continue
        answer = zygote.run(command, kill_after=dice.uniform(0, took[verb]))
        if answer["code"] == -signal.SIGKILL:
            killed += 1
            home.check()
            # What was cut off can be said again, and is then there, once.
            assert zygote.run(command)["code"] in (0, 3)
    home.check()
    assert home.duly("list").returncode == 0


KILLED_AT_A_STATEMENT = """
import itertools, os, signal, sys
from duly.cli.main import main
from duly.services import opening
opening.configure_django()
from django.db import connection
count = itertools.count()
def last(execute, sql, params, many, context):
    if next(count) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(last):
    main(["today"])
print(next(count))
"""


@pytest.mark.timeout(300)
def test_tables_half_made_when_a_first_start_is_killed_are_made_whole(
    tmp_path: Path, nobody: Any
) -> None:
    statements = int(nobody.start("-c", KILLED_AT_A_STATEMENT, "-1").communicate()[0].split()[-1])
    assert statements > 50
    for number in sorted(random.Random(SEED).sample(range(statements), STATEMENTS)):
        home = type(nobody)(tmp_path / f"home{number}")
        process = home.start("-c", KILLED_AT_A_STATEMENT, str(number))
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        again = home.duly("today")
        assert again.returncode == 0, (number, again.stderr)
        home.check()


@pytest.mark.timeout(300)
def test_a_first_start_that_is_killed_can_be_started_again(tmp_path: Path, nobody: Any) -> None:
    dice = random.Random(SEED)
    arguments = ("-c", "from duly.cli.main import run; run()", "today")
    begun = time.monotonic()
    nobody.start(*arguments).communicate()
    took = time.monotonic() - begun
    for number in range(FIRST_STARTS):
        home = type(nobody)(tmp_path / f"home{number}")
        process = home.start(*arguments)
        time.sleep(dice.uniform(0.2, 1.0) * took)
        process.kill()
        process.communicate()
        again = home.duly("today")
        assert again.returncode == 0, again.stderr
        home.check()

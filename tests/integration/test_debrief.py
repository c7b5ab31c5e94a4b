"""The debrief as a conversation: skippable, resumable, and the same from options or a file."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def interviewed(duly: Any) -> Any:
    duly.done(
        "interview", "Acme", "--ended", "yesterday 15:00", "--with", "Ana Ruiz <a@acme.example>"
    )
    return duly


def answers(duly: Any) -> dict[tuple[str, str | None], Any]:
    (debrief,) = duly.json("show", "acme")["debriefs"]
    return {(each["question"], each["person"]): each["answer"] for each in debrief["answers"]}


def test_every_question_can_be_skipped(interviewed: Any) -> None:
    out = interviewed.done("debrief", "acme", typed="\n" * 40)
    assert "is debriefed" in out
    assert "debrief" not in interviewed.steps("acme")


def test_it_goes_on_where_it_stopped(interviewed: Any) -> None:
    stopped = interviewed.run("debrief", "acme", typed="\ncutting churn; hiring\nthe dashboard\n")
    assert stopped.code == 130
    assert "What was entered before is kept" in stopped.err
    assert answers(interviewed)["cares_about", "ana-ruiz"] == ["cutting churn", "hiring"]
    assert "debrief" in interviewed.steps("acme")

    resumed = interviewed.done("debrief", "acme", typed="churn is seen too late\n" + "\n" * 40)
    assert "Going on where you stopped" in resumed
    assert "care about" not in resumed
    kept = answers(interviewed)
    assert kept["topics", "ana-ruiz"] == ["the dashboard"]
    assert kept["challenge", "ana-ruiz"] == "churn is seen too late"


def test_a_kill_in_the_middle_loses_no_answer(interviewed: Any) -> None:
    process = interviewed.start("debrief", "acme", "--at", "2026-03-11T09:00-04:00")
    process.stdin.write("\ncutting churn\n")
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while "speak about" not in (process.stdout.readline() or " " * (time.monotonic() > deadline)):
        assert process.poll() is None
        assert time.monotonic() < deadline
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert answers(interviewed)["cares_about", "ana-ruiz"] == ["cutting churn"]


def test_somebody_unexpected_was_there(interviewed: Any) -> None:
    interviewed.done("debrief", "acme", typed="Bo Lind <bo@acme.example>\n" + "\n" * 40)
    steps = interviewed.steps("acme")
    assert {"thank-you ana-ruiz", "thank-you bo-lind"} <= set(steps)


def test_what_was_promised_becomes_a_fact_and_is_put_right_not_repeated(interviewed: Any) -> None:
    interviewed.done("debrief", "acme", "--promised", "16 March")
    interviewed.done("debrief", "acme", "--promised", "18 March", "--may-call")
    shown = interviewed.json("show", "acme")
    assert shown["plan"]["promise_on"] == "2026-03-18"
    assert [fact["what"] for fact in shown["facts"]].count("promise") == 1
    assert interviewed.run("debrief", "acme", "--promised", "18 March").code == 3


def test_a_misspelt_answer_is_asked_again(interviewed: Any) -> None:
    typed = "\n" * 7 + "pigeon\nphone\n" + "\n" * 30
    result = interviewed.run("debrief", "acme", typed=typed)
    assert '"pigeon" is no medium; expected email, phone or post' in result.err
    assert result.code == 0
    people = interviewed.json("show", "acme")["people"]
    assert people[0]["prefers"] == "phone"


def test_a_card_adds_what_was_not_known(interviewed: Any) -> None:
    typed = "\n" * 6 + "y\nHead of Data\n+1 312 555 0100\n" + "\n" * 30
    interviewed.done("debrief", "acme", typed=typed)
    (ana,) = interviewed.json("show", "acme")["people"]
    assert (ana["title"], ana["phone"]) == ("Head of Data", "+1 312 555 0100")


NOTES = """\
[[debrief]]
round_on = 2026-03-10
topics = ["the spring launch"]
promise_on = 2026-03-17
may_call = true

[[debrief.met]]
person = "ana-ruiz"
cares_about = ["cutting churn"]
mend = { question = "sizing the market", better = "I would start from the price" }
"""


def test_notes_in_a_file(interviewed: Any, tmp_path: Path) -> None:
    file = tmp_path / "notes.toml"
    file.write_text(NOTES)
    interviewed.done("debrief", "acme", "--file", str(file))
    kept = answers(interviewed)
    assert kept["topics", None] == ["the spring launch"]
    assert kept["mend", "ana-ruiz"]["better"] == "I would start from the price"
    assert interviewed.json("show", "acme")["plan"]["promise_on"] == "2026-03-17"
    assert interviewed.run("debrief", "acme", "--file", str(file)).code == 3


def test_a_mistake_in_the_file_is_told_with_its_line(interviewed: Any, tmp_path: Path) -> None:
    file = tmp_path / "notes.toml"
    file.write_text(NOTES.replace('"ana-ruiz"', '"anna"'))
    result = interviewed.run("debrief", "acme", "--file", str(file))
    assert result.code == 2
    assert "notes.toml, line 8" in result.err
    assert interviewed.json("show", "acme")["debriefs"] == []

"""`duly check` as a person runs it: real processes, files and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DULY = str(Path(sys.executable).with_name("duly"))
GOOD = (
    "Dear Ms Okafor,\n\nThank you for seeing me on Tuesday. I enjoyed hearing about the night ward"
    " and would be glad to join you.\n\nKind regards,\nTom Reed\n"
)
BAD = "Subject: hi\n\nDear [Name],\n\nThank you for the oppurtunity to see the ward.\n\nTom Reed\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "bad.txt").write_text(BAD, "utf-8")
    return tmp_path


def duly(home: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    known = {**os.environ, "HOME": str(home), "NO_COLOR": "1"}
    return subprocess.run(
        [DULY, "check", *arguments],
        input=stdin,
        capture_output=True,
        cwd=home,
        env=known,
        check=False,
    )


def objects(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def test_json_is_one_object_a_line(home: Path) -> None:
    run = duly(home, "good.txt", "bad.txt", "--json")
    assert run.returncode == 0
    good, bad = objects(run)
    assert good == {"file": "good.txt", "verdict": "ready", "findings": []}
    assert list(bad) == ["file", "verdict", "findings"]
    assert bad["verdict"] == "not like this"
    body = BAD.partition("\n\n")[2]
    for finding in bad["findings"]:
        assert list(finding) == [
            "check", "severity", "start", "end", "text", "why", "rules", "suggestion",
        ]  # fmt: skip
        assert body[finding["start"] : finding["end"]] == finding["text"]
    assert {f["check"] for f in bad["findings"]} == {"subject", "placeholder", "spelling"}


def test_text_underlines_in_place(home: Path) -> None:
    lines = duly(home, "bad.txt").stdout.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "oppurtunity" in line)
    assert lines[at + 1].index("^") == lines[at].index("oppurtunity")
    assert lines[at + 1].count("^") == len("oppurtunity")
    assert "\x1b" not in "".join(lines)


def test_standard_input_and_mail_are_read(home: Path) -> None:
    mail = b"From: a@b.example\nTo: Chidi Okafor <c@d.example>\nSubject: Thank you\n\n"
    (home / "letter.eml").write_bytes(mail + GOOD.replace("Okafor", "Okofar").encode())
    stdin, letter = objects(duly(home, "-", "letter.eml", "--json", stdin=GOOD.encode()))
    assert stdin["verdict"] == "ready"
    assert [f["suggestion"] for f in letter["findings"]] == ["Okafor"]


def test_fix_shows_and_writes_only_when_told(home: Path) -> None:
    shown = duly(home, "bad.txt", "--fix")
    assert "+Thank you for the opportunity" in shown.stdout.decode()
    assert (home / "bad.txt").read_text("utf-8") == BAD
    assert duly(home, "bad.txt", "--fix", "--write").returncode == 0
    assert (home / "bad.txt").read_text("utf-8") == BAD.replace("oppurtunity", "opportunity")


def test_kind_can_be_said(home: Path) -> None:
    run = duly(home, "good.txt", "--kind", "status", "--json")
    assert "no-question" in {f["check"] for f in objects(run)[0]["findings"]}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.txt"], 2, "missing.txt"),
        (["good.txt", "--kind", "statsu"], 2, "status"),
        (["good.txt", "--write"], 2, "--fix"),
        (["good.txt", "--to", "ana"], 2, "facts"),
        (["good.txt", "--facts", "nowhere.toml"], 2, "nowhere.toml"),
        (["good.txt", "--at", "soon"], 2, "--at"),
        ([], 2, "LETTER"),
    ],
)
def test_wrong_usage_is_said_without_a_traceback(
    home: Path, arguments: list[str], code: int, said: str
) -> None:
    run = duly(home, *arguments)
    assert run.returncode == code
    assert said in run.stderr.decode()
    assert "Traceback" not in run.stderr.decode()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"\x00\x01\x02" * 99, b"%PDF-1.4", b"caf\xe9 " * 9, b"<p>" * 999]
)
def test_bad_input_gets_a_clear_answer(home: Path, data: bytes) -> None:
    run = duly(home, "-", "good.txt", "--json", stdin=data)
    assert run.returncode in {0, 1}
    assert "Traceback" not in run.stderr.decode()
    assert objects(run)[-1]["file"] == "good.txt"

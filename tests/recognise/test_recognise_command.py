"""`duly recognise` through its own door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from duly.cli.commands.recognise import command
from duly.core.errors import WrongUsageError

MAIL = (
    "From: Ana Ruiz <ana@acme.example>\nTo: Sam <sam@mail.example>\nSubject: Your application\n"
    "Date: Wed, 4 Jun 2025 10:00:00 -0400\n\nWe will not be moving forward with your application.\n"
)
KEYS = [
    *("file", "meaning", "confidence", "company", "role", "people", "interview", "promise_on"),
    *("answer_by", "absent_until", "automatic", "evidence"),
]


def run(*arguments: str, stdin: bytes | None = None) -> list[str]:
    result = CliRunner().invoke(command, arguments, input=stdin, catch_exceptions=False)
    return result.stdout.splitlines()


def test_a_file_is_one_object_with_every_key(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL)
    found = json.loads(run(str(path), "--json")[0])
    assert list(found) == KEYS
    assert found["meaning"] == "rejection"
    assert found["people"] == [
        {"name": "Ana Ruiz", "email": "ana@acme.example", "phone": "", "role": "contact"}
    ]


def test_an_mbox_is_one_object_a_message(tmp_path: Path) -> None:
    path = tmp_path / "all.mbox"
    path.write_text(f"From x Mon Jun  2 10:00:00 2025\n{MAIL}\n" * 3)
    assert [json.loads(line)["file"] for line in run(str(path), "--json")] == [
        f"{path}#{number}" for number in (1, 2, 3)
    ]


def test_a_folder_is_read_whole_and_whose_it_is_is_seen(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.eml").write_text(MAIL)
    (tmp_path / "z.eml").write_text("From: sam@mail.example\nTo: a@b.example\nSubject: Re\n\nNo.")
    meanings = [json.loads(line)["meaning"] for line in run(str(tmp_path), "--json")]
    assert meanings == ["rejection"] * 4 + ["sent by me"]


def test_standard_input_is_read() -> None:
    assert "rejection" in run("-", stdin=MAIL.encode())[0]


def test_whose_mail_it_is_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL)
    assert (
        json.loads(run(str(path), "--me", "ANA@acme.example", "--json")[0])["meaning"]
        == "sent by me"
    )


def test_text_shows_the_evidence(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL)
    assert any("We will not be moving forward" in line for line in run(str(path)))


def test_a_file_that_is_no_mail_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL)
    (tmp_path / "b.eml").write_bytes(b"\x00\x01")
    result = CliRunner().invoke(command, [str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert "this is no mail" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUsageError, match="cannot be read"):
        run(str(tmp_path / "none.eml"))

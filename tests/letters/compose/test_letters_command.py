"""`duly letters`: lists, shows, copies and checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from duly.cli.commands.letters import command
from duly.core.errors import UnknownError
from duly.letters.errors import LettersError
from duly.letters.material import LetterKind

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> str:
    found = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_lists_every_kind_and_voice() -> None:
    output = run()
    assert all(kind.value in output for kind in LetterKind)
    assert "formal, warm, brief" in output


def test_shows_a_kind_in_every_voice_to_every_reader() -> None:
    output = run("thank-you")
    assert output.count("Subject: ") == 9
    assert "Dear Dr. Nair," in output
    assert max(map(len, output.splitlines())) <= 90


def test_shows_one_voice() -> None:
    output = run("voicemail", "--voice", "brief")
    assert "seconds to say" in output
    assert output.count("Subject: ") == 1


def test_prints_json() -> None:
    (shown,) = json.loads(run("decline", "--voice", "warm", "--json"))
    assert shown["kind"] == "decline"
    assert shown["body"].startswith("Dear Ana,\n")
    assert len(json.loads(run("--json"))) == len(LetterKind)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["thank-yuo"], "thank-you"), (["card", "--voice", "wram"], "warm")],
)
def test_misspelt_word_is_answered_with_its_neighbour(arguments: list[str], says: str) -> None:
    with pytest.raises(UnknownError, match=f'Did you mean "{says}"'):
        run(*arguments)


def test_copied_parts_can_be_checked_changed_and_used(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert f"Copied {len(LetterKind)} files" in run("--copy", str(folder))
    assert "nothing wrong" in run("--check", str(folder))
    file = folder / "accept.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("I am glad to accept", "I gladly accept"), "utf-8")
    assert "I gladly accept" in run("accept", "--voice", "brief", "--from", str(folder))


def test_copying_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text("mine", "utf-8")
    with pytest.raises(LettersError, match=r"card\.toml would be overwritten"):
        run("--copy", str(tmp_path))
    assert (tmp_path / "card.toml").read_text("utf-8") == "mine"


def test_checking_an_empty_folder_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(LettersError, match="duly letters --copy"):
        run("--check", str(tmp_path))

"""Letters of the plan: composed from the debrief, kept, judged, approved, saved as drafts."""

from __future__ import annotations

import stat
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

NOTES = """\
[[debrief]]
round_on = 2026-03-10
topics = ["the new ward round"]
strengths = ["six years of intensive care"]
promise_on = 2026-03-20

[[debrief.met]]
person = "ana-ruiz"
cares_about = ["fewer handovers at night"]
topics = ["the pilot on ward four"]
challenge = "new nurses leave within a year"
answer = "I would pair each of them with somebody for the first three months"
remark = "your marathon in May"

[[debrief.met]]
person = "bo-lind"
cares_about = ["charts that can be read in ten seconds"]
topics = ["the paper forms"]
"""


@pytest.fixture
def interviewed(duly: Any) -> Any:
    duly.done(
        "interview", "Northside", "--role", "Ward nurse", "--ended", "yesterday 15:00",
        "--with", "Ana Ruiz <ana@northside.example>", "--with", "Bo Lind <bo@northside.example>",
    )  # fmt: skip
    return duly


@pytest.fixture
def debriefed(interviewed: Any, tmp_path: Path) -> Any:
    notes = tmp_path / "notes.toml"
    notes.write_text(NOTES, encoding="utf-8")
    interviewed.done("debrief", "northside", "--file", str(notes))
    return interviewed


def letters(duly: Any, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = duly.json("letter", "northside", *arguments)["letters"]
    return found


def five_word_sequences(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def editor(tmp_path: Path, script: str) -> str:
    """Return an editor that does what a shell script says to the file it is given."""
    program = tmp_path / "editor"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return str(program)


def test_each_interviewer_gets_a_letter_of_their_own(debriefed: Any) -> None:
    ana, bo = letters(debriefed)
    assert (ana["to"], bo["to"]) == ("ana-ruiz", "bo-lind")
    assert "marathon" in ana["body"]
    assert "paper forms" in bo["body"]
    shared = five_word_sequences(ana["body"]) & five_word_sequences(bo["body"])
    assert len(shared) <= len(five_word_sequences(bo["body"])) / 4


def test_what_duly_composes_is_ready(debriefed: Any) -> None:
    for voice in ("formal", "warm", "brief"):
        for letter in letters(debriefed, "--voice", voice):
            assert letter["verdict"] == "ready", (voice, letter["findings"])


def test_without_notes_it_asks_instead_of_inventing(interviewed: Any) -> None:
    ana, bo = letters(interviewed)
    assert ana["body"] is None
    assert ana["missing"]
    assert bo["missing"]
    shown = interviewed.done("letter", "northside")
    assert "duly debrief northside" in shown


def test_the_same_letter_is_not_kept_twice(debriefed: Any) -> None:
    assert [each["version"] for each in letters(debriefed)] == [1, 1]
    assert [each["version"] for each in letters(debriefed)] == [1, 1]
    assert [each["version"] for each in letters(debriefed, "--voice", "brief")] == [2, 2]
    assert [each["voice"] for each in letters(debriefed)] == ["brief", "brief"]


def test_what_the_user_writes_is_kept_and_not_written_over(debriefed: Any, tmp_path: Path) -> None:
    program = editor(tmp_path, "sed -i 's/marathon in May/first marathon/' \"$1\"")
    debriefed.environment["EDITOR"] = program
    (mine,) = letters(debriefed, "--to", "ana", "--edit")
    assert mine["yours"]
    assert mine["version"] == 2
    assert "first marathon" in mine["body"]
    (still,) = letters(debriefed, "--to", "ana")
    assert still["version"] == 2
    (afresh,) = letters(debriefed, "--to", "ana", "--again")
    assert not afresh["yours"]
    assert "marathon in May" in afresh["body"]


def test_an_editor_left_without_a_change_changes_nothing(debriefed: Any, tmp_path: Path) -> None:
    debriefed.environment["EDITOR"] = editor(tmp_path, "exit 0")
    result = debriefed.run("letter", "northside", "--to", "ana", "--edit")
    assert result.code == 0
    assert "Nothing was changed." in result.err
    assert letters(debriefed, "--to", "ana")[0]["version"] == 1


def test_a_letter_that_would_hurt_is_approved_only_on_purpose(
    debriefed: Any, tmp_path: Path
) -> None:
    debriefed.environment["EDITOR"] = editor(tmp_path, "sed -i 's/Dear Ana/Dear Anna/' \"$1\"")
    (wrong,) = letters(debriefed, "--to", "ana", "--edit")
    assert wrong["verdict"] == "not like this"
    refused = debriefed.run("approve", "northside", "--to", "ana")
    assert refused.code == 4
    assert "would hurt" in refused.err
    assert letters(debriefed, "--to", "ana")[0]["approved_at"] is None
    debriefed.done("approve", "northside", "--to", "ana", "--anyway")
    assert letters(debriefed, "--to", "ana")[0]["approved_at"]


def test_a_change_after_approval_asks_for_approval_anew(debriefed: Any, tmp_path: Path) -> None:
    debriefed.done("approve", "northside", "--to", "ana")
    assert letters(debriefed, "--to", "ana")[0]["approved_at"]
    debriefed.environment["EDITOR"] = editor(tmp_path, "sed -i 's/marathon/race/' \"$1\"")
    (changed,) = letters(debriefed, "--to", "ana", "--edit")
    assert changed["approved_at"] is None


def test_a_letter_is_saved_as_a_draft_that_mail_programs_open(
    debriefed: Any, tmp_path: Path
) -> None:
    debriefed.done("me", "--email", "sam@field.example", "--name", "Sam Fjeld-Ångström")
    file = tmp_path / "draft.eml"
    debriefed.done("letter", "northside", "--to", "ana", "--save", str(file))
    first = file.read_bytes()
    mail = message_from_bytes(first, policy=policy.default)
    assert mail["To"] == "Ana Ruiz <ana@northside.example>"
    assert mail["From"] == "Sam Fjeld-Ångström <sam@field.example>"
    assert mail["X-Unsent"] == "1"
    assert mail["Message-ID"].endswith("@field.example>")
    assert mail.get_content_type() == "text/plain"
    assert mail["Content-Type"].params["format"] == "flowed"
    assert "marathon" in mail.get_content()
    debriefed.done("letter", "northside", "--to", "ana", "--save", str(file))
    assert message_from_bytes(file.read_bytes())["Message-ID"] == mail["Message-ID"]


def test_one_file_is_for_one_letter(debriefed: Any, tmp_path: Path) -> None:
    result = debriefed.run("letter", "northside", "--save", str(tmp_path / "draft.eml"))
    assert result.code == 4
    assert "--to" in result.err
    assert not (tmp_path / "draft.eml").exists()


def test_a_draft_needs_to_know_who_writes(debriefed: Any, tmp_path: Path) -> None:
    result = debriefed.run(
        "letter", "northside", "--to", "ana", "--save", str(tmp_path / "draft.eml")
    )
    assert result.code == 4
    assert "duly me --email" in result.err


def test_a_call_gets_its_script_and_its_voicemail(debriefed: Any) -> None:
    debriefed.done("person", "northside", "ana", "--phone", "+1 312 555 0100")
    debriefed.done("sent", "northside", "thank-you", "--to", "ana")
    debriefed.done(
        "sent", "northside", "status", "--to", "ana", "--when", "2026-03-24 10:00",
        at="2026-03-24T10:05-04:00",
    )  # fmt: skip
    found = debriefed.json("letter", "northside", "call", at="2026-03-27T10:00-04:00")["letters"]
    script, voicemail = found
    assert (script["kind"], voicemail["kind"]) == ("call", "voicemail")
    assert voicemail["reading_seconds"] < 30


def test_only_the_user_can_answer_a_question(debriefed: Any) -> None:
    debriefed.done("received", "northside", "question", "--from", "ana")
    result = debriefed.run("letter", "northside", "answer")
    assert result.code == 4
    assert "duly sent northside answer" in result.err


def test_an_unknown_step_or_reader_is_told_apart(debriefed: Any) -> None:
    assert debriefed.run("letter", "northside", "decline").code == 2
    assert debriefed.run("letter", "northside", "--to", "zoe").code == 2
    assert debriefed.run("letter", "nowhere").code == 2


def test_letters_changed_by_the_user_are_used(debriefed: Any, tmp_path: Path) -> None:
    own = debriefed.home / "config" / "duly" / "letters"
    debriefed.done("letters", "--copy", str(tmp_path / "copy"), at=None)
    own.mkdir(parents=True)
    text = (tmp_path / "copy" / "thank-you.toml").read_text(encoding="utf-8")
    assert "Kind regards" in text
    (own / "thank-you.toml").write_text(
        text.replace("Kind regards", "With kindest regards"), encoding="utf-8"
    )
    formal = letters(debriefed, "--voice", "formal")
    assert any("With kindest regards" in each["body"] for each in formal)


def test_asking_for_time_wants_a_day_after_the_one_they_gave(debriefed: Any) -> None:
    debriefed.done("interview", "Southside", "--ended", "yesterday 10:00", "--with", "Eve Stone")
    debriefed.done("offer", "northside", "--answer-by", "in 7 days", "--from", "ana")
    for day in ("in 7 days", "in 2 days"):
        refused = debriefed.run("letter", "northside", "ask-more-time", "--until", day)
        assert refused.code == 2
        assert "would give you no more time to decide; expected a day after" in refused.err
    written = debriefed.json("letter", "northside", "ask-more-time", "--until", "in 9 days")
    assert "more" in written["letters"][0]["body"]

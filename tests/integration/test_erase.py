"""Erasing leaves no trace: every file is gone through for the names that were in it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.integration.conftest import Duly

CANARIES = (b"Quillfeather", b"quillfeather", b"Zephyrine", b"zephyrine", b"aardwolf enclosure")
"""Names that stand in the story below and nowhere else in the world."""

MAIL = """\
From: Zephyrine Osk <zephyrine@quillfeather.example>
To: Sam Field <sam@mail.example>
Subject: Interview with Quillfeather
Date: Tue, 10 Mar 2026 09:00:00 -0400
Message-ID: <{number}@quillfeather.example>

Hi Sam,

thank you for applying to Quillfeather. We would like to see the aardwolf enclosure with you, and
will let you know by Friday 20 March. {more}

Zephyrine Osk
"""


@pytest.fixture(scope="module")
def story(introduced: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with one opportunity to erase and one to keep; told once, copied for each."""
    tmp_path = tmp_path_factory.mktemp("story")
    shutil.copytree(introduced, tmp_path / "home")
    duly = Duly(tmp_path / "home")
    duly.done("me", "--email", "sam@mail.example", at=None)
    duly.done(
        "interview", "Quillfeather", "--ended", "yesterday 15:00", "--role", "Keeper",
        "--with", "Zephyrine Osk <zephyrine@quillfeather.example>",
        "--with", "Bo Lind <bo@recruiting.example>",
    )  # fmt: skip
    duly.done("debrief", "quillfeather", "--cares", "zephyrine=the aardwolf enclosure",
              "--promised", "17 March")  # fmt: skip
    duly.done("letter", "quillfeather", "thank-you", "--to", "zephyrine")
    duly.done("letter", "quillfeather", "thank-you", "--to", "zephyrine", "--voice", "formal")
    duly.done("offer", "quillfeather", "--answer-by", "16 March", "--from", "zephyrine")
    duly.done("interview", "Bolt", "--ended", "yesterday 11:00",
              "--with", "Bo Lind <bo@recruiting.example>")  # fmt: skip
    for number in range(3):
        file = tmp_path / f"{number}.eml"
        file.write_text(MAIL.format(number=number, more="x" * 3000))
        duly.run("import", str(file))
    for file in tmp_path.glob("*.eml"):
        file.unlink()
    duly.done("undo", "quillfeather")
    return duly.home


@pytest.fixture
def told(story: Path, tmp_path: Path) -> Duly:
    """Return the Duly of the story."""
    shutil.copytree(story, tmp_path / "home")
    return Duly(tmp_path / "home")


def traces(folder: Path) -> list[str]:
    """Return the files that say, or are named by, what was erased."""
    found = []
    for file in folder.rglob("*"):
        named = any(each in str(file.relative_to(folder)).encode() for each in CANARIES)
        if named or (file.is_file() and any(each in file.read_bytes() for each in CANARIES)):
            found.append(str(file))
    return found


def rows(duly: Any, sql: str) -> list[Any]:
    with closing(sqlite3.connect(duly.database)) as database:
        return database.execute(sql).fetchall()


def test_one_opportunity_goes_without_a_trace(told: Any) -> None:
    assert traces(told.home), "the story left no trace to begin with"
    people = {slug for (slug,) in rows(told, "SELECT slug FROM store_person")}
    out = told.done("erase", "quillfeather", "--yes", at=None)
    assert 'Erased "quillfeather"' in out
    assert traces(told.home) == []
    assert [each["id"] for each in told.json("list")["opportunities"]] == ["bolt"]
    left = {slug for (slug,) in rows(told, "SELECT slug FROM store_person")}
    assert people - left == {"zephyrine-osk"}, "Bo is in the other one too"
    assert rows(told, "PRAGMA foreign_key_check") == []
    assert rows(told, "PRAGMA integrity_check") == [("ok",)]
    told.done("received", "bolt", "still deciding", "--by", "in 5 days")
    assert traces(told.home) == []


def test_the_log_is_closed_again_after_erasing(told: Any) -> None:
    before = rows(told, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    told.done("erase", "quillfeather", "--yes", at=None)
    assert (
        rows(told, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        == before
    )
    for sql in ("UPDATE store_fact SET note = 'x'", "DELETE FROM store_fact"):
        with (
            closing(sqlite3.connect(told.database)) as bare,
            pytest.raises(sqlite3.IntegrityError, match="only ever added to"),
        ):
            bare.execute(sql)


def test_copies_that_still_hold_it_are_named(told: Any, tmp_path: Path) -> None:
    made = json.loads(told.done("backup", "--json", at=None))["file"]
    assert made in told.done("erase", "quillfeather", "--yes", at=None)


def test_what_hangs_on_it_in_tables_to_come_goes_too(told: Any) -> None:
    with closing(sqlite3.connect(told.database)) as database:
        database.execute(
            "CREATE TABLE store_later (id INTEGER PRIMARY KEY, letter_id INTEGER "
            "REFERENCES store_letter (id), words TEXT)"
        )
        database.execute(
            "INSERT INTO store_later (letter_id, words) SELECT id, body FROM store_letter LIMIT 1"
        )
        database.commit()
    told.done("erase", "quillfeather", "--yes", at=None)
    assert rows(told, "SELECT COUNT(*) FROM store_later") == [(0,)]
    assert traces(told.home) == []


def test_a_reader_in_the_middle_leaves_the_journal_to_the_next_command(told: Any) -> None:
    with closing(sqlite3.connect(told.database, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT COUNT(*) FROM store_fact").fetchone()
        out = told.done("erase", "quillfeather", "--yes", at=None)
        assert "the next command clears them" in out
        reading.execute("COMMIT")
    told.done("list")
    assert traces(told.home) == []


def test_nothing_goes_unless_the_word_is_typed(told: Any) -> None:
    for typed in ("", "yes\n", "\n"):
        for what in ([], ["quillfeather"]):
            refused = told.run("erase", *what, typed=typed, at=None)
            assert refused.code == 4
            assert "nothing was erased" in refused.err
    assert len(told.json("list")["opportunities"]) == 2
    assert told.run("erase", "nobody", "--yes", at=None).code == 2


def test_everything_goes_without_a_trace(told: Any) -> None:
    config = told.home / "config" / "duly"
    (config / "playbooks").mkdir(parents=True)
    (config / "playbooks" / "quillfeather.toml").write_text('name = "Quillfeather"')
    for file in ("data/duly/secrets", "data/duly/secrets.lock", "config/duly/secrets.key"):
        (told.home / file).write_text("zephyrine")
    (told.home / "data" / "duly" / "duly.log").write_text("Quillfeather")
    told.done("demo", at=None)
    told.done("backup", at=None)
    told.done("erase", typed="erase\n", at=None)
    assert traces(told.home) == []
    left = [each for each in told.home.rglob("*") if each.is_file()]
    assert left == []
    assert told.run("erase", "--yes", at=None).code == 3
    assert told.json("list", at=None)["opportunities"] == []


def test_a_database_that_somebody_has_open_is_not_erased(told: Any) -> None:
    with closing(sqlite3.connect(told.database)) as other:
        other.execute("SELECT COUNT(*) FROM store_fact").fetchone()
        refused = told.run("erase", "--yes", at=None)
    assert refused.code == 1
    assert "another Duly has it open" in refused.err
    assert len(told.json("list")["opportunities"]) == 2
    told.done("erase", "--yes", at=None)


def test_erasing_the_demo_leaves_the_users_own_search(told: Any) -> None:
    told.done("demo", at=None)
    told.done("--demo", "erase", "--yes", at=None)
    assert not (told.home / "data" / "duly" / "demo.sqlite3").exists()
    assert len(told.json("list")["opportunities"]) == 2


def test_a_damaged_database_can_be_erased(told: Any) -> None:
    told.database.write_bytes(b"Quillfeather" * 1000)
    told.done("erase", "--yes", at=None)
    assert traces(told.home) == []


def test_a_link_is_removed_and_not_followed(told: Any, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "poem.toml").write_text("mine")
    (told.home / "config" / "duly").mkdir(parents=True, exist_ok=True)
    (told.home / "config" / "duly" / "playbooks").symlink_to(mine)
    told.done("erase", "--yes", at=None)
    assert (mine / "poem.toml").read_text() == "mine"


def test_what_is_left_after_erasing_is_still_closed_to_others(told: Any) -> None:
    told.done("erase", "quillfeather", "--yes", at=None)
    assert stat.S_IMODE(told.database.stat().st_mode) == 0o600

"""SIGKILL during backup, restore and erase: what was there before, or what was asked for."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.faults.test_kill import Zygote

KILLS = 14
"""Of each: a backup, a restore, an erasing of one opportunity, an erasing of everything."""
SEED = 20261122
CANARY = b"Quillfeather"


@pytest.fixture
def zygote(home: Any) -> Iterator[Zygote]:
    made = Zygote(home)
    yield made
    made.process.communicate("")


@pytest.fixture
def told(home: Any, zygote: Zygote) -> Any:
    """Return a home with two opportunities, and so many notes that writing them takes a while."""
    for company in ("Quillfeather", "Bolt"):
        host = f"{company.lower()}.example"
        assert zygote.run(
            ["interview", company, "--ended", "yesterday 15:00",
             "--with", f"Ana of {company} <ana@{host}>", "--with", f"Bo <bo@{host}>"]
        )["code"] == 0  # fmt: skip
    with closing(sqlite3.connect(home.database)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(store_fact)")][1:]
        names = ", ".join(f'"{each}"' for each in columns)
        asked = names.replace('"note"', "'Quillfeather ' || hex(randomblob(400))")
        asked = asked.replace('"what"', "'received'").replace('"meaning"', "'other'")
        for _ in range(11):
            database.execute(
                f"INSERT INTO store_fact ({names}) SELECT {asked} FROM store_fact "
                "WHERE opportunity_id = 1"
            )
        database.commit()
    return home


def state(home: Any) -> tuple[list[str], int]:
    """Return the opportunities and the number of facts, as the next command leaves them."""
    assert home.duly("today").returncode in (0, 3)
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert home.rows("PRAGMA foreign_key_check") == []
    triggers = (
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_fact'"
    )
    assert home.rows(triggers) == [(2,)], "the log can be changed"
    slugs = [slug for (slug,) in home.rows("SELECT slug FROM store_opportunity ORDER BY id")]
    return slugs, home.rows("SELECT COUNT(*) FROM store_fact")[0][0]


def killed_at_random(zygote: Zygote, command: list[str], took: float, dice: random.Random) -> bool:
    answer = zygote.run(command, kill_after=dice.uniform(0, took))
    return bool(answer["code"] == -signal.SIGKILL)


@pytest.mark.timeout(900)
def test_backups_are_whole_or_not_there(told: Any, zygote: Zygote, tmp_path: Path) -> None:
    dice = random.Random(SEED)
    file, folder = tmp_path / "kept" / "kept.sqlite3", tmp_path / "kept"
    folder.mkdir()
    took = zygote.run(["backup", str(file)])["seconds"]
    before = file.read_bytes()
    killed = 0
    while killed < KILLS:
        killed += killed_at_random(zygote, ["backup", str(file), "--force"], took, dice)
        with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert len(file.read_bytes()) == len(before)
    assert state(told)[0] == ["quillfeather", "bolt"]


@pytest.mark.timeout(900)
def test_restores_leave_the_one_or_the_other(told: Any, zygote: Zygote, tmp_path: Path) -> None:
    dice = random.Random(SEED + 1)
    small, large = tmp_path / "small.sqlite3", tmp_path / "large.sqlite3"
    assert zygote.run(["backup", str(large)])["code"] == 0
    whole = state(told)
    assert zygote.run(["erase", "quillfeather", "--yes"])["code"] == 0
    assert zygote.run(["backup", str(small)])["code"] == 0
    rest = state(told)
    took = zygote.run(["restore", str(large)])["seconds"]
    assert state(told) == whole
    killed, seen = 0, []
    while killed < KILLS:
        wanted = small if state(told) == whole else large
        killed += killed_at_random(zygote, ["restore", str(wanted)], took, dice)
        seen.append(state(told))
        assert seen[-1] in (whole, rest), "half of it"
        for kept in told.database.parent.glob("*before-restore*"):
            with closing(sqlite3.connect(f"{kept.as_uri()}?immutable=1", uri=True)) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept.unlink()


@pytest.mark.timeout(900)
def test_an_opportunity_is_there_whole_or_gone(told: Any, zygote: Zygote, tmp_path: Path) -> None:
    dice = random.Random(SEED + 2)
    large = tmp_path / "large.sqlite3"
    assert zygote.run(["backup", str(large)])["code"] == 0
    whole = state(told)
    took = zygote.run(["erase", "quillfeather", "--yes"])["seconds"]
    killed = 0
    while killed < KILLS:
        assert zygote.run(["restore", str(large)])["code"] == 0
        for kept in told.database.parent.glob("*before-restore*"):
            kept.unlink()
        killed += killed_at_random(zygote, ["erase", "quillfeather", "--yes"], took, dice)
        found = state(told)
        if found != whole:
            assert found[0] == ["bolt"]
            assert traces(told) == []


@pytest.mark.timeout(900)
def test_everything_is_there_or_gone(told: Any, zygote: Zygote, tmp_path: Path) -> None:
    dice = random.Random(SEED + 3)
    whole = state(told)
    folder = told.database.parent
    (folder / "secrets").write_bytes(CANARY)
    (folder / "duly.log").write_bytes(CANARY)
    saved = tmp_path / "saved"
    shutil.copytree(folder, saved)
    took = zygote.run(["erase", "--yes"])["seconds"]
    assert not folder.exists()
    killed = 0
    while killed < KILLS:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(saved, folder)
        killed += killed_at_random(zygote, ["erase", "--yes"], took, dice)
        found = state(told)
        if found == whole:
            assert (folder / "secrets").exists()
        else:
            assert found == ([], 0)
            assert traces(told) == []


def traces(home: Any) -> list[str]:
    """Return the files beside the database that still tell of the erased opportunity."""
    folder = home.database.parent
    return [
        str(each) for each in folder.rglob("*") if each.is_file() and CANARY in each.read_bytes()
    ]

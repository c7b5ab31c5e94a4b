"""Backups and restores, through the commands people type."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def acme(duly: Any) -> Any:
    """Return a Duly with one opportunity."""
    ended = ("--ended", "yesterday 15:00", "--with", "Ana Ruiz <ana@acme.example>")
    duly.done("interview", "Acme", *ended)
    return duly


def listed(duly: Any) -> list[str]:
    return [each["id"] for each in duly.json("list")["opportunities"]]


def parts(duly: Any) -> list[Path]:
    return list(duly.home.rglob("*.part*"))


def test_a_backup_says_what_is_in_it_and_is_closed_to_others(acme: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    out = acme.done("backup", str(file), at=None)
    assert str(file) in out
    assert "1 opportunity, 1 person, 1 fact" in out
    assert "Not in it: passwords" in out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert kept.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
        assert kept.execute("SELECT slug FROM store_opportunity").fetchall() == [("acme",)]
    assert not parts(acme)


def test_without_a_name_it_lies_among_dulys_own_things_with_the_date(acme: Any) -> None:
    found = json.loads(acme.done("backup", "--json", at=None))
    file = Path(found["file"])
    assert file.parent == acme.home / "data" / "duly" / "backups"
    assert time.strftime("%Y-%m-") in file.name
    assert found["bytes"] == file.stat().st_size
    assert found["contents"]["facts"] == 1
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_nothing_is_written_over_unless_told(acme: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    file.write_text("mine")
    refused = acme.run("backup", str(file), at=None)
    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_text() == "mine"
    acme.done("backup", str(file), "--force", at=None)
    assert file.read_bytes().startswith(b"SQLite format 3")
    assert acme.run("backup", str(acme.database), "--force", at=None).code == 2
    assert listed(acme) == ["acme"]


def test_there_is_nothing_to_back_up_before_the_first_start(nobody: Any) -> None:
    assert nobody.run("backup", at=None).code == 3
    assert not nobody.database.exists()


def test_a_backup_made_while_others_write_is_of_one_moment(acme: Any, tmp_path: Path) -> None:
    writer = str(ROOT / "tests" / "faults" / "writer.py")
    writing = [
        subprocess.Popen([sys.executable, writer, f"w{n}", "15"], env=acme.environment,
                         stdout=subprocess.DEVNULL, cwd=ROOT)
        for n in range(2)
    ]  # fmt: skip
    files: list[Path] = []
    while any(each.poll() is None for each in writing):
        files.append(tmp_path / f"{len(files)}.sqlite3")
        acme.done("backup", str(files[-1]), at=None)
    assert [each.wait() for each in writing] == [0, 0]
    counts = []
    for file in files:
        with closing(sqlite3.connect(file)) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            counts.append(kept.execute("SELECT COUNT(*) FROM store_fact").fetchone()[0])
    assert counts == sorted(counts)
    assert len(set(counts)) > 1, "nobody wrote meanwhile"


def test_a_backup_is_put_back_and_what_was_there_is_kept(acme: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("backup", str(file), at=None)
    before = file.read_bytes()
    acme.done("interview", "Bolt", "--ended", "yesterday 11:00")
    out = acme.done("restore", str(file), at=None)
    assert "is kept in" in out
    assert listed(acme) == ["acme"]
    (kept,) = (acme.home / "data" / "duly").glob("*before-restore*")
    assert str(kept) in out
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert file.read_bytes() == before, "a backup is only read"
    acme.done("restore", str(kept), at=None)
    assert listed(acme) == ["acme", "bolt"]
    assert not parts(acme)


def test_a_backup_moves_to_another_machine(acme: Any, nobody: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("backup", str(file), at=None)
    shutil.rmtree(acme.home)
    done = json.loads(nobody.done("restore", str(file), "--json", at=None))
    assert done["kept"] is None
    assert listed(nobody) == ["acme"]
    assert stat.S_IMODE(nobody.database.stat().st_mode) == 0o600


def _no_database(file: Path) -> None:
    file.write_text("Dear Ana,")


def _anothers(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE songs (name)")
        other.commit()


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("PRAGMA user_version = 9999")


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _damaged(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[8192:60_000] = os.urandom(60_000 - 8192)
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_database, "no SQLite database"),
        (_anothers, "not one of Duly's"),
        (_newer, "newer Duly"),
        (_cut_off, "damaged"),
        (_damaged, "damaged"),
        (Path.unlink, "no such file"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_is_lost(
    acme: Any, tmp_path: Path, spoil: Any, says: str
) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("backup", str(file), at=None)
    if spoil is _anothers:
        file.unlink()
    spoil(file)
    refused = acme.run("restore", str(file), at=None)
    assert refused.code in (1, 2)
    assert says in refused.err
    assert refused.err.count("\n") == 1
    assert listed(acme) == ["acme"]
    assert not list((acme.home / "data" / "duly").glob("*before-restore*"))
    assert not parts(acme)


def test_an_older_backup_is_brought_up_to_date(acme: Any, tmp_path: Path) -> None:
    """Unmake the newest migration with Django's own command, as an older Duly would have it."""
    file = tmp_path / "old.sqlite3"
    acme.done("backup", str(file), at=None)
    environment = {**acme.environment, "DULY_DATABASE": str(file)}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "store", "0003", "-v0",
         "--settings", "duly.server.settings"],
        env=environment, check=True, cwd=ROOT,
    )  # fmt: skip
    with closing(sqlite3.connect(file, isolation_level=None)) as kept:
        kept.execute("PRAGMA user_version = 3")
        assert not kept.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'store_lesson'"
        ).fetchone()
    assert "older Duly" in acme.done("restore", str(file), at=None)
    assert listed(acme) == ["acme"]
    assert acme.run("inbox").code in (0, 3)


def test_a_damaged_database_is_put_aside_as_it_is(acme: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("backup", str(file), at=None)
    _damaged(acme.database)
    damaged = acme.database.read_bytes()
    assert acme.run("backup", at=None).code == 1
    acme.done("restore", str(file), at=None)
    assert listed(acme) == ["acme"]
    kept = list((acme.home / "data" / "duly").glob("*before-restore*"))
    assert damaged in [each.read_bytes() for each in kept]


def test_a_restore_waits_for_whoever_writes_and_keeps_what_they_wrote(
    acme: Any, tmp_path: Path
) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("backup", str(file), at=None)
    with closing(sqlite3.connect(acme.database, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE store_profile SET name = 'Samantha'")
        restoring = acme.start("restore", str(file), "--json")
        time.sleep(3)
        assert restoring.poll() is None, "it did not wait"
        writing.execute("COMMIT")
        out, err = restoring.communicate(timeout=60)
        assert restoring.returncode == 0, err
        # Who has it open goes on with what was restored.
        assert writing.execute("SELECT name FROM store_profile").fetchall() == [("Sam Field",)]
    kept = json.loads(out)["kept"]
    with closing(sqlite3.connect(kept)) as before:
        assert before.execute("SELECT name FROM store_profile").fetchall() == [("Samantha",)]


def _frozen(column: str, number: int) -> Any:
    """Return what a column of a letter in the outbox says that this test does not look at."""
    if column in ("opportunity_id", "letter_id"):
        return 1
    return "2026-03-11 13:00:00" if column.endswith("_at") else number


def test_letters_on_their_way_are_stopped(acme: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    acme.done("debrief", "acme", "--cares", "ana=cutting churn")
    acme.done("letter", "acme", "thank-you", "--to", "ana")
    stages = ["held", "claimed", "handing over", "unsure", "sent", "failed"]
    acme.done("backup", str(file), at=None)
    with closing(sqlite3.connect(file, isolation_level=None)) as kept:
        columns = [row[1:4:2] for row in kept.execute("PRAGMA table_info(store_outgoing)")]
        if not columns:
            kept.execute("CREATE TABLE store_outgoing (id INTEGER PRIMARY KEY, stage, why)")
        needed = [name for name, must in columns if must and name not in ("id", "stage")]
        names = ", ".join(f'"{each}"' for each in [*needed, "stage"])
        marks = ", ".join("?" * (len(needed) + 1))
        for number, stage in enumerate(stages):
            frozen = [_frozen(name, number) for name in needed]
            kept.execute(f"INSERT INTO store_outgoing ({names}) VALUES ({marks})", (*frozen, stage))
    done = json.loads(acme.done("restore", str(file), "--json", at=None))
    with closing(sqlite3.connect(acme.database)) as now:
        rows = now.execute("SELECT stage, why FROM store_outgoing ORDER BY id").fetchall()
        told = now.execute("SELECT COUNT(*) FROM store_passage WHERE stage = 'quarantined'")
        assert told.fetchone() == (4,), "the journal tells of it"
    assert done["quarantined"] == 4
    assert [stage for stage, _ in rows] == [*["quarantined"] * 4, "sent", "failed"]
    assert all(why for stage, why in rows if stage == "quarantined")
    assert "4 letters were on the way" in acme.done("restore", str(file), at=None)


def test_the_demo_has_backups_of_its_own(acme: Any, tmp_path: Path) -> None:
    acme.done("demo", at=None)
    file = tmp_path / "demo.sqlite3"
    assert acme.done("--demo", "backup", str(file), at=None).startswith("DEMO")
    acme.done("--demo", "restore", str(file), at=None)
    assert listed(acme) == ["acme"]

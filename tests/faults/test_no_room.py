"""A full disk and a folder that cannot be written: one clear sentence, and nothing is lost."""

from __future__ import annotations

import resource
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

WITHIN = "from duly.cli.main import run; run()"


def run(home: Any, *arguments: str, most: int) -> tuple[int, str]:
    """Run a command that may write no file larger than so many bytes, as on a disk that fills."""
    limit = (most, most)
    process = home.start(
        "-c",
        WITHIN,
        *arguments,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    _, err = process.communicate("")
    assert "Traceback" not in err
    return process.returncode, err


@pytest.fixture
def told(home: Any) -> Any:
    done = home.duly("interview", "Acme", "--ended", "yesterday 15:00",
                     "--with", "Ana <a@acme.example>", "--with", "Bo")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize("most", [0, 4096, 100_000, 200_000])
def test_a_backup_on_a_full_disk(told: Any, tmp_path: Path, most: int) -> None:
    code, err = run(told, "backup", str(tmp_path / "kept.sqlite3"), most=most)
    assert code == 1
    assert err.count("\n") == 1
    assert "room" in err or "larger" in err
    assert "Nothing was changed" in err
    assert not list(tmp_path.glob("*.sqlite3"))
    assert not list(tmp_path.glob(".duly-*"))
    told.check()


@pytest.mark.parametrize("most", [0, 4096, 100_000, 200_000])
def test_a_restore_on_a_full_disk(told: Any, tmp_path: Path, most: int) -> None:
    file = tmp_path / "kept.sqlite3"
    assert told.duly("backup", str(file)).returncode == 0
    assert told.duly("received", "acme", "other", "--note", "later").returncode == 0
    code, err = run(told, "restore", str(file), most=most)
    assert code == 1
    assert err.count("\n") == 1
    assert told.rows("SELECT COUNT(*) FROM store_fact WHERE note = 'later'") == [(1,)]
    told.check()


@pytest.mark.parametrize("most", [0, 1000])
def test_an_export_on_a_full_disk(told: Any, tmp_path: Path, most: int) -> None:
    code, err = run(told, "export", str(tmp_path / "out"), most=most)
    assert code == 1
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".duly-*"))


def test_erasing_on_a_full_disk_erases_or_says_so(told: Any) -> None:
    code, err = run(told, "erase", "acme", "--yes", most=0)
    assert code == 1
    assert err.count("\n") == 1
    told.check()
    assert told.duly("erase", "acme", "--yes").returncode == 0
    assert told.rows("SELECT COUNT(*) FROM store_fact") == [(0,)]


@pytest.mark.parametrize("folder", ["/proc", "/sys", "/nowhere/at/all"])
def test_a_folder_that_cannot_be_written(told: Any, folder: str) -> None:
    for verb, name in (("backup", "kept.sqlite3"), ("export", "out")):
        done = told.duly(verb, f"{folder}/{name}")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "Name" in done.stderr or "Make the folder" in done.stderr


def test_a_backup_can_be_restored_from_a_disk_that_can_only_be_read(
    told: Any, tmp_path: Path
) -> None:
    """SQLite would make files beside a backup in WAL mode; a plain copy of a database is one."""
    file = tmp_path / "plain.sqlite3"
    with closing(sqlite3.connect(told.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.write_bytes(told.database.read_bytes())
    assert told.duly("restore", str(file)).returncode == 0
    assert sorted(each.name for each in tmp_path.glob("plain*")) == ["plain.sqlite3"]

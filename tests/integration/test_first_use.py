"""The very first start: somebody is guessed, files are private, two at once both succeed."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any


def test_the_first_start_guesses_where_the_user_is_and_says_so(nobody: Any) -> None:
    first = nobody.run("today")
    assert first.code == 0
    assert "America/New_York, US (from this machine's settings)" in first.err
    assert "duly me" in first.err
    assert "Nothing is noted yet" in first.out
    assert nobody.run("today").err == "", "it is said once"
    assert nobody.json("me")["guessed"] is True
    nobody.done("me", "--zone", "Europe/Berlin", "--country", "DE", "--name", "Sam")
    assert nobody.json("me")["guessed"] is False
    assert nobody.run("me", "--name", "Sam").code == 3


def test_nobody_else_can_read_a_job_search(nobody: Any) -> None:
    nobody.done("open", "Acme")
    folder: Path = nobody.database.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_two_first_starts_at_once_both_succeed(nobody: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda n: nobody.run("open", f"Company {n}"), range(4)))
    assert [result.code for result in results] == [0, 0, 0, 0], results
    assert len(nobody.json("list")["opportunities"]) == 4


def test_a_newer_database_is_refused_untouched(duly: Any) -> None:
    connection = sqlite3.connect(duly.database)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = duly.database.read_bytes()
    result = duly.run("list")
    assert result.code == 1
    assert "newer Duly" in result.err
    assert "Update Duly" in result.err
    assert duly.database.read_bytes() == before


def test_what_is_no_database_is_refused_untouched(duly: Any) -> None:
    duly.database.write_bytes(b"Dear diary, " * 100)
    for suffix in ("-wal", "-shm"):
        Path(f"{duly.database}{suffix}").unlink(missing_ok=True)
    result = duly.run("list")
    assert result.code == 1
    assert "not a database" in result.err
    assert duly.database.read_bytes().startswith(b"Dear diary")


def test_showing_what_is_due_loads_no_django(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "yesterday 15:00", "--with", "Ana <a@acme.example>")
    code = (
        "import sys; from duly.cli.main import main; code = main(['today']); "
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], env=duly.environment, check=False)
    assert done.returncode == 0

"""What planning a facts file may load: nothing heavy, proved in a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAILBOX = {"imapclient", "imaplib", "keyring", "cryptography"}
"""What reading a mailbox needs."""
HEAVY = ("django", "holidays", "icalendar", "jinja2", "hypothesis", "sqlite3", "difflib")


def loaded_by(module: str) -> set[str]:
    """Return the top-level packages in memory once a module was imported."""
    code = f"import sys, {module}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in result.stdout.split()}


@pytest.mark.parametrize(
    "module", ["duly.services.plan_file", "duly.formats.factsfile", "duly.core.portfolio"]
)
def test_planning_a_file_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(module).isdisjoint(HEAVY)


@pytest.mark.parametrize("package", ["core", "letters"])
def test_the_pure_packages_know_no_database_and_no_network(package: str) -> None:
    loaded = loaded_by(f"duly.{package}")
    assert loaded.isdisjoint({"django", "socket", "sqlite3", "subprocess", "http"})


def test_today_loads_nothing_that_reads_mailboxes(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "DULY_DATABASE": str(tmp_path / "db")}
    code = "import sys; from duly.cli.main import main; main(['today']); print(*sys.modules)"
    command = [sys.executable, "-c", code]
    for _ in range(2):  # the first time it makes the database
        result = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=60, env=environment
        )
        loaded = {name.partition(".")[0] for name in result.stdout.split()}
        assert "duly" in loaded
        assert loaded.isdisjoint(MAILBOX)


@pytest.mark.parametrize("module", ["duly.services.accounts", "duly.cli.commands.connect"])
def test_what_reading_a_mailbox_needs_is_loaded_when_one_is_read(module: str) -> None:
    assert loaded_by(module).isdisjoint(MAILBOX)

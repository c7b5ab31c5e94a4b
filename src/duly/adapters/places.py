"""Where Duly keeps things on this machine.

On Linux these are the places of the XDG Base Directory Specification, read from the environment
here: `platformdirs` says the same but takes longer to import than a plan takes to make. It is
asked on every other system.
"""

from __future__ import annotations

import os
from pathlib import Path
from sys import platform

DATABASE = "duly.sqlite3"
DEMO_DATABASE = "demo.sqlite3"


def data() -> Path:
    """Return the directory of the database."""
    return _place("data", "XDG_DATA_HOME", ".local/share")


def config() -> Path:
    """Return the directory of what the user writes: playbooks, letters, settings."""
    return _place("config", "XDG_CONFIG_HOME", ".config")


def cache() -> Path:
    """Return the directory of what can be made again."""
    return _place("cache", "XDG_CACHE_HOME", ".cache")


def _place(kind: str, variable: str, otherwise: str) -> Path:
    named = os.environ.get(variable, "")
    if named.startswith("/"):  # the specification: a relative path is ignored
        return Path(named) / "duly"
    if platform.startswith("linux"):
        return Path.home() / otherwise / "duly"
    import platformdirs

    place = getattr(platformdirs, f"user_{kind}_path")("duly", appauthor=False)
    return Path(place)


def database() -> Path:
    """Return the database file; `DULY_DATABASE` names another."""
    named = os.environ.get("DULY_DATABASE")
    return Path(named).expanduser() if named else data() / DATABASE


def beside(database: Path) -> tuple[Path, ...]:
    """Return the files that SQLite and Duly keep beside a database while they use it."""
    ends = ("-wal", "-shm", "-journal", ".lock")
    return tuple(database.with_name(f"{database.name}{end}") for end in ends)


def erasing_mark(database: Path) -> Path:
    """Return the file that stands beside a database for as long as something is being erased."""
    return database.with_name(f"{database.name}.erasing")


def backups() -> Path:
    """Return the directory of the backups that were given no place of their own."""
    return data() / "backups"


def demo_database() -> Path:
    """Return the database file of the demo, which is never the user's own."""
    return data() / DEMO_DATABASE


def is_demo() -> bool:
    """Tell whether the demo's database is open, so that nobody takes it for their own search."""
    return database() == demo_database()

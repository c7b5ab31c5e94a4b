"""Where Duly keeps things on this machine: the XDG places, or their like on macOS."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATABASE = "duly.sqlite3"
DEMO_DATABASE = "demo.sqlite3"


def data() -> Path:
    """Return the directory of the database."""
    return Path(platformdirs.user_data_dir("duly", appauthor=False))


def config() -> Path:
    """Return the directory of what the user writes: playbooks, letters, settings."""
    return Path(platformdirs.user_config_dir("duly", appauthor=False))


def cache() -> Path:
    """Return the directory of what can be made again."""
    return Path(platformdirs.user_cache_dir("duly", appauthor=False))


def database() -> Path:
    """Return the database file; `DULY_DATABASE` names another."""
    named = os.environ.get("DULY_DATABASE")
    return Path(named).expanduser() if named else data() / DATABASE


def demo_database() -> Path:
    """Return the database file of the demo, which is never the user's own."""
    return data() / DEMO_DATABASE

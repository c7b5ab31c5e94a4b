"""A home for Duly, and what every database must be after whatever happened to it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest


class Home:
    """Where one user's Duly keeps its things."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "data" / "duly" / "duly.sqlite3"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("DULY")},
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=self.environment, **more,
        )  # fmt: skip

    def duly(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from duly.cli.main import run; run()", *arguments],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def rows(self, sql: str, *parameters: object) -> list[Any]:
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    def forget_mails(self) -> None:
        """Let every mailbox be read from its beginning again, as if it never had been."""
        connection = sqlite3.connect(self.database, timeout=30)
        with connection:
            connection.execute("DELETE FROM store_answered")
            connection.execute("DELETE FROM store_mail")
            connection.execute("UPDATE store_source SET mark = '', gathering = 1")
        connection.close()

    def check(self) -> None:
        """Fail unless the database opens, is sound, and tells of whole commands only."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        # Everything one command notes carries one instant, and is there with its plan.
        assert not self.rows(
            "SELECT slug FROM store_opportunity o WHERE NOT EXISTS "
            "(SELECT 1 FROM store_fact f WHERE f.opportunity_id = o.id)"
        )
        involved = Counter(slug for (slug,) in self.rows(
            "SELECT o.slug FROM store_involvement i JOIN store_opportunity o "
            "ON o.id = i.opportunity_id"
        ))  # fmt: skip
        for slug, company in self.rows("SELECT slug, company FROM store_opportunity"):
            assert involved[slug] == 2, f"{company} has half its people"
            assert self.rows(
                "SELECT 1 FROM store_action a JOIN store_opportunity o ON o.id = a.opportunity_id "
                "WHERE o.slug = ? LIMIT 1", slug,
            ), f"{company} was noted without its plan"  # fmt: skip
        assert not self.rows(
            "SELECT 1 FROM store_fact f WHERE what = 'offer' AND NOT EXISTS "
            "(SELECT 1 FROM store_offer t WHERE t.fact_id = f.id)"
        ), "an offer was noted without its terms"
        assert not self.rows(
            "SELECT 1 FROM store_debrief d WHERE finished_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM store_fact f WHERE f.step = 'debrief' "
            "AND f.opportunity_id = d.opportunity_id)"
        ), "a debrief was finished without saying so"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home in which somebody has said who they are."""
    made = Home(tmp_path)
    done = made.duly("me", "--name", "Sam", "--zone", "America/New_York", "--country", "US")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def nobody(tmp_path: Path) -> Home:
    """Return a home before the very first start."""
    return Home(tmp_path)

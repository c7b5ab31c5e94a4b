"""A page to visit, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.server import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A page on an empty database; it starts with the first link that is asked for."""
    found = Desk(tmp_path)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A page on a search that is under way; tests that change nothing share it."""
    found = Desk(tmp_path_factory.mktemp("demo"))
    found.duly("demo")
    found.environment["DULY_DATABASE"] = str(found.database.with_name("demo.sqlite3"))
    yield found
    found.stop()

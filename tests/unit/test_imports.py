"""What planning a facts file may load: nothing heavy, proved in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

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

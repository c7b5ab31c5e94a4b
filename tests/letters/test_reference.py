"""The page about the checks says what the checks say."""

from __future__ import annotations

from pathlib import Path

from duly.letters.checks import all_checks
from duly.letters.checks.reference import page

PAGE = Path(__file__).parents[2] / "docs/reference/checks.md"


def test_page_is_current() -> None:
    mend = "python -m duly.letters.checks.reference > docs/reference/checks.md"
    assert PAGE.read_text("utf-8") == page(), f"Run: {mend}"


def test_page_has_every_check() -> None:
    assert all(f"## {check.name}\n" in page() for check in all_checks())

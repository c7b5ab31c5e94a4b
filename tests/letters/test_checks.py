"""Every check catches what it says it catches, and lets pass what it says it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from duly.letters.checks import NAMES, all_checks
from duly.letters.checks.base import Check, Example
from duly.letters.context import KINDS
from duly.letters.text import read

RULES = {
    f"{key}{number}"
    for key, most in {"B": 6, "T": 10, "W": 9, "P": 6, "N": 3, "O": 3, "X": 3, "L": 7}.items()
    for number in range(1, most + 1)
}
CAUGHT = [(check, example) for check in all_checks() for example in check.fails]
LET_PASS = [(check, example) for check in all_checks() for example in check.passes]


def _name(value: object) -> str | None:
    if isinstance(value, Check):
        return value.name
    return value.text[:30] if isinstance(value, Example) else None


@pytest.mark.parametrize(("check", "example"), CAUGHT, ids=_name)
def test_failing_example_is_caught_by_that_check(check: Check, example: Example) -> None:
    findings = check.run(read(example.text, example.subject), example.context)
    assert findings
    for finding in findings:
        assert example.text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize(("check", "example"), LET_PASS, ids=_name)
def test_passing_example_is_let_pass(check: Check, example: Example) -> None:
    if check.applies(example.context.kind, english=True):
        assert check.run(read(example.text, example.subject), example.context) == []


def test_every_file_of_the_package_is_a_check_in_the_list() -> None:
    folder = Path(__file__).parents[2] / "src/duly/letters/checks"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base", "reference"}
    assert files == set(NAMES)


@pytest.mark.parametrize("check", all_checks(), ids=_name)
def test_check_explains_itself(check: Check) -> None:
    assert check.passes
    assert check.fails
    assert set(check.rules) <= RULES
    assert check.rules
    assert check.kinds <= set(KINDS)
    assert check.reason.endswith(".")
    assert len(check.reason) < 160


def test_names_of_checks_are_different() -> None:
    names = [check.name for check in all_checks()]
    assert len(set(names)) == len(names)

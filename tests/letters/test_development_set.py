"""Good letters are let go, bad ones are caught for the right reason: measured, not hoped."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import pytest

from duly.letters.checks.base import Severity
from duly.letters.judge import Judgement, Verdict, judge

sys.path.insert(0, str(Path(__file__).parent))
from development_set import HERE, Case, cases

GOOD = sorted(path.name for path in HERE.iterdir() if "good" in path.name)
BAD = sorted(path.name for path in HERE.iterdir() if "bad" in path.name)
MOST_HURT = 1 / 20
LEAST_CAUGHT = 9 / 10
MOST_MISTAKEN = 1 / 10


def _judged(folder: str, *, kind_known: bool) -> list[tuple[Case, Judgement]]:
    return [
        (
            case,
            judge(
                case.body,
                subject=case.subject,
                context=case.context._replace(kind=case.kind if kind_known else ""),
            ),
        )
        for case in cases(folder)
    ]


def test_set_is_as_large_as_promised() -> None:
    assert sum(len(cases(folder)) for folder in GOOD) >= 50
    assert sum(len(cases(folder)) for folder in BAD) >= 60


@pytest.mark.parametrize("kind_known", [False, True])
@pytest.mark.parametrize("folder", GOOD)
def test_good_letters_are_left_in_peace(folder: str, *, kind_known: bool) -> None:
    judged = _judged(folder, kind_known=kind_known)
    hurt = [case.name for case, found in judged if found.verdict is Verdict.NOT_LIKE_THIS]
    assert len(hurt) <= len(judged) * MOST_HURT, hurt
    assert statistics.median(len(found.findings) for _, found in judged) <= 1


@pytest.mark.parametrize("kind_known", [False, True])
@pytest.mark.parametrize("folder", BAD)
def test_bad_letters_are_caught_for_the_right_reason(folder: str, *, kind_known: bool) -> None:
    judged = _judged(folder, kind_known=kind_known)
    missed = [
        f"{case.name}: {case.expect}"
        for case, found in judged
        if not any(finding.check == case.expect for finding in found.findings)
    ]
    assert len(missed) <= len(judged) * (1 - LEAST_CAUGHT), missed


@pytest.mark.parametrize("folder", BAD)
def test_bad_letters_are_not_ready(folder: str) -> None:
    ready = [
        case.name
        for case, found in _judged(folder, kind_known=True)
        if found.verdict is Verdict.READY
    ]
    assert len(ready) <= len(cases(folder)) * (1 - LEAST_CAUGHT), ready


def test_kind_of_a_good_letter_is_told_from_its_words() -> None:
    judged = [pair for folder in GOOD for pair in _judged(folder, kind_known=False)]
    wrong = [f"{case.name}: {found.kind}" for case, found in judged if found.kind != case.kind]
    assert len(wrong) <= len(judged) * MOST_MISTAKEN, wrong


def test_every_check_has_a_letter_in_the_set() -> None:
    from duly.letters.checks import all_checks

    expected = {case.expect for folder in BAD for case in cases(folder)}
    by_other_tests = {"empty", "markup", "language"}
    assert {check.name for check in all_checks()} - by_other_tests <= expected


def test_gravest_finding_decides() -> None:
    for folder in BAD:
        for _, found in _judged(folder, kind_known=True):
            hurts = any(finding.severity is Severity.HURTS for finding in found.findings)
            assert (found.verdict is Verdict.NOT_LIKE_THIS) == hurts

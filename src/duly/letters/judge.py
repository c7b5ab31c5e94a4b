"""The verdict on a letter: what was found in it, and whether it may leave."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from duly.letters.checks import all_checks
from duly.letters.checks.base import Finding, Severity
from duly.letters.context import ALIASES, Context
from duly.letters.kinds import kind_of
from duly.letters.language import language_of
from duly.letters.text import read

ORDER = {Severity.HURTS: 0, Severity.WARNING: 1, Severity.REMARK: 2}


class Verdict(StrEnum):
    """What to do with a letter."""

    READY = "ready"
    LOOK_AGAIN = "look again"
    NOT_LIKE_THIS = "not like this"


class Judgement(NamedTuple):
    """What the checks say of one letter.

    Attributes:
        findings: In the order of their places.
        kind: The kind of letter it was taken for.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    kind: str


def judge(body: str, *, subject: str | None = None, context: Context | None = None) -> Judgement:
    """Judge a letter.

    Args:
        body: Its text; any text at all, in any length.
        subject: Its subject; None where there is none, or none is known.
        context: What is known beside the text.
    """
    context = context or Context()
    letter = read(body, subject)
    kind = ALIASES.get(context.kind, context.kind) or kind_of(letter)
    known = context._replace(kind=kind)
    english = language_of(letter) == "English"
    findings: list[Finding] = []
    for check in all_checks():
        if check.applies(kind, english=english):
            findings += check.run(letter, known)
    if not letter.words:
        findings = [finding for finding in findings if finding.check in {"empty", "markup"}]
    findings.sort(key=lambda f: (f.start, ORDER[f.severity], f.end))
    return Judgement(verdict_on(findings), tuple(findings), kind)


def verdict_on(findings: list[Finding]) -> Verdict:
    """Return the verdict that findings add up to: the gravest decides."""
    severities = {finding.severity for finding in findings}
    if Severity.HURTS in severities:
        return Verdict.NOT_LIKE_THIS
    return Verdict.LOOK_AGAIN if Severity.WARNING in severities else Verdict.READY

"""Apply the mechanical suggestions of findings, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from duly.letters.checks.base import Finding


def mended(body: str, findings: Iterable[Finding]) -> str:
    """Return the body with every suggestion in place; of two that overlap, the first is taken."""
    out: list[str] = []
    at = 0
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if finding.suggestion is None or finding.start < at or finding.end == finding.start:
            continue
        out += [body[at : finding.start], finding.suggestion]
        at = finding.end
    return "".join([*out, body[at:]])


def difference(before: str, after: str, name: str) -> str:
    """Return what changed as a unified diff; empty where nothing did."""
    import difflib

    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        name,
        f"{name} (mended)",
        n=1,
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)

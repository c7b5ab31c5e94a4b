"""What checks found in a letter, as JSON; apart from `render`, which is slower to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duly.letters.checks.base import Finding


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one finding; its places are characters of the body."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "why": finding.why,
        "rules": list(finding.rules),
        "suggestion": finding.suggestion,
    }

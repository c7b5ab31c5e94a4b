"""Canned phrases that every letter has, and that say nothing about this one (L3, L5)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "cliche.txt")
PHRASES = _DATA["phrases"]
_MILD = _DATA["mild"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find canned phrases; a single worn but harmless one is a remark only."""
    # Worn, and yet honest people write them: one alone is a remark, two are a habit.
    mild = {(match.start, match.end) for match in _MILD.find(letter)}
    hits = list(hits_of(PHRASES, letter))
    alone = len({hit.start for hit in hits}) == 1
    for hit in hits:
        harmless = alone and (hit.start, hit.end) in mild
        yield hit._replace(severity=Severity.REMARK if harmless else None)


CHECK = Check(
    name="cliche",
    title="Clichés and canned phrases",
    reason="Everybody writes this, so it tells nothing about you. Say what you did instead.",
    rules=("L3", "L5"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I kept ledgers for thirty-one years and never lost one.",
        "The box on the left holds the returns, and nobody thinks to look there.",
        "I ran a team of four and we shipped on time.",
        kind="thank-you",
    ),
    fails=examples(
        "As a results-driven team player I would hit the ground running.",
        "I think outside the box and give 110 percent.",
        "We could leverage synergies across the business.",
        "I always go above and beyond.",
        "I am a self-starter with a proven track record.",
        kind="thank-you",
    ),
)

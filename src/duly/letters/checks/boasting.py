"""Boasting (W4, L7)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_except
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "boasting.txt")
PHRASES = _DATA["phrases"]
_INNOCENT = _DATA["innocent"]

WHY = "This claims more than anyone can show. Tell one thing you did, and let them conclude."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find superlatives about oneself and comparisons with others."""
    yield from hits_except(PHRASES, _INNOCENT, letter, WHY)


CHECK = Check(
    name="boasting",
    title="Boasting",
    reason=WHY,
    rules=("W4", "L7"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Since we spoke I have finished my certificate in wound care.",
        "I believe I could be of service in bringing the old accounts across.",
        "I ran the best attended story hour in the county.",
        "I am confident that I would be a good fit.",
        "I felt fortunate to have met the whole team.",
        kind="thank-you",
    ),
    fails=examples(
        "I am by far the best candidate you will see.",
        "You will not find anyone better.",
        "I always outperform everyone around me.",
        "You would be lucky to have me.",
        "Hiring me is a no-brainer.",
        "I am the perfect candidate for this.",
        "The other applicants can't compete.",
        kind="thank-you",
    ),
)

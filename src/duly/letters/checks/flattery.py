"""Praise that is laid on too thick (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "flattery.txt")
PHRASES = _DATA["phrases"]

WHY = "Praise this strong reads as flattery. One true detail you noticed does more."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find praise of the reader that goes too far."""
    yield from hits_of(PHRASES, letter, WHY)


CHECK = Check(
    name="flattery",
    title="Flattery",
    reason="They know what they are worth, and flattery makes them doubt what else you say.",
    rules=("L2",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I was struck by how your Year 9s talked about their reading.",
        "Your account of the weekend backlog stayed with me.",
        "I was impressed by how calmly the front desk handled the flu rush.",
        "It was a pleasure to meet you and the team.",
        kind="thank-you",
    ),
    fails=examples(
        "You are the most inspiring leader I have ever met.",
        "I was in awe of you.",
        "Yours is the greatest company in the whole world.",
        "Thank you for giving me your precious time.",
        "I have never met anyone so brilliant.",
        kind="thank-you",
    ),
)

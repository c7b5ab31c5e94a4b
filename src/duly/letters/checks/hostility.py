"""Hostility, in plain words or in polite ones (L3, O2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_graded
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "hostility.txt")

WHY = "However politely it is put, this reads as hostile, and people remember it for years."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find insults, sarcasm and threats."""
    yield from hits_graded(_DATA, letter, WHY)


CHECK = Check(
    name="hostility",
    title="Hostility in polite words, and in plain ones",
    reason=WHY,
    rules=("L3", "O2", "X2"),
    severity=Severity.HURTS,
    find=find,
    passes=examples(
        "I handled rude customers and complaints for two years.",
        "We cut food waste by half.",
        "It was clear that your staff care about the children.",
        "The next time we speak I will bring the drawings.",
        "I was amazed at how quickly the kitchen turned the tables.",
        kind="thank-you",
    ),
    fails=examples(
        "I would have thought a company of your standing would manage to reply.",
        "Perhaps courtesy is no longer taught at law school.",
        "As per my last email, which you evidently did not read.",
        "Thanks for nothing.",
        "It's your loss.",
        "I will be leaving a review on Glassdoor.",
        "You clearly do not recognise talent when you see it.",
        "Frankly, your process was a shambles.",
        "I was shocked by how disorganized your interview process was.",
        kind="status",
    ),
)

"""Jokes (L3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "joke.txt")
PHRASES = _DATA["phrases"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find jokes and laughter."""
    yield from hits_of(PHRASES, letter)


CHECK = Check(
    name="joke",
    title="Jokes",
    reason="A joke that worked in the room falls flat on paper, or lands with somebody else.",
    rules=("L3",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Your story about the lost boxes made me smile.",
        "I enjoyed the laughter in the staff room.",
        "I did not get it right the first time, and I would like to mend my answer.",
        kind="thank-you",
    ),
    fails=examples(
        "Just kidding.",
        "Why did the electrician get fired? Because he was shocked!",
        "I promise I'm not a stalker, haha.",
        "Will work for food.",
        kind="thank-you",
    ),
)

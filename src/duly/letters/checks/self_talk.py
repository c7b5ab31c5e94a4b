"""Talking oneself down (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_except
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "self_talk.txt")
PHRASES = _DATA["phrases"]
_INNOCENT = _DATA["innocent"]

WHY = "Do not argue against yourself. Leave it out, or say what you would answer today."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find apologies for oneself and reasons not to be hired."""
    yield from hits_except(PHRASES, _INNOCENT, letter, WHY)


CHECK = Check(
    name="self-talk",
    title="Talking yourself down",
    reason=WHY,
    rules=("L2", "T6"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "You asked how I would shorten the close, and my answer was too brief. I would begin with"
        " the intercompany accounts.",
        "I have not worked in a hospital before, but I have run a payroll of 140.",
        "We calmed nervous patients by showing them the machine first.",
        "I am sorry it did not work out this time.",
        kind="thank-you",
    ),
    fails=examples(
        "I know I'm not the most qualified person you saw.",
        "I'm sorry for rambling.",
        "I was so nervous that I probably came across badly.",
        "I don't have much to offer compared to the other candidates.",
        "I'm sure you have found somebody better.",
        "Despite my lack of experience I hope you will consider me.",
        "Sorry to bother you again.",
        kind="thank-you",
    ),
)

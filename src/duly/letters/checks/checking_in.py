"""Just "checking in", and its kin: a letter that does not say why it was written (L1)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "checking_in.txt")
PHRASES = _DATA["phrases"]

WHY = "Say why you write instead: what you would like to know, or what you have to add."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find openings that give no reason."""
    yield from hits_of(PHRASES, letter, WHY)


CHECK = Check(
    name="checking-in",
    title='"Just checking in" and its kin',
    reason="A letter that only checks in gives its reader nothing to do. Say why you write.",
    rules=("L1",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "You hoped to decide by the 14th. Could you tell me what the next steps are?",
        "I follow up with every family the day after discharge.",
        "The front desk was busy checking in guests when I arrived.",
        "I wrote on April 4 about the project engineer position.",
        kind="status",
    ),
    fails=examples(
        "Just checking in on my application.",
        "I wanted to touch base about the role.",
        "I’m circling back on the email below.",
        "Giving this a gentle bump to the top of your inbox.",
        "I just wanted to follow up and see if there was any news.",
        "Thought I'd check in again!",
        kind="status",
    ),
)

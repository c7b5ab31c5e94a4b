"""A letter that forgets to say thanks (T5, O2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

PHRASES = Phrases(
    (
        "thank|thanks|thankful|thanking|thankyou|thanx|thx|gratitude|grateful|gratefully",
        "appreciate|appreciated|appreciates|appreciation|appreciative|appreciating",
        "indebted|obliged",
        "kind|good|generous|nice|gracious|decent|thoughtful of you|him|her|them",
        "honored|honoured by|that|to",
        "your kindness|generosity|hospitality|courtesy",
        "cheers",
    )
)
KINDS = frozenset(
    {
        "thank-you",
        "card",
        "decline",
        "accept",
        "withdraw",
        "thank-for-answer",
        "acknowledge-offer",
        "ask-more-time",
    }
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find no word of thanks."""
    if len(letter.words) >= 5 and PHRASES.first(letter) is None:
        inner = letter.inner()
        first = next((s for s in letter.sentences if s.start >= inner.start), None)
        yield Hit(first.start, first.end) if first else Hit(0, len(letter.body.rstrip()))


CHECK = Check(
    name="no-thanks",
    title="No thanks",
    reason="Somebody gave you their time or their trust; say thank you before anything else.",
    rules=("T5", "O2"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I am grateful for the time you gave me on Wednesday.",
        "It was kind of you to show me the ward.",
        "I appreciated your candour about caseloads.",
        kind="thank-you",
    ),
    fails=examples(
        "I interviewed with you on Tuesday and will await your decision.",
        "I have decided to take another job and will not be joining you.",
        kind="decline",
    ),
    kinds=KINDS,
)

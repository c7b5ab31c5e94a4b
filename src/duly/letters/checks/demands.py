"""Salary and demands in a thank-you (T5, L7)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_except
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter, compiled, words_of

_DATA = load("duly.letters.checks", "demands.txt")
PHRASES = _DATA["phrases"]
_INNOCENT = _DATA["innocent"]
_SUM = (
    r"[$£€]\s?\d{2,3}(?:,\d{3}|k)\b"
    r"|\b\d{2,3}(?:,\d{3}|k)\b(?= (?:a|per|euros|dollars|pounds)\b)"
)
_WANT = words_of("i i'd i'll i'm my want need expect ask asking require looking minimum least")
_OF_OTHERS = words_of(
    "saved save saving raised raise sales revenue budget grant grants sold grew cut cost costs"
    " funds contract contracts managed fund stock deal deals turnover invoices ledger donations"
)

WHY = "Terms belong to the offer. A thank-you that asks for something is no longer one."
KINDS = frozenset({"thank-you", "card", "thank-for-answer"})


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find talk of one's own pay, leave and terms."""
    yield from hits_except(PHRASES, _INNOCENT, letter, WHY)
    for match in compiled(_SUM).finditer(letter.folded):
        sentence = letter.sentence_at(match.start())
        words = words_of(
            letter.folded[max(sentence.start, match.start() - 200) : match.end() + 200]
        )
        if not words.isdisjoint(_WANT) and words.isdisjoint(_OF_OTHERS):
            yield Hit(match.start(), match.end(), WHY)


CHECK = Check(
    name="demands",
    title="Salary or demands in a thank-you",
    reason=WHY,
    rules=("T5", "L7"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I have run a weekly payroll for 140 people and know the overtime codes.",
        "I learned the benefits of a quiet ward.",
        "I raised money for the new roof.",
        "I don't mind working weekends.",
        kind="thank-you",
    ),
    fails=examples(
        "I would need at least $85,000 and four weeks of vacation.",
        "What is the salary range?",
        "I would also expect to work from home three days a week.",
        "How soon would I be eligible for a raise?",
        "My salary expectations are 60k.",
        "How many vacation days do you offer?",
        kind="thank-you",
    ),
    kinds=KINDS,
)

"""One attempt too many (W6, X2, X3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity, hits_graded
from duly.letters.context import ASKING, Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "over_bound.txt")

OFTEN = "By these words you have asked too often. Let it rest."


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find attempts beyond those allowed, by count or by the letter's own account."""
    why = _by_count(context)
    if why:
        start = letter.inner().start
        first = next((s for s in letter.sentences if s.start >= start), None)
        yield Hit(first.start, first.end, why) if first else Hit(0, len(letter.body), why)
    yield from hits_graded(_DATA, letter, OFTEN)


def _by_count(context: Context) -> str:
    if context.kind not in ASKING:
        return ""
    if context.refused:
        return "They have said no. Another letter will not change it; look to the next one."
    allowed = context.attempts_allowed
    if allowed is None or context.attempts_made < allowed:
        return ""
    if allowed == 0:
        return "Your playbook sends nothing after the thank-you. Let them come to you."
    return f"You have asked {context.attempts_made} times without an answer. Let it rest now."


_STATUS = Context(kind="status")

CHECK = Check(
    name="over-bound",
    title="One attempt too many",
    reason="Past three or four attempts a letter can only annoy. Know when to let go.",
    rules=("W6", "X1", "X2", "X3"),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("I wrote on April 4 and know that this is a busy season for you.", _STATUS),
        Example("I answered forty calls an hour and wrote many letters for the parish.", _STATUS),
        Example(
            "I teach fourth grade. May I ask for news?",
            Context("status", attempts_made=1, attempts_allowed=3),
        ),
    ),
    fails=(
        Example("This is my fifth email.", _STATUS),
        Example("I have called you six times this week.", _STATUS),
        Example("I will keep calling until I get an answer.", _STATUS),
        Example("May I ask for news?", Context("status", attempts_made=3, attempts_allowed=3)),
        Example("May I ask for news?", Context("status", refused=True)),
    ),
    any_language=False,
)

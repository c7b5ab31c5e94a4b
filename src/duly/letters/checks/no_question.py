"""A letter that should ask something, and does not (W4, W8)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "no_question.txt")
PHRASES = _DATA["phrases"]
KINDS = frozenset({"status", "application-follow-up", "ask-more-time"})


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find no question, direct or indirect."""
    if "?" in letter.clear or len(letter.words) < 5 or PHRASES.first(letter):
        return
    inner = letter.inner()
    last = [s for s in letter.sentences if inner.start <= s.start < inner.end]
    yield Hit(last[-1].start, last[-1].end) if last else Hit(0, len(letter.body.rstrip()))


CHECK = Check(
    name="no-question",
    title="No question where the step needs one",
    reason="Ask plainly what you want to know: the next step, and when. Else nobody will answer.",
    rules=("W4", "L1"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Could you tell me when you expect to decide?",
        "I would be grateful to know whether the post is still open.",
        "Please let me know if the timeline has changed.",
        kind="status",
    ),
    fails=examples(
        "I interviewed on 3 March and remain interested. Thank you for your time.",
        "I applied on Monday for the clerk position. I have run a payroll for four years.",
        kind="status",
    ),
    kinds=KINDS,
)

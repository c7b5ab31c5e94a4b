"""Asking before it is time (W1, W2, X2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

WAIT = {"status": timedelta(days=3), "application-follow-up": timedelta(days=5)}
"""Sooner than this after the interview or the application nobody has decided anything."""
BETWEEN = timedelta(days=3)
"""Two attempts stand at least so far apart, a weekend counted in."""

_DATA = load("duly.letters.checks", "too_early.txt")
_ASKS = _DATA["asks"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find dates that have not come yet, and words that admit it."""
    why = _by_date(context)
    if why:
        inner = letter.inner()
        start = next((s for s in letter.sentences if s.start >= inner.start), None)
        yield Hit(start.start, start.end, why) if start else Hit(0, 0, why)
    if _ASKS.first(letter):
        yield from _by_wording(letter)


def _by_date(context: Context) -> str:
    if context.now is None:
        return ""
    today = context.now.date()
    if context.promise_on and today <= context.promise_on:
        return f"They said by {context.promise_on:%-d %B}; ask once that has passed."
    if context.last_attempt_on and today - context.last_attempt_on < BETWEEN:
        return f"You last asked on {context.last_attempt_on:%-d %B}; leave a few days between."
    wait = WAIT.get(context.kind)
    if wait and context.met_at and not context.promise_on and context.now - context.met_at < wait:
        return "It is too soon to ask; about a week is usual."
    return ""


def _by_wording(letter: Letter) -> Iterator[Hit]:
    """Yield sentences that give a date away: "you said the 14th, but I could not wait"."""
    for match in _EARLY.find(letter):
        yield Hit(
            match.start, match.end, "By these words it is too soon to ask. Wait for their date."
        )


_EARLY = _DATA["early"]

CHECK = Check(
    name="too-early",
    title="Too early",
    reason="Asking before the date they gave says that you did not listen.",
    rules=("W1", "W2", "X2"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "You had hoped to decide by the 14th. Have you reached a decision?",
        "I understand that these things take time. Is there any news?",
        "You said the decision would come by Friday. May I ask where things stand?",
        kind="status",
    ),
    fails=examples(
        "I know you said you would need until the 14th, but I couldn't wait. Have you decided?",
        "I know it's only been a day, but is there any news?",
        "I realise it is a little early to ask, but have you made a decision?",
        kind="status",
    ),
    kinds=frozenset({"status", "application-follow-up", "call", "voicemail"}),
)

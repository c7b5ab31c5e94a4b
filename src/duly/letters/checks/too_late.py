"""Thanks, or an answer, that come too late (T1, W8, O2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter, Span

HOLLOW = timedelta(hours=24)
TOO_LATE = timedelta(days=5)
APPLICATION = timedelta(days=60)

_DATA = load("duly.letters.checks", "too_late.txt")
_LATE = _DATA["late"]
_AGO = _DATA["ago"]
_MET = _DATA["met"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find thanks after days, and words that admit them."""
    why = _by_date(context)
    if why:
        first = _first(letter)
        yield Hit(first.start, first.end, why[0], severity=why[1])
    elif context.kind in {"thank-you", "card"} and context.met_at is None:
        yield from _by_wording(letter)


def _first(letter: Letter) -> Span:
    start = letter.inner().start
    return next((s for s in letter.sentences if s.start >= start), Span(0, 0))


def _by_date(context: Context) -> tuple[str, Severity] | None:
    if context.now is None or context.met_at is None:
        return None
    passed = context.now - context.met_at
    if context.kind == "thank-you" and passed > TOO_LATE:
        why = "After several days a thank-you rings hollow; let the next letter carry the thanks."
        return why, Severity.WARNING
    if context.kind == "thank-you" and passed > HOLLOW:
        now = "A thank-you counts most within a day. Late beats never: send it now."
        return context.waits or now, Severity.REMARK  # the plan has the last word on when
    if context.kind == "application-follow-up" and passed > APPLICATION:
        return "The application is months old; they have most likely moved on.", Severity.WARNING
    return None


def _by_wording(letter: Letter) -> Iterator[Hit]:
    for match in _LATE.find(letter):
        yield Hit(
            match.start, match.end, "By these words it is late. A day is best; leave it unsaid."
        )
    met = {letter.within[m.first] for m in _MET.find(letter)}
    thanks = {
        n for n, w in zip(letter.within, letter.words, strict=True) if w in {"thank", "thanks"}
    }
    for match in _AGO.find(letter):
        if letter.within[match.first] in met & thanks:
            yield Hit(
                match.start, match.end, "By these words it is weeks late; thanks belong to the day."
            )


_THANKS = Context(kind="thank-you")

CHECK = Check(
    name="too-late",
    title="Too late",
    reason="Thanks within a day are fresh; after several days they sound like an afterthought.",
    rules=("T1", "W8"),
    severity=Severity.WARNING,
    find=find,
    passes=(
        Example("Thank you for the interview yesterday. I moved here two months ago.", _THANKS),
        Example("Thank you for meeting me last Tuesday.", _THANKS),
        Example("Thank you for the interview three weeks ago.", Context(kind="status")),
    ),
    fails=(
        Example("Sorry for the delay in writing. Thank you for the interview.", _THANKS),
        Example("Thank you for the interview three weeks ago.", _THANKS),
        Example("A belated thank you for the tour of the plant.", _THANKS),
    ),
)

"""Length: short enough to be read, long enough to say something (L6)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.text import Letter

MOST = {
    "thank-you": 300,
    "card": 120,
    "status": 220,
    "application-follow-up": 240,
    "call": 260,
    "voicemail": 75,
    "accept": 250,
    "decline": 220,
    "withdraw": 200,
    "stay-in-touch": 220,
    "thank-for-answer": 180,
    "acknowledge-offer": 180,
    "ask-more-time": 200,
}
"""Words each kind may have; thirty seconds for a voicemail at 150 words a minute."""
USUAL_MOST = 300
LEAST = 8
NOTE, NOTE_PREMIUM = 200, 300


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find letters beyond the length of their kind, and those that say next to nothing."""
    if context.kind == "linkedin":
        yield from _note(letter, context)
        return
    most = MOST.get(context.kind, USUAL_MOST)
    words = letter.size()
    if words > most:
        start = letter.starts[min(len(letter.starts) - 1, most)]
        why = f"This has {words:,} words; readers seldom finish more than {most}."
        yield Hit(start, min(len(letter.body), start + 80), why)
    elif 0 < words < LEAST and context.kind not in {"call", "voicemail"}:
        yield Hit(0, len(letter.body.rstrip()), "This is too short to tell its reader anything.")


def _note(letter: Letter, context: Context) -> Iterator[Hit]:
    limit = NOTE_PREMIUM if context.premium else NOTE
    size = len(letter.body.strip())
    if size > limit:
        why = f"LinkedIn takes {limit} characters of a note; this has {size}."
        yield Hit(min(limit, len(letter.body) - 1), len(letter.body.rstrip()), why)


_LONG = "Thank you for the talk about the archive and its move to the new building. "

CHECK = Check(
    name="length",
    title="Too long, or too short",
    reason="Your reader has many of these. Short letters are read, long ones are put by.",
    rules=("L6",),
    severity=Severity.WARNING,
    find=find,
    passes=(
        Example(_LONG * 10, Context(kind="thank-you")),
        Example("Thank you for the tour. I liked the bakery very much.", Context(kind="thank-you")),
        Example("Thanks for the talk on churn, Ana. Let us keep in touch.", Context("linkedin")),
    ),
    fails=(
        Example(_LONG * 30, Context(kind="thank-you")),
        Example(_LONG * 6, Context(kind="voicemail")),
        Example(_LONG * 6, Context(kind="linkedin")),
        Example("Thanks.", Context(kind="thank-you")),
    ),
    any_language=True,
)

"""A letter too like the one to a colleague (T2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.text import Letter


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find more than a quarter of the five-word sequences in a colleague's letter."""
    if not context.colleagues_letters:
        return
    from duly.letters.distinct import LIMIT, overlap  # few letters need it

    share = max(overlap(letter.clear, other) for other in context.colleagues_letters)
    if share > LIMIT:
        inner = letter.inner()
        start = next((s.start for s in letter.sentences if s.start >= inner.start), 0)
        why = f"{share:.0%} of this is word for word what a colleague of theirs gets. They compare."
        yield Hit(start, min(inner.end, start + 200), why)


_ANA = (
    "Dear Ana,\n\nThank you for meeting me on Tuesday about the analyst role. I enjoyed hearing how"
    " your team ships the churn dashboard each week, and would be glad to help."
)

CHECK = Check(
    name="too-alike",
    title="Too like the letter to a colleague",
    reason="Interviewers compare what they got. Say to each what only the two of you spoke about.",
    rules=("T2",),
    severity=Severity.WARNING,
    find=find,
    passes=(
        Example(
            "Dear Bo,\n\nYour question about seasonal staff has stayed with me. I would plan from"
            " the returns of the last three winters. Thank you for a good conversation.",
            Context(colleagues_letters=(_ANA,)),
        ),
        Example(_ANA),
    ),
    fails=(Example(_ANA.replace("Ana", "Bo"), Context(colleagues_letters=(_ANA,))),),
    any_language=True,
)

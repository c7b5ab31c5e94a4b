"""No letter at all."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Say that there are no words."""
    if not letter.words:
        yield Hit(0, len(letter.body))


CHECK = Check(
    name="empty",
    title="Nothing written",
    reason="There is nothing in it yet. Write two honest lines, and it is a letter.",
    rules=("L1",),
    severity=Severity.HURTS,
    find=find,
    passes=examples("Thank you."),
    fails=(Example(""), Example("  \n\n "), Example("... --- ...")),
    any_language=True,
)

"""Exclamation marks in number (L3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter

_MARKS = re.compile(r"[!?]{2,200}|!")
ALLOWED = 2
"""So many single ones are a warm voice; more are a loud one."""


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find doubled marks, and single ones beyond those allowed."""
    seen = 0
    for match in _MARKS.finditer(letter.clear):
        marks = match.group()
        if len(marks) > 1 and "!" in marks:
            yield Hit(*match.span(), suggestion="?" if "?" in marks else "!")
        elif marks == "!":
            seen += 1
            if seen > ALLOWED:
                yield Hit(*match.span(), suggestion=".")


CHECK = Check(
    name="exclamation",
    title="Too many exclamation marks",
    reason="One shows warmth; a row of them sounds breathless.",
    rules=("L3",),
    severity=Severity.WARNING,
    find=find,
    passes=examples("Thank you for the offer! I enjoyed it.", "Really? Yes. Thank you!"),
    fails=examples("Thank you so much!!", "Hi! Thanks! Great! I can't wait!", "Any news?!"),
    any_language=True,
)

"""A letter that says goodbye and gives no name (L4, L5)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.text import Letter

_WHOLE_SENTENCE = (".", "!", "?")
"""What "Thank you." ends with, a last word and no line that waits for a name."""


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find a closing line with nothing below it."""
    if not letter.closing or letter.signature:
        return
    line = letter.body[letter.closing.start : letter.closing.end].rstrip()
    if not line.endswith(_WHOLE_SENTENCE):
        signed = f"{line}\n{context.me}" if context.me.strip() else None
        yield Hit(letter.closing.start, letter.closing.start + len(line), suggestion=signed)


_PLAIN = Context(kind="thank-you")
_SAM = Context(kind="thank-you", me="Sam Field")

CHECK = Check(
    name="unsigned",
    title="A letter signed by nobody",
    reason="It is signed by nobody: say your name in the settings, or with “duly me --name”.",
    rules=("L4", "L5"),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("Dear Ana,\n\nThank you for the talk.\n\nKind regards,\nSam Field", _SAM),
        Example("Dear Ana,\n\nThank you for the talk.\n\nKind regards,\n\nS.", _PLAIN),
        Example("Dear Ana,\n\nYes, Tuesday at ten suits me.\n\nThank you!", _PLAIN),
        Example("Dear Ana,\n\nThank you for the talk.", _PLAIN),
    ),
    fails=(
        Example("Dear Ana,\n\nThank you for the talk.\n\nWith thanks,\n", _PLAIN),
        Example("Dear Ana,\n\nThank you for the talk.\n\nKind regards\n\n\n", _PLAIN),
        Example("Dear Ana,\n\nThank you for the talk.\n\nWith thanks,", _SAM),
    ),
)

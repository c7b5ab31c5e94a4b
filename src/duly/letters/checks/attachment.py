"""An attachment the letter speaks of and that is not there (L4)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "attachment.txt")
PHRASES = _DATA["phrases"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find talk of an attachment where it is known that nothing goes with the letter."""
    if context.attachments == 0:
        for match in PHRASES.find(letter):
            yield Hit(match.start, match.end, "The letter speaks of it, but nothing is attached.")


_NONE = Context(attachments=0)

CHECK = Check(
    name="attachment",
    title="An attachment named but missing",
    reason="A second mail with the forgotten file is what the reader will remember.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=(
        Example("I've attached the signed agreement."),
        Example("I've attached the signed agreement.", Context(attachments=1)),
        Example("The school is attached to the hospital, and I am fond of it.", _NONE),
    ),
    fails=(
        Example("Please find attached the planting plan.", _NONE),
        Example("I’ve attached my CV.", _NONE),
        Example("Enclosed is the article we spoke of.", _NONE),
    ),
)

"""A word written twice (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter, words_of

_TWICE = re.compile(r"(?<![\w'-])([^\W\d_]{1,30})[ \t\n]{1,4}(\1)(?![\w'-])")
_FINE = words_of(
    "that had very so is do blah no bye yes many much really far long please aye new york"
    " walla baden pago duran can will who what in ha ho hip tut knock it"
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find a word that follows itself; names may."""
    for match in _TWICE.finditer(letter.folded):
        word = match.group(1)
        named = letter.body[match.start()].isupper() and letter.body[match.start(2)].isupper()
        apart = "\n\n" in match.group() or _across(letter, match.start(), match.start(2))
        if word not in _FINE and not named and not apart:
            first = letter.quote(match.start(1), match.end(1))
            yield Hit(*match.span(), "This word is written twice.", first)


def _across(letter: Letter, one: int, other: int) -> bool:
    """Return whether greeting, closing or signature begins between the two."""
    parts = (letter.greeting, letter.closing, letter.signature)
    return any(one < part.start <= other or one < part.end <= other for part in parts if part)


CHECK = Check(
    name="repeated-word",
    title="A word written twice",
    reason="A doubled word shows that the letter was not read once more.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I knew that that was the right line, and that I had had my chance.",
        "I grew up in Walla Walla.",
        "It was very very hot.",
    ),
    fails=examples(
        "Thank you for the the tour.", "I would like to to work here.", "We met on\non Monday."
    ),
    any_language=True,
)

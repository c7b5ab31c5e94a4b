"""Misspellings that are common in such letters, and are never right (L4)."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.names import parts
from duly.letters.text import Letter

MISSPELT = dict(
    line.split(" = ", 1)
    for line in (pkgutil.get_data("duly.letters.checks", "spelling.txt") or b"")
    .decode()
    .splitlines()
    if line[0] != "#"
)
_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w@'-])(?!\.\w)")


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find words of the table; names that are known are left alone."""
    names = parts(" ".join((context.recipient, context.me, context.company, *context.others)))
    sign = letter.signature.start if letter.signature else len(letter.body)
    for match in _WORD.finditer(letter.folded):
        right = MISSPELT.get(match.group())
        if right is None or match.group() in names or match.start() >= sign:
            continue
        found = letter.quote(*match.span())
        if found.isupper() and len(found) <= 4 and found != letter.body.upper():
            continue  # an abbreviation
        new = right[0].upper() + right[1:] if found[0].isupper() else right
        yield Hit(*match.span(), f"This is usually spelled “{new}”.", new)


CHECK = Check(
    name="spelling",
    title="Spelling",
    reason="A misspelling is the first thing seen and the last forgotten.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I recognise the colour of the organisation's programme.",
        "I recognize the color of the organization's program.",
        "Their careers committee received it on Wednesday, whether or not I could believe it.",
    ),
    fails=examples(
        "Thank you for the oppurtunity.",
        "I was very intrested.",
        "I beleive my experiance would be usefull.",
        "I look foward to it.",
        "I dont know thier names untill then.",
        "Sincerly,\nTom",
    ),
)

"""A letter without capitals (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter

_I = re.compile(r"(?<![\w.@'’/-])i(?=['’](?:m|d|ll|ve)\b|[ \n,](?!\.))")


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find sentences that begin small when most do, and "i" for "I"."""
    small = [s for s in letter.sentences if letter.clear[s.start].islower()]
    inner = letter.inner()
    told = [s for s in letter.sentences if inner.start <= s.start < inner.end]
    began = [s for s in small if inner.start <= s.start < inner.end]
    if len(told) >= 2 and len(began) * 10 >= len(told) * 7:
        first = began[0]
        yield Hit(first.start, first.end, "Most sentences here begin without a capital.")
    for match in _I.finditer(letter.clear):
        place = match.start()
        if not _is_list_mark(letter.clear, place):
            yield Hit(place, match.end(), 'Write "I" with a capital.', "I")


def _is_list_mark(text: str, place: int) -> bool:
    return text[place + 1 : place + 2] in {")", "."} or text[place - 1 : place] == "("


CHECK = Check(
    name="lower-case",
    title="All lower case",
    reason="Capitals left out look dashed off, whatever the words say.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Dear Mr. Brandt,\n\nthank you for the interview. It was interesting. I hope to hear.",
        "I use (i) the old list and (ii) the new one. Both work.",
    ),
    fails=examples(
        "dear ms okafor,\n\nthank you for meeting me. it was good to see the ward. i hope to hear.",
        "Thank you. I think i would like it here.",
    ),
)

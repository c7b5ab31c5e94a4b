"""How alike two letters are: colleagues compare what they got (T2)."""

from __future__ import annotations

import re

LIMIT = 0.25
"""Two letters to one panel may share at most this much of their five-word sequences."""

_LENGTH = 5
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def sequences(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of five words in the text, lower case, punctuation left out."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return frozenset(
        tuple(words[start : start + _LENGTH]) for start in range(len(words) - _LENGTH + 1)
    )


def overlap(one: str, other: str) -> float:
    """Return the share of the shorter letter's five-word sequences found in the other, 0 to 1.

    Of the usual measures this is the strictest: never below Jaccard's.
    """
    first, second = sequences(one), sequences(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def shared(one: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return the places in one letter that are word for word in the other, five words or more.

    Places are characters of the first; they are in order and do not touch.
    """
    there = sequences(other)
    words = list(_WORD.finditer(one))
    folded = [word[0].casefold().replace("’", "'") for word in words]
    found: list[tuple[int, int]] = []
    for first in range(len(words) - _LENGTH + 1):
        if tuple(folded[first : first + _LENGTH]) not in there:
            continue
        start, end = words[first].start(), words[first + _LENGTH - 1].end()
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)

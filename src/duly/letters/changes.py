"""What changed from one version of a letter to the next, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_WORD = re.compile(r"\s+|\S+")
_LINE = re.compile(r"\n+|[^\n]+")
MOST_WORDS = 1_200
"""Longer texts are compared line by line: comparing takes more than the square of their length."""


class Change(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    ADDED = "added"
    TAKEN_OUT = "taken out"


class Stretch(NamedTuple):
    """Words that share one fate; together, those that were not taken out are the later text."""

    change: Change
    text: str


def changes(before: str, after: str) -> tuple[Stretch, ...]:
    """Return what was kept, taken out and added, in the order of the text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > 2 * MOST_WORDS:
        old, new = _LINE.findall(before), _LINE.findall(after)
    found: list[Stretch] = []
    gone: list[str] = []
    new_words: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        same = "".join(new[c:d]) if what == "equal" else ""
        if same.strip() or (same and not (gone or new_words)):
            found += [*_changed(gone, new_words), Stretch(Change.KEPT, same)]
            gone, new_words = [], []
        else:  # a blank between two changes belongs to both
            gone += old[a:b]
            new_words += new[c:d]
    return (*found, *_changed(gone, new_words))


def _changed(gone: list[str], new: list[str]) -> list[Stretch]:
    parts = ((Change.TAKEN_OUT, gone), (Change.ADDED, new))
    return [Stretch(change, "".join(words)) for change, words in parts if words]

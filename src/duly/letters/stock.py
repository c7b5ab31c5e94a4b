"""Words that any letter after an interview may have, and that say nothing about this one."""

from __future__ import annotations

import pkgutil
from functools import cache

_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "ly", "s", "e", "y")


def stem(word: str) -> str:
    """Return a word without its ending, roughly: enough to tell "learned" and "learning" alike."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


@cache
def generic() -> frozenset[str]:
    """Return the stems of those words."""
    data = pkgutil.get_data("duly.letters", "stock.txt") or b""
    return frozenset(map(stem, data.decode().split()))

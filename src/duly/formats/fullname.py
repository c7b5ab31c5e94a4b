"""Names as people show them, without what stands around them: titles, credentials, emoji."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_CHARACTERS: Final = 200

_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_TITLE: Final = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|ir|ing|dipl|herr|frau|mme|mlle|sr|sra|don|doña|dott|"
    r"dhr|mevr)\.?",
    re.IGNORECASE,
)  # fmt: skip
_CREDENTIAL: Final = re.compile(
    r"(?:ph\.?d|m\.?d|j\.?d|m\.?b\.?a|m\.?s\.?c|b\.?s\.?c|b\.?a|m\.?a|ll\.?[mb]|r\.?n|cpa|cfa|acca|aca|pmp|s?phr|"
    r"shrm-?s?cp|cissp|csm|assoc|[afm]?cipd|p\.?eng|p\.?e|esq|ed\.?d|dba|jr|sr|i{2,3})\.?",
    re.IGNORECASE,
)
_NO_LETTERS: Final = frozenset({"So", "Sk", "Cs", "Cf", "Co", "Cc"})


def bare(name: str) -> str:
    """Return a name without titles before it and credentials, pronouns and emoji behind it."""
    name = _BRACKETS.sub(" ", name[: MOST_CHARACTERS * 2]).replace("\ufe0f", "")
    name = "".join(each for each in name if unicodedata.category(each) not in _NO_LETTERS)
    words = re.split(r"[,|/•·]", name)[0].split()
    while len(words) > 1 and _CREDENTIAL.fullmatch(words[-1]):
        words.pop()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        words.pop(0)
    return " ".join(words)[:MOST_CHARACTERS]


def is_credential(text: str) -> bool:
    """Tell whether a text is what stands behind a name: "PhD", "MBA, CFA"."""
    return all(
        _CREDENTIAL.fullmatch(word.strip(" .,")) for word in re.split(r"[ ,]+", text.strip())
    )

"""Short names that people can type: "acme", "soren-kierkegaard", "acme-2"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import Final

MOST_CHARACTERS: Final = 48
_STROKES: Final = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t",
        "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij", "&": " and ",
    }
)  # fmt: skip
_LEGAL_FORM: Final = re.compile(
    r"[\s,]+(?:inc|ltd|llc|llp|plc|gmbh|ag|kg|corp|co|sa|s\.a|bv|b\.v|ab|as|oy|srl|spa|pty)"
    r"(?:\.|\b\.?)\s*$",
    re.IGNORECASE,
)


def slug(name: str, fallback: str = "unnamed") -> str:
    """Return a name in lower case, marks off its letters, words parted by hyphens.

    Letters that no Latin letter stands for are kept: whoever has such a name can type it.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_STROKES)
    bare = "".join(
        each for each in unicodedata.normalize("NFD", plain) if not unicodedata.combining(each)
    )
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare.replace("'", "")))
    short = ""
    for word in words:
        if short and len(short) + len(word) >= MOST_CHARACTERS:
            break
        short = f"{short}-{word}" if short else word[:MOST_CHARACTERS]
    return short or fallback


@lru_cache(maxsize=8192)
def company_slug(company: str) -> str:
    """Return the slug of a company, its legal form left off: "Acme, Inc." is "acme"."""
    return slug(_LEGAL_FORM.sub("", company.strip()) or company, "company")


def free(wanted: str, taken: Container[str]) -> str:
    """Return the slug, or the first of "acme-2", "acme-3", … that is not taken."""
    found, count = wanted, 1
    while found in taken:
        count += 1
        found = f"{wanted}-{count}"
    return found

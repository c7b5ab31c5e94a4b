"""Whether two mails are two fills of one template: "for this sender and wording, you said no".

A correction of the user's is remembered by the wording of the mail it was about. A wording is kept
as hashes of its runs of words, with everything left out that differs from one fill of a template
to the next: names, numbers, dates, links, whom it greets. No text can be read back from it.
"""

# ruff: noqa: E501 - a pattern is easier to read unbroken

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Final

from duly.recognise.reply import taken_apart
from duly.recognise.sentences import spelt

RUN: Final = 4
"""Words of one run (shingle)."""
MOST_HASHES: Final = 200
ALIKE: Final = 0.55
"""From this likeness on, two mails of one sender are the same template."""
_MOST_WORDS: Final = 3_000
_MOST_CHARACTERS: Final = 60_000
_LONGEST_LINE: Final = 5_000
_FEWEST: Final = 6
"""With fewer runs there is no wording to speak of, and only the very same is alike."""

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,100}@\S+", re.IGNORECASE)
_DAY: Final = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo"
)
_MONTH: Final = (
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre"
)
_CHANGING: Final = re.compile(rf"\b(?:{_DAY}|{_MONTH}|today|tomorrow|am|pm|uhr)\b|(?<!\S)\S*\d\S*")
_GREETING: Final = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|liebe[r]?|guten (?:tag|morgen)|hallo|"
    r"sehr geehrte[r]?|bonjour|chère?|cher|hola|estimad[oa]|buenos días|buenas tardes)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"(?<=[^.!?:\n\s] )[A-ZÀ-Þ][\w'’&-]+(?: (?:of|de|and|&|und|van|von) (?=[A-ZÀ-Þ])| [A-ZÀ-Þ][\w'’&-]+)*"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is remembered of a mail's wording.

    Attributes:
        hashes: The smallest hashes of its runs of words, in order; at most 200.
        runs: How many different runs it had.
    """

    hashes: tuple[int, ...]
    runs: int


def fingerprint(text: str, subject: str, *, hide: Iterable[str] = ()) -> Wording:
    """Return the wording of a mail.

    Args:
        text: Its text; what it quotes and how it is signed is left aside.
        subject: Its subject.
        hide: What is known to differ between fills: names, the company, the role.
    """
    hidden = _hidden(hide)
    own = (taken_apart(text).own or text)[:_MOST_CHARACTERS]
    lines = [subject, *own.split("\n")]
    words = islice((word for line in lines for word in _words(line, hidden)), _MOST_WORDS)
    runs = {_hash(run) for run in _runs(list(words))}
    return Wording(tuple(sorted(runs)[:MOST_HASHES]), len(runs))


def alike(one: Wording, other: Wording) -> float:
    """Return how alike two wordings are, between 0 and 1 (Jaccard, by the smallest hashes)."""
    if min(one.runs, other.runs) < _FEWEST:
        return float(one == other and one.runs > 0)
    first, second = set(one.hashes), set(other.hashes)
    smallest = sorted(first | second)[: min(MOST_HASHES, len(first | second))]
    shared = first & second
    return sum(each in shared for each in smallest) / len(smallest)


def _hidden(hide: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of everything to be left out, the longest first."""
    words = {each.strip() for each in hide if len(each.strip()) > 1}
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)[:50]
    found = "|".join(re.escape(each[:200]) for each in longest_first)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _words(line: str, hidden: re.Pattern[str] | None) -> list[str]:
    """Return the words of a line that stay the same from one fill to the next."""
    line = _LINK.sub(" ", line[:_LONGEST_LINE])
    if hidden:
        line = hidden.sub(" ", line)
    if _GREETING.match(line.strip()) and len(line) < 80:
        return []
    line = _NAME.sub(" ", line)
    return _WORD.findall(_CHANGING.sub(" ", spelt(line)))


def _runs(words: list[str]) -> Iterable[str]:
    return (" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")

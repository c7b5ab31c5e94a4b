"""Words and sentences in capitals (L3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter, words_of

_LOUD = re.compile(r"\b[A-Z][A-Z'’]+(?:[ \n,!?-]{1,3}[A-Z]['’A-Z]*\b)*")
_OFTEN_LOUD = words_of(
    "very really so not now please must never always need want job yes no love best"
    " absolutely definitely totally extremely perfect the only any all great"
    " immediately today urgent still again every right sure you your me my this that will am"
    " is are was thank thanks thankyou"
)
_LETTERS = frozenset({"I", "A"})


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find runs of three and more words in capitals, and common words shouted alone."""
    for match in _LOUD.finditer(letter.clear):
        words = re.findall(r"[A-Z'’]+", match.group())
        common = [w for w in words if w.lower() in _OFTEN_LOUD]
        long_run = len(words) >= 3 and any(len(w) > 4 for w in words) and len(common) >= 1
        if long_run or (common and len(words) <= 2 and set(words) - _LETTERS == set(common)):
            yield Hit(match.start(), match.end())


CHECK = Check(
    name="shouting",
    title="Shouting",
    reason="Capitals read as a raised voice. Let the words carry the weight.",
    rules=("L3",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I passed the NCLEX at UCLA and worked for the BBC and NHS.",
        "The ISO 9001 audit, the VAT return and the P45 were mine.",
        "Carol Jimenez, RN, BSN",
        "ACME INC. LONDON",
    ),
    fails=examples(
        "I REALLY WANT THIS JOB",
        "THANK YOU FOR THE INTERVIEW ON MONDAY",
        "I am VERY interested.",
    ),
)

"""Slang and text-speak (L3, L4)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_except
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "slang.txt")
PHRASES = _DATA["phrases"]
_INNOCENT = _DATA["innocent"]


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find slang and words shortened for a small screen."""
    for hit in hits_except(PHRASES, _INNOCENT, letter):
        if letter.signature and hit.start >= letter.signature.start:
            continue  # initials and handles
        if _is_initials(letter.body[hit.start : hit.end]):
            continue
        yield hit


def _is_initials(text: str) -> bool:
    return (
        text.isupper() and len(text) <= 3 and text not in {"LOL", "OMG", "LMK", "THX", "IDK", "U"}
    )


CHECK = Check(
    name="slang",
    title="Slang and text-speak",
    reason="It reads as dashed off on a phone. Write it as you would say it across a desk.",
    rules=("L3", "L4"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I am going to Leeds on Friday and could call in.",
        "Thanks for the chat about the checkout.",
        "I had a great time meeting the crew.",
        "I ran a crew of six, and we crushed it to gravel on site.",
        kind="thank-you",
    ),
    fails=examples(
        "thx for the chat 2day",
        "u seem gr8",
        "I'm gonna crush it.",
        "I'm super stoked about this.",
        "lmk if you need anything lol",
        "Hey dude, your shop is dope.",
        kind="thank-you",
    ),
)

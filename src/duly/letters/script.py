"""What is said aloud: call scripts and voicemails, and how long they take (P2, P3)."""

from __future__ import annotations

import math
import re

WORDS_A_MINUTE = 150
VOICEMAIL_WORDS = 74
"""The most a voicemail may have to stay under 30 seconds."""

_PHONE = re.compile(r"\+?\d[\d ()./-]*")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\s]*\w[^\s]*")


def spoken(text: str) -> str:
    """Return what of a script is said: everything but the directions, which end with a colon."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.endswith(":"))


def spoken_words(text: str) -> int:
    """Count the words a script takes to say; in a telephone number every digit is one."""
    said = spoken(text)
    # Shorter ones are years and sums.
    numbers = [number for number in _PHONE.findall(said) if len(_DIGIT.findall(number)) > 4]
    digits = sum(len(_DIGIT.findall(number)) for number in numbers)
    for number in numbers:
        said = said.replace(number, " ", 1)
    return len(_WORD.findall(said)) + digits


def reading_seconds(text: str) -> int:
    """Return how long the script takes at an unhurried pace, in seconds, rounded up."""
    return math.ceil(spoken_words(text) * 60 / WORDS_A_MINUTE)

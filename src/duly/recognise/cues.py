"""Turns of phrase that speak for a meaning, kept as data in `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from duly.recognise.meaning import NO, MailMeaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duly.recognise.sentences import Sentence

_MOVES: Final = frozenset(
    {
        "reschedule/reschedule",
        "reschedule/move",
        "reschedule/now",
        "cancellation/cancel-interview",
        "cancellation/scrap",
    }
)
_DENIABLE: Final = frozenset({MailMeaning.INVITATION, MailMeaning.OFFER, MailMeaning.ASSESSMENT})
_SIGNS: Final = {
    "german": re.compile(r"\b(?:und|sie|ihre?r?|wir|der|die|das|dich?|für|nicht|mit|ist)\b"),
    "french": re.compile(r"\b(?:vous|votre|nous|les?|une?|pour|est|et|des|avec)\b"),
    "spanish": re.compile(r"\b(?:el|la|para|con|una?|por|que|tu|su|de|en|y)\b"),
}
"""Little words by which a language is told, so that its cues need not be looked for in others."""
_DENIED: Final = re.compile(
    r"\b(?:not|unable|never|no longer|instead of)\b(?! only)(?: [\w\x27-]+){0,6}\s*$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One turn of phrase.

    Attributes:
        name: "rejection/not-forward".
        weight: How much it speaks for its meaning before anything is learned.
        language: "german", "french" or "spanish", in which alone it is met; else nothing.
    """

    name: str
    meaning: MailMeaning
    weight: float
    pattern: re.Pattern[str]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a sentence."""

    cue: Cue
    sentence: int


@cache
def all_cues() -> tuple[Cue, ...]:
    """Return every cue."""
    text = resources.files("duly.recognise").joinpath("cues.toml").read_text(encoding="utf-8")
    return tuple(
        Cue(
            f"{meaning}/{name}",
            MailMeaning(meaning),
            float(weight),
            re.compile(pattern),
            name.partition("-")[0] if name.startswith(tuple(_SIGNS)) else "",
        )
        for meaning, cues in tomllib.loads(text).items()
        for name, (weight, pattern) in cues.items()
    )


def hits_in(sentences: Sequence[Sentence]) -> list[Hit]:
    """Return which cues are found in what sentences state, each cue where it is met first."""
    text, starts = _joined([sentence.said for sentence in sentences])
    spoken = {name for name, sign in _SIGNS.items() if sign.search(text)}
    found = []
    for cue in all_cues():
        if cue.language and cue.language not in spoken:
            continue
        match = cue.pattern.search(text)
        if match and match.end() > match.start():
            found.append(Hit(cue, _sentence_at(match.start(), starts)))
    return _without_denied(found, sentences)


def _without_denied(hits: list[Hit], sentences: Sequence[Sentence]) -> list[Hit]:
    """Leave out "we regret" where what is regretted is that an interview has to move."""
    moved = {hit.sentence for hit in hits if hit.cue.name in _MOVES}
    return [
        hit
        for hit in hits
        if not (hit.sentence in moved and hit.cue.meaning in NO)
        and not (
            hit.cue.meaning in _DENIABLE
            and (match := hit.cue.pattern.search(sentences[hit.sentence].said))
            and _DENIED.search(sentences[hit.sentence].said[: match.start()])
        )
    ]


def _joined(texts: list[str]) -> tuple[str, list[int]]:
    """Put texts on lines of their own, since no cue reaches beyond a line."""
    starts, place = [], 0
    for text in texts:
        starts.append(place)
        place += len(text) + 2
    return " \n".join(texts), starts


def _sentence_at(place: int, starts: list[int]) -> int:
    return bisect_right(starts, place) - 1

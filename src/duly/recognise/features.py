"""A mail as what the model weighs: cues, words, and what its make says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from duly.recognise.cues import Hit, hits_in
from duly.recognise.meaning import MailMeaning
from duly.recognise.sentences import Sentence, sentences_of, spelt

if TYPE_CHECKING:
    from duly.recognise.matter import Matter
    from duly.recognise.structure import Make

_WORD = re.compile(r"[^\W\d_]{2,}|\d+|[?$€£%]")
_CAPITALISED = re.compile(r"(?<![.!?:\n] )(?<!^)\b[A-Z][a-zà-ÿ]+\b")
_URL = re.compile(r"https?://\S+|www\.\S+")
_ADDRESS = re.compile(r"\S+@\S+")
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?(?:€|eur|usd|gbp|k\b)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m|p\.m|uhr|h\d\d)\b|\b\d{1,2}:\d{2}\b", re.IGNORECASE
)
_MATCH = re.compile(
    r"\b(?:match|suitable|selected|shortlist|successful|fit|qualif|good|aligned|proceed"
    r"|interested)\w*"
)
_COMMON: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "of",
        "and",
        "in",
        "on",
        "at",
        "is",
        "are",
        "be",
        "it",
        "this",
        "that",
        "for",
        "with",
        "as",
        "by",
        "or",
        "from",
        "your",
        "you",
        "we",
        "our",
        "us",
        "i",
        "my",
        "me",
        "will",
        "have",
        "has",
        "do",
    ]
)
_ANSWER: Final = re.compile(r"(?:re|aw|sv|antw) ?:")
_MOST_WORDS: Final = 400
_NEGATIONS: Final = frozenset(
    {"not", "unable", "never", "without", "nicht", "kein", "keine", "pas"}
)
_REACH: Final = 5
"""How many words a "not" is taken to reach."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter's text, prepared.

    Attributes:
        subject: As the first sentence.
        sentences: The subject's and the body's, in order.
        hits: The cues in them; a sentence's number counts the subject as 0.
    """

    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]


def reading_of(subject: str, text: str) -> Reading:
    """Return a subject and the text its sender wrote, prepared."""
    head = spelt(subject)
    sentences = (Sentence(subject, head, ""), *sentences_of(text))
    hits = hits_in(sentences)
    if _ANSWER.match(head):
        # The subject of an answer is the other side's: "Re: My application".
        mine = MailMeaning.SENT_BY_ME
        hits = [hit for hit in hits if hit.sentence or hit.cue.meaning is not mine]
    return Reading(sentences, tuple(hits))


def features_of(reading: Reading, make: Make, text: str, matter: Matter) -> dict[str, float]:
    """Return the features of a mail and how strongly each is there.

    Args:
        reading: Its subject and text, prepared.
        make: What it is by its make.
        text: What its sender wrote now.
        matter: What it is about.
    """
    found: dict[str, float] = {"bias": 1.0}
    _add_counts(found, reading)
    _add_matter(found, matter)
    for hit in reading.hits:
        found[f"cue:{hit.cue.name}"] = 1.0
    for sentence in reading.sentences[1:]:
        if sentence.supposed and _MATCH.search(sentence.supposed):
            found["supposed:match"] = 1.0
    _add_words(found, "s", _words(reading.sentences[0].said))
    body = [_words(_masked(sentence)) for sentence in reading.sentences[1:]]
    _add_words(found, "w", [word for words in body for word in (*words, ".")])
    _add_denied(found, body)
    _add_opening(found, body)
    _add_supposed(found, reading)
    for name in _marks(reading, make, text):
        found[f"is:{name}"] = 1.0
    return found


def _add_counts(found: dict[str, float], reading: Reading) -> None:
    """Add how many different cues there are for a meaning."""
    counts = Counter(hit.cue.meaning.value for hit in reading.hits)
    for name, count in counts.items():
        for least in range(2, min(count, 4) + 1):
            found[f"many:{name} {least}"] = 1.0


def _add_matter(found: dict[str, float], matter: Matter) -> None:
    """Add whether it is about a job at all, or about something else."""
    found[f"job:{min(int(matter.job), 3)}"] = 1.0
    if matter.elsewhere:
        found[f"elsewhere:{min(matter.elsewhere, 3)}"] = 1.0
    if matter.is_elsewhere:
        found["elsewhere:more"] = 1.0
    if matter.private:
        found[f"private:{min(matter.private, 2)}"] = 1.0


def _masked(sentence: Sentence) -> str:
    return _ADDRESS.sub(" ", _URL.sub(" ", sentence.said))


def _words(text: str) -> list[str]:
    return ["0" if word.isdigit() else word for word in _WORD.findall(text)][:_MOST_WORDS]


def _add_words(found: dict[str, float], prefix: str, words: list[str]) -> None:
    """Add words and pairs of neighbours; a pair of common words says nothing."""
    previous = "."
    strength = round(min(0.5, 3.0 / (len(words) + 1) ** 0.5), 3)
    for word in words[: _MOST_WORDS * 2]:
        if word != ".":
            if word not in _COMMON:
                found[f"{prefix}:{word}"] = strength
            if previous != "." and not (word in _COMMON and previous in _COMMON):
                found[f"{prefix}:{previous} {word}"] = strength
        previous = word


def _add_denied(found: dict[str, float], sentences: list[list[str]]) -> None:
    """Add the words a "not" reaches: "not selected" is another thing than "selected"."""
    for words in sentences:
        left = 0
        for word in words:
            if word in _NEGATIONS:
                left = _REACH
            elif left:
                left -= 1
                if word not in _COMMON:
                    found[f"n:{word}"] = 0.5


def _add_opening(found: dict[str, float], sentences: list[list[str]]) -> None:
    """Add the words of the first two sentences: most letters begin with the matter."""
    for words in [words for words in sentences if len(words) > 3][:2]:
        for word in words:
            if word not in _COMMON:
                found[f"f:{word}"] = 0.3


def _add_supposed(found: dict[str, float], reading: Reading) -> None:
    for sentence in reading.sentences[1:]:
        if sentence.supposed:
            for word in _words(sentence.supposed):
                if word not in _COMMON:
                    found[f"u:{word}"] = 0.4


def _marks(reading: Reading, make: Make, text: str) -> list[str]:
    length = len(text)
    marks = {
        "hiring-system": make.hiring_system,
        "assessor": make.assessor,
        "scheduler": make.scheduler,
        "job-board": make.job_board,
        "free-mail": make.free_mail,
        "bulk": make.bulk,
        "answers": make.answers,
        "no-reply": make.no_reply,
        "automatic": make.automatic,
        "replied-by-machine": make.replied_by_machine,
        "asks": "?" in text,
        "money": bool(_MONEY.search(text)),
        "clock": bool(_CLOCK.search(text)),
        "short": length < 250,
        "long": length > 1800,
        "many-links": text.count("http") > 4,
        "supposes": any(sentence.supposed for sentence in reading.sentences[1:]),
    }
    return [name for name, there in marks.items() if there]

"""Claims that nothing in the facts bears out; only judged where facts are given (T3, L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.names import CALENDAR
from duly.letters.phrases import Phrases, load
from duly.letters.stock import generic, stem
from duly.letters.text import Letter, Span, compiled, words_of

_DATA = load("duly.letters.checks", "claim.txt")
_SPOKEN = _DATA["spoken"]
_DEEDS = _DATA["deeds"]
_NUMBER = (
    r"(?<![\w.:/-])[$£€]?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.\d{1,4})?"
    r"\s?(%|percent|k\b|m\b|million|years?)?"
)
_COUNTED = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_VALUES = {word: str(value) for value, word in enumerate(_COUNTED.split(), start=2)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
}
_IN_WORDS = (
    rf"\b({'|'.join(_VALUES)})"
    r"(?= (?:[\w-]{1,30} )?(?:years?|months?|percent|people)\b)"
)
_ELSEWHERE = r"\b(?:at|from|with|for|by) (?:the )?([A-ZÀ-Þ][\w&'’.-]{1,40})"
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAID_OF_ANYTHING = words_of(
    "you your yours especially particularly moved enjoyed discussion discussed talked"
    " spoke said mentioned told described explained shared account story remark remarks"
    " question point conversation chat hearing learning increased raised managed led team"
    " last previous job company know help glad happy also would with from that this what"
    " when about into our their they them his her has had have been were was are will can"
    " could more much very well how who which there then than these those some such only"
    " both each and the for but not"
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find numbers, deeds and topics that the facts do not know."""
    if not context.facts:
        return
    known = _stems(" ".join((*context.facts, context.role, context.company, context.me)))
    people = " ".join((context.recipient, *context.others, *context.other_people))
    known |= _stems(people) | _stems(" ".join(context.other_companies))
    known -= _extra()
    digits = _numbers(" ".join(context.facts))
    inner = letter.inner()
    deeds, spoken = _by_sentence(_DEEDS, letter), _by_sentence(_SPOKEN, letter)
    for number in sorted(deeds.keys() | spoken.keys()):
        sentence = letter.sentences[number]
        if inner.start <= sentence.start < inner.end:
            claim = _Claim(sentence, deeds.get(number), spoken.get(number))
            yield from _doubt(letter, claim, known, digits)


@cache
def _extra() -> frozenset[str]:
    """Return the stems that tell nothing of what was said."""
    return generic() | frozenset(map(stem, _SAID_OF_ANYTHING))


class _Claim(NamedTuple):
    """A sentence that tells of a deed, or of what was spoken about, and where that begins."""

    sentence: Span
    deed: int | None
    spoken: int | None


def _by_sentence(phrases: Phrases, letter: Letter) -> dict[int, int]:
    """Return where the first of the phrases begins in each sentence that has one."""
    found: dict[int, int] = {}
    for match in phrases.find(letter):
        found.setdefault(letter.within[match.first], match.start)
    return found


def _doubt(letter: Letter, claim: _Claim, known: set[str], digits: set[str]) -> Iterator[Hit]:
    sentence = claim.sentence
    if claim.deed is not None:
        number = _unknown_number(letter, sentence, digits)
        if number:
            yield Hit(*number, "This number is not in your notes. Is it so?")
            return
        place = _unknown_place(letter, Span(claim.deed, sentence.end), known)
        if place:
            yield Hit(*place, "This name is not in your notes. Is it so?")
            return
    start = claim.spoken if claim.deed is None else claim.deed
    if start is not None:
        said = _stems(letter.folded[start : sentence.end]) - _extra()
        if len(said) >= 2 and not (_stems(letter.folded[sentence.start : sentence.end]) & known):
            yield Hit(start, sentence.end, "Nothing in your notes bears this out. Is it so?")


def _unknown_number(letter: Letter, sentence: Span, digits: set[str]) -> tuple[int, int] | None:
    for match in compiled(_NUMBER).finditer(letter.folded, sentence.start, sentence.end):
        value = match.group(1).replace(",", "")
        counted = match.group(2) or len(value) != 4
        if value not in digits and counted and int(value) > 1:
            return match.start(), match.end()
    for match in compiled(_IN_WORDS).finditer(letter.folded, sentence.start, sentence.end):
        if not _numbers(match.group(1)) & digits:
            return match.span(1)
    return None


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text as digits, whether they stand there in digits or in words."""
    text = text.lower()
    found = set(re.findall(r"\d+", text.replace(",", "")))
    found |= {_VALUES[word] for word in re.findall(r"[a-z]+", text) if word in _VALUES}
    return found


def _unknown_place(letter: Letter, claim: Span, known: set[str]) -> tuple[int, int] | None:
    """Return where a deed is said to have been done that no note knows: "… at Google"."""
    for match in compiled(_ELSEWHERE).finditer(letter.clear, claim.start, claim.end):
        words = _stems(match.group(1))
        if words and not words & (known | _extra() | _calendar()):
            return match.start(1), match.start(1) + len(match.group(1).rstrip(".'’"))
    return None


@cache
def _calendar() -> frozenset[str]:
    return frozenset(map(stem, CALENDAR))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.lower())}


_FACTS = Context(
    kind="thank-you",
    recipient="Ana Ruiz",
    company="Acme",
    role="Data analyst",
    facts=("cutting churn", "the returns desk", "SQL reporting", "four years of retail data"),
)

CHECK = Check(
    name="claim",
    title="A claim that is not in the facts",
    reason="What you did not say in the room, or cannot show, will be asked about.",
    rules=("T3", "L4"),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("I enjoyed our talk about cutting churn.", _FACTS),
        Example("I have four years of retail data behind me.", _FACTS),
        Example("I enjoyed hearing more about the role and the company.", _FACTS),
        Example("I raised renewals by 45% and led a team of 30."),
        Example("I have 4 years of retail data behind me, from Acme and from May to July.", _FACTS),
    ),
    fails=(
        Example("I raised renewals by 45% at my last job.", _FACTS),
        Example("I enjoyed our discussion of blockchain settlement in Singapore.", _FACTS),
        Example("I managed a team of 30 analysts.", _FACTS),
        Example("I have ten years of experience at Google.", _FACTS),
        Example("I have ten years of retail data.", _FACTS),
        Example("I have a PhD in reporting from Stanford.", _FACTS),
    ),
)

"""Claims that nothing in the facts bears out; only judged where facts are given (T3, L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.phrases import Phrases, load
from duly.letters.stock import GENERIC, stem
from duly.letters.text import Letter, Span, words_of

_DATA = load("duly.letters.checks", "claim.txt")
_SPOKEN = _DATA["spoken"]
_DEEDS = _DATA["deeds"]
_NUMBER = re.compile(
    r"(?<![\w.:/-])[$£€]?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.\d{1,4})?"
    r"\s?(%|percent|k\b|m\b|million|years?)?"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_EXTRA = GENERIC | frozenset(
    stem(w)
    for w in words_of(
        "you your yours especially particularly moved enjoyed discussion discussed talked spoke"
        " said mentioned told described explained shared account story remark remarks question"
        " point conversation chat hearing learning increased raised managed led team last"
        " previous job company know help glad happy also would with from that this what when"
        " about into our their they them his her has had have been were was are will can could"
        " more much very well how who which there then than these those some such only both each"
        " and the for but not"
    )
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find numbers, deeds and topics that the facts do not know."""
    if not context.facts:
        return
    known = _stems(" ".join((*context.facts, context.role, context.company, context.me)))
    people = " ".join((context.recipient, *context.others, *context.other_people))
    known |= _stems(people) | _stems(" ".join(context.other_companies))
    known -= _EXTRA
    digits = set(re.findall(r"\d+", " ".join(context.facts).replace(",", "")))
    inner = letter.inner()
    for sentence in letter.sentences:
        if inner.start <= sentence.start < inner.end:
            yield from _doubt(letter, sentence, known, digits)


def _doubt(letter: Letter, sentence: Span, known: set[str], digits: set[str]) -> Iterator[Hit]:
    deed = _within(_DEEDS, letter, sentence)
    if deed:
        number = _unknown_number(letter, sentence, digits)
        if number:
            yield Hit(*number, "This number is not in your notes. Is it so?")
            return
    spoken = _within(_SPOKEN, letter, sentence)
    if deed or spoken:
        start = (deed or spoken or sentence).start
        said = _stems(letter.folded[start : sentence.end]) - _EXTRA
        if len(said) >= 2 and not (_stems(letter.folded[sentence.start : sentence.end]) & known):
            yield Hit(start, sentence.end, "Nothing in your notes bears this out. Is it so?")


def _within(phrases: Phrases, letter: Letter, sentence: Span) -> Span | None:
    for match in phrases.find(letter):
        if sentence.start <= match.start < sentence.end:
            return Span(match.start, match.end)
    return None


def _unknown_number(letter: Letter, sentence: Span, digits: set[str]) -> tuple[int, int] | None:
    for match in _NUMBER.finditer(letter.folded, sentence.start, sentence.end):
        value = match.group(1).replace(",", "")
        counted = match.group(2) or len(value) != 4
        if value not in digits and counted and int(value) > 1:
            return match.start(), match.end()
    return None


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
    ),
    fails=(
        Example("I raised renewals by 45% at my last job.", _FACTS),
        Example("I enjoyed our discussion of blockchain settlement in Singapore.", _FACTS),
        Example("I managed a team of 30 analysts.", _FACTS),
    ),
)

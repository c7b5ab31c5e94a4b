"""What a check is, and what it finds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import accumulate, islice
from typing import NamedTuple

from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

SEVERAL = 2
"""Doubtful words in so many sentences are no accident."""
MOST_FINDINGS = 12
"""A check stops here: a letter with a dozen of one kind is mended by reading it again."""


class Severity(StrEnum):
    """How much a finding matters.

    `remark`: worth a thought, the letter is ready all the same. `warning`: look again before it
    leaves. `hurts`: it would do harm as it stands.
    """

    REMARK = "remark"
    WARNING = "warning"
    HURTS = "hurts"


class Finding(NamedTuple):
    """One thing found in one place of the body."""

    check: str
    severity: Severity
    start: int
    end: int
    text: str
    why: str
    rules: tuple[str, ...]
    suggestion: str | None = None


class Hit(NamedTuple):
    """What a check reports; what it leaves out is filled in from the check itself."""

    start: int
    end: int
    why: str = ""
    suggestion: str | None = None
    severity: Severity | None = None


class Example(NamedTuple):
    """A letter, or a piece of one, that a check must let pass or must catch."""

    text: str
    context: Context = Context()
    subject: str | None = None


type_find = Callable[[Letter, Context], Iterable[Hit]]


class Check(NamedTuple):
    """One thing to look at in a letter.

    Attributes:
        name: How findings and the documentation call it.
        title: What it looks for, as a noun phrase.
        reason: Why it matters, for the person who wrote the letter.
        rules: The rules of the practice it follows.
        severity: What a finding usually means; a hit may say otherwise.
        find: Yields the hits; pure.
        passes: Letters it must not object to.
        fails: Letters it must object to.
        kinds: The kinds of letter it applies to; empty for all.
        any_language: Whether it makes sense on a letter that is not in English.
    """

    name: str
    title: str
    reason: str
    rules: tuple[str, ...]
    severity: Severity
    find: type_find
    passes: tuple[Example, ...]
    fails: tuple[Example, ...]
    kinds: frozenset[str] = frozenset()
    any_language: bool = False

    def applies(self, kind: str, *, english: bool) -> bool:
        """Return whether to run it on a letter of this kind and language."""
        return (english or self.any_language) and (not self.kinds or kind in self.kinds)

    def run(self, letter: Letter, context: Context) -> list[Finding]:
        """Return its findings, in order, overlapping ones told once."""
        hits: list[Hit] = []
        for hit in self.find(letter, context):
            if len(hits) == MOST_FINDINGS:
                break
            _add(hits, hit)
        return [self._finding(letter, hit) for hit in sorted(hits)]

    def _finding(self, letter: Letter, hit: Hit) -> Finding:
        return Finding(
            check=self.name,
            severity=hit.severity or self.severity,
            start=hit.start,
            end=hit.end,
            text=letter.quote(hit.start, hit.end),
            why=hit.why or self.reason,
            rules=self.rules,
            suggestion=hit.suggestion,
        )


def _add(hits: list[Hit], new: Hit) -> None:
    """Keep the longer of two hits that share a place."""
    for at, old in enumerate(hits):
        if new.start < old.end and old.start < new.end:
            if new.end - new.start > old.end - old.start:
                hits[at] = new
            return
    hits.append(new)


def hits_of(phrases: Phrases, letter: Letter, why: str = "") -> Iterator[Hit]:
    """Yield a hit for every phrase found, with its mend where the phrase has one."""
    for match in phrases.find(letter):
        mend = phrases.mends.get(match.phrase)
        if mend and letter.body[match.start].isupper():
            mend = mend[0].upper() + mend[1:]
        yield Hit(match.start, match.end, why, mend)


def hits_except(
    phrases: Phrases, innocent: Phrases, letter: Letter, why: str = ""
) -> Iterator[Hit]:
    """Yield a hit for every phrase found that does not touch an innocent one."""
    spans = sorted({(match.start, match.end) for match in innocent.find(letter)})
    starts = [start for start, _ in spans]
    reach = list(accumulate((end for _, end in spans), max))
    for hit in hits_of(phrases, letter, why):
        before = bisect_left(starts, hit.end)
        if not before or reach[before - 1] <= hit.start:
            yield hit


def hits_graded(families: Mapping[str, Phrases], letter: Letter, why: str = "") -> Iterator[Hit]:
    """Yield hits of the sure phrases, and of the hints beside them.

    A hint may be meant well: alone it warns, beside a sure phrase or in several sentences it
    counts in full.
    """
    innocent = families["innocent"]
    sure = list(islice(hits_except(families["phrases"], innocent, letter, why), MOST_FINDINGS))
    hints = list(islice(hits_except(families["hints"], innocent, letter, why), MOST_FINDINGS))
    several = len({letter.sentence_at(hit.start) for hit in hints}) >= SEVERAL
    yield from sure
    for hit in hints:
        yield hit if sure or several else hit._replace(severity=Severity.WARNING)


def examples(*texts: str, kind: str = "") -> tuple[Example, ...]:
    """Return plain texts as examples of one kind of letter."""
    return tuple(Example(text, Context(kind=kind)) for text in texts)

"""A small language for families of wording, and the index that finds them in linear time.

A phrase is words with a space between them, in lower case, contractions written out::

    just|only check|checking in      alternatives for one word
    [really] need this $job          an optional word, and a named set of alternatives
    turned|turn down .. offer|offers a gap of up to two words; `...` is one of up to four
    i have # years                   a number, in digits or words
    promot* me                       a word that begins so
    in _ opinion                     any one word
    & send|sent & you & champagne    all of these in one sentence, in any order
    & rude & you & !caller|callers   and none of these

Families of phrases are kept in files beside the checks, one phrase a line, in `[sections]`; a
line may define a set (`$pay = salary|wage`), and a phrase may carry its mend
(`hit the ground running => start quickly`).

A phrase lies within one sentence; commas, quotes and line ends do not matter. Each phrase is
looked up by its rarest plain word, so a letter that has none of those words costs one look-up a
word. From there it is compared left and right over a bounded number of words: there is nothing
in a text that can make it slow.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from duly.letters.text import Letter, words_of

SETS = {
    "$job": "job|position|role|post|opportunity|vacancy|opening|work|place|internship|placement",
    "$reply": "reply|answer|response|respond|decision|word|call|email|acknowledgement|note",
    "$they": "you|they|your|company|firm|organisation|organization|team|anyone|anybody|people",
    "$be": "am|are|is|was|were|be|been|being",
    "$my": "my|our|the|a|an|this|that|your",
    "$very": "very|so|really|truly|extremely|incredibly|absolutely|totally|deeply|quite|such|most",
    "$candidate": "candidate|candidates|applicant|applicants|person|one|hire|employee|worker",
    "$others": "candidates|applicants|people|others|anyone|everyone|anybody|everybody|interviewees",
    "$interview": "interview|meeting|conversation|talk|chat|call|discussion|visit|tour",
}

_NUMBERS = words_of(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty hundred several many few"
    " countless numerous multiple second third fourth fifth sixth seventh eighth ninth tenth"
)
_COMMON = words_of(
    "i you me my your the a an to of in on for and it is am are be not do so that this with at we"
    " us if as have has was would will can could but or from by what when how all any no"
)
_ANY, _NUMBER = "_", "#"


class _Item(NamedTuple):
    """One place in a phrase: which words may stand there, or how wide a gap may be."""

    words: frozenset[str]
    prefixes: tuple[str, ...] = ()
    kind: str = ""  # "", "_", "#", or "gap"
    least: int = 1
    most: int = 1

    def takes(self, word: str) -> bool:
        if self.kind == _ANY or word in self.words:
            return True
        if self.kind == _NUMBER:
            return word in _NUMBERS or word[0].isdigit()
        return bool(self.prefixes) and word.startswith(self.prefixes)


class Match(NamedTuple):
    """A phrase found: words `first` up to `last` of the letter, and which phrase it was."""

    first: int
    last: int
    start: int
    end: int
    phrase: str


class _Phrase(NamedTuple):
    """A phrase seen from its anchor; what stands left of it has the nearest place first."""

    before: tuple[_Item, ...]
    after: tuple[_Item, ...]


@cache
def _item(token: str) -> _Item:
    if token in {"..", "..."}:
        return _Item(frozenset(), kind="gap", least=0, most=2 * len(token) - 2)
    least = 1
    if token[0] == "[":
        token, least = token[1:-1], 0
    if token in {_ANY, _NUMBER}:
        return _Item(frozenset(), kind=token, least=least)
    words = token.split("|")
    prefixes = tuple(w[:-1] for w in words if w[-1] == "*")
    return _Item(frozenset(w for w in words if w[-1] != "*"), prefixes, least=least)


@cache
def _rarity(token: str) -> int:
    """Return how good an anchor this place is; below zero it cannot be one."""
    if token[0] in "[.#_!" or "*" in token:
        return -1
    words = token.split("|")
    rare = 100 if _COMMON.isdisjoint(words) else 0
    return max(0, rare + min(map(len, words)) * 4 - len(words))


class _Together(NamedTuple):
    """Words that mean something when they stand in one sentence."""

    sets: tuple[frozenset[str], ...]
    without: frozenset[str]


class _Row(NamedTuple):
    """A phrase not yet taken apart: most letters never come near most phrases."""

    source: str
    tokens: tuple[str, ...]
    anchor: int
    together: bool


@cache
def _compiled(row: _Row) -> _Phrase | _Together:
    items = [_item(token) for token in row.tokens]
    before, after = items[: row.anchor], items[row.anchor + 1 :]
    if row.together:
        without = frozenset[str]().union(*(_item(t[1:]).words for t in row.tokens if t[0] == "!"))
        wanted = (item for item, t in zip(items, row.tokens, strict=True) if t[0] != "!")
        anchor = items[row.anchor]
        return _Together(tuple(i.words for i in wanted if i is not anchor), without)
    return _Phrase(tuple(before[::-1]), tuple(after))


class Phrases:
    """A family of phrases, indexed by anchor word.

    Args:
        phrases: The phrases, in the language of this module; a mend may follow after " => ".
        sets: Named sets of words beside the usual ones.

    Attributes:
        sources: The phrases as they are written.
        mends: The replacement for each phrase that has one.
    """

    def __init__(self, phrases: Iterable[str], sets: Mapping[str, str] | None = None) -> None:
        pairs = [phrase.partition(" => ") for phrase in phrases]
        self.sources = tuple(source for source, _, _ in pairs)
        self.mends = {source: mend for source, _, mend in pairs if mend}
        self._sets = {**SETS, **(sets or {})}
        self._index: dict[str, list[_Row]] | None = None

    def _build(self) -> dict[str, list[_Row]]:
        """Return the phrases by anchor word.

        Raises:
            ValueError: If a phrase has no plain word to be looked up by, or loose ends.
        """
        index: dict[str, list[_Row]] = {}
        for source in self.sources:
            row = self._row(source)
            for word in row.tokens[row.anchor].split("|"):
                index.setdefault(word, []).append(row)
        return index

    def _row(self, source: str) -> _Row:
        together = source.startswith("& ")
        tokens = source[2:].split(" & ") if together else source.split()
        if "$" in source:
            tokens = [self._spelled_out(token) for token in tokens]
        rarities = [_rarity(token) for token in tokens]
        best = max(rarities)
        if best < 0 or tokens[0][0] in "[." or tokens[-1][0] in "[.":
            raise ValueError(
                f"{source!r} needs a plain word, and must not end in what may be left out."
            )
        return _Row(source, tuple(tokens), rarities.index(best), together)

    def _spelled_out(self, token: str) -> str:
        """Return a token with the words of its named sets in place."""
        before, after = ("[", "]") if token[0] == "[" else ("!" if token[0] == "!" else "", "")
        words = token.removeprefix(before).removesuffix(after).split("|")
        spelled = "|".join(self._sets[word] if word[0] == "$" else word for word in words)
        return f"{before}{spelled}{after}"

    def find(self, letter: Letter) -> Iterator[Match]:
        """Yield every phrase found in the letter, in order of its anchor."""
        if self._index is None:
            self._index = self._build()
        for at, word in enumerate(letter.words):
            for row in self._index.get(word, ()):
                phrase = _compiled(row)
                if isinstance(phrase, _Phrase):
                    found = _in_order(phrase, row.source, letter, at)
                else:
                    found = _together(phrase, row.source, letter, at)
                if found:
                    yield found

    def first(self, letter: Letter) -> Match | None:
        """Return the first phrase found, if any."""
        return next(self.find(letter), None)

    def within(self, letter: Letter, first: int, last: int) -> list[Match]:
        """Return the phrases found among the words from `first` up to `last`."""
        return [m for m in self.find(letter) if m.first >= first and m.last <= last]


def load(package: str, name: str) -> dict[str, Phrases]:
    """Return the families of a file of phrases, by section."""
    data = pkgutil.get_data(package, name) or b""
    sets: dict[str, str] = {}
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in data.decode("utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        if line[0] == "$" and " = " in line:
            key, _, words = line.partition(" = ")
            sets[key] = words
        elif line[0] == "[" and line[-1] == "]" and line[1:-1].isidentifier():
            lines = sections.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return {section: Phrases(found, sets) for section, found in sections.items()}


def _in_order(phrase: _Phrase, source: str, letter: Letter, at: int) -> Match | None:
    left = _reach(phrase.before, letter, at, -1)
    right = _reach(phrase.after, letter, at, 1) if left is not None else None
    if left is None or right is None:
        return None
    return Match(left, right + 1, letter.starts[left], letter.ends[right], source)


def _together(phrase: _Together, source: str, letter: Letter, at: int) -> Match | None:
    """Return the sentence around a word if it has the other words as well."""
    number = letter.within[at]
    words = letter.words_in(number)
    if any(words.isdisjoint(wanted) for wanted in phrase.sets) or words & phrase.without:
        return None
    sentence = letter.sentences[number]
    return Match(at, at + 1, sentence.start, sentence.end, source)


def _reach(items: tuple[_Item, ...], letter: Letter, at: int, step: int) -> int | None:
    """Return the farthest word the items reach from `at` in one direction, None if they do not."""
    if not items:
        return at
    item, rest = items[0], items[1:]
    for count in range(item.most + 1):
        here = at + step * count
        if count:
            if not 0 <= here < len(letter.words) or letter.within[here] != letter.within[at]:
                return None
            if item.kind != "gap" and not item.takes(letter.words[here]):
                return None
        if count >= item.least:
            found = _reach(rest, letter, here, step)
            if found is not None:
                return found
    return None

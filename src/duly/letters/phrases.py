"""A small language for families of wording, and the index that finds them in linear time.

A phrase is words with a space between them, in lower case, contractions written out::

    just|only check|checking in      alternatives for one word
    [really] need this $job          an optional word, and a named set of alternatives
    turned|turn down .. offer|offers a gap of up to two words; `...` is one of up to four
    i have # years                   a number, in digits or words
    promot* me                       a word that begins so
    in _ opinion                     any one word
    & send|sent & you & champagne    all of these in one sentence, in any order

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
    source: str
    before: tuple[_Item, ...]  # what stands left of the anchor, nearest first
    after: tuple[_Item, ...]


def _item(token: str, sets: Mapping[str, str]) -> _Item:
    if token in {"..", "..."}:
        return _Item(frozenset(), kind="gap", least=0, most=2 * len(token) - 2)
    least = 1
    if token[0] == "[":
        token, least = token[1:-1], 0
    if token in {_ANY, _NUMBER}:
        return _Item(frozenset(), kind=token, least=least)
    words = "|".join(sets[w] if w[0] == "$" else w for w in token.split("|")).split("|")
    prefixes = tuple(w[:-1] for w in words if w[-1] == "*")
    return _Item(frozenset(w for w in words if w[-1] != "*"), prefixes, least=least)


def _rarity(item: _Item) -> int:
    """Return how good an anchor this place is; below zero it cannot be one."""
    if item.kind or item.prefixes or item.least == 0:
        return -1
    rare = 100 if item.words.isdisjoint(_COMMON) else 0
    return max(0, rare + min(map(len, item.words)) * 4 - len(item.words))


class _Together(NamedTuple):
    """Words that mean something when they stand in one sentence."""

    source: str
    sets: tuple[frozenset[str], ...]


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
        self._index: dict[str, list[_Phrase | _Together]] | None = None

    def _build(self) -> dict[str, list[_Phrase | _Together]]:
        """Return the phrases by anchor word.

        Raises:
            ValueError: If a phrase has no plain word to be looked up by, or loose ends.
        """
        index: dict[str, list[_Phrase | _Together]] = {}
        for source in self.sources:
            if source.startswith("& "):
                self._build_together(source, index)
                continue
            items = [_item(token, self._sets) for token in source.split()]
            at = max(range(len(items)), key=lambda n: _rarity(items[n]))
            if _rarity(items[at]) < 0 or not (items[0].least and items[-1].least):
                raise ValueError(
                    f"{source!r} needs a plain word, and must not end in what may be left out."
                )
            phrase = _Phrase(source, tuple(items[:at][::-1]), tuple(items[at + 1 :]))
            for word in items[at].words:
                index.setdefault(word, []).append(phrase)
        return index

    def _build_together(self, source: str, index: dict[str, list[_Phrase | _Together]]) -> None:
        items = [_item(token, self._sets) for token in source[2:].split(" & ")]
        anchor = max(items, key=_rarity)
        together = _Together(source, tuple(item.words for item in items if item is not anchor))
        for word in anchor.words:
            index.setdefault(word, []).append(together)

    def find(self, letter: Letter) -> Iterator[Match]:
        """Yield every phrase found in the letter, in order of its anchor."""
        if self._index is None:
            self._index = self._build()
        for at, word in enumerate(letter.words):
            for phrase in self._index.get(word, ()):
                if isinstance(phrase, _Phrase):
                    found = _in_order(phrase, letter, at)
                else:
                    found = _together(phrase, letter, at)
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


def _in_order(phrase: _Phrase, letter: Letter, at: int) -> Match | None:
    left = _reach(phrase.before, letter, at, -1)
    right = _reach(phrase.after, letter, at, 1) if left is not None else None
    if left is None or right is None:
        return None
    return Match(left, right + 1, letter.starts[left], letter.ends[right], phrase.source)


def _together(phrase: _Together, letter: Letter, at: int) -> Match | None:
    """Return the sentence around a word if it has the other words as well."""
    number = letter.within[at]
    words = letter.words_in(number)
    if any(words.isdisjoint(wanted) for wanted in phrase.sets):
        return None
    sentence = letter.sentences[number]
    return Match(at, at + 1, sentence.start, sentence.end, phrase.source)


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

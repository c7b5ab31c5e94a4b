"""A letter as a reader sees it: greeting, sentences, closing, signature, words with places.

Everything here takes one pass over the text, whatever the text: patterns never nest a
repetition in a repetition, and no step looks at the same character more than a few times.
Places (`start`, `end`) are characters of the body as it was given; the folded text beside it
has the same length, so that a place in one is a place in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as plain text."""
    return frozenset(text.split())


_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "}
)
_TAG = r"<(?:/?[a-zA-Z][a-zA-Z0-9]{0,15}(?:[ \t\n][^<>]{0,2000})?/?|![^<>]{0,2000})>"
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?]+(?=[\s\"')\]*]|$)|\n[ \t]*\n")
_QUOTED = r"^[ \t]*>[^\n]*|^On [^\n]{5,200} wrote:[ \t]*$"

_ABBREVIATIONS = words_of(
    "mr mrs ms mx dr st prof jr sr no inc ltd co corp vs etc eg ie messrs rev hon dept ext"
    " approx mt ft jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri p.e"
)

_CONTRACTED = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "y'all": ("you", "all"),
}
_NOT = words_of("do does did is are was were would could should have has had must need ai")
_TAILS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
for _verb in _NOT:
    _CONTRACTED[f"{_verb}n't"] = (_verb, "not")
    _CONTRACTED[f"{_verb}nt"] = (_verb, "not")
for _who in words_of("i you he she it we they that there who what"):
    for _tail, _full in _TAILS.items():
        _CONTRACTED[_who + _tail] = (_who, _full)
for _who in words_of("it that he she there what who here"):
    _CONTRACTED[_who + "'s"] = (_who, "is")
_CONTRACTED |= {
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "youre": ("you", "are"),
    "cant": ("can", "not"),
    "wont": ("will", "not"),
    "theyre": ("they", "are"),
}

_GREETING_LINE = re.compile(
    r"(?:dear|hi|hello|hey|greetings|hiya|howdy|yo|to whom|good (?:morning|afternoon|evening|day))"
    r"\b(?:[^\n,:;.!?\[<{(]|(?<=\b[a-z])\.|(?<=\b(?:mr|ms|mx|dr|st))\.|(?<=\bmrs)\."
    r"|(?<=\bprof)\.){0,120}"
    r"(?:[\[<{(][^\n,:;.!?]{0,60})?(?:[,:;.!?]+|(?=\n)|$)",
)
_BARE_GREETING = re.compile(
    r"(?:(?:mr|ms|mrs|mx|dr|prof|miss)\.? ?)?[^\n,:;.!?\d]{1,40}[,:](?=[ \t]*(?:\n|$))"
)
_CLOSING_HEADS = words_of(
    "regards regard wishes thanks thank respect gratitude appreciation sincerely truly faithfully"
    " respectfully cordially cheers warmly best love peace ciao gratefully appreciatively yours"
    " care forward kindly thx rgds yrs"
)
_CLOSING_WORDS = _CLOSING_HEADS | words_of(
    "your very kind kindest warm warmest many much all the my every and with sincere good friendly"
    " deep deepest you again so for time consideration help considering me hope hopes looking take"
    " in advance most once more a from"
)
_CLOSING_MOST = 6


class Span(NamedTuple):
    """A stretch of the body."""

    start: int
    end: int


def _start(span: Span) -> int:
    return span.start


class Letter(NamedTuple):
    """One letter taken apart; the lists of words run in parallel.

    Attributes:
        body: The text as given.
        subject: The subject; None where the letter travels without one, or it is not known.
        clear: The body with quoted mail and markup blanked out, same length.
        folded: `clear` in lower case with straight quotes, same length.
        words: The words, contractions written out ("I'm" gives "i", "am").
        starts: Where each word starts.
        ends: Where each word ends.
        within: The number of the sentence each word stands in.
        sentences: The sentences, in order.
        greeting: The line that greets the reader.
        closing: The line that says goodbye, where there is one.
        signature: What stands below it: the writer's name, place and number.
        first: Index of the first word of the letter proper, after the greeting.
        last: Index one past its last word, before closing and signature.
        memo: The words of each sentence, filled when first asked for.
    """

    body: str
    subject: str | None
    clear: str
    folded: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    within: list[int]
    sentences: list[Span]
    greeting: Span | None
    closing: Span | None
    signature: Span | None
    first: int
    last: int
    memo: dict[int, frozenset[str]]

    def words_in(self, number: int) -> frozenset[str]:
        """Return the words of a sentence, gathered once."""
        if not self.memo:
            gathered: dict[int, set[str]] = {}
            for word, within in zip(self.words, self.within, strict=True):
                gathered.setdefault(within, set()).add(word)
            self.memo.update((n, frozenset(words)) for n, words in gathered.items())
        return self.memo[number]

    def size(self) -> int:
        """Return how many words the whole letter has, as people count them."""
        return len(set(self.starts))

    def inner(self) -> Span:
        """Return the letter proper: without greeting, closing and signature."""
        start = self.greeting.end if self.greeting else 0
        ends = [part.start for part in (self.closing, self.signature) if part]
        return Span(start, max(start, min(ends, default=len(self.body))))

    def quote(self, start: int, end: int) -> str:
        """Return the body between two places."""
        return self.body[start:end]

    def sentence_at(self, place: int) -> Span:
        """Return the sentence that a place falls in."""
        number = bisect_right(self.sentences, place, key=_start) - 1
        return self.sentences[max(0, number)] if self.sentences else Span(0, len(self.body))


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern compiled at its first use: most letters need few of them."""
    return re.compile(pattern, flags)


def fold(text: str) -> str:
    """Return the text in lower case with straight quotes, exactly as long as it was."""
    straight = text.translate(_STRAIGHT)
    lowered = straight.lower()
    if len(lowered) == len(straight):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in straight)


def _blank(match: re.Match[str]) -> str:
    return "".join("\n" if c == "\n" else " " for c in match.group())


def _clear(body: str) -> str:
    text = (
        compiled(_QUOTED, re.MULTILINE).sub(_blank, body)
        if ">" in body or " wrote:" in body
        else body
    )
    return compiled(_TAG).sub(_blank, text) if "<" in text else text


def _find_greeting(folded: str, body: str) -> Span | None:
    start = len(folded) - len(folded.lstrip())
    match = _GREETING_LINE.match(folded, start)
    if match:
        return Span(start, match.end())
    match = _BARE_GREETING.match(folded, start)
    if match and len(match.group().split()) <= 4 and body[start : start + 1].isupper():
        return Span(start, match.end())
    return None


def _find_closing(folded: str, begin: int) -> Span | None:
    """Return the first line near the end that says goodbye, if only short lines stand below it."""
    start = max(begin, folded.rfind("\n", 0, max(0, len(folded) - 700)) + 1)
    lines = folded[start:].split("\n")
    for number, line in enumerate(lines):
        below = [other for other in lines[number + 1 :] if other.strip()]
        if len(below) <= 5 and all(len(other) < 70 for other in below) and _says_goodbye(line):
            return Span(start, start + len(line))
        start += len(line) + 1
    return None


def _says_goodbye(line: str) -> bool:
    words = line.strip(" \t,.!-").replace(",", " ").split()
    return (
        0 < len(words) <= _CLOSING_MOST
        and _CLOSING_WORDS.issuperset(words)
        and not _CLOSING_HEADS.isdisjoint(words)
    )


def _find_signature(body: str, begin: int, closing: Span | None) -> Span | None:
    if closing:
        rest = body[closing.end :]
        if not rest.strip():
            return None
        return Span(closing.end + len(rest) - len(rest.lstrip()), len(body.rstrip()))
    text = body.rstrip()
    start = text.rfind("\n", max(begin, len(text) - 60)) + 1
    line = text[start:].strip()
    named = 0 < len(line.split()) <= 4 and line[-1] not in ".!?:;"
    return Span(start, len(text)) if start > begin and named else None


def _ends_sentence(mark: str, words: list[str]) -> bool:
    if mark != "." or not words:
        return True
    return words[-1] not in _ABBREVIATIONS and (len(words[-1]) > 1 or words[-1] == "i")


def _cuts(parts: tuple[Span | None, ...]) -> list[int]:
    return sorted({place for part in parts if part for place in (part.start, part.end)})


class _Reader:
    """Collects words and sentences in one pass."""

    def __init__(self, folded: str, cuts: list[int]) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.within: list[int] = []
        self.sentences: list[Span] = []
        self._opened = -1
        self._cuts = [*cuts, len(folded) + 1]
        for match in _TOKEN.finditer(folded):
            self._take(match.group(), match.start(), match.end())
        self._end(len(folded.rstrip()))

    def _end(self, at: int) -> None:
        if self._opened >= 0:
            self.sentences.append(Span(self._opened, max(at, self.ends[-1])))
            self._opened = -1

    def _take(self, token: str, start: int, end: int) -> None:
        while start >= self._cuts[0]:
            self._end(self._cuts.pop(0))
        if token[0] == "\n":
            self._end(start)
        elif token[0] in ".!?":
            if _ends_sentence(token, self.words):
                self._end(end)
        else:
            if self._opened < 0:
                self._opened = start
            for word in _CONTRACTED.get(token) or (token,):
                self.words.append(word)
                self.starts.append(start)
                self.ends.append(end)
                self.within.append(len(self.sentences))


def read(body: str, subject: str | None = None) -> Letter:
    """Take a letter apart."""
    clear = _clear(body)
    folded = fold(clear)
    greeting = _find_greeting(folded, clear)
    begin = greeting.end if greeting else 0
    closing = _find_closing(folded, begin)
    signature = _find_signature(clear, begin, closing)
    reader = _Reader(folded, _cuts((greeting, closing, signature)))
    inner_end = min((part.start for part in (closing, signature) if part), default=len(body))
    return Letter(
        body=body,
        subject=subject,
        clear=clear,
        folded=folded,
        words=reader.words,
        starts=reader.starts,
        ends=reader.ends,
        within=reader.within,
        sentences=reader.sentences,
        greeting=greeting,
        closing=closing,
        signature=signature,
        first=bisect_right(reader.starts, begin - 1),
        last=bisect_right(reader.starts, max(begin, inner_end) - 1),
        memo={},
    )

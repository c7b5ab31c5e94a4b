"""From what the user typed to words that fit a sentence.

Users type with a capital and a full stop or without, in whole sentences or in notes, in the
first person or the third, with bullets, quotes and the odd smiley. Here that becomes a
`Phrase`; its `forms` are what the parts of a letter may use, each right for every shape.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duly.letters.grammar import (
    Shape,
    begins_with_deed,
    begins_with_that,
    begins_with_verb,
    lowered,
    raised,
    shape_of,
)

LONGEST = 1000
"""Characters of a note that are read; a whole letter has about as many."""

_BULLET = re.compile(r"^(?:[-–—*•·▪◦>]+\s+|\(?\d{1,2}[.)]\s+)+")
_LEADING = re.compile(r"^(?:[ ,;:?]|\.(?!\w))+")  # but ".NET"
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}
_KEEPS_STOP = re.compile(
    r"(?i)(?:\b(?:inc|ltd|co|corp|jr|sr|dr|prof|st|etc|vs|[ap]\.m|e\.g|i\.e|no)|(?<!\w)\w|\.\w)\.$"
)
_URL = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“'‘(])")
_NO_END = re.compile(r"(?i)\b(?:mr|mrs|ms|dr|prof|st|inc|ltd|co|vs|etc|e\.g|i\.e|no|\w)\.$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A tidied piece of the user's text and what it is, grammatically."""

    text: str
    shape: Shape

    @property
    def forms(self) -> dict[str, str]:
        """Return the text in every form that a letter's parts may ask for."""
        return {
            "text": self.text,
            "about": self.about,
            "told": self.told,
            "posed": self.posed,
            "said": self.said,
            "doing": self.doing,
            "problem": self.problem,
            "asked": self.asked,
            "stated": self.stated,
        }

    @property
    def first(self) -> str:
        """Return the first sentence alone."""
        return sentences(self.text)[0]

    @property
    def about(self) -> str:
        """Return what fits after "about": "the handover", "how new customers leave early"."""
        if self.shape is Shape.CLAUSE:
            return f"how {_bare(self.first)}"
        if self.shape in {Shape.UNSURE, Shape.QUESTION}:
            return f"“{self.first}”"
        return _bare(self.first)

    @property
    def told(self) -> str:
        """Return what may end "You told me …": "about the handover", "that customers leave"."""
        if self.shape is Shape.CLAUSE:
            return f"that {self.text}"
        if self.shape is Shape.UNSURE:
            return f"about “{self.text}”"
        return f"about {self.about}"

    @property
    def posed(self) -> str:
        """Return what may end "You told me …" of a problem: "that the question is how to …"."""
        return f"that the question is {self.text}" if self.shape is Shape.WH else self.told

    @property
    def problem(self) -> str:
        """Return what fits after "help with": "the backlog", "the problem that customers leave"."""
        if self.shape is Shape.CLAUSE:
            return f"the problem that {_bare(self.first)}"
        if self.shape in {Shape.WH, Shape.QUESTION}:
            return f"the question {self.asked.replace('about ', 'of ', 1)}"
        return self.about

    @property
    def said(self) -> str:
        """Return a whole sentence of mine: "I would start with …", whatever was typed."""
        pattern = _AS_SENTENCE.get(self.shape, "{}")
        if self.shape in {Shape.NOUN, Shape.UNSURE} and self.text[:1].isupper():
            pattern = "{}: that would be my first step"  # a capital is right at the beginning
        return ended(raised(pattern.format(self.text)))

    @property
    def stated(self) -> str:
        """Return a whole sentence that answers a question better than I did."""
        return ended(raised(_AS_ANSWER.get(self.shape, "{}").format(self.text)))

    @property
    def doing(self) -> str:
        """Return a clause about me that may follow "because": "I am good at explaining"."""
        pattern = _AS_QUALITY.get(self.shape, "I would bring {}")
        return _bare(pattern.format(self.first))

    @property
    def asked(self) -> str:
        """Return what fits after "the question": "about indexes", "“How do you …?”"."""
        if self.shape is Shape.QUESTION:
            return f"“{raised(self.first).rstrip('?')}?”"
        return f"about {self.about}"


_AS_SENTENCE = {
    Shape.VERB: "I would {}",
    Shape.GERUND: "I would go about it by {}",
    Shape.MANNER: "I would go about it {}",
    Shape.NOUN: "My first step would be {}",
    Shape.UNSURE: "My first step would be {}",
    Shape.WH: "What I would look at first is {}",
    Shape.ADJECTIVE: "I would be {}",
}
_AS_ANSWER = {
    Shape.VERB: "I would {}",
    Shape.GERUND: "My answer is {}",
    Shape.MANNER: "I would do it {}",
    Shape.NOUN: "My answer is {}",
    Shape.UNSURE: "My answer is {}",
    Shape.WH: "What I should have explained is {}",
    Shape.ADJECTIVE: "I am {}",
}
_AS_QUALITY = {
    Shape.CLAUSE: "{}",
    Shape.GERUND: "I am used to {}",
    Shape.VERB: "I can {}",
    Shape.ADJECTIVE: "I am {}",
    Shape.WH: "I know {}",
    Shape.MANNER: "I work {}",
}


def action(text: str, names: frozenset[str] = frozenset()) -> Phrase | None:
    """Tidy a note on what to do: "compare the years" is read as a verb there, not as a noun."""
    found = phrase(text, names)
    if found and (
        found.shape is Shape.VERB or (found.shape is Shape.NOUN and begins_with_verb(found.text))
    ):
        return Phrase(found.text[0].lower() + found.text[1:], Shape.VERB)
    return found


def deed(text: str, names: frozenset[str] = frozenset()) -> Phrase | None:
    """Tidy a note on something done: "won a hearing" gets its "I"."""
    found = phrase(text, names)
    if found and begins_with_deed(found.text):
        return Phrase(f"I {found.text[0].lower()}{found.text[1:]}", Shape.CLAUSE)
    return found


def phrase(text: str, names: frozenset[str] = frozenset()) -> Phrase | None:
    """Tidy what the user typed; None when nothing is left of it.

    Args:
        text: As typed.
        names: Folded words of names, whose capitals stay.
    """
    text = lowered(tidy(text), names)
    shape = shape_of(text)
    if begins_with_that(text):
        text, shape = text.removeprefix("that "), Shape.CLAUSE
    if shape is Shape.WH:
        text = text.rstrip("?")
    return Phrase(text, shape) if any(map(str.isalnum, text)) else None


def tidy(text: str) -> str:
    """Take off what belongs to note-taking: bullets, quotes around it, smileys, a final stop."""
    text = " ".join(_BULLET.sub("", plain(text)).split())
    text = re.sub(r"!+", ".", text.rstrip("! "))
    text = re.sub(r"\s+([,;:?]|\.(?!\w))", r"\1", _unquoted(text))
    text = re.sub(r"([.,;:?])\1+", r"\1", text.replace("...", "…").rstrip("…"))
    text = _LEADING.sub("", text).rstrip(" ,;:-–—")
    return text if _KEEPS_STOP.search(text) else text.rstrip(". ")


def plain(text: str) -> str:
    """Return the text on one line, without controls and smileys; all there is to do to a name."""
    text = unicodedata.normalize("NFC", _start_of(text))
    return " ".join("".join(" " if _is_noise(letter) else letter for letter in text).split())


def _start_of(text: str) -> str:
    """Return no more of a note than a letter could use, ending with a whole word."""
    if len(text) <= LONGEST:
        return text
    start = text[:LONGEST]
    return start.rpartition(" ")[0] or start


def _is_noise(letter: str) -> bool:
    """Return whether a character has no place in a letter: controls, emoji, private use."""
    kind = unicodedata.category(letter)
    return (
        kind in {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk", "Zl", "Zp"} and letter not in "°©®™^`´"
    )


def _unquoted(text: str) -> str:
    closing = _QUOTES.get(text[:1], "")
    stem = text.rstrip(".,; ")
    if closing and len(stem) > 1 and stem.endswith(closing) and closing not in stem[1:-1]:
        return stem[1:-1].strip()
    return text


def _bare(text: str) -> str:
    """Return the text without a final stop, to go on after it."""
    return text if _KEEPS_STOP.search(text) else text.rstrip(".?")


def ended(text: str) -> str:
    """Return the text with a full stop, unless it ends in one already."""
    return text if re.search(r"[.?!…][\"”’)]?$", text) else f"{text}."


def sentences(text: str) -> list[str]:
    """Split a text into its sentences; "Dr." and "J." end none."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def joined(phrases: list[Phrase]) -> Phrase | None:
    """Return several noun phrases as one: "A, B and C"; of others only the first."""
    plain = [
        each for each in phrases if each.shape is Shape.NOUN and len(sentences(each.text)) == 1
    ]
    if len(plain) < 2 or plain[0] != phrases[0]:
        return phrases[0] if phrases else None
    texts = [each.text for each in plain]
    return Phrase(f"{', '.join(texts[:-1])} and {texts[-1]}", Shape.NOUN)


def linked(text: str) -> tuple[str, str]:
    """Return title and address of something worth passing on; either may be empty (T7)."""
    text = _start_of(text)
    found = _URL.search(text)
    url = found[0] if found else ""
    title = re.sub(r"[(<\[]\s*[)>\]]", " ", text.replace(url, " ")) if url else text
    quoted = re.match(r"\s*[\"“].*[\"”]\W*$", title)
    title = tidy(title)
    return (f"“{title}”" if quoted and title else title), url

"""Compose a letter from what was said: no model, no network, the same words for the same facts.

For each part of a letter the first group of wordings that fits what is known is used, and in it
the one that falls to the reader's place in the panel. Then the whole is brought to length, and
held against the letters to colleagues: when it is too like one of them, it is composed again
with less of what was said to them all (T2). What is essential and not known is asked for (L5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duly.letters.distinct import LIMIT, overlap
from duly.letters.grammar import raised
from duly.letters.greeting import by_given_name, greeting
from duly.letters.known import Known
from duly.letters.material import SPOKEN, Letter, LetterKind, Missing, Voice
from duly.letters.meeting import Share, panel_of
from duly.letters.parts import Collection, packaged
from duly.letters.parts.model import Layout
from duly.letters.questions import missing, would_help
from duly.letters.script import VOICEMAIL_WORDS, reading_seconds, spoken_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duly.core.model import Person
    from duly.letters.material import Material
    from duly.letters.parts.model import KindParts, VoiceParts

LINKEDIN_CHARACTERS = 200
LINKEDIN_PREMIUM_CHARACTERS = 300
SUBJECT_CHARACTERS = 78
"""RFC 5322 would rather have no longer line; mail programs show still less of it."""

_STUB = 10
_PANEL_KINDS = frozenset(
    {LetterKind.THANK_YOU, LetterKind.CARD, LetterKind.LINKEDIN, LetterKind.STAY_IN_TOUCH}
)
"""What several people of one panel may get."""


def compose(
    kind: LetterKind,
    reader: Person,
    material: Material,
    voice: Voice = Voice.WARM,
    collection: Collection | None = None,
) -> Letter | Missing:
    """Compose one letter, or say what must be asked first.

    Raises:
        LettersError: The user's own collection has a mistake.
    """
    parts = (collection or packaged()).parts(kind)
    known = Known(reader, material, voice)
    lacking = missing(kind, parts.needs, known)
    if lacking:
        return lacking
    earlier = _letters_to_colleagues(kind, reader, material, voice, parts)
    return _most_distinct(_drafts(parts, reader, material, voice), earlier).letter(known)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A letter before it is known to be distinct."""

    kind: LetterKind
    voice: Voice
    subject: str
    body: str

    def letter(self, known: Known) -> Letter:
        spoken = self.kind in SPOKEN
        return Letter(
            kind=self.kind,
            voice=self.voice,
            subject=self.subject,
            body=self.body,
            words=spoken_words(self.body) if spoken else len(self.body.split()),
            reading_seconds=reading_seconds(self.body) if spoken else None,
            would_help=would_help(self.kind, known),
        )


def _letters_to_colleagues(
    kind: LetterKind, reader: Person, material: Material, voice: Voice, parts: KindParts
) -> list[str]:
    """Return the letters to those who come before the reader in the panel.

    Each is composed in turn, for it depends on the ones before it as well.
    """
    panel = panel_of(material)
    if kind not in _PANEL_KINDS or reader.id not in panel:
        return []
    written: list[str] = []
    for id_ in panel[: panel.index(reader.id)]:
        person = material.opportunity.person(id_)
        if person and not missing(kind, parts.needs, Known(person, material, voice)):
            written.append(_most_distinct(_drafts(parts, person, material, voice), written).body)
    return written


def _most_distinct(drafts: Iterator[_Draft], earlier: list[str]) -> _Draft:
    """Return the first draft that is distinct from every earlier letter, else the most so."""
    best: tuple[float, _Draft] | None = None
    for draft in drafts:
        likeness = max((overlap(draft.body, other) for other in earlier), default=0.0)
        if likeness <= LIMIT:
            return draft
        if best is None or likeness < best[0]:
            best = (likeness, draft)
    if best is None:
        raise ValueError("a collection always yields a draft")
    return best[1]


def _drafts(parts: KindParts, reader: Person, material: Material, voice: Voice) -> Iterator[_Draft]:
    """Yield drafts, the fullest first: with less and less of what colleagues heard too."""
    whole = parts.kind in _PANEL_KINDS and _whole_names(reader, material)
    for share in _shares(parts.kind, material):
        known = Known(reader, material, voice, share, whole_names=whole)
        for shift in range(parts.voices[voice].variants if share is not Share.ALL else 1):
            yield _Setting(parts, known, known.meeting.place + shift).draft()


def _whole_names(reader: Person, material: Material) -> bool:
    """Tell whether somebody in the reader's panel can only be called by their whole name."""
    panel = panel_of(material)
    people = [each for each in material.opportunity.people if each.id in panel]
    return reader.id in panel and not all(by_given_name(each.name) for each in people)


def _shares(kind: LetterKind, material: Material) -> tuple[Share, ...]:
    """Return how much of what the panel heard to use, in the order to try it."""
    if kind in _PANEL_KINDS and len(panel_of(material)) > 1:
        return Share.FREELY, Share.DEALT, Share.NOTHING
    return (Share.ALL,)


class _Setting:
    """Sets the parts of one letter.

    Args:
        turn: Which wording of each group is used, modulo their number.
    """

    def __init__(self, parts: KindParts, known: Known, turn: int) -> None:
        self.kind = parts.kind
        self.layout = parts.layout
        self.voice: VoiceParts = parts.voices[known.voice]
        self.known = known
        self.turn = turn

    def draft(self) -> _Draft:
        return _Draft(self.kind, self.known.voice, self._subject(), self._fitted())

    def _subject(self) -> str:
        """Return the first subject that is short enough, else the shortest."""
        groups = self.voice.parts["subject"]
        subjects = [
            neat(group.say[self.turn % len(group.say)].fill(self.known.names)).rstrip(".")
            for group in groups
            if group.fits(self.known.names)
        ]
        short = (subject for subject in subjects if len(subject) <= SUBJECT_CHARACTERS)
        return next(short, min(subjects, key=len, default=""))

    def _fitted(self) -> str:
        """Return the body, brought between the least and the most of its length."""
        said = self._parts()
        taken = [part for part in said if part not in self.voice.reserve]
        for part in self.voice.drop:
            if self._fits(self._body(said, taken)):
                break
            taken = [each for each in taken if each != part]
        for part in self.voice.reserve:
            body = self._body(said, taken)
            if part in said and len(body.split()) < self.voice.words[0]:
                taken = self._with_reserve(said, taken, part)
        return self._body(said, taken)

    def _with_reserve(self, said: dict[str, str], taken: list[str], part: str) -> list[str]:
        more = [*taken, part]
        return more if self._fits(self._body(said, more)) else taken

    def _fits(self, body: str) -> bool:
        if self.kind is LetterKind.LINKEDIN:
            premium = self.known.material.premium
            return len(body) <= (LINKEDIN_PREMIUM_CHARACTERS if premium else LINKEDIN_CHARACTERS)
        if self.kind is LetterKind.VOICEMAIL:
            return spoken_words(body) <= VOICEMAIL_WORDS
        return len(body.split()) <= self.voice.words[1]

    def _parts(self) -> dict[str, str]:
        """Return every part that has something to say, filled in."""
        said: dict[str, str] = {}
        for part in (name for paragraph in self.voice.paragraphs for name in paragraph):
            group = self.voice.group(part, self.known.names)
            if group:
                text = neat(group.say[self.turn % len(group.say)].fill(self.known.names))
                said |= {part: text} if text else {}
        return said

    def _body(self, said: dict[str, str], taken: list[str]) -> str:
        paragraphs = [
            " ".join(said[part] for part in paragraph if part in taken)
            for paragraph in self.voice.paragraphs
        ]
        paragraphs = [paragraph for paragraph in paragraphs if paragraph]
        if self.layout is Layout.LETTER:
            paragraphs = _without_stubs(paragraphs)
        if self.layout is Layout.NOTE:
            return raised(" ".join(paragraphs))
        if self.layout is Layout.SCRIPT:
            return "\n".join(paragraphs)
        return "\n\n".join([self._greeting(), *paragraphs, self._signature()])

    def _greeting(self) -> str:
        known, company = self.known, self.known.material.opportunity.company
        return greeting(known.reader.name, known.voice, company, whole=known.whole_names)

    def _signature(self) -> str:
        closing = self.voice.closing[self.turn % len(self.voice.closing)]
        return f"{closing},\n{self.known.names['my_name']}"


def _without_stubs(paragraphs: list[str]) -> list[str]:
    """Put a paragraph of a few words with the one before it, unless it is the last."""
    set_: list[str] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        if set_ and number < len(paragraphs) and len(paragraph.split()) <= _STUB:
            set_[-1] += f" {paragraph}"
        else:
            set_.append(paragraph)
    return set_


def neat(text: str) -> str:
    """Take out what an empty name leaves behind: double spaces, spaces before a comma.

    A sentence that ends in a quoted question keeps the question mark and loses the full stop.
    """
    text = " ".join(text.split())
    text = re.sub(r"\s+([,;:?]|\.(?!\w))", r"\1", text)
    text = re.sub(r"([?…])([”\"’]?)(?:\.|(?<=\W)\?)(?=\s|$)", r"\1\2", text)
    return re.sub(r"([^.])\.\.(?=\s|$)", r"\1.", text)

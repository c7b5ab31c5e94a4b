"""The parts of one kind of letter, as read from its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duly.letters.material import LetterKind, Voice
    from duly.letters.parts.wording import Wording


class Layout(StrEnum):
    """How the parts are set."""

    LETTER = "letter"
    """Greeting, paragraphs, closing, name."""
    NOTE = "note"
    """One paragraph; greeting and name are parts of it."""
    SCRIPT = "script"
    """A part a line; nothing around it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of a part that are interchangeable, and what must be known for them.

    Attributes:
        wanted: Conditions that must hold.
        unwanted: Conditions that must not.
    """

    say: tuple[Wording, ...]
    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def fits(self, known: Mapping[str, object]) -> bool:
        """Return whether the group may be used, given what is known."""
        return all(known.get(name) for name in self.wanted) and not any(
            known.get(name) for name in self.unwanted
        )


@dataclass(frozen=True)
class VoiceParts:
    """One voice of one kind.

    Attributes:
        words: The least and the most words of the whole letter.
        paragraphs: Names of parts, in the order they are read.
        drop: What is left out, first to last, when the letter grows too long.
        reserve: What is taken in, first to last, only when it is too short.
        closing: What stands above the name.
    """

    words: tuple[int, int]
    paragraphs: tuple[tuple[str, ...], ...]
    parts: Mapping[str, tuple[Group, ...]]
    drop: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()

    def group(self, part: str, known: Mapping[str, object]) -> Group | None:
        """Return the first group of a part that fits what is known."""
        return next((group for group in self.parts.get(part, ()) if group.fits(known)), None)

    @cached_property
    def variants(self) -> int:
        """Return how many wordings the largest group of any part has."""
        return max(len(group.say) for groups in self.parts.values() for group in groups)


@dataclass(frozen=True)
class KindParts:
    """One kind of letter in all its voices.

    Attributes:
        about: What the kind is for, in a sentence.
        rules: The practice's rules it follows.
        needs: What must be known; without it the user is asked.
    """

    kind: LetterKind
    about: str
    rules: tuple[str, ...]
    voices: Mapping[Voice, VoiceParts]
    layout: Layout = Layout.LETTER
    needs: tuple[str, ...] = field(default=())

    def check(self) -> None:
        """Compile every wording.

        Raises:
            LettersError: One of them is not a template, or uses what it may not.
        """
        for voice in self.voices.values():
            for groups in voice.parts.values():
                for group in groups:
                    for wording in group.say:
                        wording.check(group.wanted)

"""Whom the reader sat with, and which of the notes a letter to them may use (T2, T3).

Colleagues of one panel get different letters. What only one of them said goes to that one; what
was said to all is dealt out, and where too little is left to keep the letters apart, left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

from duly.core.model import Impression, PersonRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duly.core.model import Debrief, Mend, Person
    from duly.letters.material import Material

_T = TypeVar("_T")


class Share(IntEnum):
    """How much of what was said to the whole panel a letter takes up."""

    NOTHING = 0
    DEALT = 1
    FREELY = 2
    ALL = 3
    """Nobody else gets a letter of this kind."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The reader's side of one round.

    Attributes:
        debrief: The round written about; None without notes.
        impression: What the user remembers of this reader; empty without notes.
        met: The reader was in the round.
        place: Where in the panel they stand, from 0; behind it when not in it.
        size: How many were in the panel.
        taken: Folded notes that belong to colleagues as well.
    """

    debrief: Debrief | None
    impression: Impression
    met: bool
    place: int
    size: int
    taken: frozenset[str]

    @property
    def has_own(self) -> bool:
        """Return whether something was said with this reader alone."""
        mine = self.impression
        notes = (*mine.topics, *mine.cares_about, mine.remark, mine.challenge)
        return any(note.strip() for note in notes)

    @property
    def specific(self) -> bool:
        """Return whether there is anything to say to this reader that is theirs (L5)."""
        if self.has_own or self.impression.mend:
            return True
        shared = self.debrief and (self.debrief.topics or self.debrief.challenges)
        return bool(shared) and self.met and self.size == 1


def panel_of(material: Material) -> tuple[str, ...]:
    """Return the ids of the panel of the last round, in order, each once."""
    noted = material.debriefs[-1].impressions if material.debriefs else ()
    ids = material.panel or tuple(impression.person for impression in noted)
    return tuple(dict.fromkeys(ids))


def meeting(reader: Person, material: Material) -> Meeting:
    """Find the round that a letter to this reader is about."""
    debrief = _debrief(reader, material)
    panel = panel_of(material)
    mine = _impression(reader.id, debrief)
    colleagues = [
        note
        for other in (debrief.impressions if debrief else ())
        if other.person != reader.id
        for note in (*other.topics, *other.cares_about, other.challenge)
    ]
    met = reader.id in panel or mine is not None
    return Meeting(
        debrief=debrief,
        impression=mine or Impression(person=reader.id),
        met=met or (not panel and reader.role is not PersonRole.RECRUITER),
        place=_place(reader, panel, material),
        size=max(len(panel), 1),
        taken=frozenset(map(_folded, colleagues)),
    )


def _place(reader: Person, panel: tuple[str, ...], material: Material) -> int:
    """Return where the reader stands: in the panel, or behind it with the others."""
    if reader.id in panel:
        return panel.index(reader.id)
    outside = [each.id for each in material.opportunity.people if each.id not in panel]
    return len(panel) + (outside.index(reader.id) if reader.id in outside else 0)


def _debrief(reader: Person, material: Material) -> Debrief | None:
    """Return the last debrief that knows the reader, else the last one."""
    for debrief in reversed(material.debriefs):
        if _impression(reader.id, debrief):
            return debrief
    return material.debriefs[-1] if material.debriefs else None


def _impression(id: str, debrief: Debrief | None) -> Impression | None:
    noted = debrief.impressions if debrief else ()
    return next((each for each in noted if each.person == id), None)


def own_first(notes: Sequence[str], taken: frozenset[str]) -> list[str]:
    """Return the notes that no colleague shares before those that one does."""
    return sorted(filter(str.strip, notes), key=lambda note: _folded(note) in taken)


def _folded(note: str) -> str:
    return " ".join(note.casefold().split()).rstrip(".")


def dealt(things: Sequence[_T], place: int, size: int) -> list[_T]:
    """Return the things that fall to one place when they are dealt round the table.

    With fewer things than places the last places get none.
    """
    return list(things[place::size]) if size > 1 else list(things)


def mend_for(found: Meeting, share: Share) -> tuple[Mend | None, bool]:
    """Return the answer to mend in this letter, and whether this reader had asked (T6)."""
    if found.impression.mend:
        return found.impression.mend, True
    if not found.met or found.debrief is None or share is Share.NOTHING:
        return None, False
    shared = dealt(found.debrief.mends, found.place, found.size)
    return (shared[0] if shared else None), found.size == 1

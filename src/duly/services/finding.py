"""Whatever goes by some words: opportunities, people, mails."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from duly.core.model import Opportunity, Person
from duly.services import opening
from duly.store import correspondence
from duly.store.correspondence import Headline

MOST: Final = 20
"""Of each kind; whoever wants more says more."""
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What goes by the words.

    Attributes:
        people: Each with the opportunity they were met in.
    """

    opportunities: tuple[Opportunity, ...] = ()
    people: tuple[tuple[Person, Opportunity], ...] = ()
    mails: tuple[Headline, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self.opportunities or self.people or self.mails)


def find(words: str, opportunities: tuple[Opportunity, ...]) -> Found:
    """Return what has every one of the words in its names, subject or sender.

    Case and accents do not matter in names; in mails, case of ASCII letters does not.

    Args:
        words: As typed.
        opportunities: All there are.
    """
    wanted = plain(words).split()[:_MOST_WORDS]
    if not wanted:
        return Found()
    with opening.opened() as database:
        mails = correspondence.headlines(database, words.split()[:_MOST_WORDS], MOST)
    met = [(person, each) for each in opportunities for person in each.people]
    return Found(
        tuple(
            each
            for each in opportunities
            if _has(wanted, each.company, each.role, each.id, each.sector)
        )[:MOST],
        tuple(
            (person, each)
            for person, each in met
            if _has(wanted, person.name, person.email, person.title)
        )[:MOST],
        tuple(mails),
    )


def plain(text: str) -> str:
    """Return a text without case and accents: "Ruíz" and "ruiz" are one."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parted if not unicodedata.combining(each))


def _has(wanted: list[str], *texts: str) -> bool:
    text = plain(" ".join(texts))
    return all(word in text for word in wanted)

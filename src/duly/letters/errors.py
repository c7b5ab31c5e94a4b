"""What can be wrong with a letter collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from duly.core.errors import WrongUsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable


class LettersError(WrongUsageError):
    """A file of letter parts has a mistake; the message names file, voice, part and the mend."""

    @classmethod
    def unknown(cls, found: str, *, word: str, known: Iterable[str], where: str = "") -> Self:
        """Return the error for a word that nothing goes by, with its nearest neighbour."""
        return cls(found, where=where, mend=did_you_mean(word, known))

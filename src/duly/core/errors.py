"""What can go wrong, one class per failure.

Every message answers four questions in one breath: where, what was found, what was expected,
and what to do. Turning a class into an exit code or an HTTP status happens once, at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self

_ONE_LINE: Final = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")
"""What was found is shown as it is, but for what would break the line or steer the terminal."""


class DulyError(Exception):
    """Anything Duly refuses or cannot do; its text is written for the person reading it.

    Args:
        found: What is wrong, as a sentence or a fragment: `what` is "interviewed".
        where: File, line, table or key it was found in.
        expected: What would have been right.
        mend: What to do now.

    Each may be a `Told` (`core/told.py`), which a page says in its own language; `str` is English.
    """

    def __init__(self, found: str, *, where: str = "", expected: str = "", mend: str = "") -> None:
        self.found = found
        self.where = where
        self.expected = expected
        self.mend = mend
        super().__init__(str(self))

    def within(self, where: str) -> Self:
        """Say where it was found, unless that is known already; return the error itself."""
        self.where = self.where or where
        return self

    def __str__(self) -> str:
        """Return the whole message on one line."""
        expected = f"; expected {self.expected}" if self.expected else ""
        return as_line(self.where, self.found, expected, self.mend)


def as_line(where: str, found: str, expected: str, mend: str) -> str:
    """Return what an error has to say on one line; `expected` begins with what parts it."""
    text = (f"{where}: {found}" if where else found) + expected
    text = text.rstrip(".") + "."
    return (f"{text} {mend}" if mend else text).translate(_ONE_LINE)


class WrongUsageError(DulyError):
    """The request itself does not make sense; nothing was read or written for it."""


class FactsError(WrongUsageError):
    """A facts file or a single fact is not one the planner can read."""


class PlaybookError(WrongUsageError):
    """A playbook file has a mistake; the message names its step, its field and the mend."""


class ZoneError(WrongUsageError):
    """A time zone name is not in the time zone database."""


class UnknownError(WrongUsageError):
    """Nothing goes by that name: an opportunity, a person, a playbook."""


class AmbiguousError(WrongUsageError):
    """Several things go by that name; the message lists them."""


class CalendarError(DulyError):
    """An invitation was refused; the message gives the reason."""


class NothingToDoError(DulyError):
    """Everything asked for is already so."""


class NeedsUserError(DulyError):
    """Only the user can settle it; the message says what to decide."""


class StoreError(DulyError):
    """The database cannot be opened, read or written; nothing was lost."""


_MOST_NAMES: Final = 24
_NONE_YET: Final = "There are none yet."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the mend for a misspelt word: its nearest neighbour, or all that is known."""
    names = sorted(known)
    if not names:
        return _NONE_YET
    alike = word.casefold().replace(" ", "_")
    if alike:
        names = [name for name in names if name.casefold().endswith(alike)] or names
    import difflib  # only when something went wrong

    from duly.core.told import told

    near = difflib.get_close_matches(word, names, n=1)
    if near or len(names) == 1:
        return told('Did you mean "{name}"?', name=(near or names)[0])
    shown = ", ".join(names[:_MOST_NAMES])
    return told("Known: {names}", names=f"{shown}{', …' if len(names) > _MOST_NAMES else '.'}")

"""Everything that was ever noted, in the order in which it was, with where it came from."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from duly.core.errors import NothingToDoError
from duly.core.model import Fact, Step, What
from duly.services import log, opening
from duly.services.log import Place
from duly.store import mapping, queries
from duly.store.connection import Row
from duly.store.queries import Noted

_ALL: Final = 100_000
_MEETINGS: Final = frozenset({What.INTERVIEW, What.INTERVIEW_MOVED, What.INTERVIEW_CANCELLED})


class Entry(NamedTuple):
    """One fact of the log.

    Attributes:
        source: "typed", "calendar", "correction", or "mail:12".
        gone: "taken back" or "put right" where it is no longer in force.
        mail: The number of the mail it came from; 0 where it came from none.
        by_user: The user said yes to that mail.
        evidence: What was said, and where in the mail.
    """

    fact: Fact
    recorded_at: datetime
    source: str
    gone: str
    mail: int = 0
    subject: str = ""
    sender: str = ""
    by_user: bool = False
    evidence: tuple[tuple[str, str], ...] = ()
    place: Place = Place(0)


def entries(opportunity: str, most: int) -> list[Entry]:
    """Return what was noted last, of one opportunity or of all; the last first."""
    with opening.opened() as database, database.reading():
        return [_entry(row) for row in queries.chronicle(database, opportunity, most)]


def _entry(row: Row) -> Entry:
    id, slug, recorded_at, source, gone, mail, subject, sender, by_user, recognition, *fact = row
    said = mapping.answer(recognition)["evidence"] if recognition else []
    return Entry(
        mapping.fact(slug, tuple(fact)),
        mapping.instant(recorded_at),
        source,
        gone,
        mail or 0,
        subject or "",
        sender or "",
        bool(by_user),
        tuple((each["what"], each["where"]) for each in said),
        Place(id),
    )


def in_force(id: str) -> list[Noted]:
    """Return what is in force of an opportunity's log, by when it happened."""
    with opening.opened() as database, database.reading():
        noted = queries.log(database, id)
    return sorted(noted, key=lambda each: each.fact.at)


def one(opportunity: str, place: Place) -> Noted:
    """Return one fact or choice that is in force.

    Raises:
        NothingToDoError: It is not in force, or there never was one.
    """
    with opening.opened() as database, database.reading():
        return log.in_force(database, opportunity, place)


def latest(opportunity: str) -> Place:
    """Return where the last thing stands that was noted of an opportunity, and is in force.

    Raises:
        NothingToDoError: Nothing is.
    """
    with opening.opened() as database, database.reading():
        noted = queries.log(database, opportunity)
    if not noted:
        raise NothingToDoError("nothing is noted yet")
    last = max(noted, key=lambda each: each.recorded_at)
    return Place(last.id, last.is_choice)


def whole(opportunity: str) -> list[Entry]:
    """Return everything ever noted and chosen about an opportunity, what happened last first."""
    with opening.opened() as database, database.reading():
        facts = [_entry(row) for row in queries.chronicle(database, opportunity, _ALL)]
        chosen = [
            Entry(
                noted.fact, noted.recorded_at, "typed", "taken back" if gone else "",
                place=Place(noted.id, is_choice=True),
            )
            for noted, gone in queries.choices(database, opportunity)
        ]  # fmt: skip
    return sorted(
        [*facts, *chosen], key=lambda each: (each.fact.at, each.recorded_at), reverse=True
    )


def may_be_put_back(entry: Entry, others: list[Entry]) -> bool:
    """Tell whether what was taken back can be noted again as it was.

    A debrief is finished anew instead, and an interview of a calendar comes from its calendar:
    more hung on these than the fact.
    """
    if entry.gone != "taken back" or any(
        each.fact == entry.fact and not each.gone for each in others
    ):
        return False
    if entry.fact.step is Step.DEBRIEF:
        return False
    return entry.source == "typed" or entry.fact.what not in _MEETINGS

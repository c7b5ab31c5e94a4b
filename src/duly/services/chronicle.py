"""Everything that was ever noted, in the order in which it was, with where it came from."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from duly.core.model import Fact
from duly.services import opening
from duly.store import mapping, queries
from duly.store.connection import Row
from duly.store.queries import Noted


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


def entries(opportunity: str, most: int) -> list[Entry]:
    """Return what was noted last, of one opportunity or of all; the last first."""
    with opening.opened() as database, database.reading():
        return [_entry(row) for row in queries.chronicle(database, opportunity, most)]


def _entry(row: Row) -> Entry:
    slug, recorded_at, source, gone, mail, subject, sender, by_user, recognition, *fact = row
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
    )


def in_force(id: str) -> list[Noted]:
    """Return what is in force of an opportunity's log, by when it happened."""
    with opening.opened() as database, database.reading():
        noted = queries.log(database, id)
    return sorted(noted, key=lambda each: each.fact.at)

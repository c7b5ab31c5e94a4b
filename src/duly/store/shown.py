"""The actions that were shown last, brought in line with the plan; what was is kept.

Plain SQL, so that showing a plan needs no Django.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this package only

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from duly.core.model import Step
from duly.core.reconcile import Cancel, Change, Create, Key, Reschedule, Stored, key
from duly.store.connection import Database, Row
from duly.store.mapping import instant, stamp

_OPEN: Final = (
    'SELECT o.slug, a.step, a."to", a.occasion, a.earliest, a.latest, a.why FROM store_action a '
    "JOIN store_opportunity o ON o.id = a.opportunity_id WHERE a.ended_at IS NULL"
)
_CREATE: Final = (
    'INSERT INTO store_action (opportunity_id, step, "to", occasion, via, channel, attempt, '
    "earliest, latest, why, rules, created_at, ending) "
    "SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '' FROM store_opportunity WHERE slug = ?"
)
_THE_ONE: Final = (
    "ended_at IS NULL AND opportunity_id = (SELECT id FROM store_opportunity WHERE slug = ?) "
    'AND step = ? AND "to" = ? AND occasion = ?'
)
_KEEP_OLD: Final = (
    "INSERT INTO store_rescheduling (action_id, at, earliest, latest, why) "
    f"SELECT id, ?, earliest, latest, why FROM store_action WHERE {_THE_ONE}"
)
_RESCHEDULE: Final = (
    "UPDATE store_action SET via = ?, channel = ?, attempt = ?, earliest = ?, latest = ?, "
    f"why = ?, rules = ? WHERE {_THE_ONE}"
)
_END: Final = f"UPDATE store_action SET ended_at = ?, ending = ? WHERE {_THE_ONE}"

DONE, SKIPPED, RETIRED, CANCELLED = "done", "skipped", "retired", "cancelled"


def stored(database: Database) -> list[Stored]:
    """Return the actions as they were shown last."""
    return [as_stored(row) for row in open_rows(database)]


def open_rows(database: Database) -> list[Row]:
    """Return the rows of the actions that were shown last, the opportunity's slug first."""
    return database.rows(_OPEN)


def as_stored(row: Row) -> Stored:
    """Return an action from its row."""
    slug, step, to, occasion, earliest, latest, why = row
    return Stored((slug, Step(step), to, occasion), instant(earliest), instant(latest), why)


def apply(
    database: Database, changes: Iterable[Change], at: datetime, endings: dict[Key, str]
) -> None:
    """Note what is shown now.

    Args:
        database: In a transaction.
        changes: From `core.reconcile`.
        at: The present.
        endings: What became of actions that are gone, where it is known; else they are cancelled.
    """
    for change in changes:
        match change:
            case Create(action):
                database.change(_CREATE, _created(change, at))
            case Reschedule(known, action):
                database.change(_KEEP_OLD, (stamp(at), *_key(known.key)))
                database.change(_RESCHEDULE, (*_window(change), *_key(key(action))))
            case Cancel(known):
                ending = endings.get(known.key, CANCELLED)
                database.change(_END, (stamp(at), ending, *_key(known.key)))


def _created(change: Create, at: datetime) -> tuple[object, ...]:
    action = change.action
    return (
        *(action.step.value, action.to, action.occasion, action.via, str(action.channel or "")),
        *(action.attempt, stamp(action.earliest), stamp(action.latest), action.why),
        *(" ".join(action.rules), stamp(at), action.opportunity),
    )


def _window(change: Reschedule) -> tuple[object, ...]:
    action = change.action
    return (
        *(action.via, str(action.channel or ""), action.attempt),
        *(stamp(action.earliest), stamp(action.latest), action.why, " ".join(action.rules)),
    )


def _key(of: Key) -> tuple[str, str, str, str]:
    opportunity, step, to, occasion = of
    return opportunity, step.value, to, occasion

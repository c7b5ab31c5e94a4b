"""What is read for reminders and by the worker. Knows no Django."""

# ruff: noqa: S608 - the SQL is put together from constants of this package only

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple

from duly.core.notices import Beside, Quiet, Sending, Wishes
from duly.core.outbox import Stage
from duly.store import mapping
from duly.store.connection import Database

_LEAVING: Final = (Stage.HELD, Stage.CLAIMED, Stage.HANDING_OVER)
_ASKING: Final = (Stage.UNSURE, Stage.STOPPED, Stage.QUARANTINED)
_NEWS: Final = timedelta(days=3)
"""How long a letter that came back is worth a word; it lies in the outbox for good."""


class Way(NamedTuple):
    """One way of telling the user.

    Attributes:
        kind: "desktop", "email" or "service".
        service: What people call it: "ntfy"; empty for the other kinds.
        told_at: When something was last told in this way.
    """

    id: int
    name: str
    kind: str
    service: str
    added_at: datetime
    told_at: datetime | None


class Settings(NamedTuple):
    """How and when the user is told.

    Attributes:
        since: When reminders were last turned on; None where they always were.
    """

    wishes: Wishes
    ways: tuple[Way, ...]
    since: datetime | None


def settings(database: Database) -> Settings:
    """Return how and when the user is told."""
    rows = database.rows(
        'SELECT "on", morning, quiet_begins, quiet_ends, since FROM store_reminding'
    )
    if not rows:
        return Settings(Wishes(), _ways(database), None)
    on, morning, begins, ends, since = rows[0]
    quiet = Quiet(_time(begins), _time(ends)) if begins and ends else None
    wishes = Wishes(bool(on), _time(morning) if morning else None, quiet)
    return Settings(wishes, _ways(database), mapping.instant(since) if since else None)


def _time(value: str | time) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _ways(database: Database) -> tuple[Way, ...]:
    rows = database.rows(
        "SELECT w.id, w.name, w.kind, w.service, w.added_at, "
        "(SELECT MAX(told_at) FROM store_notification n WHERE n.way_id = w.id) "
        "FROM store_way w ORDER BY w.id"
    )
    return tuple(
        Way(
            id, name, kind, service, mapping.instant(added), mapping.instant(told) if told else None
        )
        for id, name, kind, service, added, told in rows
    )


def claimed(database: Database, way: int) -> frozenset[str]:
    """Return the keys of what was told in one way, or was about to be."""
    rows = database.rows("SELECT key FROM store_notification WHERE way_id = ?", (way,))
    return frozenset(key for (key,) in rows)


def beside(database: Database, at: datetime) -> Beside:
    """Return what is worth a word beside the plan."""
    mails = database.rows("SELECT COUNT(*) FROM store_mail WHERE state = 'asking'")
    letters = (_sending(*row) for row in _letters(database, at))
    return Beside(tuple(each for each in letters if each), int(mails[0][0]))


def _letters(database: Database, at: datetime) -> list[tuple[Any, ...]]:
    """Return the letters on their way, and those that came back lately and were not sent anew."""
    stages = [stage.value for stage in (*_LEAVING, *_ASKING)]
    return database.rows(
        'SELECT o.id, p.slug, o.step, o."to", o.occasion, o.stage, '
        "CASE WHEN o.try_at > o.leaves_at THEN o.try_at ELSE o.leaves_at END, "
        "(SELECT MAX(j.at) FROM store_passage j WHERE j.outgoing_id = o.id), "
        "(SELECT j.stage FROM store_passage j WHERE j.outgoing_id = o.id "
        "ORDER BY j.id DESC LIMIT 1 OFFSET 1) "
        "FROM store_outgoing o JOIN store_opportunity p ON p.id = o.opportunity_id "
        f"WHERE o.stage IN ({', '.join('?' * len(stages))}) "
        "OR (o.stage = ? AND o.ended_at > ? AND NOT EXISTS (SELECT 1 FROM store_outgoing n "
        "WHERE n.opportunity_id = o.opportunity_id AND n.step = o.step "
        'AND n."to" = o."to" AND n.occasion = o.occasion AND n.id > o.id)) ORDER BY o.id',
        (*stages, Stage.RETURNED.value, mapping.stamp(at - _NEWS)),
    )


def _sending(
    number: int,
    slug: str,
    step: str,
    to: str,
    occasion: str,
    stage: str,
    leaves: str,
    changed: str | None,
    before: str | None,
) -> Sending | None:
    """Return a letter; None for one that the user themselves gave back."""
    if stage == Stage.RETURNED and before != Stage.HELD:
        return None
    if stage in _LEAVING:
        return Sending(number, slug, (step, to, occasion), leaves_at=mapping.instant(leaves))
    since = mapping.instant(changed or leaves)
    return Sending(number, slug, (step, to, occasion), asks_since=since)


# For the worker


def next_letter(database: Database) -> datetime | None:
    """Return when the next letter leaves that nobody has claimed."""
    rows = database.rows(
        "SELECT MIN(CASE WHEN try_at > leaves_at THEN try_at ELSE leaves_at END) "
        "FROM store_outgoing WHERE stage = ?",
        (Stage.HELD.value,),
    )
    return mapping.instant(rows[0][0]) if rows[0][0] else None


def lives(database: Database) -> list[tuple[str, datetime, datetime | None]]:
    """Return of each worker its name, when it was last heard of, and when it ended."""
    rows = database.rows("SELECT worker, beat_at, stopped_at FROM store_heartbeat")
    return [
        (worker, mapping.instant(beat), mapping.instant(ended) if ended else None)
        for worker, beat, ended in rows
    ]


def signs(database: Database) -> tuple[Any, ...]:
    """Return figures that change when something happened that a plan or a reminder may be of."""
    queries = (
        "SELECT COALESCE(MAX(id), 0) FROM store_fact",
        "SELECT COUNT(*) + COALESCE(SUM(withdrawn_at IS NOT NULL), 0) FROM store_choice",
        "SELECT COUNT(*) FROM store_involvement",
        "SELECT COUNT(*) FROM store_mail WHERE state = 'asking'",
        "SELECT COALESCE(MAX(id), 0) FROM store_passage",
        "SELECT COALESCE(MAX(id), 0) + COUNT(*) FROM store_way",
    )
    counted = tuple(database.rows(sql)[0][0] for sql in queries)
    told = database.rows("SELECT * FROM store_reminding")
    return (*counted, *database.rows("SELECT * FROM store_profile"), *told)


def sources(database: Database) -> tuple[Any, ...]:
    """Return which sources are connected."""
    return tuple(database.rows("SELECT id FROM store_source WHERE connected ORDER BY id"))

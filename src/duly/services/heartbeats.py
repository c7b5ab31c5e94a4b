"""The worker's sign of life, and what is asked of it: is anybody at work, and since when?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from duly.services import dispatching, opening
from duly.store import reminding
from duly.store.connection import Database

GONE: Final = timedelta(days=1)
"""A worker not heard of for so long is forgotten."""
SILENT: Final = timedelta(minutes=5)
"""A worker beats every two minutes; one not heard of for so long is at work no more."""


@opening.use_case
def beat(
    worker: str, started_at: datetime, at: datetime, waits_for: str, next_at: datetime | None
) -> None:
    """Note that a worker is alive, and what it waits for."""
    from duly.store import models

    models.Heartbeat.objects.filter(beat_at__lt=at - GONE).exclude(worker=worker).delete()
    models.Heartbeat.objects.update_or_create(
        worker=worker,
        defaults={
            "started_at": started_at,
            "beat_at": at,
            "waits_for": waits_for,
            "next_at": next_at,
            "stopped_at": None,
        },
    )


@opening.use_case
def stopped(worker: str, at: datetime) -> None:
    """Note that a worker ended in good order."""
    from duly.store import models

    models.Heartbeat.objects.filter(worker=worker).update(beat_at=at, stopped_at=at)


@opening.use_case
def lost(worker: str, at: datetime) -> None:
    """Note that a worker ended without a word.

    Args:
        worker: How its name begins, as `dispatching.worker_name` makes it.
        at: The present.
    """
    from duly.store import models

    models.Heartbeat.objects.filter(worker__startswith=worker).update(stopped_at=at)


def silent_since(database: Database, at: datetime) -> datetime | None:
    """Return since when nobody is at work, as far as is known; None while somebody is."""
    lives = reminding.lives(database)
    if any(is_at_work(worker, beat, ended, at) for worker, beat, ended in lives):
        return None
    return max((ended or beat for _, beat, ended in lives), default=at)


def is_at_work(worker: str, beat_at: datetime, stopped_at: datetime | None, at: datetime) -> bool:
    """Tell whether a worker is at work: neither silent, nor a process that is there no more."""
    return stopped_at is None and beat_at > at - SILENT and not dispatching.has_ended(worker)


# What a worker looks at to know whether there is anything to do


def next_letter() -> datetime | None:
    """Return when the next letter leaves; None where none waits."""
    with opening.opened() as database:
        return reminding.next_letter(database)


def signs() -> tuple[Any, ...]:
    """Return figures that change when something happened that a plan or a reminder may be of."""
    with opening.opened() as database:
        return reminding.signs(database)


def sources() -> tuple[Any, ...]:
    """Return which sources are connected."""
    with opening.opened() as database:
        return reminding.sources(database)

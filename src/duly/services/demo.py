"""A believable search to look around in, in a database of its own.

It is told in `demo.toml`, relative to the present, so that there is always something due.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from duly.adapters import places, running, secrets
from duly.core.errors import StoreError
from duly.core.model import Fact, Me, Search, What
from duly.core.worktime import DaysOff, WorkCalendar, zone
from duly.formats import factsfile
from duly.services import feed, taking_over
from duly.services.planning import Planned

_TOKEN: Final = re.compile(r"\{(-?\d+)(?: (\d\d):(\d\d)|(h))?\}")


def start_afresh() -> None:
    """Remove the demo's database, with whatever was tried out in it, and stop its page.

    Raises:
        StoreError: Another database is open: only the demo's own is ever removed.
    """
    path = places.demo_database()
    if places.database() != path:
        raise StoreError("the demo's database is not the one that is open", where=str(path))
    running.stop(path)
    for name in feed.kept_secrets(path) if path.exists() else ():
        secrets.forget(name)
    for each in (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm"))):
        with suppress(FileNotFoundError):
            each.unlink()


def fill(me: Me, at: datetime) -> Planned:
    """Fill the demo's empty database with a search, as it stands at the present.

    Args:
        me: Whose zone and country the demo's job seeker shares.
        at: The present.
    """
    return taking_over.take_over(search(me, at), at, "demo")


def search(me: Me, at: datetime) -> Search:
    """Return the demo's search."""
    text = Path(__file__).with_name("demo.toml").read_text(encoding="utf-8")
    calendar = WorkCalendar(zone(me.time_zone), DaysOff())
    told = _TOKEN.sub(lambda found: _time(found, calendar, at), text)
    told = told.replace("{zone}", me.time_zone).replace('country = "{country}"', _country(me))
    found = factsfile.read(told, "demo.toml")
    return _with_promises(found)


def _country(me: Me) -> str:
    return f'country = "{me.country}"' if me.country else ""


def _time(found: re.Match[str], calendar: WorkCalendar, at: datetime) -> str:
    """Return the date or the time that a token names; nothing that is over lies in the future."""
    count, hour, minute, hours = found.groups()
    if hours:
        return f"{_hours_ago(-int(count), calendar, at):%Y-%m-%dT%H:%M:00Z}"
    today = calendar.day(at)
    days = int(count)
    day = calendar.after(today, days) if days > 0 else calendar.before(today, -days)
    if hour is None:
        return day.isoformat()
    return f"{_at(day, int(hour), int(minute))}"


def _hours_ago(hours: int, calendar: WorkCalendar, at: datetime) -> datetime:
    """Return an instant so many hours ago, or before the last evening: nobody meets at night."""
    instant = at - timedelta(hours=hours)
    if calendar.is_business(calendar.day(instant)) and 9 <= calendar.local(instant).hour < 18:
        return instant
    evening = calendar.last_in_hours(at)
    return evening.replace(minute=0) - timedelta(hours=hours)


def _at(day: date, hour: int, minute: int) -> str:
    return datetime.combine(day, time(hour, minute)).isoformat()


def _with_promises(search: Search) -> Search:
    """Add the promises that the debriefs tell of, as finishing one by hand would."""
    ended = {
        fact.opportunity: fact.at
        for fact in sorted(search.facts, key=lambda fact: fact.at)
        if fact.what is What.INTERVIEW
    }
    promises = tuple(
        Fact(
            ended[each.opportunity],
            What.PROMISE,
            each.opportunity,
            by=each.promise_on,
            may_call=each.may_call,
        )
        for each in search.debriefs
        if each.promise_on
    )
    return replace(search, facts=(*search.facts, *promises))

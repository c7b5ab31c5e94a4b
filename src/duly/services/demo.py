"""A believable search to look around in, in a database of its own.

It is told in `demo.toml`, relative to the present, so that there is always something due. Its mails
stand in `demo_mail.toml` and are read as anybody's are: some note themselves, the others ask.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from duly.adapters import places, running, secrets
from duly.adapters.base import Form, Found
from duly.adapters.memory import MemorySource
from duly.core.errors import StoreError
from duly.core.model import Fact, Me, Search, What
from duly.core.worktime import DaysOff, WorkCalendar, zone
from duly.formats import factsfile
from duly.services import feed, planning, reading, taking_over
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
    taking_over.take_over(search(me, at), at, "demo")
    source = MemorySource(mails(me, at), name="The demo's mailbox")
    reading.read(source, at, reading.Wish(), lambda _passed, _look: None)
    return planning.what_if(at)


def search(me: Me, at: datetime) -> Search:
    """Return the demo's search."""
    told = _told("demo.toml", WorkCalendar(zone(me.time_zone), DaysOff()), at, date.isoformat)
    told = told.replace("{zone}", me.time_zone).replace('country = "{country}"', _country(me))
    found = factsfile.read(told, "demo.toml")
    return _with_promises(found)


def mails(me: Me, at: datetime) -> list[Found]:
    """Return the demo's mails, as a mail server would hand them over, the oldest first."""
    calendar = WorkCalendar(zone(me.time_zone), DaysOff())
    told = tomllib.loads(_told("demo_mail.toml", calendar, at, _written))["mail"]
    for each in told:
        sent_at = each["at"]
        local = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=calendar.zone)
        each["at"] = local.astimezone(calendar.zone)
    told.sort(key=lambda each: each["at"])
    own = f"<{search(me, at).me.email}>"
    return [
        Found(Form.MAIL, f"Mailbox, message {number}", _message(each), sent=own in each["from"])
        for number, each in enumerate(told, 1)
    ]


def _message(told: dict[str, Any]) -> bytes:
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = told["from"], told["to"]
    message["Subject"], message["Date"] = told["subject"], format_datetime(told["at"])
    message["Message-ID"] = f"<{told['at']:%Y%m%d%H%M}@mail.example>"
    message.set_content(told["text"].strip() + "\n")
    if "html" in told:
        message.add_alternative(told["html"], subtype="html")
    return bytes(message)


def _told(name: str, calendar: WorkCalendar, at: datetime, day: Callable[[date], str]) -> str:
    """Return a file of the demo with its tokens replaced, days written in some manner."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return _TOKEN.sub(lambda found: _time(found, calendar, at, day), text)


def _written(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _country(me: Me) -> str:
    return f'country = "{me.country}"' if me.country else ""


def _time(
    found: re.Match[str], calendar: WorkCalendar, at: datetime, written: Callable[[date], str]
) -> str:
    """Return the date or the time that a token names; nothing that is over lies in the future."""
    count, hour, minute, hours = found.groups()
    if hours:
        return f"{_hours_ago(-int(count), calendar, at):%Y-%m-%dT%H:%M:00Z}"
    today = calendar.day(at)
    days = int(count)
    day = calendar.after(today, days) if days > 0 else calendar.before(today, -days)
    if hour is None:
        return written(day)
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

"""The plan in the user's own calendar: written to a file, or published at a secret address.

The address is secret by 256 random bits in it. They lie where passwords do (`adapters.secrets`),
since the user must be able to see the address again; the database has only their hash, which is all
that comparing takes. So neither the database nor a backup of it gives the address away, and what
was revoked stays so: the hash goes first, at once, and a backup from before finds no secret to it.
Derived from a kept key and a number in the database, a revoked address would come back with an
older backup.
"""

from __future__ import annotations

import hmac
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final, NamedTuple

from duly.adapters import places, publishing, running, secrets
from duly.adapters.secrets import Secret, SecretsError
from duly.core.errors import NeedsUserError, NothingToDoError
from duly.formats import agenda, calendarwriter
from duly.formats.agenda import OVER, Form, Issue
from duly.formats.calendarwriter import Heading
from duly.services import opening, plan_file, planning
from duly.services.planning import Planned
from duly.store import copying, feed
from duly.store.connection import Database, Direct
from duly.store.feed import Settings

_REMEMBERED: Final = timedelta(days=14)
"""How long a file says of an entry that it was taken away."""
_TOKEN_BYTES: Final = 32


class Written(NamedTuple):
    """A calendar as a file has it.

    Attributes:
        entries: How many there are.
        gone: How many it says are done or called off.
    """

    data: bytes
    entries: int
    gone: int
    form: Form
    full: bool


class Published(NamedTuple):
    """A calendar as it is handed out over HTTP.

    Attributes:
        etag: Strong, with its quotes (RFC 9110 §8.8.3).
        last_modified: In UTC, to the second.
    """

    data: bytes
    etag: str
    last_modified: datetime


class Address(NamedTuple):
    """Where the calendar is published.

    Attributes:
        running: The server that hands it out is running.
    """

    url: str
    running: bool


# How the user wants it


def chosen() -> Settings:
    """Return how the user wants the calendar."""
    with opening.opened() as database:
        return feed.settings(database)


def choose(*, form: Form | None = None, full: bool | None = None) -> None:
    """Remember how the user wants the calendar; what is left out stays as it is."""
    wanted: dict[str, Any] = {"form": form, "full": full}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if changes:
        with opening.opened() as database, database.writing():
            feed.keep(database, feed.settings(database)._replace(**changes))


# What it says


def written(at: datetime) -> Written:
    """Return the calendar as it is to be written to a file.

    A program that imports a file does not take away what is no longer in it, so for two weeks it
    says so of what was done or called off.

    Raises:
        NoProfileError: Nobody has said yet who is searching.
        StoreError: The database cannot be read or written.
    """
    planned = planning.today(at.astimezone(UTC))
    with opening.opened() as database:
        issues, settings = _brought_up(database, planned)
    current = [each for each in issues if each.ended_at is None]
    gone = [each for each in issues if _is_told(each, planned.plan.at)]
    both = sorted([*current, *gone], key=lambda each: each.entry.uid)
    data = calendarwriter.write(both, _heading(planned))
    return Written(data, len(current), len(gone), settings.form, settings.full)


def _is_told(issue: Issue, at: datetime) -> bool:
    if issue.ended_at is None or issue.ending == OVER:
        return False
    return issue.ended_at >= at - _REMEMBERED


def published(token: str, at: datetime) -> Published | None:
    """Return the calendar for whoever asks at its secret address; None at any other one.

    A program that subscribes takes away by itself what is no longer in it.

    Args:
        token: What the address ends in.
        at: The present.

    Raises:
        StoreError: The database cannot be read or written.
    """
    with opening.opened() as database:
        if not _is_current(token, feed.settings(database)):
            return None
        at = at.astimezone(UTC)
        planned = planning.today(at)
        issues, _ = _brought_up(database, planned)
        data = calendarwriter.write(
            (each for each in issues if each.ended_at is None), _heading(planned)
        )
        return _stamped(database, data, at)


def _is_current(token: str, settings: Settings) -> bool:
    """Tell whether a token is the one in force; how long that takes gives nothing away."""
    same = hmac.compare_digest(_hash(token), settings.token_hash)
    return same and bool(settings.token_hash)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "backslashreplace")).hexdigest()


def _stamped(database: Direct, data: bytes, at: datetime) -> Published:
    """Note when the bytes became what they are."""
    digest = sha256(data).hexdigest()
    settings = feed.settings(database)
    if digest != settings.digest or settings.changed_at is None:
        at = max(at.replace(microsecond=0), settings.changed_at or at)
        with database.writing():
            settings = feed.settings(database)._replace(digest=digest, changed_at=at)
            feed.keep(database, settings)
    changed_at = settings.changed_at or at
    return Published(data, f'"{digest[:32]}"', changed_at.replace(microsecond=0))


def _brought_up(database: Direct, planned: Planned) -> tuple[list[Issue], Settings]:
    """Return all entries as they are to be given out, and note what is new in them."""
    seen = database.seen()
    with database.reading():
        settings = feed.settings(database)
        known, issues = _reissued(database, planned, settings)
    if issues != known:
        with database.writing():
            if database.seen() != seen:
                settings = feed.settings(database)
                known, issues = _reissued(database, planned, settings)
            new = [each for uid, each in issues.items() if known.get(uid) != each]
            feed.note(database, new, known)
    return list(issues.values()), settings


def _reissued(
    database: Database, planned: Planned, settings: Settings
) -> tuple[dict[str, Issue], dict[str, Issue]]:
    at = planned.plan.at
    calendars = plan_file.calendars_for(planned.search, at)
    entries = agenda.entries(
        planned.search, planned.plan, calendars, settings.form, full=settings.full
    )
    known = feed.issues(database)
    done = feed.carried_out(database, at - _REMEMBERED)
    return known, agenda.reissue(entries, known, at, done)


def _heading(planned: Planned) -> Heading:
    name = "Duly (demo)" if places.database() == places.demo_database() else "Duly"
    return Heading(name, planned.search.me.time_zone)


def write(file: Path, at: datetime, *, force: bool = False) -> Written:
    """Write the calendar to a file, readable by the user only.

    An older calendar of Duly's is written over, so that it can be written every hour.

    Raises:
        ThereAlreadyError: There is another file of that name, and nobody said that it may go.
        PublishingError: It cannot be written.
        StoreError: The database cannot be read or written.
    """
    target = file.expanduser().absolute()
    made = written(at)
    with publishing.new_file(target, force=force or _is_ours(target)) as part:
        part.write_bytes(made.data)
    return made


def _is_ours(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            return calendarwriter.is_ours(file.read(2000))
    except OSError:
        return False


# Its address


def address() -> Address:
    """Return the secret address of the calendar; at first, make one.

    It is that of the page's server, running now or the last that did: it asks for the same port
    each time.

    Raises:
        NeedsUserError: There is one, but what it is kept in does not answer.
        SecretsError: It cannot be kept.
        StoreError: The database cannot be read or written.
    """
    token = _token()
    server = running.server_of(places.database())
    known = server or running.last_of(places.database())
    return Address(f"{known.address}/feed/{token.reveal()}.ics", server is not None)


def _token() -> Secret:
    known = chosen().token_hash
    if not known:
        known = _make_token()
    token = secrets.get(_name(known))
    if token is None:
        raise NeedsUserError(
            "the address is kept in a keyring that does not answer",
            mend="Ask again where you are signed in at the desktop; or have it revoked and make "
            "a new one: duly feed revoke, then duly feed address.",
        )
    return token


def _make_token() -> str:
    """Make a token and return its hash, or that of whoever was faster."""
    token = token_urlsafe(_TOKEN_BYTES)
    mine = _hash(token)
    secrets.store(_name(mine), Secret(token))
    with opening.opened() as database, database.writing():
        settings = feed.settings(database)
        if not settings.token_hash:
            settings = settings._replace(token_hash=mine)
            feed.keep(database, settings)
    if settings.token_hash != mine:
        secrets.forget(_name(mine))
    return settings.token_hash


def _name(token_hash: str) -> str:
    """Return what a token is kept under: no two databases, and no two addresses, share one."""
    return f"calendar feed {token_hash[:16]}"


def revoke() -> None:
    """Have the address answer nobody from now on.

    Raises:
        NothingToDoError: There is none.
        SecretsError: It is dead, but cannot be deleted where it is kept.
    """
    with opening.opened() as database, database.writing():
        settings = feed.settings(database)
        if not settings.token_hash:
            raise NothingToDoError(
                "the calendar is not published", mend="To publish it: duly feed address"
            )
        feed.keep(database, settings._replace(token_hash=""))
    secrets.forget(_name(settings.token_hash))


# When a database is copied or goes


def kept_secrets(path: Path) -> list[str]:
    """Return the names that a database's address is kept under; an older one has none."""
    with suppress(sqlite3.Error, OSError), closing(copying.opened(path)) as database:
        rows = database.execute("SELECT token_hash FROM store_feed WHERE token_hash <> ''")
        return [_name(token_hash) for (token_hash,) in rows]
    return []


def leave_revoked(path: Path) -> None:
    """Have a restored database publish nothing at an address that was revoked since.

    Args:
        path: Its file; its tables are up to date, and nobody else has it open.
    """
    for name in kept_secrets(path):
        found = None
        with suppress(SecretsError):
            found = secrets.get(name)
        if found is None:
            with closing(Direct(path)) as database, database.writing():
                feed.keep(database, feed.settings(database)._replace(token_hash=""))

"""The published calendar: how the user wants it, and what programs were given last.

Plain SQL, so that a calendar program that looks again every hour needs no Django.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this package only

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from duly.formats.agenda import Entry, Form, Issue, Sort, uid
from duly.store import shown
from duly.store.connection import Database, Row
from duly.store.mapping import instant, stamp

_SETTINGS: Final = ("form", "full", "token_hash", "digest", "changed_at")
_ENTRY: Final = (
    "uid", "about", '"to"', "occasion", "sort", "summary", "starts", "ends", "digest",
    "sequence", "stamped_at", "ended_at", "ending",
)  # fmt: skip
_ISSUES: Final = (
    f"SELECT o.slug, {', '.join(f'e.{name}' for name in _ENTRY)} FROM store_feedentry e "
    "JOIN store_opportunity o ON o.id = e.opportunity_id"
)
_INSERT: Final = (
    f"INSERT INTO store_feedentry ({', '.join(_ENTRY)}, opportunity_id) "
    f"SELECT {', '.join('?' * len(_ENTRY))}, id FROM store_opportunity WHERE slug = ?"
)
_UPDATE: Final = (
    f"UPDATE store_feedentry SET {', '.join(f'{name} = ?' for name in _ENTRY[1:])} WHERE uid = ?"
)
_CARRIED_OUT: Final = (
    'SELECT o.slug, a.step, a."to", a.occasion FROM store_action a '
    "JOIN store_opportunity o ON o.id = a.opportunity_id WHERE a.ending = ? AND a.ended_at >= ?"
)


class Settings(NamedTuple):
    """How the user wants the calendar.

    Attributes:
        token_hash: Of the secret part of its address; empty where it is not published.
        digest: Of the bytes that were published last.
        changed_at: When they became what they are.
    """

    form: Form = Form.EVENTS
    full: bool = False
    token_hash: str = ""
    digest: str = ""
    changed_at: datetime | None = None


def settings(database: Database) -> Settings:
    """Return how the user wants the calendar."""
    rows = database.rows(f"SELECT {', '.join(_SETTINGS)} FROM store_feed")
    if not rows:
        return Settings()
    form, full, token_hash, digest, changed_at = rows[0]
    at = instant(changed_at) if changed_at else None
    return Settings(Form(form), bool(full), token_hash, digest, at)


def keep(database: Database, wanted: Settings) -> None:
    """Keep how the user wants the calendar.

    Args:
        database: In a transaction.
        wanted: All of it.
    """
    values = (
        *(wanted.form.value, wanted.full, wanted.token_hash, wanted.digest),
        stamp(wanted.changed_at) if wanted.changed_at else None,
    )
    if database.rows("SELECT 1 FROM store_feed"):
        columns = ", ".join(f"{name} = ?" for name in _SETTINGS)
        database.change(f"UPDATE store_feed SET {columns}", values)
    else:
        marks = ", ".join("?" * len(_SETTINGS))
        columns = ", ".join(_SETTINGS)
        database.change(f"INSERT INTO store_feed (id, {columns}) VALUES (1, {marks})", values)


def issues(database: Database) -> dict[str, Issue]:
    """Return what calendar programs were given last, by UID; what was taken away, too."""
    return {row[1]: _issue(row) for row in database.rows(_ISSUES)}


def _issue(row: Row) -> Issue:
    (slug, _, about, to, occasion, sort, summary, starts, ends, digest,
     sequence, stamped_at, ended_at, ending) = row  # fmt: skip
    entry = Entry(
        slug, about, summary, _time(starts) if starts else None, _time(ends), to, occasion,
        Sort(sort),
    )  # fmt: skip
    ended = instant(ended_at) if ended_at else None
    return Issue(entry, digest, sequence, instant(stamped_at), ended, ending)


def _time(text: str) -> date:
    """Return a day, or an instant."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def note(database: Database, given: Iterable[Issue], known: Mapping[str, Issue]) -> None:
    """Note what calendar programs are given from now on.

    Args:
        database: In a transaction.
        given: What is new, or not as it was.
        known: What is there already, by UID.
    """
    for issue in given:
        columns = _columns(issue)
        if issue.entry.uid in known:
            database.change(_UPDATE, (*columns[1:], columns[0]))
        else:
            database.change(_INSERT, (*columns, issue.entry.opportunity))


def _columns(issue: Issue) -> tuple[Any, ...]:
    entry = issue.entry
    return (
        *(entry.uid, entry.about, entry.to, entry.occasion, entry.sort.value, entry.summary),
        *(entry.starts.isoformat() if entry.starts else "", entry.ends.isoformat()),
        *(issue.digest, issue.sequence, stamp(issue.stamped_at)),
        *(stamp(issue.ended_at) if issue.ended_at else None, issue.ending),
    )


def carried_out(database: Database, since: datetime) -> frozenset[str]:
    """Return the UIDs of actions that were carried out since an instant."""
    rows = database.rows(_CARRIED_OUT, (shown.DONE, stamp(since)))
    return frozenset(
        uid(slug, step, to, occasion, sort) for slug, step, to, occasion in rows for sort in Sort
    )

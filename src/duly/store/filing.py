"""Mails as rows ↔ the values of `recognise`. Knows no Django, like `mapping`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from duly.formats.message import Mailbox
from duly.recognise.filed import Filed
from duly.recognise.interview import Interview
from duly.recognise.meaning import MailMeaning
from duly.recognise.people import Contact
from duly.recognise.recogniser import Evidence, Recognition
from duly.store import mapping
from duly.store.connection import Database, Row

_COLUMNS: Final = (
    'm.id, m."key", m.sent_at, m.sender, m.sender_name, CAST(m.readers AS TEXT), m.subject, '
    'm.in_reply_to, m."references", m.text, CAST(m.recognition AS TEXT), '
    "CAST(m.calendars AS TEXT), CAST(m.failed AS TEXT), COALESCE(o.slug, '')"
)
_FROM: Final = "FROM store_mail m LEFT JOIN store_opportunity o ON o.id = m.opportunity_id"


def mails(database: Database, where: str, parameters: tuple[Any, ...] = ()) -> list[Filed]:
    """Return the mails that a condition on `m` and `o` holds for, oldest first."""
    rows = database.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY m.sent_at, m.id",  # noqa: S608 - ours
        parameters,
    )
    return [_filed(row) for row in rows]


def _filed(row: Row) -> Filed:
    (id, key, sent_at, sender, sender_name, readers, subject, in_reply_to, references, text,
     recognition, calendars, failed, opportunity) = row  # fmt: skip
    return Filed(
        id,
        key,
        mapping.instant(sent_at),
        Mailbox(sender, sender_name),
        tuple(Mailbox(address, name) for address, name in json.loads(readers)),
        subject,
        thread(in_reply_to, tuple(references.split())),
        text,
        recognition_from(json.loads(recognition)),
        tuple(each.encode() for each in json.loads(calendars)),
        tuple(json.loads(failed)),
        opportunity,
    )


def thread(in_reply_to: str, references: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a mail answers, the nearest first (RFC 5322 §3.6.4)."""
    ids = dict.fromkeys((in_reply_to, *reversed(references)))
    return tuple(each for each in ids if each)


def recognition_json(found: Recognition) -> dict[str, Any]:
    """Return what a mail means as JSON can hold it."""
    return {
        **{name: getattr(found, name) for name in ("confidence", "company", "role", "may_call")},
        "meaning": found.meaning.value,
        "automatic": found.automatic,
        "people": [asdict(each) for each in found.people],
        "interview": _interview_json(found.interview),
        "promise_on": found.promise_on.isoformat() if found.promise_on else None,
        "answer_by": found.answer_by.isoformat() if found.answer_by else None,
        "absent_until": found.absent_until.isoformat() if found.absent_until else None,
        "evidence": [asdict(each) for each in found.evidence],
    }


def _interview_json(found: Interview | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        **asdict(found),
        "starts_at": found.starts_at.isoformat() if found.starts_at else None,
        "ends_at": found.ends_at.isoformat() if found.ends_at else None,
    }


def recognition_from(kept: dict[str, Any]) -> Recognition:
    """Return what a mail means, as it was kept."""
    return Recognition(
        meaning=MailMeaning(kept["meaning"]),
        confidence=kept["confidence"],
        company=kept["company"],
        role=kept["role"],
        people=tuple(Contact(**each) for each in kept["people"]),
        interview=_interview(kept["interview"]),
        promise_on=_day(kept["promise_on"]),
        may_call=kept["may_call"],
        answer_by=_moment(kept["answer_by"]),
        absent_until=_day(kept["absent_until"]),
        automatic=kept["automatic"],
        evidence=tuple(Evidence(**each) for each in kept["evidence"]),
    )


def _interview(kept: dict[str, Any] | None) -> Interview | None:
    if kept is None:
        return None
    moments = {name: _moment(kept[name]) for name in ("starts_at", "ends_at")}
    return Interview(**{**kept, **moments})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

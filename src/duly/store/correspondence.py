"""Mails as rows ↔ the values of `recognise`, and what they are matched by. Knows no Django."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from duly.core.model import Fact
from duly.formats.message import Mailbox
from duly.recognise.filed import Filed
from duly.recognise.interview import Interview
from duly.recognise.meaning import MailMeaning
from duly.recognise.people import Contact
from duly.recognise.recogniser import Evidence, Recognition
from duly.store import mapping, queries
from duly.store.connection import Database, Row

_COLUMNS: Final = (
    'm.id, m."key", m.sent_at, m.sender, m.sender_name, CAST(m.readers AS TEXT), m.subject, '
    'm.in_reply_to, m."references", m.text, CAST(m.recognition AS TEXT), '
    "CAST(m.calendars AS TEXT), CAST(m.failed AS TEXT), COALESCE(o.slug, '')"
)
_FACT: Final = queries.column_list(mapping.FACT_COLUMNS, "f")
_FROM: Final = "FROM store_mail m LEFT JOIN store_opportunity o ON o.id = m.opportunity_id"


def mails(database: Database, where: str, parameters: tuple[Any, ...] = ()) -> list[Filed]:
    """Return the mails that a condition on `m` and `o` holds for, oldest first."""
    rows = database.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY m.sent_at, m.id",
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


class Layout(NamedTuple):
    """What a mail was besides its words.

    Attributes:
        html: How it was laid out, as far as that is harmless; empty for plain text.
        attachments: Names of the files it carries.
    """

    html: str
    attachments: tuple[str, ...]


def layout(database: Database, mail: int) -> Layout:
    """Return how a mail that is kept was laid out."""
    ((html, attachments),) = database.rows(
        "SELECT html, CAST(attachments AS TEXT) FROM store_mail WHERE id = ?", (mail,)
    )
    return Layout(html, tuple(json.loads(attachments)))


class Fate(NamedTuple):
    """What became of a mail, and where it lies.

    Attributes:
        state: A `MailState`.
        decided_at: When it was applied, struck out or dismissed; None while it waits.
        by_user: The user decided it, not Duly.
        where: For people: "INBOX, message 812".
        source: What it was read from, as its adapter calls it; empty where that is gone.
    """

    mail: Filed
    state: str
    decided_at: datetime | None
    by_user: bool
    where: str
    source: str


def fates(
    database: Database, where: str, parameters: tuple[Any, ...] = (), most: int = -1
) -> list[Fate]:
    """Return what became of the mails that a condition holds for; who decides last comes first.

    Args:
        database: Where they are kept.
        where: On `m` and `o`.
        parameters: Of the condition.
        most: So many of them; -1 for all.
    """
    rows = database.rows(
        'SELECT m.id, m.state, m.decided_at, m.by_user, m."where", '  # noqa: S608 - ours
        f"COALESCE((SELECT name FROM store_source s WHERE s.id = m.source_id), '') {_FROM} "
        f"WHERE {where} ORDER BY m.decided_at DESC, m.id DESC LIMIT ?",
        (*parameters, most),
    )
    ids = json.dumps([row[0] for row in rows])
    chosen = mails(database, "m.id IN (SELECT value FROM json_each(?))", (ids,))
    known = {each.id: each for each in chosen}
    return [
        Fate(known[id], state, mapping.instant(at) if at else None, bool(by_user), place, source)
        for id, state, at, by_user, place, source in rows
    ]


def asking(database: Database) -> int:
    """Return how many mails ask for the user's word."""
    return int(database.rows("SELECT COUNT(*) FROM store_mail WHERE state = 'asking'")[0][0])


class Headline(NamedTuple):
    """What a list shows of a mail.

    Attributes:
        sender: By name where one is given.
        sent_at: UTC.
        opportunity: Its own, or empty.
    """

    number: int
    subject: str
    sender: str
    sent_at: datetime
    opportunity: str


def headlines(database: Database, words: list[str], most: int) -> list[Headline]:
    """Return the last mails that have every one of some words in their subject or sender."""
    has = "(e.subject || ' ' || e.sender || ' ' || e.sender_name) LIKE ? ESCAPE '\\'"
    every = " AND ".join([has] * len(words))
    # Found in the index alone ("headline"), for which the inner query must need nothing else.
    found = f"SELECT e.id FROM store_mail e WHERE {every} ORDER BY e.sent_at DESC LIMIT ?"  # noqa: S608
    rows = database.rows(
        "SELECT m.id, m.subject, m.sender, m.sender_name, m.sent_at, o.slug "  # noqa: S608 - ours
        "FROM store_mail m LEFT JOIN store_opportunity o ON o.id = m.opportunity_id "
        f"WHERE m.id IN ({found}) ORDER BY m.sent_at DESC",
        [*(f"%{_literally(word)}%" for word in words), most],
    )
    return [
        Headline(number, subject, name or sender, mapping.instant(sent_at), slug or "")
        for number, subject, sender, name, sent_at, slug in rows
    ]


def _literally(word: str) -> str:
    """Return a word as a pattern that means just that word."""
    return "".join(f"\\{each}" if each in "%_\\" else each for each in word)


def last_with(database: Database, opportunity: str, addresses: frozenset[str]) -> Filed | None:
    """Return the last mail of an opportunity from or to somebody, by their addresses."""
    found = mails(database, "o.slug = ?", (opportunity,))
    for mail in reversed(found):
        around = {mail.sender.address, *(box.address.lower() for box in mail.readers)}
        if around & addresses:
            return mail
    return None


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
        **({"letter": found.letter} if found.letter else {}),
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
        letter=kept.get("letter", ""),
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


# What mails are matched by


def lessons(database: Database) -> list[tuple[str, dict[str, Any], str]]:
    """Return what the user taught: sender, wording, and meaning; the latest last."""
    rows = database.rows(
        "SELECT sender, CAST(wording AS TEXT), meaning FROM store_lesson ORDER BY id"
    )
    return [(sender, mapping.answer(words), meaning) for sender, words, meaning in rows]


def people_by_address(database: Database) -> dict[str, frozenset[str]]:
    """Return the ids of the people of each address, in lower case; an inbox may be shared."""
    found: dict[str, set[str]] = defaultdict(set)
    for email, slug in database.rows(
        "SELECT LOWER(p.email), p.slug FROM store_person p WHERE p.email <> '' UNION "
        "SELECT a.email, p.slug FROM store_address a JOIN store_person p ON p.id = a.person_id"
    ):
        found[email].add(slug)
    return {email: frozenset(slugs) for email, slugs in found.items()}


_ASKED_AT_ONCE: Final = 500


def threads(database: Database, ids: Sequence[str]) -> dict[str, str]:
    """Return the opportunity of each of some Message-IDs that a settled mail has or answers.

    Where mails of two opportunities answer one, it is that of the later mail. A letter of Duly's
    has its opportunity whether or not its copy among the sent mail was kept and read.
    """
    found: dict[str, str] = {}
    for begin in range(0, len(ids), _ASKED_AT_ONCE):
        some = ids[begin : begin + _ASKED_AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = database.rows(
            "SELECT e.message, o.slug FROM ("  # noqa: S608 - ours
            f'SELECT "key" AS message, id AS mail FROM store_mail WHERE "key" IN ({marks}) UNION '
            f"SELECT message_id, mail_id FROM store_answered WHERE message_id IN ({marks})) e "
            "JOIN store_mail m ON m.id = e.mail "
            "JOIN store_opportunity o ON o.id = m.opportunity_id ORDER BY m.sent_at, m.id",
            (*some, *some),
        )
        letters = database.rows(
            "SELECT g.message_id, o.slug FROM store_outgoing g "  # noqa: S608 - ours
            f"JOIN store_opportunity o ON o.id = g.opportunity_id WHERE g.message_id IN ({marks})",
            tuple(some),
        )
        found.update(dict([*letters, *rows]))  # the last of a name stays
    return found


def events(database: Database) -> dict[str, tuple[str, str]]:
    """Return the opportunity and the organizer of each calendar event noted, by its UID."""
    rows = database.rows(
        "SELECT i.uid, o.slug, LOWER(i.organizer) FROM store_invitation i "
        "JOIN store_opportunity o ON o.id = i.opportunity_id"
    )
    return {uid: (slug, organizer) for uid, slug, organizer in rows}


class Sent(NamedTuple):
    """The calendars of one mail.

    Attributes:
        state: What became of the mail.
    """

    mail: int
    sender: str
    state: str
    calendars: tuple[bytes, ...]


def mails_about(database: Database, uids: set[str]) -> set[int]:
    """Return the numbers of the mails about any of some calendar events, by their UIDs."""
    if not uids:
        return set()
    rows = database.rows("SELECT id, uid FROM store_mail WHERE uid > ''")
    return {id for id, theirs in rows if not uids.isdisjoint(theirs.split("\n"))}


def calendars_of(database: Database, mail: int) -> Sent:
    """Return the calendars of a mail that is kept."""
    rows = database.rows(
        "SELECT id, sender, state, CAST(calendars AS TEXT) FROM store_mail WHERE id = ?", (mail,)
    )
    id, sender, state, calendars = rows[0]
    return Sent(id, sender, state, tuple(each.encode() for each in mapping.answer(calendars)))


def facts_from_mail(database: Database, opportunity: str) -> list[Fact]:
    """Return the facts of an opportunity that came from mails, in force or not."""
    rows = database.rows(
        f"SELECT o.slug, {_FACT} FROM store_fact f "  # noqa: S608 - ours
        "JOIN store_opportunity o ON o.id = f.opportunity_id "
        "WHERE o.slug = ? AND f.source LIKE 'mail:%'",
        (opportunity,),
    )
    return [mapping.fact(row[0], row[1:]) for row in rows]


def log_of_source(database: Database, source: str) -> list[Fact]:
    """Return the facts in force that came from a source, such as "mail:12"."""
    gone = queries.corrected(database)
    rows = database.rows(
        f"SELECT f.id, o.slug, {_FACT} FROM store_fact f "  # noqa: S608 - ours
        "JOIN store_opportunity o ON o.id = f.opportunity_id "
        "WHERE f.source = ? AND NOT f.retracts ORDER BY f.id",
        (source,),
    )
    return [mapping.fact(row[1], row[2:]) for row in rows if row[0] not in gone]


def facts_of_letter(database: Database, mark: str) -> list[Fact]:
    """Return the facts in force that came from mails which are one letter: its copies."""
    rows = database.rows(
        "SELECT id FROM store_mail WHERE CAST(recognition AS TEXT) LIKE ?", (f'%"{mark}"%',)
    )
    return [fact for (id,) in rows for fact in log_of_source(database, f"mail:{id}")]


def copies_of_letter(database: Database, mark: str) -> list[tuple[str, datetime]]:
    """Return where the user's own mails lie that are a letter, and when each is dated."""
    if not mark:
        return []
    rows = database.rows(
        'SELECT "where", sent_at FROM store_mail WHERE meaning = ? '
        "AND CAST(recognition AS TEXT) LIKE ? ORDER BY id",
        (MailMeaning.SENT_BY_ME.value, f'%"{mark}"%'),
    )
    return [(where, mapping.instant(sent_at)) for where, sent_at in rows]


def letters_sought(database: Database) -> bool:
    """Tell whether any letter may have left, and nobody knows."""
    return bool(
        database.rows(
            "SELECT 1 FROM store_outgoing WHERE stage IN ('unsure', 'quarantined') LIMIT 1"
        )
    )


def letter_is_sent(database: Database, letter: int) -> bool:
    """Tell whether the outbox has noted a letter as sent, by its number."""
    return bool(
        database.rows(
            "SELECT 1 FROM store_outgoing WHERE letter_id = ? AND stage = 'sent' LIMIT 1",
            (letter,),
        )
    )


def own_addresses(database: Database) -> tuple[str, ...]:
    """Return the user's addresses at the mailboxes that are read."""
    rows = database.rows("SELECT address FROM store_source WHERE kind = 'imap' ORDER BY id")
    return tuple(address for (address,) in rows)


def correspondents(database: Database) -> set[str]:
    """Return the addresses of everyone who wrote, and whom the user wrote to, in mails kept.

    Readers of others' mails are left out: among them are addresses of the user's own that nobody
    named, to which everything is sent.
    """
    found: set[str] = set()
    for sender, readers, meaning in database.rows(
        "SELECT sender, CAST(readers AS TEXT), meaning FROM store_mail"
    ):
        if meaning == MailMeaning.SENT_BY_ME:
            found.update(address.lower() for address, _ in json.loads(readers))
        else:
            found.add(sender)
    return found - {""}

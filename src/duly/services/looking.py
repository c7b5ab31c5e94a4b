"""Looking for letters that may have left: unsure ones, and those of a restored database.

They are looked for among the sent mail by both of their names, in every round and again after
growing pauses: a provider may put its copy there hours later. Found is sent, whatever the words
have become; not found is told to the user with the evidence, and only they say what is so. Nothing
here hands a letter over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from duly.core import outbox as stages
from duly.core.errors import DulyError
from duly.core.model import Me
from duly.core.outbox import LOOKED_FOR, Stage
from duly.core.worktime import spoken
from duly.services import cabinets, opening, outbox
from duly.services.cabinets import Mailboxes
from duly.services.dispatching import Clock
from duly.services.outbox import NotMineError
from duly.store import correspondence, mapping
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from duly.adapters.imapwriting import Cabinet, Copy, Search
    from duly.store import models

_WAITING = tuple(sorted(stage.value for stage in LOOKED_FOR))


class Sought(NamedTuple):
    """A letter to look for.

    Attributes:
        message_id: As it was approved, with angle brackets.
        mark: The value of our own header.
        since: When it can have left at the earliest.
    """

    number: int
    sender: str
    message_id: str
    mark: str
    since: datetime

    def within(self, cabinet: Cabinet) -> Search:
        """Look for it in one mailbox; see `Cabinet.search_sent`."""
        return cabinet.search_sent(self.message_id, self.mark, self.since)


class Looked(NamedTuple):
    """What came of looking for one letter.

    Attributes:
        stage: `sent` where it was found.
        why: The evidence, in a sentence.
        is_news: The user has not been told so before.
    """

    number: int
    stage: Stage
    why: str
    is_news: bool


# Which


def is_any_due(at: datetime) -> bool:
    """Tell whether any letter is to be looked for now."""
    with opening.opened() as database:
        rows = database.rows(
            "SELECT 1 FROM store_outgoing WHERE stage IN (?, ?) "
            "AND (look_at IS NULL OR look_at <= ?) LIMIT 1",
            (*_WAITING, mapping.stamp(at)),
        )
    return bool(rows)


@opening.use_case
def due(at: datetime, *, at_once: bool = False) -> list[Sought]:
    """Return the letters to look for now: those whose pause is over, or all of them."""
    from django.db.models import Q

    from duly.store import models

    rows = models.Outgoing.objects.filter(stage__in=_WAITING)
    if not at_once:
        rows = rows.filter(Q(look_at=None) | Q(look_at__lte=at))
    return [_sought(row) for row in rows.order_by("pk")]


def _sought(row: models.Outgoing) -> Sought:
    from duly.adapters.imapfinding import Names

    mark = Names.of(bytes(row.message)).letter_id
    return Sought(row.pk, row.sender, row.message_id, mark, row.approved_at)


# Found in what is read anyway


@opening.use_case
def notice(at: datetime) -> list[Looked]:
    """Note as sent whichever of them lies among the user's own mails that were read."""
    found = []
    for each in due(at, at_once=True):
        for where, dated_at in correspondence.copies_of_letter(ThroughDjango(), each.mark)[:1]:
            why = f"Found among your own mail: {where}, dated {dated_at:%d %B %Y %H:%M} UTC."
            found += _sent(each.number, at, why, dated_at)
    return found


def _sent(number: int, at: datetime, why: str, came_at: datetime | None) -> list[Looked]:
    """Note a letter as sent; nothing comes of it where another worker, or the user, was faster."""
    with suppress(NotMineError):
        outbox.sent(number, at, why, came_at)
        return [Looked(number, Stage.SENT, why, is_news=True)]
    return []


# Looked for among the sent mail


def look(me: Me, clock: Clock, *, at_once: bool = False) -> list[Looked]:
    """Look for every letter that may have left; return what came of it.

    Args:
        me: Times are told in their zone.
        clock: Tells the present; a mailbox may take its time.
        at_once: Do not wait for the end of a pause: the user asks.
    """
    outbox.tidy(clock())
    wanted = due(clock(), at_once=at_once)
    if not wanted:
        return []
    with cabinets.mailboxes() as mailboxes:
        return [one for each in wanted for one in _look_for(each, mailboxes, me, clock)]


def _look_for(sought: Sought, mailboxes: Mailboxes, me: Me, clock: Clock) -> list[Looked]:
    """Look for one letter wherever it may lie; one copy is enough."""
    looked_in: list[str] = []
    failed = "" if mailboxes.known else _NO_MAILBOX
    for mailbox in mailboxes.of(sought.sender):
        try:
            search = mailboxes.do(mailbox, sought.within)
        except DulyError as error:
            failed = failed or str(error)
            continue
        if search.copies:
            why = _evidence(mailbox.address, search.copies, sought, ZoneInfo(me.time_zone))
            return _sent(sought.number, clock(), why, search.copies[0].internal_date)
        looked_in.append(f"{', '.join(search.folders) or 'no folder'} of {mailbox.address}")
    if failed:
        return _nobody_knows(sought.number, clock(), failed)
    return _not_there(sought.number, clock(), "; ".join(looked_in))


_NO_MAILBOX = (
    "No mailbox is connected that could be looked through. Connect yours: duly connect "
    "you@provider.example"
)


# What is said of it


def _evidence(address: str, copies: Sequence[Copy], sought: Sought, zone: ZoneInfo) -> str:
    """Return where a letter was found, when it came there, and which of its names was found."""
    places = "; and ".join(_place(each, zone) for each in copies)
    names = " and ".join(_names(copies, sought))
    times = {1: "", 2: " twice"}.get(len(copies), f" {len(copies)} times")
    return f"Found{times} among the sent mail of {address}, by {names}: in {places}."


def _place(copy: Copy, zone: ZoneInfo) -> str:
    if copy.internal_date is None:
        return f"{copy.folder}, at a time its server does not tell"
    came = copy.internal_date.astimezone(zone)
    return f"{copy.folder}, where it came on {spoken(came.date())} {came:%H:%M} by its server"


def _names(copies: Sequence[Copy], sought: Sought) -> Iterator[str]:
    if any(sought.message_id and each.message_id == sought.message_id for each in copies):
        yield "its Message-ID"
    if any(sought.mark and each.letter_id == sought.mark for each in copies):
        yield "its header X-Duly-Letter"


@opening.use_case
def _not_there(number: int, at: datetime, places: str) -> list[Looked]:
    """Note that a letter was looked for and is not there (yet)."""
    row = _waiting(number)
    if row is None:
        return []
    is_first = row.looks == 0
    row.looks += 1
    row.looked_at, row.looked_in, row.look_failed = at, places, ""
    row.look_at = at + stages.pause_after_look(row.looks)
    _save(row)
    return [Looked(number, Stage(row.stage), f"It is not in {places} (yet).", is_first)]


@opening.use_case
def _nobody_knows(number: int, at: datetime, why: str) -> list[Looked]:
    """Note that a letter could not be looked for."""
    row = _waiting(number)
    if row is None:
        return []
    is_news = row.look_failed != why
    row.look_failed = why
    row.look_at = at + stages.NOBODY_KNOWS
    _save(row)
    return [Looked(number, Stage(row.stage), f"It could not be looked for: {why}", is_news)]


def _waiting(number: int) -> models.Outgoing | None:
    """Return the row of a letter unless it was settled while it was looked for."""
    from duly.store import models

    return models.Outgoing.objects.filter(pk=number, stage__in=_WAITING).first()


def _save(row: models.Outgoing) -> None:
    row.save(update_fields=["looks", "looked_at", "looked_in", "look_failed", "look_at"])

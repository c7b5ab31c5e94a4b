"""Copies of letters that have left, put among the user's own sent mail.

A copy is owed from the moment the server took its letter until it is there, so that neither a
mailbox that is away nor a worker that is killed loses it. Whoever puts one there has claimed it
first by moving the time at which it is tried again; what a dead worker may have put there is found
by its names, and not put there twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from duly.core.errors import DulyError
from duly.core.outbox import COPY_AGAIN, COPY_OWED
from duly.services import cabinets, opening
from duly.services.dispatching import Clock
from duly.store import mapping

if TYPE_CHECKING:
    from duly.adapters.imapwriting import Cabinet


class _Owed(NamedTuple):
    """A copy that is to be put among the sent mail.

    Attributes:
        number: Its letter's.
        sender: Whose sent mail.
    """

    number: int
    sender: str
    message: bytes
    left_at: datetime

    def into(self, cabinet: Cabinet) -> None:
        """Put it into one mailbox, unless it is there; see `Cabinet.keep_sent`."""
        cabinet.keep_sent(self.message, self.left_at)


def next_at() -> datetime | None:
    """Return when the next copy is to be put among the sent mail; None where none is owed."""
    with opening.opened() as database:
        rows = database.rows(
            "SELECT MIN(copy_at) FROM store_outgoing WHERE copy_at IS NOT NULL", ()
        )
    return mapping.instant(rows[0][0]) if rows[0][0] else None


def keep(clock: Clock) -> int:
    """Put every copy that is owed among the sent mail, unless its provider does; return how many.

    Raises:
        DulyError: The first reason why one could not be put there; it is tried again later.
    """
    kept, failed = 0, None
    with cabinets.mailboxes() as mailboxes:
        while owed := _claim(clock()):
            mailbox = mailboxes.leaves_from(owed.sender)
            if mailbox is None:
                continue  # it may be connected again
            try:
                mailboxes.do(mailbox, owed.into)
            except DulyError as error:
                failed = failed or error
            else:
                kept += 1
                _settle(owed.number)
    if failed:
        raise failed
    return kept


@opening.use_case
def _claim(at: datetime) -> _Owed | None:
    """Claim a copy that is owed; nobody else tries it for a while."""
    from duly.store import models

    rows = models.Outgoing.objects
    rows.filter(copy_at__isnull=False, ended_at__lt=at - COPY_OWED).update(copy_at=None)
    for row in rows.filter(copy_at__lte=at).order_by("pk"):
        mine = rows.filter(pk=row.pk, copy_at=row.copy_at).update(copy_at=at + COPY_AGAIN)
        if mine:
            return _Owed(row.pk, row.sender, bytes(row.message), row.ended_at or at)
    return None


@opening.use_case
def _settle(number: int) -> None:
    from duly.store import models

    models.Outgoing.objects.filter(pk=number).update(copy_at=None)

"""Letters among the drafts of the user's own mailbox, to be looked at and sent from there.

Nothing is noted when a draft is put there: it is not sent. The mark it bears tells what it was
written for once it lies among the sent mail, whatever its words have become (`filing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from duly.core.errors import NeedsUserError, NothingToDoError
from duly.core.model import Me
from duly.core.told import told
from duly.letters.material import LetterKind
from duly.services import accounts, letters

if TYPE_CHECKING:
    from duly.adapters.imapwriting import Cabinet
    from duly.services.letters import Page

_NO_MAIL: Final = {
    LetterKind.CARD: "a card",
    LetterKind.LINKEDIN: "a LinkedIn note",
    LetterKind.CALL: "a script for a call",
    LetterKind.VOICEMAIL: "a voicemail",
}


class Placed(NamedTuple):
    """A letter that lies among the drafts.

    Attributes:
        to: Whom it is for, by id.
        address: Of the mailbox.
        folder: As people read its name.
    """

    to: str
    address: str
    folder: str


def put(pages: Sequence[Page], me: Me, address: str, at: datetime, zone: ZoneInfo) -> list[Placed]:
    """Put letters among the drafts, each in its conversation; one that lies there stays alone.

    Raises:
        NeedsUserError: A letter is not there yet or is no mail, or it is open which mailbox.
        NothingToDoError: It was sent already.
        SourceError: The mailbox cannot be reached, or takes no drafts.
    """
    from duly.adapters.imapwriting import Cabinet

    connected, account = accounts.mailbox(me, address)
    written = [(page, _written(page, account.address, me, at, zone)) for page in pages]
    with Cabinet(account, accounts.secret_of(connected)) as cabinet:
        for page, _ in written:
            _refuse_sent(page, cabinet)
        return [
            Placed(page.action.to, account.address, cabinet.keep_draft(message).folder)
            for page, message in written
        ]


def _written(page: Page, address: str, me: Me, at: datetime, zone: ZoneInfo) -> bytes:
    if page.kind in _NO_MAIL:
        raise NeedsUserError(
            told("{kind} is no mail, so it cannot be a draft", kind=told(_NO_MAIL[page.kind])),
            mend=told(
                "See it: duly letter {id} {step}", id=page.opportunity.id, step=page.action.step
            ),
        )
    return letters.as_message(page, address, me.name, at, zone, unsent=False)


def _refuse_sent(page: Page, cabinet: Cabinet) -> None:
    """Keep a letter that lies among the sent mail from being sent from the drafts once more."""
    if page.kept and cabinet.find_sent("", page.kept.mark, page.kept.written_at):
        raise NothingToDoError(
            told("this letter to {name} lies among your sent mail already", name=page.action.to),
            mend="Have it noted: duly sync",
        )

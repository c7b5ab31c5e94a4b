r"""Letters put into a mailbox, and looked for there: RFC 3501 §6.3.11 (APPEND), RFC 4315 (UIDPLUS).

The only place that writes to a mailbox. It adds, and makes a folder where there is none to add to;
nothing that was there is changed, moved, flagged or deleted. Looking comes before adding, so that
what is begun again after a broken connection is there once.

Quirks met: Gmail, Outlook and Proton put what is sent through them among the sent mail by
themselves; Gmail shows drafts in All Mail under the very names of the letter; Courier sends what
is put into its Outbox; servers without UIDPLUS do not say where a message went.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from imaplib import IMAP4
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TypeVar

from duly.adapters import imapfolders, providers
from duly.adapters.base import SourceError
from duly.adapters.folders import Role
from duly.adapters.imapfetch import fetch, part
from duly.adapters.imapfinding import Hit, Names, find
from duly.adapters.imapfolders import GMAIL, Folder
from duly.adapters.imapsession import Pace, Session, words
from duly.core.told import told

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from imapclient import IMAPClient

    from duly.adapters.account import Account
    from duly.adapters.secrets import Secret

Result = TypeVar("Result")

MOST_COPY_BYTES: Final = 30_000_000
"""Of a copy that is larger the bytes are not fetched."""
_SLOWEST: Final = 20_000
"""Bytes a second on the way up; a home line at its worst."""
_AGAIN: Final = "Try again later: nothing will be there twice."
_NEW: Final = {Role.SENT: "Sent", Role.DRAFTS: "Drafts"}
_FOR: Final = {Role.SENT: "sent mail", Role.DRAFTS: "drafts"}
_APPENDED: Final = re.compile(rb"\[APPENDUID (\d{1,10}) (\d{1,10})\]", re.IGNORECASE)
_FULL: Final = re.compile(
    r"OVERQUOTA|quota|mailbox.{0,40}\bfull\b|out of space|not enough space", re.IGNORECASE
)
_LARGE: Final = re.compile(
    r"TOOBIG|too (?:big|large)|(?:maximum|size) (?:mail|message|limit)", re.IGNORECASE
)


class NotSavedError(SourceError):
    """The server takes no message from us; the mailbox is as it was."""


class MailboxFullError(NotSavedError):
    """There is no room left for the message."""


class Draft(NamedTuple):
    """Where a draft was put.

    Attributes:
        folder: As people read its name.
        message_id: Its own, with angle brackets.
    """

    folder: str
    uidvalidity: int
    uid: int
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter among the sent mail.

    Attributes:
        folder: As people read its name.
        message_id: As it is there, which may be the provider's own.
        letter_id: The value of our own header; empty where it is gone.
        internal_date: When it came there by the server's clock, in UTC; None where that is unsaid.
        message: Its bytes; None where it is too large or the server does not hand it out.
    """

    folder: str
    message_id: str
    letter_id: str
    internal_date: datetime | None
    message: bytes | None


class Search(NamedTuple):
    """What a look through the sent mail came to.

    Attributes:
        copies: Of the letter; empty where there is none (yet).
        folders: What was looked through, as people read the names.
    """

    copies: list[Copy]
    folders: tuple[str, ...]


class DraftState(StrEnum):
    """What became of a draft."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    """Another draft has its names now: mail programs put a new one in the place of the old."""
    SENT = "sent"
    DELETED = "deleted"
    """Nothing has its names any more; a mail program that took them off looks the same."""


class Cabinet:
    """A mailbox that letters are put into.

    It signs in when first used, and stays so until it is closed.

    Args:
        account: Where the mailbox is.
        secret: The password or token.
        pace: How patient to be.
    """

    def __init__(self, account: Account, secret: Secret, pace: Pace | None = None) -> None:
        self._account = account
        self._pace = pace or Pace()
        self._session = Session(account, secret, self._pace, _AGAIN)
        self._by_header = True

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Sign out."""
        self.close()

    def close(self) -> None:
        """Sign out."""
        self._session.close()

    # Adding

    def keep_sent(self, message: bytes, sent_at: datetime) -> None:
        """Put a copy of a letter among the sent mail, unless it is there, or comes by itself.

        Args:
            message: As it was sent, with its Message-ID.
            sent_at: When; aware.

        Raises:
            SignInError: The server does not accept the user with this secret.
            MailboxFullError: There is no room left.
            NotSavedError: The server takes no copy.
            SourceError: The server cannot be reached.
        """
        if not providers.keeps_copy(self._account):
            self._do(partial(self._keep_sent, message, sent_at))

    def _keep_sent(self, message: bytes, sent_at: datetime, client: IMAPClient) -> None:
        if not client.has_capability(GMAIL):
            self._placed(client, Role.SENT, message, sent_at)

    def keep_draft(self, message: bytes) -> Draft:
        """Put a letter among the drafts, unless this very one is there; return where it is.

        Raises:
            SignInError: The server does not accept the user with this secret.
            MailboxFullError: There is no room left.
            NotSavedError: The server takes no draft.
            SourceError: The server cannot be reached.
        """
        found = self._do(lambda client: self._placed(client, Role.DRAFTS, message, None))
        return Draft(found.folder.name, found.uidvalidity, found.uid, Names.of(message).message_id)

    def _placed(self, client: IMAPClient, role: Role, message: bytes, at: datetime | None) -> Hit:
        """Return where a message is, added where it was not."""
        names = Names.of(message)
        if not names.message_id and not names.letter_id:
            raise NotSavedError("the letter has no Message-ID, so it could not be found again")
        folders = imapfolders.for_role(imapfolders.listed(client), role)
        there = self._hits(client, folders, names, at)
        kept = there if role is Role.SENT else [hit for hit in there if not hit.deleted]
        if kept:
            return kept[-1]
        folder = _best(client, folders) or self._made(client, role)
        flags = (b"\\Seen",) if role is Role.SENT else (b"\\Draft", b"\\Seen")
        try:
            with self._patient(client, len(message)):
                said = client.append(folder.path, message, flags, at)
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            raise self._unsaved(error, folder) from None
        return self._told(client, folder, names, said)

    def _told(self, client: IMAPClient, folder: Folder, names: Names, said: object) -> Hit:
        """Return where a message went, by the server's word; where it gives none, look."""
        text = said if isinstance(said, bytes) else str(said).encode()
        uid = _APPENDED.search(text)
        if uid:
            return Hit(folder, int(uid[1]), int(uid[2]), names, None, 0, deleted=False, draft=False)
        there = self._hits(client, [folder], names, None)
        if not there:
            raise NotSavedError(
                "the server took the letter, and it is not there", where=folder.name, mend=_AGAIN
            )
        return there[-1]

    @contextmanager
    def _patient(self, client: IMAPClient, size: int) -> Iterator[None]:
        """Allow the time that many bytes take: a socket's patience is for all of them together."""
        client.socket().settimeout(self._pace.read + size / _SLOWEST)
        try:
            yield
        finally:
            with suppress(OSError):  # it may be gone
                client.socket().settimeout(self._pace.read)

    def _made(self, client: IMAPClient, role: Role) -> Folder:
        """Make the folder that is missing, where the server keeps a user's own."""
        name, said = _NEW[role], "no"
        for path in _own_paths(client, name):
            try:
                client.create_folder(path)
            except IMAP4.abort:
                raise
            except IMAP4.error as error:
                said = words(error)
                continue
            with suppress(IMAP4.error):  # mail programs show what is subscribed to
                client.subscribe_folder(path)
            made = [each for each in imapfolders.listed(client) if each.path == path]
            return made[0] if made else Folder(path, path, role)
        raise NotSavedError(
            told(
                'there is no folder for {what}, and none can be made (the server says "{said}")',
                what=told(_FOR[role]),
                said=said,
            ),
            where=self._account.address,
            mend=told('Make a folder "{name}" in your mail program.', name=name),
        )

    def _unsaved(self, error: IMAP4.error, folder: Folder) -> NotSavedError:
        said = words(error)
        where = f"{self._account.address}, {folder.name}"
        if _LARGE.search(said):
            return NotSavedError(
                told(
                    'the letter is too large for this mailbox (the server says "{said}")', said=said
                ),
                where=where,
                mend="Send a link in the place of its attachment.",
            )
        if _FULL.search(said):
            return MailboxFullError(
                told(
                    'the mailbox is full, so the letter was not saved (the server says "{said}")',
                    said=said,
                ),
                where=where,
                mend="Make room in it, then try again.",
            )
        return NotSavedError(
            told('the server does not take the letter (it says "{said}")', said=said),
            where=where,
            mend=_AGAIN,
        )

    # Looking

    def find_sent(self, message_id: str, letter_id: str, since: datetime) -> list[Copy]:
        """Return every copy of a letter among the sent mail; see `search_sent`."""
        return self.search_sent(message_id, letter_id, since).copies

    def search_sent(self, message_id: str, letter_id: str, since: datetime) -> Search:
        """Look for a letter among the sent mail; nothing there is changed.

        Args:
            message_id: As it was sent, with angle brackets.
            letter_id: The value of its own header, `LETTER_HEADER`.
            since: When it can have been sent at the earliest; aware.

        Raises:
            SourceError: The server cannot be reached, or cannot be searched: then nobody knows.
        """
        names = Names(message_id, letter_id)
        return self._do(lambda client: self._copies(client, names, since))

    def draft_state(
        self, draft: Draft, letter_id: str, since: datetime | None = None
    ) -> DraftState:
        """Return what became of a draft.

        Args:
            draft: As `keep_draft` gave it.
            letter_id: The value of its own header, `LETTER_HEADER`.
            since: When it was put there; None for any time.

        Raises:
            SourceError: The server cannot be reached, or cannot be searched.
        """
        names = Names(draft.message_id, letter_id)
        return self._do(lambda client: self._state(client, draft, names, since))

    def _copies(self, client: IMAPClient, names: Names, since: datetime) -> Search:
        hits, folders = self._sent(client, names, since)
        copies = [
            Copy(
                hit.folder.name,
                hit.names.message_id,
                hit.names.letter_id,
                hit.came_at,
                _bytes(client, hit),
            )
            for hit in hits
        ]
        return Search(copies, tuple(each.name for each in folders))

    def _sent(
        self, client: IMAPClient, names: Names, since: datetime | None
    ) -> tuple[list[Hit], list[Folder]]:
        """Return a letter's copies, and where they were looked for.

        Where no folder is for sent mail, that is wherever mail is read.
        """
        folders = imapfolders.listed(client)
        sent = imapfolders.for_role(folders, Role.SENT) or [
            each for each in folders if not each.passed_over and not each.shows_all
        ]
        found = self._hits(client, sent, names, since)
        if not found and client.has_capability(GMAIL):
            everything = [each for each in folders if each.shows_all]
            hits = self._hits(client, everything, names, since)
            found = [hit for hit in hits if not hit.draft]
            sent = [*sent, *everything]
        return found, sent

    def _state(
        self, client: IMAPClient, draft: Draft, names: Names, since: datetime | None
    ) -> DraftState:
        if self._sent(client, names, since)[0]:
            return DraftState.SENT
        folders = [
            each
            for each in imapfolders.listed(client)
            if each.role is Role.DRAFTS or each.name == draft.folder
        ]
        hits = self._hits(client, folders, names, since, also=draft.uid)
        kept = [hit for hit in hits if not hit.deleted]
        where = (draft.folder, draft.uidvalidity, draft.uid)
        if any((hit.folder.name, hit.uidvalidity, hit.uid) == where for hit in kept):
            return DraftState.UNCHANGED
        return DraftState.CHANGED if kept else DraftState.DELETED

    def _hits(
        self,
        client: IMAPClient,
        folders: list[Folder],
        names: Names,
        since: datetime | None,
        also: int = 0,
    ) -> list[Hit]:
        uids = (also,) if also else ()
        try:
            return [
                hit
                for folder in folders
                for hit in find(client, folder, names, since, by_header=self._by_header, also=uids)
            ]
        except TimeoutError:
            self._by_header = False  # searching was too much for it; the newest will have to do
            raise

    def _do(self, work: Callable[[IMAPClient], Result]) -> Result:
        try:
            return self._session.lasting(work)
        except IMAP4.error as error:
            raise SourceError(
                told('the server answers "{said}"', said=words(error)),
                where=self._account.address,
                mend=_AGAIN,
            ) from None


def _best(client: IMAPClient, folders: list[Folder]) -> Folder | None:
    """Return the folder that mail programs use: of several that may be it, the fullest."""
    if not folders:
        return None
    nearest = imapfolders.likeness(folders[0])
    alike = [each for each in folders if imapfolders.likeness(each) == nearest]
    return max(alike, key=lambda each: _count(client, each)) if len(alike) > 1 else alike[0]


def _count(client: IMAPClient, folder: Folder) -> int:
    try:
        return int(client.folder_status(folder.path, ["MESSAGES"]).get(b"MESSAGES", 0))
    except IMAP4.abort:
        raise
    except IMAP4.error:
        return -1


def _own_paths(client: IMAPClient, name: str) -> list[str]:
    """Return where a folder of the user's own may be made: beside the inbox, or within it."""
    delimiters = {delimiter for _, delimiter, _ in client.list_folders("", "INBOX") if delimiter}
    return [name, *(f"INBOX{each.decode('ascii')}{name}" for each in delimiters)]


def _bytes(client: IMAPClient, hit: Hit) -> bytes | None:
    if hit.size > MOST_COPY_BYTES:
        return None
    client.select_folder(hit.folder.path, readonly=True)
    return part(fetch(client, [hit.uid], ["BODY.PEEK[]"]).get(hit.uid, {}), b"BODY[") or None

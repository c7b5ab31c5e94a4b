"""Mail on an IMAP server, read and never changed: RFC 3501, RFC 2177 (IDLE), RFC 7162 (CONDSTORE).

Folders are opened with EXAMINE and messages fetched with BODY.PEEK, so that nothing is marked as
read. Headers come first, a few hundred messages at a time; where they speak for no message, the
server is asked to look for a few phrases in its body (SEARCH). Of what is left the beginning is
fetched, and whole messages only where that speaks for them, too. UIDs only grow, so the last one
read is where to go on.

Quirks met: `n:*` always names the last message, however low its UID; a SEARCH over a million
messages does not fit into a line; one message that a server cannot deliver fails a FETCH of all;
UIDs come in any order and beside messages nobody asked for; EXPUNGE may happen in between.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from imaplib import IMAP4
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duly.adapters import imapfolders
from duly.adapters.base import Form, Found, Passed, SourceError, Unit, Wanted
from duly.adapters.folders import Role
from duly.adapters.imapfetch import fetch, part
from duly.adapters.imapmark import Mark, Place
from duly.adapters.imapsession import LOST, Pace, Session, words
from duly.core.told import told
from duly.formats.message import LETTER_HEADER
from duly.formats.peek import BEGINNING

if TYPE_CHECKING:
    from imapclient import IMAPClient

    from duly.adapters.account import Account
    from duly.adapters.imapfolders import Folder
    from duly.adapters.secrets import Secret

BATCH: Final = 200
"""Messages whose headers are fetched at once."""
MAX_MESSAGE_BYTES: Final = 8_000_000
"""Nothing of a mail beyond this is fetched; the words come before the attachments."""
STRETCH_BYTES: Final = 16_000_000
"""Whole messages held in memory at once, give or take one."""
SEARCH_SPAN: Final = 20_000
"""Messages one SEARCH looks through: its answer is one line, and imaplib reads a megabyte."""
PHRASES: Final = (
    "interview",
    "application",
    "candida",
    "recruit",
    "hiring",
    "vacan",
    "job offer",
    "position",
    "assessment",
    "BEGIN:VCALENDAR",
    "bewerb",
    "entretien",
    "entrevista",
    "colloquio",
    "sollicit",
)
"""One of these stands in nearly every mail of an employer, in the languages Duly knows.

Most servers match them as parts of words, some whole words only; case never counts.
"""

_HEADERS: Final = (
    "FROM SENDER REPLY-TO RETURN-PATH TO CC SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES "
    "CONTENT-TYPE CONTENT-TRANSFER-ENCODING LIST-ID LIST-UNSUBSCRIBE FEEDBACK-ID PRECEDENCE "
    "AUTO-SUBMITTED X-AUTOREPLY X-AUTORESPOND X-FAILED-RECIPIENTS X-SG-EID X-CSA-COMPLAINTS "
    + LETTER_HEADER.upper()
)
"""All that tells a machine's mail from a person's, and an answer from what comes unasked."""


class Look(NamedTuple):
    """What there is to read, for whoever connects a mailbox.

    Attributes:
        messages: In the inbox, or in All Mail where that is read instead.
    """

    messages: int
    read: tuple[str, ...]
    left_out: tuple[str, ...]


class _Opened(NamedTuple):
    """A folder that is being read.

    Attributes:
        uids: What is to be gone through in it.
        end: The place to note once that is done.
    """

    folder: Folder
    uids: list[int]
    end: Place

    def after(self, uid: int) -> Place:
        """Return the place to note once everything up to a message is done."""
        return self.end if uid == self.uids[-1] else Place(self.end.uidvalidity, uid)


class _RenumberedError(Exception):
    """A folder was replaced by another one of the same name while it was being read."""


class ImapSource:
    """A mailbox on a mail server.

    Args:
        phrases: What the server is asked to look for in bodies of which the headers say nothing;
            ASCII. Without any the headers alone decide.
    """

    unit: Final = Unit.MESSAGES

    def __init__(
        self,
        account: Account,
        secret: Secret,
        *,
        phrases: Sequence[str] = PHRASES,
        pace: Pace | None = None,
        batch: int = BATCH,
    ) -> None:
        self._account = account
        self._pace = pace or Pace()
        self._batch = batch
        self._phrases = tuple(phrases)
        self._reading = Session(account, secret, self._pace)
        self._watching = Session(account, secret, self._pace)
        self._patience = self._pace.search
        self._watched = Place(0)
        self._exists = 0

    @property
    def name(self) -> str:
        """Return "imap:user@host"."""
        return self._account.name

    def close(self) -> None:
        """Sign out, everywhere."""
        self._reading.close()
        self._watching.close()

    def look(self) -> Look:
        """Sign in, open the inbox without changing anything, and say what will be read.

        Raises:
            SignInError: The server does not accept the user with this secret.
            SourceError: The server cannot be reached, or cannot be read.
        """
        try:
            return self._reading.lasting(self._looked)
        except IMAP4.error as error:
            raise self._refused(error) from None
        finally:
            self._reading.close()

    def _looked(self, client: IMAPClient) -> Look:
        read, left_out = self._folders(client)
        state = client.select_folder(read[0].path, readonly=True)
        names = [tuple(each.name for each in some) for some in (read, left_out)]
        return Look(int(state.get(b"EXISTS", 0)), *names)

    # Reading

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through what has come since a mark, folder by folder; see `Source.scan`.

        Raises:
            SignInError: The server does not accept the user with this secret.
            SourceError: It cannot be reached or read; stretches before it stay good.
        """
        self._patience = self._pace.search
        try:
            yield from self._scan(Mark.read(mark), wanted)
        except _RenumberedError:
            raise SourceError(
                "a folder was replaced while it was being read",
                where=self.name,
                mend="Read it again; it will begin that folder anew.",
            ) from None
        except IMAP4.error as error:
            raise self._refused(error) from None
        finally:
            self._reading.close()

    def _refused(self, error: IMAP4.error) -> SourceError:
        return SourceError(
            told('the server answers "{said}"', said=words(error)),
            where=self.name,
            mend="Try again later.",
        )

    def _scan(self, mark: Mark, wanted: Wanted) -> Iterator[Passed]:
        folders = self._reading.lasting(lambda client: self._folders(client)[0])
        before = str(mark)
        known = {folder.path for folder in folders}
        mark = Mark({path: place for path, place in mark.items() if path in known})
        waiting = {folder: count for folder in folders if (count := self._waiting(folder, mark))}
        done, total, yielded = 0, sum(waiting.values()), False
        for folder, expected in waiting.items():
            opened = self._open(folder, mark)
            if opened is None:
                total -= expected
                continue
            total += len(opened.uids) - expected
            for passed in self._go_through(opened, wanted, mark):
                done += passed.looked_at
                before, yielded = passed.mark, True
                yield passed._replace(done=done, total=total)
            mark[folder.path] = opened.end
        self._watched = mark.get(folders[0].path, self._watched)
        if str(mark) != before or not yielded:
            yield Passed((), str(mark), 0, done, total)

    def _folders(self, client: IMAPClient) -> tuple[tuple[Folder, ...], tuple[Folder, ...]]:
        read, left_out = imapfolders.readable(client)
        if not read:
            raise SourceError("there is no folder that could be read", where=self.name)
        return read, left_out

    def _waiting(self, folder: Folder, mark: Mark) -> int:
        """Return about how many messages are new, with one command; 0 where none can be."""
        try:
            status = self._reading.lasting(partial(_status, folder))
        except IMAP4.error:  # no word about it; opening it will show
            return 1
        place = mark.get(folder.path, Place(-1))
        if place.still_holds(status):
            return 0
        count = int(status.get(b"MESSAGES", 1))
        if place.uidvalidity == status.get(b"UIDVALIDITY") and b"UIDNEXT" in status:
            count = min(count, int(status[b"UIDNEXT"]) - 1 - place.uid)
        return max(count, 0)

    def _open(self, folder: Folder, mark: Mark) -> _Opened | None:
        """Open a folder and list what is new in it; None where the server will not have it."""
        try:
            return self._reading.lasting(partial(self._opened, folder, mark))
        except IMAP4.error:
            return None

    def _opened(self, folder: Folder, mark: Mark, client: IMAPClient) -> _Opened:
        state = client.select_folder(folder.path, readonly=True)
        end = _end(state)
        self._reading.folder = folder, end.uidvalidity
        place = mark.get(folder.path)
        if place is None or place.uidvalidity != end.uidvalidity:
            place = Place(end.uidvalidity)
        uids = _newer(client, int(state.get(b"EXISTS", 0)), place.uid)
        return _Opened(folder, uids, replace(end, uid=uids[-1] if uids else place.uid))

    def _go_through(self, opened: _Opened, wanted: Wanted, mark: Mark) -> Iterator[Passed]:
        for begin in range(0, len(opened.uids), self._batch):
            batch = opened.uids[begin : begin + self._batch]
            chosen = self._reading.lasting(partial(self._chosen, opened, batch, wanted))
            for stretch in _stretches(batch, chosen):
                some = [uid for uid in stretch if uid in chosen]
                found = self._reading.lasting(partial(self._found, opened, some))
                mark[opened.folder.path] = opened.after(stretch[-1])
                yield Passed(found, str(mark), len(stretch), 0, 0)

    def _within(self, opened: _Opened, client: IMAPClient) -> None:
        """Open the folder again where the connection is a new one."""
        folder = opened.folder, opened.end.uidvalidity
        if self._reading.folder == folder:
            return
        state = client.select_folder(opened.folder.path, readonly=True)
        if _end(state).uidvalidity != opened.end.uidvalidity:
            raise _RenumberedError
        self._reading.folder = folder

    def _chosen(
        self, opened: _Opened, batch: list[int], wanted: Wanted, client: IMAPClient
    ) -> dict[int, int]:
        """Return the sizes of the messages in a batch that are worth fetching whole."""
        self._within(opened, client)
        fetched = fetch(client, batch, ["RFC822.SIZE", f"BODY.PEEK[HEADER.FIELDS ({_HEADERS})]"])
        heads = {uid: part(items, b"BODY[HEADER") for uid, items in fetched.items()}
        likely = {uid for uid, head in heads.items() if wanted(head, b"")}
        likely |= self._by_body(sorted(heads.keys() - likely), client)
        begins = fetch(client, sorted(likely), [f"BODY.PEEK[TEXT]<0.{BEGINNING}>"])
        return {
            uid: int(fetched[uid].get(b"RFC822.SIZE") or 0)
            for uid, items in begins.items()
            if wanted(heads[uid], part(items, b"BODY[TEXT"))
        }

    def _by_body(self, uids: list[int], client: IMAPClient) -> set[int]:
        """Return those with a phrase in the body, by the server's word; all if it has none."""
        if not uids or not self._phrases:
            return set()
        if self._patience <= 0:
            return set(uids)
        begun = time.monotonic()
        try:
            return set(client.search(_criteria(uids, self._phrases))) & set(uids)
        except LOST:
            self._patience = 0  # that may have been too much for it; do not ask again
            raise
        except (IMAP4.error, ValueError):
            self._patience = 0
            return set(uids)
        finally:
            self._patience -= time.monotonic() - begun

    def _found(self, opened: _Opened, uids: list[int], client: IMAPClient) -> tuple[Found, ...]:
        self._within(opened, client)
        folder = opened.folder
        fetched = fetch(client, uids, [f"BODY.PEEK[]<0.{MAX_MESSAGE_BYTES}>"])
        return tuple(
            Found(Form.MAIL, f"{folder.name}, message {uid}", data, folder.role is Role.SENT)
            for uid in uids
            if (data := part(fetched.get(uid, {}), b"BODY["))
        )

    # Waiting

    def wait(self, timeout_seconds: float) -> bool:
        """Wait until something new may have come into the inbox; True where it has.

        It keeps its own connection open from one call to the next.

        Raises:
            SourceError: The server cannot be reached any more.
        """
        deadline = time.monotonic() + timeout_seconds
        try:
            while (left := deadline - time.monotonic()) > 0:
                if self._watching.lasting(partial(self._came, left)):
                    return True
        except IMAP4.error as error:
            self._watching.drop()
            raise self._refused(error) from None
        return False

    def _came(self, seconds: float, client: IMAPClient) -> bool:
        """Watch for one IDLE's length, or for one pause between two looks."""
        if self._watching.folder is None and self._watch(client):
            return True
        if client.has_capability("IDLE"):
            return self._heard(_idle(client, min(seconds, self._pace.idle)))
        time.sleep(min(seconds, self._pace.poll))
        _, responses = client.noop()
        return self._heard(responses)

    def _watch(self, client: IMAPClient) -> bool:
        """Open the inbox; True where more is in it than when it was last looked at."""
        folder = self._folders(client)[0][0]
        state = client.select_folder(folder.path, readonly=True)
        self._watching.folder = folder
        self._exists = int(state.get(b"EXISTS", 0))
        before = self._watched
        self._watched = _end(state)
        return (
            before.uidvalidity == self._watched.uidvalidity
            and before.uidnext < self._watched.uidnext
        )

    def _heard(self, responses: Sequence[tuple[Any, ...]]) -> bool:
        came = False
        for response in responses:
            if len(response) < 2 or not isinstance(response[0], int):
                continue
            if response[1] == b"EXISTS":
                came = came or response[0] > self._exists
                self._exists = response[0]
            elif response[1] == b"EXPUNGE":
                self._exists -= 1
        return came


def _idle(client: IMAPClient, seconds: float) -> list[tuple[Any, ...]]:
    """Return what the server says within some seconds; it ends at the first word."""
    client.idle()
    heard = list(client.idle_check(timeout=seconds))
    return heard + list(client.idle_done()[1])


def _end(state: dict[bytes, Any]) -> Place:
    """Return the place at the end of a folder, as EXAMINE tells it; without its last UID."""
    told = (int(state.get(name, 0)) for name in (b"UIDVALIDITY", b"UIDNEXT", b"HIGHESTMODSEQ"))
    uidvalidity, uidnext, modseq = told
    return Place(uidvalidity, 0, uidnext, modseq)


def _status(folder: Folder, client: IMAPClient) -> dict[bytes, Any]:
    items = ["MESSAGES", "UIDNEXT", "UIDVALIDITY"]
    if client.has_capability("CONDSTORE"):
        items.append("HIGHESTMODSEQ")
    found: dict[bytes, Any] = client.folder_status(folder.path, items)
    return found


def _newer(client: IMAPClient, exists: int, last: int) -> list[int]:
    """Return the UIDs above the last one, in order, without drafts.

    The messages are gone through from the last to the first: where one is deleted meanwhile, the
    numbers above it move down, and so none is missed.
    """
    found: set[int] = set()
    for end in range(exists, 0, -SEARCH_SPAN):
        span = f"{max(1, end - SEARCH_SPAN + 1)}:{end}"
        try:
            found.update(client.search([span, "UID", f"{last + 1}:*", "UNDRAFT"]))
        except ValueError as error:
            raise IMAP4.error(f"its answer to SEARCH cannot be read ({error})") from None
    return sorted(uid for uid in found if uid > last)


def _criteria(uids: list[int], phrases: Sequence[str]) -> list[str]:
    """Return the SEARCH for messages in whose body any of the phrases stands."""
    found = ["UID", ",".join(_runs(uids))]
    for phrase in phrases[:-1]:
        found += ["OR", "BODY", phrase]
    return [*found, "BODY", phrases[-1]]


def _runs(uids: list[int]) -> list[str]:
    """Return UIDs as short as they can be said: 4:7, 9."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and runs[-1][1] == uid - 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return [str(low) if low == high else f"{low}:{high}" for low, high in runs]


def _stretches(batch: list[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """Cut a batch so that the whole messages of a stretch fit into memory easily."""
    stretch: list[int] = []
    held = 0
    for uid in batch:
        size = min(sizes.get(uid, 0), MAX_MESSAGE_BYTES)
        if stretch and held + size > STRETCH_BYTES:
            yield stretch
            stretch, held = [], 0
        stretch.append(uid)
        held += size
    yield stretch

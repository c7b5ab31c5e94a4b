"""Finding a letter again in a folder by the names it was given: RFC 3501 §6.4.4 (SEARCH HEADER).

Folders are opened with EXAMINE and fetched with BODY.PEEK: looking changes nothing.

Quirks met: some providers put a Message-ID of their own in the place of ours, and keep our header;
some servers index no odd headers and find nothing by them, answer with every message, or refuse
HEADER, or SEARCH as a whole; SEARCH HEADER matches parts of a value. So whatever is found is held
against the headers themselves, and the headers of what came lately are always looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from imaplib import IMAP4
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duly.adapters.imapfetch import fetch, part
from duly.formats import mailheaders
from duly.formats.mailparts import split_head
from duly.formats.message import LETTER_HEADER

if TYPE_CHECKING:
    from imapclient import IMAPClient

    from duly.adapters.imapfolders import Folder

MOST_HEADERS: Final = 2_000
"""Messages whose headers are looked at in one folder, the newest first."""
LATEST: Final = 500
"""Of which these whatever their date says."""
_BATCH: Final = 200
_SLACK: Final = timedelta(days=2)
"""SINCE knows days only, in the server's zone; its clock may be off besides."""
_LONGEST_NAME: Final = 990
_ITEMS: Final = (
    "FLAGS",
    "INTERNALDATE",
    "RFC822.SIZE",
    f"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID {LETTER_HEADER.upper()})]",
)


@dataclass(frozen=True, slots=True)
class Names:
    """What a letter is known by; either is enough.

    Attributes:
        message_id: With its angle brackets; empty where unknown.
        letter_id: The value of our own header; empty where unknown.
    """

    message_id: str = ""
    letter_id: str = ""

    @classmethod
    def of(cls, data: bytes) -> Names:
        """Return the names in a message, or in the block of its headers."""
        found = dict(reversed(mailheaders.fields(split_head(data)[0])))
        return cls(found.get("message-id", ""), found.get(LETTER_HEADER.lower(), ""))

    def fit(self, other: Names) -> bool:
        """Tell whether both are names of one letter."""
        return bool(self.message_id and self.message_id == other.message_id) or bool(
            self.letter_id and self.letter_id == other.letter_id
        )

    def headers(self) -> Iterator[tuple[str, str]]:
        """Yield the headers to search for, as far as they fit into a command."""
        for header, value in (("Message-ID", self.message_id), (LETTER_HEADER, self.letter_id)):
            if value and value.isascii() and len(value) <= _LONGEST_NAME:
                yield header, value


class Hit(NamedTuple):
    """A message that is the letter.

    Attributes:
        came_at: When it was put there, by the server's clock; None where it does not say.
        size: In bytes.
        deleted: It is marked to be deleted.
        draft: It is marked as a draft.
    """

    folder: Folder
    uidvalidity: int
    uid: int
    names: Names
    came_at: datetime | None
    size: int
    deleted: bool
    draft: bool


def find(
    client: IMAPClient,
    folder: Folder,
    names: Names,
    since: datetime | None,
    *,
    by_header: bool = True,
    also: Iterable[int] = (),
) -> list[Hit]:
    """Return the messages of a folder that are the letter, in the order of their UIDs.

    Args:
        client: Signed in.
        folder: Where to look; it stays open, for reading only.
        names: What the letter is known by.
        since: When it can have come at the earliest; None for any time.
        by_header: Ask the server to search; without, only what came lately is looked at.
        also: UIDs to look at besides.

    Raises:
        IMAP4.error: The server opens the folder to nobody, or neither searches nor fetches.
    """
    state = client.select_folder(folder.path, readonly=True)
    if not state.get(b"EXISTS"):
        return []
    uids = set(also) | _recent(client, state, since)
    if by_header:
        uids |= _by_header(client, names)
    return [
        _hit(folder, state, uid, items)
        for uid, items in _headers(client, sorted(uids)).items()
        if names.fit(Names.of(part(items, b"BODY[HEADER")))
    ]


def _hit(folder: Folder, state: dict[bytes, Any], uid: int, items: dict[bytes, Any]) -> Hit:
    flags = {flag.lower() for flag in items.get(b"FLAGS", ())}
    came_at = items.get(b"INTERNALDATE")
    return Hit(
        folder,
        int(state.get(b"UIDVALIDITY", 0)),
        uid,
        Names.of(part(items, b"BODY[HEADER")),
        came_at.astimezone(UTC) if isinstance(came_at, datetime) else None,
        int(items.get(b"RFC822.SIZE") or 0),
        b"\\deleted" in flags,
        b"\\draft" in flags,
    )


def _by_header(client: IMAPClient, names: Names) -> set[int]:
    found: set[int] = set()
    for header, value in names.headers():
        uids = _searched(client, ["HEADER", header, value])
        found.update(sorted(uids or ())[-MOST_HEADERS:])
    return found


def _recent(client: IMAPClient, state: dict[bytes, Any], since: datetime | None) -> set[int]:
    """Return the UIDs of what came lately, however little the server can search."""
    latest = f"{max(1, int(state[b'EXISTS']) - LATEST + 1)}:*"
    uids = _searched(client, [latest])
    if uids is None:
        end = int(state.get(b"UIDNEXT", 0))
        return set(range(max(1, end - LATEST), end))
    since_then = since and _searched(client, ["SINCE", (since - _SLACK).date()])
    return {*uids, *sorted(since_then or ())[-MOST_HEADERS:]}


def _searched(client: IMAPClient, criteria: list[Any]) -> list[int] | None:
    """Return what the server finds; None where it refuses to search for that."""
    try:
        return list(client.search(criteria))
    except IMAP4.abort:
        raise
    except (IMAP4.error, ValueError):
        return None


def _headers(client: IMAPClient, uids: list[int]) -> dict[int, dict[bytes, Any]]:
    """Fetch what tells a letter; the times with their zone."""
    client.normalise_times = False
    found: dict[int, dict[bytes, Any]] = {}
    for begin in range(0, len(uids), _BATCH):
        found.update(fetch(client, uids[begin : begin + _BATCH], list(_ITEMS)))
    if uids and not found:  # that would look as if nothing were there
        raise IMAP4.error("it hands out no headers")
    return dict(sorted(found.items()))

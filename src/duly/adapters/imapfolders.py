r"""Which folders of an IMAP account are read, and what each is for.

RFC 6154 (SPECIAL-USE), RFC 2342 (NAMESPACE), RFC 3501 §5.1.3 (names in modified UTF-7). Quirks
met: Gmail shows each label as a folder and everything but Spam and Trash under \All, while other
servers (Proton Mail Bridge, Dovecot's virtual folders) have Spam and Trash under \All as well;
Outlook marks nothing; names with "&" that were never encoded.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from imaplib import IMAP4
from typing import TYPE_CHECKING, Final

from duly.adapters.folders import PASSED_OVER, Role, role_of_name

if TYPE_CHECKING:
    from imapclient import IMAPClient

GMAIL: Final = "X-GM-EXT-1"

_SPECIAL_USE: Final = {
    b"\\sent": Role.SENT,
    b"\\drafts": Role.DRAFTS,
    b"\\junk": Role.JUNK,
    b"\\spam": Role.JUNK,  # XLIST's word
    b"\\trash": Role.TRASH,
    b"\\archive": Role.ARCHIVE,
}
_EVERYTHING: Final = frozenset({b"\\all", b"\\allmail"})
_NO_FOLDER: Final = frozenset({b"\\noselect", b"\\nonexistent", b"\\flagged", b"\\important"})
"""Nothing can be opened there, or it only shows again what lies elsewhere."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder.

    Attributes:
        path: Its name as it travels: modified UTF-7, with its parents.
        name: The same, for people.
        shows_all: It shows again what lies in the other folders.
        marked: The server itself says what it is for.
    """

    path: str
    name: str
    role: Role | None
    shows_all: bool = False
    marked: bool = False

    @property
    def passed_over(self) -> bool:
        """Tell whether nobody wants to be reminded of what lies there."""
        return self.role in PASSED_OVER


@dataclass(frozen=True, slots=True)
class _Listed:
    path: str
    flags: frozenset[bytes]
    parts: tuple[str, ...]


def readable(client: IMAPClient) -> tuple[tuple[Folder, ...], tuple[Folder, ...]]:
    """Return the folders to be read, the inbox first, and those that are left out."""
    folders = listed(client)
    everything = tuple(each for each in folders if each.shows_all)
    if everything and client.has_capability(GMAIL):
        return everything, tuple(each for each in folders if each.passed_over)
    read = [each for each in folders if not each.passed_over and not each.shows_all]
    return tuple(sorted(read, key=_order)), tuple(each for each in folders if each not in read)


def _order(folder: Folder) -> tuple[bool, bool, str]:
    return folder.name.upper() != "INBOX", folder.role is not Role.SENT, folder.name


def for_role(folders: Iterable[Folder], role: Role) -> list[Folder]:
    """Return the folders for one use, first the one a mail program would put something into."""
    return sorted((each for each in folders if each.role is role), key=likeness)


def likeness(folder: Folder) -> tuple[bool, bool, int]:
    """Return how far a folder is from being the very one for its use; the least is nearest."""
    own_name = folder.name.rpartition("/")[2]
    return (
        not folder.marked,
        role_of_name(own_name) is not folder.role,
        folder.name.count("/"),
    )


def listed(client: IMAPClient) -> list[Folder]:
    """Return every folder of the user's own that can be opened."""
    others = _foreign(client)
    found = [
        each
        for each in _listed(client)
        if not (each.flags & _NO_FOLDER) and not each.path.startswith(others)
    ]
    marked = {each.parts: role for each in found if (role := _marked(each))}
    return [
        Folder(
            each.path,
            "/".join(each.parts),
            _role(each, marked),
            bool(each.flags & _EVERYTHING),
            _marked(each) is not None,
        )
        for each in found
    ]


def _foreign(client: IMAPClient) -> tuple[str, ...]:
    """Return how the paths of what belongs to other people, or to everybody, begin."""
    if not client.has_capability("NAMESPACE"):
        return ()
    try:
        found = client.namespace()
    except (IMAP4.error, ValueError):
        return ()
    prefixes = [prefix for kind in (found.other, found.shared) for prefix, _ in kind or ()]
    return tuple(text for each in prefixes if (text := _text(each)))


def _text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode("ascii", "replace")


def _listed(client: IMAPClient) -> Iterable[_Listed]:
    for flags, delimiter, name in client.list_folders():
        path = _text(name)
        if "\ufffd" in path:  # not a name one could ask for (RFC 3501 §5.1)
            continue
        shown = _shown(path)
        parts = tuple(shown.split(_text(delimiter))) if delimiter else (shown,)
        yield _Listed(path, frozenset(flag.lower() for flag in flags), parts)


def _shown(path: str) -> str:
    from imapclient.imap_utf7 import decode

    try:
        return str(decode(path.encode("ascii")))
    except (binascii.Error, UnicodeError, ValueError):
        return path


def _marked(folder: _Listed) -> Role | None:
    return next((_SPECIAL_USE[flag] for flag in folder.flags if flag in _SPECIAL_USE), None)


def _role(folder: _Listed, marked: dict[tuple[str, ...], Role]) -> Role | None:
    """Return what a folder is for: as marked, as named, or as what it lies in.

    A name counts only where the server marks no other folder for the same use. What lies within
    the trash is trash, whatever its name.
    """
    roles = []
    for length in range(1, len(folder.parts) + 1):
        parts = folder.parts[:length]
        named = role_of_name(parts[-1])
        roles.append(marked.get(parts) or (None if named in marked.values() else named))
    lost = next((role for role in roles if role in PASSED_OVER), None)
    return lost or next((role for role in reversed(roles) if role), None)

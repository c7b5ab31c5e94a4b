"""Which source reads what lies at a path: told by what is in it, and refused in one sentence."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from duly.adapters import files
from duly.adapters.base import Source, SourceError
from duly.adapters.changes import readable, unreadable
from duly.adapters.maildir import MaildirSource, maildirs
from duly.adapters.mbox import MboxSource
from duly.core.told import told
from duly.formats.mail import MAX_BYTES
from duly.formats.sniff import ENOUGH, Kind, kind_of

_REFUSED: Final = {
    Kind.ZIP: (
        "it is a zip archive",
        "Unpack it and name the .mbox, the .eml files or Connections.csv that lie in it.",
    ),
    Kind.PACKED: (
        "it is a packed archive",
        "Unpack it and name the .mbox or the folder of .eml files that lies in it.",
    ),
    Kind.PST: (
        "it is an Outlook data file (.pst)",
        (
            "Turn it into an mbox with `readpst FILE` from the package pst-utils, or connect "
            "the mailbox itself."
        ),
    ),
    Kind.OLM: (
        "it is an archive of Outlook for Mac (.olm)",
        (
            "Drag the folder from Outlook to the Desktop, which makes an .mbox of it, or "
            "connect the mailbox itself."
        ),
    ),
    Kind.MSG: (
        "it is in Outlook's own format (.msg)",
        (
            "In Outlook on the web open the mail and choose Download as EML, or turn it into .eml "
            "with `msgconvert FILE`, which is in the package libemail-outlook-message-perl."
        ),
    ),
}
_CLAIMS: Final = {
    ".mbox": ("no mbox", 'a file that begins with a line "From "'),
    ".mbx": ("no mbox", 'a file that begins with a line "From "'),
    ".eml": ("no mail", "a message with headers such as From and Subject"),
    ".ics": ("no calendar", 'a file that begins with "BEGIN:VCALENDAR"'),
    ".vcf": ("no vCard", 'a file that begins with "BEGIN:VCARD"'),
    ".csv": ("no list of connections", 'a line "First Name,Last Name,…" as LinkedIn exports it'),
}
_ANYTHING: Final = "an mbox, a Maildir, .eml, .ics, .vcf or LinkedIn's Connections.csv"


def source_at(path: Path) -> Source:
    """Return the source that reads what lies at a path.

    Raises:
        SourceError: There is nothing to read; the sentence says what was found and what to do.
    """
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return _folder(path)
    if not stat.S_ISREG(mode):
        raise SourceError("this is no file", where=str(path), expected=_ANYTHING)
    return _file(path)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: no name of a file
        raise SourceError(
            "there is no such file or folder", where=str(path)[:300], mend="Check the name."
        ) from None
    except OSError as error:
        raise unreadable(path, error) from None


def _folder(path: Path) -> Source:
    inner = path / "mbox"  # "Inbox.mbox/mbox", as Apple Mail exports a mailbox
    if os.path.isfile(inner):  # noqa: PTH113 - says no where a folder may not be looked into
        return _file(inner)
    # Saved mail beside a folder in which there happens to be a Maildir is what was meant.
    if not files.has_files(path) and next(maildirs(path), None) is not None:
        return MaildirSource(path)
    files.refuse_empty(path)
    return files.FolderSource(path)


def _file(path: Path) -> Source:
    with readable(str(path)), path.open("rb") as file:
        first = file.read(ENOUGH)
        size = path.stat().st_size
    if not first.strip():
        raise SourceError(
            "the file is empty", where=str(path), mend="Save or export it again and try once more."
        )
    kind = kind_of(first, path.suffix.lower())
    if kind in _REFUSED:
        found, mend = _REFUSED[kind]
        raise SourceError(found, where=str(path), expected=_ANYTHING, mend=mend)
    if kind is Kind.MBOX:
        return MboxSource(path)
    if kind is Kind.UNKNOWN:
        found, expected = _CLAIMS.get(path.suffix.lower(), ("nothing Duly can read", _ANYTHING))
        raise SourceError(
            told("this is {found}", found=told(found)),
            where=str(path),
            expected=expected,
            mend="Save a mail as .eml, an invitation as .ics, and try again.",
        )
    return files.FileSource(_small(path, size), files.FORMS[kind])


def _small(path: Path, size: int) -> Path:
    if size > MAX_BYTES:
        raise SourceError(
            told("the file has {size} bytes", size=f"{size:,}"),
            where=str(path),
            expected=told("at most {most}", most=f"{MAX_BYTES:,}"),
            mend="Save it without its attachments and try again.",
        )
    return path

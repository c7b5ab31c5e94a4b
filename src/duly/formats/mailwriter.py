"""Mail that is kept, written as messages again (RFC 5322, MIME).

What is kept of a mail is its text, its calendars and the headers below; the message that comes of
them is readable by every mail program, and is not the one that arrived. What a mail says in its
headers is somebody else's: an address that is none is told in words, and nothing breaks a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from duly.formats.message import Mailbox, MessageError, checked_address

NOBODY: Final = "address-not-known@duly.invalid"
"""Stands where an address would have to stand; `.invalid` is nobody's (RFC 2606)."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
_WRITTEN: Final = SMTP.clone(max_line_length=998)
"""Ids are never broken over lines: then no mail program would find the thread."""
_MOST: Final = 900


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a mail.

    Attributes:
        key: Its Message-ID; anything else where it had none.
        references: Message-IDs, oldest first.
    """

    key: str
    sent_at: datetime
    sender: Mailbox
    readers: tuple[Mailbox, ...]
    subject: str
    text: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()


def write(mail: Kept) -> bytes:
    """Return a kept mail as the bytes of a message."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(mail.sender)
    message["To"] = [_address(each) for each in mail.readers] or [_address(Mailbox(""))]
    message["Subject"] = _line(mail.subject)
    message["Date"] = mail.sent_at
    for name, value in (
        ("Message-ID", _ids([mail.key])),
        ("In-Reply-To", _ids([mail.in_reply_to])),
        ("References", _ids(mail.references)),
    ):
        if value:
            message[name] = value
    message.set_content(_text(mail.text), cte="quoted-printable")
    for number, calendar in enumerate(mail.calendars, 1):
        message.add_attachment(
            _text(calendar), subtype="calendar", cte="base64", filename=f"event-{number}.ics"
        )
    return message.as_bytes(policy=_WRITTEN)


def _address(box: Mailbox) -> Address:
    """Return an address; one that no mail can go to is kept in the name that stands before it."""
    name = _line(box.name)
    try:
        return Address(name, addr_spec=checked_address(box.address, "address"))
    except (MessageError, ValueError):
        told = f"{name} ({_line(box.address)})" if box.address else name
        return Address(told.strip()[:_MOST], addr_spec=NOBODY)


def _line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:_MOST]


def _ids(texts: Iterable[str]) -> str:
    """Return the Message-IDs among some texts, the last ones where there are too many."""
    found = [text for text in texts if text.isascii() and _ID.fullmatch(text)]
    while sum(map(len, found)) + len(found) > _MOST:
        found.pop(0)
    return " ".join(found)


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode()

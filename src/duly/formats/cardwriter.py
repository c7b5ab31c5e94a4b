"""Contact cards written: vCard 3.0 (RFC 2426), which every address book reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from duly.formats.contentlines import escape, folded

_LINE_END: Final = "\r\n"


@dataclass(frozen=True, slots=True)
class Contact:
    """What a card is to say.

    Attributes:
        emails: The one to write to first.
        address: Postal, as it is written on a letter.
        note: Where the contact comes from.
        given: What stands before the family name; `family` likewise. Both empty where nobody
            can tell them apart: then the whole name is written as given.
    """

    name: str
    company: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""
    note: str = ""
    given: str = ""
    family: str = ""


def write(contacts: Iterable[Contact]) -> bytes:
    """Return the cards of some people as one file."""
    lines = (folded(line) for contact in contacts for line in _card(contact))
    return "".join(f"{line}{_LINE_END}" for line in lines).encode()


def _card(contact: Contact) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{escape(contact.name)}"
    yield f"N:{escape(contact.family)};{escape(contact.given or contact.name)};;;"
    for name, value in (("ORG", contact.company), ("TITLE", contact.title)):
        if value:
            yield f"{name}:{escape(value)}"
    for email in contact.emails:
        yield f"EMAIL;TYPE=INTERNET,WORK:{escape(email)}"
    if contact.phone:
        yield f"TEL;TYPE=WORK,VOICE:{escape(contact.phone)}"
    if contact.address:
        yield f"ADR;TYPE=WORK:;;{escape(contact.address)};;;;"
    if contact.note:
        yield f"NOTE:{escape(contact.note)}"
    yield "END:VCARD"

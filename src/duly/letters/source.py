"""From the bytes of a file to a letter: plain text, or a mail (RFC 5322).

A mail written by Duly itself is flowed text (RFC 3676): a line that ends in a space goes on in
the next, and a line that begins with one had it stuffed before. Word processors save in
UTF-16 or Windows-1252 without saying so; both are read. What is not text is refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duly.core.errors import DulyError

MOST_BYTES = 4_000_000
_MAIL = re.compile(
    rb"\A(?:[!-9;-~]{1,76}:[^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,50}){2,200}\r?\n"
)
_MAIL_HEADER = re.compile(rb"(?im)^(?:from|to|date|message-id|mime-version|received|x-unsent):")
_BINARY = re.compile(rb"\A(?:%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|\{\\rtf)")
_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a word-processor or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
}
_SUBJECT = re.compile(r"\A\ufeff?\s{0,20}Subject:[ \t]*([^\n]*)(?:\n\s*\n?|\Z)", re.IGNORECASE)


class UnreadableLetterError(DulyError):
    """A file that is no letter: not text, or far too large."""


@dataclass(frozen=True, slots=True)
class Source:
    """A letter as it was found.

    Attributes:
        subject: None where there is no line for it.
        is_mail: It is a message with headers.
        attachments: How many files go with it; None where that cannot be known.
        to: The name beside the address it goes to, if it is a mail and has one.
        before: What stands before the body in a text file: the subject line.
    """

    body: str
    subject: str | None = None
    is_mail: bool = False
    attachments: int | None = None
    to: str = ""
    before: str = ""


def read(data: bytes, where: str = "") -> Source:
    """Read a letter.

    Raises:
        UnreadableLetterError: It is not text, or larger than any letter.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableLetterError(
            f"it has {len(data) // 1_000_000} MB",
            where=where,
            mend="A letter has a few hundred words.",
        )
    if where.lower().endswith(".eml") or (_MAIL.match(data) and _MAIL_HEADER.search(data)):
        return _mail(data, where)
    text = _text(data, where).replace("\r\n", "\n").replace("\r", "\n")
    found = _SUBJECT.match(text)
    if not found:
        return Source(text.removeprefix("\ufeff"))
    return Source(text[found.end() :], found.group(1).strip(), before=found.group())


def _text(data: bytes, where: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    _refuse_binary(data, where)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _refuse_binary(data: bytes, where: str) -> None:
    sample = data[:65_536]
    known = _BINARY.match(data)
    controls = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if not known and controls * 50 <= len(sample):
        return
    what = next((_KINDS[key] for key in _KINDS if data.startswith(key)), "not text")
    mend = "Save the letter as plain text, or as .eml, and try again."
    raise UnreadableLetterError(f"it is {what}", where=where, mend=mend)


def _mail(data: bytes, where: str) -> Source:
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableLetterError(
            "it is no mail", where=where, mend="Is it plain text? Name it .txt."
        )
    part = message.get_body(("plain", "html"))
    body = _content(part) if part is not None else ""
    return Source(
        body=body,
        subject=_header(message, "subject"),
        is_mail=True,
        attachments=sum(1 for _ in message.iter_attachments()),
        to=_name_of(_header(message, "to") or ""),
    )


def _header(message: object, name: str) -> str | None:
    """Return a header as text; a broken one, as it can be read."""
    try:
        value = message.get(name)  # type: ignore[attr-defined]
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):
        return ""
    return None if value is None else " ".join(str(value).split())


def _content(part: object) -> str:
    """Return the text of a part, whatever its label says."""
    try:
        text = part.get_content()  # type: ignore[attr-defined]
    except (LookupError, ValueError, KeyError, AttributeError, UnicodeError):
        raw = part.get_payload(decode=True)  # type: ignore[attr-defined]
        text = (raw or b"").decode("cp1252", "replace")
    text = str(text).replace("\r\n", "\n")
    flowed = part.get_content_type() == "text/plain" and "flowed" in str(  # type: ignore[attr-defined]
        part.get("content-type", "")  # type: ignore[attr-defined]
    )
    return _unflowed(text) if flowed else text


def _unflowed(text: str) -> str:
    out: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        plain = line.removeprefix(" ")
        if goes_on and out:
            out[-1] += plain
        else:
            out.append(plain)
        goes_on = plain.endswith(" ") and plain != "-- "
    return "\n".join(out)


def _name_of(header: str) -> str:
    """Return a person's name from an address header; empty where it names none, or several."""
    from email.utils import getaddresses

    named = [name for name, address in getaddresses([header]) if address]
    return named[0] if len(named) == 1 and " " in named[0].strip() else ""

"""Write a letter as a message: RFC 5322, MIME, and text that flows (RFC 3676).

Built by hand rather than with `email.message`: the standard library wraps a long Message-ID in
References as if it were prose, and then no mail program finds the thread. The bytes are the ones
that are approved and sent, so nothing here is random or reads a clock.

Met in the wild: Outlook opens a message with `X-Unsent: 1` for writing instead of reading;
Apple Mail ignores it. A line that begins with "From " is changed on the way by mbox software,
and one that begins with ">" is shown as a quotation, unless a space is stuffed before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header
from email.quoprimime import body_encode
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple

from duly.core.errors import WrongUsageError
from duly.core.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

LETTER_HEADER = "X-Duly-Letter"
NOTICE_HEADER = "X-Duly-Notice"
"""On what Duly writes to its own user; it says nothing about the search that is not known."""

FLOW_AT = 72
"""Where a line of text is broken; RFC 3676 asks for at most 78 with its space."""

_HARD_LIMIT = 998
_LONGEST_WORD = 60
_ADDRESS_LIMIT = 254
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_MESSAGE_ID = re.compile(rf"<{_ATOM}(?:\.{_ATOM})*@(?:{_ATOM}(?:\.{_ATOM})*|\[[!-Z^-~]*\])>")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_BODY_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LETTER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_NAKED_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_FIELD = re.compile(rb"[!-9;-~]+:")
_TOKEN = re.compile(r"[^ ]+ *| +")


class MessageError(WrongUsageError):
    """Something that would make a wrong or dangerous message: an address, a header, a byte."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address, with the name that goes before it."""

    address: str
    name: str = ""


def write_draft(
    *,
    sender: Mailbox,
    to: Mailbox,
    subject: str,
    body: str,
    date: datetime,
    message_id: str,
    in_reply_to: str = "",
    references: Iterable[str] = (),
    unsent: bool = True,
    letter: str = "",
    notice: bool = False,
) -> bytes:
    """Write one letter as the bytes of a message, ready to be opened, kept or sent.

    Args:
        sender: Who signs it.
        to: The one person it goes to.
        subject: One line.
        body: Paragraphs of any length, on one line each.
        date: When it is dated; aware.
        message_id: Its own, with its angle brackets.
        in_reply_to: The Message-ID of the mail it answers, if any.
        references: Message-IDs of the thread so far, oldest first.
        unsent: Ask mail programs to open it as a draft.
        letter: What we know it by (`LETTER_HEADER`): some providers put another Message-ID in
            its place, and then this finds it among the sent mail.
        notice: It is no letter but a word of Duly's to its user, whom no machine is to answer
            (RFC 3834).

    Raises:
        MessageError: There is not exactly one address, an odd byte in a header, or no zone.
    """
    encoding, text = _encoded(flowed(_checked_body(body)))
    headers = [
        ("From", _mailbox("From", sender)),
        ("To", _mailbox("To", to)),
        ("Subject", _unstructured("Subject", subject)),
        ("Date", _dated(date)),
        ("Message-ID", _id("Message-ID", message_id)),
        *_thread(in_reply_to, references),
        *([(LETTER_HEADER, _letter(letter))] if letter else []),
        *([(NOTICE_HEADER, "yes"), ("Auto-Submitted", "auto-generated")] if notice else []),
        *_kind_of_content(encoding, unsent=unsent),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{head}\r\n{text}".encode("ascii")


class Finished(NamedTuple):
    """A message that may go over the wire as it is.

    Attributes:
        data: Its bytes; every line ends in CRLF, the last one too.
        eight_bit: It has bytes above 127 (RFC 6152).
        utf8_headers: Its headers have (RFC 6532).
    """

    data: bytes
    eight_bit: bool
    utf8_headers: bool


def finished(data: bytes) -> Finished:
    """Return a message that is fit to be sent, with what a server has to be told of it.

    A CR or LF alone is refused, not mended: servers disagree about whether a line, or the whole
    message, ends there, and what follows would be read as another message by some of them.

    Raises:
        MessageError: It has no headers, or a NUL, a CR or LF alone, or names hidden recipients.
    """
    head, blank, _ = data.partition(b"\r\n\r\n")
    if not blank or not _FIELD.match(head):
        raise MessageError("this is no message", expected="headers, an empty line, and a text")
    if b"\0" in data:
        raise MessageError("the message contains a NUL byte", mend="Take it out.")
    naked = _NAKED_END.search(data)
    if naked:
        raise MessageError(
            told("a line ends in CR or LF alone (byte {place})", place=naked.start()),
            expected="CR and LF",
        )
    if re.search(rb"(?im)^(?:resent-)?bcc[ \t]*:", head):
        raise MessageError("the headers name a hidden recipient", where="Bcc", mend="Take it out.")
    utf8_headers = not head.isascii()
    if utf8_headers:
        _refuse_other_than_utf8(head)
    ending = b"" if data.endswith(b"\r\n") else b"\r\n"
    return Finished(data + ending, not data.isascii(), utf8_headers)


def _refuse_other_than_utf8(head: bytes) -> None:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        raise MessageError(
            told("the headers are neither ASCII nor UTF-8 (byte {place})", place=error.start),
            mend="Encode them.",
        ) from None


def _letter(id: str) -> str:
    if not _LETTER.fullmatch(id):
        raise MessageError(
            told("{id} names no letter", id=f"{id!r:.80}"),
            where=LETTER_HEADER,
            expected="letters and digits",
        )
    return id


def _kind_of_content(encoding: str, *, unsent: bool) -> list[tuple[str, str]]:
    return [
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"; format=flowed'),
        ("Content-Transfer-Encoding", encoding),
        *([("X-Unsent", "1")] if unsent else []),
    ]


def flowed(text: str) -> str:
    """Break long lines so that a mail program can join them again (RFC 3676).

    A line that goes on ends in a space; one that does not, in none. Lines that begin with a
    space, ">" or "From " get a space before them, which the reader takes off.
    """
    return "".join(
        f"{_stuffed(piece)}\r\n" for line in text.split("\n") for piece in _pieces(line.rstrip(" "))
    )


def _pieces(line: str) -> list[str]:
    """Cut a line after spaces into pieces that, put together, are the line."""
    pieces = [""]
    for token in _TOKEN.findall(line):
        if pieces[-1].strip(" ") and len(pieces[-1]) + len(token.rstrip(" ")) > FLOW_AT:
            pieces.append("")
        pieces[-1] += token
    return pieces


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith((" ", ">", "From ")) else line


def _checked_body(body: str) -> str:
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise MessageError("the letter contains a NUL byte", mend="Take it out.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MessageError(
            told("the letter contains half a character (position {place})", place=error.start),
            mend="Take it out.",
        ) from error
    return _BODY_CONTROL.sub("", text).rstrip("\n")


def _encoded(text: str) -> tuple[str, str]:
    """Return the transfer encoding and the text in it: as it is where that is plain ASCII."""
    if text.isascii() and max(map(len, text.split("\r\n"))) <= _HARD_LIMIT:
        return "7bit", text
    octets = text.replace("\r\n", "\n").encode().decode("latin-1")
    return "quoted-printable", body_encode(octets, eol="\r\n")


def _mailbox(header: str, mailbox: Mailbox) -> str:
    address = checked_address(mailbox.address, header)
    _refuse_control(header, mailbox.name)
    name = " ".join(mailbox.name.split())
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        return f"{_encoded_words(header, name)}\r\n <{address}>"
    if not _PLAIN_NAME.fullmatch(name):
        name = '"{}"'.format(re.sub(r'([\\"])', r"\\\1", name))
    return f"{name} <{address}>"


def is_written_to(data: bytes, to: Mailbox) -> bool:
    """Tell whether a message of ours is addressed to somebody by exactly this name and address."""
    try:
        line = f"\r\nTo: {_mailbox('To', to)}\r\n".encode()
    except MessageError:
        return False
    return line in data.partition(b"\r\n\r\n")[0] + b"\r\n"


def checked_address(address: str, where: str = "") -> str:
    """Return an address as it goes into a header; a domain in another script in its ASCII form.

    Raises:
        MessageError: It is not exactly one plain address.
    """
    _refuse_control(where or "address", address)
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    plain = f"{local}@{domain}"
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)) or len(plain) > _ADDRESS_LIMIT:
        raise MessageError(
            told('"{address}" is not one address', address=address),
            where=where,
            expected='one, as in "ana@acme.example"',
        )
    return plain


def _unstructured(header: str, text: str) -> str:
    _refuse_control(header, text)
    text = " ".join(text.split())
    # A word longer than the line would be folded away from its header's name.
    foldable = max(map(len, text.split()), default=0) <= _LONGEST_WORD
    if text.isascii() and "=?" not in text and foldable:
        return Header(text, "us-ascii", header_name=header).encode(linesep="\r\n")
    return _encoded_words(header, text)


def _encoded_words(header: str, text: str) -> str:
    try:
        return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")
    except UnicodeEncodeError as error:
        raise MessageError("half a character", where=header, mend="Take it out.") from error


def _dated(date: datetime) -> str:
    if date.tzinfo is None:
        raise MessageError("the date has no time zone", where="Date", expected="an aware instant")
    return format_datetime(date)


def _thread(in_reply_to: str, references: Iterable[str]) -> list[tuple[str, str]]:
    """Return the headers that put a letter beneath the mail it answers."""
    known = [*references, *([in_reply_to] if in_reply_to else [])]
    ids = dict.fromkeys(_id("References", each) for each in known)
    if not ids:
        return []
    last = _id("In-Reply-To", in_reply_to) if in_reply_to else list(ids)[-1]
    # The answered mail comes last; one id a line, for they may not be broken.
    ordered = [each for each in ids if each != last] + [last]
    return [("In-Reply-To", last), ("References", "\r\n ".join(ordered))]


def _id(header: str, text: str) -> str:
    found = text.strip(" ")
    if len(found) > _HARD_LIMIT - 20 or not _MESSAGE_ID.fullmatch(found):
        raise MessageError(
            told("{text} is no Message-ID", text=f"{text!r:.80}"),
            where=header,
            expected="one, as in <id@host.example>",
        )
    return found


def _refuse_control(header: str, text: str) -> None:
    found = _CONTROL.search(text)
    if found:
        raise MessageError(
            told("U+{code}, a control character", code=f"{ord(found[0]):04X}"),
            where=header,
            expected="one line of text",
        )

"""Read a message as it lies in a mailbox: RFC 5322, MIME (RFC 2045-2047), reports (RFC 3464).

Parts are found by their boundaries in one pass a level, and only those that are wanted are
decoded: a message with forty megabytes of attachments costs little more than its text. The
standard library's parser is not asked, since it goes one level of Python deeper for every level
of nesting.

Quirks met: boundaries that are missing, doubled, or a prefix of another one; parts without
headers; a transfer encoding that is wrong, unknown, or set on a multipart; base64 and quoted-
printable that nobody announced; text/plain that says only "this is an HTML mail"; calendars sent
as `application/ics` or as an attachment only (Outlook, Gmail send both: the copies are equal).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from duly.core.errors import DulyError
from duly.core.told import told
from duly.formats import mailbody, mailheaders
from duly.formats.mailbody import calendar_parts, report_parts, text_of
from duly.formats.mailparts import parts_of, split_head

if TYPE_CHECKING:
    from datetime import datetime

    from duly.formats.message import Mailbox

MAX_BYTES: Final = 60_000_000
TELLING: Final = frozenset(
    {"from", "to", "subject", "date", "message-id", "received", "content-type", "return-path"}
)


class MailError(DulyError):
    """A file is no message, or too large to be looked at."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message, read.

    Attributes:
        headers: Every header in order, names in lower case, values unfolded but not decoded.
        senders: From; more than one is legal and rare.
        date: Aware, in the offset it was written in; None where no header gives one.
        message_id: With angle brackets, like all ids; empty where there is none.
        subject: Decoded, on one line.
        text: What a person would read: the plain part, or the HTML one as text.
        from_html: The text was made from HTML.
        calendars: text/calendar parts, decoded from their transfer encoding.
        reports: The fields of message/delivery-status parts, one mapping a block.
        report_type: `report-type` of a multipart/report: "delivery-status", "feedback-report"…
        attachments: Names of the attached files.
        cut: It has more parts, or is nested deeper, than is looked at.
    """

    headers: tuple[tuple[str, str], ...]
    senders: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    reply_to: tuple[Mailbox, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    text: str
    from_html: bool = False
    calendars: tuple[bytes, ...] = ()
    reports: tuple[dict[str, str], ...] = ()
    report_type: str = ""
    attachments: tuple[str, ...] = ()
    cut: bool = False

    @property
    def sender(self) -> Mailbox | None:
        """Who it is from; the first where there are several."""
        return self.senders[0] if self.senders else None

    def header(self, name: str) -> str:
        """Return the first header of a name in lower case, decoded; empty where there is none."""
        return next((mailheaders.readable(value) for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return all headers of a name in lower case, as written."""
        return [value for key, value in self.headers if key == name]


def read_mail(data: bytes, *, where: str = "the mail") -> Mail:
    """Return a message as a value.

    Args:
        data: The message, with or without the "From " line of an mbox.
        where: What to call it in an error.

    Raises:
        MailError: It is no message, or larger than 60 MB.
    """
    if len(data) > MAX_BYTES:
        raise MailError(
            told("the mail has {size} bytes", size=f"{len(data):,}"),
            where=where,
            expected=told("at most {most}", most=f"{MAX_BYTES:,}"),
            mend="Save it without its attachments and try again.",
        )
    block, start = split_head(data)
    headers = mailheaders.fields(block)
    if not TELLING.intersection(name for name, _ in headers):
        raise MailError(
            "this is no mail",
            where=where,
            expected="a message with headers such as From and Subject",
            mend="Save it from your mail program as .eml and try again.",
        )
    return _mail(headers, data, start)


def html_of(data: bytes) -> str:
    """Return the HTML of a message as it was sent, hostile or not; empty where it has none."""
    block, start = split_head(data)
    return mailbody.html_of(parts_of(mailheaders.fields(block), data, start), data)


def _mail(headers: list[tuple[str, str]], data: bytes, start: int) -> Mail:
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name, value)
    tree = parts_of(headers, data, start)
    text, from_html = text_of(tree, data)
    replied = mailheaders.ids(first.get("in-reply-to", ""))
    return Mail(
        headers=tuple(headers),
        senders=mailheaders.mailboxes(first.get("from", "")),
        to=mailheaders.mailboxes(first.get("to", "")),
        cc=mailheaders.mailboxes(first.get("cc", "")),
        reply_to=mailheaders.mailboxes(first.get("reply-to", "")),
        date=_date(first, headers),
        message_id=next(iter(mailheaders.ids(first.get("message-id", ""))), ""),
        in_reply_to=replied[0] if replied else "",
        references=mailheaders.ids(first.get("references", "")),
        subject=mailheaders.readable(first.get("subject", ""))[:1000],
        text=text,
        from_html=from_html,
        calendars=calendar_parts(tree, data),
        reports=report_parts(tree, data),
        report_type=tree.report_type,
        attachments=tuple(part.name for part in tree.parts if part.name and part.attached),
        cut=tree.cut,
    )


def _date(first: dict[str, str], headers: list[tuple[str, str]]) -> datetime | None:
    received = (value for name, value in headers if name == "received")
    return mailheaders.instant(first.get("date", "")) or mailheaders.delivered_at(received)

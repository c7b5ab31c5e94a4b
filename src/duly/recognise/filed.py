"""A mail as it is kept: what it says of itself, and what it was taken to mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duly.formats.message import Mailbox
from duly.recognise.recogniser import Recognition


@dataclass(frozen=True, slots=True)
class Filed:
    """A message about the search.

    Attributes:
        id: Its number in the store; the inbox shows it.
        key: Its Message-ID, or what stands for one.
        sent_at: UTC.
        readers: To and Cc.
        thread: The Message-IDs it answers, the nearest first.
        text: What a person would read, cut to a length.
        calendars: Its text/calendar parts.
        failed: Addresses that a delivery report names.
        opportunity: Which it was found to belong to; empty while that is open.
    """

    id: int
    key: str
    sent_at: datetime
    sender: Mailbox
    readers: tuple[Mailbox, ...]
    subject: str
    thread: tuple[str, ...]
    text: str
    recognition: Recognition
    calendars: tuple[bytes, ...] = ()
    failed: tuple[str, ...] = ()
    opportunity: str = ""

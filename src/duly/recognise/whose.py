"""Whose mailbox it is, told from the headers of what lies in it."""

from __future__ import annotations

from collections import Counter
from typing import Final

from duly.formats import mailheaders
from duly.formats.mailparts import split_head

_FEWEST: Final = 3
"""From how many mails on it can be told."""
ENOUGH: Final = 2_000
"""Mails to look at."""


class Whose:
    """Counts whom mails are to; whoever most of them are to is the owner."""

    def __init__(self) -> None:
        self._readers: Counter[str] = Counter()
        self.looked_at = 0

    def add(self, head: bytes) -> None:
        """Take note of one mail, by the block of its headers."""
        self.looked_at += 1
        self._readers.update(
            {
                box.address.lower()
                for name, value in mailheaders.fields(split_head(head)[0])
                if name in ("to", "delivered-to", "x-original-to")
                for box in mailheaders.mailboxes(value)
            }
        )

    def address(self) -> str:
        """Return the owner's address; empty where it cannot be told."""
        likeliest = self._readers.most_common(1)
        if self.looked_at < _FEWEST or not likeliest:
            return ""
        address, count = likeliest[0]
        return address if count > self.looked_at / 2 else ""

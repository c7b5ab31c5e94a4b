"""FETCH as servers really answer it: RFC 3501 §6.4.5."""

from __future__ import annotations

from imaplib import IMAP4
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imapclient import IMAPClient


def fetch(client: IMAPClient, uids: list[int], items: list[str]) -> dict[int, dict[bytes, Any]]:
    """Fetch what can be fetched: one message that cannot be must not keep back the others."""
    try:
        return dict(client.fetch(uids, items)) if uids else {}
    except IMAP4.abort:
        raise
    except (IMAP4.error, ValueError):
        if len(uids) == 1:
            return {}
        half = len(uids) // 2
        return fetch(client, uids[:half], items) | fetch(client, uids[half:], items)


def part(items: dict[bytes, Any], begins: bytes) -> bytes:
    """Return the part of a message that was asked for; servers spell its name in their own way."""
    for name, value in items.items():
        if name.upper().startswith(begins):
            return bytes(value) if isinstance(value, bytes) else b""
    return b""

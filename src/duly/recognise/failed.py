"""Which address a delivery report is about, and which mail (RFC 3464, RFC 6522)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duly.formats.mail import Mail

MOST: Final = 20
_LOOKED_AT: Final = 300_000
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]{1,255}")
_ASCII: Final = bytes(range(128)) + b"?" * 128
"""flufl.bounce logs a traceback for every header that is not ASCII."""
_MESSAGE_ID: Final = re.compile(
    rb"^[ \t>]{0,8}message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,990}>)",
    re.IGNORECASE | re.MULTILINE,
)


def failed_addresses(data: bytes, mail: Mail) -> tuple[str, ...]:
    """Return the addresses that did not take a mail, in lower case; empty where none is named."""
    reported = [
        address
        for block in mail.reports
        if block.get("action", "failed").lower().startswith("failed")
        for name in ("original-recipient", "final-recipient")
        for address in _ADDRESS.findall(block.get(name, ""))[:1]
    ]
    named = [each for value in mail.all("x-failed-recipients") for each in _ADDRESS.findall(value)]
    found = reported or named or _scanned(data)
    return tuple(dict.fromkeys(each.lower() for each in found))[:MOST]


def _scanned(data: bytes) -> list[str]:
    """Ask the patterns of fifty mail servers."""
    if len(data) > _LOOKED_AT:
        return []
    from email import message_from_bytes

    from flufl.bounce import scan_message

    try:
        return sorted(
            each.decode("utf-8", "replace")
            for each in scan_message(message_from_bytes(data.translate(_ASCII)))
        )
    except Exception:  # noqa: BLE001 - patterns of others over hostile input: nobody then
        return []


def answered_ids(data: bytes) -> tuple[str, ...]:
    """Return the Message-IDs of the mail that a report encloses, or quotes the headers of."""
    found = [each.decode("utf-8", "replace") for each in _MESSAGE_ID.findall(data[:_LOOKED_AT])]
    return tuple(dict.fromkeys(found[1:]))[:MOST]

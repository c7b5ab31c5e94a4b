"""The mark of a letter of Duly's: in a header of its own, and in its Message-ID.

Mail programs write the Message-ID anew, providers drop headers they do not know: one of the two
mostly comes through. A mark names a letter's number and a digest of its words, so that nobody can
guess one, and none means a letter of another database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from duly.formats.message import LETTER_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duly.formats.mail import Mail

_MARK: Final = r"[1-9][0-9]{0,11}-[0-9a-f]{32}"
_IN_HEADER: Final = re.compile(_MARK)
_IN_ID: Final = re.compile(rf"<({_MARK})\.duly@[^<>\s]+>")


def message_id(mark: str, domain: str) -> str:
    """Return the Message-ID of a letter, with its angle brackets."""
    return f"<{mark}.duly@{domain}>"


def marks_of(mail: Mail) -> Iterator[str]:
    """Yield the marks a mail bears; whether there is such a letter is known to the store."""
    header = mail.header(LETTER_HEADER.lower())
    if _IN_HEADER.fullmatch(header):
        yield header
    if found := _IN_ID.fullmatch(mail.message_id):
        yield found[1]


def number_of(mark: str) -> int:
    """Return the number of the letter that a mark names."""
    return int(mark.partition("-")[0])

"""Letters as `mailto:` addresses, which open the user's mail program with everything filled in.

RFC 6068: UTF-8, percent-encoded, a line break is %0D%0A, a blank %20 and never "+". In-Reply-To is
the one header besides the subject that programs may take over safely (section 4).

Met in the wild: Outlook and web mail opened through Chromium lose what is beyond some 2,000
characters, and say nothing; Apple Mail and Thunderbird take more. What may lose its end is not
written at all.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from duly.core.errors import NeedsUserError
from duly.core.told import told
from duly.formats.message import MessageError, checked_address

LONGEST: Final = 2_000
"""Octets that every mail program is known to take."""
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_IN_ADDRESS: Final = "!$'*+-._~"
"""What stands for itself in an address here; "%", "&", "?", "#", "/" and "`" do not."""


class TooLongError(NeedsUserError):
    """The letter is longer than every mail program takes this way."""


def write(to: str, subject: str, body: str, in_reply_to: str = "") -> str:
    """Return the address that opens a letter for writing.

    Args:
        to: One address.
        subject: One line.
        body: Paragraphs, each on one line.
        in_reply_to: The Message-ID of the mail it answers, with its angle brackets.

    Raises:
        MessageError: The address is not one, or there is a control character.
        TooLongError: Some mail programs would lose its end.
    """
    local, _, domain = checked_address(to, "To").rpartition("@")
    fields = {"subject": _line(subject, "Subject"), "body": _text(body)}
    if in_reply_to:
        fields["in-reply-to"] = _line(in_reply_to, "In-Reply-To")
    filled = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    found = f"mailto:{quote(local, safe=_IN_ADDRESS)}@{domain}{'?' if filled else ''}{filled}"
    if len(found) > LONGEST:
        raise TooLongError(
            told(
                "this letter takes {count} characters as a link, and some mail programs lose "
                "what is beyond {most}",
                count=f"{len(found):,}",
                most=f"{LONGEST:,}",
            ),
            mend="Open it from a file, with --save letter.eml, or take it over with --copy.",
        )
    return found


def _line(text: str, where: str) -> str:
    if "\n" in text or "\r" in text or _UNSAFE.search(text):
        raise MessageError("a control character", where=where, expected="one line of text")
    return _whole(text, where)


def _text(body: str) -> str:
    text = body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if _UNSAFE.search(text):
        raise MessageError("the letter contains a control character", mend="Take it out.")
    return _whole(text, "the letter").replace("\n", "\r\n")


def _whole(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise MessageError("half a character", where=where, mend="Take it out.") from None
    return text

"""Made-up mails, and what a reader may want of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duly.adapters.base import Found, Passed, Wanted

_NUMBER = re.compile(rb"Message-ID: <([^@>]+)@", re.IGNORECASE)


def mail(
    number: object, subject: str = "Hello", body: str = "Nothing to see.", more: str = ""
) -> bytes:
    """Return a mail that is told from every other by its number."""
    text = (
        f"From: Ana Ruiz <ana@acme.example>\r\nTo: sam@field.example\r\nSubject: {subject}\r\n"
        f"Date: Tue, 10 Mar 2026 15:00:00 +0000\r\nMessage-ID: <{number}@acme.example>\r\n{more}"
        f"\r\n{body}\r\n"
    )
    return text.encode()


def number(data: bytes) -> str:
    """Return the number of a mail."""
    found = _NUMBER.search(data)
    return found[1].decode() if found else "?"


def numbers(found: Iterable[Found]) -> list[str]:
    return [number(each.data) for each in found]


def found_in(passes: Iterable[Passed]) -> list[Found]:
    return [each for passed in passes for each in passed.found]


def everything(head: bytes, beginning: bytes) -> bool:
    """Want every message."""
    return True


def by_body(head: bytes, beginning: bytes) -> bool:
    """Want no message for its headers, and any whose body is looked at."""
    return bool(beginning)


def with_words(*words: bytes) -> Wanted:
    """Want what has one of these words in its headers or at the beginning of its body."""

    def wanted(head: bytes, beginning: bytes) -> bool:
        return any(word in head or word in beginning for word in words)

    return wanted


def noting(wanted: Wanted, seen: list[str]) -> Wanted:
    """Note which messages were asked about."""

    def noted(head: bytes, beginning: bytes) -> bool:
        seen.append(number(head))
        return wanted(head, beginning)

    return noted

"""Where a LinkedIn profile is: the one web address that Duly ever opens, and so a strict one."""

from __future__ import annotations

import re
from typing import Final

from duly.core.errors import WrongUsageError
from duly.core.told import told

_PROFILE: Final = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(in|pub)/([\w%.~-]{1,200}(?:/[\w%.~-]{1,60}){0,3})/?"
    r"(?:[?#]\S*)?",
    re.IGNORECASE,
)


def read(text: str, *, where: str = "") -> str:
    """Return the address of a profile, always of the same form: no tracking, no other host.

    Raises:
        WrongUsageError: It is no address of a LinkedIn profile.
    """
    found = find(text)
    if not found:
        raise WrongUsageError(
            told('"{text}" is no LinkedIn profile', text=text[:200]),
            where=where,
            expected="one like https://www.linkedin.com/in/ana-ruiz",
        )
    return found


def find(text: str) -> str:
    """Return the address of a profile, or "" where it is none."""
    found = _PROFILE.fullmatch(text.strip())
    return f"https://www.linkedin.com/{found[1].lower()}/{found[2]}" if found else ""

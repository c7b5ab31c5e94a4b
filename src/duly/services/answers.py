"""Answers of a debrief as people type them, and as they are kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from duly.core.errors import WrongUsageError
from duly.core.model import Medium
from duly.core.told import told
from duly.formats import whenwords
from duly.formats.whenwords import Facing

_AND = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)


def medium(line: str) -> str:
    """Return a medium by its name; empty where none is given.

    Raises:
        WrongUsageError: There is no such medium.
    """
    word = line.strip().lower()
    if word and word not in set(Medium):
        raise WrongUsageError(
            told('"{line}" is no medium', line=line), expected="email, phone or post"
        )
    return word


def promised(line: str, on: date, now: datetime, zone: ZoneInfo) -> str:
    """Return a promised day as it is kept; empty where none is given.

    Args:
        line: As typed: "friday", "in two weeks".
        on: The day of the round; nothing is promised for a day before it.
        now: The present.
        zone: Whose calendar it was typed by.

    Raises:
        WrongUsageError: It cannot be read, or lies before the interview.
    """
    if not line.strip():
        return ""
    day = whenwords.day(line, now, zone, Facing.AHEAD)
    if day < on:
        raise WrongUsageError(
            told("{day} lies before the interview", day=day.isoformat()), expected="a day after it"
        )
    return day.isoformat()


def listed(text: str) -> list[str]:
    """Return the things named in a text: one a line, else parted by semicolons, else by commas."""
    if re.search(r"[\r\n]", text):
        parts = text.splitlines()
    elif ";" in text:
        parts = text.split(";")
    else:
        first, *others = re.split(r",(?!\d)", text)
        parts = [first, *(_AND.sub("", each.strip(), count=1) for each in others)]
    cleaned = (" ".join(part.split()) for part in parts)
    return list(dict.fromkeys(part for part in cleaned if part))


def as_typed(things: list[str]) -> str:
    """Return a list as it would be typed: `listed` reads the same things from it."""
    text = "\n".join(things)
    return f"{text}\n" if len(things) == 1 and listed(text) != things else text

"""Times of day and the zones named beside them, in prose: "2pm BST", "14h30", "9:00-10:00 ET"."""

from __future__ import annotations

import re
from datetime import time
from typing import Final, NamedTuple

ZONES: Final = {
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "eastern": "America/New_York", "new york": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "central": "America/Chicago", "chicago": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "mountain": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "gmt": "Europe/London", "bst": "Europe/London", "uk time": "Europe/London",
    "london": "Europe/London", "uk": "Europe/London",
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin", "berlin": "Europe/Berlin", "paris": "Europe/Paris",
    "madrid": "Europe/Madrid", "amsterdam": "Europe/Amsterdam", "dublin": "Europe/Dublin",
    "eet": "Europe/Helsinki", "eest": "Europe/Helsinki",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "sydney": "Australia/Sydney",
    "sgt": "Asia/Singapore", "jst": "Asia/Tokyo", "hkt": "Asia/Hong_Kong", "utc": "UTC",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "sast": "Africa/Johannesburg",
}  # fmt: skip
_ZONE: Final = "|".join(sorted(ZONES, key=len, reverse=True))
_HALF = r"(?:\s?(?P<half{n}>[ap])\.?m\.?\b)?"
_RANGE: Final = re.compile(
    r"(?<![\d/.-])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?" + _HALF.format(n=1)
    + r"(?:\s?(?:-|–|to|until|till|bis)\s?(?P<hour2>[01]?\d|2[0-4])(?:[:.](?P<minute2>[0-5]\d))?"
    + _HALF.format(n=2) + r")?(?P<mark>\s?(?:uhr|h(?:\d\d)?|o.?clock)\b)?(?![\d/])"
    + rf"(?:\s?\(?(?P<zone>{_ZONE})\b(?: (?:standard |daylight )?time)?)?",
    re.IGNORECASE,
)  # fmt: skip
_FRENCH: Final = re.compile(r"(\d{1,2})\s?h\s?(\d{2})\b")
_ANY_ZONE: Final = re.compile(rf"\b({_ZONE})\b(?: (?:standard |daylight )?time)?", re.IGNORECASE)
_NOON: Final = re.compile(r"\b(?:noon|midday|mittag|midi)\b")


class Clock(NamedTuple):
    """A time of day, perhaps to another, perhaps in a named zone."""

    start: time
    end: time | None
    zone: str
    place: int


def time_in(text: str) -> time | None:
    """Return the first time of day in a text in lower case."""
    found = clocks_in(text)
    return found[0].start if found else None


def clocks_in(text: str) -> list[Clock]:
    """Return the times of day in a text in lower case; bare numbers are none."""
    text = _FRENCH.sub(lambda found: f"{found[1]}:{found[2]}", _NOON.sub("12:00pm", text))
    return [clock for found in _RANGE.finditer(text) if (clock := _clock(found, text))]


def _clock(found: re.Match[str], text: str) -> Clock | None:
    """Return a match as a clock, where something besides the number says that it is one."""
    half = found["half1"] or found["half2"]
    if not (half or found["minute"] or found["mark"] or found["minute2"]):
        return None
    second = _time(found["hour2"], found["minute2"], found["half2"]) if found["hour2"] else None
    first = _time(found["hour"], found["minute"], found["half1"])
    if first is not None and not found["half1"] and found["half2"]:
        borrowed = _time(found["hour"], found["minute"], half)
        first = borrowed if borrowed and second and borrowed <= second else first
    if first is None or ("." in found[0] and not half and "uhr" not in found[0]):
        return None
    zone = found["zone"] or next(iter(_ANY_ZONE.findall(text[found.end() : found.end() + 25])), "")
    return Clock(first, second, ZONES.get(str(zone).lower(), ""), found.start())


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + 12 * (half.lower() == "p")
    return time(number, int(minute or 0)) if number < 24 else None

"""Days as a letter calls them, day before month or after it as their country does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December"
_NEAR = 6
_SAME_YEAR = 300


def named(day: date, today: date, country: str) -> str:
    """Return "20 March", or "March 20" in the United States; a far day carries its year."""
    month = _MONTHS.split()[day.month - 1]
    far = abs((day - today).days) > _SAME_YEAR
    if country.upper().startswith("US"):
        return f"{month} {day.day}, {day.year}" if far else f"{month} {day.day}"
    return f"{day.day} {month} {day.year}" if far else f"{day.day} {month}"


def in_full(day: date, country: str) -> str:
    """Return a day as it stands above a letter: "20 March 2026", or "March 20, 2026"."""
    month = _MONTHS.split()[day.month - 1]
    if country.upper().startswith("US"):
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def on(day: date | None, today: date, country: str) -> str:
    """Return "on Tuesday" for one of the last six days, else "on 10 March"; "" for none."""
    if day is None:
        return ""
    near = 0 <= (today - day).days <= _NEAR
    return f"on {_WEEKDAYS[day.weekday()] if near else named(day, today, country)}"


def month(day: date, today: date) -> str:
    """Return "March", or "March 2025" where the month alone could be the last or the next."""
    name = _MONTHS.split()[day.month - 1]
    return f"{name} {day.year}" if abs((day - today).days) > _SAME_YEAR else name

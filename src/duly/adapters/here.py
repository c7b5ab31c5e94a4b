"""Where this machine thinks it is: its time zone, and the country that goes with it."""

from __future__ import annotations

import locale
from functools import cache
from importlib import resources
from zoneinfo import available_timezones


def time_zone() -> str:
    """Return the IANA name of the machine's zone; "UTC" where it has none."""
    import tzlocal

    try:
        found = tzlocal.get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):
        return "UTC"
    return found if found in available_timezones() else "UTC"


def country(zone: str) -> str:
    """Return the ISO 3166 code of the zone's country, else the language settings', else ""."""
    return _countries().get(zone) or _country_of_locale()


@cache
def _countries() -> dict[str, str]:
    """Return the countries of all zones, from the zone database's own table."""
    try:
        table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    except (ModuleNotFoundError, OSError):
        return {}
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}


def name_of_country(code: str) -> str:
    """Return a country's English name by its ISO 3166 code; "" where there is none of that code."""
    return _names().get(code.partition("-")[0].upper(), "")


@cache
def _names() -> dict[str, str]:
    """Return the names of all countries, from the zone database's own table."""
    try:
        table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    except (ModuleNotFoundError, OSError):
        return {}
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _country_of_locale() -> str:
    name = (locale.getlocale()[0] or "").partition(".")[0]
    _, _, found = name.partition("_")
    return found if len(found) == 2 and found.isalpha() else ""

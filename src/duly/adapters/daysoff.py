"""Public holidays, from the `holidays` library, remembered on disk.

The library takes some 165 ms for one country and year, so its answers are kept in one small
file for as long as the library on this machine stays the same.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from duly.adapters import places
from duly.core.errors import FactsError
from duly.core.worktime import DaysOff

_FILE = "days-off.json"


def days_off(countries: Iterable[str], years: Iterable[int]) -> dict[str, DaysOff]:
    """Return the days off of each country over some years.

    Args:
        countries: ISO 3166 codes, each optionally with a subdivision ("DE-BY").
        years: Calendar years.

    Raises:
        FactsError: There is no country of that code.
    """
    wanted = sorted(set(years))
    cached = _read()
    missing = False
    for country in sorted(set(countries)):
        known = cached["countries"].setdefault(country, {"years": {}, "weekend": [5, 6]})
        absent = [year for year in wanted if str(year) not in known["years"]]
        if absent:
            _look_up(country, absent, known)
            missing = True
    if missing:
        _write(cached)
    return {country: _days_off(cached["countries"][country], wanted) for country in countries}


def _days_off(known: dict[str, Any], years: list[int]) -> DaysOff:
    return DaysOff(
        frozenset(date.fromisoformat(day) for year in years for day in known["years"][str(year)]),
        frozenset(known["weekend"]),
    )


def _look_up(country: str, years: list[int], known: dict[str, Any]) -> None:
    import holidays

    code, _, subdivision = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        raise FactsError(
            f'the country is "{country}"',
            expected='an ISO 3166 code such as "US", "GB" or "DE-BY"',
            mend="Correct the code; Duly needs it for the public holidays.",
        ) from None
    known["weekend"] = sorted(found.weekend)
    for year in years:
        known["years"][str(year)] = sorted(day.isoformat() for day in found if day.year == year)


def _edition() -> str:
    """Return what tells one installed edition of the library from another, without importing it."""
    spec = importlib.util.find_spec("holidays")
    if spec is None or spec.origin is None:
        return ""
    version = Path(spec.origin).with_name("version.py")
    origin = version if version.exists() else Path(spec.origin)
    return f"{origin.stat().st_mtime_ns}"


def _read() -> dict[str, Any]:
    fresh = {"edition": _edition(), "countries": {}}
    try:
        cached = json.loads((places.cache() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return fresh
    if not isinstance(cached, dict) or cached.get("edition") != fresh["edition"]:
        return fresh
    return cached


def _write(cached: dict[str, Any]) -> None:
    """Keep the answers; a cache that cannot be written is no reason to fail."""
    folder = places.cache()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(cached, file)
        Path(name).replace(folder / _FILE)

"""Public holidays, from the `holidays` library, remembered on disk.

The library takes some 165 ms for one country and year, so its answers are kept in a small text
file for as long as the library on this machine stays the same: a first line for its edition,
then a line a country and year, `US 2026 5,6 2026-01-01 2026-01-19 …` (weekdays off, holidays).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from datetime import date
from importlib.machinery import PathFinder
from pathlib import Path

from duly.adapters import places
from duly.core.errors import FactsError
from duly.core.told import told
from duly.core.worktime import DaysOff

_FILE = "days-off.txt"

_Years = dict[tuple[str, int], DaysOff]


def days_off(countries: Iterable[str], years: Iterable[int]) -> dict[str, DaysOff]:
    """Return the days off of each country over some years.

    Args:
        countries: ISO 3166 codes, each optionally with a subdivision ("DE-BY"); an empty one
            has weekends only.
        years: Calendar years.

    Raises:
        FactsError: There is no country of that code.
    """
    wanted = {(country, year) for country in countries if country for year in years}
    edition = _edition()
    known = _read(edition)
    missing = wanted - known.keys()
    if missing:
        for country in {country for country, _ in missing}:
            known |= _look_up(country, [year for where, year in missing if where == country])
        _write(edition, known)
    return {country: _together(country, known) for country in {country for country, _ in wanted}}


def _together(country: str, known: _Years) -> DaysOff:
    years = [days for (where, _), days in known.items() if where == country]
    return DaysOff(frozenset().union(*(days.holidays for days in years)), years[0].weekend)


def _look_up(country: str, years: list[int]) -> _Years:
    import holidays

    code, _, subdivision = country.partition("-")
    try:
        # The library takes any name of its module for a country; ISO 3166 has two capitals.
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise NotImplementedError(code)
        found = holidays.country_holidays(code, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        raise FactsError(
            told('the country is "{country}"', country=country),
            expected='an ISO 3166 code such as "US", "GB" or "DE-BY"',
            mend="Correct the code; Duly needs it for the public holidays.",
        ) from None
    weekend = frozenset(found.weekend)
    return {
        (country, year): DaysOff(frozenset(day for day in found if day.year == year), weekend)
        for year in years
    }


def _edition() -> str:
    """Return what tells one installed edition of the library from another, without importing it."""
    spec = PathFinder.find_spec("holidays")
    if spec is None or spec.origin is None:
        return "none"
    version = Path(spec.origin).with_name("version.py")
    return str((version if version.exists() else Path(spec.origin)).stat().st_mtime_ns)


def _read(edition: str) -> _Years:
    """Return what is remembered; a file that cannot be read is simply made again."""
    try:
        first, *lines = (places.cache() / _FILE).read_text(encoding="ascii").splitlines()
        return dict(map(_parse, lines)) if first == edition else {}
    except (OSError, ValueError):
        return {}


def _parse(line: str) -> tuple[tuple[str, int], DaysOff]:
    country, year, weekend, *days = line.split()
    weekdays = frozenset(int(weekday) for weekday in weekend.split(",") if weekday != "-")
    return (country, int(year)), DaysOff(frozenset(map(date.fromisoformat, days)), weekdays)


def _line(country: str, year: int, days: DaysOff) -> str:
    weekend = ",".join(map(str, sorted(days.weekend))) or "-"
    return " ".join([country, str(year), weekend, *map(str, sorted(days.holidays))])


def _write(edition: str, known: _Years) -> None:
    """Keep the answers; a cache that cannot be written is no reason to fail."""
    import tempfile

    folder = places.cache()
    lines = [edition, *(_line(*key, days) for key, days in sorted(known.items(), key=_first))]
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=_FILE)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
        Path(name).replace(folder / _FILE)


def _first(item: tuple[tuple[str, int], DaysOff]) -> tuple[str, int]:
    return item[0]

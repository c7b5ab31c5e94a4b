"""Holidays: right for the country, remembered on disk, and honest about a code that is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duly.adapters import daysoff, places
from duly.core.errors import FactsError


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return places.cache()


def the_file(cache: Path) -> Path:
    return next(cache.iterdir())


def test_holidays_are_those_of_the_country_and_its_part() -> None:
    found = daysoff.days_off(["US", "DE", "DE-BY"], [2026])
    assert date(2026, 7, 3) in found["US"].holidays, "the fourth of July falls on a Saturday"
    assert date(2026, 10, 3) in found["DE"].holidays
    assert date(2026, 1, 6) not in found["DE"].holidays
    assert date(2026, 1, 6) in found["DE-BY"].holidays


def test_weekends_are_those_of_the_country() -> None:
    found = daysoff.days_off(["EG", "US"], [2026])
    assert found["EG"].weekend == frozenset({4, 5})
    assert found["US"].weekend == frozenset({5, 6})


def test_no_country_has_weekends_only() -> None:
    assert daysoff.days_off(["", "US"], [2026]).keys() == {"US"}


def test_answers_are_remembered(cache: Path) -> None:
    first = daysoff.days_off(["US"], [2026])
    written = the_file(cache).read_text()
    assert written.splitlines()[1].startswith("US 2026 5,6 2026-01-01 ")
    the_file(cache).write_text(written.replace("2026-07-03", "2026-07-02"))
    again = daysoff.days_off(["US"], [2026])["US"].holidays
    assert date(2026, 7, 2) in again, "the cache is asked, not the library"
    assert date(2026, 7, 3) in first["US"].holidays


def test_a_further_year_is_added_to_what_is_remembered(cache: Path) -> None:
    daysoff.days_off(["US"], [2026])
    found = daysoff.days_off(["US", "GB"], [2026, 2027])
    assert {day.year for day in found["US"].holidays} >= {2026, 2027}
    lines = the_file(cache).read_text().splitlines()[1:]
    assert [line[:7] for line in lines] == ["GB 2026", "GB 2027", "US 2026", "US 2027"]


def test_another_edition_of_the_library_makes_it_new(cache: Path) -> None:
    daysoff.days_off(["US"], [2026])
    path = the_file(cache)
    edition, *lines = path.read_text().splitlines()
    path.write_text("\n".join(["older", *(line.replace("-07-03", "-07-02") for line in lines)]))
    assert date(2026, 7, 3) in daysoff.days_off(["US"], [2026])["US"].holidays
    assert path.read_text().splitlines()[0] == edition


@pytest.mark.parametrize("text", ["", "garbage", "1\nUS 2026\n", "1\nUS x y z\n", "\x00\xff"])
def test_a_broken_cache_is_made_again(cache: Path, text: str) -> None:
    daysoff.days_off(["US"], [2026])
    path = the_file(cache)
    edition = path.read_text().splitlines()[0]
    path.write_text(text.replace("1\n", f"{edition}\n", 1), encoding="utf-8")
    assert date(2026, 7, 3) in daysoff.days_off(["US"], [2026])["US"].holidays
    assert date(2026, 7, 3) in daysoff.days_off(["US"], [2026])["US"].holidays


def test_a_cache_that_cannot_be_written_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("HOME", str(blocked))
    assert date(2026, 7, 3) in daysoff.days_off(["US"], [2026])["US"].holidays


@pytest.mark.parametrize(
    "country", ["XX", "us", "USA", "United States", "U", "US-XX", "HolidayBase"]
)
def test_a_country_that_is_none_is_refused(country: str, cache: Path) -> None:
    with pytest.raises(FactsError) as caught:
        daysoff.days_off([country], [2026])
    assert str(caught.value) == (
        f'the country is "{country}"; expected an ISO 3166 code such as "US", "GB" or "DE-BY". '
        "Correct the code; Duly needs it for the public holidays."
    )
    assert not cache.exists() or not list(cache.iterdir()), "nothing wrong is remembered"

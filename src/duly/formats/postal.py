"""Postal addresses as they stand on an envelope, line by line.

An address is kept as it was typed, over several lines or on one. What differs between countries is
settled here: where a single line is broken, what goes in capital letters, on which side of the town
the postcode stands, and whether the name comes first. Abroad, the country stands in the last line,
in capital letters and in English, as the Universal Postal Union asks (S42).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MOST_LINES: Final = 8
_LONGEST_LINE: Final = 60
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_REGION: Final = re.compile(r"[A-Za-z]{2,3}\.?\s+[A-Za-z]?\d[\dA-Za-z -]{2,9}")
"""What stands behind the comma in "Chicago, IL 60606"."""
_NUMBER: Final = re.compile(r"(?:no\.?\s*)?\d{1,5}\s?[a-zA-Z]?(?:[/-]\d{1,4})?", re.IGNORECASE)
"""What stands behind the comma in "Via Roma, 12"."""
_BRITISH_CODE: Final = re.compile(r"[\s,]*\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$", re.IGNORECASE)
_TOWN_THEN_CODE: Final = re.compile(r"([^\W\d][^\d]*?),?\s+((?:[A-Z]{1,2}-)?\d{4,5})")
_OWN_SCRIPT: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AFTER_NAME: Final = {"JP": " 様", "KR": " 귀하", "CN": " 收", "TW": " 收"}
_CODE_FIRST: Final = frozenset({
    "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "IS", "IT", "LT",
    "LU", "MX", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR",
})  # fmt: skip
"""Countries in which the postcode stands before the town."""
_NAMES: Final = {
    "GB": "United Kingdom", "US": "USA", "KR": "South Korea", "KP": "North Korea",
    "VN": "Vietnam", "LA": "Laos", "MM": "Myanmar", "CG": "Congo", "CD": "DR Congo",
    "VA": "Vatican City", "TR": "Türkiye", "WS": "Samoa",
}  # fmt: skip
"""Where the zone database calls a country otherwise than the post does."""
_CALLED: Final = {
    "US": "usa u.s.a. us united-states united-states-of-america",
    "GB": "uk u.k. united-kingdom great-britain england scotland wales northern-ireland",
    "DE": "germany deutschland allemagne", "AT": "austria österreich",
    "CH": "switzerland schweiz suisse svizzera", "FR": "france frankreich",
    "ES": "spain españa", "IT": "italy italia", "NL": "netherlands the-netherlands nederland",
    "BE": "belgium belgië belgique", "PL": "poland polska", "CZ": "czechia česko czech-republic",
    "SE": "sweden sverige", "NO": "norway norge", "DK": "denmark danmark", "FI": "finland suomi",
    "JP": "japan 日本", "CN": "china 中国", "KR": "south-korea korea 대한민국",
    "BR": "brazil brasil", "MX": "mexico méxico",
}  # fmt: skip


def country_of(code: str) -> str:
    """Return the country of a code that may name a part of it: "DE" of "DE-BY"."""
    return code.partition("-")[0].upper()


def english_name(code: str, listed: str) -> str:
    """Return a country's name for an envelope.

    Args:
        code: ISO 3166, perhaps with a subdivision.
        listed: As the zone database lists it; "" where it does not.
    """
    return _NAMES.get(country_of(code), listed)


def recipient(
    name: str, company: str, address: str, country: str, *, abroad: str = ""
) -> tuple[str, ...]:
    """Return the lines of an address on an envelope.

    Args:
        name: Whose hands it is for.
        company: Where they work; "" where it goes to their home.
        address: As it was typed, on one line or several.
        country: ISO 3166 code of the country it lies in.
        abroad: That country's name in English, where the letter comes from another one.
    """
    place = _place(address, country)
    if not place:
        return ()
    who = [each for each in (name, company) if each and not _says(place, each)]
    code = country_of(country)
    if _OWN_SCRIPT.search("".join(place)) and code in _AFTER_NAME:
        # The largest comes first there, and the reader last.
        lines = [*place, *reversed(who)]
        lines = [f"{each}{_AFTER_NAME[code]}" if each == name else each for each in lines]
    else:
        lines = [*who, *place]
    cleaned = [_clean(each) for each in lines]
    kept = [each for each in cleaned if each][: MOST_LINES - bool(abroad)]
    return (*kept, abroad.upper()) if abroad else tuple(kept)


def _says(place: Iterable[str], text: str) -> bool:
    """Tell whether a line of the address says it already, legal form aside: "Acme Inc."."""
    wanted = _clean(text).casefold()
    return any(
        each.casefold() == wanted or each.casefold().startswith((f"{wanted} ", f"{wanted},"))
        for each in place
    )


def _place(address: str, country: str) -> list[str]:
    """Return the lines of an address without its country, as that country writes them."""
    lines = [_clean(line).strip(" ,") for line in address.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        lines = _broken(lines[0])
    code = country_of(country)
    if len(lines) > 1 and _is_country(lines[-1], code):
        lines.pop()
    if not lines:
        return []
    return [*lines[:-1], *_town(lines[-1], code)]


def _broken(line: str) -> list[str]:
    """Break an address that was typed on one line at its commas, where they part lines."""
    found: list[str] = []
    for part in (each.strip() for each in line.split(",")):
        if found and (_REGION.fullmatch(part) or _NUMBER.fullmatch(part)):
            found[-1] = f"{found[-1]}, {part}"
        elif part:
            found.append(part)
    return found


def _is_country(line: str, code: str) -> bool:
    called = (each.replace("-", " ") for each in _CALLED.get(code, "").split())
    return line.casefold().strip(" .()") in {code.casefold(), *(each.strip(".") for each in called)}


def _town(line: str, code: str) -> list[str]:
    """Return the line of town and postcode as the post of that country wants it."""
    if code == "GB" and (found := _BRITISH_CODE.search(line)):
        postcode = f"{found[1]} {found[2]}".upper()
        return [part for part in (line[: found.start()].upper(), postcode) if part]
    if code in ("US", "CA", "AU"):
        return [_REGION.sub(lambda found: found[0].upper(), line)]
    if code in _CODE_FIRST and (turned := _TOWN_THEN_CODE.fullmatch(line)):
        return [f"{turned[2]} {turned[1]}"]
    return [line]


def _clean(line: str) -> str:
    """Return a line with single blanks and nothing in it that steers a printer or the eye."""
    return " ".join(_CONTROL.sub(" ", line).split())[:_LONGEST_LINE]

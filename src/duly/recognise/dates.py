"""Days named in prose: "by the end of next week", "within 5-7 business days", "Monday (6/16)".

A small grammar of patterns, tried from the longest to the shortest; what one has read is out of
reach of the others. Every reading is a stretch of days: "next week" is Monday to Friday, and who
is told to wait for it waits for its last day. The day the words were written is the origin.

Which of 6/7 is the month: what stands in the same text and can be read in one way decides, a
weekday beside it, then the writer's country, then which of the two lies ahead and nearer.
"""

# ruff: noqa: E501, ISC004 - a pattern is easier to read unbroken

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duly.core.worktime import WorkCalendar

_DAY = timedelta(days=1)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "januar", "janvier", "enero"),
            ("february", "feb", "februar", "février", "febrero"),
            ("march", "mar", "märz", "mars", "marzo"),
            ("april", "apr", "avril", "abril"),
            ("may", "mai", "mayo"),
            ("june", "jun", "juni", "juin", "junio"),
            ("july", "jul", "juli", "juillet", "julio"),
            ("august", "aug", "août", "agosto"),
            ("september", "sept", "sep", "septembre", "septiembre"),
            ("october", "oct", "oktober", "okt", "octobre", "octubre"),
            ("november", "nov", "novembre", "noviembre"),
            ("december", "dec", "dezember", "dez", "décembre", "diciembre"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "montag", "lundi", "lunes"),
            ("tuesday", "tues", "tue", "dienstag", "mardi", "martes"),
            ("wednesday", "weds", "wed", "mittwoch", "mercredi", "miércoles"),
            ("thursday", "thurs", "thur", "thu", "donnerstag", "jeudi", "jueves"),
            ("friday", "fri", "freitag", "vendredi", "viernes"),
            ("saturday", "sat", "samstag", "samedi", "sábado"),
            ("sunday", "sun", "sonntag", "dimanche", "domingo"),
        )
    )
    for name in names
}
_NUMBERS: Final = {
    word: number
    for number, words in {
        1: ("one", "so", "a", "an", "einer", "eine", "un", "une", "una"),
        2: ("two", "couple of", "a couple of", "the next couple of", "zwei", "deux", "dos"),
        3: ("three", "drei", "trois", "tres"),
        4: ("four", "vier", "quatre", "cuatro"),
        5: ("five", "fünf", "cinq", "cinco"),
        6: ("six", "sechs", "seis"),
        7: ("seven", "sieben", "sept", "siete"),
        8: ("eight", "acht", "huit", "ocho"),
        9: ("nine", "neun", "neuf", "nueve"),
        10: ("ten", "zehn", "dix", "diez"),
        12: ("twelve",),
        14: ("fourteen", "vierzehn", "quinze", "quince"),
        15: ("fifteen",),
        20: ("twenty",),
        30: ("thirty",),
    }.items()
    for word in words
}


def _any(words: object) -> str:
    return "|".join(sorted((str(word) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


_MONTH = rf"(?P<month>{_any(_MONTHS)})\b\.?"
_WEEKDAY = rf"(?P<weekday>{_any(_WEEKDAYS)})\b\.?"
_COUNT = rf"(?:\d{{1,3}}|{_any(_NUMBERS)})"
_YEAR = r"(?:,?\s+(?P<year>20\d\d)\b)?"
_ORDINAL = r"(?:st|nd|rd|th|º|er)?"
_BESIDE = rf"(?:{_WEEKDAY},?\s*(?:,|-|the|den|le|el|on|\()?\s*)?"
_WEEKS = r"(?:weeks?|wks?|wochen?|semaines?|semanas?)"


class Order(Enum):
    """Which comes first where a date is written in figures."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days that words name.

    Attributes:
        first_on: Its first day.
        last_on: Its last day, equal to the first where one day is named.
        start: Where the words begin in the text; `end` is where they end.
        exact: A day by name or figure, not a stretch or a wait.
        hours: The hours named, where a deadline is counted in hours; else 0.
    """

    first_on: date
    last_on: date
    start: int
    end: int
    exact: bool = False
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What dates are read against.

    Attributes:
        origin: The day on which it was written, by the writer's clock.
        calendar: Which days are worked on where it was written.
        order: Whether day or month comes first.
    """

    origin: date
    calendar: WorkCalendar
    order: Order = Order.UNKNOWN


_Reader = Callable[["re.Match[str]", Setting], "tuple[date, date] | None"]


def days_in(text: str, setting: Setting) -> list[Days]:
    """Return every stretch of days a text names, in order.

    Args:
        text: In lower case.
        setting: What the words are read against.
    """
    found: list[Days] = []
    taken = [False] * len(text)
    for pattern, reader, exact in _GRAMMAR:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            days = _read(reader, match, setting)
            if days:
                taken[start:end] = [True] * (end - start)
                hours = _hours(match)
                found.append(Days(days[0], days[1], start, end, exact, hours))
    return _without_hints(sorted(found, key=lambda one: one.start), text)


def _without_hints(found: list[Days], text: str) -> list[Days]:
    """Leave out the "end of day" of "end of day Friday": it says when on that day."""
    return [
        one
        for one in found
        if not (
            _HINT.fullmatch(text[one.start : one.end])
            and any(
                (other is not one and -10 < other.start - one.end < 10)
                or (other is not one and -1 < one.start - other.end < 10)
                for other in found
            )
        )
    ]


def _read(reader: _Reader, match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    try:
        return reader(match, setting)
    except (ValueError, OverflowError):
        return None


def _hours(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if not (groups.get("unit") or "").startswith(("hour", "hr", "h ", "stunde", "heure", "hora")):
        return 0
    return _number(groups["last"])


def order_in(text: str) -> Order:
    """Return the order of day and month that a text itself shows, if it does."""
    for found in _FIGURES.finditer(text):
        first, second = int(found["one"]), int(found["two"])
        if first > 12 >= second:
            return Order.DAY_FIRST
        if second > 12 >= first:
            return Order.MONTH_FIRST
    return Order.UNKNOWN


def _number(word: str) -> int:
    word = " ".join(word.split())
    return int(word) if word.isdigit() else _NUMBERS[word]


def _friday_of(day: date) -> date:
    return day + (4 - day.weekday()) * _DAY


def _monday_of(day: date) -> date:
    return day - day.weekday() * _DAY


def _last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _one(day: date) -> tuple[date, date]:
    return day, day


def _in_year(day: int, month: int, year: int | None, origin: date) -> date | None:
    """Return the day; without a year, the one from three months back to nine ahead."""
    if year is not None:
        return date(year, month, day)
    for candidate in (origin.year, origin.year + 1, origin.year - 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if -92 <= (found - origin).days <= 273:
            return found
    return None


def _named(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "16 June", "June 16th, 2025", "Monday the 16th of June"."""
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    month = _MONTHS[groups["month"]]
    first = _in_year(int(groups["day"]), month, year, setting.origin)
    if first is None:
        return None
    until = groups.get("until")
    last = date(first.year, month, int(until)) if until else first
    return (first, last) if last >= first else None


def _day_of_month(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "the 20th": the next one."""
    start = setting.origin.replace(day=1)
    if int(match["day"]) < setting.origin.day:
        start = _last_of_month(start.year, start.month) + _DAY
    return _one(start.replace(day=int(match["day"])))


def _iso(match: re.Match[str], _: Setting) -> tuple[date, date]:
    return _one(date(int(match["year"]), int(match["number"]), int(match["day"])))


def _figures(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "6/16", "16.06.", "Monday (6/16)", "16/06/2025"."""
    if _is_no_date(match):
        return None
    one, two = int(match["one"]), int(match["two"])
    year = int(match["year"]) if match["year"] else None
    if year is not None and year < 100:
        year += 2000
    readings = []
    if two <= 12:
        readings.append((Order.DAY_FIRST, _possible(one, two, year, setting.origin)))
    if one <= 12:
        readings.append((Order.MONTH_FIRST, _possible(two, one, year, setting.origin)))
    days = [(order, day) for order, day in readings if day is not None]
    return _one(_likeliest(days, match, setting)) if days else None


def _is_no_date(match: re.Match[str]) -> bool:
    """Tell "24/7", "1/2 day" and "version 2.3" from dates."""
    if match["year"] or match.groupdict().get("weekday"):
        return False
    before, after = match.string[: match.start()], match.string[match.end() :]
    if match["mark"] == "/":
        return match[0] == "24/7" or bool(_UNITS_AFTER.match(after))
    return not (match[0].endswith(".") and after[:1] != "") and not _DAY_BEFORE.search(before)


_UNITS_AFTER: Final = re.compile(r"\s*(?:days?|hours?|hrs?|weeks?|of|price|off|stars?)\b")
_DAY_BEFORE: Final = re.compile(r"\b(?:am|vom|bis|zum|den|ab|by|on|before|until|from|dem)\s+$")


def _possible(day: int, month: int, year: int | None, origin: date) -> date | None:
    try:
        return _in_year(day, month, year, origin)
    except ValueError:
        return None


def _likeliest(days: list[tuple[Order, date]], match: re.Match[str], setting: Setting) -> date:
    weekday = match.groupdict().get("weekday") or match.groupdict().get("weekday_after")
    if weekday:
        fitting = [day for _, day in days if day.weekday() == _WEEKDAYS[weekday]]
        if len(fitting) == 1:
            return fitting[0]
    order = Order.DAY_FIRST if match["mark"] == "." else setting.order
    for written, day in days:
        if written is order:
            return day
    ahead = [day for _, day in days if day >= setting.origin]
    return min(ahead) if ahead else days[-1][1]


def _weekday(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "Friday", "this Friday", "next Friday", "Friday next week", "a week on Friday"."""
    origin, wanted = setting.origin, _WEEKDAYS[match["weekday"]]
    words = match[0]
    if re.search(r"\b(?:last|past|letzten|dernier|pasado)\b", words):
        return None
    following = _monday_of(origin) + wanted * _DAY
    if re.search(r"\bnext\b|nächste|prochain|próximo|following week", words):
        return _one(following + 7 * _DAY)
    if following <= origin and not (following == origin and "this" in words):
        following += 7 * _DAY
    if re.search(r"\bweek (?:on|from|this)\b|\bweek$", words) and "this week" not in words:
        following += 7 * _DAY
    return _one(following)


def _week(match: re.Match[str], setting: Setting) -> tuple[date, date]:
    """Read "early next week", "the end of this week", "the week after next"."""
    words = match[0]
    monday = _monday_of(setting.origin)
    if setting.origin.weekday() >= 5 and "this" in words:
        monday += 7 * _DAY
    if re.search(r"after next|übernächste", words):
        monday += 14 * _DAY
    elif re.search(
        r"\b(?:next|following|coming)\b|nächste|kommende|prochaine|próxima|que viene", words
    ):
        monday += 7 * _DAY
    return _part_of_week(monday, words, setting)


def _part_of_week(monday: date, words: str, setting: Setting) -> tuple[date, date]:
    calendar = setting.calendar
    if re.search(
        r"\b(?:early|earlier|beginning|start|first (?:half|part)|anfang|début|principios)\b", words
    ):
        return monday, monday + _DAY
    if re.search(r"\b(?:mid|middle|midweek|mitte|milieu|mediados)\b", words):
        return monday + _DAY, monday + 2 * _DAY
    friday = max(monday, calendar.on_or_before(monday + 4 * _DAY))
    if re.search(r"\b(?:end|ende|fin|final|finales|late|eow)\b", words):
        return friday, friday
    return monday, friday


def _week_of(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    inner = days_in(match["which"], setting)
    if not inner:
        return None
    return _part_of_week(_monday_of(inner[0].first_on), match["part"] or "", setting)


def _month(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "the end of June", "mid-June", "in early July", "the end of the month"."""
    origin = setting.origin
    name = match.groupdict().get("month")
    part = match["part"] or match.groupdict().get("whole") or ""
    if name:
        year = int(match["year"]) if match["year"] else None
        start = _in_year(1, _MONTHS[name], year, origin.replace(day=1))
    else:
        start = origin.replace(day=1)
        if re.search(r"\bnext\b|nächste|prochain|próximo", match[0]):
            start = _last_of_month(start.year, start.month) + _DAY
    return _part_of_month(start, part) if start else None


def _part_of_month(start: date, part: str) -> tuple[date, date]:
    last = _last_of_month(start.year, start.month)
    if re.search(r"early|beginning|start|anfang|début|principios", part):
        return start, start + 9 * _DAY
    if re.search(r"first half", part):
        return start, start + 14 * _DAY
    if re.search(r"mid|mitte|mediados", part):
        return start + 9 * _DAY, start + 14 * _DAY
    if re.search(r"late|second half", part):
        return start + 19 * _DAY, last
    if re.search(r"first week", part):
        return start, start + 6 * _DAY
    if re.search(r"second week", part):
        return start + 7 * _DAY, start + 13 * _DAY
    if re.search(r"third week", part):
        return start + 14 * _DAY, start + 20 * _DAY
    return (last, last) if re.search(r"end|fin|last", part) else (start, last)


def _quarter(match: re.Match[str], setting: Setting) -> tuple[date, date]:
    words, origin = match[0], setting.origin
    if "year" in words:
        return _one(date(origin.year, 12, 31))
    quarter = int(match["quarter"]) if match["quarter"] else (origin.month - 1) // 3 + 1
    return _one(_last_of_month(origin.year, quarter * 3))


def _wait(match: re.Match[str], setting: Setting) -> tuple[date, date] | None:
    """Read "within 5-7 business days", "in two weeks", "the next couple of days", "48 hours"."""
    most = _number(match["last"])
    least = _number(match["first"]) if match.groupdict().get("first") else most
    unit = match["unit"]
    worked = bool(match.groupdict().get("worked") or match.groupdict().get("after"))
    if most > 370 or least > most:
        return None
    return _later(least, unit, setting, worked=worked), _later(most, unit, setting, worked=worked)


def _later(count: int, unit: str, setting: Setting, *, worked: bool) -> date:
    origin = setting.origin
    if unit.startswith(("hour", "hr", "stunde", "heure", "hora")):
        return origin + (count + 23) // 24 * _DAY
    if unit.startswith(("week", "wk", "woche", "semaine", "semana")):
        return origin + 7 * count * _DAY
    if unit.startswith("fortnight"):
        return origin + 14 * count * _DAY
    if unit.startswith(("month", "monat", "mois", "mes")):
        year, month0 = divmod(origin.year * 12 + origin.month - 1 + count, 12)
        return date(year, month0 + 1, min(origin.day, _last_of_month(year, month0 + 1).day))
    if worked or unit.startswith(("werktag", "arbeitstag")):
        return setting.calendar.after(origin, count)
    return origin + count * _DAY


def _near(match: re.Match[str], setting: Setting) -> tuple[date, date]:
    words = match[0]
    if re.search(r"after tomorrow|übermorgen", words):
        return _one(setting.origin + 2 * _DAY)
    if re.search(r"tomorrow|morgen|demain|mañana", words):
        return _one(setting.origin + _DAY)
    return _one(setting.origin)


_PARTS = (
    r"(?:(?P<part>(?:the )?(?:very )?(?:early|earlier|late|later|mid|middle of|beginning of|start of|"
    r"first (?:half|part) of|second half of|first week (?:of|in)|second week (?:of|in)|"
    r"third week (?:of|in)|last week (?:of|in)|end of|eow|anfang|mitte|ende|début|fin|la fin de|"
    r"milieu de|final de|finales de|mediados de|principios de)(?: in| of| der| de)?)[ -])?"
)
_WORKED = r"(?:\s*(?P<worked>business|working|work|weekday|ouvrés|ouvrables|hábiles|laborables))?"
_UNIT = (
    r"(?P<unit>hours?|hrs?|days?|weeks?|wks?|fortnights?|months?|stunden|tage[n]?|werktage[n]?|"
    r"arbeitstage[n]?|wochen?|monate[n]?|heures?|jours?|semaines?|mois|horas?|días|semanas?|mes(?:es)?)"
)
_HINT: Final = re.compile(
    r"today|tonight|eod|cob|close of (?:business|play)|end of (?:the )?(?:business )?day|morgen"
)
_FIGURES: Final = re.compile(
    rf"(?:{_WEEKDAY},?\s*(?:the|den|le|el|\(|-)?\s*)?(?<![\d/.:-])(?P<one>\d{{1,2}})(?P<mark>[/.])"
    rf"(?P<two>\d{{1,2}})(?:(?P=mark)(?P<year>20\d\d|\d\d))?(?:(?<=\d)\.)?(?![\d/:%]|\.\d)"
    rf"(?:\s*\(?(?P<weekday_after>{_any(_WEEKDAYS)})\b)?"
)
_GRAMMAR: Final[tuple[tuple[re.Pattern[str], _Reader, bool], ...]] = tuple(
    (re.compile(pattern), reader, exact)
    for pattern, reader, exact in (
        (rf"(?:(?P<part>early|late|the end of|mid) )?(?:in )?(?:the )?week (?:of|commencing|beginning|"
         rf"starting|w/c)(?: on)? (?P<which>(?:the )?(?:(?:{_any(_WEEKDAYS)}),?\s*)?(?:\d[\w/. ]{{2,18}}|(?:{_any(_MONTHS)})\s+\d{{1,2}}))",
         _week_of, False),
        (rf"{_BESIDE}(?<![\d.])(?P<day>[0-3]?\d){_ORDINAL}(?:\s*(?:-|–|to|and)\s*(?P<until>[0-3]?\d)"
         rf"{_ORDINAL})?\.?(?:\s+|-)(?:of\s+|de\s+)?{_MONTH}{_YEAR}", _named, True),
        (rf"{_BESIDE}{_MONTH}\s+(?:the\s+)?(?P<day>[0-3]?\d)(?!\d|:){_ORDINAL}\b(?:\s*(?:-|–|to)\s*"
         rf"(?P<until>[0-3]?\d)(?!\d|:){_ORDINAL}\b)?{_YEAR}", _named, True),
        (rf"\b(?:{_WEEKDAY},? )?the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b", _day_of_month, True),
        (r"\b(?P<year>20\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)", _iso, True),
        (_FIGURES.pattern, _figures, True),
        (rf"\b{_PARTS}(?:the )?(?:week after next|übernächste[rn]? woche)", _week, False),
        (rf"\b{_WEEKDAY}(?:,? (?:of )?(?:the )?(?:next|following) week|,? week\b)", _weekday, True),
        (rf"\ba week (?:on|from|this) {_WEEKDAY}", _weekday, True),
        (rf"\b{_PARTS}(?:(?:of|in) )?(?:the )?(?:next|this|the following|following|the coming|coming|"
         rf"nächste[rn]?|kommende[rn]?|diese[rn]?|la|cette) (?:business )?(?:week|wk|woche|semaine"
         rf" prochaine|semaine|próxima semana|semana que viene|semana)\b(?! or two)(?:'s)?",
         _week, False),
        (rf"\b{_PARTS}(?:de )?(?:la semaine prochaine|la próxima semana)", _week, False),
        (r"\bby (?:the )?(?:end of (?:the )?week|week's end|week end|eow)\b|\bend of (?:the )?week\b"
         r"|\blater in the week\b|\beow\b", _week, False),
        (rf"\b(?:(?:next|this|coming|last|past|nächsten|kommenden|letzten)\s+)?{_WEEKDAY}"
         rf"(?: (?:prochain|próximo|dernier|pasado))?", _weekday, True),
        (r"\ba (?P<unit>day|week|month) or (?P<last>two|so)\b", _wait, False),
        (rf"(?:(?P<first>{_COUNT})\s*(?:-|–|to|or|bis|à|a)\s*)(?P<last>{_COUNT})[\s-]*{_WORKED}\s*"
         rf"{_UNIT}(?:\s*(?P<after>ouvrés|ouvrables|hábiles|laborables))?\b", _wait, False),
        (rf"\b(?P<last>{_COUNT})(?:\s*\(\d{{1,3}}\))?(?:[\s-]*(?:full|more|further))?[\s-]*{_WORKED}"
         rf"[\s-]*{_UNIT}(?:\s*(?P<after>ouvrés|ouvrables|hábiles|laborables))?\b", _wait, False),
        (rf"\b(?:{_PARTS}(?:in|by|until|till|during|before|around|of|im|en|fin)\s+|{_PARTS.replace('part', 'whole')}"
         rf"(?<=[ -])){_MONTH}{_YEAR}(?!\s*\d)", _month, False),
        (rf"\b{_PARTS}(?:of )?(?:the |this |next |des |du |de |ce |este )?(?:month|monats?|mois|mes)\b"
         rf"(?:[ -](?P<year>end))?", _month, False),
        (r"\b(?:end of|by) (?:the )?(?:q(?P<quarter>[1-4])|(?:the |this )?(?:quarter|year)(?:'s end)?)"
         r"\b|\byear[ -]end\b", _quarter, False),
        (r"\b(?:the )?day after tomorrow|\btomorrow\b|\btoday\b|\btonight\b|\b(?:eod|cob|close of"
         r" (?:business|play)|end of (?:the )?(?:business )?day)\b|\bübermorgen\b|\bmorgen\b|\bheute\b"
         r"|\bdemain\b|\baujourd'hui\b|\bmañana\b", _near, True),
    )
)  # fmt: skip

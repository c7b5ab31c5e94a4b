"""What the planner and our errors say, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from duly.core.errors import DulyError, as_line
from duly.core.told import Counted, Told, filled, listed
from duly.core.worktime import spoken
from duly.web.instead import INSTEAD


class Parts(NamedTuple):
    """What an error has to say, in the language of the page; as `DulyError` has it."""

    where: str
    found: str
    expected: str
    mend: str


def parts(error: DulyError) -> Parts:
    """Return what an error has to say; an option of the command line is no place on a page."""
    where = "" if error.where.startswith("--") else say(error.where)
    return Parts(where, say(error.found), say(error.expected), say(error.mend))


def error(error: DulyError) -> str:
    """Return an error on one line, as `str` does, in the language of the page."""
    where, found, expected, mend = parts(error)
    if expected:
        expected = gettext("; expected {expected}").format(expected=expected)
    return as_line(where, found, expected, mend)


def say(text: str) -> str:
    """Return a sentence in the language of the page; what nobody translated stays as it is."""
    if not isinstance(text, Told):
        return _template(text)
    if isinstance(text, Counted):
        template = ngettext(text.one, text.template, text.number)
    else:
        template = _template(text.template)
    return filled(template, text.values, _said)


def _template(text: str) -> str:
    return gettext(INSTEAD.get(text, text)) if text else ""


def begun(text: str) -> str:
    """Return a sentence in the language of the page, begun with a capital."""
    said = say(text)
    return said[:1].upper() + said[1:]


def day(value: date) -> str:
    """Return a day with its weekday: "Thu 12 March", "Do., 12. März"; another year's with it."""
    is_of_this_year = value.year == datetime.now().astimezone().year
    if get_language() in (None, "en"):
        return spoken(value) if is_of_this_year else f"{spoken(value)} {value.year}"
    if is_of_this_year:
        # Translators: how a day is written, in the letters of Django's templates.
        return date_format(value, gettext("D j F"))
    # Translators: how a day of another year is written, in the letters of Django's templates.
    return date_format(value, gettext("D j F Y"))


def _said(value: object) -> str:
    if isinstance(value, Told):
        return say(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return listed([_said(each) for each in value], gettext("and"))
    return str(value)

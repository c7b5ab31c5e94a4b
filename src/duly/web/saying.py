"""What the planner says, in the language of the page."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from duly.core.told import Counted, Told, filled, listed
from duly.core.worktime import spoken


def say(text: str) -> str:
    """Return a sentence in the language of the page; what nobody translated stays as it is."""
    if not isinstance(text, Told):
        return gettext(text) if text else ""
    if isinstance(text, Counted):
        template = ngettext(text.one, text.template, text.number)
    else:
        template = gettext(text.template) if text.template else ""
    return filled(template, text.values, _said)


def begun(text: str) -> str:
    """Return a sentence in the language of the page, begun with a capital."""
    said = say(text)
    return said[:1].upper() + said[1:]


def day(value: date) -> str:
    """Return a day with its weekday: "Thu 12 March", "Do., 12. März"."""
    if get_language() in (None, "en"):
        return spoken(value)
    # Translators: how a day is written, in the letters of Django's templates.
    return date_format(value, gettext("D j F"))


def _said(value: object) -> str:
    if isinstance(value, Told):
        return say(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        return listed([_said(each) for each in value], gettext("and"))
    return str(value)

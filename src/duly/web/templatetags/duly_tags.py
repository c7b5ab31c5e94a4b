"""Times, rules and links as the pages show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from duly.core.errors import DulyError
from duly.web import saying, staying

register = template.Library()


@register.filter
def day(value: date) -> str:
    """Return "Thu 12 March"."""
    return saying.day(value)


@register.filter
def lately(instant: datetime) -> str:
    """Return "14:03", or with its day where that is not today, by this machine's clock."""
    local, now = instant.astimezone(), datetime.now().astimezone()
    text = f"{local:%H:%M}"
    return text if local.date() == now.date() else f"{saying.day(local.date())} {text}"


@register.filter
def said(text: str | DulyError) -> str:
    """Return what the planner says, or an error does, in the language of the page."""
    return saying.error(text) if isinstance(text, DulyError) else saying.say(text)


@register.filter
def undo_url(message: Message) -> str:
    """Return the address that takes back what a message speaks of, if there is one."""
    return staying.undo_url(message)


@register.filter
def quoted(text: str) -> str:
    """Return a text in the quotation marks of the page's language."""
    return gettext("“%(text)s”") % {"text": text}


@register.filter
def after(cards: list[Any], number: int) -> int:
    """Return the number of the card that follows another; of the one before it at the end."""
    numbers = [each.number for each in cards]
    place = numbers.index(number)
    beside = numbers[place + 1 :] or numbers[:place][-1:]
    return beside[0] if beside else 0


@register.simple_tag
def moment(instant: datetime, zone: ZoneInfo) -> SafeString:
    """Return an instant as people read it in a zone, and as programs do."""
    local = instant.astimezone(zone)
    text = f"{saying.day(local.date())} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.simple_tag
def rules(names: tuple[str, ...]) -> SafeString:
    """Return the rules of the practice, each a link to what the guides say."""
    links = ((reverse("rule", args=[name]), name) for name in names)
    return format_html_join(" ", '<a class="rule" href="{}">{}</a>', links)


@register.filter
def clock(instant: datetime, zone: ZoneInfo) -> str:
    """Return "14:03", by the clock of a zone."""
    return f"{instant.astimezone(zone):%H:%M}"


@register.filter(is_safe=False)
def textarea(text: str) -> SafeString:
    """Return a text for inside a textarea, whose first line break browsers leave out."""
    return format_html("{}{}", "\n" if text.startswith("\n") else "", text)

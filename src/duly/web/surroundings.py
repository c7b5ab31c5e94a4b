"""What stands around every page: the menu, whether it is the demo, and what waits elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duly.adapters import places
from duly.core.errors import StoreError
from duly.services import desk
from duly.services.desk import Around
from duly.web.guard import is_signed_in


class Entry(NamedTuple):
    """One entry of the menu.

    Attributes:
        key: The letter that leads there from the keyboard.
        waiting: How much waits there; 0 for nothing.
    """

    name: str
    url: str
    key: str
    is_here: bool
    waiting: int = 0


_MENU: Final = (
    ("today", _("Today"), "t"),
    ("inbox", _("Mail"), "m"),
    ("offers", _("Offers"), "o"),
    ("board", _("Board"), "b"),
    ("people", _("People"), "p"),
    ("figures", _("Figures"), "f"),
    ("settings", _("Settings"), "s"),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a page shows.

    There is none for a stranger: they are told of errors, too, and how much waits is not theirs.
    Nor is there one where the database cannot be read, which is just what the page has to say.
    """
    try:
        around = desk.around(datetime.now(UTC)) if is_signed_in(request) else None
    except StoreError:
        around = None
    if around is None:
        return {"is_stranger": True}
    return {
        "is_demo": places.is_demo(),
        "idle_since": None if places.is_demo() else around.idle_since,
        "own_page": desk.own_page(),
        "menu": list(_menu(request, around)),
    }


def _menu(request: HttpRequest, around: Around) -> Iterator[Entry]:
    """Yield the entries; offers stand there only while there are any."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    for name, text, key in _MENU:
        if name == "offers" and not around.has_offer:
            continue
        count = around.asking if name == "inbox" else 0
        yield Entry(str(text), reverse(name), key, name == here, count)

"""Cards as one page for a browser, made to be printed: CSS Paged Media Level 3, named pages.

Everything is in the file: it asks for nothing from anywhere, and its policy forbids it to. Every
word is escaped; names and addresses come from mail and cards of strangers.

Met in the wild: Chromium and Safari print each named page in its own size; Firefox prints all pages
in the size of the first, and then the envelope has to be printed by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Final

from duly.formats.cardsheet import CardSheet, room

_PAGE: Final = "cardpage.html"


def write(sheets: Sequence[CardSheet], title: str) -> bytes:
    """Return the page of some cards, each followed by its envelope."""
    from jinja2 import Environment

    text = resources.files("duly.formats").joinpath(_PAGE).read_text(encoding="utf-8")
    page = Environment(autoescape=True, keep_trailing_newline=True).from_string(text)
    told = [{"card": each, "paper": each.stationery, "room": room(each)} for each in sheets]
    return page.render(sheets=told, title=title).encode("utf-8", "replace")

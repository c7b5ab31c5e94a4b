"""Cards set as a PDF by Typst, where the extra `pdf` is installed.

The words go in as data, never as markup, so that a name cannot be a command. The file is PDF/A-2b:
that standard has every letter shown, and so Typst says which one no font has instead of printing
an empty box. Its own fonts cover Latin, Greek, Cyrillic, Hebrew and Devanagari; for other scripts
it takes what is installed on the machine.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duly.core.errors import DulyError

if TYPE_CHECKING:
    from datetime import datetime

    from duly.formats.cardsheet import CardSheet

_TEMPLATE: Final = Path(__file__).with_name("card.typ")
_STANDARD: Final = "a-2b"
_NOT_SHOWN: Final = re.compile(r'text `"(.{1,40}?)"` could not be displayed')


class TypesettingError(DulyError):
    """A page cannot be set; nothing was written."""


class NoFontError(TypesettingError):
    """No font that is installed has a letter that is needed."""


def available() -> bool:
    """Tell whether Typst is installed."""
    try:
        return find_spec("typst") is not None
    except ValueError:  # it is there by name and was kept out
        return False


def pdf(sheets: Sequence[CardSheet], title: str, at: datetime) -> bytes:
    """Return the PDF of some cards, each followed by its envelope.

    Args:
        sheets: What stands where.
        title: Of the document.
        at: When it was made, as the file says.

    Raises:
        NoFontError: A letter cannot be shown.
        TypesettingError: Typst cannot set it.
    """
    import typst

    told = [{**each.data(), "sheet": each.stationery.sheet} for each in sheets]
    given = {"cards": json.dumps(told, ensure_ascii=False), "title": title}
    try:
        found = typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs=given,
            pdf_standards=_STANDARD,
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise _refusal(str(error)) from error
    if not isinstance(found, bytes):
        raise TypesettingError("Typst returned no file")
    return found


def _refusal(said: str) -> TypesettingError:
    shown = _NOT_SHOWN.search(said)
    if shown is None:
        return TypesettingError(f"Typst cannot set it ({said[:200]})", mend="Try --html.")
    letter = shown[1]
    name = unicodedata.name(letter[0], "").lower()
    told = " ".join(filter(None, (f"U+{ord(letter[0]):04X}", name)))
    return NoFontError(
        f"no font on this machine has “{letter}” ({told})",
        mend="Install a font for that script (Noto has them all), or use --html: a browser looks "
        "further.",
    )

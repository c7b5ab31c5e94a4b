"""The user's own parts of letters, in the folder where they keep them."""

from __future__ import annotations

from pathlib import Path

from duly.adapters import places
from duly.letters.errors import LettersError
from duly.letters.parts import Collection, packaged, read_collection


def own_folder() -> Path:
    """Return the folder in which changed parts are kept."""
    return places.config() / "letters"


def collection() -> Collection:
    """Return the user's own parts over the packaged ones; the packaged ones where there are none.

    Raises:
        LettersError: One of the files has a mistake, or cannot be read.
    """
    files = sorted(own_folder().glob("*.toml"))
    return read_collection({file.name: _text(file) for file in files}) if files else packaged()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LettersError(f"it cannot be read ({error})", where=str(file)) from None

"""What a database holds, and how large things are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duly.store.copying import Contents

_ONE = {
    "mailboxes": "mailbox",
    "copies": "copy",
    "entries": "entry",
    "opportunities": "opportunity",
    "people": "person",
}


def counted(contents: Contents) -> str:
    """Return "2 opportunities, 1 person, 12 facts"; what there is none of is left out."""
    named = contents._asdict()
    del named["version"]
    return ", ".join(number(count, name) for name, count in named.items() if count) or "nothing yet"


def number(count: int, several: str) -> str:
    """Return "1 fact", "2 facts"."""
    one = _ONE.get(several, several.removesuffix("s"))
    return f"{count:,} {one if count == 1 else several}"


def size(count: int) -> str:
    """Return a number of bytes as people say it: "1.2 MB"."""
    amount = float(count)
    for unit in ("bytes", "KB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 10 else f"{amount:.1f} {unit}"

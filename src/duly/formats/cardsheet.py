"""A handwritten card laid out to copy from, and its envelope: what stands where (T9).

Lengths are millimetres. Lines are broken where a pen would: a folded card has room for some 36
letters beside one another and 16 lines beneath.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Any, Final

from duly.core.errors import WrongUsageError, did_you_mean

LINE: Final = 36
"""Letters that a pen puts on one line of a card."""
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
PANEL: Final = 16
"""Lines on one inside of a folded card."""
_LETTER_PAPER: Final = frozenset(["US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "PR"])
"""Countries whose paper is not of the A series (ISO 216)."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """Paper as it is sold: an envelope, and the sheet that the words are printed on.

    Attributes:
        name: As the shop calls it.
        said: Its size as people there say it.
        sheet: Width and height of the sheet to copy from.
    """

    key: str
    name: str
    said: str
    width: float
    height: float
    sheet: tuple[float, float]


_A5: Final = (148.0, 210.0)
_HALF_LETTER: Final = (139.7, 215.9)
STATIONERY: Final = {
    each.key: each
    for each in (
        Stationery("c6", "C6", "114 × 162 mm", 162.0, 114.0, _A5),
        Stationery("dl", "DL", "110 × 220 mm", 220.0, 110.0, _A5),
        Stationery("10", "No. 10", "4⅛ × 9½ in", 241.3, 104.8, _HALF_LETTER),
        Stationery("a7", "A7", "5¼ × 7¼ in", 184.2, 133.4, _HALF_LETTER),
    )
}


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One card and its envelope.

    Attributes:
        dated: The day, as it is written there.
        blocks: Paragraphs, each the lines it takes by hand.
        to: The lines of the address; none where it is not known.
        sender: The lines of the corner; the name alone where no address is known.
    """

    dated: str
    blocks: tuple[tuple[str, ...], ...]
    words: int
    stationery: Stationery
    to: tuple[str, ...]
    sender: tuple[str, ...]

    @property
    def lines(self) -> int:
        """Return how many lines the words take by hand, with what is left free between them."""
        return sum(map(len, self.blocks)) + len(self.blocks) - 1

    def data(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON and for whoever sets it."""
        return {
            "dated": self.dated,
            "blocks": [list(each) for each in self.blocks],
            "words": self.words,
            "lines": self.lines,
            "room": room(self),
            "envelope": {
                "name": self.stationery.name,
                "said": self.stationery.said,
                "width_mm": self.stationery.width,
                "height_mm": self.stationery.height,
                "to": list(self.to),
                "sender": list(self.sender),
            },
        }


def stationery(name: str, country: str) -> Stationery:
    """Return the envelope of a name, or the one that is usual in the sender's country.

    Raises:
        WrongUsageError: There is none of that name.
    """
    usual = "10" if country.partition("-")[0].upper() in _LETTER_PAPER else "c6"
    key = (name or usual).lower().removeprefix("#").removeprefix("no. ")
    if key not in STATIONERY:
        raise WrongUsageError(
            f'there is no envelope "{name}"', where="--envelope", mend=did_you_mean(key, STATIONERY)
        )
    return STATIONERY[key]


def lay_out(
    body: str, dated: str, paper: Stationery, to: tuple[str, ...], sender: tuple[str, ...]
) -> CardSheet:
    """Break the words of a card into the lines they take by hand."""
    clean = _CONTROL.sub(" ", body.replace("\r\n", "\n"))
    blocks = (
        tuple(line for each in block.split("\n") for line in textwrap.wrap(each, LINE))
        for block in clean.strip().split("\n\n")
    )
    kept = tuple(block for block in blocks if block)
    return CardSheet(dated, kept, len(body.split()), paper, to, sender)


def room(sheet: CardSheet) -> str:
    """Say in words what room the card takes."""
    lines = sheet.lines
    said = f"{sheet.words} words, {lines} lines of about {LINE} letters"
    if lines <= PANEL:
        return f"{said}: the right inside of a folded card is enough"
    if lines <= 2 * PANEL:
        return f"{said}: begin on the left inside of a folded card, and go on to the right"
    return f"{said}: more than a folded card holds; shorten it with --edit"

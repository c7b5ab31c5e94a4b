"""What a mail was understood by, found again in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

_AROUND: Final = 90
"""Characters of what stands before and after that make an excerpt readable."""
_BEGINNING: Final = 240


class Piece(NamedTuple):
    """A stretch of a text, and whether something was understood by it."""

    text: str
    marked: bool = False


def marked(text: str, sayings: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text in pieces, those marked that say one of the sayings."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _spans(text, sayings):
        pieces += [Piece(text[end:start]), Piece(text[start:stop], marked=True)]
        end = stop
    return tuple(each for each in (*pieces, Piece(text[end:])) if each.text)


def excerpt(text: str, sayings: Iterable[str]) -> tuple[Piece, ...]:
    """Return what is marked of a text with a little around it; else how it begins."""
    pieces = marked(text, sayings)
    if not any(each.marked for each in pieces):
        return (Piece(_cut_after(text.strip(), _BEGINNING)),)
    last = len(pieces) - 1
    return tuple(
        each if each.marked else Piece(_between(each.text, first=not index, last=index == last))
        for index, each in enumerate(pieces)
    )


def _between(text: str, *, first: bool, last: bool) -> str:
    """Return what stands around marked pieces, its middle left out where it is long."""
    before = "" if first else _cut_after(text, _AROUND)
    after = "" if last else _cut_before(text, _AROUND)
    if len(text) <= (_AROUND if first or last else 2 * _AROUND):
        return text
    return before + after


def _cut_after(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip() + " … "


def _cut_before(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return " … " + text[-most:].partition(" ")[2].lstrip()


def _spans(text: str, sayings: Iterable[str]) -> list[tuple[int, int]]:
    """Return where sayings stand in a text, however its lines are broken; none overlap."""
    plain, places = _plain(text)
    found = []
    for saying in sayings:
        wanted = " ".join(saying.split())
        start = plain.find(wanted) if wanted else -1
        if start >= 0:
            found.append((places[start], places[start + len(wanted) - 1] + 1))
    return _merged(sorted(found))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text with single spaces, and where each of its characters stood."""
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        space = letter.isspace()
        if space and (not letters or letters[-1] == " "):
            continue
        letters.append(" " if space else letter)
        places.append(index)
    return "".join(letters), places

"""The parts of a message as spans of its bytes: MIME structure (RFC 2046), bounded.

Nothing is copied or decoded here. A part is where it begins and ends, and what its headers say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING, Final

from duly.formats import mailheaders

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PARTS: Final = 1_000
MAX_DEPTH: Final = 50

_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_MBOX_LINE = re.compile(rb"[\r\n]*(?:>?From [^\r\n]*\r?\n)?")
_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]+)/([a-z0-9!#$&^_.+-]+)")
_NOT_LINE_START = re.compile(rb"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the tree.

    Attributes:
        type: "text/plain", in lower case.
        start: Where its body begins in the message; `end` is where it ends.
        encoding: Its transfer encoding in lower case.
        name: The file name; empty where there is none.
        attached: It asks to be saved, not shown.
        within: The types of the multiparts it lies in, the outermost first.
        group: Which multipart/alternative it belongs to; 0 for none.
        enclosed: It belongs to another message that this one carries.
    """

    type: str
    start: int
    end: int
    charset: str = ""
    encoding: str = ""
    name: str = ""
    attached: bool = False
    within: tuple[str, ...] = ()
    group: int = 0
    enclosed: bool = False


@dataclass(slots=True)
class Tree:
    """All leaves of a message in order."""

    parts: list[Part] = field(default_factory=list)
    report_type: str = ""
    cut: bool = False
    groups: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree we are."""

    start: int
    end: int
    within: tuple[str, ...] = ()
    group: int = 0
    enclosed: bool = False


def split_head(data: bytes, start: int = 0, end: int | None = None) -> tuple[bytes, int]:
    """Return the block of headers and where the body begins."""
    end = len(data) if end is None else end
    if start == 0:
        opening = _MBOX_LINE.match(data)
        start = opening.end() if opening else 0
    if data[start : start + 1] in (b"\n", b"\r"):
        return b"", start + 1 + (data[start : start + 2] == b"\r\n")
    found = _HEAD_END.search(data, start, min(end, start + mailheaders.MAX_HEADER_BYTES * 4))
    if found is None:
        return data[start : min(end, start + mailheaders.MAX_HEADER_BYTES)], end
    return data[start : found.start()], found.end()


def parts_of(headers: list[tuple[str, str]], data: bytes, start: int) -> Tree:
    """Return the leaves of a message whose body begins at `start`, within bounds."""
    tree = Tree()
    # Depth first and without recursion; the next part to look at lies on top.
    stack = [(headers, _Place(start, len(data)))]
    while stack:
        if len(tree.parts) >= MAX_PARTS or len(stack) > MAX_PARTS * 2:
            tree.cut = True
            break
        mime, place = stack.pop()
        stack.extend(reversed(_opened(_message(mime), place, data, tree)))
    return tree


def _opened(
    mime: Message, place: _Place, data: bytes, tree: Tree
) -> list[tuple[list[tuple[str, str]], _Place]]:
    """Return what is inside a part; a leaf is put into the tree instead."""
    kind = _type_of(mime, place)
    if len(place.within) >= MAX_DEPTH:
        tree.cut = True
        return []
    if kind.startswith("multipart/"):
        inside = _multipart(mime, kind, place, data, tree)
        if inside:
            return inside
        kind = "text/plain"
    if kind in ("message/rfc822", "message/global"):
        block, start = split_head(data, max(place.start, 1), place.end)
        within = (*place.within, kind)
        return [(mailheaders.fields(block), _Place(start, place.end, within, 0, enclosed=True))]
    tree.parts.append(_leaf(mime, kind, place))
    return []


def _multipart(
    mime: Message, kind: str, place: _Place, data: bytes, tree: Tree
) -> list[tuple[list[tuple[str, str]], _Place]]:
    group = place.group
    if kind == "multipart/alternative" and not group:
        tree.groups += 1
        group = tree.groups
    if kind == "multipart/report" and not place.enclosed:
        tree.report_type = tree.report_type or _parameter(mime, "report-type")
    boundary = _parameter(mime, "boundary")
    inside = []
    for start, end in _spans(boundary, place, data):
        block, body = split_head(data, max(start, 1), end)
        spot = _Place(min(body, end), end, (*place.within, kind), group, place.enclosed)
        inside.append((mailheaders.fields(block), spot))
        if len(inside) > MAX_PARTS:
            tree.cut = True
            break
    return inside


def _spans(boundary: str, place: _Place, data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each part between the boundaries begins and ends."""
    if not boundary:
        return
    begun: int | None = None
    for found in _line_of(boundary).finditer(data, place.start, place.end):
        if begun is not None:
            yield begun, max(begun, found.start() - _line_end(data, found.start()))
        begun = found.end()
        if found[1]:
            return
    if begun is not None and begun < place.end:
        yield begun, place.end


def _line_of(boundary: str) -> re.Pattern[bytes]:
    """Return what finds a boundary's lines.

    It begins with the boundary itself and looks back from its end, for what begins with letters is
    searched for twenty times as fast, and every level of nesting searches all that is inside it.
    """
    mark = re.escape(b"--" + boundary.encode("utf-8", "surrogateescape"))
    at_line_start = rb"(?:(?<=[\r\n]" + mark + rb")|(?<=^" + mark + rb"))"
    return re.compile(mark + at_line_start + rb"(--)?[ \t]*(?:\r?\n|\r|$)")


def _line_end(data: bytes, place: int) -> int:
    return 2 if data[place - 2 : place] == b"\r\n" else 1


def _message(headers: list[tuple[str, str]]) -> Message:
    """Return the headers that say what a part is, for the standard library to take apart."""
    mime = Message()
    for name, value in headers:
        if name.startswith("content-") and name not in mime and len(mime) < 20:
            mime[name] = " ".join(value[:4000].split())
    return mime


def _type_of(mime: Message, place: _Place) -> str:
    found = _TYPE.match(str(mime.get("content-type", "")).strip().lower())
    if found:
        return f"{found[1]}/{found[2]}"
    digest = place.within[-1:] == ("multipart/digest",)
    return "message/rfc822" if digest else "text/plain"


def _parameter(mime: Message, name: str) -> str:
    try:
        found = mime.get_param(name)
    except (ValueError, TypeError, IndexError, LookupError):
        return ""
    return _collapsed(found)


def _collapsed(value: object) -> str:
    if isinstance(value, tuple):
        try:
            return collapse_rfc2231_value(value)
        except (ValueError, TypeError, LookupError):
            return ""
    return str(value).strip('"') if value is not None else ""


def _leaf(mime: Message, kind: str, place: _Place) -> Part:
    disposition = str(mime.get("content-disposition", "")).strip().lower()
    name = mailheaders.readable(_file_name(mime))
    shown = kind in ("text/plain", "text/html", "text/calendar")
    return Part(
        type=kind,
        start=place.start,
        end=place.end,
        charset=_parameter(mime, "charset"),
        encoding=str(mime.get("content-transfer-encoding", "")).partition(";")[0].strip().lower(),
        name=name[:300],
        attached=disposition.startswith("attachment") or bool(name) or not shown,
        within=place.within,
        group=place.group,
        enclosed=place.enclosed,
    )


def _file_name(mime: Message) -> str:
    try:
        return mime.get_filename() or ""
    except (ValueError, TypeError, IndexError, LookupError):
        return ""

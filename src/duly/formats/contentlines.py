"""Content lines and the components they form (RFC 5545 §3.1, §3.6; RFC 6868).

The lexer knows nothing of what a property means. It is ours because a library's parser works
out time zones while it reads, keeps them for the next file, and drops a line it cannot read,
which for an RRULE makes one meeting of a series; here a broken line stays and says so.

Quirks met: bare LF and lone CR as line ends, a byte order mark, UTF-16, Latin-1 where UTF-8 is
promised, blanks around names and parameters, quotes that never close, components that never end,
a colon in a TZID that nobody quoted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duly.core.errors import CalendarError
from duly.core.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 5_000_000
MAX_COMPONENTS = 1_000
MAX_DEPTH = 50
MAX_LINES = 100_000
"""Lines of interest, not lines: a big attachment is passed over without being looked at."""
MAX_PARAMETERS = 100

_MOST_OCTETS = 75
_FOLD = re.compile(r"(?<!\n)\n+[ \t]")
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*")
_PARAMETER = re.compile(
    r";[; \t]*([A-Za-z0-9-]+)[ \t]*="
    r'((?:"[^"]*"|\((?:UTC|GMT) ?[+-][0-9]{1,2}:[0-9]{2}\)|[^":;])*)'
)
"""Name and value; the colon of "(UTC-05:00) Eastern Time" is not the end, quotes or no quotes."""
_CARET = re.compile(r"\^([n'^])")
_CARET_MEANS = {"n": "\n", "'": '"', "^": "^"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Property:
    """One content line.

    Attributes:
        name: In capitals.
        params: Names in capitals; values without quotes, carets decoded (RFC 6868).
        value: As written, escapes and all.
        broken: The line does not follow the grammar; its parameters are not to be trusted.
    """

    name: str
    params: dict[str, str]
    value: str
    broken: bool = False

    @property
    def text(self) -> str:
        """The value with TEXT escapes undone and control characters gone."""
        return unescape(self.value)


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END.

    Attributes:
        ended: False where the file breaks off, or another component ends, before this one did.
    """

    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    children: list[Component] = field(default_factory=list)
    ended: bool = False

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name, in the order of the file."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """Return the first property of that name, or None."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """Return the text of the first property of that name; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def named(self, name: str) -> list[Component]:
        """Return the components of that name directly inside this one."""
        return [child for child in self.children if child.name == name]


def unescape(value: str) -> str:
    """Return TEXT (RFC 5545 §3.3.11) as it is meant to be read."""
    plain = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return _CONTROL.sub("", plain)


def escape(text: str) -> str:
    """Return a text as the value of a property (RFC 5545 §3.3.11, RFC 2426 §5)."""
    value = plain(text)
    for what in ("\\", ",", ";"):
        value = value.replace(what, f"\\{what}")
    return value.replace("\n", "\\n")


def plain(text: str) -> str:
    """Return a text with one kind of line end, and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(line: str) -> str:
    """Return a content line cut after 75 octets, never within a character (RFC 5545 §3.1)."""
    pieces, octets = [""], 0
    for character in line:
        size = len(character.encode())
        if octets + size > _MOST_OCTETS:
            pieces.append("")
            octets = 1  # the blank that a line goes on with
        pieces[-1] += character
        octets += size
    return "\r\n ".join(pieces)


def read_components(data: bytes, wanted: Iterable[str], where: str) -> list[Component]:
    """Return the outermost components of a file, holding only the wanted properties.

    Args:
        data: The file.
        wanted: The names, in capitals, of the properties worth keeping.
        where: What to call the file in an error.

    Raises:
        CalendarError: The file is over a bound: size, lines, components or depth.
    """
    if len(data) > MAX_BYTES:
        raise _too_much(_bytes(len(data)), _bytes(MAX_BYTES), where)
    return _grow(_properties(_decoded(data), frozenset(wanted)), where)


def _bytes(count: int) -> str:
    return told("{size} bytes", size=f"{count:,}")


def _too_much(found: str, bound: str, where: str) -> CalendarError:
    return CalendarError(
        told("the file has {found}", found=told(found)),
        where=where,
        expected=told("at most {bound}", bound=bound),
        mend="Export the one event and import that.",
    )


def _decoded(data: bytes) -> str:
    """Return the text with one kind of line end and no folds."""
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n")
    return _FOLD.sub("", text)


def _characters(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _properties(text: str, wanted: frozenset[str]) -> Iterator[Property]:
    names = "|".join(sorted(wanted | {"BEGIN", "END"}))
    line = re.compile(rf"^[ \t]*(?:{names})(?![A-Z0-9-])[^\n]*", re.MULTILINE | re.IGNORECASE)
    for found in line.finditer(text):
        yield _property(found[0])


def _property(line: str) -> Property:
    """Return one line, taken apart; a line that cannot be is broken and keeps what can be told."""
    start = _NAME.match(line)
    name, place = (start[1].upper(), start.end()) if start else ("", 0)
    params: dict[str, str] = {}
    while len(params) < MAX_PARAMETERS and (found := _PARAMETER.match(line, place)):
        params.setdefault(found[1].upper(), _parameter(found[2]))
        place = found.end()
    if line[place : place + 1] == ":":
        return Property(name, params, line[place + 1 :])
    return Property(name, params, line[place:].partition(":")[2], broken=True)


def _parameter(value: str) -> str:
    plain = _CARET.sub(lambda found: _CARET_MEANS[found[1]], value.replace('"', ""))
    return plain.strip()


def _grow(properties: Iterator[Property], where: str) -> list[Component]:
    stack = [Component("")]
    components = 0
    for lines, item in enumerate(properties, start=1):
        components += item.name == "BEGIN"
        _bounded(lines, components, len(stack), where)
        _place(item, stack)
    return stack[0].children


def _bounded(lines: int, components: int, depth: int, where: str) -> None:
    if lines > MAX_LINES:
        raise _too_much("too many lines", told("{most} that matter", most=f"{MAX_LINES:,}"), where)
    if components > MAX_COMPONENTS:
        raise _too_much("too many components", f"{MAX_COMPONENTS:,}", where)
    if depth > MAX_DEPTH + 1:
        raise _too_much(
            "components inside components without end", told("{most} levels", most=MAX_DEPTH), where
        )


def _place(item: Property, stack: list[Component]) -> None:
    if item.name == "BEGIN":
        child = Component(item.value.strip().upper())
        stack[-1].children.append(child)
        stack.append(child)
    elif item.name == "END":
        _end(item.value.strip().upper(), stack)
    else:
        stack[-1].properties.setdefault(item.name, []).append(item)


def _end(name: str, stack: list[Component]) -> None:
    """Close the innermost open component of that name, and whatever is still open in it."""
    if not any(component.name == name for component in stack[1:]):
        return
    while stack[-1].name != name:
        stack.pop()
    stack.pop().ended = True

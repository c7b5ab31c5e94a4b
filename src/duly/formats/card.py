r"""Contact cards: vCard 2.1, 3.0 (RFC 2426), 4.0 (RFC 6350), as phones and mail programs write.

A small reader of our own: the library at hand gives up the whole file for one line it cannot read,
for a byte order mark, for base64 that is not indented, and for a card that is never ended. Here
such a line is passed over, and a card nothing can be made of is refused without losing the next.

Quirks met: charsets announced line by line (2.1), or not at all; quoted-printable over several
lines; types without "TYPE="; `item1.EMAIL` with its `item1.X-ABLabel`; "http\://"; "mailto:" and
"tel:"; a card inside an AGENT; telephone fields that hold a word; addresses only as a LABEL.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from duly.core.errors import DulyError
from duly.core.told import told
from duly.formats.charset import decoded
from duly.formats.contentlines import unescape
from duly.formats.mailheaders import base64_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_BYTES: Final = 8_000_000
MAX_CARDS: Final = 10_000
MAX_PROPERTIES: Final = 200
"""Properties of one card that are looked at."""
MAX_VALUE: Final = 4_000
"""Characters of one value that are looked at; pictures and keys are not looked at at all."""

_WANTED: Final = frozenset(
    {
        *("BEGIN", "END", "AGENT", "FN", "N", "EMAIL", "TEL", "ADR", "LABEL", "TITLE", "ROLE"),
        *("ORG", "URL", "KIND", "SOCIALPROFILE", "X-SOCIALPROFILE", "X-ABLABEL", "X-ABSHOWAS"),
        *("X-ADDRESSBOOKSERVER-KIND", "VERSION"),
    }
)
_NAME: Final = re.compile(r"[ \t]*(?:([A-Za-z0-9_-]{1,60})\.)?([A-Za-z0-9-]{1,60})[ \t]*(?=[;:])")
_PARAMETER: Final = re.compile(
    r";[ \t]*(?:([A-Za-z0-9-]{1,60})[ \t]*=)?[ \t]*"
    r'((?:"[^"]{0,1000}"|[^":;]){0,1000})'
)
_HEX: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_PARTS: Final = re.compile(r"((?:\\.|[^\\;])*)(?:;|$)", re.DOTALL)
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,200}@[^\s@<>()\[\],;:\"\\]{1,255}")
_LINKEDIN: Final = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/\S+", re.IGNORECASE)
_BUILT_IN_LABEL: Final = re.compile(r"_\$!<(.*)>!\$_")
_NO_TELEPHONE: Final = frozenset({"fax", "pager", "modem", "bbs", "textphone", "x-fax"})
_SPACES: Final = re.compile(r"[^\S\n]+")


class CardError(DulyError):
    """A file holds no cards, or is over a bound."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An address or number with what the card says of it.

    Attributes:
        kinds: Its types in lower case: "work", "cell", "fax".
        label: What its owner calls it, where it is called something of its own.
        preferred: 0 where it is nobody's favourite, else the smaller the better liked.
    """

    value: str
    kinds: frozenset[str] = frozenset()
    label: str = ""
    preferred: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """One person's card.

    Attributes:
        name: As the card shows it; else put together from its parts; may be empty.
        given: First name, where the card keeps it apart, as `family` is the last one.
        addresses: Postal, each over several lines.
        linkedin: Address of the profile; empty where there is none.
        place: For people: "card 3".
    """

    name: str
    given: str = ""
    family: str = ""
    company: str = ""
    title: str = ""
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    addresses: tuple[Labelled, ...] = ()
    urls: tuple[str, ...] = ()
    linkedin: str = ""
    place: str = ""

    @property
    def email(self) -> str:
        """The address to write to for work; empty where there is none."""
        return _best(self.emails, ("work", "internet"))

    @property
    def phone(self) -> str:
        """The number to call, never a fax; empty where there is none."""
        voice = [each for each in self.phones if not each.kinds & _NO_TELEPHONE]
        return _best(voice, ("work", "cell", "main"))

    @property
    def address(self) -> str:
        """The postal address for work; empty where there is none."""
        return _best(self.addresses, ("work",))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A card that nothing can be made of.

    Attributes:
        reason: Why, and what to do about it, for the person who sent the file in.
    """

    place: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One property: its name in capitals, its value decoded, escapes and all."""

    name: str
    group: str
    kinds: frozenset[str]
    label: str
    preferred: int
    value: str

    @property
    def text(self) -> str:
        return _tidy(unescape(self.value))


@dataclass(slots=True)
class _Draft:
    """What stands between BEGIN:VCARD and its end."""

    number: int
    lines: list[_Line] = field(default_factory=list)
    ended: bool = False

    def all(self, *names: str) -> list[_Line]:
        return [line for line in self.lines if line.name in names]

    def text(self, name: str) -> str:
        """Return the best liked value of a name that is not empty."""
        found = sorted(self.all(name), key=lambda line: line.preferred or 1000)
        return next((line.text for line in found if line.text), "")

    def label(self, line: _Line) -> str:
        """Return what the card's owner calls a property."""
        for each in self.all("X-ABLABEL"):
            if line.group and each.group == line.group:
                built_in = _BUILT_IN_LABEL.fullmatch(each.text)
                return built_in[1] if built_in else each.text
        return ""


def read_cards(data: bytes, *, where: str = "the card") -> list[Card | Refusal]:
    """Return what each card of a file comes to, in the order of the file.

    Args:
        data: The file.
        where: What to call it in an error.

    Raises:
        CardError: It is larger than 8 MB, has over 10,000 cards, or none.
    """
    if len(data) > MAX_BYTES:
        raise _too_much(told("{size} bytes", size=f"{len(data):,}"), f"{MAX_BYTES:,}", where)
    drafts = _drafts(_lines(_octets(data)), where)
    if not drafts:
        raise CardError(
            "there is no card in it",
            where=where,
            expected="a file that begins with BEGIN:VCARD",
            mend="Export the contact as vCard (.vcf) and try again.",
        )
    return [_read(draft) for draft in drafts]


def _too_much(found: str, bound: str, where: str) -> CardError:
    return CardError(
        told("the file has {found}", found=told(found)),
        where=where,
        expected=told("at most {bound}", bound=bound),
        mend="Export only the people you are in touch with.",
    )


# Lines


def _octets(data: bytes) -> str:
    """Return the file with each byte as one character: each line says what charset it is in."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the properties worth looking at, with their lines unfolded."""
    raw = text.split("\n")
    place = 0
    while place < len(raw):
        start = _NAME.match(raw[place])
        if start is None or start[2].upper() not in _WANTED:
            place += 1
            continue
        line, place = _unfolded(raw, place)
        yield start[2].upper(), line


def _unfolded(raw: list[str], place: int) -> tuple[str, int]:
    """Return a whole line, and where the next one begins."""
    parts = [raw[place]]
    length = len(parts[0])
    soft = "quoted-printable" in parts[0][:500].lower()
    place += 1
    while place < len(raw):
        following = raw[place]
        if soft and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
        elif following[:1] in (" ", "\t") and following.strip():
            following = following[1:]
        else:
            break
        length += len(following)
        parts.append(following if length <= MAX_VALUE * 4 else "")
        place += 1
    return "".join(parts), place


def _line(text: str) -> _Line | None:
    """Return one property taken apart; None for a line that follows no grammar."""
    start = _NAME.match(text)
    if start is None:
        return None
    params: dict[str, list[str]] = {}
    place = start.end()
    while place < len(text) and text[place] == ";" and (found := _PARAMETER.match(text, place)):
        params.setdefault((found[1] or "TYPE").upper(), []).append(found[2].replace('"', ""))
        place = found.end()
    if text[place : place + 1] != ":":
        return None
    kinds = {kind.strip().lower() for each in params.get("TYPE", []) for kind in each.split(",")}
    value = _decoded(text[place + 1 :][: MAX_VALUE * 4], params, kinds)
    return _Line(
        start[2].upper(),
        (start[1] or "").lower(),
        frozenset(kinds - {"", "pref"}),
        _label(next(iter(params.get("LABEL", [])), "")),
        _preference(params, kinds),
        value[:MAX_VALUE],
    )


def _preference(params: dict[str, list[str]], kinds: set[str]) -> int:
    number = next(iter(params.get("PREF", [])), "").strip()
    if re.fullmatch(r"[0-9]{1,3}", number):
        return max(1, int(number))
    return 1 if "pref" in kinds else 0


def _decoded(value: str, params: dict[str, list[str]], kinds: set[str]) -> str:
    encoding = next(iter(params.get("ENCODING", [])), "").strip().lower()
    octets = value.encode("latin-1")
    if encoding == "quoted-printable" or "quoted-printable" in kinds:
        octets = _HEX.sub(lambda found: bytes([int(found[1], 16)]), octets)
    elif encoding in ("b", "base64") or "base64" in kinds:
        octets = base64_bytes(octets)
    return decoded(octets, next(iter(params.get("CHARSET", [])), "utf-8"))


def _label(value: str) -> str:
    """Return an address that stands in a parameter (RFC 6350 §6.3.1, RFC 6868)."""
    text = decoded(value.encode("latin-1", "replace"), "utf-8")
    return _tidy(text.replace("\\n", "\n").replace("^n", "\n"))


# Cards


def _drafts(lines: Iterable[tuple[str, str]], where: str) -> list[_Draft]:
    """Return the cards of a file; one that stands inside another one's AGENT is passed over."""
    found: list[_Draft] = []
    inside = 0
    agent = False
    for name, line in lines:
        value = line.partition(":")[2].strip()
        if name == "BEGIN" and value.upper() == "VCARD":
            if agent or inside:
                inside += 1
            else:
                found.append(_Draft(len(found) + 1))
        elif name == "END" and value.upper() == "VCARD":
            inside, was = max(0, inside - 1), inside
            if found and not was:
                found[-1].ended = True
        elif found and not found[-1].ended and not inside:
            _add(line, found[-1])
        agent = name == "AGENT" and not value
        if len(found) > MAX_CARDS:
            most = f"{MAX_CARDS:,}"
            raise _too_much(told("more than {most} cards", most=most), most, where)
    return found


def _add(text: str, draft: _Draft) -> None:
    if len(draft.lines) < MAX_PROPERTIES and (line := _line(text)):
        draft.lines.append(line)


def _read(draft: _Draft) -> Card | Refusal:
    card = _card(draft)
    reason = _unusable(draft, card)
    return Refusal(card.place, card.name, reason) if reason else card


def _unusable(draft: _Draft, card: Card) -> str:
    kind = (draft.text("KIND") or draft.text("X-ADDRESSBOOKSERVER-KIND")).lower()
    if kind == "group":
        return told("It is a list of people, not a person; export the people themselves.")
    if not draft.ended and not card.name:
        return told("The card breaks off before its name; export it again.")
    if not card.name and not card.emails:
        return told("It has neither a name nor an address; add one and export it again.")
    return ""


def _card(draft: _Draft) -> Card:
    family, given, middle = _structured(draft.all("N"), 3)
    company = next(iter(_structured(draft.all("ORG"), 1)), "")
    put_together = " ".join(part for part in (given, middle, family) if part)
    urls = _urls(draft)
    return Card(
        name=draft.text("FN") or put_together,
        given=given,
        family=family,
        company=company,
        title=draft.text("TITLE") or draft.text("ROLE"),
        emails=_labelled(draft, draft.all("EMAIL"), _email),
        phones=_labelled(draft, draft.all("TEL"), _telephone),
        addresses=_addresses(draft),
        urls=urls,
        linkedin=next((found[0] for url in urls if (found := _LINKEDIN.search(url))), ""),
        place=f"card {draft.number}",
    )


def _structured(lines: list[_Line], count: int) -> list[str]:
    """Return the first parts of a value, escapes undone; "" for those that are not there."""
    for line in lines:
        parts = [_tidy(unescape(part)) for part in _PARTS.findall(line.value)]
        if any(parts):
            return [*parts, *[""] * count][:count]
    return [""] * count


def _labelled(
    draft: _Draft, lines: list[_Line], read: Callable[[str], str]
) -> tuple[Labelled, ...]:
    found: dict[str, Labelled] = {}
    for line in lines:
        if value := read(line.text):
            one = Labelled(value, line.kinds, draft.label(line), line.preferred)
            found.setdefault(value.casefold(), one)
    return tuple(found.values())


def _email(text: str) -> str:
    found = _ADDRESS.fullmatch(re.sub(r"(?i)^mailto:", "", text).strip(" <>"))
    return found[0] if found else ""


def _telephone(text: str) -> str:
    number = re.sub(r"(?i)^tel:", "", text).replace("\n", " ")
    number = re.sub(r"(?i);ext=", " ext. ", number).partition(";")[0].strip()
    return number[:64] if sum(character.isdigit() for character in number) >= 3 else ""


def _addresses(draft: _Draft) -> tuple[Labelled, ...]:
    apart = [(line, line.label or _postal(_structured([line], 7))) for line in draft.all("ADR")]
    whole = [(line, line.text) for line in draft.all("LABEL")]
    written = [each for each in apart if each[1]] or [each for each in whole if each[1]]
    return tuple(
        Labelled(text, line.kinds, draft.label(line), line.preferred) for line, text in written
    )


def _postal(parts: list[str]) -> str:
    """Return an address as it is written on a letter."""
    box, extended, street, town, region, code, country = parts
    if code and not region:
        place = f"{code} {town}".strip()
    else:
        place = " ".join(filter(None, (", ".join(filter(None, (town, region))), code)))
    return "\n".join(part for part in (box, extended, street, place, country) if part)


def _urls(draft: _Draft) -> tuple[str, ...]:
    lines = draft.all("URL", "SOCIALPROFILE", "X-SOCIALPROFILE")
    texts = (line.text.replace("\n", "") for line in lines)
    return tuple(dict.fromkeys(text for text in texts if text))


def _best(found: Iterable[Labelled], kinds: tuple[str, ...]) -> str:
    """Return the best liked; among equals the one of the first kind; among those the first."""

    def rank(one: Labelled) -> tuple[int, int]:
        kind = next((index for index, kind in enumerate(kinds) if kind in one.kinds), len(kinds))
        return one.preferred or 1000, kind

    return min(found, key=rank).value if found else ""


def _tidy(text: str) -> str:
    """Return a text with single blanks, its lines kept, its edges clean."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_VALUE]

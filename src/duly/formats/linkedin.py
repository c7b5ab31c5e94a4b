"""LinkedIn's Connections.csv, as its export of "your data" writes it.

There is no specification. Met are: "Notes:" and a paragraph before the row of headers, headers and
names of months in the language of the account, semicolons and tabs, UTF-16 and byte order marks
(files that a spreadsheet saved again), people without an address (the usual case) or without a name
(they left), and names with credentials and emoji behind them.
"""

# ruff: noqa: E501 - a table is easier to read unbroken

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.core.errors import DulyError
from duly.core.told import told
from duly.formats import fullname
from duly.formats.charset import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 16_000_000
MAX_ROWS: Final = 40_000
"""LinkedIn allows 30,000 connections."""
_MOST_BEFORE: Final = 40
"""Lines among which the row of headers is looked for."""
_MOST_LINES: Final = 20
"""Lines of one row: titles with line breaks in them are met, paragraphs are not."""
_LONGEST: Final = 500
"""Characters of one field that are looked at."""

_HEADERS: Final = {
    "first": "firstname vorname prenom nombre nome voornaam primeironome",
    "last": "lastname nachname familienname nom nomdefamille apellido apellidos cognome sobrenome "
    "apelido ultimonome achternaam surname",
    "url": "url profileurl profilurl linkedinurl",
    "email": "emailaddress email emailadresse adresseemail adressedemail adresseelectronique "
    "direcciondecorreoelectronico correoelectronico direcciondeemail direcciondecorreo "
    "indirizzoemail indirizzodiposta enderecodeemail enderecodeemailprincipal emailadres",
    "company": "company unternehmen firma entreprise societe empresa azienda societa companhia bedrijf",
    "position": "position stelle jobtitel berufsbezeichnung poste fonction intituleduposte cargo "
    "puesto posizione qualifica ruolo posicao funcao functie functietitel positie",
    "connected": "connectedon verbundenam vernetztam kontaktseit verbundenseit connectele connecteedepuis "
    "enrelationdepuis datedeconnexion datedemiseenrelation conectadoel conectadodesde "
    "fechadeconexion fechadelaconexion collegatoil collegatodal datadicollegamento conectadoem "
    "conexaodesde datadeconexao datadaconexao verbondenop verbondensinds datumverbonden connectieop",
}
_MEANS: Final = {word: key for key, words in _HEADERS.items() for word in words.split()}
_MONTHS: Final = (
    "jan gen ene", "feb fev", "mar mrz mrt maa maerz", "apr abr avr", "may mai mag mei", "jun juin giu",
    "jul juil lug", "aug ago aou", "sep set", "oct okt ott out", "nov", "dec dez dic",
)  # fmt: skip
_MONTH_OF: Final = {
    word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()
}
_NAMED: Final = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?(?: de)? (?P<month>[^\W\d_]{3,12})(?: de)? (?P<year>\d{4})"),
    re.compile(r"(?P<month>[^\W\d_]{3,12}) (?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4}) (?P<month>[^\W\d_]{3,12}) (?P<day>\d{1,2})"),
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].{0,30})?")
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,].{0,30})?")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,200}@[^\s@<>()\[\],;:\"\\]{1,255}")
_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")


class ConnectionsError(DulyError):
    """A file is no list of LinkedIn connections, or a line of it cannot be read."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One person the user is connected to.

    Attributes:
        name: First and last name, without credentials, pronouns or emoji.
        first_name: As LinkedIn has it, as is `last_name`.
        email: Empty for most: people keep it to themselves.
        connected_on: None where the file does not say, or says it in two ways at once.
        line: Where in the file the row begins, counted from 1.
        remark: What the reader should know of how the row was read; usually empty.
    """

    name: str
    first_name: str
    last_name: str
    url: str = ""
    email: str = ""
    company: str = ""
    position: str = ""
    connected_on: date | None = None
    line: int = 0
    remark: str = ""


class _Row(NamedTuple):
    line: int
    fields: list[str]


def read_connections(data: bytes, *, where: str = "Connections.csv") -> list[Connection]:
    """Return everybody in a list of connections, in its order; those without a name are left out.

    Args:
        data: The file.
        where: What to call it in an error.

    Raises:
        ConnectionsError: It is no such list, too large, or a line cannot be taken apart.
    """
    if len(data) > MAX_BYTES:
        raise _too_much(told("{size} bytes", size=f"{len(data):,}"), f"{MAX_BYTES:,}", where)
    text = _characters(data)
    start, before, delimiter = _header(text, where)
    rows = _rows(text[start:], delimiter, before, where)
    columns = _columns(next(rows).fields)
    found = [_Fields(row, columns) for row in rows if any(each.strip() for each in row.fields)]
    day_first = _order([each.get("connected") for each in found])
    return [each.connection(day_first) for each in found if each.name]


def _too_much(found: str, bound: str, where: str) -> ConnectionsError:
    return ConnectionsError(
        told("the file has {found}", found=told(found)),
        where=where,
        expected=told("at most {bound}", bound=bound),
        mend="Take the Connections.csv as LinkedIn made it.",
    )


def _characters(data: bytes) -> str:
    """Return the text with one kind of line end; UTF-16 is known by its mark, or by its NULs."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif data[1:200:2].count(0) > 60:
        text = data.decode("utf-16-le", "replace")
    else:
        text = decoded(data, "utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")


# The row of headers


def _header(text: str, where: str) -> tuple[int, int, str]:
    """Return where the row of headers begins, how many lines stand before, what parts fields."""
    place = 0
    for before in range(_MOST_BEFORE):
        end = text.find("\n", place)
        line = text[place : end if end >= 0 else len(text)]
        for delimiter in ",;\t":
            if {"first", "last"} <= set(_columns(line[:4000].split(delimiter))):
                return place, before, delimiter
        if end < 0:
            break
        place = end + 1
    raise ConnectionsError(
        told("no row of headers is among its first {count} lines", count=_MOST_BEFORE),
        where=told("{where}, line 1", where=where),
        expected="headers such as First Name, Last Name, URL, Connected On",
        mend="On LinkedIn: Settings, Data privacy, Get a copy of your data, Connections.",
    )


def _columns(fields: list[str]) -> dict[str, int]:
    """Return in which column each thing stands, by what its header says in any of the languages."""
    found: dict[str, int] = {}
    for index, each in enumerate(fields[:100]):
        key = _MEANS.get(_bare(each).replace(" ", ""))
        if key:
            found.setdefault(key, index)
    return found


def _bare(text: str) -> str:
    """Return a text in lower case, without marks on letters, only letters and single blanks."""
    text = _BRACKETS.sub("", text[:_LONGEST])
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W\d_]+", letters))


# Rows


def _rows(text: str, delimiter: str, before: int, where: str) -> Iterator[_Row]:
    """Yield the rows with the lines they begin at.

    Raises:
        ConnectionsError: There are too many, or a quotation mark is never closed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = before + 1
    for _ in range(MAX_ROWS + 1):
        try:
            fields = next(reader, None)
        except csv.Error as error:
            found = told("the row cannot be taken apart ({why})", why=str(error))
            raise _broken(found, begins, where) from None
        if fields is None:
            return
        if before + reader.line_num - begins > _MOST_LINES:
            raise _broken("a quotation mark is opened and not closed", begins, where)
        yield _Row(begins, fields)
        begins = before + reader.line_num + 1
    most = f"{MAX_ROWS:,}"
    raise _too_much(told("more than {most} rows", most=most), most, where)


def _broken(found: str, line: int, where: str) -> ConnectionsError:
    return ConnectionsError(
        found,
        where=told("{where}, line {line}", where=where, line=line),
        expected="one connection, its fields in quotation marks that are closed",
        mend="Correct that line, or take the file as LinkedIn made it.",
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """A row with the headers of its columns."""

    row: _Row
    columns: dict[str, int]

    def get(self, key: str) -> str:
        index = self.columns.get(key, -1)
        found = self.row.fields[index] if 0 <= index < len(self.row.fields) else ""
        return " ".join(found[:_LONGEST].split())

    @property
    def name(self) -> str:
        return " ".join(
            filter(None, (fullname.bare(self.get("first")), fullname.bare(self.get("last"))))
        )

    def connection(self, day_first: bool | None) -> Connection:  # noqa: FBT001
        written = self.get("connected")
        connected_on = _day(written, day_first)
        remark = "" if connected_on or not written else _unread(written, self.row.line)
        email = _ADDRESS.fullmatch(self.get("email"))
        return Connection(
            name=self.name[:200],
            first_name=self.get("first"),
            last_name=self.get("last"),
            url=self.get("url"),
            email=email[0].lower() if email else "",
            company=self.get("company"),
            position=self.get("position"),
            connected_on=connected_on,
            line=self.row.line,
            remark=remark,
        )


def _unread(written: str, line: int) -> str:
    return told(
        'Line {line}: the day "{day}" cannot be told; expected one like 12 Mar 2026. '
        "The connection is taken without its day.",
        line=line,
        day=written[:40],
    )


# Days


def _day(written: str, day_first: bool | None) -> date | None:  # noqa: FBT001
    """Return the day; None where it cannot be told."""
    if found := _ISO.fullmatch(written):
        return _date(found[1], int(found[2]), found[3])
    if found := _NUMBERS.fullmatch(written):
        if day_first is None:
            return None
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _date(year, int(month), day)
    spelt = " ".join(re.sub(r"[.,\-/]", " ", written.casefold()).split())
    for pattern in _NAMED:
        if found := pattern.fullmatch(spelt):
            return _date(found["year"], _month(found["month"]), found["day"])
    return None


def _month(name: str) -> int:
    """Return the number of a month by its name or its abbreviation; 0 where it is none."""
    bare = _bare(name)
    return _MONTH_OF.get(bare) or _MONTH_OF.get(bare[:4]) or _MONTH_OF.get(bare[:3]) or 0


def _date(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if 2003 <= found.year < 2200 else None


def _order(written: list[str]) -> bool | None:
    """Return whether days come before months in dates of numbers only, as the file itself shows."""
    found = [match for each in written if (match := _NUMBERS.fullmatch(each))]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    return None if day_first == month_first else day_first

"""People as they are typed: "Ana Ruiz <ana@acme.example>", a name, or an address alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from duly.core.errors import WrongUsageError
from duly.core.told import told

_WITH_ADDRESS: Final = re.compile(r"\s*\"?(?P<name>[^<>\"]*)\"?\s*<(?P<email>[^<>]*)>\s*")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
MOST_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Whom:
    """A person as typed; either part may be empty, not both."""

    name: str
    email: str


def read(text: str, *, where: str = "") -> Whom:
    """Return whom a text names; an address alone lends its first part as the name.

    Raises:
        WrongUsageError: It names nobody, or its address is none.
    """
    found = _WITH_ADDRESS.fullmatch(text)
    name, address = (found["name"], found["email"]) if found else (text, "")
    if not found and "@" in text:
        name, address = "", text
    name, address = " ".join(name.split()), address.strip()
    if address:
        email(address, where=where)
    if not name and not address:
        raise WrongUsageError(
            told('"{text}" names nobody', text=text),
            where=where,
            expected='"Ana Ruiz <ana@acme.example>"',
        )
    if len(name) > MOST_CHARACTERS:
        raise WrongUsageError("the name is longer than 200 characters", where=where)
    return Whom(name or _name_of(address), address)


def email(text: str, *, where: str = "") -> str:
    """Return an address for mail, with nothing in it that could pass for a second one.

    Raises:
        WrongUsageError: It is none.
    """
    address = text.strip()
    if not _ADDRESS.fullmatch(address) or len(address) > 320:
        raise WrongUsageError(
            told('"{text}" is no address for mail', text=text),
            where=where,
            expected="one like ana@acme.example",
        )
    return address


def is_from_address(name: str, address: str) -> bool:
    """Tell whether a name says no more than the address it was lent by."""
    return bool(address) and name == _name_of(address)


def _name_of(address: str) -> str:
    local = address.partition("@")[0].partition("+")[0]
    return " ".join(word.capitalize() for word in re.split(r"[._-]+", local) if word) or address

"""What every place that mail, calendars and cards are read from has in common.

A source is gone through in stretches. Each stretch comes with what was found in it and with a
mark; whoever keeps both in one transaction can be stopped at any moment and go on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from duly.core.errors import DulyError


class SourceError(DulyError):
    """A source cannot be read, or is not what it claims to be; what was read before is kept."""


class SignInError(SourceError):
    """A mail server does not accept the name with its password or token."""


class Form(StrEnum):
    """What the bytes of something found are."""

    MAIL = "mail"
    CALENDAR = "calendar"
    CARDS = "cards"
    CONNECTIONS = "connections"


class Unit(StrEnum):
    """What a source's progress is counted in."""

    BYTES = "bytes"
    MESSAGES = "messages"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Found:
    """Something worth reading.

    Attributes:
        where: For people: "Takeout.mbox, message 14", "INBOX, message 812".
        data: Its bytes, with what its container did to them undone (">From " in an mbox).
        sent: It lies where the user's own mail is kept.
    """

    form: Form
    where: str
    data: bytes
    sent: bool = False


class Passed(NamedTuple):
    """A stretch of a source that has been gone through.

    Attributes:
        found: What is worth reading in it, in the order it lies there.
        mark: From where to go on once what was found is safely kept; only its source reads it.
        looked_at: How many messages or files the stretch has.
        done: How far this pass has come, out of `total`, in the source's unit.
        total: 0 where nobody can tell.
    """

    found: tuple[Found, ...]
    mark: str
    looked_at: int
    done: int
    total: int


Wanted = Callable[[bytes, bytes], bool]
"""Whether a message is worth reading, told without reading all of it; yes where in doubt.

Given are the block of its headers, and the first kilobytes of its body as they lie there, transfer
encoding and all; nothing where only the headers are known.
"""


class Source(Protocol):
    """A place that is read and never written to.

    Attributes:
        name: Stays the same from one pass to the next, and differs between sources.
        unit: What progress is counted in.
    """

    @property
    def name(self) -> str:
        """Tell sources apart."""

    @property
    def unit(self) -> Unit:
        """Say what progress is counted in."""

    def scan(self, mark: str, wanted: Wanted) -> Iterator[Passed]:
        """Go through what has come since a mark; an empty mark begins at the beginning.

        A mark that does not fit the source any more (the file is another one, UIDVALIDITY
        changed), or is none of its own, begins at the beginning too: whoever keeps what is found
        knows it again. A pass has one stretch at least, and its last one is done with the total.

        Raises:
            SourceError: It cannot be read; stretches before it stay good.
        """

"""Places that hold mail, one class a kind of source, for the one suite that they all pass.

A new kind of source (a mail server, say) is a class here with the same five methods and a line in
`PLACES`; nothing in the suite needs to know of it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duly.adapters.base import Form, Source
from duly.adapters.files import FileSource, FolderSource
from duly.adapters.maildir import MaildirSource
from duly.adapters.mbox import MboxSource
from duly.adapters.memory import MemorySource


class Place:
    """Somewhere mail is kept.

    Attributes:
        several: It can hold more than one message.
        keeps_sent: It knows which messages are the user's own.
        guarded: It is on a disk that can deny us.
    """

    several = True
    keeps_sent = True
    guarded = True

    def __init__(self, root: Path) -> None:
        self.root = root / "place"
        self.counter = itertools.count(1)

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        """Deliver a message; return it as a source must hand it out."""
        raise NotImplementedError

    def source(self) -> Source:
        """Return a new source, as another process would make it."""
        raise NotImplementedError

    def vanish(self) -> None:
        """Take the place away."""
        shutil.rmtree(self.root)

    def state(self) -> object:
        """Return all that reading must not change."""
        return sorted(
            (str(path), path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in self.root.rglob("*")
        )

    @contextlib.contextmanager
    def denied(self) -> Iterator[None]:
        """Be without permission for a while; root would be let in anywhere."""
        target, user = self.secret(), os.geteuid()
        mode = target.stat().st_mode
        target.chmod(0)
        if user == 0:
            os.seteuid(65_534)
        try:
            yield
        finally:
            os.seteuid(user)
            target.chmod(mode)

    def secret(self) -> Path:
        """Return what loses its permission."""
        return self.root


def a_tick() -> None:
    """Wait until the clock of the file system has moved on: within a tick nothing has an order."""
    time.sleep(0.012)


class InMemory(Place):
    guarded = False

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.memory = MemorySource(stretch=3)

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        self.memory.put(message, sent=sent)
        return message

    def source(self) -> Source:
        return self.memory

    def vanish(self) -> None:
        self.memory.vanish()

    def state(self) -> object:
        return None


class Mbox(Place):
    """As mboxrd writers leave it: ">" before "From ", an empty line behind each message."""

    keeps_sent = False
    line = b"From ana@acme.example Mon Jun  2 09:14:22 2025"
    ending = b"\n"

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.root.mkdir()
        self.path = self.root / "All mail.mbox"

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        message = message.replace(b"\n", self.ending)
        stuffed = re.sub(rb"(?m)^(>*From )", rb">\1", message)
        with self.path.open("ab") as file:
            file.write(self.line + self.ending + stuffed + self.ending)
        return message

    def source(self) -> Source:
        return MboxSource(self.path)

    def secret(self) -> Path:
        return self.path


class CrlfMbox(Mbox):
    ending = b"\r\n"


class Takeout(Mbox):
    """Gmail Takeout: its own "From " line, CRLF, labels within each message."""

    keeps_sent = True
    line = b"From 1830@xxx Mon Jun 02 09:14:22 +0000 2025"
    ending = b"\r\n"

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        labels = "Sent,Opened" if sent else "Inbox,Unread"
        return super().put(f"X-GM-THRID: 1830\nX-Gmail-Labels: {labels}\n".encode() + message)


class Thunderbird(Mbox):
    line = b"From - Mon Jun  2 09:14:22 2025"

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        return super().put(b"X-Mozilla-Status: 0001\nX-Mozilla-Keys:     \n" + message)


class Maildir(Place):
    def __init__(self, root: Path) -> None:
        super().__init__(root)
        for folder in ("", self.sent):
            for part in ("cur", "new", "tmp"):
                (self.root / folder / part).mkdir(parents=True)

    sent = ".Gesendet"

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        number = next(self.counter)
        folder = self.root / self.sent if sent else self.root
        name = f"{1_748_800_000 - number}.M{number}P1.host"
        (folder / "tmp" / name).write_bytes(message)
        part = "cur" if number % 2 else "new"
        target = folder / part / (f"{name}:2,S" if part == "cur" else name)
        (folder / "tmp" / name).rename(target)
        a_tick()
        return message

    def source(self) -> Source:
        return MaildirSource(self.root)


class NestedMaildir(Maildir):
    """As mbsync and offlineimap write it."""

    sent = "INBOX/Sent Items"


class Folder(Place):
    keeps_sent = False

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        (self.root / "2025").mkdir(parents=True)

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        number = next(self.counter)
        within = self.root / "2025" if number % 2 else self.root
        (within / f"{1_000 - number}.EML").write_bytes(message)
        a_tick()
        return message

    def source(self) -> Source:
        return FolderSource(self.root)


class SingleFile(Place):
    several = False
    keeps_sent = False

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        self.root.mkdir(exist_ok=True)
        (self.root / "saved.eml").write_bytes(message)
        a_tick()
        return message

    def source(self) -> Source:
        return FileSource(self.root / "saved.eml", Form.MAIL)


PLACES = (
    InMemory,
    Mbox,
    CrlfMbox,
    Takeout,
    Thunderbird,
    Maildir,
    NestedMaildir,
    Folder,
    SingleFile,
)


def _only(**wanted: bool) -> Any:
    kinds = [
        kind
        for kind in PLACES
        if all(getattr(kind, name) is value for name, value in wanted.items())
    ]
    return pytest.fixture(params=kinds, ids=lambda kind: kind.__name__)


@_only()
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return an empty place of each kind."""
    made: Place = request.param(tmp_path)
    return made


@_only(several=True)
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return an empty place of each kind that holds more than one message."""
    made: Place = request.param(tmp_path)
    return made


@_only(keeps_sent=True)
def knowing(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return an empty place of each kind that knows what the user has sent."""
    made: Place = request.param(tmp_path)
    return made


@_only(several=True, guarded=True)
def spacious(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return an empty place of each kind that can be full of what nobody would hold in memory."""
    made: Place = request.param(tmp_path)
    return made


@_only(guarded=True)
def guarded(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Return an empty place of each kind that may be denied."""
    made: Place = request.param(tmp_path)
    return made

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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.contract.dovecot import Dovecot, User
from tests.contract.proxy import Proxy
from tests.integration.conftest import duly, introduced, store  # noqa: F401 - fixtures

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
        bounded: Of a message that is very large only the beginning is read.
        served: The fixture of the server it is on.
        least: The smallest message it takes.
        gone: What is said of it once it has vanished.
    """

    several = True
    keeps_sent = True
    guarded = True
    bounded = False
    served = ""
    least = b""
    gone = "there is nothing here any more"

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


class OnServer(Place):
    """A mailbox on a mail server; reached through a proxy, so that it can go away."""

    guarded = False
    bounded = True
    served = "dovecot"
    sent = "Sent"
    least = b"\n"
    gone = "cannot be reached"

    def __init__(self, root: Path, server: Dovecot) -> None:
        super().__init__(root)
        self.user: User = server.user()
        self.proxy = Proxy(server.tls_port)

    def put(self, message: bytes, *, sent: bool = False) -> bytes:
        self.user.put(message, into=self.sent if sent else "INBOX")
        return message.replace(b"\n", b"\r\n")

    def source(self) -> Source:
        return self.user.source(self.user.account(port=self.proxy.port))

    def vanish(self) -> None:
        self.proxy.close()

    def state(self) -> object:
        return self.user.state()


class OnBareServer(OnServer):
    """A server of RFC 3501 and nothing more."""

    served = "bare_dovecot"
    sent = "Gesendet"


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
    OnServer,
    OnBareServer,
)


def _made(request: pytest.FixtureRequest, root: Path) -> Iterator[Place]:
    kind = request.param
    if not kind.served:
        yield kind(root)
        return
    made = kind(root, request.getfixturevalue(kind.served))
    yield made
    made.vanish()


def _only(**wanted: bool) -> Callable[[Callable[..., Iterator[Place]]], Any]:
    kinds = [
        kind
        for kind in PLACES
        if all(getattr(kind, name) is value for name, value in wanted.items())
    ]
    return pytest.fixture(params=kinds, ids=lambda kind: kind.__name__)


@_only()
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind."""
    yield from _made(request, tmp_path)


@_only(several=True)
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind that holds more than one message."""
    yield from _made(request, tmp_path)


@_only(keeps_sent=True)
def knowing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind that knows what the user has sent."""
    yield from _made(request, tmp_path)


@_only(several=True, guarded=True)
def spacious(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind that can be full of what nobody would hold in memory."""
    yield from _made(request, tmp_path)


@_only(guarded=True)
def guarded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind that may be denied."""
    yield from _made(request, tmp_path)


@_only(bounded=False)
def boundless(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return an empty place of each kind that is read whole however large a message is."""
    yield from _made(request, tmp_path)

"""The one server of a database: who runs it, and where it answers.

It holds a lock on a small file beside the database for as long as it lives, so that a file left
behind by a crash misleads nobody. What is in the file tells where the page is, and asks for the
same port the next time: bookmarks and calendars that subscribed keep working.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from duly.core.errors import DulyError, NothingToDoError

FIRST_CHOICE: Final = 8497
"""The port that a server asks for at first."""
_TRIES: Final = 20
_PAUSE_SECONDS: Final = 0.05
"""Somebody who only asks whether there is a server holds the file for a moment."""
_PATIENCE_SECONDS: Final = 60


class ServerError(DulyError):
    """The server does not start."""


class Running(NamedTuple):
    """A server, running now or the last that did.

    Attributes:
        pid: Its process; 0 where nothing is known.
        port: Where it listens on 127.0.0.1; 0 where nothing is known.
        answers: It is done starting.
    """

    pid: int = 0
    port: int = 0
    answers: bool = False

    @property
    def address(self) -> str:
        """The page's address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"


class Post:
    """The server's own hold on its database; nobody else gets it before it is let go.

    Args:
        database: Of which it is the server.

    Raises:
        NothingToDoError: Another process is its server already.
    """

    def __init__(self, database: Path) -> None:
        self._handle = os.open(_file(database), os.O_CREAT | os.O_RDWR, 0o600)
        if not self._taken():
            os.close(self._handle)
            raise NothingToDoError("Duly's page is open already", where=str(database))
        self.last = _told(os.read(self._handle, 4096))

    def _taken(self) -> bool:
        for _ in range(_TRIES):
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE_SECONDS)
            else:
                return True
        return False

    def tell(self, port: int, *, answers: bool) -> None:
        """Write down where the server listens, and whether it answers yet."""
        text = json.dumps({"pid": os.getpid(), "port": port, "answers": answers}).encode()
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text, 0)

    def close(self) -> None:
        """Let go; the port stays written down for the next time."""
        os.close(self._handle)


def server_of(database: Path) -> Running | None:
    """Return the server of a database, or None where none is running."""
    try:
        handle = os.open(_file(database), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _told(os.read(handle, 4096))
    finally:
        os.close(handle)
    return None


def last_of(database: Path) -> Running:
    """Return the last server of a database, else one at the port that it would ask for."""
    try:
        found = _told(_file(database).read_bytes())
    except FileNotFoundError:
        found = Running()
    return found if found.port else found._replace(port=FIRST_CHOICE)


def ensure(database: Path) -> Running:
    """Return the server of a database once it answers; start it where there is none.

    Args:
        database: In a folder that exists.

    Raises:
        ServerError: It ended, or does not answer within a minute.
    """
    process: subprocess.Popen[bytes] | None = None
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        has_ended = process is not None and process.poll() is not None
        found = server_of(database)
        if found and found.answers:
            return found
        if has_ended and found is None:
            raise _not_started(log_of(database))
        if process is None and found is None:  # one that was there may have ended meanwhile
            process = _launch(database)
        time.sleep(_PAUSE_SECONDS)
    raise ServerError(
        "the page does not answer yet", where=str(log_of(database)), mend="Try again in a minute."
    )


def _launch(database: Path) -> subprocess.Popen[bytes]:
    log = log_of(database)
    with os.fdopen(os.open(log, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "duly.server"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # it stays when the terminal is closed
            env={**os.environ, "DULY_DATABASE": str(database)},
        )


def _not_started(log: Path) -> ServerError:
    """Return what is said of a server that ended; the last line of its log mostly says why."""
    lines = log.read_text("utf-8", "replace").split("\n") if log.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    found = f"the page did not start: {last}" if last else "the page did not start"
    return ServerError(found, where=str(log), mend="The end of that file says more.")


def stop(database: Path) -> bool:
    """Stop the server of a database; tell whether there was one.

    Raises:
        ServerError: It does not stop.
    """
    found = server_of(database)
    if found is None or not found.pid:
        return False
    os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server_of(database) is None:
            return True
        time.sleep(_PAUSE_SECONDS)
    raise ServerError(f"process {found.pid} does not stop", mend=f"End it: kill -9 {found.pid}")


def log_of(database: Path) -> Path:
    """Return the file into which the server of a database says what went wrong."""
    return database.with_name(f"{database.name}.server.log")


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.server")


def _told(text: bytes) -> Running:
    try:
        found = json.loads(text)
        port = int(found["port"])  # of an earlier Duly, told only once it answers
        return Running(int(found["pid"]), port, bool(found.get("answers", port)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Running()

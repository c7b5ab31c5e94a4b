"""A submission server that fails on command, and keeps a truthful log of what it has accepted.

Every connection has a thread of its own and follows a script: at a phase, a fault. A message
counts as accepted once the server is about to reply 250 to its dot: it is then in the log, and
on the disk. As a process of its own it outlives whoever sends, which is how kills are tried:

    python -m tests.faults.smtp_server LOG [--phase dot --fault dropped [--accepted]]

prints one line of JSON with its port, and stops when its standard input ends.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import select
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Self

HUGE = 50_000_000
GARBAGE = b"\x00\xff\xfe#! what\x1b[31m\r\n"
HALF = 100_000
"""After so many bytes of a message the phase "body" comes."""


class Phase(StrEnum):
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    HANDSHAKE = "handshake"
    EHLO_TLS = "ehlo-tls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"
    QUIT = "quit"


class Fault(StrEnum):
    CLOSING = "421"
    LOCAL_ERROR = "451"
    NO_ROOM = "452"
    REFUSED = "550"
    DROPPED = "dropped"
    RESET = "reset"
    STALLED = "stalled"
    SLOW = "one byte a second"
    GARBAGE = "garbage"
    HUGE_LINE = "huge line"
    WRONG_CODE = "wrong code"


CODES = (Fault.CLOSING, Fault.LOCAL_ERROR, Fault.NO_ROOM, Fault.REFUSED)
WRONG = {
    Phase.GREETING: "250 yes", Phase.EHLO: "354 go on", Phase.STARTTLS: "250 fine",
    Phase.HANDSHAKE: "250 fine", Phase.EHLO_TLS: "354 go on", Phase.AUTH: "250 fine",
    Phase.MAIL: "354 go on", Phase.RCPT: "354 go on", Phase.DATA: "250 fine",
    Phase.BODY: "250 already", Phase.DOT: "354 go on", Phase.QUIT: "250 stay",
}  # fmt: skip


@dataclass(frozen=True)
class Script:
    """What fails, and when.

    Attributes:
        accepted: At the dot: the message is accepted and in the log before the fault comes.
        times: On how many connections, or for how many messages; after that all goes well.
    """

    phase: Phase | None = None
    fault: Fault = Fault.DROPPED
    accepted: bool = False
    times: int = 1_000_000


class Accepted(NamedTuple):
    sender: str
    recipient: str
    data: bytes


@dataclass
class Offer:
    """What the server offers and whom it lets in.

    Attributes:
        implicit: TLS from the first byte on, instead of STARTTLS.
        features: Beside STARTTLS and AUTH.
        mechanisms: For AUTH; each of them is understood, whether offered or not.
        tokens: Names with their passwords or tokens.
        echo: A refusal to sign in repeats what was said; some servers do.
    """

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    starttls: bool = True
    auth_in_clear: bool = False
    features: tuple[str, ...] = ("SIZE 50000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "XOAUTH2")
    tokens: dict[str, str] = field(default_factory=dict)
    refused: str = "535 5.7.8 no"
    echo: bool = False
    unknown: tuple[str, ...] = ()
    """Mechanisms that are offered but not understood."""

    injected: bytes = b""
    """Said in the clear after the reply to STARTTLS, for the client to take for something else."""


class SmtpServer:
    """Listens on a free port of this machine until it is left.

    Attributes:
        commands: Everything that was said to it, a line each; passwords as they came.
        body: The message that is under way, as far as it has come, with its dots still stuffed.
    """

    def __init__(self, log: Path, script: Script | None = None, offer: Offer | None = None) -> None:
        self.log = log
        self.script = script or Script()
        self.offer = offer or Offer()
        self.commands: list[str] = []
        self.body = bytearray()
        self.connections = 0
        self.troubles: list[BaseException] = []
        self.stopping = threading.Event()
        self._failed = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        # So that a client cannot get rid of half a message that nobody reads.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        self.port: int = self._listener.getsockname()[1]
        self._start(self._listen)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        if self.troubles:
            raise self.troubles[0]

    def accepted(self) -> list[Accepted]:
        """Return the log: every message that was accepted, oldest first."""
        if not self.log.exists():
            return []
        rows = (json.loads(line) for line in self.log.read_text("ascii").splitlines())
        return [
            Accepted(row["from"], row["to"], base64.b64decode(row["data"]))
            for row in rows
        ]  # fmt: skip

    def accept(self, message: Accepted) -> None:
        """Write a message to the log, for good."""
        data = base64.b64encode(message.data).decode("ascii")
        row = json.dumps({"from": message.sender, "to": message.recipient, "data": data})
        with self._lock, self.log.open("a", encoding="ascii") as file:
            file.write(row + "\n")
            file.flush()
            os.fsync(file.fileno())

    def fails(self, phase: Phase) -> bool:
        """Tell whether the script wants a fault here, and count it."""
        with self._lock:
            wanted = self.script.phase is phase and self._failed < self.script.times
            self._failed += wanted
            return wanted

    def forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(connection)
                self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        session = _Session(self, connection)
        try:
            session.run()
        except (_Over, OSError):
            pass
        except BaseException as error:  # noqa: BLE001 - the test has to hear of it
            self.troubles.append(error)
        finally:
            self.forget(connection)
            session.connection.close()


class _Over(Exception):  # noqa: N818 - no error: this conversation is over
    pass


class _Session:
    """One connection."""

    def __init__(self, server: SmtpServer, connection: socket.socket) -> None:
        self.server = server
        self.offer = server.offer
        self.connection = connection
        self.encrypted = False
        self.sender = self.recipient = ""
        self._pending = bytearray()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self) -> None:
        if self.offer.implicit:
            self._encrypt()
        self._answer(Phase.GREETING, "220 mail.example ready")
        while True:
            line = self._line()
            self.server.commands.append(line)
            verb, _, rest = line.partition(" ")
            handler = getattr(self, f"_on_{verb.lower()}", None)
            if handler is None:
                self._say("500 what?")
            else:
                handler(rest)

    # Commands

    def _on_ehlo(self, _: str) -> None:
        offer = self.offer
        words = ["mail.example", *offer.features]
        if offer.tls and offer.starttls and not self.encrypted:
            words.append("STARTTLS")
        if offer.mechanisms and (self.encrypted or offer.auth_in_clear):
            words.append(f"AUTH {' '.join(offer.mechanisms)}")
        lines = [f"250-{each}" for each in words[:-1]] + [f"250 {words[-1]}"]
        phase = Phase.EHLO_TLS if self.encrypted and not offer.implicit else Phase.EHLO
        self._answer(phase, "\r\n".join(lines))

    def _on_starttls(self, _: str) -> None:
        if self.server.fails(Phase.STARTTLS):
            self._fault(Phase.STARTTLS)
            return
        self._send(b"220 go ahead\r\n" + self.offer.injected)
        self._encrypt()

    def _encrypt(self) -> None:
        if self.server.fails(Phase.HANDSHAKE):
            self._line_of_the_handshake()
            self._fault(Phase.HANDSHAKE)
            raise _Over
        assert self.offer.tls
        self.connection.settimeout(5)
        wrapped = self.offer.tls.wrap_socket(self.connection, server_side=True)
        self.server.forget(self.connection)
        self.connection, self.encrypted = wrapped, True
        self.connection.settimeout(None)
        with self.server._lock:
            self.server._open.add(wrapped)

    def _line_of_the_handshake(self) -> None:
        self.connection.recv(4096)

    def _on_auth(self, rest: str) -> None:
        if self.server.fails(Phase.AUTH):
            self._fault(Phase.AUTH)
            return
        mechanism, _, initial = rest.partition(" ")
        if mechanism in self.offer.unknown:
            self._say("504 5.5.4 what?")
            return
        said = [initial] if initial else []
        if mechanism == "LOGIN":
            said = [self._challenge("VXNlcm5hbWU6"), self._challenge("UGFzc3dvcmQ6")]
        words = [base64.b64decode(each).decode() for each in said]
        if self._may_come_in(mechanism, words):
            self._say("235 2.7.0 welcome")
            return
        if mechanism == "XOAUTH2":
            self._challenge(base64.b64encode(b'{"status":"401"}').decode())
        self._say(f"{self.offer.refused} {' '.join(said + words) if self.offer.echo else ''}")

    def _challenge(self, words: str) -> str:
        self._say(f"334 {words}")
        return self._line()

    def _may_come_in(self, mechanism: str, words: list[str]) -> bool:
        if mechanism == "PLAIN":
            _, user, secret = words[0].split("\0")
        elif mechanism == "LOGIN":
            user, secret = words
        else:
            user, bearer = words[0].removesuffix("\1\1").split("\1")
            user, secret = user.removeprefix("user="), bearer.removeprefix("auth=Bearer ")
        return self.offer.tokens.get(user) == secret

    def _on_mail(self, rest: str) -> None:
        self.sender = rest.partition("<")[2].partition(">")[0]
        self._answer(Phase.MAIL, "250 2.1.0 ok")

    def _on_rcpt(self, rest: str) -> None:
        self.recipient = rest.partition("<")[2].partition(">")[0]
        self._answer(Phase.RCPT, "250 2.1.5 ok")

    def _on_data(self, _: str) -> None:
        self.server.body = bytearray()
        if self.server.fails(Phase.DATA):
            self._fault(Phase.DATA)
            return
        self._say("354 go on")
        data = self._text()
        message = Accepted(self.sender, self.recipient, data)
        if self.server.fails(Phase.DOT):
            if self.server.script.accepted:
                self.server.accept(message)
            self._fault(Phase.DOT)
            return
        self.server.accept(message)
        self._say("250 2.0.0 accepted as 4711")

    def _on_rset(self, _: str) -> None:
        self._say("250 2.0.0 forgotten")

    def _on_quit(self, _: str) -> None:
        self._answer(Phase.QUIT, "221 2.0.0 goodbye")
        raise _Over

    def _text(self) -> bytes:
        """Read a message up to its dot, with the fault in the middle if there is to be one."""
        body = self.server.body
        body += self._pending
        self._pending.clear()
        broken = False
        while not self._has_ended(body):
            body += self._more()
            if len(body) > HALF and not broken and self.server.fails(Phase.BODY):
                broken = True
                self._fault(Phase.BODY)
        if broken:  # it has not listened any more
            raise _Over
        text, _, self._pending[:] = body.partition(b"\r\n.\r\n")
        lines = text.split(b"\r\n")
        return b"\r\n".join(each[1:] if each.startswith(b".") else each for each in lines) + b"\r\n"

    @staticmethod
    def _has_ended(body: bytearray) -> bool:
        lately = max(0, len(body) - 70_000)
        return body.startswith(b".\r\n") or body.find(b"\r\n.\r\n", lately) >= 0

    # Faults

    def _answer(self, phase: Phase, words: str) -> None:
        if self.server.fails(phase):
            self._fault(phase)
        else:
            self._say(words)

    def _fault(self, phase: Phase) -> None:
        fault = self.server.script.fault
        if fault in CODES:
            self._say(f"{fault} 4.3.0 not like this")
            if fault is Fault.CLOSING and phase is not Phase.BODY:
                raise _Over
        elif fault is Fault.WRONG_CODE:
            self._say(WRONG[phase])
        elif fault is Fault.GARBAGE:
            self._send(GARBAGE)
        else:
            self._silence(fault, phase)
            raise _Over

    def _silence(self, fault: Fault, phase: Phase) -> None:
        """Do what ends a conversation."""
        if fault is Fault.RESET:
            now = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        elif fault is Fault.STALLED:
            self._wait_until_they_leave()
        elif fault is Fault.SLOW:
            self._dribble(phase)
        elif fault is Fault.HUGE_LINE:
            for _ in range(HUGE // 65_536):
                self._send(b"A" * 65_536)
            self._wait_until_they_leave()

    def _dribble(self, phase: Phase) -> None:
        """Say, or where it is for the others to speak, hear one byte a second."""
        words = iter(b"250-slowly and politely\r\n" * 1000)
        while not self.server.stopping.wait(1):
            if phase is Phase.BODY:
                self.connection.recv(1)
            else:
                self._send(bytes([next(words)]))

    def _wait_until_they_leave(self) -> None:
        while not self.server.stopping.is_set():
            ready, _, _ = select.select([self.connection], [], [], 0.1)
            if ready and self._left():
                return

    def _left(self) -> bool:
        """Tell whether the other side has gone; what it has still sent stays unread."""
        poll = select.poll()
        poll.register(self.connection, select.POLLRDHUP)
        return bool(poll.poll(100))

    # Bytes

    def _say(self, words: str) -> None:
        self._send(words.encode() + b"\r\n")

    def _send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def _more(self) -> bytes:
        data = self.connection.recv(65_536)
        if not data:
            raise _Over
        return data

    def _line(self) -> str:
        while (end := self._pending.find(b"\r\n")) < 0:
            self._pending += self._more()
        line = self._pending[:end].decode()
        del self._pending[: end + 2]
        return line


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--phase", type=Phase)
    parser.add_argument("--fault", type=Fault, default=Fault.DROPPED)
    parser.add_argument("--accepted", action="store_true")
    parser.add_argument("--times", type=int, default=1_000_000)
    parser.add_argument("--certificate", type=Path, help="PEM file; its key beside it, as .key")
    parser.add_argument("--user", default="")
    parser.add_argument("--token", default="")
    return parser.parse_args()


def main() -> None:
    """Serve until standard input ends."""
    given = _arguments()
    offer = Offer(tokens={given.user: given.token} if given.user else {})
    if given.certificate:
        offer.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        offer.tls.load_cert_chain(given.certificate, given.certificate.with_suffix(".key"))
    script = Script(given.phase, given.fault, given.accepted, given.times)
    with SmtpServer(given.log, script, offer) as server:
        sys.stdout.write(json.dumps({"port": server.port}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()

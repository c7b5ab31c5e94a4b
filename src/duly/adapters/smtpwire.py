"""A connection to a submission server: smtplib, with a clock on every wait and a limit on replies.

RFC 5321 (SMTP), RFC 3207 (STARTTLS). smtplib lets each byte take as long as a whole reply may, so
that one byte a second keeps it for hours; it takes "-25" and "2_5" for codes, any number of lines
for a reply, and a reply nobody has asked for as the answer to the next question; it sends the dot
with the text; and it asks the name server for this machine's name, to tell it to the other side.
What is left of it here: commands, EHLO and what a server offers.

A small text and its dot travel apart: without TCP_NODELAY the dot would wait 40 ms for the
acknowledgement of the text.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from typing import Final

_LONGEST_LINE: Final = 8192  # RFC 5321 allows 512
_MOST_LINES: Final = 100
_AT_ONCE: Final = 65_536
_LAST_WORDS: Final = 1.0
"""Seconds to wait for the rest of a reply that came unasked."""

_OURSELVES: Final = "[127.0.0.1]"
"""What is said of this machine; its own name and address are nobody's business."""

_REPLY: Final = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
_STUFFED: Final = re.compile(rb"^\.", re.MULTILINE)


class GarbledError(Exception):
    """What came is no reply, or none that was due; nobody knows what the server means."""


class RefusedError(Exception):
    """The server says no: 4xx for now, 5xx for good.

    Attributes:
        in_step: The connection can be used on: the server waits for a command.
    """

    def __init__(self, code: int, text: bytes, *, in_step: bool = True) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text
        self.in_step = in_step and code != 421


class Wire(smtplib.SMTP):
    """One connection; whoever uses it says before each step how long that may take."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(local_hostname=_OURSELVES)
        self._server = (host, port)
        self._pending = bytearray()
        self._until = 0.0

    def allow(self, seconds: float) -> None:
        """Let what follows take so long, all in all."""
        self._until = time.monotonic() + seconds

    def dial(self) -> None:
        """Connect."""
        self.sock = _dialled(*self._server, self._until)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Encrypt the connection; EHLO then forgets what was offered before (RFC 3207, 4.2)."""
        if self._pending:  # it would be read as if it had come encrypted
            raise GarbledError("something came between the STARTTLS and the encryption")
        plain = self._open()
        plain.settimeout(self._left())
        self.sock = tls = context.wrap_socket(plain, server_hostname=self._server[0])
        # Where the other side has hung up before, nothing is encrypted, and nothing raised.
        if tls.version() is None:
            raise ConnectionResetError("the server hung up")

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return isinstance(self.sock, ssl.SSLSocket) and self.sock.version() is not None

    def ask(self, command: str, argument: str = "", *, due: tuple[int, ...] = (250,)) -> bytes:
        """Send a command and return the words of the reply that was due.

        Raises:
            RefusedError: The server says no.
            GarbledError: It says something else.
            OSError: The connection broke, or the time is up.
        """
        self.putcmd(command, argument)
        return self.expect(*due)

    def expect(self, *due: int) -> bytes:
        """Return the words of the reply that is due; raises as `ask` does."""
        code, text = self.getreply()
        if code in due:
            return text
        if code >= 400:
            raise RefusedError(code, text)
        raise GarbledError(f"{code} where {' or '.join(map(str, due))} was due")

    def getreply(self) -> tuple[int, bytes]:
        """Return code and words of the next reply, of which all lines carry the same code."""
        words: list[bytes] = []
        codes: set[bytes] = set()
        while len(words) < _MOST_LINES:
            line = self._line()
            reply = _REPLY.fullmatch(line)
            if not reply or (codes and reply[1] not in codes):
                raise GarbledError(line[:80].decode("ascii", "replace"))
            codes.add(reply[1])
            words.append((reply[3] or b"").strip())
            if reply[2] != b"-":
                return int(reply[1]), b"\n".join(words)
        raise GarbledError(f"a reply of more than {_MOST_LINES} lines")

    def send(self, s: str | bytes | memoryview) -> None:  # type: ignore[override]
        """Send it before the time is up; a TLS socket alone would begin anew with each part."""
        data = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        for start in range(0, len(data), _AT_ONCE):
            open_ = self._open()
            open_.settimeout(self._left())
            open_.sendall(data[start : start + _AT_ONCE])

    def text(self, data: bytes) -> None:
        """Send a message whose lines end in CRLF: all of it, but not the dot.

        Raises:
            RefusedError: The server has heard enough before the end.
        """
        stuffed = memoryview(_STUFFED.sub(b"..", data))
        for start in range(0, len(stuffed), _AT_ONCE):
            try:
                self.send(stuffed[start : start + _AT_ONCE])
            except OSError:
                with suppress(OSError, GarbledError):  # it may have said why
                    self.listen()
                raise
            self.listen()

    def listen(self) -> None:
        """Make sure that the server has said nothing unasked, and is still there.

        An answer that came too early would be taken for the answer to the dot.
        """
        if not self._overheard():
            return
        self._until = min(self._until, time.monotonic() + _LAST_WORDS)
        code, text = self.getreply()
        if code >= 400:
            raise RefusedError(code, text, in_step=False)
        raise GarbledError(f"{code} before the letter had ended")

    def dot(self) -> bytes:
        """End the message and return what the server says to it; raises as `ask` does."""
        self.send(b".\r\n")
        text = self.expect(250)
        if self._pending:
            raise GarbledError("more than one reply")
        return text

    def leave(self) -> None:
        """Say goodbye if that can be had; what has been handed over stays so in any case."""
        with suppress(OSError, GarbledError):
            self.docmd("QUIT")
        self.close()

    def _overheard(self) -> bool:
        if not self._pending:
            open_ = self._open()
            open_.settimeout(0)
            with suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                self._pending += self._more(open_)
        return bool(self._pending)

    def _line(self) -> bytes:
        while (end := self._pending.find(b"\n")) < 0 and len(self._pending) <= _LONGEST_LINE:
            open_ = self._open()
            open_.settimeout(self._left())
            self._pending += self._more(open_)
        if not 0 <= end <= _LONGEST_LINE:
            raise GarbledError(f"a line of more than {_LONGEST_LINE:,} bytes")
        line = bytes(self._pending[:end]).removesuffix(b"\r")
        del self._pending[: end + 1]
        return line

    @staticmethod
    def _more(open_: socket.socket) -> bytes:
        data = open_.recv(4096)
        if not data:
            raise ConnectionResetError("the server hung up")
        return data

    def _open(self) -> socket.socket:
        if self.sock is None:
            raise ConnectionResetError("there is no connection")
        return self.sock

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is up")
        return left


def _dialled(host: str, port: int, until: float) -> socket.socket:
    """Connect to the first address that answers; each gets its share of the time."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failed = OSError("the name has no address")
    for number, (family, kind, protocol, _, address) in enumerate(found):
        share = (until - time.monotonic()) / (len(found) - number)
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(share, 0.001))
            sock.connect(address)
        except OSError as error:
            sock.close()
            failed = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise failed

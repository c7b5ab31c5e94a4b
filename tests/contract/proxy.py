"""A small TCP proxy that counts, cuts, changes and delays what goes through it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Change = Callable[[bytes], bytes]


class Proxy:
    """Listens on a port of its own and passes everything on.

    Args:
        change: What becomes of each piece that the server sends.
        change_up: What becomes of each piece that the client sends.
        context: The proxy speaks TLS itself, with this certificate, and plainly to the server.
    """

    def __init__(
        self,
        port: int,
        *,
        change: Change | None = None,
        change_up: Change | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._to = port
        self._change = change
        self._change_up = change_up
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        self.connections = 0
        self.down = 0
        """Bytes that came from the server."""
        self.up = 0
        self.cut_at: list[int] = []
        """Each connection in turn is cut once so many bytes have come from the server."""
        self.cut_up_at: list[int] = []
        """Each connection in turn is cut once so many bytes have come from the client."""
        self.refuses = False
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything; nobody listens at the port any more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def cut(self) -> None:
        """Break every connection that is open."""
        for each in self._open:
            _close(each)
        self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refuses:
                _close(client)
                continue
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        self.connections += 1
        limit = self.cut_at.pop(0) if self.cut_at else None
        limit_up = self.cut_up_at.pop(0) if self.cut_up_at else None
        if self._context:
            try:
                client = self._context.wrap_socket(client, server_side=True)
            except OSError:  # the client does not like the certificate
                _close(client)
                return
        server = socket.create_connection(("127.0.0.1", self._to))
        self._open += [client, server]
        upward = threading.Thread(
            target=self._pump_up, args=(client, server, limit_up), daemon=True
        )
        upward.start()
        self._pump_down(server, client, limit)
        _close(server)
        _close(client)
        upward.join(5)

    def _pump_up(self, client: socket.socket, server: socket.socket, limit: int | None) -> None:
        passed = 0
        with suppress(OSError):
            while data := client.recv(65_536):
                if limit is not None and passed + len(data) > limit:
                    server.sendall(data[: limit - passed])
                    break
                passed += len(data)
                self.up += len(data)
                server.sendall(self._change_up(data) if self._change_up else data)
        _close(server)

    def _pump_down(self, server: socket.socket, client: socket.socket, limit: int | None) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(65_536):
                if limit is not None and passed + len(data) > limit:
                    client.sendall(data[: limit - passed])
                    return
                passed += len(data)
                self.down += len(data)
                client.sendall(self._change(data) if self._change else data)


def _close(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


class Canned:
    """A server that says one thing to whoever connects, and then listens quietly."""

    def __init__(self, greeting: bytes, port: int = 0) -> None:
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, suppress(OSError):
                client.settimeout(5)
                client.sendall(self._greeting)
                while client.recv(65_536):
                    time.sleep(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

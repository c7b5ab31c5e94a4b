"""A real HTTP server in the place of ntfy's: it notes what it is told, and answers as it is bid."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Ntfy:
    """Listens on a port of this machine.

    Attributes:
        told: What came, in order, as ntfy's JSON.
        status: What it answers.
        answers: It does not answer while this is not set.
    """

    def __init__(self, port: int = 0) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 200
        self.answers = threading.Event()
        self.answers.set()
        self.heard = threading.Event()
        ntfy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                ntfy.told.append(json.loads(self.rfile.read(length)))
                ntfy.heard.set()
                ntfy.answers.wait(20)
                self.send_response(ntfy.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"ntfy://127.0.0.1:{self.port}/a-topic-nobody-guesses"

    @property
    def lines(self) -> list[str]:
        """Return every line that came, titles aside."""
        return [line for each in self.told for line in each["message"].splitlines()]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

"""The server: the page on 127.0.0.1, and the worker beside it, until it is told to stop.

It is started by `duly desk`, one for each database. The port is the one it had the last time where
that is free, so that bookmarks keep working.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterable
from types import FrameType
from typing import Final

from duly.adapters import places, running
from duly.adapters.running import Post
from duly.core.errors import DulyError
from duly.server.beside import Beside
from duly.services import opening

_HOST: Final = "127.0.0.1"
_THREADS: Final = 4


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    database = places.database()
    opening.make_folder(database.parent)
    try:
        post = Post(database)
    except DulyError as error:
        print(error, file=sys.stderr)  # noqa: T201 - there is no command line to say it
        return 3
    listening = _listen(post.last.port or running.FIRST_CHOICE)
    port = listening.getsockname()[1]
    post.tell(port, answers=False)
    os.environ["DULY_PORT"] = str(port)
    signal.signal(signal.SIGTERM, _stop)
    try:
        _serve(listening, post, port)
    except KeyboardInterrupt:
        return 0
    finally:
        post.close()
    return 0


def _serve(listening: socket.socket, post: Post, port: int) -> None:
    import waitress

    from duly.server.wsgi import application
    from duly.web import beside

    opening.make_current(places.database())
    server = waitress.create_server(
        application,
        sockets=[listening],
        threads=_THREADS,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
    worker = None if places.is_demo() else Beside()
    if worker:
        worker.start()
        beside.works(worker)
    post.tell(port, answers=True)
    try:
        server.run()
    finally:
        if worker:
            worker.stop()


def _listen(wanted: int) -> socket.socket:
    """Return a socket that listens on the wanted port, or on another where that is taken."""
    for port in _choices(wanted):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_HOST, port))
            listening.listen()  # two may be bound to one port as long as none of them listens
        except OSError:
            listening.close()
        else:
            return listening
    raise running.ServerError("no port is free on this machine")


def _choices(wanted: int) -> Iterable[int]:
    yield wanted
    yield 0


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())

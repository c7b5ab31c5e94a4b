"""The worker as a process of its own, beside the page: it ends when its standard input does.

Whoever started it holds the other end of that pipe, so that it ends with them, however they end.
"""

from __future__ import annotations

import signal
import sys
import threading
from datetime import datetime

from duly.worker import loop


def main() -> None:
    """Work until told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for whoever started it
    threading.Thread(target=_until_left_alone, args=(stop,), daemon=True).start()
    loop.run(stop, say=_say)


def _until_left_alone(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def _say(line: str) -> None:
    print(f"{datetime.now().astimezone():%H:%M:%S} {line}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()

"""Tells what is due in forked children that start at once: kills fall where the work is.

Reads JSON lines `{"at": instant, "kill_after": seconds or null, "kill_between": true or false}`;
answers each with the exit status, negative for a signal, and with how long it took.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import warnings
from datetime import datetime

from duly.adapters import notify
from duly.services import opening, reminders

opening.configure_django()
from duly.store import models  # noqa: E402, F401 - loaded before the fork

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import apprise  # noqa: F401


def child(at: datetime, *, kill_between: bool) -> None:
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    if kill_between:
        setattr(notify.Service, "tell", lambda *_: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010
    reminders.tell(lambda: at)
    os._exit(0)


for line in sys.stdin:
    asked = json.loads(line)
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        child(datetime.fromisoformat(asked["at"]), kill_between=asked["kill_between"])
    if asked["kill_after"] is not None:
        time.sleep(asked["kill_after"])
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - begun
    answer = {"code": os.waitstatus_to_exitcode(status), "seconds": seconds}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()

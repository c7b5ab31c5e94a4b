"""Runs `duly` in forked children that start at once, so that kills fall where the work is.

Reads JSON lines `{"arguments": […], "kill_after": seconds or null}`; answers each with the exit
status, negative for a signal. Loading Python and Django takes most of a command's time, and a
kill there proves little; here it is done once, before the fork.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time

from duly.cli import main as cli
from duly.services import opening

for verb in (
    "interview",
    "debrief",
    "sent",
    "received",
    "offer",
    "person",
    "snooze",
    "today",
    "me",
    "import",
    "backup",
    "restore",
    "erase",
):
    importlib.import_module(f"duly.cli.commands.{verb}")
opening.configure_django()
for module in (
    "debriefs",
    "follow_ups",
    "offers",
    "invitations",
    "reading",
    "backups",
    "erasing",
):
    importlib.import_module(f"duly.services.{module}")
from duly.store import models  # noqa: E402, F401 - loaded before the fork


def child(arguments: list[str]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os._exit(cli.main(arguments))


for line in sys.stdin:
    asked = json.loads(line)
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        child(asked["arguments"])
    if asked["kill_after"] is not None:
        time.sleep(asked["kill_after"])
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - begun
    answer = {"code": os.waitstatus_to_exitcode(status), "seconds": seconds}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()

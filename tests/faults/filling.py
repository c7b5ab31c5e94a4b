"""Sends letters in forked children whose disk fills, or turns read-only, at one exact write.

Reads JSON lines `{"after": minutes, "stage": …, "place": "row" | "journal", "kind": "full" |
"read-only"}`, or with `"do": "queue"`; answers each with `{"error": sentence, "outcomes": […]}`.
The faults are the system's own: a file that may not grow (EFBIG), a connection that may not write.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from duly.adapters.smtp import Security, SmtpAccount, Submission
from duly.core.errors import DulyError
from duly.services import dispatching, letters, opening, outbox

opening.configure_django()

PORT = int(sys.argv[1])
BEGUN = datetime.now(UTC)


def break_disk(kind: str) -> None:
    """Let nothing be written from here on."""
    from django.db import connection

    if kind == "full":
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")


def breaking(stage: str, kind: str, write: Callable[..., Any]) -> Callable[..., Any]:
    """Return a write that finds the disk broken once it is about a stage."""

    def wrapped(row: Any, becomes: str, *more: Any, **named: Any) -> Any:
        if becomes == stage:
            break_disk(kind)
        return write(row, becomes, *more, **named)

    return wrapped


def child(asked: dict[str, Any], answer: int) -> None:
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    if stage := asked.get("stage"):
        name = {"row": "_become", "journal": "_write"}[asked["place"]]
        setattr(outbox, name, breaking(stage, asked["kind"], getattr(outbox, name)))
    at = BEGUN + timedelta(minutes=asked["after"])
    said: dict[str, Any] = {"error": "", "outcomes": []}
    try:
        if asked.get("do") == "queue":
            (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), at)
            outbox.queue(letters.approve([page], at, anyway=True), at, at_once=True)
        else:
            said["outcomes"] = dispatch(at)
    except DulyError as error:
        said["error"] = str(error)
    os.write(answer, json.dumps(said).encode())
    os._exit(0)


def dispatch(at: datetime) -> list[str]:
    account = SmtpAccount("127.0.0.1", PORT, Security.PLAIN)
    with Submission(account) as submission:
        found = dispatching.dispatch(submission, dispatching.worker_name(), lambda: at)
    return [each.stage.value for each in found]


for line in sys.stdin:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(json.loads(line), theirs)
    os.close(theirs)
    with os.fdopen(ours) as said:
        answer = said.read()
    os.waitpid(pid, 0)
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()

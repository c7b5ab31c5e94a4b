"""Hands letters over in forked children that start at once: kills fall where the work is.

Reads JSON lines `{"queue": n}`, or `{"after": minutes, "kill_after": seconds or null}`; answers
each with the exit status, negative for a signal, and with how long it took.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

from duly.adapters.smtp import Security, SmtpAccount, Submission
from duly.core.outbox import UNDO
from duly.services import dispatching, opening, outbox

opening.configure_django()
from duly.store import models  # noqa: E402 - loaded before the fork

PORT = int(sys.argv[1])
BEGUN = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
LETTER = "From: s@field.example\r\nTo: {to}\r\nMessage-ID: <{id}@field.example>\r\n\r\nDear A,\r\n"


@opening.use_case
def queue(count: int, at: datetime) -> None:
    """Let letters wait that are approved; each is an action of its own that stays planned."""
    opportunity = models.Opportunity.objects.get(slug="acme")
    letter = models.Letter.objects.earliest("pk")
    begun = models.Outgoing.objects.count()
    for number in range(begun, begun + count):
        to = f"a{number}@acme.example"
        message = LETTER.format(to=to, id=number).encode()
        models.Outgoing.objects.create(
            letter=letter, opportunity=opportunity, step="thank-you", to="ana",
            occasion=f"{number}", message=message, message_id=f"<{number}@field.example>",
            sender="s@field.example", recipient=to, approved_at=at, leaves_at=at + UNDO,
            digest=outbox.digest("s@field.example", to, message),
        )  # fmt: skip


class Standing(outbox.Watch):
    """Every action stands: the letters of this test are made by hand."""

    def against(self, row: models.Outgoing, at: datetime) -> str:
        return ""


def child(at: datetime) -> None:
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    account = SmtpAccount("127.0.0.1", PORT, Security.PLAIN)
    begun = time.monotonic()

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - begun)

    with Submission(account) as submission:
        dispatching.dispatch(submission, dispatching.worker_name(), clock, Standing())
    os._exit(0)


present = BEGUN
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.monotonic()
    if "queue" in asked:
        present += timedelta(hours=5)
        queue(asked["queue"], present)
        from django.db import connection

        connection.close()
        status = 0
    else:
        pid = os.fork()
        if pid == 0:
            child(present + timedelta(minutes=asked["after"]))
        if asked["kill_after"] is not None:
            time.sleep(asked["kill_after"])
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - begun
    answer = {"code": os.waitstatus_to_exitcode(status), "seconds": seconds}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()

"""Let `duly run` work for a long time, and see that it neither grows nor does a thing twice.

    python -m tools.soak --minutes 60

It works against a Dovecot, an SMTP server and an ntfy of this machine. All the while interviews
are noted, thank-yous approved, mails arrive and are answered, reminders come due, the mailbox goes
away for half a minute now and then, and what is over is erased. Every minute a line says what
the worker holds. It fails where the memory is over 5 % larger at the end than after warming up,
where files or threads pile up, and where a letter or a reminder came twice or never.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tests.contract import dovecot
from tests.contract.dovecot import PASSWORD, User
from tests.contract.proxy import Proxy
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly
from tests.integration.listening import Ntfy

MOST_GROWTH: Final = 0.05
WARMING_UP: Final = 0.25
"""Of the time, and no less than five minutes: by then everything has happened, errors too."""
SPARE_FILES: Final = 6
"""Connections that happen to be open when the files are counted."""
SAMPLE_EVERY: Final = 5.0
BEGIN_EVERY: Final = 8.0
"""Seconds from one interview to the next."""
BERLIN: Final = ZoneInfo("Europe/Berlin")
AWAY_EVERY, AWAY_FOR = 180.0, 30.0
LASTS: Final = 90.0
"""Seconds from an interview until what is over is erased."""
NOISE: Final = (
    "From: Shop <news@shop.example>\r\nTo: {me}\r\nSubject: Offers of the week\r\nDate: {date}\r\n"
    "Message-ID: <noise-{number}@shop.example>\r\n\r\nLamps and chairs.\r\n"
)
ANSWER: Final = (
    "From: Ana Ruiz <ana@{id}.example>\r\nTo: {me}\r\nSubject: Re: thank you\r\nDate: {date}\r\n"
    "Message-ID: <answer@{id}.example>\r\nIn-Reply-To: {to}\r\n\r\n"
    "Hi Sam,\r\n\r\nit was good to meet you, too. More soon.\r\n\r\nAna\r\n"
)


class Sample(NamedTuple):
    """What the worker holds at one moment.

    Attributes:
        at: Seconds since the beginning.
        work: Letters that left, reminders that came, mails that arrived.
    """

    at: float
    rss: int
    files: int
    threads: int
    database: int
    work: int


class Soak:
    """One run."""

    def __init__(self, home: Path, stack: ExitStack, seconds: float) -> None:
        self.seconds = seconds
        server = stack.enter_context(contextmanager(dovecot.running)())
        self.user: User = server.user()
        self.smtp = stack.enter_context(SmtpServer(home / "accepted.log", offer=Offer()))
        self.ntfy = stack.enter_context(Ntfy())
        self.way = stack.enter_context(Proxy(server.tls_port))
        self.duly = Duly(home)
        self.duly.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        self.me = self.user.account().address
        self.begun = time.monotonic()
        self.samples: list[Sample] = []
        self.said: list[str] = []
        self.sending: dict[str, float] = {}
        self.reminding: dict[str, float] = {}
        self.approved: set[str] = set()
        self.expected: set[str] = set()
        self.arrived = 0

    def set_up(self) -> None:
        me = ["--name", "Sam Field", "--zone", "Europe/Berlin", "--country", "DE"]
        self.duly.done("me", *me, "--email", self.me, at=None)
        self.user.make("Sent")
        account = self.user.account(port=self.way.port)
        where = ["--host", account.host, "--port", str(account.port), "--ca", account.ca_file]
        options = [*where, "--user", self.user.name, "--password-stdin"]
        smtp = f"plain://127.0.0.1:{self.smtp.port}"
        self.duly.done("connect", self.me, *options, "--smtp", smtp, typed=f"{PASSWORD}\n", at=None)
        self.duly.done("notify", "--quiet", "never", "--morning", "never", at=None)
        self.duly.done("notify", "add", self.ntfy.url, at=None)

    def run(self) -> None:
        self.worker = subprocess.Popen(
            [sys.executable, "-c", "from duly.cli.main import run; run()", "run", "--every", "10"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**self.duly.environment, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        listening = threading.Thread(target=self._listen, daemon=True)
        listening.start()
        try:
            self._work()
        finally:
            self.worker.send_signal(signal.SIGTERM)
            self.worker.wait(60)
            listening.join(10)

    def _listen(self) -> None:
        assert self.worker.stdout
        self.said += (line.rstrip() for line in self.worker.stdout)

    # What happens meanwhile

    def _work(self) -> None:
        sampled = begun = printed = -1e9
        number = 0
        while (now := time.monotonic() - self.begun) < self.seconds:
            self.way.refuses = now % AWAY_EVERY > AWAY_EVERY - AWAY_FOR
            if now - begun >= BEGIN_EVERY:
                begun, number = now, number + 1
                self._begin(number)
                self._answer()
                self._end()
            if now - sampled >= SAMPLE_EVERY:
                sampled = now
                self.samples.append(self._sample())
            if now - printed >= 60:
                printed = now
                _print(self.samples[-1])
            assert self.worker.poll() is None, self.said[-5:]
            time.sleep(0.2)
        self.way.refuses = False
        self._wait_for_the_last()
        self.samples.append(self._sample())
        _print(self.samples[-1])

    def _begin(self, number: int) -> None:
        """Note an interview; every other one is thanked for, the others are reminded of."""
        id = f"c{number}"
        who = f"Ana Ruiz <ana@{id}.example>"
        soon = datetime.now(BERLIN) + timedelta(seconds=90)  # three hours before its day is over
        ended = f"{soon - timedelta(hours=21):%Y-%m-%d %H:%M}"
        self.duly.done("interview", id, "--ended", ended, "--with", who, at=None)
        self.duly.done("debrief", id, "--topic", "the launch of the shop in May", "--cares",
                       "ana-ruiz=fewer returns", "--strength", "SQL", at=None)  # fmt: skip
        if number % 2:
            self.duly.done("send", id, "thank-you", "--now", at=None)
            self.approved.add(id)
            self.sending[id] = time.monotonic()
        else:
            self.expected.add(id)
            self.reminding[id] = time.monotonic()

    def _answer(self) -> None:
        """Let mail arrive: an answer to each letter that left, and something else."""
        date = format_datetime(datetime.now(UTC))
        mails = [NOISE.format(me=self.me, date=date, number=self.arrived)]
        for each in self.smtp.accepted():
            id = _company(each.recipient)
            if id in self.sending and id not in self.reminding:
                found = re.search(rb"Message-ID: (<[^>]+>)", each.data)
                assert found
                mails.append(ANSWER.format(id=id, me=self.me, date=date, to=found[1].decode()))
                self.reminding[id] = self.sending.pop(id)
        self.user.put(*(each.encode() for each in mails))
        self.arrived += len(mails)

    def _end(self) -> None:
        """Erase what is over."""
        told = set(self._reminded())
        now = time.monotonic()
        over = [id for id, since in self.reminding.items() if now - since > LASTS]
        for id in (each for each in over if each in told or each in self.approved):
            self.duly.done("erase", id, "--yes", at=None)
            del self.reminding[id]

    def _wait_for_the_last(self) -> None:
        until = time.monotonic() + 150
        while time.monotonic() < until and self.missing():
            time.sleep(1)

    # What came of it

    def _sample(self) -> Sample:
        process = Path(f"/proc/{self.worker.pid}")
        status = (process / "status").read_text("ascii")
        found = dict(re.findall(r"(VmRSS|Threads):\s+(\d+)", status))
        files = len(os.listdir(process / "fd"))  # noqa: PTH208 - links that come and go
        base = self.duly.database
        both = (base, base.with_name(f"{base.name}-wal"))
        size = sum(each.stat().st_size for each in both if each.exists())
        work = len(self.smtp.accepted()) + len(self._reminded()) + self.arrived
        return Sample(time.monotonic() - self.begun, int(found["VmRSS"]), files,
                      int(found["Threads"]), size, work)  # fmt: skip

    def _reminded(self) -> list[str]:
        """Return the companies that a thank-you to was reminded of, as often as it was."""
        words = (f"{each['title']} {each['message']}" for each in self.ntfy.told)
        return [id for each in words for id in re.findall(r"\bc\d+\b", each)]

    def missing(self) -> list[str]:
        """Return what should have come and has not."""
        sent = {_company(each.recipient) for each in self.smtp.accepted()}
        told = set(self._reminded())
        letters = [f"the letter to {id}" for id in sorted(self.approved - sent)]
        return letters + [f"the reminder of {id}" for id in sorted(self.expected - told)]

    def faults(self) -> Iterator[str]:
        """Yield what is not as it should be."""
        yield from (f"{each} never came" for each in self.missing())
        counted = Counter(each.recipient for each in self.smtp.accepted())
        yield from (f"{to} got {count} letters" for to, count in counted.items() if count > 1)
        told = Counter(self._reminded())
        yield from (
            f"of {id} one was told {count} times" for id, count in told.items() if count > 1
        )
        if any("mistake" in line for line in self.said):
            yield next(line for line in self.said if "mistake" in line)
        if self.worker.returncode != 0:
            yield f"it ended with {self.worker.returncode}"
        yield from self._growth()

    def _growth(self) -> Iterator[str]:
        begin, end = max(self.seconds * WARMING_UP, 300), self.seconds
        span = (end - begin) / 5
        early = [each for each in self.samples if begin <= each.at < begin + span]
        late = [each for each in self.samples if end - span <= each.at < end]
        if not early or not late:
            yield "it was too short to tell whether memory grows: ten minutes at least"
            return
        before, after = (statistics.median(each.rss for each in some) for some in (early, late))
        growth = after / before - 1
        print(f"Memory after warming up {before / 1024:.1f} MB, at the end {after / 1024:.1f} MB: "
              f"{growth:+.1%}.")  # fmt: skip
        if growth > MOST_GROWTH:
            yield f"memory grew by {growth:.1%}; {MOST_GROWTH:.0%} is the most"
        if min(each.files for each in late) > min(each.files for each in early) + SPARE_FILES:
            yield "open files pile up"
        if max(each.threads for each in late) > max(each.threads for each in early):
            yield "threads pile up"


def _company(address: str) -> str:
    return address.rpartition("@")[2].removesuffix(".example")


def _print(each: Sample) -> None:
    print(f"{each.at / 60:7.1f} min {each.rss / 1024:8.1f} MB {each.files:4} files "
          f"{each.threads:3} threads {each.database / 1e6:7.2f} MB on disk {each.work:6} done",
          flush=True)  # fmt: skip


def main() -> int:
    """Run it; return 0 where all is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    if why := dovecot.missing():
        print(why)
        return 1
    with tempfile.TemporaryDirectory(prefix="duly-soak-") as folder, ExitStack() as stack:
        soak = Soak(Path(folder), stack, given.minutes * 60)
        soak.set_up()
        soak.run()
        faults = list(soak.faults())
        faults += soak.said[-12:] if faults else []
        letters, told = len(soak.approved), len(soak.expected)
        print(f"{letters} letters, {told} reminders, {soak.arrived} mails; each once."
              if not faults else "\n".join(faults))  # fmt: skip
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

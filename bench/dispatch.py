"""How fast letters are handed over, a connection each, against bare smtplib at the same server.

    python -m bench.dispatch [LETTERS]

Ours writes down durably before the dot that the letter is being handed over, and after the reply
what became of it: each a commit of SQLite with synchronous=FULL, as the outbox does. Bare smtplib
writes nothing down. The server is a process of its own; it takes STARTTLS and a password, and
puts each letter on the disk before it says yes. One of ours, one of theirs, in turn, so that a
noisy machine slows both alike.
"""

from __future__ import annotations

import json
import smtplib
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.contract.certificates import Authority
from tests.faults.smtp_server import SmtpServer

from duly.adapters.secrets import Secret
from duly.adapters.smtp import Envelope, Security, SmtpAccount, Submission

LETTERS = 300
WANTED = 0.5
USER, PASSWORD = "sam@field.example", "only for the bench"
ENVELOPE = Envelope(USER, "ana@acme.example")
LETTER = (
    b"From: Sam Field <sam@field.example>\r\nTo: Ana Ruiz <ana@acme.example>\r\n"
    b"Subject: Thank you\r\nDate: Wed, 11 Mar 2026 09:30:00 -0500\r\n"
    b"Message-ID: <%d@field.example>\r\nX-Duly-Letter: %d\r\nMIME-Version: 1.0\r\n\r\n"
) + b"Thank you for your time; I enjoyed what you said about the launch.\r\n" * 15


class Journal:
    """What the outbox keeps of a letter's way."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("CREATE TABLE way (letter INTEGER, state TEXT)")
        self.seconds = 0.0

    def note(self, letter: int, state: str) -> None:
        """Commit where a letter is."""
        begun = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO way VALUES (?, ?)", (letter, state))
        self._database.execute("COMMIT")
        self.seconds += time.perf_counter() - begun

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


@contextmanager
def server(folder: Path, certificate: Path) -> Iterator[int]:
    """Run the server; yield its port."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "tests.faults.smtp_server", str(folder / "log"),
            "--certificate", str(certificate), "--user", USER, "--token", PASSWORD,
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        yield json.loads(process.stdout.readline())["port"]
    finally:
        process.communicate("")


def ours(account: SmtpAccount, journal: Journal, number: int) -> None:
    """Hand one letter over, and write down both ends of it."""
    with Submission(account, Secret(PASSWORD)) as open_:
        open_.hand_over(
            ENVELOPE,
            LETTER % (number, number),
            before_dot=lambda: journal.note(number, "handing over"),
        )
    journal.note(number, "sent")


def bare(account: SmtpAccount, context: ssl.SSLContext, number: int) -> None:
    """Send one letter as the manual of smtplib does."""
    with smtplib.SMTP(account.host, account.port, local_hostname="[127.0.0.1]", timeout=60) as one:
        one.starttls(context=context)
        one.login(USER, PASSWORD)
        one.sendmail(*ENVELOPE, LETTER % (number, number))


def measured(
    count: int, one: Callable[[int], None], other: Callable[[int], None]
) -> tuple[float, float]:
    """Return the seconds that each takes for so many letters, in turn."""
    spent = [0.0, 0.0]
    for number in range(-10, count):  # the first few warm up
        for index, send in enumerate((one, other)):
            begun = time.perf_counter()
            send(2 * (number + 10) + index)
            spent[index] += (time.perf_counter() - begun) * (number >= 0)
    return spent[0], spent[1]


def main() -> int:
    """Print the figures; return 1 where ours is too slow, or where a letter is missing."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        authority = Authority(folder)
        certificate, _ = authority.certificate("mail", "127.0.0.1")
        journal = Journal(folder / "outbox.sqlite3")
        context = ssl.create_default_context(cafile=str(authority.file))
        with server(folder, certificate) as port:
            account = SmtpAccount(
                "127.0.0.1", port, Security.STARTTLS, USER, ca_file=str(authority.file)
            )
            mine, theirs = measured(
                count,
                lambda number: ours(account, journal, number),
                lambda number: bare(account, context, number),
            )
        journal.close()
        arrived = len(SmtpServer(folder / "log").accepted())
    ratio = theirs / mine
    print(
        f"  ours, with journal: {count / mine:.0f} letters a second ({1000 * mine / count:.1f} ms)"
    )
    print(f"    of which journal: {1000 * journal.seconds / (count + 10):.1f} ms, two commits")
    print(f"  bare smtplib:       {count / theirs:.0f} a second ({1000 * theirs / count:.1f} ms)")
    print(f"  ratio: {ratio:.2f} (wanted at least {WANTED}); {arrived} letters arrived")
    return int(ratio < WANTED or arrived != 2 * (count + 10))


if __name__ == "__main__":
    sys.exit(main())

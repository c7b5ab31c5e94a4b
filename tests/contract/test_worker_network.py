"""`duly run` over a network that goes away and comes back, and a mailbox that does not answer."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.contract.dovecot import PASSWORD, User
from tests.contract.mails import mail
from tests.contract.proxy import Canned, Proxy
from tests.contract.test_connect import NO_KEYRING
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly

ANA = "Ana Ruiz <ana@acme.example>"


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    """Return Sam's Duly on a machine without a keyring; an hour ago Sam met Ana."""
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    duly.done("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    return duly


class Listening:
    """A worker, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._thread.join(10)
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()

    def heard(self, pattern: str) -> list[str]:
        return [line for line in self.lines if re.search(pattern, line)]

    def wait_for(self, pattern: str, seconds: float) -> None:
        wait_for(lambda: self.heard(pattern), seconds, self.lines)


def wait_for(what: Callable[[], object], seconds: float, said: object = "") -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, said
        time.sleep(0.05)


@contextmanager
def running(duly: Duly) -> Iterator[Listening]:
    environment = {**duly.environment, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from duly.cli.main import run; run()", "run"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    listening = Listening(process)
    try:
        yield listening
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr
        assert process.stderr.read() == ""
    finally:
        listening.close()


def connect(duly: Duly, user: User, proxy: Proxy, smtp: int) -> str:
    account = user.account(port=proxy.port)
    options = ["--host", account.host, "--port", str(account.port), "--ca", account.ca_file]
    connected = duly.run("connect", account.address, "--user", user.name, *options,
                         "--password-stdin", "--smtp", f"plain://127.0.0.1:{smtp}",
                         typed=f"{PASSWORD}\n", at=None)  # fmt: skip
    assert connected.code == 0, connected
    return account.address


def approve(duly: Duly, address: str) -> None:
    """Let a thank-you to Ana leave in half a minute."""
    duly.done("me", "--email", address, at=None)
    duly.done("interview", "Acme", "--ended", "1 hour ago", "--with", ANA, at=None)
    duly.done("debrief", "acme", "--topic", "the launch of the shop in May",
              "--cares", "ana=fewer returns", "--strength", "SQL", at=None)  # fmt: skip
    duly.done("send", "acme", "thank-you", "--to", "ana", "--now", at=None)


@pytest.mark.timeout(240)
def test_a_network_that_is_away_is_said_once_and_so_is_that_it_is_back(
    mine: Duly, user: User, tmp_path: Path
) -> None:
    user.put(mail("a"))
    user.make("Sent")
    with (
        SmtpServer(tmp_path / "log", offer=Offer()) as server,
        Proxy(user.server.tls_port) as way,
        Proxy(server.port) as out,
    ):
        address = connect(mine, user, way, out.port)
        approve(mine, address)
        way.refuses = out.refuses = True
        with running(mine) as worker:
            worker.wait_for(f"{address}: .*Duly tries again by itself", 20)
            worker.wait_for(r"Letter 1: held\.", 60)
            time.sleep(20)  # the mailbox is tried again meanwhile, in vain
            assert len(worker.heard("tries again by itself")) == 1, worker.lines
            way.refuses = out.refuses = False
            worker.wait_for("can be read again, after", 100)
            worker.wait_for(r"Letter 1: sent\.", 100)
    assert len(server.accepted()) == 1


@pytest.mark.timeout(240)
def test_a_mailbox_that_hangs_keeps_no_letter_and_no_end(
    mine: Duly, user: User, tmp_path: Path
) -> None:
    user.put(mail("a"))
    user.make("Sent")
    with SmtpServer(tmp_path / "log", offer=Offer()) as server:
        with Proxy(user.server.tls_port) as way:
            address = connect(mine, user, way, server.port)
            port = way.port
        approve(mine, address)
        with Canned(b"", port) as _, running(mine) as worker:
            worker.wait_for(r"Letter 1: sent\.", 110)
            begun = time.monotonic()
        assert time.monotonic() - begun < 12, "it ends although a lane hangs"
    assert len(server.accepted()) == 1

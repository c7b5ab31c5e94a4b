"""What `duly connect` is given in confidence shows itself nowhere, whatever goes wrong afterwards.

One user's whole life with a mailbox over real servers, with DULY_DEBUG=1: connected with a password
and with a token, read, written from, refused, cut off while signing in, backed up, exported. Every
file, every word that was printed, and every process while it ran is looked through.
"""

from __future__ import annotations

import base64
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.contract.certificates import Authority, server_context
from tests.contract.dovecot import PASSWORD, User
from tests.contract.proxy import Proxy
from tests.contract.test_connect import NO_KEYRING
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer
from tests.integration.conftest import Duly, Result

WRONG = "canary-Ω-7b41/never+shown="
ANA = "Ana Ruiz <ana@acme.example>"


class Watcher:
    """Looks, all the time, at the command line and environment of every process of one home."""

    def __init__(self, home: Path) -> None:
        self.home = str(home).encode()
        self.seen: dict[int, bytes] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join(10)

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            for each in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    said = (each / "cmdline").read_bytes() + (each / "environ").read_bytes()
                    if self.home in said:
                        self.seen[int(each.name)] = said


def shapes(user: str, secret: str) -> list[bytes]:
    """Return everything a secret looks like: as it is, in JSON, and on its way to a server."""
    bearer = f"user={user}\1auth=Bearer {secret}\1\1"
    whole = [secret, f"\0{user}\0{secret}", bearer]
    texts = [secret, secret.encode("unicode_escape").decode(), repr(secret)[1:-1]]
    return [
        *(each.encode() for each in texts),
        *(base64.b64encode(each.encode()).rstrip(b"=")[:-2] for each in whole),
        secret.encode("utf-16-le"),
    ]


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    duly = Duly(tmp_path / "home")
    duly.environment |= {"PYTHON_KEYRING_BACKEND": NO_KEYRING, "DULY_DEBUG": "1"}
    duly.done("me", "--name", "Sam", "--zone", "America/New_York", "--country", "US")
    return duly


class Life:
    """Everything that was printed, and the commands that print it."""

    def __init__(self, mine: Duly, user: User) -> None:
        self.mine = mine
        self.user = user
        self.shown: list[str] = []

    def run(self, *arguments: str, typed: str = "", code: int | None = 0) -> Result:
        process = self.mine.start(*arguments)
        out, err = process.communicate(typed, timeout=120)
        self.shown += [out, err]
        result = Result(process.returncode, out, err)
        assert code is None or result.code == code, result
        return result

    def connect(self, port: int, smtp: str, secret: str, *more: str, code: int = 0) -> Result:
        address = self.user.account().address
        where = ["--host", "127.0.0.1", "--port", str(port), "--smtp", smtp]
        return self.run("connect", address, "--user", self.user.name, *where, *more,
                        "--password-stdin", "--json", typed=f"{secret}\n", code=code)  # fmt: skip

    def send(self, to: str) -> None:
        """Approve a letter whose hour has come."""
        self.run("send", "acme", "thank-you", "--to", to, "--now", "--anyway", "--json")
        with closing(sqlite3.connect(self.mine.database, timeout=30)) as database, database:
            database.execute(
                "UPDATE store_outgoing SET try_at = NULL, leaves_at = datetime('now', '-5 seconds')"
            )


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")
@pytest.mark.timeout(600)
def test_passwords_and_tokens_are_nowhere(mine: Duly, user: User, tmp_path: Path) -> None:
    user.make("Sent")
    authority = Authority(tmp_path)
    bundle = tmp_path / "both.pem"
    bundle.write_bytes(user.server.authority.file.read_bytes() + authority.file.read_bytes())
    tls = server_context(authority.certificate("mail", "127.0.0.1"))
    offer = Offer(tls=tls, implicit=True, tokens={user.name: PASSWORD}, echo=True)
    watcher = Watcher(mine.home)
    life = Life(mine, user)
    with SmtpServer(tmp_path / "accepted.log", offer=offer) as server:
        smtp = f"tls://127.0.0.1:{server.port}"
        live_through(life, server, smtp, str(bundle), tmp_path)
        assert len(server.accepted()) == 1, "one was sent, so the password was used"
    watcher.stop()
    assert len(watcher.seen) > 10
    everything = [each.encode() for each in life.shown] + list(watcher.seen.values())
    files = [each for each in tmp_path.rglob("*") if each.is_file() and "accepted" not in each.name]
    assert {"duly.sqlite3", "duly.sqlite3-wal", "kept.sqlite3", "secrets"} <= {
        each.name for each in files
    }
    everything += [each.read_bytes() for each in files]
    everything.append(user.server.log().encode())
    for secret in (PASSWORD, WRONG, f"token-of-{user.name}"):
        for shape in shapes(user.name, secret):
            assert not [each for each in everything if shape in each], (secret, shape)


def live_through(life: Life, server: SmtpServer, smtp: str, ca: str, folder: Path) -> None:
    """Use the mailbox in every way there is, and have it fail in every way."""
    user, tls_port = life.user, life.user.server.tls_port
    address = user.account().address
    life.run("me", "--email", address)
    life.connect(tls_port, smtp, WRONG, "--ca", ca, code=1)
    life.connect(tls_port, smtp, PASSWORD, "--ca", ca)
    met = ["--with", ANA, "--with", "Bo Lind <bo@acme.example>"]
    life.run("interview", "Acme", "--ended", "1 hour ago", *met, "--json")
    life.run("debrief", "acme", "--cares", "ana=churn", "--cares", "bo=returns")
    with closing(sqlite3.connect(life.mine.database)) as reader:
        reader.execute("BEGIN").execute("SELECT * FROM store_source").fetchall()  # keeps the WAL
        life.send("ana")
        life.run("run", "--once")
        life.run("sync", "--json", code=None)
        running_on(life)
        fail(life, server, smtp, ca)
        life.connect(tls_port, smtp, f"token-of-{user.name}", "--oauth", "--ca", ca)
        life.run("sync", code=None)
        for command in (["outbox", "--json"], ["connect", "--list", "--json"], ["doctor", "--json"],
                        ["show", "acme", "--json"], ["log", "--json"], ["outbox", "--all"],
                        ["backup", str(folder / "kept.sqlite3"), "--json"],
                        ["export", str(folder / "exported"), "--json"]):  # fmt: skip
            life.run(*command, code=None)
        keep_the_journal(life.mine.database, folder)


def keep_the_journal(database: Path, folder: Path) -> None:
    """Copy the WAL as it is now: SQLite takes it away with the last connection."""
    wal = database.with_name(f"{database.name}-wal")
    (folder / wal.name).write_bytes(wal.read_bytes())


def running_on(life: Life) -> None:
    """Let `duly run` go on for a while, as it does all day."""
    process = life.mine.start("run")
    with suppress(subprocess.TimeoutExpired):
        process.wait(3)
    process.terminate()
    life.shown += process.communicate(timeout=30)


def fail(life: Life, server: SmtpServer, smtp: str, ca: str) -> None:
    """Be refused, and cut off while signing in, by both servers."""
    life.send("bo")
    server.script = Script(Phase.AUTH, Fault.DROPPED, times=1)
    assert "broke" in life.run("run", "--once", code=None).out
    with closing(sqlite3.connect(life.mine.database, timeout=30)) as database, database:
        database.execute(
            "UPDATE store_outgoing SET try_at = NULL, leaves_at = datetime('now', '-5 seconds')"
        )
    server.offer.tokens.clear()  # and the server repeats, in its refusal, what it was told
    assert "does not accept" in life.run("run", "--once", code=None).out

    def cutting(data: bytes) -> bytes:
        if b"AUTHENTICATE" in data:
            raise ConnectionResetError
        return data

    with Proxy(life.user.server.port, change_up=cutting) as proxy:
        plain = ["--security", "plain"]
        life.connect(proxy.port, smtp, WRONG, *plain, code=1)
    life.connect(life.user.server.tls_port, smtp, WRONG, "--oauth", "--ca", ca, code=1)

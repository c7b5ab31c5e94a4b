"""What must never leave does not, through the commands people use: each is refused in a sentence.

Odd addresses and smuggled headers; servers that will not encrypt, or are not who they say.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.contract.certificates import Authority, server_context
from tests.contract.dovecot import PASSWORD, User
from tests.contract.test_connect import NO_KEYRING
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer
from tests.integration.conftest import Duly, Result


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of Sam, who met Ana an hour ago; made once, copied for each test."""
    home = tmp_path_factory.mktemp("met")
    duly = Duly(home)
    me = ["--name", "Sam Field", "--zone", "America/New_York", "--country", "US"]
    duly.done("me", *me, "--email", "sam@field.example")
    duly.done("interview", "Acme", "--ended", "1 hour ago", "--with",
              "Ana Ruiz <ana@acme.example>", at=None)  # fmt: skip
    duly.done("debrief", "acme", "--cares", "ana=churn", at=None)
    return home


@pytest.fixture
def mine(tmp_path: Path, met: Path) -> Duly:
    shutil.copytree(met, tmp_path / "home")
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    return duly


def connect(mine: Duly, user: User, smtp: str, ca: Path | None = None) -> None:
    """Connect a mailbox, whose own server is trusted; letters leave through another server."""
    account = user.account()
    bundle = mine.home / "trusted.pem"
    trusted = [Path(account.ca_file), *([ca] if ca else [])]
    bundle.write_bytes(b"".join(each.read_bytes() for each in trusted))
    done = mine.run("connect", account.address, "--user", user.name, "--host", account.host,
                    "--port", str(account.port), "--ca", str(bundle), "--smtp", smtp,
                    "--password-stdin", typed=f"{PASSWORD}\n", at=None)  # fmt: skip
    assert done.code == 0, done


def run_once(mine: Duly) -> Result:
    """Let a letter's hour have come, and make a round."""
    with closing(sqlite3.connect(mine.database, timeout=30)) as database, database:
        database.execute("UPDATE store_outgoing SET leaves_at = datetime('now', '-5 seconds')")
    return mine.run("run", "--once", at=None)


def send(mine: Duly) -> Result:
    return mine.run("send", "acme", "thank-you", "--to", "ana", "--now", "--anyway", at=None)


ODD = (
    "ana@acme.example, boss@acme.example",
    "ana@acme.example\r\nBcc: spy@evil.example",
    "ana@acme.example\nRCPT TO:<spy@evil.example>",
    "ana\r@acme.example",
    "<ana@acme.example>>",
    '"ana ruiz"@acme.example',
    "ana@[127.0.0.1]",
    "ana@acme",
    "@acme.example",
    "@evil.example:ana@acme.example",
    "añá@acme.example",
    "ana @acme.example",
    "\x1b[31mana@acme.example",
    f"{'a' * 250}@acme.example",
)


@pytest.mark.timeout(600)
def test_an_odd_address_is_refused_where_it_is_given_or_when_the_letter_is_approved(
    mine: Duly, user: User, tmp_path: Path
) -> None:
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        connect(mine, user, f"plain://127.0.0.1:{server.port}")
        for address in ODD:
            given = mine.run("person", "acme", "ana", "--email", address, at=None)
            refused = given if given.code else send(mine)
            assert refused.code in (1, 2, 4), (address, refused)
            assert refused.err.count("\n") == 1, refused
            assert "\x1b" not in refused.err
        run_once(mine)
        assert not server.accepted()
        assert not server.commands, "nobody was even called"


@pytest.mark.parametrize(
    "arguments",
    [
        ["person", "acme", "ana", "--rename", "Ana\r\nBcc: spy@evil.example\r\nX: y"],
        ["me", "--name", "Sam\r\nBcc: spy@evil.example"],
        ["edit", "acme", "--role", "Analyst\r\nBcc: spy@evil.example\r\n\r\nHello"],
        ["edit", "acme", "--company", "Acme\nBcc: spy@evil.example"],
    ],
    ids=lambda each: " ".join(each[:1] + each[-2:-1]),
)
def test_no_header_is_smuggled_in(
    mine: Duly, user: User, tmp_path: Path, arguments: list[str]
) -> None:
    """It is refused, or it becomes harmless: nothing that was smuggled in is a header."""
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        connect(mine, user, f"plain://127.0.0.1:{server.port}")
        given = mine.run(*arguments, at=None)
        told = given if given.code else send(mine)
        assert told.err.count("\n") <= 1, told
        run_once(mine)
        for each in server.accepted():
            head = each.data.partition(b"\r\n\r\n")[0].lower()
            assert b"\r\nbcc:" not in head
            assert each.recipient == "ana@acme.example"
        assert not [each for each in server.commands if each.startswith("RCPT") and "evil" in each]


def certified(tmp_path: Path, kind: str) -> tuple[Any, Path | None]:
    """Return what a server shows of itself, and the authority that the user trusts."""
    authority = Authority(tmp_path)
    names = ("other.example",) if kind == "another name" else ("127.0.0.1",)
    days = -1 if kind == "expired" else 30
    context = server_context(authority.certificate("mail", *names, days=days))
    return context, None if kind == "vouches" else authority.file


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("kind", ["another name", "expired", "vouches"])
def test_a_certificate_that_is_not_right_keeps_the_letter_here(
    mine: Duly, user: User, tmp_path: Path, kind: str, security: str
) -> None:
    context, trusted = certified(tmp_path, kind)
    offer = Offer(tls=context, implicit=security == "tls", tokens={user.name: PASSWORD})
    with SmtpServer(tmp_path / "accepted.log", offer=offer) as server:
        connect(mine, user, f"{security}://127.0.0.1:{server.port}", trusted)
        assert send(mine).code == 0
        ran = run_once(mine)
        assert kind in ran.out
        assert "The letter has not left, nor has your password." in ran.out
        assert not server.accepted()
        assert not [each for each in server.commands if each.startswith(("AUTH", "MAIL"))]
    assert mine.run("outbox", at=None).code == 4, "it waits for the user's word"


@pytest.mark.parametrize("how", ["keeps quiet", "refuses", "slips something in"])
def test_a_connection_that_is_not_encrypted_carries_nothing(
    mine: Duly, user: User, tmp_path: Path, how: str
) -> None:
    context, trusted = certified(tmp_path, "right")
    offer = Offer(
        tls=context, starttls=how != "keeps quiet", auth_in_clear=True,
        tokens={user.name: PASSWORD},
        injected=b"250-mail.example\r\n250 AUTH PLAIN\r\n" if how == "slips something in" else b"",
    )  # fmt: skip
    script = Script(Phase.STARTTLS, Fault.REFUSED) if how == "refuses" else None
    with SmtpServer(tmp_path / "accepted.log", script, offer) as server:
        connect(mine, user, f"starttls://127.0.0.1:{server.port}", trusted)
        assert send(mine).code == 0
        ran = run_once(mine)
        assert "The letter has not left" in ran.out
        assert not server.accepted()
        assert not [each for each in server.commands if each.startswith(("AUTH", "MAIL"))]


def test_a_server_elsewhere_without_encryption_is_not_even_kept(mine: Duly, user: User) -> None:
    account = user.account()
    where = ["--host", "127.0.0.1", "--smtp", "plain://mail.field.example:25"]
    told = mine.run("connect", account.address, *where, "--password-stdin", typed="x\n", at=None)
    assert told.code != 0
    assert told.err.count("\n") == 1

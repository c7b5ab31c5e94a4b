"""`duly connect` as people run it, against a real server: asked, confirmed, kept, let go."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.contract.dovecot import PASSWORD, User, free_port
from tests.contract.mails import mail
from tests.integration.conftest import Duly, Result

NO_KEYRING = "keyring.backends.fail.Keyring"


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    """Return somebody's Duly on a machine without a keyring."""
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    return duly


def options(user: User) -> list[str]:
    account = user.account()
    server = ["--host", account.host, "--port", str(account.port), "--ca", account.ca_file]
    return ["connect", account.address, "--user", user.name, *server, "--password-stdin"]


def connect(mine: Duly, user: User, *more: str, password: str = PASSWORD) -> Result:
    return mine.run(*options(user), *more, typed=f"{password}\n", at=None)


def test_a_mailbox_is_tried_and_kept(mine: Duly, user: User) -> None:
    user.put(mail("a"), mail("b"))
    user.make("Sent", "Spam")
    result = connect(mine, user)
    assert result.code == 0, result
    assert "2 messages in INBOX" in result.out
    assert "Duly will read INBOX, Sent. Never read: Spam." in result.out
    assert "It only reads: nothing in your mailbox changes." in result.out
    listed = mine.run("connect", "--list", at=None)
    assert f"{user.name}@field.example" in listed.out
    assert "not read yet" in listed.out


def test_everything_is_there_as_json(mine: Duly, user: User) -> None:
    user.put(mail("a"))
    told = json.loads(connect(mine, user, "--json").out)
    assert told["name"] == f"imap:{user.name}@127.0.0.1"
    assert (told["messages"], told["read"], told["secret_in"]) == (1, ["INBOX"], "file")
    listed = json.loads(mine.done("connect", "--list", "--json", at=None))
    assert [each["address"] for each in listed["sources"]] == [told["address"]]


def test_the_secret_is_in_no_file_as_it_is(mine: Duly, user: User) -> None:
    connect(mine, user)
    kept = [path for path in mine.home.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"secrets", "secrets.key", "duly.sqlite3"}
    for path in kept:
        assert PASSWORD.encode() not in path.read_bytes()
    for path in kept:
        if path.name.startswith("secrets"):
            assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_kept_reads_the_mailbox_again(
    mine: Duly, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duly.adapters import secrets
    from duly.adapters.account import Account
    from duly.adapters.imap import ImapSource

    user.put(mail("a"))
    connect(mine, user)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, mine.environment[name])
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)
    database = sqlite3.connect(mine.database)
    rows = database.execute("SELECT name, kind, settings, mark, connected FROM store_source")
    ((name, kind, settings, mark, connected),) = rows.fetchall()
    database.close()
    assert (kind, mark, connected) == ("imap", "", 1)
    secret = secrets.get(name)
    assert secret
    assert ImapSource(Account.of(json.loads(settings)), secret).look().messages == 1


def test_a_wrong_password_keeps_nothing(mine: Duly, user: User) -> None:
    result = connect(mine, user, password="wrong")
    assert result.code == 1
    assert "does not accept" in result.err
    assert "wrong" not in result.err.replace("Authentication", "")
    assert mine.run("connect", "--list", at=None).code == 3
    assert not list(mine.home.rglob("secrets*"))


def test_connecting_twice_keeps_one(mine: Duly, user: User) -> None:
    connect(mine, user)
    connect(mine, user)
    assert len(json.loads(mine.done("connect", "--list", "--json", at=None))["sources"]) == 1


def test_a_mailbox_is_forgotten_with_its_secret(mine: Duly, user: User) -> None:
    connect(mine, user)
    address = user.account().address
    before = next(mine.home.rglob("secrets")).read_bytes()
    assert "is not read any more" in mine.done("connect", "--forget", address, at=None)
    assert mine.run("connect", "--list", at=None).code == 3
    assert next(mine.home.rglob("secrets")).read_bytes() != before
    assert mine.run("connect", "--forget", address, at=None).code == 2
    assert connect(mine, user).code == 0
    assert mine.run("connect", "--list", at=None).code == 0


def test_a_server_nobody_knows_of_is_named(mine: Duly) -> None:
    result = mine.run(
        "connect", "sam@field.example", "--host", "127.0.0.1", "--port", str(free_port()),
        "--password-stdin", typed="x\n", at=None,
    )  # fmt: skip
    assert result.code == 1
    assert "cannot be reached" in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["connect"], 2, "the address is missing"),
        (["connect", "sam@"], 2, "no address for mail"),
        (["connect", "sam@tuta.com"], 1, "Tuta offers no IMAP"),
        (["connect", "sam@outlook.com"], 4, "takes access tokens only"),
        (["connect", "sam@gmail.com"], 4, "--password-stdin"),
        (["connect", "sam@field.example", "--host", "bad host"], 2, "no name of a server"),
        (["connect", "s@b.example", "--host", "b.example", "--security", "plain"], 2, "read your"),
        (["connect", "/no/such/folder"], 1, "there is no such file or folder"),
        (["connect", "--forget", "sam@field.example"], 2, "is not connected"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_what_to_do(
    mine: Duly, arguments: list[str], code: int, told: str
) -> None:
    result = mine.run(*arguments, at=None)
    assert (result.code, told in result.err) == (code, True), result


def test_an_unknown_domain_is_looked_for_and_never_trusted(mine: Duly) -> None:
    result = mine.run("connect", "sam@nowhere.invalid", "--password-stdin", typed="x\n", at=None)
    assert result.code == 4
    assert "its mail server was not found" in result.err


def test_a_path_is_connected_too(mine: Duly, tmp_path: Path) -> None:
    box = tmp_path / "Takeout.mbox"
    box.write_bytes(b"From ana@acme.example Tue Mar 10 15:00:00 2026\n" + mail("a"))
    assert f"Connected {box}" in mine.done("connect", str(box), at=None)
    listed = json.loads(mine.done("connect", "--list", "--json", at=None))["sources"]
    assert [(each["kind"], each["address"]) for each in listed] == [("path", str(box))]
    mine.done("connect", "--forget", str(box), at=None)
    assert mine.run("connect", "--list", at=None).code == 3


def test_in_a_terminal_the_password_is_asked_for_and_never_shown(mine: Duly, user: User) -> None:
    user.put(mail("a"))
    arguments = [each for each in options(user) if each != "--password-stdin"]
    shown, code = _in_terminal(mine, arguments, "The password of", PASSWORD)
    assert code == 0, shown
    assert "one message in INBOX" in shown
    assert PASSWORD not in shown


def _in_terminal(mine: Duly, arguments: list[str], asks: str, answer: str) -> tuple[str, int]:
    """Run duly in a terminal of its own; answer once it asks."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from duly.cli.main import run; run()", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, env=mine.environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, answered, end = b"", False, time.monotonic() + 60
    while time.monotonic() < end and select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # the terminal is gone with the process
            break
        shown += piece
        if not answered and asks.encode() in shown and re.search(rb": $", shown):
            answered = True
            time.sleep(0.2)  # until the terminal has stopped echoing
            os.write(ours, answer.encode() + b"\n")
    os.close(ours)
    return shown.decode(), process.wait(30)

"""A letter's whole journey over real servers: approved, sent once, copied, answered, done."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.contract.dovecot import PASSWORD, User
from tests.contract.test_connect import NO_KEYRING, options
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly

ANA = "Ana Ruiz <ana@acme.example>"


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    """Return Sam's Duly on a machine without a keyring; an hour ago Sam met Ana."""
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    me = ["--name", "Sam Field", "--zone", "America/New_York", "--country", "US"]
    duly.done("me", *me)
    return duly


@pytest.mark.timeout(300)
def test_a_thank_you_leaves_once_is_copied_and_its_answer_ends_the_waiting(
    mine: Duly, user: User, tmp_path: Path
) -> None:
    user.make("Sent")
    address = user.account().address
    mine.done("me", "--email", address, at=None)
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        connected = mine.run(*options(user), "--smtp", f"plain://127.0.0.1:{server.port}",
                             typed=f"{PASSWORD}\n", at=None)  # fmt: skip
        assert connected.code == 0, connected
        mine.done("interview", "Acme", "--role", "Data analyst", "--ended", "1 hour ago",
                  "--with", ANA, at=None)  # fmt: skip
        mine.done("debrief", "acme", "--topic", "the launch of the shop in May",
                  "--cares", "ana=fewer returns", "--strength", "SQL", at=None)  # fmt: skip
        sent = mine.done("send", "acme", "thank-you", "--to", "ana", "--now", at=None)
        assert "leaves" in sent
        assert mine.run("run", "--once", at=None).code == 0
        assert not server.accepted(), "it can still be taken back"
        time.sleep(31)
        ran = mine.done("run", "--once", at=None)
        assert re.search(r"Letter 1: sent\. The server took it", ran)
        mine.done("run", "--once", at=None)
        (accepted,) = server.accepted()
    assert accepted.recipient == "ana@acme.example"
    with user.program() as client:
        client.select_folder("Sent", readonly=True)
        assert len(client.search("ALL")) == 1, "one copy, however often it ran"
    shown = mine.json("show", "acme", "--no-ahead", at=None)
    assert not [each for each in shown["plan"]["actions"] if each["step"] == "thank-you"]
    facts = [each for each in shown["facts"] if each.get("step") == "thank-you"]
    assert len(facts) == 1, "its own copy in Sent is not taken for a second thank-you"
    answer(user, accepted.data)
    mine.done("run", "--once", at=None)
    shown = mine.json("show", "acme", "--no-ahead", at=None)
    assert shown["facts"][-1]["what"] == "received"
    assert shown["plan"]["state"] in ("waiting", "acting")


def answer(user: User, letter: bytes) -> None:
    """Let Ana answer a letter."""
    found = re.search(rb"Message-ID: (<[^>]+>)", letter)
    assert found
    head = (
        f"From: {ANA}\r\nTo: {user.account().address}\r\nSubject: Re: thank you\r\n"
        f"Date: {format_datetime(datetime.now(UTC))}\r\nMessage-ID: <answer@acme.example>\r\n"
        f"In-Reply-To: {found[1].decode()}\r\n\r\n"
    )
    user.put(
        head.encode() + b"Hi Sam,\r\n\r\nit was good to meet you, too. More soon.\r\n\r\nAna\r\n"
    )

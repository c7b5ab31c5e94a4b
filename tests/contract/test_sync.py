"""`duly sync` against a real server: the plan moves by itself, and the mailbox stays as it was."""

from __future__ import annotations

import time
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.contract.dovecot import User
from tests.contract.test_connect import NO_KEYRING, connect
from tests.integration.conftest import NOW, Duly


@pytest.fixture
def mine(tmp_path: Path) -> Duly:
    """Return Sam's Duly, who met Ana on Monday, on a machine without a keyring."""
    duly = Duly(tmp_path / "home")
    duly.done("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    duly.done("interview", "Acme", "--role", "Data analyst", "--ended", "monday 14:00",
              "--with", "Ana Ruiz <ana@acme.example>")  # fmt: skip
    return duly


def message(name: str, sender: str, reader: str, text: str, answers: str = "") -> bytes:
    headers = {
        "From": sender,
        "To": reader,
        "Subject": "Our talk",
        "Date": format_datetime(datetime.fromisoformat(NOW)),
        "Message-ID": f"<{name}@acme.example>",
        **({"In-Reply-To": f"<{answers}@acme.example>"} if answers else {}),
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    return f"{head}\r\n{text}\r\n".encode()


def test_a_thank_you_in_sent_and_the_answer_to_it_move_the_plan(mine: Duly, user: User) -> None:
    me, ana = f"Sam <{user.account().address}>", "Ana Ruiz <ana@acme.example>"
    user.make("Sent")
    user.put(message("t", me, ana, "Dear Ana,\n\nthank you for your time on Monday. I enjoyed our "
                     "talk about the launch.\n\nSam"), into="Sent")  # fmt: skip
    user.put(message("a", ana, me, "Hi Sam,\n\nwe are still deciding, and will let you know by "
                     "March 20.\n\nAna", answers="t"))  # fmt: skip
    user.put(message("m", "Mum <mum@family.example>", me, "Lunch on Sunday?"))
    before = user.state()
    connect(mine, user)
    assert "thank-you ana-ruiz" in mine.steps("acme")
    told = mine.done("sync")
    assert "Noted by itself" in told
    assert "thank-you ana-ruiz" not in mine.steps("acme")
    shown = mine.json("show", "acme", "--no-ahead")
    assert shown["plan"]["promise_on"] == "2026-03-20"
    assert b"Lunch" not in mine.database.read_bytes()
    assert mine.run("sync").code == 3, "a second time nothing is new"
    assert user.state() == before, "no flag was set"


def test_one_mailbox_that_cannot_be_read_keeps_the_others_from_nothing(
    mine: Duly, user: User, tmp_path: Path
) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "one.eml").write_bytes(message("x", "Ana <ana@acme.example>", "s@field.example", "Hi"))
    mine.done("connect", str(box), at=None)
    connect(mine, user)
    (box / "one.eml").unlink()
    box.rmdir()
    result = mine.run("sync")
    assert result.code == 1
    assert str(box) in result.err
    assert user.account().address in result.out


def test_without_a_mailbox_it_says_how_to_connect_one(mine: Duly) -> None:
    result = mine.run("sync")
    assert result.code == 3
    assert "duly connect" in result.err


def test_watching_reads_a_mail_as_it_comes(mine: Duly, user: User) -> None:
    connect(mine, user)
    process = mine.start("sync", "--watch")
    try:
        time.sleep(4)
        ana, me = "Ana Ruiz <ana@acme.example>", user.account().address
        user.put(message("n", ana, me, "Hi Sam,\n\nunfortunately we chose another candidate."))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            time.sleep(1)
            if mine.run("inbox", at=None).code == 0:
                break
        assert mine.run("inbox", at=None).code == 0
    finally:
        process.kill()
        process.communicate()

"""Connecting a mailbox and reading files on the page, without scripts, against a real server."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.contract.dovecot import PASSWORD, Dovecot, User
from tests.contract.test_connect import NO_KEYRING
from tests.web import mailbox
from tests.web.forms import fill, follow
from tests.web.server import Answer, Desk, Visitor

SETUP = "/settings/mail/"
CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ruiz\r\nEMAIL:ana@acme.example\r\n"
    b"TEL:+49 30 1\r\nEND:VCARD\r\n"
)


@pytest.fixture
def seeker(desk: Desk) -> Desk:
    desk.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    return mailbox.seeker(desk)


@pytest.fixture
def user(dovecot: Dovecot) -> User:
    return dovecot.user()


def connect(visitor: Visitor, user: User, **changes: object) -> Answer:
    account = user.account()
    page = visitor.post(SETUP, {"address": account.address, "password": "", "host": "x"})
    typed = {"password": PASSWORD, "host": account.host, "port": account.port,
             "user": user.name, "security": "tls", "ca": account.ca_file}  # fmt: skip
    return fill(visitor, page, SETUP, "password", **{**typed, **changes})


def ended(visitor: Visitor) -> str:
    """Reload how far reading is, as one does without scripts, until it has ended."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = visitor.get("/settings/mail/progress/").text
        if "Reading …" not in text:
            return text
        assert '<meta http-equiv="refresh"' in text
        time.sleep(0.2)
    raise AssertionError("it does not end")


def kept(desk: Desk) -> int:
    with closing(sqlite3.connect(desk.database)) as database:
        return int(database.execute("SELECT COUNT(*) FROM store_mail").fetchone()[0])


def test_a_mailbox_is_tried_kept_read_and_let_go(seeker: Desk, user: User) -> None:
    user.put(mailbox.written("no", mailbox.NO), mailbox.written("deciding", mailbox.DECIDING))
    visitor = seeker.visitor()
    said = follow(visitor, connect(visitor, user)).text
    assert f"Connected {user.name}@field.example: 2 messages in INBOX" in said
    assert "about your search" in ended(visitor)  # by this reading, or the worker was faster
    assert kept(seeker) == 2
    listed = json.loads(seeker.duly("connect", "--list", "--json"))["sources"]
    assert [each["address"] for each in listed] == [f"{user.name}@field.example"]
    page = visitor.get(SETUP)
    assert "last read" in page.text
    assert visitor.post("/settings/mail/read/").status == 302
    assert "0 new about your search" in ended(visitor)
    gone = visitor.post("/settings/mail/forget/", {"name": listed[0]["name"]})
    assert "is not read any more" in follow(visitor, gone).text
    assert visitor.post("/settings/mail/read/").status == 409


def test_a_wrong_password_is_said_beside_its_field_and_nothing_is_kept(
    seeker: Desk, user: User
) -> None:
    visitor = seeker.visitor()
    answer = connect(visitor, user, password="wrong")
    assert answer.status == 422
    assert 'id="id_password_error">' in answer.text
    assert 'id="id_password_error" hidden' not in answer.text
    assert "wrong" not in answer.text.replace('class="wrong"', "")
    assert f'value="{user.name}"' in answer.text
    with closing(sqlite3.connect(seeker.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM store_source").fetchone() == (0,)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"host": "not a host"}, "host"), ({"host": "mail.example", "security": "plain"}, "security")],
)
def test_what_is_no_server_is_said_beside_its_field(
    seeker: Desk, user: User, typed: dict[str, str], field: str
) -> None:
    answer = connect(seeker.visitor(), user, **typed)
    assert answer.status == 422
    assert f'id="id_{field}_error" hidden' not in answer.text


def test_the_server_of_a_known_provider_is_found_with_what_it_wants(seeker: Desk) -> None:
    text = seeker.visitor().post(SETUP, {"address": "sam@gmail.com"}).text
    assert "imap.gmail.com" in text
    assert "app password" in text.lower()


def test_in_the_demo_no_mailbox_is_connected(demo_desk: Desk) -> None:
    assert demo_desk.visitor().post(SETUP, {"address": "sam@gmail.com"}).status == 409


def test_files_are_read_as_by_the_command_and_not_kept(seeker: Desk) -> None:
    visitor = seeker.visitor()
    mails = b"".join(
        b"From - Thu Jan  1 00:00:00 1970\n" + mailbox.written(name, text) + b"\n"
        for name, text in (("no", mailbox.NO), ("deciding", mailbox.DECIDING))
    )
    answer = visitor.upload("/settings/mail/files/", "upload", old__mbox=mails, ana__vcf=CARD)
    assert answer.status == 302, answer.text
    text = ended(visitor)
    assert "2 looked at, 2 new about your search" in text
    assert "1 person completed" in text
    assert list((seeker.folder / "cache" / "duly" / "uploads").iterdir()) == []
    again = visitor.upload("/settings/mail/files/", "upload", old__mbox=mails)
    assert again.status == 302
    assert "2 looked at, 0 new about your search" in ended(visitor)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("takeout__zip", b"PK\x03\x04" + b"\0" * 60, "Unpack it"),
     ("old__mbox", b"no mbox at all\n", "this is no mbox"),
     ("empty__eml", b"\n", "the file is empty"),
     ("slash..slashetcslashx__eml", b"\n", "x.eml")],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_field(
    seeker: Desk, name: str, data: bytes, says: str
) -> None:
    answer = seeker.visitor().upload("/settings/mail/files/", "upload", **{name: data})
    assert answer.status == 422
    assert says in answer.text
    assert str(seeker.folder) not in answer.text
    assert list(Path(seeker.folder / "cache" / "duly" / "uploads").iterdir()) == []


def test_no_file_at_all_is_asked_for_again(seeker: Desk) -> None:
    assert seeker.visitor().post("/settings/mail/files/").status == 422


def test_the_door_to_mail_stands_on_the_first_page(desk: Desk) -> None:
    assert f'href="{SETUP}"' in desk.visitor().get("/").text

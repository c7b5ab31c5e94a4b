"""Letters put among the drafts by `duly letter`, sent from there, known again by `duly sync`."""

from __future__ import annotations

import re
import shutil
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.contract.dovecot import User
from tests.contract.test_connect import NO_KEYRING, connect
from tests.integration.conftest import Duly

ANA, BEN = "Ana Ruiz <ana@acme.example>", "Ben Stone <ben@acme.example>"
LATER = "2026-03-11T11:00-04:00"
NOTES = """
[[debrief]]
round_on = 2026-03-10
topics = ["the launch in May"]

[[debrief.met]]
person = "ana-ruiz"
topics = ["the reports for the board"]

[[debrief.met]]
person = "ben-stone"
topics = ["the move to the new warehouse"]
"""
WORDS = "The wind will be good on Saturday.\r\n\r\nSam\r\n"
"""Nothing in it says what it is for."""


@pytest.fixture(scope="session")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of Sam, who met Ana and Ben yesterday; made once, copied for each test."""
    home = tmp_path_factory.mktemp("met")
    duly = Duly(home)
    duly.done("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    duly.done("interview", "Acme", "--role", "Data analyst", "--ended", "yesterday 14:00",
              "--with", ANA, "--with", BEN)  # fmt: skip
    notes = home / "notes.toml"
    notes.write_text(NOTES, encoding="utf-8")
    duly.done("debrief", "acme", "--file", str(notes))
    return home


@pytest.fixture
def mine(tmp_path: Path, met: Path, user: User) -> Duly:
    """Return Sam's Duly with a mailbox connected, on a machine without a keyring."""
    shutil.copytree(met, tmp_path / "home")
    duly = Duly(tmp_path / "home")
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    user.make("Sent", "Drafts")
    assert connect(duly, user).code == 0
    return duly


def sent_steps(mine: Duly) -> list[tuple[str, list[str]]]:
    """Return the steps that are noted as sent, each with its readers."""
    facts = mine.json("show", "acme", "--no-ahead", at=LATER)["facts"]
    return [
        (each["step"], each["people"])
        for each in facts
        if each["what"] == "sent" and each["step"] != "debrief"
    ]


def lying_in(user: User, folder: str) -> list[EmailMessage]:
    with user.program() as client:
        client.select_folder(folder, readonly=True)
        uids = client.search("ALL")
        found = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
    return [message_from_bytes(each[b"BODY[]"], policy=policy.default) for each in found.values()]


def send_from_drafts(user: User, *gone: str, text: str = WORDS) -> None:
    """Send every draft as a mail program does: with other words, and less some headers."""
    for draft in lying_in(user, "Drafts"):
        head = bytes(draft).partition(b"\n\n")[0].replace(b"\r\n", b"\n")
        for name in gone:
            head = re.sub(rb"(?m)^" + name.encode() + rb":.*\n(?:[ \t].*\n)*", b"", head)
        head = re.sub(rb"(?m)^Subject:.*$", b"Subject: Sailing", head)
        user.put(head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + text.encode(), into="Sent")
    with user.program() as client:
        client.select_folder("Drafts")
        client.delete_messages(client.search("ALL"))
        client.expunge()


def test_a_letter_goes_to_the_drafts_and_nothing_is_noted(mine: Duly, user: User) -> None:
    told = mine.done("letter", "acme", "thank-you", "--to", "ana", "--to-drafts")
    assert f"The letter to ana-ruiz lies in Drafts of {user.account().address}" in told
    mine.done("letter", "acme", "thank-you", "--to", "ana", "--to-drafts", at=LATER)
    (draft,) = lying_in(user, "Drafts")
    assert draft["To"] == ANA
    assert draft["From"] == f"Sam Field <{user.account().address}>"
    assert re.fullmatch(r"\d+-[0-9a-f]{32}", draft["X-Duly-Letter"])
    assert draft["Message-ID"].startswith(f"<{draft['X-Duly-Letter']}.duly@")
    assert draft["X-Unsent"] is None
    assert lying_in(user, "Sent") == []
    assert "thank-you ana-ruiz" in mine.steps("acme")


def test_every_letter_of_a_step_goes_at_once(mine: Duly, user: User) -> None:
    told = mine.json("letter", "acme", "thank-you", "--to-drafts")
    address = user.account().address
    assert told["drafts"] == [
        {"to": "ana-ruiz", "address": address, "folder": "Drafts"},
        {"to": "ben-stone", "address": address, "folder": "Drafts"},
    ]
    assert [each["To"] for each in lying_in(user, "Drafts")] == [ANA, BEN]


@pytest.mark.parametrize("gone", [[], ["Message-ID"], ["X-Duly-Letter"]])
def test_what_was_sent_from_the_drafts_is_that_letter_whatever_its_words(
    mine: Duly, user: User, gone: list[str]
) -> None:
    mine.done("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    send_from_drafts(user, *gone)
    assert "Noted by itself" in mine.done("sync", at=LATER)
    steps = mine.steps("acme", at=LATER)
    assert "thank-you ben-stone" not in steps
    assert "thank-you ana-ruiz" in steps
    assert sent_steps(mine) == [("thank-you", ["ben-stone"])]
    log = mine.json("log", "acme", at=None)["entries"]
    assert any("written with Duly" in str(each["evidence"]) for each in log)


def test_two_copies_of_it_are_one_letter(mine: Duly, user: User) -> None:
    mine.done("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    (draft,) = lying_in(user, "Drafts")
    send_from_drafts(user)
    again = bytes(draft).replace(draft["Message-ID"].encode(), b"<by-the@provider.example>")
    user.put(again, into="Sent")
    mine.done("sync", at=LATER)
    assert sent_steps(mine) == [("thank-you", ["ben-stone"])]


def test_without_its_mark_such_a_mail_would_say_nothing(mine: Duly, user: User) -> None:
    """Which shows that it is the mark by which the others are known."""
    mine.done("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    send_from_drafts(user, "Message-ID", "X-Duly-Letter")
    mine.run("sync", at=LATER)
    assert sent_steps(mine) == [("other", ["ben-stone"])]


@pytest.mark.parametrize("forge", ["another digest", "to oneself"])
def test_a_mark_that_means_no_letter_of_this_search_counts_for_nothing(
    mine: Duly, user: User, forge: str
) -> None:
    mine.done("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    (draft,) = lying_in(user, "Drafts")
    mark, me = draft["X-Duly-Letter"], user.account().address
    del draft["Subject"]
    data = bytes(draft).partition(b"\n\n")[0] + b"\n\n" + WORDS.encode()
    if forge == "to oneself":
        data = data.replace(BEN.encode(), me.encode())
    else:
        data = data.replace(mark.encode(), mark[:-8].encode() + b"00000000")
    user.put(data, into="Sent")
    mine.run("sync", at=LATER)
    assert ("thank-you", ["ben-stone"]) not in sent_steps(mine)


def test_a_letter_that_was_sent_is_not_put_there_again(mine: Duly, user: User) -> None:
    mine.done("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    send_from_drafts(user)
    result = mine.run("letter", "acme", "thank-you", "--to", "ben", "--to-drafts")
    assert (result.code, "among your sent mail already" in result.err) == (3, True), result
    assert lying_in(user, "Drafts") == []


def test_of_several_mailboxes_the_user_s_own_or_the_one_they_say(mine: Duly, user: User) -> None:
    other = user.server.user()
    other.make("Drafts")
    assert connect(mine, other).code == 0
    to_ana = ("letter", "acme", "thank-you", "--to", "ana", "--to-drafts")
    asked = mine.run(*to_ana)
    assert asked.code == 4
    assert user.account().address in asked.err
    assert "--from ADDRESS" in asked.err
    mine.done(*to_ana, "--from", other.account().address.upper())
    assert (len(lying_in(user, "Drafts")), len(lying_in(other, "Drafts"))) == (0, 1)
    mine.done("me", "--email", user.account().address)
    mine.done(*to_ana)
    assert (len(lying_in(user, "Drafts")), len(lying_in(other, "Drafts"))) == (1, 1)
    unknown = mine.run(*to_ana, "--from", "sam@elsewhere.example")
    assert (unknown.code, "is not connected" in unknown.err) == (2, True)
    alone = mine.run("letter", "acme", "--from", "sam@elsewhere.example")
    assert (alone.code, "--to-drafts" in alone.err) == (2, True)


def test_without_a_mailbox_it_says_what_to_do(mine: Duly, user: User) -> None:
    mine.done("connect", "--forget", user.account().address, at=None)
    result = mine.run("letter", "acme", "thank-you", "--to", "ana", "--to-drafts")
    assert result.code == 4
    assert "duly connect" in result.err
    assert "--save" in result.err

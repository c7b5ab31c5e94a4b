"""The reply to the dot is lost: the letter is looked for in real mailboxes, and never sent again.

Five kinds of mailbox: one keeps a copy of what leaves, one gives it another Message-ID, one keeps
nothing, one is half an hour late, one shows two. The server's own log is the truth.
"""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.dovecot import PASSWORD, User
from tests.contract.proxy import Proxy
from tests.contract.test_connect import NO_KEYRING
from tests.faults.smtp_server import Accepted, Fault, Offer, Phase, Script, SmtpServer
from tests.integration.conftest import Duly

from duly.adapters.account import Security
from duly.core.outbox import LEASE, Stage
from duly.services.outbox import Kept
from duly.services.rounds import Round

NOW = datetime.now(UTC).replace(microsecond=0)
"""Mailboxes date what they get by their own clock, which nobody can set."""
OTHER_ID = b"<AM9PR04MB1234@eu.prod.provider.example>"


class Unsure:
    """Sam, whose letter to Ana was taken by a server that then fell silent."""

    def __init__(self, user: User, server: SmtpServer, store: Path) -> None:
        self.user = user
        self.server = server
        self.store = store
        self.at = NOW
        self.number = 0

    def clock(self) -> datetime:
        return self.at

    def round(self, *, sync: bool = False, at_once: bool = False) -> Round:
        from duly.services import accounts, profile, rounds

        known = profile.current()
        assert known is not None
        found = Round()
        for each in accounts.listed() if sync else []:
            rounds.read(found, each, self.clock)
        rounds.send(found, known.me, "one", self.clock)
        rounds.look(found, known.me, self.clock, at_once=at_once)
        return found

    def stage(self) -> Stage:
        return self.kept.stage

    @property
    def kept(self) -> Kept:
        from duly.services import outbox

        (found,) = [x for x in outbox.listed(everything=True) if x.number == self.number]
        return found

    def copy(self) -> bytes:
        """Return the letter as its server had it."""
        (accepted,) = self.server.accepted()
        return accepted.data

    def steps(self) -> list[datetime]:
        """Return when the thank-you was noted as sent, in what is in force."""
        from duly.services import planning

        facts = planning.what_if(self.at + timedelta(days=1)).search.facts
        return [fact.at for fact in facts if fact.what == "sent" and fact.step == "thank-you"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    script = Script(Phase.DOT, Fault.DROPPED, accepted=True, times=1)
    with SmtpServer(tmp_path / "accepted.log", script, Offer()) as running:
        yield running
        assert len(running.accepted()) <= 1, "handed over a second time"


@pytest.fixture
def keyless(duly: Duly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep secrets in a file of this test's."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, duly.environment[name])


@pytest.fixture
def unsure(keyless: None, store: Path, user: User, server: SmtpServer) -> Unsure:
    """Return a letter that its server took, without a word."""
    from duly.adapters.secrets import Secret
    from duly.services import accounts, interviews, letters, outbox, profile
    from duly.services.interviews import Held
    from duly.services.opportunities import Given, Opening

    user.make("Sent", "Drafts")
    account = user.account()
    profile.change(email=account.address)
    accounts.connect(account, Secret(PASSWORD), f"plain://127.0.0.1:{server.port}")
    people = (Given("Ana Ruiz <ana@acme.example>"),)
    interviews.record(Held(NOW - timedelta(hours=1), people), NOW, new=Opening("Acme"))
    made = Unsure(user, server, store)
    (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), NOW)
    page = letters.revise(page, "Thank you for today", "Dear Ana,\n\nthank you.\n\nSam", NOW)
    (kept,) = outbox.queue(letters.approve([page], NOW, anyway=True), NOW, at_once=True)
    made.number = kept.number
    made.at += timedelta(minutes=1)
    return made


def test_a_mailbox_that_saves_by_itself(unsure: Unsure) -> None:
    left_at = unsure.at
    first = unsure.round()
    assert [each.stage for each in first.sent] == [Stage.UNSURE]
    assert [(each.stage, each.is_news) for each in first.looked] == [(Stage.UNSURE, True)]
    unsure.user.put(unsure.copy(), into="Sent")
    unsure.at += timedelta(minutes=2)
    (found,) = unsure.round().looked
    assert found.stage is unsure.stage() is Stage.SENT
    assert re.search(r"in Sent, where it came on \w{3} \d+ \w+ \d\d:\d\d by its server", found.why)
    assert f"of {unsure.user.account().address}" in found.why
    assert "its Message-ID and its header X-Duly-Letter" in found.why
    assert unsure.steps() == [left_at], "when the dot was sent, not when it was found"


def test_a_mailbox_that_gives_it_another_message_id(unsure: Unsure) -> None:
    unsure.round()
    renamed = re.sub(rb"(?m)^Message-ID: \S+", b"Message-ID: " + OTHER_ID, unsure.copy())
    unsure.user.put(renamed, into="Sent")
    (found,) = unsure.round(at_once=True).looked
    assert found.stage is unsure.stage() is Stage.SENT
    assert "by its header X-Duly-Letter:" in found.why


def test_a_mailbox_that_drops_our_header_and_a_program_that_changed_the_words(
    unsure: Unsure,
) -> None:
    unsure.round()
    head = re.sub(rb"(?m)^X-Duly-Letter: .*\r\n", b"", unsure.copy()).partition(b"\r\n\r\n")[0]
    unsure.user.put(head + b"\r\n\r\nQuite other words.\r\n", into="Sent")
    (found,) = unsure.round(at_once=True).looked
    assert found.stage is unsure.stage() is Stage.SENT
    assert "by its Message-ID:" in found.why


def test_a_mailbox_that_keeps_no_copy_ends_with_the_user_asked(unsure: Unsure) -> None:
    told = unsure.round().looked
    assert [each.is_news for each in told] == [True]
    looks = []
    for _ in range(60):
        unsure.at += timedelta(minutes=15)
        looks += unsure.round().looked
    assert unsure.stage() is Stage.UNSURE
    assert 3 < len(looks) < 10, "after growing pauses"
    assert not any(each.is_news for each in looks), "told once"
    kept = unsure.kept
    assert kept.looks
    assert kept.looks.times == 1 + len(looks)
    assert kept.looks.places == f"Sent of {unsure.user.account().address}"
    assert kept.looks.failed == ""
    assert unsure.steps() == []
    from duly.services import outbox

    outbox.sent(unsure.number, unsure.at, "You said that it has left.")
    assert unsure.stage() is Stage.SENT
    assert unsure.steps() == [NOW + timedelta(minutes=1)]


def test_the_user_reads_where_it_was_looked_for_and_what_to_say(unsure: Unsure, duly: Duly) -> None:
    duly.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    unsure.round()
    synced = duly.run("sync", at=None)
    assert synced.code == 4, synced
    address = unsure.user.account().address
    assert f"Letter 1: unsure. It is not in Sent of {address} (yet)." in synced.out
    shown = duly.run("outbox", at=None)
    assert shown.code == 4
    assert f"Looked for 2 times in Sent of {address}, last on " in shown.out
    assert "It is looked for again, and not sent again by itself." in shown.out
    assert "duly outbox it-left 1, or duly outbox it-did-not 1." in shown.out
    unsure.user.put(unsure.copy(), into="Sent")
    ran = duly.run("run", "--once", at=None)
    assert ran.code == 0, ran
    assert re.search(r"Letter 1: sent\. Found among ", ran.out)
    assert len(unsure.steps()) == 1


def test_a_mailbox_where_the_copy_comes_half_an_hour_later(unsure: Unsure) -> None:
    unsure.round()
    while unsure.at < NOW + timedelta(minutes=31):
        unsure.round()
        unsure.at += timedelta(seconds=30)
    assert unsure.stage() is Stage.UNSURE
    unsure.user.put(unsure.copy(), into="Sent")
    while unsure.stage() is Stage.UNSURE and unsure.at < NOW + timedelta(hours=2):
        unsure.round()
        unsure.at += timedelta(seconds=30)
    assert unsure.stage() is Stage.SENT
    assert unsure.at < NOW + timedelta(minutes=70), "no pause is longer than it has been unsure"
    assert unsure.steps() == [NOW + timedelta(minutes=1)]


def test_a_mailbox_that_shows_two_copies(unsure: Unsure) -> None:
    unsure.round()
    renamed = re.sub(rb"(?m)^Message-ID: \S+", b"Message-ID: " + OTHER_ID, unsure.copy())
    unsure.user.put(unsure.copy(), renamed, into="Sent")
    (found,) = unsure.round(at_once=True).looked
    assert found.stage is unsure.stage() is Stage.SENT
    assert "Found twice among the sent mail" in found.why
    assert len(unsure.steps()) == 1
    for _ in range(2):
        unsure.at += timedelta(hours=1)
        assert unsure.round(sync=True, at_once=True).looked == []
    assert len(unsure.steps()) == 1, "both copies were read, and say nothing new"


def test_a_sync_that_reads_the_letter_settles_it_and_notes_it_once(unsure: Unsure) -> None:
    from duly.services import accounts, reading

    unsure.round()
    renamed = re.sub(rb"(?m)^Message-ID: \S+", b"Message-ID: " + OTHER_ID, unsure.copy())
    unsure.user.put(renamed, into="Sent")
    (connected,) = accounts.listed()
    read = reading.read(
        accounts.source(connected), unsure.at, reading.Wish(), lambda *_: None
    )  # fmt: skip
    assert [each.stage for each in read.letters] == [Stage.SENT]
    assert unsure.stage() is Stage.SENT
    assert unsure.steps() == [NOW + timedelta(minutes=1)]
    assert unsure.round(sync=True, at_once=True).looked == []
    assert len(unsure.steps()) == 1


def test_read_before_anybody_was_unsure_it_is_noted_once(unsure: Unsure) -> None:
    """The worker died after the dot; its copy was read before the claim had run out."""
    from duly.services import outbox
    from duly.services.outbox import Watch

    claimed = outbox.claim_next("dead", Watch(), unsure.at)
    assert claimed
    outbox.handing_over(claimed, "dead", unsure.at)
    unsure.user.put(claimed.message, into="Sent")
    unsure.round(sync=True)
    assert unsure.stage() is Stage.HANDING_OVER, "it may be alive"
    assert len(unsure.steps()) == 1
    unsure.at += LEASE + timedelta(minutes=1)
    unsure.round()
    assert unsure.stage() is Stage.SENT
    assert len(unsure.steps()) == 1


def test_while_the_mailbox_cannot_be_reached_nobody_knows(unsure: Unsure) -> None:
    with Proxy(unsure.user.server.tls_port) as proxy:
        moved(unsure, proxy.port)
        proxy.close()
        (looked,) = unsure.round().looked
        assert looked.stage is Stage.UNSURE
        assert "It could not be looked for: " in looked.why
        assert unsure.kept.looks
        assert unsure.kept.looks.times == 0
        unsure.at += timedelta(minutes=1)
        assert unsure.round().looked == [], "not at once again"
        unsure.at += timedelta(minutes=10)
        assert [each.is_news for each in unsure.round().looked] == [False]
    unsure.user.put(unsure.copy(), into="Sent")
    moved(unsure, unsure.user.server.tls_port)
    unsure.at += timedelta(minutes=11)
    assert [each.stage for each in unsure.round().looked] == [Stage.SENT]


def moved(unsure: Unsure, port: int, **changes: Any) -> None:
    """Have the user's mailbox be at another port."""
    from duly.adapters.secrets import Secret
    from duly.services import accounts

    account = replace(unsure.user.account(**changes), port=port)
    accounts.connect(account, Secret(PASSWORD), f"plain://127.0.0.1:{unsure.server.port}")


def test_a_server_that_cannot_be_searched_leaves_it_open(unsure: Unsure) -> None:
    """The folder for sent mail opens for nobody: the proxy makes its name one that is not there."""

    def garbled(data: bytes) -> bytes:
        return re.sub(rb'EXAMINE "?Sent"?', b'EXAMINE "Nowhere"', data)

    with Proxy(unsure.user.server.port, change_up=garbled) as proxy:
        moved(unsure, proxy.port, security=Security.PLAIN)
        (looked,) = unsure.round().looked
    assert looked.stage is Stage.UNSURE
    assert "It could not be looked for: " in looked.why


def test_without_a_mailbox_on_a_server_it_says_so(unsure: Unsure) -> None:
    from duly.services import accounts

    unsure.round()
    accounts.forget(unsure.user.account().address)
    unsure.at += timedelta(hours=1)
    (looked,) = unsure.round().looked
    assert "No mailbox is connected" in looked.why
    assert looked.is_news
    unsure.at += timedelta(hours=1)
    assert [each.is_news for each in unsure.round().looked] == [False]


def test_two_workers_looking_at_once_are_harmless(
    unsure: Unsure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one looks, the other finds it and the user says so too."""
    from duly.adapters.imapwriting import Cabinet, Search
    from duly.services import outbox

    unsure.round()
    unsure.user.put(unsure.copy(), into="Sent")
    search = Cabinet.search_sent
    meanwhile = iter([unsure.round])

    def interrupted(self: Cabinet, *names: Any) -> Search:
        found = search(self, *names)
        for other in meanwhile:
            assert [each.stage for each in other(at_once=True).looked] == [Stage.SENT]
        return found

    monkeypatch.setattr(Cabinet, "search_sent", interrupted)
    assert unsure.round(at_once=True).looked == []
    assert unsure.stage() is Stage.SENT
    assert len(unsure.steps()) == 1
    with pytest.raises(outbox.NotMineError):
        outbox.sent(unsure.number, unsure.at, "once more")


def test_what_left_after_the_backup_is_found_after_the_restore(
    unsure: Unsure, tmp_path: Path
) -> None:
    from django.db import connection

    from duly.services import backups

    file = backups.back_up(tmp_path / "kept.sqlite3", unsure.at).path
    unsure.round()
    unsure.user.put(unsure.copy(), into="Sent")
    connection.close()
    assert backups.restore(file, unsure.at).quarantined == 1
    assert unsure.stage() is Stage.QUARANTINED
    unsure.at += timedelta(minutes=5)
    found = unsure.round()
    assert found.sent == []
    assert [each.stage for each in found.looked] == [Stage.SENT]
    assert len(unsure.steps()) == 1


def test_it_did_not_then_anew_is_a_letter_of_its_own(unsure: Unsure) -> None:
    """The first one's copy comes late: it is no proof that the second has left."""
    from duly.services import letters, outbox

    unsure.round()
    first = unsure.copy()
    outbox.give_back(unsure.number, unsure.at, "You said that it has not left.")
    (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), unsure.at)
    (kept,) = outbox.queue(letters.approve([page], unsure.at, anyway=True), unsure.at)
    second = outbox.message_of(kept.number)
    names = [re.search(rb"X-Duly-Letter: (\S+)", each) for each in (first, second)]
    assert names[0]
    assert names[1]
    assert names[0][1] != names[1][1]
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2], "the same words"


class Full(SmtpServer):
    """A server whose client's disk is full from the moment when the letter is taken."""

    def accept(self, message: Accepted) -> None:
        super().accept(message)
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))


@pytest.fixture
def unlimited() -> Iterator[None]:
    """Have room on the disk again, whatever happens."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_sent_but_could_not_be_written_down_is_found(
    unsure: Unsure, unlimited: None, tmp_path: Path
) -> None:
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    left_at = unsure.at
    with Full(tmp_path / "full.log", offer=Offer()) as server:
        unsure.server = server
        moved(unsure, unsure.user.server.tls_port)
        failed = unsure.round().failed
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
        assert "the server took letter 1, and that could not be written down" in str(failed[0])
        assert "It is not sent again: it is looked for" in str(failed[0])
        assert unsure.stage() is Stage.HANDING_OVER
        unsure.user.put(unsure.copy(), into="Sent")
        unsure.at += timedelta(minutes=1)
        found = unsure.round()
        assert [each.stage for each in found.looked] == [Stage.SENT], found
        assert unsure.stage() is Stage.SENT
        assert unsure.steps() == [left_at]
        unsure.at += timedelta(hours=1)
        assert unsure.round().sent == []
        assert len(server.accepted()) == 1

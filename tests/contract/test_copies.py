"""Copies of sent letters: there once, whatever happens after the server has taken the letter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contract.dovecot import PASSWORD, User
from tests.contract.test_connect import NO_KEYRING
from tests.contract.test_unsure_letters import NOW
from tests.faults.smtp_server import Offer, SmtpServer
from tests.integration.conftest import Duly

from duly.adapters.account import Account
from duly.core.outbox import COPY_AGAIN, COPY_OWED


class Sam:
    """Sam, with a mailbox and a server that takes letters, and a letter to Ana that is approved."""

    def __init__(self, user: User, port: int) -> None:
        self.user = user
        self.port = port
        self.at = NOW

    def connect(self, account: Account) -> None:
        from duly.adapters.secrets import Secret
        from duly.services import accounts

        accounts.connect(account, Secret(PASSWORD), f"plain://127.0.0.1:{self.port}")

    def send(self) -> None:
        from duly.services import profile, rounds

        found = rounds.Round()
        known = profile.current()
        assert known is not None
        rounds.send(found, known.me, "one", lambda: self.at)
        assert [each.stage for each in found.sent] == ["sent"]
        assert not found.failed

    def copy(self) -> list[str]:
        """Put copies among the sent mail; return why not."""
        from duly.services import rounds

        found = rounds.Round()
        rounds.copy(found, lambda: self.at)
        return [str(each) for each in found.failed]

    def kept(self) -> int:
        """Return how many messages are among the sent mail."""
        with self.user.program() as client:
            client.select_folder("Sent", readonly=True)
            return len(client.search("ALL"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as running:
        yield running
        assert len(running.accepted()) == 1


@pytest.fixture
def sam(
    duly: Duly, store: Path, user: User, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> Sam:
    from duly.services import interviews, letters, outbox, profile
    from duly.services.interviews import Held
    from duly.services.opportunities import Given, Opening

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, duly.environment[name])
    user.make("Sent", "Drafts")
    made = Sam(user, server.port)
    profile.change(email=user.account().address)
    made.connect(user.account())
    people = (Given("Ana Ruiz <ana@acme.example>"),)
    interviews.record(Held(NOW - timedelta(hours=1), people), NOW, new=Opening("Acme"))
    (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), NOW)
    page = letters.revise(page, "Thank you for today", "Dear Ana,\n\nthank you.\n\nSam", NOW)
    outbox.queue(letters.approve([page], NOW, anyway=True), NOW, at_once=True)
    made.at += timedelta(minutes=1)
    return made


def test_a_copy_is_put_among_the_sent_mail_once(sam: Sam) -> None:
    sam.send()
    assert sam.kept() == 0, "letters wait for no mailbox"
    assert sam.copy() == sam.copy() == []
    assert sam.kept() == 1


def test_a_mailbox_that_is_away_gets_its_copy_when_it_is_back(sam: Sam) -> None:
    account = sam.user.account()
    sam.send()
    sam.connect(Account(account.address, account.user, "127.0.0.1", 1, account.security))
    assert len(sam.copy()) == 1
    sam.connect(account)
    assert sam.copy() == []
    assert sam.kept() == 0, "not at once"
    sam.at += COPY_AGAIN
    assert sam.copy() == []
    assert sam.kept() == 1


def test_a_mailbox_that_is_connected_again_gets_its_copy_and_no_other_does(sam: Sam) -> None:
    from duly.services import accounts

    account = sam.user.account()
    sam.send()
    accounts.forget(account.address)
    assert sam.copy() == []
    for other in ("one", "other"):
        sam.connect(sam.user.account(address=f"{other}@else.example", user=other))
        sam.at += COPY_AGAIN
        assert sam.copy() == [], "it is not even signed in to"
    assert sam.kept() == 0
    sam.connect(account)
    sam.at += COPY_AGAIN
    assert sam.copy() == []
    assert sam.kept() == 1


def test_a_mailbox_that_stays_away_is_not_asked_for_ever(sam: Sam) -> None:
    from duly.services import copies

    sam.send()
    sam.at += COPY_OWED + timedelta(days=1)
    assert sam.copy() == []
    assert sam.kept() == 0
    assert copies.next_at() is None


def test_killed_before_it_is_noted_a_copy_is_not_put_there_twice(sam: Sam, duly: Duly) -> None:
    sam.send()
    program = textwrap.dedent(f"""\
        import os, signal
        from datetime import datetime
        from duly.services import copies, opening
        opening.configure_django()
        copies._settle = lambda number: os.kill(os.getpid(), signal.SIGKILL)
        copies.keep(lambda: datetime.fromisoformat({sam.at.isoformat()!r}))
    """)
    killed = subprocess.run([sys.executable, "-c", program], env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert sam.kept() == 1
    sam.at += COPY_AGAIN
    assert sam.copy() == []
    assert sam.kept() == 1


def test_what_one_worker_has_in_hand_another_leaves_alone(sam: Sam) -> None:
    from duly.services import copies

    sam.send()
    assert copies._claim(sam.at)
    assert copies.keep(lambda: sam.at) == 0
    assert sam.kept() == 0

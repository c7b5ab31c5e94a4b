"""A full or read-only disk at every write on a letter's way out: nothing twice, nothing lost.

By the server's log no letter is taken without its `handing over` in the journal; each fault is told
in one sentence; and once there is room again every letter comes to an end.
"""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.faults.conftest import Home
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer
from tests.faults.test_kill_dispatch import Talker
from tests.faults.test_no_room import run

SILENT = Script(Phase.DOT, Fault.DROPPED, accepted=True, times=1)
REFUSED = Script(Phase.RCPT, Fault.REFUSED, times=1)
NOT_NOW = Script(Phase.MAIL, Fault.LOCAL_ERROR, times=1)
NOT_AT_THE_DOT = Script(Phase.DOT, Fault.NO_ROOM, times=1)


class Write(NamedTuple):
    """One write of the way out.

    Attributes:
        stage: What the letter was about to become.
        script: What the server does, so that it comes to that.
        taken: How many letters the server has taken by then.
        ends: What becomes of the letter once there is room again.
        killed: A worker died before, after this stage.
    """

    stage: str
    script: Script
    taken: int
    ends: str
    killed: str = ""


WRITES = {
    "claim": Write("claimed", Script(), 0, "sent"),
    "handing over": Write("handing over", Script(), 0, "sent"),
    "sent": Write("sent", Script(), 1, "unsure"),
    "unsure": Write("unsure", SILENT, 1, "unsure"),
    "stopped": Write("stopped", REFUSED, 0, "sent"),
    "try again": Write("held", NOT_NOW, 0, "sent"),
    "try again after the dot": Write("held", NOT_AT_THE_DOT, 0, "unsure"),
    "tidy": Write("held", Script(), 0, "sent", killed="handing over"),
    "tidy what may have left": Write("unsure", Script(), 1, "unsure", killed="sent"),
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as running:
        yield running


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of somebody who met Ana at Acme an hour ago; copied for each test."""
    folder = tmp_path_factory.mktemp("met")
    home = Home(folder)
    people = ["--with", "Ana <ana@acme.example>", "--with", "Bo <bo@acme.example>"]
    for command in (
        ["me", "--name", "Sam", "--zone", "America/New_York", "--country", "US"],
        ["me", "--email", "sam@field.example"],
        ["interview", "Acme", "--ended", "1 hour ago", *people],
        ["debrief", "acme", "--topic", "the launch", "--cares", "ana=churn"],
    ):
        done = home.duly(*command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def home(met: Path, tmp_path: Path) -> Home:
    shutil.copytree(met, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def sender(home: Home, server: SmtpServer) -> Iterator[Talker]:
    """Return their worker, whose disk breaks on command."""
    process = home.start(str(Path(__file__).with_name("filling.py")), str(server.port))
    yield Talker(process)
    process.communicate("")


def journal(home: Home) -> list[str]:
    return [stage for (stage,) in home.rows("SELECT stage FROM store_passage ORDER BY id")]


def row(home: Home) -> str:
    ((stage,),) = home.rows("SELECT stage FROM store_outgoing")
    return str(stage)


@pytest.mark.parametrize("kind", ["full", "read-only"])
@pytest.mark.parametrize("place", ["row", "journal"])
@pytest.mark.parametrize("name", WRITES)
def test_a_broken_disk_at_every_write(
    home: Home, server: SmtpServer, sender: Talker, name: str, place: str, kind: str
) -> None:
    write = WRITES[name]
    assert sender.ask(do="queue", after=0)["error"] == ""
    after = 1
    if write.killed:  # the disk failed before, at that stage; and now at the tidying
        assert sender.ask(after=after, stage=write.killed, place="row", kind="full")["error"]
        after = 32
    server.script = write.script
    before = row(home)
    said = sender.ask(after=after, stage=write.stage, place=place, kind=kind)
    assert said["error"].count("\n") == 0
    assert "disk" in said["error"], said
    assert len(server.accepted()) == write.taken
    assert not write.taken or "handing over" in journal(home), "no dot without its entry"
    assert row(home) in (before, "claimed", "handing over"), "all of a write, or nothing"
    assert row(home) == journal(home)[-1]
    for later in (34, 36, 68):  # room was made
        assert sender.ask(after=later)["error"] == ""
    assert row(home) == journal(home)[-1] == write.ends
    assert len(server.accepted()) == (1 if write.ends == "sent" else write.taken)
    facts = home.rows("SELECT COUNT(*) FROM store_fact WHERE source LIKE 'outbox:%'")
    assert facts == [(int(write.ends == "sent"),)]
    home.check()


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_broken_disk_when_a_letter_is_approved(
    home: Home, server: SmtpServer, sender: Talker, kind: str
) -> None:
    said = sender.ask(do="queue", after=0, stage="held", place="journal", kind=kind)
    assert "disk" in said["error"], said
    assert home.rows("SELECT COUNT(*) FROM store_outgoing") == [(0,)]
    assert sender.ask(do="queue", after=0)["error"] == ""
    assert sender.ask(after=1)["outcomes"] == ["sent"]
    assert len(server.accepted()) == 1


@pytest.mark.parametrize(
    "command",
    [
        ["send", "acme", "thank-you", "--to", "ana", "--now", "--anyway"],
        ["outbox", "take-back", "1"],
        ["run", "--once"],
    ],
)
def test_the_commands_say_so_in_one_sentence(
    home: Home, sender: Talker, server: SmtpServer, command: list[str]
) -> None:
    if command[0] != "send":
        assert sender.ask(do="queue", after=-1)["error"] == ""
    code, err = run(home, *command, most=0)
    assert code == 1, err
    assert err.count("\n") == 1
    assert "disk" in err
    assert not server.accepted()
    home.check()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0

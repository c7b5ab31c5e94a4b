"""Being told: set up by the command, over real servers, once, and without a secret on the way."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.contract.dovecot import free_port
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer
from tests.integration.conftest import Duly
from tests.integration.listening import Ntfy

from duly.adapters.account import Account, Security
from duly.adapters.secrets import Secret

MORNING = datetime(2026, 3, 11, 8, 0, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
EARLIER = MORNING - timedelta(hours=18)
ME = "sam@field.example"


@pytest.fixture
def mine(mine: Duly) -> Duly:
    """Return Sam's Duly; on 10 March at 15:00 Sam met Ana."""
    duly = mine
    duly.done("me", "--email", ME, at=None)
    met = ["--with", "Ana Ruiz <ana@acme.example>"]
    duly.done("interview", "Acme", "--ended", "2026-03-10 15:00", *met, at="2026-03-10T15:30-04:00")
    return duly


@pytest.fixture
def ntfy() -> Iterator[Ntfy]:
    with Ntfy() as server:
        yield server


def tell(at: datetime) -> list[Any]:
    from duly.services import reminders

    return reminders.tell(lambda: at)


def add(what: str, at: datetime = EARLIER) -> None:
    from duly.services import reminders

    reminders.add(what, at)


# Setting it up


def test_nothing_is_set_up_at_first_and_it_says_how(mine: Duly) -> None:
    shown = mine.done("notify", at=None)
    assert "duly notify add email" in shown
    assert "at 08:00" in shown
    assert "21:00 to 08:00 (America/New_York)" in shown
    assert mine.run("notify", "test", at=None).code == 4


def test_ways_come_and_go_and_the_address_is_secret(mine: Duly, ntfy: Ntfy) -> None:
    url = f"ntfy://sam:Xx-canary-1@127.0.0.1:{ntfy.port}/Xx-canary-2"
    process = mine.start("notify", "add", "-")
    out, err = process.communicate(url + "\n", timeout=60)
    assert process.returncode == 0, err
    told = mine.done("notify", "add", "email", at=None)
    assert "You cannot be told by email yet: no mailbox is connected. Connect your own" in told
    assert mine.run("notify", "add", "email", at=None).code == 3
    listed = json.loads(mine.done("notify", "--json", at=None))
    assert [each["name"] for each in listed["ways"]] == ["ntfy", "email"]
    tested = mine.run("notify", "test", at=None)
    assert "ntfy: told" in tested.out
    assert "email: not told: no mailbox is connected." in tested.out
    assert tested.code == 1
    ntfy.status = 403
    refused = mine.run("notify", "test", "--json", at=None)
    assert "it answered 403" in refused.out
    everything = out + err + json.dumps(listed) + tested.out + tested.err + refused.out
    everything += refused.err + mine.run("doctor", at=None).out
    for file in mine.home.rglob("*"):
        if file.is_file():
            everything += file.read_bytes().decode("latin-1")
            assert not stat.S_IMODE(file.stat().st_mode) & 0o077 or "cache" in str(file)
    assert "Xx-canary" not in everything
    assert "no longer told by ntfy" in mine.done("notify", "remove", "ntfy", at=None)
    assert mine.run("notify", "remove", "ntfy", at=None).code == 2


def test_hours_are_set_and_bad_ones_are_refused(mine: Duly) -> None:
    shown = mine.done("notify", "--morning", "7:30", "--quiet", "22:00-06:30", at=None)
    assert "at 07:30" in shown
    assert "22:00 to 06:30" in shown
    shown = mine.done("notify", "--morning", "never", "--quiet", "never", "--off", at=None)
    assert "Morning summary  never" in shown
    assert "Turn it on" in shown
    for bad in (["--morning", "25:00"], ["--quiet", "22:00"], ["--quiet", "8:00-8:00"]):
        result = mine.run("notify", *bad, at=None)
        assert result.code == 2, bad
        assert "never" in result.err


def test_what_is_no_address_is_refused(mine: Duly) -> None:
    for bad in ("tomorrow", "nonsense://x", "https://"):
        result = mine.run("notify", "add", bad, at=None)
        assert result.code == 2
        assert "ntfy://ntfy.sh/" in result.err
    assert not json.loads(mine.done("notify", "--json", at=None))["ways"]


def test_without_the_extra_email_still_works_and_it_says_how_to_get_it(mine: Duly) -> None:
    """The interpreter does not find apprise, as where the extra was not installed."""
    code = (
        "import sys; sys.modules['apprise'] = None; import importlib.util as u; f = u.find_spec; "
    )
    code += "u.find_spec = lambda n, *a: None if n == 'apprise' else f(n, *a); "
    code += "from duly.cli.main import main; sys.exit(main())"
    import subprocess

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", code, *arguments], env=mine.environment,
                              capture_output=True, text=True, timeout=60, check=False)  # fmt: skip

    refused = run("notify", "add", "ntfy://ntfy.sh/topic")
    assert refused.returncode == 2
    assert 'pip install "duly[notify]"' in refused.stderr
    assert run("notify", "add", "email").returncode == 0


def test_the_desktop_is_told_by_its_own_program(mine: Duly, tmp_path: Path) -> None:
    """A program of that name stands in for the desktop; it shows what it was given."""
    mine.environment["PATH"] = str(tmp_path / "bin")
    mine.done("notify", "add", "desktop", at=None)
    missing = mine.run("notify", "test", at=None)
    assert missing.code == 1
    assert "libnotify-bin" in missing.out
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/shown\n')
    program.chmod(0o755)
    assert "desktop: told" in mine.done("notify", "test", at=None)
    assert (tmp_path / "shown").read_text().startswith("--app-name=Duly|--|Duly: a test|")


def test_a_name_that_looks_like_markup_is_shown_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duly.adapters import notify
    from duly.formats.noticewords import Message

    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/shown\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    notify.on_desktop(Message("AT&T", "AT&T: a call\n<img src=x>: a thank-you"))
    _, _, title, text, _ = (tmp_path / "shown").read_text().split("|")
    assert title == "AT&T", "a title is no markup"
    assert text == "AT&amp;T: a call\n&lt;img src=x&gt;: a thank-you"


def test_mail_by_a_service_leaves_the_name_of_ones_own_mail_free(mine: Duly) -> None:
    mine.done("notify", "add", "mailto://user:word@field.example", at=None)
    mine.done("notify", "add", "email", at=None)
    told = {each["name"]: each["kind"] for each in mine.json("notify", at=None)["ways"]}
    assert told == {"email-2": "service", "email": "email"}


# Told once


def test_the_morning_summary_comes_once_to_each_way(here: Duly, ntfy: Ntfy) -> None:
    add(ntfy.url)
    assert tell(MORNING - timedelta(minutes=1)) == [], "not before its time"
    (told,) = tell(MORNING)
    assert told.failed is None
    for minutes in (0, 1, 60, 600, -300, 0):  # the clock may be set back, too
        assert tell(MORNING + timedelta(minutes=minutes)) == []
    (message,) = ntfy.told
    assert message["title"].startswith("Wed 11 March: ")
    assert "Acme: a thank-you" in message["message"]
    assert "Ana" not in message["message"]


def test_a_morning_with_nothing_to_say_is_silent(here: Duly, ntfy: Ntfy) -> None:
    here.done("retire", "acme", at="2026-03-10T16:00-04:00")
    add(ntfy.url)
    assert tell(MORNING) == []
    assert not ntfy.told


def test_what_comes_after_a_long_sleep_is_one_message(here: Duly, ntfy: Ntfy) -> None:
    """The machine slept from before the morning until 13:00: summary and thank-you in one."""
    add(ntfy.url)
    (told,) = tell(MORNING + timedelta(hours=5))
    assert told.title.startswith("Wed 11 March")
    assert len(ntfy.told) == 1
    assert tell(MORNING + timedelta(hours=5, minutes=1)) == []


def test_what_is_stale_is_not_told(here: Duly, ntfy: Ntfy) -> None:
    """Over two days pass: the thank-you's reminder is stale, the summary is of the new day."""
    add(ntfy.url)
    (told,) = tell(MORNING + timedelta(days=2, minutes=5))
    assert told.title.startswith("Fri 13 March")
    assert len(ntfy.told) == 1


def test_the_night_is_quiet_and_its_end_tells(here: Duly, ntfy: Ntfy) -> None:
    add(ntfy.url)
    from duly.services import reminders

    night = MORNING - timedelta(hours=3)
    assert tell(night) == []
    assert reminders.outlook(night).next_at == MORNING


def test_what_was_worth_telling_before_one_asked_is_not_told(here: Duly, ntfy: Ntfy) -> None:
    add(ntfy.url, at=MORNING + timedelta(hours=1))
    assert tell(MORNING + timedelta(hours=2)) == []


def test_a_server_that_is_away_is_tried_again_and_one_that_says_no_is_not(here: Duly) -> None:
    port = free_port()
    add(f"ntfy://127.0.0.1:{port}/topic")
    (told,) = tell(MORNING)
    assert told.failed is not None
    assert told.failed.again
    with Ntfy(port) as server:
        (told,) = tell(MORNING + timedelta(minutes=1))
        assert told.failed is None
        assert len(server.told) == 1
        server.status = 401
        (told,) = tell(MORNING + timedelta(days=1))
        assert told.failed
        assert not told.failed.again
        assert tell(MORNING + timedelta(days=1, minutes=5)) == []


def test_a_server_that_took_it_and_did_not_answer_is_not_told_again(here: Duly, ntfy: Ntfy) -> None:
    add(f"{ntfy.url}?rto=1")
    ntfy.answers.clear()
    (told,) = tell(MORNING)
    assert told.failed
    assert not told.failed.again
    ntfy.answers.set()
    assert tell(MORNING + timedelta(minutes=5)) == []
    assert len(ntfy.told) == 1


def connect(server: SmtpServer) -> None:
    from duly.services import accounts

    account = Account(ME, ME, "127.0.0.1", free_port(), Security.TLS)
    accounts.connect(account, Secret("x"), f"plain://127.0.0.1:{server.port}")


def test_an_email_goes_to_oneself_as_a_small_message(here: Duly, tmp_path: Path) -> None:
    with SmtpServer(tmp_path / "log", offer=Offer()) as server:
        connect(server)
        add("email")
        (told,) = tell(MORNING)
        assert told.failed is None
        (accepted,) = server.accepted()
    assert (accepted.sender, accepted.recipient) == (ME, ME)
    mail = message_from_bytes(accepted.data, policy=policy.default)
    assert mail["Subject"].startswith("Wed 11 March")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Acme: a thank-you" in mail.get_content()
    from duly.recognise import candidates
    from duly.recognise.candidates import Sought

    head, _, body = accepted.data.partition(b"\r\n\r\n")
    known = Sought(frozenset({ME}))
    assert not candidates.is_candidate(head, body, known), "Duly does not read its own words"
    assert not candidates.is_known(head, known)
    other = head.replace(b"To: " + ME.encode(), b"To: ana@acme.example")
    assert candidates.is_known(other, known), "nobody else hides a mail that way"
    with closing(sqlite3.connect(here.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM store_outgoing").fetchone() == (0,)


@pytest.mark.parametrize(
    ("script", "again"),
    [
        (Script(Phase.RCPT, Fault.LOCAL_ERROR), True),
        (Script(Phase.RCPT, Fault.REFUSED), False),
        (Script(Phase.DOT, Fault.DROPPED, accepted=True), False),
    ],
    ids=["not now", "no", "nobody knows"],
)
def test_an_email_is_tried_again_only_where_it_surely_did_not_leave(
    here: Duly, tmp_path: Path, script: Script, again: object
) -> None:
    with SmtpServer(tmp_path / "log", script, Offer()) as server:
        connect(server)
        add("email")
        (told,) = tell(MORNING)
        assert told.failed
        assert told.failed.again is again
        assert len(tell(MORNING + timedelta(minutes=1))) == again


# What goes with it


def test_erasing_an_opportunity_takes_along_what_was_told_of_it(here: Duly, ntfy: Ntfy) -> None:
    add(ntfy.url)
    from duly.services import reminders

    reminders.change(EARLIER, morning=None)
    assert len(tell(MORNING + timedelta(hours=4))) == 1
    from django.db import connection

    connection.close()
    here.done("erase", "acme", "--yes", at=None)
    assert b"thanks ana" not in here.database.read_bytes()
    with closing(sqlite3.connect(here.database)) as database:
        assert database.execute("SELECT COUNT(*) FROM store_notification").fetchone() == (0,)


def test_a_summary_is_printed_at_any_time(mine: Duly) -> None:
    shown = mine.done("summary")
    assert "Acme: a thank-you, by Wed 11 March 15:00" in shown
    told = mine.json("summary")
    assert told["due"][0]["company"] == "Acme"
    mine.done("retire", "acme")
    assert mine.run("summary").code == 3


def test_an_address_that_was_lost_is_said(here: Duly, ntfy: Ntfy) -> None:
    add(ntfy.url)
    for file in (here.home / "data" / "duly" / "secrets", here.home / "config/duly/secrets.key"):
        file.unlink()
    (told,) = tell(MORNING)
    assert told.failed
    assert "no longer kept" in told.failed.found

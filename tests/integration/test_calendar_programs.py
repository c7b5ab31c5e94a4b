"""Calendar programs as people run them, subscribed to what a real server hands out.

The server here is small and of the tests; what it hands out is `feed.published`, as the web's view
hands it out.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from icalendar import Calendar

from duly.adapters.running import Post

PROGRAMS = Path(sys.executable).parent
NOW = datetime.fromisoformat("2026-03-11T09:00:00-04:00")


class Server(ThreadingHTTPServer):
    """Hands out the calendar at its secret address, as of a present that stands still."""

    at = NOW
    asked: list[int]

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        from duly.services import feed

        token = self.path.removeprefix("/feed/").removesuffix(".ics")
        found = feed.published(token, self.server.at)
        if found is None:
            self._answer(404, {}, b"")
            return
        headers = {
            "Content-Type": "text/calendar; charset=utf-8",
            "ETag": found.etag,
            "Last-Modified": format_datetime(found.last_modified, usegmt=True),
        }
        same = self.headers.get("If-None-Match") == found.etag
        self._answer(304 if same else 200, headers, b"" if same else found.data)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.server.asked.append(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        pass


@pytest.fixture
def server(store: Path) -> Iterator[Server]:
    post = Post(store)
    with closing(post), Server(("127.0.0.1", 0), Handler) as running:
        post.tell(running.port, answers=True)
        running.asked = []
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def address(duly: Any, server: Server) -> str:
    """Return the address of the calendar of somebody who waits for an answer."""
    duly.done(
        "interview", "Kjær & Søn; A/S, 李", "--ended", "today 15:00", "--role", "Analyst",
        "--with", "Søren Kjær <soren@kjaer.example>", at="2026-03-09T15:10-04:00",
    )  # fmt: skip
    duly.done("debrief", duly.json("list")["opportunities"][0]["id"], "--promised", "17 March")
    found = duly.json("feed", "address", at=None)
    assert found["running"] is True
    return str(found["address"])


class Programs:
    """vdirsyncer and khal, on a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.calendar = home / "calendar"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "TZ": "America/New_York",
            "LANG": "C.UTF-8", "NO_COLOR": "1",
        }  # fmt: skip
        (home / "khal").write_text(
            f"[calendars]\n[[duly]]\npath = {self.calendar}\nreadonly = True\n"
            "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {home / 'khal.db'}\n"
        )

    def subscribe(self, there: str, here: str = "") -> None:
        here = here or f'type = "filesystem"\npath = "{self.calendar}"\nfileext = ".ics"'
        (self.home / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{self.home / "status"}"\n'
            '[pair duly]\na = "there"\nb = "here"\ncollections = null\n'
            'conflict_resolution = "a wins"\n'
            f"[storage there]\n{there}\n[storage here]\n{here}\n"
        )
        self.calendar.mkdir()
        self.run("vdirsyncer", "-c", str(self.home / "vdirsyncer"), "discover", "duly")

    def sync(self) -> None:
        self.run("vdirsyncer", "-c", str(self.home / "vdirsyncer"), "sync")

    def listed(self) -> dict[str, list[str]]:
        """Return what khal shows of half a year, and when, by what it is."""
        lines = self.run(
            "khal", "-c", str(self.home / "khal"), "list", "--day-format", "",
            "--format", "{start-long-full}|{end-long-full}|{title}", "2026-03-09", "200d",
        ).splitlines()  # fmt: skip
        found: dict[str, list[str]] = {}
        for line in filter(None, lines):
            start, _, title = line.split("|")
            found.setdefault(title, []).append(start)
        return found

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [str(PROGRAMS / command[0]), *command[1:]],
            capture_output=True, text=True, timeout=60, env=self.environment, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done
        assert "rror" not in done.stderr, done.stderr
        return done.stdout


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    home = tmp_path / "programs"
    home.mkdir()
    return Programs(home)


STATUS = "Kjær & Søn; A/S, 李: ask Søren Kjær where things stand by email"
THANKS = "Kjær & Søn; A/S, 李: thank Søren Kjær by email"
PROMISED = "Kjær & Søn; A/S, 李: an answer is promised by today"


def id_of(duly: Any) -> str:
    return str(duly.json("list")["opportunities"][0]["id"])


def test_khal_shows_the_plan_and_moves_what_moves(
    duly: Any, server: Server, address: str, programs: Programs
) -> None:
    programs.subscribe(f'type = "http"\nurl = "{address}"')
    programs.sync()
    shown = programs.listed()
    assert shown[STATUS] == ["2026-03-19 09:00"]
    assert shown[PROMISED] == ["2026-03-17 00:00"]
    assert shown[THANKS] == ["2026-03-11 00:00"], "its moment is gone: a whole day, today"
    duly.done("snooze", id_of(duly), "status", "--until", "25 March")
    programs.sync()
    assert programs.listed() == {**shown, STATUS: ["2026-03-25 09:00"]}, "moved, and once"
    duly.done("sent", id_of(duly), "thank-you", "--to", "søren")
    programs.sync()
    after = programs.listed()
    assert THANKS not in after
    assert after[STATUS] == ["2026-03-25 09:00"]
    duly.done("received", id_of(duly), "rejection", "--from", "søren")
    programs.sync()
    assert set(programs.listed()) == {
        "Kjær & Søn; A/S, 李: thank Søren Kjær for the answer",
        "Kjær & Søn; A/S, 李: a friendly word to Søren Kjær by email",
    }


def test_an_interview_that_is_moved_is_shown_once(
    duly: Any, server: Server, address: str, programs: Programs, tmp_path: Path
) -> None:
    invite = tmp_path / "invite.ics"
    programs.subscribe(f'type = "http"\nurl = "{address}"')
    for sequence, (start, expected) in enumerate(
        [("20260320T140000Z", "2026-03-20 10:00"), ("20260323T180000Z", "2026-03-23 14:00")]
    ):
        end = start.replace("0000Z", "4500Z")
        invite.write_text(
            "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@kjaer.example\n"
            f"SEQUENCE:{sequence}\nDTSTAMP:2026031{sequence}T120000Z\nDTSTART:{start}\n"
            f"DTEND:{end}\nSUMMARY:Interview\nORGANIZER:mailto:soren@kjaer.example\n"
            "ATTENDEE:mailto:sam@mail.example\nEND:VEVENT\nEND:VCALENDAR\n"
        )
        duly.done("import", str(invite))
        programs.sync()
        title = "Kjær & Søn; A/S, 李: interview with Søren Kjær"
        assert programs.listed()[title] == [expected]


def test_what_has_not_changed_is_not_sent_again(duly: Any, server: Server, address: str) -> None:
    with urlopen(address, timeout=20) as answer:
        etag, body = answer.headers["ETag"], answer.read()
    server.at += timedelta(minutes=1)
    with urlopen(address, timeout=20) as answer:
        assert answer.read() == body
    with pytest.raises(HTTPError, match="304"):
        urlopen(Request(address, headers={"If-None-Match": etag}), timeout=20)
    duly.done("snooze", id_of(duly), "status", "--until", "25 March")
    with urlopen(Request(address, headers={"If-None-Match": etag}), timeout=20) as answer:
        assert answer.read() != body
        assert answer.headers["ETag"] != etag
        assert answer.headers["Last-Modified"] == "Wed, 11 Mar 2026 13:01:00 GMT"


def test_many_who_ask_at_once_are_given_the_same(server: Server, address: str) -> None:
    """Nobody has asked before: whoever is first notes what all of them are given."""

    def ask(_: int) -> bytes:
        with urlopen(address, timeout=60) as answer:
            return bytes(answer.read())

    with ThreadPoolExecutor(8) as pool:
        given = set(pool.map(ask, range(24)))
    assert len(given) == 1
    for each in Calendar.from_ical(given.pop()).walk("VEVENT"):
        assert each["SEQUENCE"] == 0


def test_a_revoked_address_is_dead_at_once(
    duly: Any, server: Server, address: str, programs: Programs
) -> None:
    assert duly.json("feed", "address", at=None) == {"address": address, "running": True}
    for wrong in (address[:-5] + "x.ics", address.replace("/feed/", "/feed/%20"),
                  f"http://127.0.0.1:{server.port}/feed/.ics"):  # fmt: skip
        with pytest.raises(HTTPError, match="404"):
            urlopen(wrong, timeout=20)
    duly.done("feed", "revoke", at=None)
    with pytest.raises(HTTPError, match="404"):
        urlopen(address, timeout=20)
    again = duly.json("feed", "address", at=None)["address"]
    assert again != address
    with urlopen(again, timeout=20) as answer:
        assert answer.status == 200
    with pytest.raises(HTTPError, match="404"):
        urlopen(address, timeout=20)


# A calendar server

AS_SAM = {"Authorization": f"Basic {b64encode(b'sam:x').decode()}"}


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty calendar on a Radicale."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (tmp_path / "radicale.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}",
         "--storage-filesystem-folder", str(tmp_path / "radicale"), "--auth-type", "none"],
        stdout=log, stderr=log,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/sam/plan/"
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 20).close()
                break
            except ConnectionError:
                time.sleep(0.1)
        urlopen(Request(url, method="MKCALENDAR", headers=AS_SAM), timeout=20)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def test_a_calendar_server_takes_every_entry_in(
    duly: Any, server: Server, address: str, radicale: str, programs: Programs
) -> None:
    """Radicale checks what it is given; whatever it keeps, programs on telephones get from it."""
    duly.done("feed", "--both", "--full")
    programs.subscribe(
        f'type = "http"\nurl = "{address}"',
        f'type = "caldav"\nurl = "{radicale}"\nusername = "sam"\npassword = "x"',
    )
    for until, due in ((None, "20260319"), ("25 March", "20260325")):
        if until:
            duly.done("snooze", id_of(duly), "status", "--until", until)
        programs.sync()
        with urlopen(Request(radicale, headers=AS_SAM), timeout=20) as answer:
            calendar = Calendar.from_ical(answer.read())
        kept = calendar.walk("VEVENT") + calendar.walk("VTODO")
        with urlopen(address, timeout=20) as answer:
            ours = Calendar.from_ical(answer.read())
        assert {(each.name, str(each["SUMMARY"])) for each in kept} == {
            (each.name, str(each["SUMMARY"])) for each in ours.walk("VEVENT") + ours.walk("VTODO")
        }
        starts = [f"{each.decoded('DTSTART'):%Y%m%d}" for each in kept if each["SUMMARY"] == STATUS]
        assert starts == [due, due], "the event and the to-do, each once"

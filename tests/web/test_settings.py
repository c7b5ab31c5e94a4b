"""The settings, without scripts."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.web.forms import fill, follow
from tests.web.server import Desk, Visitor

from duly.adapters import running


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


def test_who_one_is_is_noted_as_by_the_command(desk: Desk) -> None:
    visitor = desk.visitor()
    page = visitor.get("/settings/")
    answer = fill(visitor, page, "/settings/", "time_zone", name="Zoë de la Cruz", phone="+49 1",
                  email="zoe@mail.example", address="Weg 1\n\n 10115 Berlin ", time_zone="berlin",
                  country="de-be", playbook="direct", cards="on")  # fmt: skip
    assert "Noted" in follow(visitor, answer).text
    known = json.loads(desk.duly("me", "--json"))
    assert known == {
        "name": "Zoë de la Cruz", "zone": "Europe/Berlin", "country": "DE-BE", "phone": "+49 1",
        "email": "zoe@mail.example", "address": "Weg 1\n10115 Berlin", "cards": True,
        "playbook": "direct", "guessed": False,
    }  # fmt: skip


def test_what_cannot_be_read_stands_beside_its_field_and_is_kept(visitor: Visitor) -> None:
    page = visitor.get("/settings/")
    answer = fill(visitor, page, "/settings/", "time_zone", time_zone="Atlantis", country="QQ",
                  email="nobody", name="Still here")  # fmt: skip
    assert answer.status == 422
    assert len(re.findall(r'class="wrong" id="me_\w+_error">[^<]', answer.text)) == 3
    assert 'value="Still here"' in answer.text
    assert 'value="Atlantis"' in answer.text


def test_the_language_is_kept_in_this_browser_only(visitor: Visitor) -> None:
    def lang() -> str:
        found = re.search(r'<html lang="(\w+)"', visitor.get("/settings/", **wanted).text)
        return found[1] if found else ""

    wanted = {"Accept-Language": "de"}
    assert lang() == "de"
    answer = visitor.post("/settings/language/", {"language": "en"})
    assert "httponly" in answer.headers["set-cookie"].lower() + str(answer.headers).lower()
    assert lang() == "en"
    visitor.post("/settings/language/", {"language": ""})
    visitor.cookies.pop("duly-language")
    assert lang() == "de"


def test_reminders_come_when_it_was_said(desk: Desk) -> None:
    visitor = desk.visitor()
    page = visitor.get("/settings/")
    answer = fill(visitor, page, "", "quiet_begins", morning="", quiet_begins="22:30",
                  quiet_ends="07:00")  # fmt: skip
    assert answer.status == 302
    known = json.loads(desk.duly("notify", "--json"))
    assert (known["on"], known["morning"], known["quiet"]) == (True, None, "22:30-07:00")
    answer = fill(visitor, page, "", "quiet_begins", quiet_begins="22:30", quiet_ends="")
    assert answer.status == 422
    assert "The other hour, too" in answer.text


def test_ways_of_being_told_come_and_go(desk: Desk) -> None:
    visitor = desk.visitor()
    page = visitor.get("/settings/")
    assert "told by desktop" in follow(visitor, fill(visitor, page, "", "way", way="desktop")).text
    again = fill(visitor, page, "", "way", way="desktop")
    assert again.status == 422
    assert "you are told by desktop already" in again.text
    assert fill(visitor, page, "", "way", way="service", url="").status == 422
    tried = follow(visitor, visitor.post("/settings/reminders/try/")).text
    assert "desktop: " in tried
    gone = visitor.post("/settings/reminders/remove/", {"name": "desktop"})
    assert "no longer told by desktop" in follow(visitor, gone).text
    assert json.loads(desk.duly("notify", "--json"))["ways"] == []


def test_the_calendars_address_is_shown_on_asking_only_and_revoked(desk: Desk) -> None:
    visitor = desk.visitor()
    page = visitor.get("/settings/")
    fill(visitor, page, "", "form", form="todos", full="on")
    shown = visitor.post("/settings/calendar/address/").text
    found = re.search(r"http://127\.0\.0\.1:\d+(/feed/[\w-]+\.ics)", shown)
    assert found is not None
    assert found[1] not in visitor.get("/settings/").text
    assert visitor.get(found[1]).status == 200
    assert visitor.post("/settings/calendar/revoke/").status == 302
    assert visitor.get(found[1]).status == 404
    assert json.loads(desk.duly("feed", "--json"))["form"] == "todos"


def test_a_backup_is_made_and_handed_out(desk: Desk) -> None:
    visitor = desk.visitor()
    said = follow(visitor, visitor.post("/settings/backup/")).text
    (made,) = (desk.folder / "data" / "duly" / "backups").iterdir()
    assert str(made) in said
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    made.unlink()
    answer = visitor.post("/settings/backup/", {"download": "1"})
    assert answer.text.startswith("SQLite format 3")
    assert answer.headers["content-disposition"].startswith("attachment; ")


def test_every_browser_is_signed_out(desk: Desk) -> None:
    one, other = desk.visitor(), desk.visitor()
    one.post("/settings/sign-out/")
    assert one.get("/").status == other.get("/").status == 401
    assert desk.visitor().get("/").status == 200


def test_it_is_said_how_everything_is(visitor: Visitor, demo_desk: Desk) -> None:
    text = visitor.get("/settings/checkup/").text
    found = json.loads(demo_desk.duly("doctor", "--json", check=False))["findings"]
    assert {each["about"] for each in found} >= {"versions", "database", "room"}
    assert all(each["about"].capitalize() in text for each in found)


def test_nothing_is_erased_without_the_word(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = fill(visitor, visitor.get("/settings/erase/"), "/settings/erase/", "word", word="yes")
    assert answer.status == 422
    assert desk.database.exists()
    assert visitor.get("/").status == 200


def test_with_the_word_everything_goes_and_the_next_start_begins_anew(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "yesterday 10:00", "--with", "Ana Ruiz")
    desk.duly("demo")
    desk.link("--demo")
    visitor = desk.visitor()
    visitor.get("/")  # the plan is kept, and its connection with it
    page = visitor.get("/settings/erase/")
    answer = fill(visitor, page, "/settings/erase/", "word", word="Erase")
    assert answer.status == 200
    assert "Everything is erased" in answer.text
    assert visitor.get("/").status == 410
    assert _is_gone(desk.database.parent)
    assert running.server_of(desk.database) is None
    assert "Good to see you" in desk.visitor().get("/").text


def _is_gone(folder: Path) -> bool:
    """Tell whether a folder goes, and stays gone once the server has ended."""
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(4)
    return not folder.exists()

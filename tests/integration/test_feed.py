"""`duly feed`: the plan as a file, what is said in it, and an address that can be revoked."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

LATER = "2026-03-12T09:00-04:00"


@pytest.fixture
def told(duly: Any) -> Any:
    """Return the Duly of somebody with an interview behind them, one ahead, and an offer."""
    duly.done(
        "interview", "Acme", "--ended", "yesterday 15:00", "--role", "Analyst",
        "--with", "Ana Ruiz <ana@acme.example>", "--with", "Bo Lind <bo@acme.example>",
    )  # fmt: skip
    duly.done("debrief", "acme", "--cares", "ana=cutting churn", "--promised", "17 March")
    duly.done("interview", "Bolt", "--ended", "2026-03-05 11:00", "--with", "Cy <cy@bolt.example>")
    duly.done("offer", "bolt", "--answer-by", "18 March", "--salary", "EUR 70,000", "--from", "cy")
    return duly


def entries(duly: Any, file: Path, *arguments: str, at: str | None = None) -> dict[str, Any]:
    """Return what is written to a file, by its words."""
    moment = {} if at is None else {"at": at}
    duly.done("feed", "--to", str(file), *arguments, **moment)
    calendar = Calendar.from_ical(file.read_bytes())
    found = [*calendar.walk("VEVENT"), *calendar.walk("VTODO")]
    return {f"{each.name} {each['SUMMARY']}": each for each in found}


def test_the_file_has_the_plan_and_nothing_that_is_private(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    found = entries(told, file)
    thanks = found["VEVENT Acme: thank Ana Ruiz by email"]
    assert thanks.decoded("DTSTART") == date(2026, 3, 11), "its moment is gone: a whole day, today"
    promise = found["VEVENT Acme: an answer is promised by today"]
    assert promise.decoded("DTSTART") == date(2026, 3, 17)
    assert promise.decoded("DTEND") == date(2026, 3, 18)
    deadline = found["VEVENT Bolt: the offer wants an answer by now"]
    assert deadline.decoded("DTSTART") == datetime(2026, 3, 18, 21, tzinfo=UTC)
    decide = found["VEVENT Bolt: decide on the offer"]
    assert len(decide.walk("VALARM")) == 3, "at its time, three days and one day before the end"
    text = file.read_text()
    for private in ("70,000", "churn", "DESCRIPTION:Th", "[T1", "ana@acme.example"):
        assert private not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    head = Calendar.from_ical(text)
    assert (head["NAME"], head["X-WR-CALNAME"], head["COLOR"]) == ("Duly", "Duly", "teal")
    assert head["X-WR-TIMEZONE"] == "America/New_York"
    assert head["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert "METHOD" not in head


def test_choices_are_remembered(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    assert told.json("feed") == {"form": "events", "full": False, "published": False}
    found = entries(told, file, "--todos", "--full")
    todo = found["VTODO Acme: thank Ana Ruiz by email"]
    assert "[T1" in todo["DESCRIPTION"]
    assert todo.decoded("DUE") == datetime(2026, 3, 11, 19, tzinfo=UTC)
    assert entries(told, file).keys() == found.keys()
    assert told.json("feed") == {"form": "todos", "full": True, "published": False}
    both = entries(told, file, "--both", "--minimal")
    live = {name for name, each in both.items() if each.get("STATUS") != "CANCELLED"}
    assert {"VTODO Bolt: decide on the offer", "VEVENT Bolt: decide on the offer"} <= live
    assert not any("DESCRIPTION" in each for each in both.values())


def test_the_same_state_is_the_same_bytes_and_a_change_is_a_new_number(
    told: Any, tmp_path: Path
) -> None:
    file, name = tmp_path / "plan.ics", "VEVENT Acme: ask Ana Ruiz where things stand by email"
    before = entries(told, file)[name]
    written = file.read_bytes()
    assert entries(told, file)
    assert file.read_bytes() == written
    told.done("edit", "acme", "--company", "Acme, renamed; Ltd")
    name = name.replace("Acme", "Acme, renamed; Ltd")
    renamed = entries(told, file, at=LATER)[name]
    assert (renamed["UID"], renamed["SEQUENCE"]) == (before["UID"], 0)
    assert renamed["DTSTAMP"].dt == datetime(2026, 3, 12, 13, tzinfo=UTC)
    told.done("snooze", "acme", "status", "--until", "25 March", at=LATER)
    moved = entries(told, file, at=LATER)[name]
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], 1)
    assert moved.decoded("DTSTART") == datetime(2026, 3, 25, 13, tzinfo=UTC)


def test_what_is_done_or_dropped_is_said_for_two_weeks_in_a_file(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    before = entries(told, file, "--both")
    told.done("sent", "acme", "thank-you", "--to", "ana")
    told.done("skip", "acme", "thank-you", "--to", "bo")
    after = entries(told, file)
    ana, bo = "Acme: thank Ana Ruiz by email", "Acme: thank Bo Lind by email"
    assert after[f"VTODO {ana}"]["STATUS"] == "COMPLETED"
    assert after[f"VTODO {ana}"]["PERCENT-COMPLETE"] == 100
    assert after[f"VTODO {bo}"]["STATUS"] == "CANCELLED"
    for name in (ana, bo):
        gone = after[f"VEVENT {name}"]
        assert gone["STATUS"] == "CANCELLED"
        assert gone["SEQUENCE"] == 1
        assert gone["UID"] == before[f"VEVENT {name}"]["UID"]
        assert not gone.walk("VALARM")
    told.done("undo", "acme")
    back = entries(told, file)[f"VTODO {bo}"]
    assert (back["STATUS"], back["SEQUENCE"]) == ("NEEDS-ACTION", 2)
    later = entries(told, file, at="2026-03-26T09:00-04:00")
    assert f"VTODO {ana}" not in later


def test_a_meeting_that_was_held_is_not_called_off(told: Any, tmp_path: Path) -> None:
    invite = tmp_path / "invite.ics"
    invite.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@acme.example\n"
        "SEQUENCE:0\nDTSTAMP:20260310T120000Z\nDTSTART:20260311T150000Z\nDTEND:20260311T160000Z\n"
        "SUMMARY:Interview\nORGANIZER:mailto:ana@acme.example\n"
        "ATTENDEE:mailto:sam@mail.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    told.done("import", str(invite))
    file, name = tmp_path / "plan.ics", "VEVENT Acme: interview with Ana Ruiz"
    meeting = entries(told, file)[name]
    assert meeting.decoded("DTEND") == datetime(2026, 3, 11, 16, tzinfo=UTC)
    assert meeting["TRANSP"] == "OPAQUE"
    assert name not in entries(told, file, at=LATER)


def test_a_file_that_is_not_ours_is_left_alone(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_text("BEGIN:VCALENDAR\nPRODID:-//Somebody//Else//EN\nEND:VCALENDAR\n")
    refused = told.run("feed", "--to", str(file))
    assert refused.code == 2
    assert "it is there already" in refused.err
    assert "Somebody" in file.read_text()
    told.done("feed", "--to", str(file), "--force")
    told.done("feed", "--to", str(file))  # now it is
    assert told.run("feed", "--to", str(tmp_path / "no" / "x.ics")).code == 1
    assert not list(tmp_path.glob(".duly-*"))


def test_standard_output_is_the_calendar_alone(told: Any, tmp_path: Path) -> None:
    out = told.done("feed", "--to", "-")
    assert len(Calendar.from_ical(out).walk("VEVENT")) > 4
    assert told.run("feed", "--to", "-", "--json").code == 2


def test_the_address_is_nowhere_in_the_database_or_a_backup(told: Any, tmp_path: Path) -> None:
    found = told.json("feed", "address", at=None)
    assert found["running"] is False
    base = "http://127.0.0.1:8497/feed/"
    assert found["address"].startswith(base)
    token = found["address"].removeprefix(base).removesuffix(".ics")
    assert len(token) >= 43, "256 bits"
    assert told.json("feed", "address", at=None) == found
    told.done("backup", str(tmp_path / "copy.sqlite3"), at=None)
    files = [each for each in told.home.rglob("*") if each.is_file()]
    assert told.database in files
    for each in (*files, tmp_path / "copy.sqlite3"):
        assert token.encode() not in each.read_bytes(), each
    assert "see it: duly feed address" in told.done("feed")


def test_a_revoked_address_does_not_come_back_with_a_backup(told: Any, tmp_path: Path) -> None:
    before, after = tmp_path / "before.sqlite3", tmp_path / "after.sqlite3"
    revoked = told.json("feed", "address", at=None)
    told.done("backup", str(before), at=None)
    told.done("feed", "revoke", at=None)
    assert told.run("feed", "revoke", at=None).code == 3
    current = told.json("feed", "address", at=None)
    told.done("backup", str(after), at=None)
    told.done("restore", str(before), at=None)
    assert told.json("feed")["published"] is False
    assert told.json("feed", "address", at=None) not in (revoked, current)
    told.done("feed", "revoke", at=None)
    told.done("restore", str(after), at=None)
    assert told.json("feed", "address", at=None) == current, "it was never revoked"


def test_two_who_ask_at_once_are_shown_the_same_address(told: Any) -> None:
    both = [told.start("feed", "address", "--json") for _ in range(4)]
    shown = {process.communicate(timeout=60)[0] for process in both}
    assert len(shown) == 1
    assert json.loads(shown.pop()) == told.json("feed", "address", at=None)


def test_where_the_secret_is_out_of_reach_the_address_is_not_replaced(told: Any) -> None:
    told.json("feed", "address", at=None)
    for each in ("secrets", "secrets.key"):
        for file in told.home.rglob(each):
            file.unlink()
    refused = told.run("feed", "address", at=None)
    assert refused.code == 4
    assert "revoke" in refused.err
    told.done("feed", "revoke", at=None)
    told.json("feed", "address", at=None)


def test_with_an_opportunity_goes_what_calendars_were_told_of_it(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.ics"
    told.done("feed", "--to", str(file), "--both")
    told.done("feed", "address", at=None)
    told.done("erase", "bolt", "--yes", at=None)
    assert b"Bolt" not in told.database.read_bytes()
    assert not any("Bolt" in name for name in entries(told, file))
    assert any("Acme" in name for name in entries(told, file))
    told.done("erase", "--yes", at=None)
    assert not list(told.home.rglob("secrets*"))


def test_the_demo_says_that_it_is_one(nobody: Any) -> None:
    nobody.done("demo", at=None)
    out = nobody.done("--demo", "feed", "--to", "-", at=None)
    assert Calendar.from_ical(out)["X-WR-CALNAME"] == "Duly (demo)"

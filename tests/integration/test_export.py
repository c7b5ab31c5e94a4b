"""Everything comes out in open formats, and goes into an empty Duly as the same plan."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NOT_FACTS = ("title", "shows", "expect")
MAIL = """\
From: Ana Ruiz <ana@acme.example>
To: Sam Field <sam@mail.example>
Subject: =?utf-8?q?Interview_=E2=80=93_Acme?=
Date: Tue, 10 Mar 2026 09:00:00 -0400
Message-ID: <1@acme.example>
References: <0@mail.example>
In-Reply-To: <0@mail.example>

Hi Sam,

thank you for interviewing with Acme. We are still deciding, and will be in touch by 20 March.

Ana Ruiz
"""


@pytest.fixture
def told(duly: Any, tmp_path: Path) -> Any:
    """Return a Duly with a bit of everything."""
    duly.done("me", "--email", "sam@mail.example", "--playbook", "patient", at=None)
    duly.done(
        "interview", "Acme", "--ended", "monday 15:00", "--role", "Analyst",
        "--zone", "America/Chicago", "--with", "Ana Ruiz <ana@acme.example>",
        "--with", "Bo Lind <bo@acme.example>",
    )  # fmt: skip
    duly.done("person", "acme", "ana", "--phone", "+1 312 555 0100", "--title", "Head of Data")
    duly.done("debrief", "acme", "--cares", "ana=cutting churn", "--promised", "17 March")
    duly.done("letter", "acme", "thank-you", "--to", "ana")
    duly.done("approve", "acme", "thank-you", "--to", "ana")
    duly.done("letter", "acme", "thank-you", "--to", "bo")
    duly.done("skip", "acme", "linkedin")
    duly.done("interview", "Bolt", "--ended", "2026-03-05 11:00", "--with", "Cy <cy@bolt.example>")
    duly.done("offer", "bolt", "--answer-by", "18 March", "--salary", "EUR 70,000", "--from", "cy")
    mail = tmp_path / "mail.eml"
    mail.write_text(MAIL)
    duly.run("import", str(mail))
    playbooks = duly.home / "config" / "duly" / "playbooks"
    playbooks.mkdir(parents=True)
    packaged = Path(__file__).parents[2] / "src" / "duly" / "playbooks" / "patient.toml"
    (playbooks / "mine.toml").write_bytes(packaged.read_bytes())
    duly.done("edit", "bolt", "--playbook", "mine")
    return duly


def exported(duly: Any, folder: Path) -> Path:
    duly.done("export", str(folder), at=None)
    return folder


def test_each_format_is_read_by_whoever_reads_it(told: Any, tmp_path: Path) -> None:
    from icalendar import Calendar

    from duly.formats.card import Card, read_cards
    from duly.formats.mail import read_mail

    folder = exported(told, tmp_path / "out")
    assert {each.name for each in folder.iterdir()} == {
        "README.txt", "facts.toml", "record.jsonl", "people.vcf", "interviews.ics", "letters",
        "mails", "playbooks",
    }  # fmt: skip
    cards = read_cards((folder / "people.vcf").read_bytes())
    ana = next(each for each in cards if isinstance(each, Card) and each.name == "Ana Ruiz")
    assert (ana.email, ana.phone, ana.company) == ("ana@acme.example", "+1 312 555 0100", "Acme")
    assert ana.title == "Head of Data"
    calendar = Calendar.from_ical((folder / "interviews.ics").read_bytes())
    events = {str(each["SUMMARY"]): each.decoded("DTSTART") for each in calendar.walk("VEVENT")}
    assert events == {
        "Interview: Acme, Analyst": datetime(2026, 3, 9, 19, tzinfo=UTC),
        "Interview: Bolt": datetime(2026, 3, 5, 16, tzinfo=UTC),
    }
    (letter,) = (folder / "letters").iterdir()
    assert "ana-ruiz" in letter.name, "only what was approved"
    read = read_mail(letter.read_bytes())
    assert read.header("to").startswith("Ana Ruiz")
    (kept,) = (folder / "mails").iterdir()
    mail = read_mail(kept.read_bytes())
    assert mail.header("message-id") == "<1@acme.example>"
    assert mail.header("references") == "<0@mail.example>"
    assert mail.subject == "Interview – Acme"
    assert "by 20 March" in mail.text


def test_it_is_closed_to_others_and_nothing_is_written_over(told: Any, tmp_path: Path) -> None:
    folder = exported(told, tmp_path / "out")
    for each in (folder, *folder.rglob("*")):
        assert not stat.S_IMODE(each.stat().st_mode) & 0o077, each
    refused = told.run("export", str(folder), at=None)
    assert refused.code == 2
    assert "something there already" in refused.err
    (tmp_path / "empty").mkdir()
    exported(told, tmp_path / "empty")
    assert not list(tmp_path.glob(".duly-*"))


def test_facts_give_the_same_plan_without_a_store(told: Any, tmp_path: Path) -> None:
    folder = exported(told, tmp_path / "out")
    planned = told.json("plan", str(folder / "facts.toml"))
    shown = told.json("show", "acme", "--no-ahead")["plan"]
    assert next(each for each in planned["opportunities"] if each["id"] == "acme") == shown


def test_an_empty_duly_takes_it_over(told: Any, tmp_path: Path) -> None:
    folder = exported(told, tmp_path / "out")
    before = [told.json("show", id) for id in ("acme", "bolt")]
    me = told.json("me", at=None)
    assert told.run("restore", "--from-export", str(folder), at=None).code == 2
    told.done("erase", "--yes", at=None)
    told.done("list")  # somebody is guessed to be searching
    out = told.done("restore", "--from-export", str(folder), at=None)
    assert "2 opportunities" in out
    assert "mine" in out
    after = [told.json("show", id) for id in ("acme", "bolt")]
    for old, new in zip(before, after, strict=True):
        assert new["plan"] == old["plan"]
        assert new["people"] == old["people"]
        assert [each["answers"] for each in new["debriefs"]] == [
            each["answers"] for each in old["debriefs"]
        ]
    assert told.json("me", at=None) == me
    assert "EUR 70,000" in json.dumps(after[1]["offers"])


SECOND = MAIL.replace("<1@", "<2@").replace("by 20 March", "by 24 March").replace("09:00", "09:30")
STRANGER = """\
From: Careers <no-reply@hire.example>
To: Sam Field <sam@mail.example>
Subject: Your application at Dunmore
Date: Tue, 10 Mar 2026 10:00:00 -0400
Message-ID: <9@hire.example>

Dear Sam, thank you for your application for the position of Baker at Dunmore. After careful
consideration we have decided to move forward with other candidates.
"""


@pytest.fixture
def lived_in(told: Any, tmp_path: Path) -> Any:
    """Return a Duly with what a real search has: corrections, versions, mails in all states."""
    told.done("person", "acme", "bo", "--address", "1 Main St", "--phone", "+1 312 555 0101")
    told.done("me", "--address", "12 Elm St\nBrooklyn, NY 11201", at=None)
    told.done("received", "bolt", "other", "--from", "cy")
    told.done("undo", "bolt")
    told.done("correct", "acme", "1", "--when", "monday 16:00")
    for name, text in (("second", SECOND), ("stranger", STRANGER)):
        (tmp_path / f"{name}.eml").write_text(text)
        told.run("import", str(tmp_path / f"{name}.eml"))
    for number, *said in (("1",), ("2", "--meaning", "other")):
        told.run("inbox", "correct" if said else "yes", number, *said)
    told.done("letter", "acme", "thank-you", "--to", "bo", "--voice", "formal")
    told.environment["VISUAL"] = str(tmp_path / "editor")
    (tmp_path / "editor").write_text(
        "#!/bin/sh\nprintf 'Subject: Mine\\n\\nDear Bo,\\n\\nżółć\\n' > \"$1\"\n"
    )
    (tmp_path / "editor").chmod(0o700)
    told.run("letter", "acme", "thank-you", "--to", "bo", "--edit")
    told.connected()
    told.done("send", "acme", "thank-you", "--to", "ana", "--now")
    told.done("debrief", "acme", "--again", "--strength", "two languages")
    return told


def everything(duly: Any) -> dict[str, Any]:
    """Return all that a user can see of a search."""
    found = {id: duly.json("show", id) for id in ("acme", "bolt")}
    found |= {"log": duly.json("log", at=None), "me": duly.json("me", at=None)}
    found["inbox"] = duly.run("inbox", "--json").out
    found["list"] = duly.json("list")
    found["today"] = duly.run("today", "--json").out
    for to in ("ana", "bo"):
        found[f"letter {to}"] = duly.run("letter", "acme", "thank-you", "--to", to, "--json").out
    return found


def test_everything_comes_back_as_it_was(lived_in: Any, tmp_path: Path) -> None:
    before = everything(lived_in)
    gone = {each["in_force"] for each in before["log"]["entries"]}
    assert gone == {True, False}, "something was put right or taken back"
    assert '"mail": 1' in json.dumps(before["log"])
    assert "żółć" in before["letter bo"]
    folder = exported(lived_in, tmp_path / "out")
    lived_in.done("erase", "--yes", at=None)
    lived_in.done("list")
    out = lived_in.done("restore", "--from-export", str(folder), at=None)
    assert "3 mails" in out
    assert "1 letter was on the way and stopped" in out
    after = everything(lived_in)
    for name, was in before.items():
        assert after[name] == was, name
    again = exported(lived_in, tmp_path / "again")
    for name in ("facts.toml", "people.vcf"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()
    assert {each.name for each in (again / "letters").iterdir()} == {
        each.name for each in (folder / "letters").iterdir()
    }


def test_a_letter_on_its_way_comes_in_quarantined(lived_in: Any, tmp_path: Path) -> None:
    folder = exported(lived_in, tmp_path / "out")
    lived_in.done("erase", "--yes", at=None)
    lived_in.done("restore", "--from-export", str(folder), at=None)
    asked = lived_in.run("outbox", "--json", at=None)
    (letter,) = json.loads(asked.out)["letters"]
    assert (asked.code, letter["stage"]) == (4, "quarantined")
    assert "export" in letter["why"]
    lived_in.run("run", "--once", at=None)
    (letter,) = json.loads(lived_in.run("outbox", "--json", at=None).out)["letters"]
    assert letter["stage"] == "quarantined", "it leaves by the user's word alone"


def test_a_copy_that_another_mailbox_is_owed_is_put_into_none_here(
    lived_in: Any, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(lived_in.database)) as database, database:
        database.execute(
            "UPDATE store_outgoing SET stage = 'sent', ended_at = leaves_at, copy_at = leaves_at"
        )
    folder = exported(lived_in, tmp_path / "out")
    lived_in.done("erase", "--yes", at=None)
    lived_in.done("restore", "--from-export", str(folder), at=None)
    with closing(sqlite3.connect(lived_in.database)) as database:
        rows = database.execute("SELECT stage, copy_at FROM store_outgoing").fetchall()
    assert rows == [("sent", None)]


def test_mail_that_came_with_it_is_not_noted_twice(lived_in: Any, tmp_path: Path) -> None:
    folder = exported(lived_in, tmp_path / "out")
    lived_in.done("erase", "--yes", at=None)
    lived_in.done("restore", "--from-export", str(folder), at=None)
    before = lived_in.json("show", "acme")
    for name in ("mail", "second", "stranger"):
        lived_in.run("import", str(tmp_path / f"{name}.eml"))
    assert lived_in.json("show", "acme") == before


def test_facts_changed_by_hand_count_and_the_record_is_left_aside(
    lived_in: Any, tmp_path: Path
) -> None:
    folder = exported(lived_in, tmp_path / "out")
    facts = folder / "facts.toml"
    facts.write_text(facts.read_text().replace("Head of Data", "Director"))
    lived_in.done("erase", "--yes", at=None)
    out = lived_in.done("restore", "--from-export", str(folder), at=None)
    assert "Letters and mails did not come with it" in out
    assert "Director" in json.dumps(lived_in.json("show", "acme")["people"])


SPOILT: dict[str, Callable[[str], str]] = {
    "no JSON": lambda text: text + "{",
    "no row": lambda text: text + "[1, 2]\n",
    "another table": lambda text: text + '{"model": "store.source", "pk": 1, "fields": {}}\n',
    "another application": lambda text: text + '{"model": "auth.user", "pk": 1, "fields": {}}\n',
    "an unknown word": lambda text: text.replace('"what": "interview"', '"what": "feast"'),
    "a torn reference": lambda text: "".join(
        line for line in text.splitlines(keepends=True) if '"store.opportunity"' not in line
    ),
    "a row twice": lambda text: text + text.splitlines()[2] + "\n",
    "an unknown column": lambda text: text.replace('"company":', '"firm":'),
    "what is no mail": lambda text: text.replace('"recognition": {', '"recognition": 7, "x": {'),
    "no head": lambda text: text.partition("\n")[2],
    "deep": lambda text: text + "[" * 100_000 + "\n",
}  # fmt: skip


def test_a_damaged_record_is_refused_whole(lived_in: Any, tmp_path: Path) -> None:
    folder = exported(lived_in, tmp_path / "out")
    file = folder / "record.jsonl"
    whole = file.read_text()
    lived_in.done("erase", "--yes", at=None)
    for name, spoil in SPOILT.items():
        file.write_text(spoil(whole))
        assert file.read_text() != whole, name
        refused = lived_in.run("restore", "--from-export", str(folder), at=None)
        assert (refused.code, refused.err.count("\n")) == (2, 1), (name, refused)
        assert "record.jsonl" in refused.err, name
    assert "acme" not in lived_in.run("list").out, "nothing of it was kept"
    file.unlink()
    lived_in.done("restore", "--from-export", str(folder), at=None)


def test_every_table_is_in_the_record_or_left_out_on_purpose() -> None:
    from django.apps import apps

    from duly.services import record

    left_out = {"Source", "SignIn", "Feed", "FeedEntry"} | {
        "Heartbeat", "Way", "Reminding", "Notification", "Answered",
    }  # fmt: skip
    assert {model.__name__ for model in apps.get_app_config("store").get_models()} == (
        set(record.KEPT) | left_out
    )


def test_a_newer_dulys_record_is_not_guessed_at(lived_in: Any, tmp_path: Path) -> None:
    folder = exported(lived_in, tmp_path / "out")
    file = folder / "record.jsonl"
    head, _, rest = file.read_text().partition("\n")
    file.write_text(json.dumps({**json.loads(head), "tables": 9999}) + "\n" + rest)
    lived_in.done("erase", "--yes", at=None)
    refused = lived_in.run("restore", "--from-export", str(folder), at=None)
    assert (refused.code, "newer Duly" in refused.err) == (1, True)


def test_what_is_no_export_is_refused(duly: Any, tmp_path: Path) -> None:
    for spoil in (None, "not = [toml", '[me]\ntime_zone = "Atlantis"'):
        if spoil:
            (tmp_path / "facts.toml").write_text(spoil)
        refused = duly.run("restore", "--from-export", str(tmp_path), at=None)
        assert refused.code == 2
        assert refused.err.count("\n") == 1
    assert duly.run("restore", at=None).code == 2
    assert duly.run("restore", "a", "--from-export", "b", at=None).code == 2


def test_nothing_is_exported_before_the_first_start(nobody: Any, tmp_path: Path) -> None:
    assert nobody.run("export", str(tmp_path / "out"), at=None).code == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.timeout(900)
def test_every_scenario_goes_out_and_in_as_the_same_plan(store: Path, tmp_path: Path) -> None:
    """Take a scenario into the store, export it, and take that into the emptied store."""
    from django.db import transaction

    from duly.cli import render
    from duly.formats import factsfile
    from duly.services import exporting, plan_file, taking_over
    from duly.store import queries
    from duly.store.connection import ThroughDjango

    class Over(Exception):  # noqa: N818 - ends a trial
        pass

    late = datetime(2190, 1, 1, tzinfo=UTC)
    files = sorted(SCENARIOS.glob("*.toml"))
    assert len(files) > 50
    for file in files:
        search = factsfile.read(file.read_text(encoding="utf-8"), file.name, also=NOT_FACTS)
        at, plans, text = search.at, [], ""
        assert at
        for again in (False, True):
            if again:
                search = factsfile.read(text, "facts.toml", exported=True)
            with pytest.raises(Over), transaction.atomic():  # noqa: PT012
                taking_over.take_over(search, late, "test")
                stored = queries.search(ThroughDjango())
                plans.append(render.plan_json(stored, plan_file.plan(stored, at)))
                text = exporting.facts_text(ThroughDjango(), late)
                raise Over
        assert plans[0] == plans[1], file.name
        assert plans[0]["opportunities"], file.name


PARTS = {
    "Nina": ";Nina;;;",
    "Bo Li": "Li;Bo;;;",
    "Ludwig van Beethoven": "van Beethoven;Ludwig;;;",
    "Ana Ruiz López": ";Ana Ruiz López;;;",
    "Nguyễn Thị Hoa": ";Nguyễn Thị Hoa;;;",
    "Kovács János": ";Kovács János;;;",
    "山田太郎": ";山田太郎;;;",
}


def test_a_card_takes_a_name_apart_only_where_that_is_sure(duly: Any, tmp_path: Path) -> None:
    met = [word for name in PARTS for word in ("--with", name)]
    duly.done("interview", "Acme", "--role", "Data analyst", "--ended", "monday 14:00", *met)
    duly.done("export", str(tmp_path / "out"), at=None)
    cards = (tmp_path / "out" / "people.vcf").read_bytes().decode().replace("\r\n ", "")
    for name, parts in PARTS.items():
        assert f"FN:{name}\r\nN:{parts}\r\n" in cards

"""Everything comes out in open formats, and goes into an empty Duly as the same plan."""

from __future__ import annotations

import json
import stat
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
        "README.txt", "facts.toml", "people.vcf", "interviews.ics", "letters", "mails", "playbooks",
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

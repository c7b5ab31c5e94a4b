"""The doctor finds what is not in order, says what to do, and changes nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import Any

import pytest

from duly.services.dispatching import has_ended, process_name


def examined(duly: Any) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit code, and by matter how it stands and what to do."""
    result = duly.run("doctor", "--json", at=None)
    found = json.loads(result.out)["findings"]
    assert all(each["mend"] for each in found if each["verdict"] != "ok"), "it says what to do"
    return result.code, {each["about"]: (each["verdict"], each["says"]) for each in found}


def sql(duly: Any, *statements: str) -> None:
    with closing(sqlite3.connect(duly.database, isolation_level=None)) as database:
        for each in statements:
            database.execute(each)


def test_all_is_well(duly: Any) -> None:
    code, found = examined(duly)
    assert code == 0
    assert {verdict for verdict, _ in found.values()} == {"ok"}
    assert {"versions", "database", "log", "clock", "zone data", "privacy", "room"} <= found.keys()
    lines = duly.done("doctor", at=None).splitlines()
    assert all(line.startswith("ok ") for line in lines)


def test_before_the_first_start_nothing_is_made(nobody: Any) -> None:
    code, found = examined(nobody)
    assert code == 0
    assert "none yet" in found["database"][1]
    assert not nobody.database.exists()


def damage(duly: Any) -> None:
    data = bytearray(duly.database.read_bytes())
    data[8192:40_000] = os.urandom(40_000 - 8192)
    duly.database.write_bytes(data)


def no_database(duly: Any) -> None:
    duly.database.write_text("Dear Ana,")


def newer(duly: Any) -> None:
    sql(duly, "PRAGMA user_version = 9999")


def no_triggers(duly: Any) -> None:
    sql(duly, "DROP TRIGGER store_fact_no_UPDATE")


def ahead(duly: Any) -> None:
    later = time.time() + 86400
    os.utime(duly.database, (later, later))


def no_zone(duly: Any) -> None:
    sql(duly, "UPDATE store_profile SET time_zone = 'Atlantis/Poseidonis'")


def playbook(duly: Any) -> None:
    folder = duly.home / "config" / "duly" / "playbooks"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("name = ")


def letters(duly: Any) -> None:
    folder = duly.home / "config" / "duly" / "letters"
    folder.mkdir(parents=True)
    (folder / "thank-you.toml").write_text("[")


def no_key(duly: Any) -> None:
    (duly.home / "data" / "duly" / "secrets").touch(mode=0o600)


@pytest.mark.parametrize(
    ("spoil", "about", "says"),
    [
        (damage, "database", ""),
        (no_database, "database", "cannot be read"),
        (newer, "tables", "newer Duly"),
        (no_triggers, "log", "being changed"),
        (ahead, "clock", "was noted at"),
        (no_zone, "zones", "Atlantis"),
        (playbook, "playbook", "mine.toml"),
        (letters, "letters", "thank-you.toml"),
        (no_key, "passwords", "is gone"),
    ],
)
def test_what_is_wrong_is_said(duly: Any, spoil: Any, about: str, says: str) -> None:
    spoil(duly)
    before = duly.database.read_bytes()
    code, found = examined(duly)
    assert code == 1
    assert found[about][0] == "wrong"
    assert says in found[about][1]
    assert duly.database.read_bytes() == before


def open_file(duly: Any) -> None:
    duly.database.chmod(0o644)


def unread(duly: Any) -> None:
    (duly.home / "mail").mkdir()
    for each in ("cur", "new", "tmp"):
        (duly.home / "mail" / each).mkdir()
    duly.done("connect", str(duly.home / "mail"), at=None)


def erasing(duly: Any) -> None:
    (duly.home / "data" / "duly" / "duly.sqlite3.erasing").write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "about"), [(open_file, "privacy"), (unread, "mailbox"), (erasing, "database")]
)
def test_what_the_user_is_to_decide_is_said(duly: Any, spoil: Any, about: str) -> None:
    spoil(duly)
    code, found = examined(duly)
    assert code == 4
    assert found[about][0] == "look"


def test_a_mailbox_that_is_gone_is_found_only_online(duly: Any) -> None:
    unread(duly)
    (duly.home / "mail").rename(duly.home / "elsewhere")
    assert duly.run("doctor", at=None).code == 4
    assert duly.run("doctor", "--online", at=None).code == 1


def test_a_worker_that_was_killed_is_not_taken_to_be_at_work(duly: Any) -> None:
    unread(duly)  # which waits for one
    worker = duly.start("run")
    try:
        until = time.monotonic() + 60
        while "At work since" not in examined(duly)[1]["worker"][1]:
            assert time.monotonic() < until
            time.sleep(0.2)
    finally:
        worker.kill()
        worker.communicate()
    assert examined(duly)[1]["worker"][0] == "look"
    assert "None is at work since" in examined(duly)[1]["worker"][1]


def test_only_a_worker_of_this_machine_is_known_to_have_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    assert has_ended(f"{process_name(gone.pid)}ab12")
    assert not has_ended(f"{process_name(os.getpid())}ab12")
    assert not has_ended(f"{process_name(gone.pid)}1-ab12"), "a machine named “…-NUMBER”"

"""`duly plan` and `duly playbook` as a person runs them: real processes, files and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DULY = str(Path(sys.executable).with_name("duly"))
FACTS = """\
at = 2026-03-10T16:00:00
playbook = "balanced"

[me]
name = "Sam Field"
time_zone = "America/New_York"
country = "US"

[[opportunity]]
id = "acme"
company = "Acme"
role = "Data analyst"
time_zone = "America/Chicago"

[[person]]
id = "ana"
opportunity = "acme"
name = "Ana Ruiz"
email = "ana@acme.example"

[[fact]]
at = 2026-03-10T15:00:00
what = "interview"
opportunity = "acme"
with = ["ana"]
"""


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the commands a home of their own; the holidays are looked up once for all."""
    home = tmp_path_factory.mktemp("home")
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("DULY_")},
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }


def duly(
    places: dict[str, str], *arguments: str, stdin: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DULY, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**places, **more},
        check=False,
        timeout=60,
    )


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def planned(places: dict[str, str], *arguments: str) -> dict[str, Any]:
    result = duly(places, "plan", *arguments, "--json")
    assert result.returncode == 0, result.stderr
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_json_has_just_the_keys_that_are_promised(places: dict[str, str], facts: Path) -> None:
    plan = planned(places, str(facts))
    assert list(plan) == ["at", "opportunities", "notes"]
    (acme,) = plan["opportunities"]
    assert list(acme) == ["id", "state", "promise_on", "attempts", "actions", "dropped"]
    assert acme["attempts"] == {"made": 0, "allowed": 3}
    for action in acme["actions"]:
        assert list(action) == [
            "step", "to", "via", "channel", "attempt", "earliest", "due", "latest", "status",
            "rules", "why",
        ]  # fmt: skip
    assert plan["notes"][0]["rules"] == ["N3"]


def test_instants_carry_the_offset_of_the_reader(places: dict[str, str], facts: Path) -> None:
    plan = planned(places, str(facts))
    assert plan["at"] == "2026-03-10T16:00:00-04:00"
    thanks = next(
        each for each in plan["opportunities"][0]["actions"] if each["step"] == "thank-you"
    )
    assert thanks["earliest"] == "2026-03-10T14:00:00-05:00"
    assert thanks["latest"] == "2026-03-11T14:00:00-05:00"
    assert (thanks["to"], thanks["channel"], thanks["status"]) == ("ana", "email", "held")


def test_the_present_can_be_named(places: dict[str, str], facts: Path) -> None:
    plan = planned(places, str(facts), "--at", "2026-03-11T16:00-04:00")
    assert plan["at"] == "2026-03-11T16:00:00-04:00"
    assert {each["status"] for each in plan["opportunities"][0]["actions"]} >= {"overdue"}


def test_another_playbook_can_be_followed(places: dict[str, str], facts: Path) -> None:
    plan = planned(places, str(facts), "--playbook", "direct")
    steps = {each["step"] for each in plan["opportunities"][0]["actions"]}
    assert "call" in steps
    assert "status" not in steps


def test_a_playbook_file_of_ones_own_can_be_followed(
    places: dict[str, str], facts: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'name = "mine"\ntitle = "Mine"\nattempts = 1\n'
        '[thank-you]\nwindow = "within 24 h"\nbecause = "Soon."\n'
        '[status]\nwindow = "3 bd after the interview"\nrules = ["W2"]\nbecause = "Three days."\n',
        encoding="utf-8",
    )
    plan = planned(places, str(facts), "--playbook", str(mine))
    status = next(each for each in plan["opportunities"][0]["actions"] if each["step"] == "status")
    assert status["earliest"] == "2026-03-13T09:00:00-05:00"
    assert status["why"].startswith("Three days.")


def test_text_gives_every_step_its_reason_and_rules(places: dict[str, str], facts: Path) -> None:
    result = duly(places, "plan", str(facts))
    assert result.returncode == 0
    assert "Thank Ana Ruiz by email" in result.stdout
    assert "in Chicago" in result.stdout
    assert "here" in result.stdout
    assert "[W2 W3 W4]" in result.stdout
    assert "\x1b" not in result.stdout


def test_facts_can_come_from_standard_input(places: dict[str, str]) -> None:
    result = duly(places, "plan", "-", stdin=FACTS)
    assert result.returncode == 0
    assert "Acme" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('what = "interview"', 'what = "interviewed"', ["line 23", "interviewed", "interview"]),
        ("America/Chicago", "America/Chikago", ["line 13", "America/Chikago", "America/Chicago"]),
        ("America/New_York", "New York", ["[me]", "America/New_York"]),
        ('with = ["ana"]', 'with = ["anna"]', ["line 25", "anna", "ana"]),
        ("2026-03-10T15:00:00", "2026-02-30T15:00:00", ["line 22", "date"]),
        ('country = "US"', 'country = "XX"', ["facts.toml", "XX", "US"]),
        ('playbook = "balanced"', 'playbook = "balancd"', ["facts.toml", "balancd", "balanced"]),
        ('id = "ana"', 'id = "ana"\nidd = "x"', ["line 17", "idd"]),
    ],
)
def test_a_mistake_is_one_message_with_the_place_and_the_mend(
    places: dict[str, str], facts: Path, old: str, new: str, says: list[str]
) -> None:
    assert old in FACTS
    facts.write_text(FACTS.replace(old, new, 1), encoding="utf-8")
    result = duly(places, "plan", str(facts))
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    for words in says:
        assert words in result.stderr


def test_two_people_of_one_id_are_refused(places: dict[str, str], facts: Path) -> None:
    facts.write_text(FACTS + '[[person]]\nid = "ana"\n', encoding="utf-8")
    result = duly(places, "plan", str(facts))
    assert result.returncode == 2
    assert "line 27" in result.stderr
    assert "taken" in result.stderr


@pytest.mark.parametrize("bytes_", [b"\xff\xfe\x00", b"\x00\x01\x02", b"not toml at all"])
def test_what_is_no_facts_file_is_refused(
    places: dict[str, str], facts: Path, bytes_: bytes
) -> None:
    facts.write_bytes(bytes_)
    result = duly(places, "plan", str(facts))
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "facts.toml" in result.stderr


def test_playbooks_are_listed_and_shown(places: dict[str, str]) -> None:
    listed = duly(places, "playbook", "list", "--json")
    names = [book["name"] for book in json.loads(listed.stdout)]
    assert names == ["balanced", "classic", "patient", "direct", "restrained", "letters"]
    shown = duly(places, "playbook", "show", "restrained")
    assert "0 at the most [W7]" in shown.stdout
    assert "Never: card, status" in shown.stdout


def test_a_contradiction_in_a_playbook_is_refused(places: dict[str, str], tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'name = "mine"\ntitle = "Mine"\nattempts = 0\n'
        '[thank-you]\nwindow = "within 24 h"\nbecause = "Soon."\n'
        '[status]\nwindow = "3 bd after the interview"\nbecause = "Three days."\n',
        encoding="utf-8",
    )
    result = duly(places, "playbook", "check", str(mine))
    assert result.returncode == 2
    assert "`attempts` is 0, yet there is [status]" in result.stderr
    assert "take [status] out" in result.stderr


def test_two_playbooks_are_compared_on_one_calendar(places: dict[str, str], facts: Path) -> None:
    result = duly(places, "playbook", "compare", "balanced", "direct", str(facts))
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert any("Balanced" in line and "Direct" in line for line in lines)
    assert any(line.lstrip().startswith("Tue 17 March") for line in lines)
    assert "let it go" in result.stdout


def test_an_unknown_command_says_which_was_meant(places: dict[str, str]) -> None:
    result = duly(places, "paln")
    assert result.returncode == 2
    assert 'Did you mean "plan"?' in result.stderr


def test_planning_imports_neither_django_nor_the_holidays(
    places: dict[str, str], facts: Path
) -> None:
    duly(places, "plan", str(facts))
    code = (
        "import sys; from duly.cli.main import main; code = main(sys.argv[1:]);"
        "heavy = {'django', 'holidays', 'icalendar', 'jinja2', 'rich'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    for arguments in (["plan", str(facts)], ["playbook", "list"]):
        result = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            env=places,
            check=False,
        )
        assert result.returncode == 0, result.stderr

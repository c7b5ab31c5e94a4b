"""The practice as stories: each file tells one and says what the plan must be.

Every expected date was worked out by hand from the practice, never copied from a plan.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duly.core.model import Action, Dropped, Step
from duly.core.portfolio import SearchPlan
from duly.formats import factsfile
from duly.services import plan_file

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.toml"))

NOT_FACTS = ("title", "shows", "expect")
"""The keys of a scenario that are no part of its facts."""

PLAYBOOKS = ("classic", "patient", "direct", "restrained", "letters", "balanced")
LETTING_GO = "let go, counted from the last attempt (or the last thank-you where none is allowed)"
ROWS = {
    "thank-you, each person": Step.THANK_YOU,
    "card": Step.CARD,
    "linkedin": Step.LINKEDIN,
    "status, no promise": Step.STATUS,
    "status, promised date D": Step.STATUS,
    "second status": Step.STATUS,
    "call, no promise": Step.CALL,
    "call, promised date D": Step.CALL,
    "call again": Step.CALL,
    "application without an answer": Step.APPLICATION_FOLLOW_UP,
    "attempts allowed": None,
    LETTING_GO: Step.LET_GO,
    "stay in touch after a no, or after letting go": Step.STAY_IN_TOUCH,
}
"""The rows of the table of playbooks, and the step each is about."""

CELLS = frozenset(f"{playbook}: {row}" for playbook in PLAYBOOKS for row in ROWS)
LAWS = frozenset(f"law {number}" for number in range(1, 20))
RULES = frozenset(
    f"{letter}{number}"
    for letter, last in {"B": 6, "T": 10, "W": 9, "P": 6, "N": 3, "O": 3, "X": 3, "L": 7}.items()
    for number in range(1, last + 1)
)

PICKING = frozenset({"opportunity", "step", "to", "via"})
INSTANTS = frozenset({"earliest", "due", "latest"})
ABOUT_ACTIONS = INSTANTS | {"channel", "attempt", "status", "rules", "why", "reminders"}
ABOUT_ACTIONS |= {"latest_by", "count", "absent", "dropped"}
ABOUT_PLANS = frozenset({"state", "promise_on", "attempts_made", "attempts_allowed"})
ABOUT_NOTES = frozenset({"note", "no_note"})

Expectation = dict[str, Any]


@dataclass(frozen=True)
class Scenario:
    """One file: its story's title, what it shows, what it expects, and where its readers are."""

    name: str
    text: str
    title: str
    shows: frozenset[str]
    playbooks: frozenset[str]
    expects: tuple[Expectation, ...]
    zones: dict[str, ZoneInfo]


def opened(path: Path) -> Scenario:
    text = path.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    mine = table["me"]["time_zone"]
    return Scenario(
        name=path.stem,
        text=text,
        title=table["title"],
        shows=frozenset(table["shows"]),
        playbooks=frozenset(
            each.get("playbook", table["playbook"]) for each in table["opportunity"]
        ),
        expects=tuple(table["expect"]),
        zones={each["id"]: ZoneInfo(each.get("time_zone", mine)) for each in table["opportunity"]},
    )


SCENARIOS = tuple(opened(path) for path in FILES)


def planned(scenario: Scenario) -> SearchPlan:
    """Go in by the door that everybody uses."""
    search = factsfile.read(scenario.text, f"{scenario.name}.toml", also=NOT_FACTS)
    assert search.at is not None, f"{scenario.name}: `at` is missing"
    return plan_file.plan(search, search.at)


@pytest.mark.parametrize("scenario", [pytest.param(each, id=each.name) for each in SCENARIOS])
def test_plan_tells_the_story(scenario: Scenario) -> None:
    plan = planned(scenario)

    wrong = [
        f"{shown(expected)}\n      but {complaint}"
        for expected in scenario.expects
        if (complaint := complaint_about(expected, plan, scenario))
    ]

    if wrong:
        pytest.fail(report(scenario, plan, wrong), pytrace=False)


def test_every_law_and_every_cell_of_the_table_has_a_story() -> None:
    told = frozenset[str]().union(*(each.shows for each in SCENARIOS))

    missing = sorted((LAWS | CELLS) - told)

    assert not missing, "no scenario shows: " + "; ".join(missing)


def test_every_step_is_planned_in_some_story() -> None:
    stepped = {
        expected["step"]
        for scenario in SCENARIOS
        for expected in scenario.expects
        if "step" in expected and not {"absent", "dropped"} & expected.keys()
    }

    missing = sorted({step.value for step in Step} - {Step.OTHER.value} - stepped)

    assert not missing, "no scenario expects: " + "; ".join(missing)


@pytest.mark.parametrize("scenario", [pytest.param(each, id=each.name) for each in SCENARIOS])
def test_story_reads_well(scenario: Scenario) -> None:
    unknown = sorted(scenario.shows - LAWS - CELLS - RULES)
    assert not unknown, f"`shows` names what the practice does not have: {'; '.join(unknown)}"
    assert scenario.text.startswith("# "), "a scenario begins with its story"
    story = scenario.text.partition("title =")[0]
    sentences = len(re.findall(r"[.!?](?=\s|$)", story))
    assert 1 <= sentences <= 4, "a story is one to four plain sentences"
    assert scenario.expects, "a scenario expects something"
    for expected in scenario.expects:
        assert {kind_of(expected)}, "an expectation is about one thing"


@pytest.mark.parametrize("scenario", [pytest.param(each, id=each.name) for each in SCENARIOS])
def test_story_expects_something_of_every_cell_it_shows(scenario: Scenario) -> None:
    steps = {expected.get("step") for expected in scenario.expects}
    bounds = [expected for expected in scenario.expects if "attempts_allowed" in expected]

    for cell in sorted(scenario.shows & CELLS):
        playbook, _, row = cell.partition(": ")
        step = ROWS[row]
        assert playbook in scenario.playbooks, f"{cell}: nobody follows that playbook here"
        assert bounds if step is None else step in steps, f"{cell}: nothing is expected of it"


def test_titles_are_all_different() -> None:
    titles = [each.title for each in SCENARIOS]

    assert sorted(set(titles)) == sorted(titles)


def kind_of(expected: Expectation) -> str:
    """Say what an expectation is about; a misspelt key is an error, not a silent pass."""
    keys = expected.keys()
    if keys <= ABOUT_NOTES and keys:
        return "note"
    if "step" in keys and keys <= PICKING | ABOUT_ACTIONS:
        return "action"
    if keys & ABOUT_PLANS and keys <= ABOUT_PLANS | {"opportunity"}:
        return "plan"
    msg = f"an expectation cannot be read: {shown(expected)}"
    raise AssertionError(msg)


def complaint_about(expected: Expectation, plan: SearchPlan, scenario: Scenario) -> str:
    """Return what is wrong with the plan, or nothing."""
    kind = kind_of(expected)
    if kind == "note":
        return wrong_notes(expected, plan)
    if kind == "plan":
        return wrong_plan(expected, plan)
    if expected.get("dropped"):
        return wrong_dropped(expected, plan)
    return wrong_action(expected, plan, scenario)


def wrong_notes(expected: Expectation, plan: SearchPlan) -> str:
    cited = {rule for note in plan.notes for rule in note.rules}
    if missing := set(expected.get("note", ())) - cited:
        return f"no note cites {', '.join(sorted(missing))}"
    if unwanted := set(expected.get("no_note", ())) & cited:
        return f"a note cites {', '.join(sorted(unwanted))}"
    return ""


def wrong_plan(expected: Expectation, plan: SearchPlan) -> str:
    found = [
        each
        for each in plan.plans
        if each.opportunity == expected.get("opportunity", each.opportunity)
    ]
    if len(found) != 1:
        return f"there are {len(found)} such opportunities"
    differing = [
        f"{key} is {spelt(getattr(found[0], key))}"
        for key in ABOUT_PLANS & expected.keys()
        if spelt(getattr(found[0], key)) != spelt(expected[key])
    ]
    return ", ".join(sorted(differing))


def wrong_dropped(expected: Expectation, plan: SearchPlan) -> str:
    found = [
        dropped
        for each in plan.plans
        if each.opportunity == expected.get("opportunity", each.opportunity)
        for dropped in each.dropped
        if picked(expected, dropped)
        and set(expected.get("rules", ())) <= set(dropped.rules)
        and expected.get("why", "").lower() in dropped.why.lower()
    ]
    return "" if found else "no such step stands among those dropped"


def wrong_action(expected: Expectation, plan: SearchPlan, scenario: Scenario) -> str:
    found = [action for action in actions_of(plan) if picked(expected, action)]
    if expected.get("absent"):
        return "it is planned" if found else ""
    if not found:
        return "no such action is planned"
    if "count" in expected and len(found) != expected["count"]:
        return f"{len(found)} such actions are planned"
    differing = [differences(expected, action, scenario) for action in found]
    return "" if "" in differing else " / ".join(differing)


def actions_of(plan: SearchPlan) -> list[Action]:
    return [action for each in plan.plans for action in each.actions]


def picked(expected: Expectation, found: Action | Dropped) -> bool:
    """Tell whether this is the step to that reader which the expectation speaks of."""
    return all(
        spelt(getattr(found, key)) == expected[key]
        for key in PICKING & expected.keys()
        if hasattr(found, key)
    )


def differences(expected: Expectation, action: Action, scenario: Scenario) -> str:
    zone = scenario.zones[action.opportunity]
    wrong = [
        f"{key} is {spelt(getattr(action, key))}"
        for key in ("channel", "attempt", "status")
        if key in expected and spelt(getattr(action, key)) != spelt(expected[key])
    ]
    wrong += [
        f"{key} is {local(getattr(action, key), zone)}"
        for key in ("earliest", "due", "latest")
        if key in expected and getattr(action, key) != instant(expected[key], zone)
    ]
    if "latest_by" in expected and action.latest > instant(expected["latest_by"], zone):
        wrong.append(f"latest is {local(action.latest, zone)}")
    if missing := set(expected.get("rules", ())) - set(action.rules):
        wrong.append(f"{', '.join(sorted(missing))} not among its rules {', '.join(action.rules)}")
    if expected.get("why", "").lower() not in action.why.lower():
        wrong.append(f"it says why: {action.why}")
    reminded = [each.astimezone(zone).date() for each in action.reminders]
    if "reminders" in expected and reminded != expected["reminders"]:
        wrong.append(f"reminders are {', '.join(map(spelt, reminded)) or 'none'}")
    return ", ".join(wrong)


def instant(written: datetime, zone: ZoneInfo) -> datetime:
    """Read a time of an expectation: theirs, unless it carries an offset."""
    return written if written.tzinfo else written.replace(tzinfo=zone)


def local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"


def spelt(value: object) -> str:
    """Write a value the way a scenario does."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def shown(expected: Expectation) -> str:
    keys = "  ".join(
        f"{key} = {[spelt(each) for each in value] if isinstance(value, list) else spelt(value)}"
        for key, value in expected.items()
    )
    return f"  expected  {keys}"


def report(scenario: Scenario, plan: SearchPlan, wrong: list[str]) -> str:
    """Say what the story is, what was expected of the plan, and what the plan is instead."""
    lines = [
        scenario.title,
        f"(tests/scenarios/{scenario.name}.toml)",
        "",
        *wrong,
        "",
        "  planned:",
    ]
    lines += [told(action, scenario) for action in actions_of(plan)] or ["    nothing"]
    lines += [
        f"    dropped {dropped.step} to {dropped.to or '-'}  [{' '.join(dropped.rules)}]\n"
        f"        {dropped.why}"
        for each in plan.plans
        for dropped in each.dropped
    ]
    lines += [
        f"    {each.opportunity}: {each.state}, promise {spelt(each.promise_on) or '-'}, "
        f"{each.attempts_made} of {each.attempts_allowed} attempts"
        for each in plan.plans
    ]
    lines += [f"    note [{' '.join(note.rules)}] {note.why}" for note in plan.notes]
    return "\n".join(lines)


def told(action: Action, scenario: Scenario) -> str:
    zone = scenario.zones[action.opportunity]
    times = " - ".join(local(each, zone) for each in (action.earliest, action.due, action.latest))
    reader = action.to or "-"
    if action.via:
        reader += f" via {action.via}"
    return (
        f"    {action.opportunity}: {action.step} to {reader}"
        f" ({spelt(action.channel) or 'no channel'}, attempt {action.attempt})"
        f"  {times}  {action.status}  [{' '.join(action.rules)}]\n        {action.why}"
    )

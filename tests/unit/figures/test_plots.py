"""Pictures: well-formed, labelled, without colour, script or style; and the tables beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest

from duly.adapters import playbookfiles
from duly.core.figures.funnel import End, Stage, Way, funnel
from duly.core.figures.search import group
from duly.core.figures.waits import Ending, Letter, Wait
from duly.core.model import (
    Fact,
    Kind,
    Me,
    Meaning,
    Opportunity,
    Person,
    Search,
    Step,
    What,
)
from duly.core.portfolio import plan_search
from duly.core.worktime import Calendars
from duly.formats import plot, timeline
from duly.formats.plot import Picture

AT = datetime(2026, 3, 12, 14, tzinfo=UTC)
DAY = timedelta(days=1)
HOSTILE = '<script>alert("1")</script> & "Söhne" \'x\''
SVG = "{http://www.w3.org/2000/svg}"


def waits(*days: int, waiting: int = 0) -> list[Wait]:
    def one(count: int, ending: Ending) -> Wait:
        return Wait("acme", Letter.STATUS, "", AT - count * DAY, AT, ending, count, count)

    return [one(count, Ending.ANSWERED) for count in days] + [one(20, Ending.WAITING)] * waiting


def acme(name: str = "Acme") -> tuple[Opportunity, list[Fact]]:
    ana = Person("ana", name, email="ana@acme.example")
    facts = [
        Fact(AT - 9 * DAY, What.APPLIED, "acme"),
        Fact(AT - 2 * DAY, What.INTERVIEW, "acme", ("ana",)),
        Fact(AT - 2 * DAY, What.PROMISE, "acme", by=date(2026, 3, 18)),
        Fact(AT - DAY, What.SENT, "acme", ("ana",), step=Step.THANK_YOU),
        Fact(AT - DAY / 2, What.RECEIVED, "acme", meaning=Meaning.ACKNOWLEDGEMENT),
        Fact(AT - DAY, What.SKIPPED, "acme", step=Step.DEBRIEF),
        Fact(AT - DAY, What.APPLIED, "bolt"),
    ]
    return Opportunity("acme", name, "", Kind.APPLICATION, "America/Chicago", "", (ana,)), facts


def line_of(name: str = "Acme", at: datetime = AT) -> Picture:
    opportunity, facts = acme(name)
    search = Search(Me("Sam", "Etc/UTC", ""), (opportunity,), tuple(facts[:-1]))
    calendars = Calendars({})
    books = {"balanced": playbookfiles.load("balanced")}
    plan = plan_search(search, at, books, calendars).plans[0]
    calendar = calendars.of("America/Chicago", "")
    return timeline.timeline(opportunity, facts, plan, calendar, at)


def curve() -> Picture:
    found = plot.curve(group(Letter.STATUS, waits(2, 4, 6, 9, 11, waiting=4)), "status")
    assert found is not None
    return found


STAGES = funnel(
    [Way(Stage.BEGUN, End.NO, 0), Way(Stage.OFFER, End.OPEN, 1), Way(Stage.OFFER, End.OPEN, 2)]
)
PICTURES = [curve(), plot.funnel(STAGES, "funnel"), line_of(), line_of(HOSTILE)]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_labelled_and_bears_no_colour_script_or_style(picture: Picture) -> None:
    root = ElementTree.fromstring(picture.svg)
    labels = root.get("aria-labelledby", "").split()
    found = {
        each.get("id"): each.text for each in (*root.iter(f"{SVG}title"), *root.iter(f"{SVG}desc"))
    }
    assert root.get("role") == "img"
    assert list(found) == labels
    assert all(found.values())
    for each in root.iter():
        assert each.tag != f"{SVG}script"
        assert not {name for name in each.attrib if name == "style" or name.startswith("on")}
        assert each.get("fill") in (None, "none", "currentColor")
        assert each.get("stroke") in (None, "none", "currentColor")


@pytest.mark.parametrize("picture", PICTURES)
def test_a_table_says_the_same(picture: Picture) -> None:
    assert picture.table.caption
    assert picture.table.rows
    assert all(len(row) == len(picture.table.head) for row in picture.table.rows)


def test_the_table_of_a_curve_has_its_points() -> None:
    table = curve().table
    assert [row[:2] for row in table.rows] == [
        ("2 days", "11 %"),
        ("4 days", "22 %"),
        ("6 days", "33 %"),
        ("9 days", "44 %"),
        ("11 days", "56 %"),
    ]
    assert table.caption.startswith("Of 9 status letters 5 were answered")


def test_a_few_waits_are_no_picture() -> None:
    assert plot.curve(group(Letter.STATUS, waits(2, 4)), "status") is None


def test_answers_on_the_same_day_are_drawn_too() -> None:
    found = plot.curve(group(Letter.CALL, waits(0, 0, 0, 0, 0)), "call")
    assert found is not None
    assert found.table.rows == (("the same day", "100 %", "0 % to 100 %", "5", "5"),)
    ElementTree.fromstring(found.svg)


@pytest.mark.parametrize("days", [1, 7, 8, 30, 90, 500, 5000])
def test_days_are_marked_at_most_nine_times(days: int) -> None:
    assert 2 <= len(plot.ticks(days)) <= 9


def test_a_time_line_tells_what_happened_what_was_promised_and_what_is_planned() -> None:
    rows = line_of().table.rows
    assert [row[1] for row in rows[:6]] == [
        "you applied",
        "interview, Acme",
        "a date was promised",
        "you thanked Acme",
        "they: acknowledgement",
        "now",
    ]
    assert ("Wed 18 March", "an answer was promised by", "") in rows
    assert any(row[2].startswith("coming") for row in rows[6:])


def test_what_was_chosen_and_what_happened_elsewhere_is_not_on_it() -> None:
    assert sum("applied" in row[1] for row in line_of().table.rows) == 1


def test_a_time_line_of_nothing_is_only_now() -> None:
    opportunity, _ = acme()
    calendar = Calendars({}).of("America/Chicago", "")
    plan = replace(
        plan_search(
            Search(Me("Sam", "Etc/UTC", ""), (opportunity,), ()),
            AT,
            {"balanced": playbookfiles.load("balanced")},
            Calendars({}),
        ).plans[0],
        actions=(),
    )
    picture = timeline.timeline(opportunity, [], plan, calendar, AT)
    assert [row[1] for row in picture.table.rows] == ["now"]
    ElementTree.fromstring(picture.svg)

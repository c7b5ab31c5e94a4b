"""The debrief without scripts: plain forms, step by step, kept on the server, ending in letters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.web.forms import Form, fill, follow, in_days
from tests.web.server import Answer, Desk, Visitor

HOME = "/o/acme/debrief/"
WITH = f"{HOME}with/"
ROUND = f"{HOME}round/"


@pytest.fixture
def acme(desk: Desk) -> Visitor:
    """A browser on a search with one interview, two hours ago, with Ana and Bo."""
    desk.duly("me", "--name", "Sam Field")
    desk.duly(
        "interview", "Acme", "--ended", "2 hours ago", "--role", "Data analyst",
        "--with", "Ana Ruiz <ana@acme.example>", "--with", "Bo Lind",
    )  # fmt: skip
    return desk.visitor()


def plan(desk: Desk) -> dict[str, Any]:
    return dict(json.loads(desk.duly("show", "acme", "--json"))["plan"])


def say(visitor: Visitor, path: str, **typed: Any) -> Answer:
    """Fill in a step and send it, by its first button where none is named."""
    return fill(visitor, visitor.get(path), path, "on", **{"go": "next", **typed})


def held(visitor: Visitor, path: str) -> dict[str, list[str]]:
    return Form(visitor.get(path).text, "on").values


def test_a_debrief_step_by_step_ends_in_a_letter_for_each(acme: Visitor, desk: Desk) -> None:
    page = acme.get(HOME)
    assert "<h1>Ana Ruiz</h1>" in page.text
    answer = fill(
        acme, page, HOME, "on", go="next",
        cares_about="cutting churn, and fewer meetings", topics="the churn dashboard",
        challenge="churn is only seen when it is too late",
        answer="I would look for the week in which a team stops inviting people",
        card_collected="on", prefers="phone", phone="+1 312 555 0100",
    )  # fmt: skip
    assert answer.headers["location"] == f"{WITH}bo-lind/"
    answer = say(acme, f"{WITH}bo-lind/", topics="sequential testing",
                 cares_about="tests read in a week", email="bo@acme.example")  # fmt: skip
    assert answer.headers["location"] == f"{ROUND}next/"
    promised = in_days(9)
    say(acme, f"{ROUND}next/", promise_on=promised.isoformat(), may_call="on")
    say(acme, f"{ROUND}role/", challenges="pricing tests that take a month to read")
    answer = say(acme, f"{ROUND}you/", strengths="SQL\nexplaining numbers",
                 **{"mend-question-0": "how I would size the first test",
                    "mend-better-0": "I would start from the smallest difference"})  # fmt: skip
    assert answer.headers["location"] == f"{HOME}done/"
    done = follow(acme, answer).text
    assert "Dear Ana," in done
    assert "the churn dashboard" in done
    assert "Dear Bo," in done
    assert "sequential testing" in done
    assert 'href="/o/acme/letters/thank-you/bo-lind/' in done
    found = plan(desk)
    assert found["promise_on"] == promised.isoformat()
    assert "debrief" not in [each["step"] for each in found["actions"]]
    assert {each["step"] for each in found["actions"]} >= {"thank-you", "call"}
    letters = json.loads(desk.duly("letter", "acme", "--json"))["letters"]
    assert {each["version"] for each in letters} == {1}


def test_everything_may_be_skipped(acme: Visitor, desk: Desk) -> None:
    path = HOME
    for _ in range(5):
        answer = say(acme, path)
        path = answer.headers["location"]
    assert path == f"{HOME}done/"
    assert acme.get(path).status == 200
    assert "That was it" in acme.get(HOME).text
    assert "debrief" not in [each["step"] for each in plan(desk)["actions"]]


def test_enough_may_be_said_at_any_step(acme: Visitor) -> None:
    answer = say(acme, f"{WITH}ana-ruiz/", topics="the churn dashboard", go="finish")
    assert answer.headers["location"] == f"{HOME}done/"
    assert "the churn dashboard" in follow(acme, answer).text


def test_another_device_goes_on_with_the_first_step_that_is_open(acme: Visitor, desk: Desk) -> None:
    say(acme, f"{WITH}ana-ruiz/", topics="the churn dashboard")
    elsewhere = desk.visitor()
    page = elsewhere.get(HOME).text
    assert "<h1>Bo Lind</h1>" in page
    assert "Going on where you stopped" in page
    assert held(elsewhere, f"{WITH}ana-ruiz/")["topics"] == ["the churn dashboard"]


def test_one_answer_is_kept_while_it_is_typed(acme: Visitor, desk: Desk) -> None:
    on = held(acme, HOME)["on"]
    answer = acme.post(
        f"{WITH}ana-ruiz/", {"on": on, "only": "cares_about", "cares_about": "churn, sleep, tea"}
    )
    assert answer.status == 200
    told = json.loads(answer.text)
    assert told["heard"] == "3 things"
    assert told["saved"].startswith("Saved at ")
    values = held(desk.visitor(), HOME)
    assert values["cares_about"] == ["churn\nsleep\ntea"]
    assert values["topics"] == [""]
    wrong = acme.post(f"{ROUND}next/", {"on": on, "only": "promise_on", "promise_on": "blursday"})
    assert wrong.status == 422
    assert "blursday" in json.loads(wrong.text)["wrong"]
    day = acme.post(f"{ROUND}next/", {"on": on, "only": "promise_on", "promise_on": "in 9 days"})
    assert json.loads(day.text)["heard"]


def test_an_address_can_be_put_right_on_the_same_screen(acme: Visitor) -> None:
    screen = acme.get(f"{WITH}bo-lind/")
    on, person = held(acme, HOME)["on"], "/o/acme/people/bo-lind/"
    for email in ("bo@acme.exampel", "bo@acme.example"):
        told = acme.post(f"{WITH}bo-lind/", {"on": on, "only": "email", "email": email})
        assert told.status == 200
        assert f'value="{email}"' in acme.get(person).text
    wrong = acme.post(f"{WITH}bo-lind/", {"on": on, "only": "email", "email": "bo at acme"})
    assert wrong.status == 422
    fill(acme, screen, HOME, "on", go="next", email="bo.lind@acme.example")
    assert 'value="bo.lind@acme.example"' in acme.get(person).text
    fill(acme, screen, HOME, "on", go="next", topics="testing")
    assert 'value="bo.lind@acme.example"' in acme.get(person).text


def test_an_old_window_overwrites_nothing_it_did_not_touch(acme: Visitor, desk: Desk) -> None:
    old = acme.get(f"{WITH}ana-ruiz/")
    say(desk.visitor(), f"{WITH}ana-ruiz/", topics="the churn dashboard", remark="the school play")
    fill(acme, old, HOME, "on", go="next", remark="a daughter’s school play")
    values = held(acme, f"{WITH}ana-ruiz/")
    assert values["topics"] == ["the churn dashboard"]
    assert values["remark"] == ["a daughter’s school play"]


def test_a_thing_with_a_comma_stays_one(acme: Visitor, desk: Desk) -> None:
    desk.duly("debrief", "acme", "--topic", "ana=the move to weekly releases, and its price")
    say(acme, f"{WITH}ana-ruiz/", remark="the school play")
    say(acme, f"{WITH}ana-ruiz/", topics=held(acme, f"{WITH}ana-ruiz/")["topics"][0])
    assert "weekly releases, and its price" in acme.get(f"{WITH}ana-ruiz/").text


def test_what_cannot_be_read_stands_beside_its_field_and_is_not_lost(acme: Visitor) -> None:
    page = say(acme, f"{ROUND}next/", promise_on="the day before yesterday",
               next_steps="references")  # fmt: skip
    assert page.status == 422
    assert 'value="the day before yesterday"' in page.text
    assert "cannot be read" in page.text
    assert "references" in page.text
    page = say(acme, f"{ROUND}next/", promise_on="2020-01-01")
    assert "lies before the interview" in page.text


def test_somebody_else_who_was_there_gets_a_step_and_a_letter(acme: Visitor, desk: Desk) -> None:
    page = acme.get(HOME)
    empty = fill(acme, page, HOME, "step")
    assert empty.status == 422
    assert "A name or an address" in empty.text
    answer = fill(acme, page, HOME, "step", name="Cy Young", email="cy@acme.example")
    assert answer.headers["location"] == f"{WITH}cy-young/"
    say(acme, f"{WITH}cy-young/", topics="baseball", go="finish")
    assert "Cy Young" in acme.get(HOME).text
    letters = json.loads(desk.duly("letter", "acme", "--to", "cy", "--json"))["letters"]
    assert "baseball" in letters[0]["body"]


def test_a_promise_that_is_put_right_changes_the_plan(acme: Visitor, desk: Desk) -> None:
    first, second = (in_days(days) for days in (9, 16))
    say(acme, f"{ROUND}next/", promise_on=first.isoformat(), go="finish")
    assert plan(desk)["promise_on"] == first.isoformat()
    say(acme, f"{ROUND}next/", promise_on=second.isoformat())
    assert plan(desk)["promise_on"] == second.isoformat()


def test_a_page_of_an_earlier_interview_changes_nothing(acme: Visitor) -> None:
    answer = acme.post(f"{WITH}ana-ruiz/", {"on": "2020-01-01", "topics": "old news"})
    assert answer.status == 409
    assert "old news" not in acme.get(f"{WITH}ana-ruiz/").text


def test_nobody_is_asked_about_whom_one_did_not_meet(acme: Visitor) -> None:
    assert acme.get(f"{WITH}nobody/").status == 404
    assert acme.get(f"{ROUND}nothing/").status == 404


def test_before_an_interview_is_over_there_is_nothing_to_write_down(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--starts", "2099-03-12 10:00")
    page = desk.visitor().get(HOME)
    assert page.status == 200
    assert "Nothing to write down yet" in page.text


def test_an_interview_with_nobody_begins_with_whom_one_met(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago")
    visitor = desk.visitor()
    page = visitor.get(HOME)
    assert "Whom did you meet?" in page.text
    answer = fill(visitor, page, HOME, "step", name="Ana Ruiz")
    assert "<h1>Ana Ruiz</h1>" in follow(visitor, answer).text

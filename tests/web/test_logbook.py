"""The log without scripts: what they sent is noted, put right, taken back and noted again."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from tests.web.forms import fill
from tests.web.mailbox import DECIDING, put, seeker, written
from tests.web.server import Answer, Desk, Visitor

FRIDAY = (date.today() + timedelta(days=5)).isoformat()  # noqa: DTZ011 - the server's own present


def plain(page: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.fixture
def box(desk: Desk) -> Desk:
    return seeker(desk)


@pytest.fixture
def visitor(box: Desk) -> Visitor:
    return box.visitor()


def plan(desk: Desk) -> dict[str, object]:
    return dict(json.loads(desk.duly("show", "acme", "--no-ahead", "--json"))["plan"])


def received(visitor: Visitor, **said: str) -> Answer:
    return visitor.post("/o/acme/received/", {"meaning": "still deciding", **said})


def steps(desk: Desk) -> list[str]:
    return [each["step"] for each in plan(desk)["actions"]]  # type: ignore[attr-defined]


def entry(page: Answer, words: str) -> str:
    """Return the entry of the log that has some words."""
    found = re.findall(r"<li(?: class=\"gone\")?>.*?</li>", page.text, re.DOTALL)
    return str(next(each for each in found if words in each))


def test_what_they_said_is_noted_and_moves_the_plan(box: Desk, visitor: Visitor) -> None:
    assert received(visitor, sender="ana-ruiz", by=FRIDAY, note="by telephone").status == 302
    assert plan(box)["promise_on"] == FRIDAY
    assert "by telephone" in plain(visitor.get("/o/acme/log/"))


def test_what_cannot_be_noted_stays_as_typed(visitor: Visitor) -> None:
    ahead = f"{FRIDAY}T10:00"
    wrong = received(visitor, happened=ahead, note="a slip")
    assert wrong.status == 422
    assert "has not come yet" in plain(wrong)
    assert "a slip" in wrong.text
    assert received(visitor, meaning="").status == 422


def test_a_slip_of_the_year_stands_beside_its_field(visitor: Visitor) -> None:
    for slip in ({"by": "9999-12-31"}, {"until": "0206-11-30"}, {"happened": "9999-12-31T23:59"}):
        wrong = received(visitor, note="a slip", **slip)
        assert wrong.status == 422, slip
        assert "ear from 1970 to 2199" in plain(wrong)
        assert "a slip" in wrong.text
    put_off = visitor.post("/o/acme/steps/debrief/-/snooze/", {"until": "9999-12-31"})
    assert put_off.status == 422


def test_an_hour_that_comes_twice_stays_the_one_it_was(box: Desk, visitor: Visitor) -> None:
    second = "2025-11-02T01:30-05:00"  # in New York the clocks went back half an hour before
    box.duly("received", "acme", "still deciding", "--when", second)
    log = entry(visitor.get("/o/acme/log/"), "2 November 2025 01:30")
    (path,) = re.findall(r'href="(/o/acme/log/fact/\d+/correct/)"', log)
    assert fill(visitor, visitor.get(path), path, "happened", note="a word more").status == 302
    with closing(sqlite3.connect(box.database)) as database:
        noted = database.execute("SELECT at FROM store_fact WHERE note = 'a word more'").fetchall()
    assert [at[:16] for (at,) in noted] == ["2025-11-02 06:30"]


def test_what_they_asked_is_shown_with_its_message(box: Desk, visitor: Visitor) -> None:
    text = "Hi Sam,\n\nwhich tools do you use, and from when could you start?\n\nAna"
    put(box, written("ask", text, Subject="Two questions"))
    (number,) = re.findall(r'id="mail-(\d+)"', visitor.get("/inbox/").text)
    visitor.post(f"/inbox/{number}/yes/")
    page = visitor.get("/o/acme/received/?from=ana-ruiz")
    assert "which tools do you use" in page.text
    assert f'href="/inbox/{number}/"' in page.text
    assert 'href="/o/acme/letters/answer/ana-ruiz/' in page.text


def test_the_log_says_where_everything_came_from(box: Desk, visitor: Visitor) -> None:
    received(visitor, sender="ana-ruiz")
    put(box, written("more", DECIDING, Date="Mon, 05 Jan 2026 10:00:00 +0000"))
    (number,) = re.findall(r'id="mail-(\d+)"', visitor.get("/inbox/").text)
    visitor.post(f"/inbox/{number}/yes/")
    page = visitor.get("/o/acme/log/")
    assert "noted by you" in entry(page, "Interview")
    assert f'you said yes to <a href="/inbox/{number}/">' in page.text
    assert "we are still deciding" in page.text


def test_an_entry_is_taken_back_and_noted_again(box: Desk, visitor: Visitor) -> None:
    received(visitor, sender="ana-ruiz", by=FRIDAY)
    (undo,) = re.findall(r'"(/o/[^"]*/undo/)"', entry(visitor.get("/o/acme/log/"), "deciding"))
    assert visitor.post(undo).status == 302
    page = visitor.get("/o/acme/log/")
    assert "taken back" in entry(page, "deciding")
    assert plan(box)["promise_on"] is None
    assert visitor.post(undo).status == 409
    (again,) = re.findall(r'"(/o/[^"]*/again/)"', entry(page, "deciding"))
    assert visitor.post(again).status == 302
    assert plan(box)["promise_on"] == FRIDAY
    assert visitor.post(again).status == 409


def test_a_choice_is_taken_back_and_made_again(box: Desk, visitor: Visitor) -> None:
    visitor.post("/o/acme/steps/thank-you/ana-ruiz/skip/")
    line = entry(visitor.get("/o/acme/log/"), "left out: thank Ana Ruiz")
    (undo,) = re.findall(r'"(/o/acme/log/choice/\d+/undo/)"', line)
    visitor.post(undo)
    steps = [each["step"] for each in plan(box)["actions"]]  # type: ignore[attr-defined]
    assert "thank-you" in steps
    visitor.post(undo.replace("undo", "again"))
    steps = [each["step"] for each in plan(box)["actions"]]  # type: ignore[attr-defined]
    assert "thank-you" not in steps


def test_a_step_left_out_is_named_where_it_was_and_undone_there(
    box: Desk, visitor: Visitor
) -> None:
    left_out = fill(visitor, visitor.get("/o/acme/"), "", "back")  # the first: it is done
    assert left_out.headers["location"] == "/o/acme/"
    said = {"back": "opportunity"}
    visitor.post("/o/acme/steps/thank-you/ana-ruiz/skip/", said)
    page = visitor.get("/o/acme/")
    assert re.search(r"Left out this once: thank Ana Ruiz[^<]*, Acme", page.text)
    assert fill(visitor, page, "", "back").headers["location"] == "/o/acme/"
    assert "thank-you" in steps(box)
    put_off = {"until": FRIDAY, **said}
    visitor.post("/o/acme/steps/thank-you/ana-ruiz/snooze/", put_off)
    assert re.search(r"Put off until [^<]*: thank Ana Ruiz", visitor.get("/o/acme/").text)
    again = visitor.post("/o/acme/steps/thank-you/ana-ruiz/snooze/", put_off)
    assert again.headers["location"] == "/o/acme/"
    assert "That is noted already: thank Ana Ruiz" in plain(visitor.get("/o/acme/"))


def test_a_second_click_notes_nothing_and_leads_nowhere_else(box: Desk, visitor: Visitor) -> None:
    elsewhere = {"back": "https://elsewhere.example/"}
    for _ in range(2):
        done = visitor.post("/o/acme/steps/thank-you/ana-ruiz/done/", elsewhere)
        assert (done.status, done.headers["location"]) == (302, "/")
    shown = json.loads(box.duly("show", "acme", "--no-ahead", "--json"))
    assert sum(each.get("step") == "thank-you" for each in shown["facts"]) == 1


def test_a_no_is_met_with_a_kind_word(visitor: Visitor) -> None:
    received(visitor, meaning="rejection", sender="ana-ruiz")
    page = plain(visitor.get("/o/acme/"))
    assert "Noted: a no from Acme. That is hard to read." in page
    assert "The plan follows" not in page


def test_days_are_told_in_words(box: Desk, visitor: Visitor) -> None:
    said = {"by": "friday next week", "happened": "yesterday 10:00"}
    assert received(visitor, sender="ana-ruiz", **said).status == 302
    by = date.fromisoformat(str(plan(box)["promise_on"]))
    assert by.weekday() == 4
    assert 4 < (by - date.today()).days <= 12  # noqa: DTZ011
    wrong = received(visitor, by="next week", note="a slip")
    assert wrong.status == 422
    assert "it names no day" in plain(wrong)
    assert 'value="next week"' in wrong.text


def test_an_entry_is_put_right(box: Desk, visitor: Visitor) -> None:
    received(visitor, sender="ana-ruiz")
    (url,) = re.findall(r'"(/o/[^"]*/correct/)"', entry(visitor.get("/o/acme/log/"), "deciding"))
    form = visitor.get(url)
    (happened,) = re.findall(r'name="happened_picked" value="([^"]*)"', form.text)
    said = {"happened": happened, "people": ["ana-ruiz"], "meaning": "still deciding"}
    same = visitor.post(url, said)
    assert same.status == 409
    assert "it says so already" in plain(same)
    assert visitor.post(url, {**said, "by": FRIDAY}).status == 302
    assert plan(box)["promise_on"] == FRIDAY
    assert "put right since" in visitor.get("/o/acme/log/").text


def test_what_is_no_longer_there_cannot_be_put_right(visitor: Visitor) -> None:
    assert visitor.get("/o/acme/log/fact/4711/correct/").status == 409
    assert visitor.post("/o/acme/log/nonsense/1/undo/").status == 404
    assert visitor.get("/o/nowhere/log/").status == 404


def test_steps_are_told_in_the_words_in_which_they_are_asked_for(box: Desk) -> None:
    box.duly("skip", "acme", "debrief")
    box.duly("sent", "acme", "thank-you", "--to", "ana-ruiz")
    visitor = box.visitor()
    log, page = visitor.get("/o/acme/log/").text, visitor.get("/o/acme/").text
    assert "You left out: write down what was said" in log
    assert "You thanked Ana Ruiz" in log
    assert "you thanked Ana Ruiz" in page
    assert re.search(r"invitation to Ana Ruiz \(coming\)", page)
    for jargon in ("thank-you,", "linkedin", "(upcoming)", "find-address", "status,"):
        assert jargon not in page.partition('class="drawing"')[2].partition("</figure>")[0], jargon
    assert "what came from them" in page

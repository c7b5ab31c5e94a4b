"""Offers without scripts: deadlines, side by side, accepting and everyone to tell."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from tests.web.forms import fill, follow
from tests.web.server import Answer, Desk, Visitor


def plain(page: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def beside(page: Answer, name: str) -> str:
    """Return what stands beside a field as wrong."""
    found = re.search(rf'id="id_{name}_error">(.*?)</p>', page.text)
    return found[1] if found else ""


def log(desk: Desk, id: str) -> list[dict[str, str]]:
    """Return what is in force of an opportunity's log."""
    shown = json.loads(desk.duly("show", id, "--no-ahead", "--json"))
    return list(shown["facts"])


def on(days: int) -> str:
    """Return noon of a day so long ago."""
    return f"{date.today() - timedelta(days=days)} 12:00"  # noqa: DTZ011


def state(desk: Desk, id: str) -> str:
    return str(json.loads(desk.duly("show", id, "--no-ahead", "--json"))["plan"]["state"])


@pytest.fixture
def searching(desk: Desk) -> Desk:
    """Two interviews, at Acme and, in another zone, at Bramble."""
    desk.duly("me", "--name", "Sam Field", "--email", "sam@mail.example")
    for company, zone in (("Acme", "America/New_York"), ("Bramble", "Europe/Berlin")):
        desk.duly("open", company, "--zone", zone)
        desk.duly("interview", company, "--ended", "yesterday 10:00",
                  "--with", f"Ana {company} <ana@{company.lower()}.example>")  # fmt: skip
    return desk


def offer(visitor: Visitor, id: str, **said: str) -> Answer:
    unsaid = {} if "answer_by" in said else {"no_day": "on"}
    return visitor.post(f"/o/{id}/offer/", {"sender": f"ana-{id}", **unsaid, **said})


@pytest.fixture
def visitor(searching: Desk) -> Visitor:
    return searching.visitor()


NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 - the server's own present


def test_the_menu_has_offers_only_while_there_is_one(searching: Desk, visitor: Visitor) -> None:
    assert 'href="/offers/"' not in visitor.get("/").text
    assert offer(visitor, "acme").status == 302
    assert 'href="/offers/"' in visitor.get("/").text
    assert visitor.post("/o/acme/decline/").status == 302
    assert 'href="/offers/"' not in visitor.get("/").text


def test_an_offer_is_shown_with_its_deadline_in_both_zones(visitor: Visitor) -> None:
    offer(visitor, "bramble", answer_by=NEXT_WEEK, salary="60,000")
    page = plain(visitor.get("/offers/"))
    assert "17:00 in Berlin, 11:00 here" in page or "17:00 in Berlin" in page
    assert re.search(r"\b[678] days left", page)
    assert "60,000" in page


def test_two_offers_stand_side_by_side(visitor: Visitor) -> None:
    offer(visitor, "acme", salary="55,000", terms="four weeks of holiday")
    offer(visitor, "bramble", salary="60,000", notes="further away")
    page = visitor.get("/offers/")
    (table,) = re.findall(r"<table>(.*?)</table>", page.text, re.DOTALL)
    heads = re.findall(r'<th scope="col">(.*?)</th>', table)
    assert sorted(heads) == ["Acme", "Bramble"]
    (salaries,) = re.findall(r"Salary</th>(.*?)</tr>", table)
    assert dict(zip(heads, re.findall(r"<td>(.*?)</td>", salaries), strict=True)) == {
        "Acme": "55,000",
        "Bramble": "60,000",
    }
    assert "four weeks of holiday" in table
    assert "further away" in table


def test_what_is_noted_of_an_offer_can_be_changed(searching: Desk, visitor: Visitor) -> None:
    offer(visitor, "acme", salary="55,000", answer_by=NEXT_WEEK)
    assert 'value="55,000"' in visitor.get("/o/acme/offer/").text
    assert offer(visitor, "acme", salary="57,000").status == 302
    page = plain(visitor.get("/offers/"))
    assert "57,000" in page
    assert "days left" not in page
    shown = json.loads(searching.duly("show", "acme", "--json"))
    assert [each["salary"] for each in shown["offers"]] == ["57,000"]


def test_more_time_moves_the_deadline(visitor: Visitor) -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011
    offer(visitor, "acme", answer_by=tomorrow)
    assert visitor.post("/o/acme/more-time/", {"until": NEXT_WEEK}).status == 302
    assert re.search(r"\b[678] days left", plain(visitor.get("/offers/")))
    assert visitor.post("/o/bramble/more-time/", {"until": NEXT_WEEK}).status == 422


def test_why_no_time_is_asked_for_is_said_in_the_pages_language(visitor: Visitor) -> None:
    offer(visitor, "acme", answer_by=f"{date.today()}", answer_by_time="23:59")  # noqa: DTZ011
    assert "The deadline is less than a business day away." in visitor.get("/offers/").text
    german = visitor.get("/offers/", **{"Accept-Language": "de"}).text
    assert "The deadline" not in german


def test_asking_for_time_leads_to_the_letter(visitor: Visitor) -> None:
    offer(visitor, "acme", answer_by=NEXT_WEEK)
    page = visitor.get("/offers/").text
    assert 'action="/o/acme/letters/ask-more-time/ana-acme/"' in page
    assert 'name="until"' in page


def test_a_day_that_gives_no_more_time_is_refused_where_it_is_entered(visitor: Visitor) -> None:
    offer(visitor, "acme", answer_by=NEXT_WEEK)
    first = date.fromisoformat(NEXT_WEEK) + timedelta(days=1)
    assert f'name="until" min="{first}"' in visitor.get("/offers/").text
    letter = "/o/acme/letters/ask-more-time/ana-acme/"
    (occasion,) = re.findall(r'name="occasion" value="(.*?)"', visitor.get("/offers/").text)
    for answer in (
        visitor.get(f"{letter}?occasion={occasion}&until={NEXT_WEEK}"),
        visitor.post(f"{letter}tell/", {"occasion": occasion, "ask_until": NEXT_WEEK}),
    ):
        assert answer.status == 422
        assert "would give you no more time to decide" in plain(answer)
        assert "a day after" in plain(answer)
    later = visitor.post(f"{letter}tell/", {"occasion": occasion, "ask_until": first.isoformat()})
    assert later.status == 302


def test_a_deadline_before_the_offer_is_refused_beside_its_field(visitor: Visitor) -> None:
    two_days_ago = (date.today() - timedelta(days=2)).isoformat()  # noqa: DTZ011
    wrong = offer(visitor, "acme", answer_by=two_days_ago, salary="55,000")
    assert wrong.status == 422
    assert "That was over when they said so." in beside(wrong, "answer_by")
    assert "55,000" in wrong.text
    last_week = f"{date.today() - timedelta(days=7)} 10:00"  # noqa: DTZ011
    assert offer(visitor, "acme", answer_by=two_days_ago, happened=last_week).status == 302
    again = visitor.post("/o/acme/more-time/", {"until": two_days_ago})
    assert "That was over when they said so." in beside(again, "until")


def test_a_time_without_a_day_is_asked_for_its_day(visitor: Visitor) -> None:
    wrong = offer(visitor, "acme", answer_by_time="15:00")
    assert wrong.status == 422
    assert "A time alone: on which day?" in beside(wrong, "answer_by")
    clock = offer(visitor, "acme", answer_by=f"{NEXT_WEEK} 15:00")
    assert "the time has its own field" in beside(clock, "answer_by")


def test_by_when_they_want_an_answer_is_asked(visitor: Visitor) -> None:
    wrong = visitor.post("/o/acme/offer/", {})
    assert wrong.status == 422
    assert "By when?" in beside(wrong, "answer_by")
    assert visitor.post("/o/acme/offer/", {"no_day": "on"}).status == 302
    assert re.search(r'name="no_day"[^>]* checked', visitor.get("/o/acme/offer/").text)


def test_a_deadline_is_told_in_words_or_chosen_in_the_calendar(visitor: Visitor) -> None:
    assert offer(visitor, "acme", answer_by="in ten days").status == 302
    days = re.compile(r"\b(\d+) days left")
    (left,) = set(days.findall(plain(visitor.get("/offers/"))))
    assert left in ("9", "10", "11")  # theirs may be another day already
    chosen = {"answer_by": "", "answer_by_picked": NEXT_WEEK}
    assert offer(visitor, "acme", **chosen).status == 302
    (left,) = set(days.findall(plain(visitor.get("/offers/"))))
    assert left in ("6", "7", "8")
    assert f'name="answer_by_picked" value="{NEXT_WEEK}"' in visitor.get("/o/acme/offer/").text
    puzzled = offer(visitor, "acme", answer_by="at their leisure")
    assert "cannot be read" in beside(puzzled, "answer_by").replace("&quot;", '"')
    assert 'value="at their leisure"' in puzzled.text


def test_deciding_twice_leads_where_the_first_time_led(searching: Desk, visitor: Visitor) -> None:
    offer(visitor, "acme")
    where = visitor.post("/o/acme/accept/").headers["location"]
    again = visitor.post("/o/acme/accept/")
    assert (again.status, again.headers["location"]) == (302, where)
    assert "You have accepted the offer from Acme already." in plain(visitor.get(where))
    looked = visitor.get("/o/acme/accept/")
    assert (looked.status, looked.headers["location"]) == (302, where)
    assert '"Everyone to tell"' not in looked.text
    noted = [each for each in log(searching, "acme") if each["what"] == "accepted"]
    assert len(noted) == 1
    for decision in ("decline", "withdraw"):
        id = {"decline": "acme", "withdraw": "bramble"}[decision]
        first, second = (visitor.post(f"/o/{id}/{decision}/") for _ in range(2))
        assert first.headers["location"] == second.headers["location"] == f"/o/{id}/"


def test_more_time_said_twice_is_noted_once(searching: Desk, visitor: Visitor) -> None:
    offer(visitor, "acme", answer_by=NEXT_WEEK)
    later = (date.today() + timedelta(days=14)).isoformat()  # noqa: DTZ011
    for _ in range(2):
        assert visitor.post("/o/acme/more-time/", {"until": later}).status == 302
    assert sum(each["what"] == "more_time" for each in log(searching, "acme")) == 1


def test_a_decision_is_undone_where_it_was_taken(searching: Desk, visitor: Visitor) -> None:
    offer(visitor, "acme")
    done = follow(visitor, visitor.post("/o/acme/accept/"))
    undone = fill(visitor, done, "", "back")
    assert undone.headers["location"] == "/offers/"
    assert state(searching, "acme") == "offer"


def test_letting_go_says_that_nobody_is_told_and_can_be_undone(
    searching: Desk, visitor: Visitor
) -> None:
    page = visitor.get("/o/acme/")
    assert 'href="/o/acme/let-go/"' in page.text
    assert 'href="/o/acme/withdraw/"' in page.text
    asked = plain(visitor.get("/o/acme/let-go/"))
    assert "You let Acme go" in asked
    assert "Nobody is told" in asked
    done = visitor.post("/o/acme/let-go/")
    assert done.headers["location"] == "/o/acme/"
    assert state(searching, "acme") == "let go"
    page = follow(visitor, done)
    assert visitor.post("/o/acme/let-go/").headers["location"] == "/o/acme/"
    assert sum(each["what"] == "retired" for each in log(searching, "acme")) == 1
    assert fill(visitor, page, "", "back").headers["location"] == "/o/acme/"
    assert state(searching, "acme") != "let go"


def test_figures_say_calmly_when_it_is_time_to_let_go(searching: Desk, visitor: Visitor) -> None:
    assert "Time to let go" not in visitor.get("/figures/").text
    searching.duly("interview", "Quiet", "--ended", on(100), "--with", "Cy <cy@q.example>")
    for step, days in (("debrief", 100), ("thank-you", 100), ("status", 85), ("status", 70)):
        searching.duly("sent", "quiet", step, "--when", on(days))
    searching.duly("call", "quiet", "--outcome", "voicemail", "--when", on(60))
    page = visitor.get("/figures/")
    assert "Time to let go" in plain(page)
    assert 'href="/o/quiet/let-go/"' in page.text
    assert 'role="button" href="/o/quiet/let-go/"' in visitor.get("/o/quiet/").text
    visitor.post("/o/quiet/let-go/")
    assert "Time to let go" not in visitor.get("/figures/").text


def test_accepting_asks_once_with_everyone_who_will_be_told(
    searching: Desk, visitor: Visitor
) -> None:
    offer(visitor, "acme")
    asked = visitor.get("/o/acme/accept/")
    assert "You accept Acme’s offer" in plain(asked)
    assert "1 other will be told" in plain(asked)
    assert "Bramble" in plain(asked)
    assert state(searching, "acme") == "offer"
    answer = visitor.post("/o/acme/accept/")
    assert answer.headers["location"] == "/offers/"
    assert state(searching, "acme") == "accepted"
    page = visitor.get("/offers/")
    assert plain(page).count("not told yet") == 2
    assert "/o/acme/letters/accept/ana-acme/" in page.text
    assert "/o/bramble/letters/withdraw/ana-bramble/" in page.text
    searching.duly("sent", "bramble", "withdraw")
    told = plain(visitor.get("/offers/"))
    assert told.count("not told yet") == 1
    assert "told " in told.replace("not told yet", "")


def test_without_an_offer_nothing_can_be_accepted(searching: Desk, visitor: Visitor) -> None:
    wrong = visitor.post("/o/acme/accept/", {"note": "at last"})
    assert wrong.status == 422
    assert "at last" in wrong.text
    assert state(searching, "acme") != "accepted"


def test_withdrawing_is_noted(searching: Desk, visitor: Visitor) -> None:
    assert "You withdraw from Bramble" in plain(visitor.get("/o/bramble/withdraw/"))
    assert visitor.post("/o/bramble/withdraw/", {"note": "too far away"}).status == 302
    assert state(searching, "bramble") == "closed"


def test_an_offer_read_in_a_mail_takes_terms(searching: Desk, visitor: Visitor) -> None:
    from tests.web.mailbox import put, written

    text = (
        "Dear Sam,\n\nwe are delighted to offer you the position of analyst at Acme. Your salary "
        "will be 50,000 a year.\n\nAna"
    )
    put(searching, written("offer", text, Subject="Your offer", From="Ana <ana@acme.example>"))
    (number,) = re.findall(r'id="mail-(\d+)"', visitor.get("/inbox/").text)
    visitor.post(f"/inbox/{number}/yes/", {})
    assert state(searching, "acme") == "offer"
    assert offer(visitor, "acme", salary="50,000").status == 302
    assert "50,000" in plain(visitor.get("/offers/"))


def test_steps_lead_to_their_pages(searching: Desk, visitor: Visitor) -> None:
    offer(visitor, "acme")
    searching.duly("received", "bramble", "question", "--from", "ana")
    page = visitor.get("/").text
    assert 'href="/offers/#acme"' in page
    assert 'href="/o/bramble/received/?from=ana-bramble"' in page

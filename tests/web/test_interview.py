"""The first door without scripts: an interview that is over or to come, moved, cancelled."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.web.forms import fill, follow, in_days, said
from tests.web.server import Answer, Desk, Visitor

from duly.core.worktime import spoken


def noted(visitor: Visitor, **typed: Any) -> Answer:
    return fill(visitor, visitor.get("/interview/"), "/interview/", "company", **typed)


def plan(desk: Desk, id: str) -> dict[str, Any]:
    return dict(json.loads(desk.duly("show", id, "--json"))["plan"])


def ahead(desk: Desk, id: str) -> str:
    return str(json.loads(desk.duly("prepare", id, "--json"))["ends_at"])


def test_the_first_visit_opens_the_first_door(desk: Desk) -> None:
    visitor = desk.visitor()
    welcome = visitor.get("/").text
    assert 'href="/interview/"' in welcome
    assert "Show me around" in welcome
    assert visitor.get("/interview/").status == 200


def test_an_interview_leads_to_its_debrief_and_to_whom_one_met(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = noted(
        visitor,
        company="Acme", role="Data analyst", ended="2 hours ago",
        **{"people-0-name": "Ana Ruiz", "people-0-email": "ana@acme.example",
           "people-1-name": "Nguyễn Văn An", "people-1-phone": "+84 24 3825 0000"},
    )  # fmt: skip
    page = follow(visitor, answer)
    assert answer.headers["location"] == "/o/acme/debrief/"
    assert "<h1>Ana Ruiz</h1>" in page.text
    assert "Nguyễn Văn An" in page.text
    assert [each["step"] for each in plan(desk, "acme")["actions"]].count("thank-you") == 2


def test_whoever_is_not_known_yet_is_asked_and_their_letters_are_signed(desk: Desk) -> None:
    visitor = desk.visitor()
    first = noted(
        visitor,
        company="Acme", ended="2 hours ago", my_name="Zoë Ångström", my_zone="berlin",
        **{"people-0-name": "Ana Ruiz", "people-0-email": "ana@acme.example"},
    )  # fmt: skip
    assert first.status == 302
    me = json.loads(desk.duly("me", "--json"))
    assert (me["name"], me["zone"], me["country"]) == ("Zoë Ångström", "Europe/Berlin", "DE")
    desk.duly("debrief", "acme", "--topic", "the launch of the shop")
    letter = visitor.get("/o/acme/letters/thank-you/ana-ruiz/").text
    assert re.search(r"Zoë Ångström\s*</textarea>", letter)
    assert "my_name" not in visitor.get("/interview/").text, "asked once"


def test_times_are_read_by_the_clock_one_names_beside_them(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(visitor, company="Acme", tense="ahead", starts="tomorrow 10:00", my_zone="Asia/Tokyo")
    assert ahead(desk, "acme").endswith("T02:00:00+00:00")


def test_two_of_one_name_are_asked_about(desk: Desk) -> None:
    visitor = desk.visitor()
    twice = {"company": "Acme", "ended": "2 hours ago",
             "people-0-name": "José García", "people-1-name": "josé  garcía"}  # fmt: skip
    page = noted(visitor, **twice)
    assert page.status == 422
    assert "José García is there twice" in page.text
    assert "give each their e-mail" in page.text
    apart = {"people-0-email": "jose@acme.example", "people-1-email": "garcia@acme.example"}
    assert noted(visitor, **twice, **apart).status == 302
    assert [each["step"] for each in plan(desk, "acme")["actions"]].count("thank-you") == 2


def test_the_last_full_hour_is_offered_and_accepted(desk: Desk) -> None:
    visitor = desk.visitor()
    assert 'value="today ' in visitor.get("/interview/").text
    assert noted(visitor, company="Acme").status == 302


def test_one_more_person_keeps_what_was_typed(desk: Desk) -> None:
    visitor = desk.visitor()
    typed = {"company": "Bolt", "people-0-name": "Ana", "more": "1", "ended": "nonsense",
             "people-1-email": "not an address"}  # fmt: skip
    page = noted(visitor, **typed)
    assert page.status == 200
    assert "cannot be read" not in page.text
    assert 'name="people-2-name"' in page.text
    for each in ("Bolt", "nonsense", "not an address"):
        assert f'value="{each}"' in page.text
    answer = fill(
        visitor, page, "/interview/", "company",
        **{"ended": "yesterday 15:00", "people-1-email": "bo@bolt.example", "people-2-name": "Cy"},
    )  # fmt: skip
    text = follow(visitor, answer).text
    assert all(f"/o/bolt/debrief/with/{each}/" in text for each in ("ana", "bo", "cy"))


def test_errors_stand_beside_their_fields_and_nothing_is_noted(desk: Desk) -> None:
    visitor = desk.visitor()
    page = noted(
        visitor, company="Acme", ended="next blursday", zone="Mars/Olympus",
        **{"people-0-name": "Ana <b>", "people-0-email": "ana at acme"},
    )  # fmt: skip
    assert page.status == 422
    assert 'value="next blursday"' in page.text
    assert "there is no day in it" in page.text
    assert "Mars/Olympus" in page.text
    assert "is no address for mail" in page.text
    assert "address has its own field" in page.text
    assert json.loads(desk.duly("list", "--json"))["opportunities"] == []


def test_an_interview_that_has_not_come_yet_is_not_over(desk: Desk) -> None:
    page = noted(desk.visitor(), company="Acme", ended="2199-01-01 10:00")
    assert page.status == 422
    assert "has not come yet" in page.text


def test_a_city_is_a_time_zone_and_a_recruiter_stands_between(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(
        visitor, company="Acme", ended="yesterday 15:00", zone="kolkata", playbook="direct",
        recruiter="Rae Okafor", recruiter_email="rae@bridge.example",
    )  # fmt: skip
    text = visitor.get("/o/acme/edit/").text
    assert 'value="Asia/Kolkata"' in text
    assert '<option value="rae-okafor" selected>' in text
    assert '<option value="direct" selected>' in text


def test_a_company_that_is_known_is_asked_about(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(visitor, company="Acme", role="Analyst", ended="3 days ago 15:00")
    noted(visitor, company="Acme", role="Analyst", ended="yesterday 15:00")
    told = {"recruiter": "Rae Cole", "recruiter_email": "rae@agency.example", "zone": "Berlin"}
    page = noted(visitor, company="ACME", ended="2 hours ago", **told)
    assert page.status == 422
    assert "Acme: Analyst" in page.text
    answer = fill(visitor, page, "/interview/", "company", which="acme")
    assert answer.headers["location"] == "/o/acme/debrief/"
    known = visitor.get("/o/acme/edit/").text
    assert re.search(r'<option value="rae-cole" selected>', known), "what was typed is not lost"
    assert 'value="Europe/Berlin"' in known
    other = fill(visitor, page, "/interview/", "company", which="-")
    assert other.headers["location"] == "/o/acme-2/debrief/"


def test_an_interview_to_come_is_prepared_moved_and_cancelled(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = noted(
        visitor, company="Acme", tense="ahead", starts="2099-03-12 10:00", minutes="45",
        **{"people-0-name": "Ana Ruiz"},
    )  # fmt: skip
    assert answer.headers["location"] == "/o/acme/prepare/"
    sheet = follow(visitor, answer).text
    assert "Thu 12 March 2099 10:00" in sheet
    assert "Thu 12 March 2099 10:45" in sheet
    assert "still to find out: title, email, phone" in sheet
    assert ahead(desk, "acme") == "2099-03-12T14:45:00+00:00"

    path = "/o/acme/interview/"
    wrong = fill(visitor, visitor.get(path), path, "was", to="someday")
    assert wrong.status == 422
    assert 'value="someday"' in wrong.text
    assert follow(visitor, fill(visitor, wrong, path, "was", to="2099-03-13 16:00")).status == 200
    assert ahead(desk, "acme") == "2099-03-13T20:45:00+00:00"
    assert "Fri 13 March 2099 16:00" in visitor.get("/o/acme/prepare/").text

    was = {"was": "2099-03-13T20:45:00+00:00"}
    assert visitor.post("/o/acme/interview/cancel/", was).status == 302
    assert "No interview lies ahead" in visitor.get("/o/acme/prepare/").text
    assert visitor.post("/o/acme/interview/cancel/", was).status == 422


def test_the_day_of_what_is_next_is_the_users_own(desk: Desk) -> None:
    """Between these two zones it is never the same day."""
    desk.duly("me", "--name", "Sam Field", "--zone", "Pacific/Honolulu")
    starts = f"{in_days(4).isoformat()} 12:00"
    desk.duly("interview", "Acme", "--zone", "Pacific/Kiritimati", "--starts", starts)
    page = " ".join(re.sub(r"<[^>]+>", " ", desk.visitor().get("/").text).split())
    rest = re.search(r"Next: Acme, (\w+ \d+ \w+)\. Until then, rest", page)
    assert rest
    assert f"best {rest[1]}" in page


def test_another_interview_of_the_same_opportunity_knows_who_is_there(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(visitor, company="Acme", ended="3 days ago 15:00", **{"people-0-name": "Ana Ruiz"})
    noted(visitor, company="Acme", ended="yesterday 15:00", **{"people-0-name": "Ana Ruiz"})
    path = "/o/acme/interview/"
    answer = fill(
        visitor, visitor.get(path), path, "ended",
        known="ana-ruiz", ended="1 hour ago", **{"people-0-name": "Bo Lind"},
    )  # fmt: skip
    text = follow(visitor, answer).text
    assert "/debrief/with/ana-ruiz/" in text
    assert "/debrief/with/bo-lind/" in text


def test_a_conversation_is_not_chased(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(visitor, company="Juno", ended="1 hour ago", conversation="on",
          **{"people-0-name": "Di", "people-0-email": "di@juno.example"})  # fmt: skip
    steps = {each["step"] for each in plan(desk, "juno")["actions"]}
    assert "thank-you" in steps
    assert not steps & {"status", "call"}


def test_an_interview_to_come_is_told_from_its_start_to_its_end(desk: Desk) -> None:
    visitor = desk.visitor()
    day = in_days(2)
    noted(
        visitor, company="Acme", tense="ahead", starts=f"{day} 10:00", minutes="45",
        zone="America/Chicago", **{"people-0-name": "Ana Ruiz"},
    )  # fmt: skip
    when = f"{said(day)} 09:00–09:45 in Chicago, 10:00–10:45 here"
    for path in ("/", "/o/acme/", "/o/acme/log/", "/o/acme/interview/"):
        assert when in visitor.get(path).text, path
    page = visitor.get("/o/acme/")
    assert "Interview with Ana Ruiz" in page.text
    assert '/o/acme/prepare/">What to take along</a>' in page.text
    (row,) = re.findall(r"<tr><td>([^<]*)</td><td>interview, Ana Ruiz</td>", page.text)
    assert row == f"{said(day)} 09:00–09:45"
    assert f"interview, Ana Ruiz, {said(day)} 09:00–09:45" in page.text
    when = when.replace(said(day), spoken(day))
    for command in (("log", "acme"), ("show", "acme"), ("today",)):
        assert when in desk.duly(*command), command


def test_a_moved_interview_is_told_at_its_new_time_and_length(desk: Desk) -> None:
    visitor = desk.visitor()
    day = in_days(2)
    noted(visitor, company="Acme", tense="ahead", starts=f"{day} 10:00", minutes="45")
    path = "/o/acme/interview/"
    fill(visitor, visitor.get(path), path, "was", to=f"{day} 14:00")
    log = visitor.get("/o/acme/log/").text
    assert f"Interview moved to {said(day)} 14:00–14:45" in log
    desk.duly("interview", "acme", "--moved-to", f"{day} 17:00", "--starts", f"{day} 15:30")
    assert f"interview moved to {spoken(day)} 15:30–17:00" in desk.duly("log", "acme")
    page = visitor.get("/o/acme/").text
    assert f"{said(day)} 15:30–17:00" in page
    assert "10:00" not in page


def test_an_interview_whose_start_nobody_knows_is_told_until_its_end(desk: Desk) -> None:
    visitor = desk.visitor()
    noted(visitor, company="Acme", ended="yesterday 15:00")
    until = f"{said(in_days(-1))} until 15:00"
    assert until in visitor.get("/o/acme/log/").text
    assert f"acme: {spoken(in_days(-1))} until 15:00: interview" in desk.duly("log", "acme")
    (path,) = re.findall(
        r'href="(/o/acme/log/fact/\d+/correct/)"', visitor.get("/o/acme/log/").text
    )
    page = visitor.get(path)
    assert "When it ended" in page.text
    fill(visitor, page, path, "happened", minutes="45")
    assert f"{said(in_days(-1))} 14:15–15:00" in visitor.get("/o/acme/log/").text
    desk.duly("correct", "acme", "--when", f"{in_days(-1)} 16:00")
    assert f"{said(in_days(-1))} 15:15–16:00" in visitor.get("/o/acme/log/").text

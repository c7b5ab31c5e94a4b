"""The sheet, the call, people and what is known, without scripts."""

from __future__ import annotations

import json
from typing import Any

from tests.web.forms import fill, follow, in_days
from tests.web.server import Desk


def plan(desk: Desk) -> dict[str, Any]:
    return dict(json.loads(desk.duly("show", "acme", "--json"))["plan"])


def held(days_ago: int) -> str:
    return f"{in_days(-days_ago).isoformat()} 15:00"


def test_a_call_has_its_number_its_hour_its_words_and_its_outcome(desk: Desk) -> None:
    desk.duly("me", "--name", "Sam Field")
    desk.duly("interview", "Acme", "--ended", held(5), "--role", "Analyst",
              "--zone", "Asia/Kolkata", "--with", "Ana Ruiz <ana@acme.example>")  # fmt: skip
    promised = in_days(9).isoformat()
    desk.duly("debrief", "acme", "--promised", promised, "--may-call", "--topic", "ana=churn",
              "--strength", "SQL")  # fmt: skip
    desk.duly("sent", "acme", "thank-you", "--to", "ana", "--when", held(4))
    visitor = desk.visitor()
    page = visitor.get("/o/acme/call/")
    assert "Their number is not known yet" in page.text
    fill(visitor, visitor.get("/o/acme/people/ana-ruiz/"), "/o/acme/people/ana-ruiz/", "phone",
         phone="+91 (80) 5550-100")  # fmt: skip
    page = visitor.get("/o/acme/call/")
    assert 'href="tel:+91805550100"' in page.text
    assert "in Kolkata" in page.text
    assert "good hour" in page.text
    assert "You may call then" in page.text
    assert "seconds aloud" in page.text
    assert "this is Sam Field" in page.text
    assert "If a machine answers" in page.text

    wrong = fill(visitor, page, "/o/acme/call/", "by", by="soonish", outcome="spoke")
    assert wrong.status == 422
    assert 'value="soonish"' in wrong.text
    later = in_days(20).isoformat()
    answer = fill(visitor, wrong, "/o/acme/call/", "by", by=later, outcome="spoke")
    assert "Noted: you spoke." in follow(visitor, answer).text
    assert plan(desk)["promise_on"] == later


def test_a_voicemail_counts_as_an_attempt_and_gives_no_date(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", held(9), "--with", "Ana <ana@acme.example>")
    visitor = desk.visitor()
    page = visitor.get("/o/acme/call/")
    assert "this one is your own idea" in page.text
    fill(visitor, page, "/o/acme/call/", "by", by="in two weeks", outcome="voicemail")
    assert plan(desk)["attempts"]["made"] == 1
    assert plan(desk)["promise_on"] is None


def test_looking_at_a_call_or_at_the_letters_keeps_nothing(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--with", "Ana <ana@acme.example>")
    desk.duly("debrief", "acme", "--topic", "ana=churn")
    visitor = desk.visitor()
    for _ in range(2):
        assert "churn" in visitor.get("/o/acme/debrief/done/").text
    letters = json.loads(desk.duly("letter", "acme", "--json"))["letters"]
    assert [each["version"] for each in letters] == [1]


def test_nobody_to_call_is_said(desk: Desk) -> None:
    desk.duly("open", "Acme")
    answer = desk.visitor().get("/o/acme/call/")
    assert answer.status == 409
    assert "Nobody at Acme is known yet" in answer.text


def test_an_address_that_was_missing_is_added_and_one_that_is_gone_forgotten(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--with", "Bo Lind")
    visitor, path = desk.visitor(), "/o/acme/people/bo-lind/"
    assert f'href="{path}"' in visitor.get("/o/acme/").text
    wrong = fill(
        visitor, visitor.get(path), path, "email",
        email="bo at acme", profile="https://evil.example/in/bo",
    )  # fmt: skip
    assert wrong.status == 422
    assert "is no LinkedIn profile" in wrong.text
    assert "is no address for mail" in wrong.text
    fill(
        visitor, wrong, path, "email",
        email="bo@acme.example", name="Bo Lindh", address="1 Main Street\nSpringfield",
        prefers="post", profile="https://www.linkedin.com/in/bo-lindh?trk=x",
        linkedin="connected", role="recruiter", main="on", title="Head of Tests",
    )  # fmt: skip
    assert "find-address" not in [each["step"] for each in plan(desk)["actions"]]
    page = visitor.get(path).text
    for each in (
        "Bo Lindh",
        "bo@acme.example",
        "Springfield",
        "Head of Tests",
        "linkedin.com/in/bo-lindh",
    ):
        assert each in page
    fill(visitor, visitor.get(path), path, "email", email="", prefers="email", main="")
    assert "bo@acme.example" not in visitor.get(path).text
    assert visitor.get("/o/acme/people/nobody/").status == 404


def test_somebody_new_becomes_part_of_an_opportunity(desk: Desk) -> None:
    desk.duly("open", "Acme")
    visitor, path = desk.visitor(), "/o/acme/people/"
    answer = fill(visitor, visitor.get(path), path, "email", name="Rae Okafor",
                  email="rae@bridge.example", role="recruiter", linkedin="unknown")  # fmt: skip
    assert answer.status == 302
    assert "Rae Okafor" in visitor.get("/o/acme/edit/").text


def test_what_is_known_of_an_opportunity_is_changed(desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--with", "Ana <ana@acme.example>")
    visitor, path = desk.visitor(), "/o/acme/edit/"
    wrong = fill(visitor, visitor.get(path), path, "sector", company=" ", country="Atlantis",
                 time_zone="Mars")  # fmt: skip
    assert wrong.status == 422
    assert 'value="ATLANTIS"' in wrong.text or 'value="Atlantis"' in wrong.text
    answer = fill(
        visitor, wrong, path, "sector",
        company="Acme Ltd", role="Lead", time_zone="Europe/Berlin", country="de-by",
        sector="sales", playbook="direct", via="ana", main_contact="ana",
        applied="2020-03-02 09:00",
    )  # fmt: skip
    assert answer.status == 302
    page = visitor.get(path).text
    for each in ("Acme Ltd", "Europe/Berlin", "DE-BY", '<option value="ana" selected>'):
        assert each in page
    fill(visitor, visitor.get(path), path, "sector", via="", interested="")
    assert visitor.get(path).text.count('<option value="ana" selected>') == 1

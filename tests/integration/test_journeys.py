"""Whole stories, told by the commands a job seeker types; a career adviser can read them."""

from __future__ import annotations

from typing import Any


def test_from_the_interview_to_the_plan(duly: Any) -> None:
    out = duly.done(
        "interview", "ACME", "--ended", "yesterday 15:00", "--role", "Data analyst",
        "--zone", "America/Chicago",
        "--with", "Ana Ruiz <ana@acme.example>", "--with", "Bo Lind <bo@acme.example>",
    )  # fmt: skip
    assert 'Opened ACME as "acme"' in out
    # The notes come first; the thank-yous wait for them, at most half their time.
    assert duly.steps("acme")[0] == "debrief"

    duly.done(
        "debrief", "acme", "--cares", "ana=cutting churn", "--topic", "bo=the new warehouse",
        "--promised", "17 March", "--may-call", "--prefers", "bo=email",
    )  # fmt: skip
    assert "debrief" not in duly.steps("acme")

    # Each interviewer gets a letter of their own, once.
    duly.done("sent", "acme", "thank-you", "--to", "ana")
    duly.done("sent", "acme", "thank-you", "--to", "bo")
    assert not [step for step in duly.steps("acme") if step.startswith("thank-you")]

    # They promised the 17th: nobody is asked before it has passed.
    shown = duly.json("show", "acme")
    assert shown["plan"]["state"] == "waiting"
    assert shown["plan"]["promise_on"] == "2026-03-17"
    asking = [act for act in shown["plan"]["actions"] if act["step"] in ("status", "call")]
    assert asking
    assert all(act["earliest"][:10] >= "2026-03-17" for act in asking)


def test_a_call_a_new_date_and_an_offer(duly: Any) -> None:
    duly.done("interview", "Bolt", "--ended", "2026-03-02 11:00", "--with", "Cy <cy@bolt.example>")
    duly.done("person", "bolt", "cy", "--phone", "+1 212 555 0100")
    duly.done("sent", "bolt", "thank-you", "--when", "2026-03-02 16:00")
    duly.done("call", "bolt", "--outcome", "spoke", "--by", "20 March")
    assert duly.json("show", "bolt")["plan"]["promise_on"] == "2026-03-20"

    duly.done("offer", "bolt", "--answer-by", "18 March", "--salary", "EUR 70,000", "--from", "cy")
    shown = duly.json("show", "bolt")
    assert shown["plan"]["state"] == "offer"
    assert shown["offers"][0]["salary"] == "EUR 70,000"
    decide = next(act for act in shown["plan"]["actions"] if act["step"] == "decide")
    assert decide["latest"] == "2026-03-18T17:00:00-04:00"

    duly.done("offer", "bolt", "--more-time", "2026-03-20 12:00")
    decide = next(a for a in duly.json("show", "bolt")["plan"]["actions"] if a["step"] == "decide")
    assert decide["latest"] == "2026-03-20T12:00:00-04:00"


def test_a_deadline_that_was_over_when_it_was_named_is_refused(duly: Any) -> None:
    duly.done("open", "Bolt")
    refused = duly.run("offer", "bolt", "--answer-by", "2026-01-05")
    assert refused.code == 2
    assert "was over when they said so" in refused.err
    duly.done("offer", "bolt", "--answer-by", "2026-01-05", "--when", "2026-01-02 10:00")
    assert duly.run("offer", "bolt", "--more-time", "2026-01-08").code == 2


def test_after_accepting_everyone_else_is_told(duly: Any) -> None:
    for company in ("Acme", "Bolt"):
        host = f"{company.lower()}.example"
        duly.done("interview", company, "--ended", "yesterday 11:00", "--with", f"Cy <cy@{host}>")
    assert duly.run("accept", "bolt").code == 2, "there is no offer to accept yet"
    duly.done("offer", "bolt", "--from", "cy")
    duly.done("accept", "bolt")
    assert duly.steps("bolt") == ["accept cy-2"]
    assert duly.steps("acme") == ["withdraw cy"]
    again = duly.run("accept", "bolt")
    assert again.code == 3, "that was the decision already"
    assert "you have accepted the offer from bolt already" in again.err.lower()


def test_a_no_is_a_no(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "monday 11:00", "--with", "Cy <cy@acme.example>")
    duly.done("received", "acme", "rejection", "--from", "cy")
    assert duly.state("acme") == "closed"
    assert duly.steps("acme") == ["thank-for-answer cy", "stay-in-touch cy"]


def test_the_user_rules(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "monday 11:00", "--with", "Cy <cy@acme.example>")
    duly.done("skip", "acme", "thank-you")
    assert "thank-you cy" not in duly.steps("acme")
    duly.done("undo", "acme")
    assert "thank-you cy" in duly.steps("acme")
    duly.done("snooze", "acme", "status", "--until", "30 March")
    status = [a for a in duly.json("show", "acme")["plan"]["actions"] if a["step"] == "status"]
    assert status[0]["earliest"].startswith("2026-03-30T09:00")
    duly.done("retire", "acme")
    assert duly.state("acme") == "let go"


def test_a_mistake_is_put_right_and_the_log_keeps_both(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "monday 11:00", "--with", "Cy <cy@acme.example>")
    duly.done("received", "acme", "still deciding", "--by", "13 March")
    duly.done("correct", "acme", "--by", "16 March")
    shown = duly.json("show", "acme")
    assert shown["plan"]["promise_on"] == "2026-03-16"
    assert [fact["what"] for fact in shown["facts"]] == ["interview", "received"]


def test_an_interview_that_is_set_up_moved_and_cancelled(duly: Any) -> None:
    duly.done("interview", "Acme", "--starts", "friday 10:00", "--with", "Cy <cy@acme.example>")
    assert duly.state("acme") == "preparing"
    assert duly.steps("acme") == ["prepare"]
    assert "Cy" in duly.done("prepare", "acme")
    duly.done("interview", "acme", "--moved-to", "2026-03-16 15:00")
    assert duly.json("prepare", "acme")["ends_at"] == "2026-03-16T19:00:00+00:00"
    later = "2026-03-11T11:00-04:00"
    duly.done("interview", "acme", "--cancelled", at=later)
    assert "prepare" not in duly.steps("acme", at=later)


def test_a_networking_contact_is_thanked_and_never_chased(duly: Any) -> None:
    duly.done(
        "interview", "Juno", "--networking", "--conversation", "--ended", "today 8:00",
        "--with", "Amara <amara@juno.example>",
    )  # fmt: skip
    steps = duly.steps("juno")
    assert "thank-you amara" in steps
    assert not {"status amara", "call amara", "debrief"} & set(steps)


def test_an_address_that_bounced_is_settled_by_a_new_one(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "yesterday 11:00", "--with", "Cy <cyy@acme.example>")
    duly.done("sent", "acme", "thank-you", "--to", "cy", "--when", "yesterday 15:00")
    duly.done("received", "acme", "bounce", "--from", "cy")
    assert "find-address cy" in duly.steps("acme")
    duly.done("person", "acme", "cy", "--email", "cy@acme.example")
    steps = duly.steps("acme")
    assert "find-address cy" not in steps
    assert "thank-you cy" in steps, "the letter that came back is still to be sent"


def test_times_are_told_in_both_zones(duly: Any) -> None:
    duly.done(
        "interview", "Acme", "--ended", "yesterday 16:00", "--zone", "America/Chicago",
        "--with", "Cy <cy@acme.example>",
    )  # fmt: skip
    assert "by Wed 11 March 15:00 in Chicago, 16:00 here" in duly.done("today")


def test_today_and_list_and_nothing_lost_between_them(duly: Any) -> None:
    duly.done("interview", "Acme", "--ended", "yesterday 16:00", "--with", "Cy <cy@acme.example>")
    actions = duly.json("today")["actions"]
    assert {act["opportunity"] for act in actions} == {"acme"}
    assert all(act["why"] and act["rules"] for act in actions)
    assert duly.json("list")["opportunities"][0]["state"] == "acting"


def test_the_demo_shows_every_state_and_leaves_the_users_own_search_alone(duly: Any) -> None:
    out = duly.done("demo", at=None)
    assert all(line.startswith("DEMO") for line in out.splitlines())
    listed = duly.json("--demo", "list", at=None)
    assert listed["demo"] is True
    assert {each["state"] for each in listed["opportunities"]} == {
        "preparing", "acting", "waiting", "answer owed", "offer", "closed", "let go",
    }  # fmt: skip
    assert len(listed["opportunities"]) == 8
    assert duly.json("list")["opportunities"] == []


def test_a_recruiter_and_a_main_contact_can_be_taken_back(duly: Any) -> None:
    duly.done("open", "Acme", "--via", "Rae Okafor <rae@bridge.example>", "--person", "Ana Ruiz")
    duly.done("edit", "acme", "--main-contact", "ana")
    found = duly.json("show", "acme")
    assert (found["via"], found["main_contact"]) == ("rae-okafor", "ana-ruiz")
    duly.done("edit", "acme", "--via", "", "--main-contact", "")
    found = duly.json("show", "acme")
    assert not found["via"]
    assert not found["main_contact"]
    assert len(found["people"]) == 2

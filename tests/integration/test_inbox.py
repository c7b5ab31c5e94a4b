"""`duly import` of mail, `duly inbox`, `duly log`: what the mail says, and the user's last word."""

from __future__ import annotations

import os
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.integration.conftest import NOW

NO = (
    "Dear Sam,\n\nthank you for your interest in the data analyst role. Unfortunately we have "
    "decided to move forward with other candidates.\n\nThe Acme team"
)


def mail(name: str, text: str, *, at: str = "2026-03-10T10:00-04:00", **headers: str) -> str:
    """Return a message to Sam, unless the headers say otherwise."""
    lines = {
        "From": "Ana Ruiz <ana@acme.example>",
        "To": "Sam Field <sam@mail.example>",
        "Subject": "Your application",
        "Date": format_datetime(datetime.fromisoformat(at)),
        "Message-ID": f"<{name}@acme.example>",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    head = "".join(f"{key}: {value}\n" for key, value in lines.items())
    if "Content_Type" not in headers:
        head += "Content-Type: text/plain; charset=utf-8\n"
    return f"{head}\n{text}\n"


@pytest.fixture
def box(duly: Any, tmp_path: Path) -> Any:
    """Return a function that puts mails into a folder; Sam applied at Acme and met Ana."""
    duly.done("me", "--email", "sam@mail.example")
    duly.done("interview", "Acme", "--role", "Data analyst", "--ended", "monday 14:00",
              "--with", "Ana Ruiz <ana@acme.example>")  # fmt: skip
    folder = tmp_path / "mail"
    folder.mkdir()

    def put(name: str, text: str, **headers: str) -> Path:
        (folder / f"{name}.eml").write_text(mail(name, text, **headers), encoding="utf-8")
        return folder

    return put


def test_a_no_waits_for_yes_and_then_closes(duly: Any, box: Any) -> None:
    folder = box("no", NO)
    read = duly.run("import", str(folder))
    assert read.code == 4
    assert "1 mail waits for your word: duly inbox" in read.out
    (asked,) = duly.json("inbox")["waiting"]
    assert (asked["meaning"], asked["opportunity"]) == ("rejection", "acme")
    assert any("other candidates" in one["what"] for one in asked["evidence"])
    assert duly.state("acme") != "closed"
    assert "1 mail waits" in duly.done("today")
    number = str(asked["mail"])
    assert "they sent (Ana Ruiz): rejection" in duly.done("inbox", "yes", number)
    assert duly.state("acme") == "closed"
    assert duly.run("inbox").code == 3
    assert duly.run("inbox", "yes", number).code == 3


def test_the_same_folder_twice_changes_nothing(duly: Any, box: Any) -> None:
    folder = box("no", NO)
    duly.run("import", str(folder))
    before = duly.json("inbox")
    again = duly.run("import", str(folder), "--again")
    assert again.code == 3
    assert duly.json("inbox") == before


def test_a_no_to_a_mail_is_remembered_for_its_sender_and_wording(duly: Any, box: Any) -> None:
    folder = box("one", NO)
    duly.run("import", str(folder))
    (asked,) = duly.json("inbox")["waiting"]
    duly.done("inbox", "no", str(asked["mail"]))
    assert duly.state("acme") != "closed"
    box("two", NO.replace("data analyst", "data scientist"))
    assert duly.run("import", str(folder)).code == 3
    assert duly.run("inbox").code == 3


def test_a_correction_is_applied_and_remembered(duly: Any, box: Any) -> None:
    folder = box("one", NO)
    duly.run("import", str(folder))
    (asked,) = duly.json("inbox")["waiting"]
    duly.done("inbox", "correct", str(asked["mail"]), "--meaning", "still deciding",
              "--by", "friday")  # fmt: skip
    shown = duly.json("show", "acme", "--no-ahead")
    assert shown["plan"]["promise_on"] == "2026-03-13"
    box("two", NO, at="2026-03-10T12:00-04:00")
    duly.run("import", str(folder))
    (again,) = duly.json("inbox")["waiting"]
    assert again["meaning"] == "still deciding"
    assert again["evidence"][0]["where"] == "your word"


def test_what_is_noted_by_itself_is_told_and_can_be_undone(duly: Any, box: Any) -> None:
    folder = box("thanks", "Dear Ana,\n\nthank you for taking the time to talk with me yesterday. "
                 "I enjoyed hearing about the launch.\n\nSam",
                 From="Sam Field <sam@mail.example>", To="Ana Ruiz <ana@acme.example>")  # fmt: skip
    assert "thank-you ana-ruiz" in duly.steps("acme")
    read = duly.done("import", str(folder))
    assert "Noted by itself" in read
    assert "thank-you ana-ruiz" not in duly.steps("acme")
    entry = duly.json("log", "acme")["entries"][0]
    assert (entry["what"], entry["step"], entry["by_user"]) == ("sent", "thank-you", False)
    assert "noted by itself, from “Your application”" in duly.done("log", "acme")
    duly.done("undo", "acme")
    assert "thank-you ana-ruiz" in duly.steps("acme")
    assert not duly.json("log", "acme")["entries"][0]["in_force"]
    duly.run("import", str(folder), "--again")
    assert "thank-you ana-ruiz" in duly.steps("acme"), "what was undone is not applied again"


def test_only_what_is_about_the_search_is_kept(duly: Any, box: Any) -> None:
    box("lunch", "Will you come for lunch on Sunday?", From="Mum <mum@family.example>")
    folder = box("parcel", "Your parcel is on its way.", From="Shop <shop@shop.example>")
    duly.run("import", str(folder))
    assert b"lunch" not in duly.database.read_bytes()
    assert b"parcel" not in duly.database.read_bytes()


def test_whose_mailbox_it_is_is_told_from_the_mail(duly: Any, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.eml").write_text(mail(str(number), NO), encoding="utf-8")
    assert "Taking it that sam@mail.example is you" in duly.run("import", str(folder)).out
    assert duly.json("me", at=None)["email"] == "sam@mail.example"


def test_a_letter_goes_on_in_the_conversation(duly: Any, box: Any, tmp_path: Path) -> None:
    folder = box("when", "Hi Sam,\n\nit was good to meet you. We will decide by March 13.\n\nAna")
    duly.run("import", str(folder))
    for each in duly.json("inbox")["waiting"]:
        duly.done("inbox", "yes", str(each["mail"]))
    duly.done("debrief", "acme", "--topic", "the spring launch", "--cares", "ana=churn")
    draft = tmp_path / "draft.eml"
    duly.done("letter", "acme", "thank-you", "--to", "ana", "--save", str(draft))
    assert b"In-Reply-To: <when@acme.example>" in draft.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["inbox", "yes"], "no mail was named"),
        (["inbox", "yes", "77"], "there is no mail 77"),
        (["inbox", "correct", "1", "--meaning", "rejektion"], 'Did you mean "rejection"?'),
        (["import", "nowhere.mbox"], "nowhere.mbox"),
        (["log", "nobody"], 'there is no opportunity "nobody"'),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(duly: Any, arguments: list[str], says: str) -> None:
    duly.done("open", "Acme")
    found = duly.run(*arguments)
    assert found.code in (1, 2)
    assert says in found.err


def test_a_file_whose_name_is_in_no_charset_is_read_like_any_other(duly: Any, box: Any) -> None:
    folder = box("no", NO)
    (folder / "no.eml").rename(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.eml"))
    assert duly.run("import", str(folder)).code == 4
    assert duly.run("import", os.fsdecode(os.fsencode(folder) + b"/caf\xe9.eml")).code == 3


CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Acme//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
    "UID:{uid}\nSEQUENCE:{sequence}\nDTSTAMP:20260309T1{sequence}0000Z\n"
    "DTSTART:2026031{day}T180000Z\nDTEND:2026031{day}T190000Z\nSUMMARY:Interview with Acme\n"
    "ORGANIZER;CN=Ana Ruiz:mailto:ana@acme.example\n"
    "ATTENDEE;CN=Sam Field:mailto:sam@mail.example\n{more}END:VEVENT\nEND:VCALENDAR\n"
)


def calendar(uid: str = "one", *, sequence: int = 0, day: int = 2, more: str = "") -> str:
    """Return an invitation by Ana for 2 in the afternoon of a day between the 10th and 19th."""
    return CALENDAR.format(uid=uid, sequence=sequence, day=day, more=more)


def test_an_address_too_long_to_be_kept_stops_nobody_elses_mail(duly: Any, box: Any) -> None:
    more = f"ATTENDEE;CN=Bo Li:mailto:{'a' * 400}@acme.example\n"
    box("invited", calendar(more=more), Content_Type="text/calendar")
    folder = box("no", NO)
    assert duly.run("import", str(folder)).code == 4
    assert len(duly.json("inbox")["waiting"]) == 1
    assert "interview (Ana Ruiz, Bo Li)" in duly.done("log", "acme")


def test_two_that_read_the_same_mail_at_once_keep_it_once(duly: Any, box: Any) -> None:
    for number in range(40):
        folder = box(str(number), f"{NO} {number}")
    both = [duly.start("import", str(folder), "--at", NOW) for _ in range(3)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert err == ""
        assert process.returncode in (3, 4)
    assert len(duly.json("inbox")["waiting"]) == 40


def test_a_mail_that_quotes_another_ones_number_is_not_taken_for_it(duly: Any, box: Any) -> None:
    folder = box("no", NO)
    duly.run("import", str(folder))
    text = mail("asked", "Hi Sam,\n\nwhen could you come for an interview?\n\n"
                "Message-ID: <no@acme.example>\n\nAna")  # fmt: skip
    text = text.replace("Message-ID: <asked@acme.example>\n", "")
    (folder / "asked.eml").write_text(text, encoding="utf-8")
    duly.run("import", str(folder))
    assert len(duly.json("inbox")["waiting"]) == 2


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_update_after_an_undone_one_doubles_no_interview(
    duly: Any, box: Any, method: str
) -> None:
    duly.done("import", str(box("invited", calendar(), Content_Type="text/calendar")))
    update = calendar(sequence=1, day=3).replace("METHOD:REQUEST", f"METHOD:{method}")
    folder = box("changed", update, at="2026-03-10T11:00-04:00", Content_Type="text/calendar")
    duly.done("import", str(folder))
    duly.done("undo", "acme")
    box("again", calendar(sequence=2, day=4), at="2026-03-10T12:00-04:00",
        Content_Type="text/calendar")  # fmt: skip
    duly.done("import", str(folder))
    entries = duly.json("log", "acme")["entries"]
    assert [each["what"] for each in entries if each["in_force"]] == [
        "interview_moved", "interview", "interview",
    ]  # fmt: skip
    assert entries[0]["to_at"] == "2026-03-14T15:00:00-04:00"


def test_what_turns_the_text_around_is_not_shown(duly: Any, box: Any) -> None:
    folder = box("no", NO, From="=?utf-8?q?Ana_=E2=80=AERuiz=C2=9B31m?= <ana@acme.example>",
                 Subject="=?utf-8?q?Your_=1B[2J=E2=80=AEapplication=E2=81=A6?=")  # fmt: skip
    duly.run("import", str(folder))
    shown = duly.done("inbox") + duly.done("inbox", "show", "1")
    assert not {"\u202e", "\u2066", "\x9b", "\x1b"} & set(shown)


WITHDRAWAL = (
    "Dear Ana,\n\nI have decided to withdraw my application for the data analyst role. Please "
    "take me out of the process.\n\nSam"
)


def test_a_mail_in_the_users_name_that_came_in_from_outside_waits(duly: Any, box: Any) -> None:
    names = {"From": "Sam Field <sam@mail.example>", "To": "Ana Ruiz <ana@acme.example>"}
    folder = box("forged", WITHDRAWAL, Return_Path="<eve@evil.example>", **names)
    assert duly.run("import", str(folder)).code == 4
    assert duly.state("acme") != "closed"
    (asked,) = duly.json("inbox")["waiting"]
    assert "came in from outside" in asked["evidence"][0]["what"]
    duly.run("import", str(box("own", WITHDRAWAL, **names)))
    assert duly.state("acme") == "closed"


def test_a_stranger_in_a_known_conversation_closes_nothing(duly: Any, box: Any) -> None:
    asked = "Hi Sam,\n\nit was good to meet you. We will decide by March 13.\n\nAna"
    duly.run("import", str(box("asked", asked)))
    duly.done("inbox", "yes", "1")
    answer = {"In_Reply_To": "<asked@acme.example>", "at": "2026-03-10T12:00-04:00"}
    folder = box("evil", NO, From="Ana Ruiz <ana@evil.example>", **answer)
    assert duly.run("import", str(folder)).code == 4
    assert duly.state("acme") != "closed"
    folder = box("colleague", NO, From="Bo Li <bo@acme.example>", **answer)
    duly.run("import", str(folder))
    assert duly.state("acme") == "closed"


def test_a_calendar_full_of_interviews_waits(duly: Any, box: Any) -> None:
    head, event = calendar("{uid}").split("BEGIN:VEVENT\n")
    event = "BEGIN:VEVENT\n" + event.removesuffix("END:VCALENDAR\n")
    events = "".join(event.replace("{uid}", str(number)) for number in range(13))
    folder = box("many", f"{head}{events}END:VCALENDAR\n", Content_Type="text/calendar")
    assert duly.run("import", str(folder)).code == 4
    assert len(duly.json("log", "acme")["entries"]) == 1


def test_receipts_for_two_roles_open_two_opportunities(duly: Any, box: Any) -> None:
    receipt = (
        "Dear Sam,\n\nthank you for applying to Birch. We have received your application for the "
        "position of {}.\n\nThe Birch Talent Team"
    )
    birch = {"From": "Birch <jobs@birch.example>", "Subject": "Your application at Birch"}
    box("one", receipt.format("Data Engineer"), **birch)
    folder = box("two", receipt.format("Product Designer"), **birch)
    duly.run("import", str(folder))
    duly.done("inbox", "yes", "--all")
    assert "Data Engineer" in duly.done("list")
    assert "Product Designer" in duly.done("list")


def test_a_no_to_one_client_of_a_hiring_system_is_none_to_another(duly: Any, box: Any) -> None:
    sent = {"From": "{} <no-reply@us.greenhouse-mail.io>", "Subject": "Your application to {}"}
    for company in ("Birch", "Cedar"):
        text = NO.replace("Acme", company)
        folder = box(company, text, **{key: each.format(company) for key, each in sent.items()})
        duly.run("import", str(folder))
        (asked,) = duly.json("inbox")["waiting"]
        assert asked["subject"] == f"Your application to {company}"
        duly.done("inbox", "no", str(asked["mail"]))


def test_mail_read_day_by_day_is_found_as_if_read_at_once(duly: Any, box: Any) -> None:
    bo = {"From": "Bo Li <bo@birch.example>"}
    receipt = (
        "Dear Sam,\n\nthank you for applying to Birch. We have received your application for the "
        "position of Data Engineer.\n\nBo Li"
    )
    duly.run("import", str(box("one", receipt, **bo)))
    folder = box("two", "Hi Sam,\n\nis 3pm still good for a chat? Which number shall I call?\n\nBo",
                 at="2026-03-10T15:00-04:00", **bo)  # fmt: skip
    duly.run("import", str(folder))
    assert len(duly.json("inbox")["waiting"]) == 2


def test_events_with_odd_numbers_are_told_apart(duly: Any, box: Any) -> None:
    for number, uid in enumerate(["%", "_", "'; --", "!", "u" * 60_000], start=1):
        event = calendar(uid, day=number + 1)
        folder = box(f"m{number}", event, Content_Type="text/calendar")
    duly.done("import", str(folder))
    entries = duly.json("log", "acme")["entries"]
    assert sum(each["what"] == "interview" for each in entries) >= 5


def test_a_bounce_that_trips_the_patterns_of_others_says_nothing_of_it(duly: Any, box: Any) -> None:
    folder = box("bounce", "It did not arrive.", From="Daemon \xff <mailer-daemon@x.example>",
                 Subject="Undelivered Mail Returned to Sender")  # fmt: skip
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes().replace("\xff".encode(), b"\xff"))
    assert duly.run("import", str(folder)).err == ""


def test_what_a_mail_added_is_taken_back_by_its_number_however_long_ago(
    duly: Any, box: Any
) -> None:
    folder = box("thanks", "Dear Ana,\n\nthank you for taking the time to talk with me.\n\nSam",
                 From="Sam Field <sam@mail.example>", To="Ana Ruiz <ana@acme.example>")  # fmt: skip
    duly.done("import", str(folder))
    number = str(duly.json("log", "acme")["entries"][0]["mail"])
    duly.done("received", "acme", "still deciding", "--by", "friday")
    assert "you thanked Ana Ruiz" in duly.done("inbox", "undo", number)
    assert "thank-you ana-ruiz" in duly.steps("acme")
    assert duly.json("show", "acme", "--no-ahead")["plan"]["promise_on"] == "2026-03-13"
    assert duly.run("inbox", "undo", number).code == 3


def test_a_mail_said_to_belong_to_an_opportunity_is_noted_there(duly: Any, box: Any) -> None:
    duly.done("open", "Birch", "--role", "Controller")
    folder = box("no", "Hello Sam,\n\nunfortunately the role went to another candidate.",
                 From="Rae Okafor <rae@agency.example>", Subject="News")  # fmt: skip
    assert duly.run("import", str(folder), "--for", "birch").code == 0
    assert duly.state("birch") == "closed"
    assert duly.state("acme") != "closed"


def test_a_mail_that_fails_its_domains_checks_asks(duly: Any, box: Any) -> None:
    folder = box("thanks", "Dear Ana,\n\nthank you for taking the time to talk with me.\n\nSam",
                 From="Sam Field <sam@mail.example>", To="Ana Ruiz <ana@acme.example>",
                 Authentication_Results="mx.mail.example; dmarc=fail; spf=fail")  # fmt: skip
    duly.run("import", str(folder))
    assert "thank-you ana-ruiz" in duly.steps("acme")
    (asked,) = duly.json("inbox")["waiting"]
    assert asked["evidence"][-1]["where"] == "header authentication-results"


def test_an_interview_of_a_mail_is_told_from_its_start(duly: Any, box: Any) -> None:
    text = (
        "Hi Sam,\n\nwe would like to invite you to an interview on Thursday 12 March at 14:00. "
        "It will take 45 minutes.\n\nAna"
    )
    duly.run("import", str(box("invited", text)))
    if duly.run("inbox").code == 0:
        assert "Thu 12 March 14:00–14:45: interview" in duly.done("inbox")
        duly.done("inbox", "yes", "1")
    assert "acme: Thu 12 March 14:00–14:45: interview" in duly.done("log", "acme")

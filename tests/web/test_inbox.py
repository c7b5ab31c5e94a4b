"""The mail without scripts: what waits, by which words, and the user's last word about it."""

from __future__ import annotations

import json
import re
import time
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.forms import Form, fill, follow, in_days, said
from tests.web.mailbox import DECIDING, NO, THANKS, put, seeker, written
from tests.web.server import Answer, Desk, Visitor

from duly.core.worktime import spoken


@pytest.fixture
def box(desk: Desk) -> Desk:
    return seeker(desk)


def numbers(page: Answer) -> list[str]:
    """Return the numbers of the mails that a page shows to be decided."""
    return re.findall(r'id="mail-(\d+)"', page.text)


def plain(page: Answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def state(desk: Desk) -> str:
    return str(json.loads(desk.duly("show", "acme", "--no-ahead", "--json"))["plan"]["state"])


def test_a_mail_is_shown_with_the_words_it_was_understood_by(box: Desk) -> None:
    put(box, written("no", NO))
    page = box.visitor().get("/inbox/")
    (marked,) = re.findall(r"<mark>(.*?)</mark>", page.text)
    assert "other candidates" in marked
    assert "A no" in plain(page)
    assert "Would note:" in plain(page)
    assert "they sent (Ana Ruiz): rejection" in plain(page)
    assert 'Mail <span class="count">1' in page.text


def test_a_yes_is_noted_and_can_be_taken_back_and_said_again(box: Desk) -> None:
    put(box, written("no", NO))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    answer = visitor.post(f"/inbox/{number}/yes/")
    assert answer.status == 302
    assert state(box) == "closed"
    done = visitor.get(answer.headers["location"])
    assert "Just now" in plain(done)
    assert "you said yes" in plain(done)
    assert not numbers(done)
    again = visitor.post(f"/inbox/{number}/undo/")
    assert state(box) != "closed"
    assert "taken back" in plain(visitor.get(again.headers["location"]))
    visitor.post(f"/inbox/{number}/yes/")
    assert state(box) == "closed"


def test_a_no_is_remembered_and_forgotten_when_it_is_taken_back(box: Desk) -> None:
    put(box, written("one", NO))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    visitor.post(f"/inbox/{number}/no/")
    put(box, written("two", NO))
    assert not numbers(visitor.get("/inbox/"))
    visitor.post(f"/inbox/{number}/undo/")
    assert numbers(visitor.get("/inbox/")) == [number]
    put(box, written("three", NO))
    assert len(numbers(visitor.get("/inbox/"))) == 2


def test_a_correction_keeps_what_was_typed_until_it_can_be_noted(box: Desk) -> None:
    put(box, written("no", NO))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    said = {"meaning": "still deciding", "opportunity": "", "company": "", "role": "Analyst"}
    wrong = visitor.post(f"/inbox/{number}/correct/", said)
    assert wrong.status == 422
    assert "Name the company" in plain(wrong)
    assert 'value="Analyst"' in wrong.text
    right = visitor.post(f"/inbox/{number}/correct/", {**said, "opportunity": "acme"})
    assert right.status == 302
    assert state(box) == "waiting" or "still deciding" in box.duly("log", "acme")
    assert state(box) != "closed"


def test_a_correction_opens_a_new_opportunity(box: Desk) -> None:
    put(box, written("no", NO))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    said = {"meaning": "rejection", "opportunity": "", "company": "Bramble", "role": "Analyst"}
    assert visitor.post(f"/inbox/{number}/correct/", said).status == 302
    assert "bramble" in box.duly("list", check=False)
    assert state(box) != "closed"


def test_a_date_that_a_mail_does_not_give_can_be_struck_out(box: Desk) -> None:
    put(
        box,
        written("soon", DECIDING.replace("Ana", "We will be in touch within two weeks.\n\nAna")),
    )
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    assert 'name="promise_on_picked" value="2' in visitor.get(f"/inbox/{number}/").text
    said = {"meaning": "still deciding", "opportunity": "acme", "promise_on": "",
            "promise_on_picked": ""}  # fmt: skip
    assert visitor.post(f"/inbox/{number}/correct/", said).status == 302
    shown = json.loads(box.duly("show", "acme", "--no-ahead", "--json"))
    assert shown["plan"]["promise_on"] is None


def test_of_two_that_fit_the_user_chooses(box: Desk) -> None:
    box.duly("open", "Acme", "--role", "Product designer")
    put(box, written("no", NO.replace(" in the data analyst role", ""),
                     From="Acme Jobs <jobs@acme.example>"))  # fmt: skip
    visitor = box.visitor()
    page = visitor.get("/inbox/")
    (number,) = numbers(page)
    assert "Which one does it belong to?" in plain(page)
    assert f'action="/inbox/{number}/yes/"' in page.text
    alone = visitor.post(f"/inbox/{number}/yes/")
    assert alone.status == 409
    assert "may belong to" in plain(alone)
    assert visitor.post(f"/inbox/{number}/yes/", {"for": "acme-2"}).status == 302
    assert state(box) != "closed"
    assert "rejection" in box.duly("log", "acme-2")


def test_yes_to_all_takes_what_was_shown_and_no_more(box: Desk) -> None:
    put(box, written("one", DECIDING))
    visitor = box.visitor()
    shown = numbers(visitor.get("/inbox/"))
    put(box, written("two", NO))
    answer = visitor.post("/inbox/yes/", {"number": shown})
    assert answer.status == 302
    left = numbers(visitor.get("/inbox/"))
    assert len(left) == 1
    assert left != shown
    assert state(box) != "closed"


def test_what_was_noted_by_itself_is_told_and_can_be_undone(box: Desk) -> None:
    put(box, written("thanks", THANKS, From="Sam Field <sam@mail.example>",
                     To="Ana Ruiz <ana@acme.example>"))  # fmt: skip
    visitor = box.visitor()
    page = visitor.get("/inbox/")
    assert "noted by itself" in plain(page)
    assert "you thanked Ana Ruiz" in plain(page)
    (undo,) = re.findall(r'action="(/inbox/\d+/undo/)"', page.text)
    visitor.post(undo)
    assert "[taken back]" in box.duly("log", "acme")


def test_a_mail_that_is_not_there_is_said_so(box: Desk) -> None:
    assert box.visitor().get("/inbox/4711/").status == 404


HOSTILE = """<html><head><script>fetch('https://evil.example/1')</script>
<style>@import url(https://evil.example/2);</style>
<meta http-equiv=refresh content="0;url=https://evil.example/3">
<base href="https://evil.example/"></head>
<body onload="alert(1)" background="https://evil.example/4">
<p style="position:fixed;top:0">We are still deciding.</p>
<img src="https://evil.example/5" onerror="alert(2)"><a href="javascript:alert(3)">harmless</a> <a href="https://evil.example/6">https://acme.example/</a>
<form action="https://evil.example/7"><input name=a autofocus><button>Go</button></form>
<iframe src="https://evil.example/8"></iframe>
<svg onload="alert(4)"><image href="https://evil.example/9"/></svg>
<video src="https://evil.example/10" autoplay></video><link rel=stylesheet href="https://evil.example/11">
</body></html>"""


@pytest.fixture
def hostile(box: Desk) -> Visitor:
    put(box, written("evil", DECIDING, HOSTILE))
    return box.visitor()


def test_a_hostile_message_is_shown_as_words(hostile: Visitor) -> None:
    (number,) = numbers(hostile.get("/inbox/"))
    page = hostile.get(f"/inbox/{number}/message/")
    assert "We are still deciding." in page.text
    assert "https://acme.example/ (https://evil.example/6)" in page.text
    assert not re.search(
        r"<(script|style|img|a|form|input|iframe|svg|video|link|base)\b", page.text
    )
    assert not re.search(r"\s(on\w+|style|src|href|action|background)\s*=", page.text)


def test_the_frame_of_a_message_may_do_nothing(hostile: Visitor) -> None:
    (number,) = numbers(hostile.get("/inbox/"))
    headers = hostile.get(f"/inbox/{number}/message/").headers
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "style-src 'none'", "frame-ancestors 'self'", "sandbox"} < {
        *policy
    }
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert 'sandbox=""' in hostile.get(f"/inbox/{number}/").text
    assert hostile.get(f"/inbox/{number}/").headers["x-frame-options"] == "DENY"


def test_attachments_are_named_and_stay_where_they_are(box: Desk) -> None:
    from email import message_from_bytes, policy

    mail = message_from_bytes(written("file", DECIDING), policy=policy.default)
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="terms.pdf")
    put(box, bytes(mail))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    page = plain(visitor.get(f"/inbox/{number}/"))
    assert "Attached: terms.pdf" in page
    assert "stay in your own mailbox: 0.eml" in page


def proposal(day: date) -> str:
    return (
        f"Hi Sam,\n\nwe would like to invite you to an interview. Would {day:%A %d %B %Y} at 14:00 "
        "suit you? It will take 45 minutes.\n\nAna"
    )


def test_a_time_that_is_only_asked_for_is_shown_as_proposed_and_put_right(box: Desk) -> None:
    day = in_days(6)
    sent = datetime.now(ZoneInfo("America/New_York")) - timedelta(minutes=30)
    put(box, written("asked", proposal(day), Date=format_datetime(sent)))
    visitor = box.visitor()
    (number,) = numbers(visitor.get("/inbox/"))
    asked = f"{said(day)} 14:00–14:45: interview (Ana Ruiz) (proposed"
    assert asked in plain(visitor.get("/inbox/"))
    asked = asked.replace(said(day), spoken(day))
    assert asked in " ".join(box.duly("inbox").split())
    page = visitor.get(f"/inbox/{number}/")
    path = f"/inbox/{number}/correct/"
    form = Form(page.text, "begins_on").values
    assert form["begins_on_picked"] == [str(day)]
    assert (form["begins_at"], form["minutes"]) == (["14:00"], ["45"])
    half = fill(visitor, page, path, "begins_on", begins_at="")
    assert half.status == 422
    assert "When on that day does it begin?" in half.text
    answer = fill(
        visitor, page, path, "begins_on",
        begins_on=str(in_days(7)), begins_at="16:30", minutes="30", zone="Chicago",
    )  # fmt: skip
    assert answer.status == 302
    when = f"{spoken(in_days(7))} 17:30–18:00: interview (Ana Ruiz)"
    assert when in box.duly("log", "acme")


def test_the_time_of_an_interview_in_a_mail_is_put_right_by_the_command_too(box: Desk) -> None:
    put(box, written("asked", proposal(in_days(6))))
    (waits,) = json.loads(box.duly("inbox", "--json"))["waiting"]
    number, begins = str(waits["mail"]), f"{in_days(7)} 09:30"
    refused = box.duly("inbox", "correct", number, "--starts", begins, "--ends",
                       f"{in_days(7)} 09:00", check=False)  # fmt: skip
    assert refused == ""
    box.duly("inbox", "correct", number, "--starts", begins)
    assert f"{spoken(in_days(7))} 09:30–10:30: interview" in box.duly("log", "acme")


def test_the_last_answer_can_be_taken_back_from_the_next_mail(box: Desk) -> None:
    put(box, written("one", NO), written("two", DECIDING, Subject="Where we stand"))
    visitor = box.visitor()
    first, second = numbers(visitor.get("/inbox/"))
    answer = visitor.post(f"/inbox/{first}/no/", {"one": "1"})
    page = follow(visitor, answer)
    assert f"/inbox/{second}/yes/" in page.text
    (undo,) = re.findall(r'action="([^"]+)">(?:(?!</form>).)*data-press="u"', page.text, re.DOTALL)
    assert undo == f"/inbox/{first}/undo/"
    visitor.post(undo)
    assert numbers(visitor.get("/inbox/")) == [first, second]


def test_a_file_that_was_uploaded_is_named_as_the_user_named_it(box: Desk) -> None:
    visitor = box.visitor()
    mail = b"From - Thu Jan  1 00:00:00 1970\n" + written("no", NO) + b"\n"
    visitor.upload("/settings/mail/files/", "upload", old__mbox=mail)
    for _ in range(100):
        if found := numbers(visitor.get("/inbox/")):
            break
        time.sleep(0.2)
    page = plain(visitor.get(f"/inbox/{found[0]}/"))
    assert "(old.mbox)" in page
    assert "uploads" not in page

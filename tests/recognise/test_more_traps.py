"""More of what keywords get wrong: conditions, promises that are none, odd bytes, odd calendars."""

# ruff: noqa: E501, ISC004 - mails are told as they are written

from __future__ import annotations

import base64
from datetime import date

import pytest

from duly.recognise.meaning import INTERVIEW, NO, NOISE, MailMeaning
from duly.recognise.recogniser import Around, Recognition, recognise

REFUSAL = "Dear Sam, we regret that we will not be moving forward with your application. Acme"


def read(body: str, *headers: str, me: frozenset[str] = frozenset()) -> Recognition:
    named = {header.partition(":")[0].lower() for header in headers}
    usual = (
        "From: Ana Ruiz <ana.ruiz@acme.example>",
        "To: Sam Field <sam@mail.example>",
        "Subject: Your application",
        "Date: Wed, 4 Jun 2025 10:00:00 -0400",
    )
    head = [line for line in usual if line.partition(":")[0].lower() not in named]
    return recognise("\n".join([*head, *headers, "", body]).encode(), Around(me=me))


@pytest.mark.parametrize(
    "text",
    [
        "After reviewing all candidates, we have decided to move forward with other applicants.",
        "We have opted to pursue candidates who more closely match the requirements of the role.",
        "This time we won't be able to invite you to the next phase of our selection process.",
        "You have not been shortlisted for interview on this occasion for the post of Ward Clerk.",
        "Your name was not on the short list for the position.",
        "The hiring team did not select your application to move forward.",
        "For the role of Baker we went another way and took on somebody from the village.",
        "The role suits you, but the panel preferred somebody with hospital experience.",
        "Thank you for the demo lesson. We are promoting a colleague from within for this role.",
        "We do not see a strong mutual fit for the role right now, so we will leave it here.",
        "Wir haben uns für eine andere Bewerberin entschieden.",
    ],
)
def test_a_choice_of_others_is_no_mere_condition(text: str) -> None:
    assert read(f"Dear Sam,\n\n{text}\n\nAna").meaning in NO


@pytest.mark.parametrize(
    "text",
    [
        "We received your application. Should you not hear from us within 4 weeks, please consider it unsuccessful.",
        "Thank you for applying. If you are not selected, we keep your resume on file for 12 months.",
        "Your application has been received. Unsuccessful applicants will not be contacted.",
    ],
)
def test_a_no_that_is_only_supposed_is_none_and_promises_nothing(text: str) -> None:
    found = read(text)
    assert found.meaning is MailMeaning.ACKNOWLEDGEMENT
    assert found.promise_on is None


@pytest.mark.parametrize(
    "text",
    [
        "We regret to inform you that your interview must be moved to Friday at 2pm. Sorry!",
        "I regret that owing to illness your interview on 16 October cannot go ahead as planned. "
        "It will now be held on 21 October at 2.00pm.",
    ],
)
def test_regret_about_an_hour_is_no_refusal(text: str) -> None:
    assert read(text).meaning in INTERVIEW


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your rental application", "After careful consideration we chose another applicant for the flat."),
        ("Loan decision", "We regret to inform you that your loan application was not successful."),
        ("Pull request closed", "We've decided not to move forward with this change. View it on GitHub."),
        ("Fall admission", "I regret that the Admissions Committee cannot offer you a place on the degree."),
        ("Your trial class", "Your trial class is confirmed for Thursday at 6pm. See you then!"),
        ("Viewing", "Just to confirm your viewing of the flat at 10.30 on Saturday with the landlord."),
        ("14 new jobs for you", "Analyst at Acme, Denver. Easy apply. You created a job alert."),
        ("hey", "love, did they call after the interview? fingers crossed, mum and dad say hi xx"),
    ],
)  # fmt: skip
def test_what_is_refused_and_booked_elsewhere_is_noise(subject: str, text: str) -> None:
    found = read(text, f"Subject: {subject}", "From: Quayside <hello@quayside.example>")
    assert found.meaning in NOISE
    assert found.promise_on is None


@pytest.mark.parametrize(
    ("text", "promise_on"),
    [
        ("We will be in touch about your interview by the end of next week.", date(2025, 6, 13)),
        ("You should hear from us about the role within 5–7 business days.", date(2025, 6, 13)),
        ("The panel will let you know its decision early next week.", date(2025, 6, 10)),
        ("We expect to make a decision on the role by Monday (6/16).", date(2025, 6, 16)),
        ("We will keep your résumé on file for 12 months. Your application is with us.", None),
        ("Please reply within 48 hours with your availability for the interview.", None),
        ("In this role you would start on 1 July. We have received your application.", None),
        ("I am away until 20 June. The interview panel is not complete without me.", None),
    ],
)
def test_only_what_they_will_do_is_a_promise(text: str, promise_on: date | None) -> None:
    found = read(f"Hi Sam,\n\nThank you for your application. {text}\n\nAna")
    assert found.promise_on == promise_on


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (f"<html><body><table><tr><td>{REFUSAL}</td></tr></table></body></html>",
         ("Content-Type: text/html; charset=utf-8",)),
        (f"<div>{REFUSAL}</div><br>", ("Content-Type: text/plain; charset=utf-8",)),
        (base64.b64encode(REFUSAL.encode()).decode(),
         ("Content-Type: text/plain", "Content-Transfer-Encoding: base64")),
        (REFUSAL.replace("moving", "mov=\ning"),
         ("Content-Type: text/plain; charset=x-nobody-knows",
          "Content-Transfer-Encoding: quoted-printable")),
        (REFUSAL.replace("not", "n\u200bot").replace("moving", "mo\u200dving"),
         ("Content-Type: text/plain; charset=utf-8",)),
        ('<div style="display:none">Great news! Your interview \u200c&nbsp;\u034f</div>'
         f"<p>{REFUSAL}</p>", ("Content-Type: text/html; charset=utf-8",)),
    ],
    ids=["html", "html as text", "base64", "unknown charset", "zero width", "preheader"],
)  # fmt: skip
def test_the_wrapping_does_not_matter(body: str, headers: tuple[str, ...]) -> None:
    assert read(body, *headers).meaning in NO


@pytest.mark.parametrize(
    "header",
    [
        "List-Unsubscribe: <https://x.example/u>",
        "Precedence: bulk",
        "Auto-Submitted: auto-generated",
    ],
)
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (REFUSAL, NO),
        ("We would like to invite you to an interview for your application. Pick a time.", INTERVIEW),
    ],
)  # fmt: skip
def test_bulk_headers_hide_neither_a_no_nor_an_invitation(
    header: str, text: str, wanted: frozenset[MailMeaning]
) -> None:
    assert read(text, header).meaning in wanted


def test_a_hiring_systems_footer_is_no_bounce() -> None:
    text = "Your application is no longer being considered.\n\nReplies to this message are undeliverable."
    assert read(text, "From: Acme <acme@invalidemail.taleo.net>").meaning in NO


CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:1@acme.example
SEQUENCE:{sequence}
DTSTAMP:20250604T140000Z
DTSTART;TZID={zone}:20250612T140000
DTEND;TZID={zone}:20250612T150000
SUMMARY:Interview: Field Technician
ORGANIZER;CN=Jo Assistant:mailto:jo@acme.example
ATTENDEE;CN=Sam Field:mailto:sam@mail.example
ATTENDEE;CN=Boardroom 4;CUTYPE=RESOURCE:mailto:room4@acme.example
ATTENDEE;CN=Lena Voss:mailto:lena@acme.example
END:VEVENT
END:VCALENDAR"""


@pytest.mark.parametrize("zone", ["Eastern Standard Time", "Customized Time Zone", "Mars/Olympus"])
@pytest.mark.parametrize(
    ("method", "sequence", "meaning"),
    [
        ("REQUEST", 0, MailMeaning.INVITATION),
        ("REQUEST", 2, MailMeaning.RESCHEDULE),
        ("CANCEL", 3, MailMeaning.CANCELLATION),
    ],
)
def test_a_calendar_is_read_whatever_its_zone_is_called(
    zone: str, method: str, sequence: int, meaning: MailMeaning
) -> None:
    body = CALENDAR.format(zone=zone, method=method, sequence=sequence)
    found = read(
        body, f"Content-Type: text/calendar; method={method}", me=frozenset({"sam@mail.example"})
    )
    assert found.meaning is meaning
    assert "Boardroom 4" not in {person.name for person in found.people}
    assert "sam@mail.example" not in {person.email for person in found.people}

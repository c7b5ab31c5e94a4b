"""What a reader of keywords gets wrong."""

# ruff: noqa: E501 - mails are told as they are written

from __future__ import annotations

import pytest

from duly.formats.mail import read_mail
from duly.recognise.meaning import INTERVIEW, NO, NOISE, MailMeaning
from duly.recognise.recogniser import Around, Recognition, recognise
from duly.recognise.sentences import sentences_of
from duly.recognise.structure import scanned_bounce

HIRING = "Acme Recruiting <no-reply@greenhouse.io>"
PERSON = "Ana Ruiz <ana.ruiz@acme.example>"


def made_of(
    text: str, sender: str = PERSON, subject: str = "Your application", *headers: str
) -> Recognition:
    head = "\n".join(
        (
            f"From: {sender}",
            "To: Sam Field <sam@mail.example>",
            f"Subject: {subject}",
            "Date: Wed, 4 Jun 2025 10:00:00 -0400",
            *headers,
        )
    )
    return recognise(f"{head}\n\n{text}".encode(), Around())


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your interest in Acme. We have decided to move forward with other candidates.",
        "We are unable to offer you an interview on this occasion.",
        "In the end we offered the post to a colleague, and she has said yes. Thank you for coming in.",
        "It was a pleasure to meet you. The committee ranked two applicants above you.",
        "We had over 900 applicants for the role and won't be inviting you to interview.",
    ],
)
def test_a_no_is_found_however_it_is_said(text: str) -> None:
    assert made_of(text).meaning in NO


def test_a_no_above_quoted_scheduling_is_a_no() -> None:
    text = (
        "Hi Sam, I'm afraid we won't be taking your application further.\n\nAna\n\n"
        "On Mon, 2 Jun 2025 at 10:00, Ana Ruiz <ana@acme.example> wrote:\n"
        "> We would like to invite you to an interview. Please pick a time."
    )
    assert made_of(text).meaning in NO


@pytest.mark.parametrize(
    "text",
    [
        "Due to a hiring freeze, the position has been put on hold.",
        "The position has been filled and the vacancy is closed.",
        "The requisition you applied for has been cancelled.",
    ],
)
def test_a_position_that_is_gone_is_closed(text: str) -> None:
    assert made_of(text).meaning is MailMeaning.CLOSED


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your interest in Acme! We received your application and our team will review it.",
        "We have received your application. If you are not selected for an interview, we will let you know.",
        "Your application has been received. Unfortunately we can only contact shortlisted candidates.",
        "We have your application. The search continues until the position is filled.",
    ],
)
@pytest.mark.parametrize(
    "header",
    ["X-Nothing: 1", "Auto-Submitted: auto-generated", "Precedence: bulk", "List-Unsubscribe: <u>"],
)
def test_an_acknowledgement_is_one_whatever_its_headers(text: str, header: str) -> None:
    found = made_of(text, HIRING, "Thank you for applying to Acme", header)
    assert found.meaning is MailMeaning.ACKNOWLEDGEMENT
    assert found.automatic


def test_regret_that_an_interview_must_move_is_no_refusal() -> None:
    text = (
        "We regret to inform you that the interview on Thursday must be moved to Wednesday 18 June."
    )
    assert made_of(text, subject="Interview").meaning is MailMeaning.RESCHEDULE


def test_congratulations_can_be_an_interview() -> None:
    text = "Congratulations! You have been selected for the next round of interviews for the role."
    assert made_of(text, HIRING).meaning in INTERVIEW


def test_regret_that_the_candidate_withdrew_is_no_refusal() -> None:
    text = "We are sorry that you have decided not to continue in our process. All the best!"
    assert made_of(text).meaning is MailMeaning.OTHER


def test_an_alert_is_no_progress() -> None:
    text = "3 new jobs match your search. Data Analyst, Acme. Apply now. See all jobs. Unsubscribe."
    sender = "LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>"
    assert made_of(text, sender, "New jobs for you", "List-Unsubscribe: <u>").meaning in NOISE


def test_a_cold_recruiter_is_no_progress() -> None:
    text = "I came across your profile and have an exciting opportunity with my client. Open to a chat?"
    assert (
        made_of(text, "Kyle <kyle@staffing.example>", "Opportunity").meaning is MailMeaning.OUTREACH
    )


def test_an_auto_reply_needs_no_header() -> None:
    text = "I am out of the office until Monday 16 June and will reply when I return."
    found = made_of(text, subject="Re: Thank you")
    assert found.meaning is MailMeaning.AUTO_REPLY
    assert str(found.absent_until) == "2025-06-16"


def test_having_been_out_of_the_office_is_no_auto_reply() -> None:
    text = (
        "Sorry for the silence, I was out of the office last week. We are still interviewing other "
        "candidates and hope to make a decision by the end of next week."
    )
    found = made_of(text)
    assert found.meaning is MailMeaning.STILL_DECIDING
    assert str(found.promise_on) == "2025-06-13"


def test_the_users_own_mail_is_theirs() -> None:
    data = b"From: Sam <sam@mail.example>\nTo: a@b.example\nSubject: x\n\nWe regret to inform you."
    found = recognise(data, Around(me=frozenset({"sam@mail.example"})))
    assert found.meaning is MailMeaning.SENT_BY_ME


def test_the_brand_is_not_the_company() -> None:
    text = "Thank you for applying to Northwind Traders. We have received your application."
    assert made_of(text, "Greenhouse <no-reply@greenhouse.io>").company == "Northwind Traders"


def test_the_people_are_those_who_signed_and_those_one_will_meet() -> None:
    text = (
        "Your interview is confirmed for Thursday 12 June at 2pm BST. You will be meeting with "
        "Bo Lind, Head of Data.\n\nBest regards,\nAna Ruiz\nTalent Partner\nTel: +44 20 7946 0000"
    )
    found = made_of(text, subject="Interview confirmed")
    names = {one.name: one for one in found.people}
    assert names["Ana Ruiz"].role == "recruiter"
    assert names["Ana Ruiz"].phone == "+44 20 7946 0000"
    assert names["Bo Lind"].role == "interviewer"
    assert found.interview is not None
    assert found.interview.starts_at is not None
    assert found.interview.starts_at.isoformat() == "2025-06-12T13:00:00+00:00"


def test_every_answer_comes_with_its_evidence() -> None:
    found = made_of("We will not be moving forward with your application.")
    assert found.evidence[0].what == "We will not be moving forward with your application."
    assert found.evidence[0].where == "body"


def test_a_bounce_without_a_sender_breaks_no_pattern_and_is_found(
    caplog: pytest.LogCaptureFixture,
) -> None:
    data = (
        b"Subject: failure notice\n\nHi. This is the qmail-send program at mail.example.\n"
        b"I'm afraid I wasn't able to deliver your message.\n\n<ana@acme.example>:\nNo such user.\n"
    )
    assert scanned_bounce(data, read_mail(data))
    assert caplog.records == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["A. B. ", "approx. Ana ", "12. Mai ", f"{'word ' * 12}\n"])
def test_sentences_that_never_seem_to_end_take_linear_time(piece: str) -> None:
    assert sentences_of(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("the analyst role at NewCo. Would Thursday 26 November at 14:00 suit you?", "NewCo"),
        ("the analyst role at NewCo Inc. Would Thursday suit you?", "NewCo Inc."),
        ("the analyst role at St. Gallen AG. Would Thursday suit you?", "St. Gallen AG"),
        ("the analyst role at J. P. Morgan. Unfortunately it is taken.", "J. P. Morgan"),
        ("the analyst role at Acme Inc. Europe.", "Acme Inc. Europe"),
        ("the analyst role at Dr. Oetker. Leider ist sie vergeben.", "Dr. Oetker"),
        ("the interview. Google came second. Acme has invited you to another.", "Acme"),
    ],
)
def test_a_company_ends_where_its_sentence_ends(text: str, company: str) -> None:
    sender = "Ana Ruiz <ana.ruiz@gmail.com>"
    assert made_of(f"Thank you for {text}", sender, "Interview").company == company

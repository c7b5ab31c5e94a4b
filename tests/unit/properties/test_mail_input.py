"""Whatever the bytes, a mail is read, recognised or refused, and never breaks the reader."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import DulyError
from duly.core.worktime import DaysOff, WorkCalendar, zone
from duly.formats import html, mailheaders
from duly.formats.mail import read_mail
from duly.recognise.clock import clocks_in
from duly.recognise.dates import Setting, days_in
from duly.recognise.recogniser import Around, recognise
from duly.recognise.reply import taken_apart

PIECES = st.sampled_from(
    [
        *(b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"multipart/mixed; "),
        *(
            b"boundary=x",
            b"--x",
            b"--x--",
            b"\n",
            b"\r\n",
            b"\n\n",
            b" ",
            b"text/html",
            b"text/plain",
        ),
        *(
            b"charset=",
            b"utf-8",
            b"utf-7",
            b"Content-Transfer-Encoding: ",
            b"base64",
            b"=?utf-8?B?",
        ),
        *(
            b"quoted-printable",
            b"=?=",
            b"?=",
            b"<div>",
            b"</p>",
            b"<blockquote>",
            b"=3D",
            b"message/rfc822",
        ),
        *(
            b"message/delivery-status",
            b"Action: failed",
            b"BEGIN:VCALENDAR",
            b"text/calendar",
            b"wrote:",
        ),
        *(
            b"by friday",
            b"6/16",
            b"2pm",
            b"we will not be moving forward",
            b"<a@b.example>",
            b"\x00\xff",
        ),
    ]
)
MESSAGES = st.lists(PIECES | st.binary(max_size=6), max_size=60).map(b"".join)


@given(MESSAGES)
def test_any_bytes_are_recognised_or_refused(data: bytes) -> None:
    with suppress(DulyError):
        found = recognise(b"From: a@b.example\n" + data, Around())
        assert 0 <= found.confidence <= 1
        assert found.evidence


@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(DulyError):
        read_mail(data)


@given(st.text(max_size=300))
def test_any_text_can_be_taken_apart(text: str) -> None:
    taken_apart(text)
    html.text_of(text)
    mailheaders.mailboxes(text)
    mailheaders.readable(text)
    clocks_in(text.lower())


@given(
    st.dates(),
    st.lists(
        st.sampled_from(
            [
                "by",
                "within",
                "the",
                "end",
                "of",
                "next",
                "week",
                "5-7",
                "business",
                "days",
                "friday",
                "june",
                "31",
                "2/30",
                "99",
                "32",
                "of",
                "20th",
                "month",
                "q3",
                "year",
                "early",
                "mid",
                "two",
                "weeks",
                "400",
                "months",
                "0",
                "30",
                "february",
            ]
        ),
        max_size=12,
    ).map(" ".join),
)
def test_any_date_can_be_the_origin_of_any_words(origin: object, words: str) -> None:
    from datetime import date

    assert isinstance(origin, date)
    calendar = WorkCalendar(zone("UTC"), DaysOff())
    for days in days_in(words, Setting(origin, calendar)):
        assert days.first_on <= days.last_on

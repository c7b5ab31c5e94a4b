"""Messages as they come: broken headers, odd encodings, HTML, nesting without end."""

# ruff: noqa: E501 - mails are told as they are written

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from duly.formats import html, mbox
from duly.formats.mail import MailError, read_mail
from duly.formats.message import Mailbox


def mail(*headers: str, body: str = "Hello", encoding: str = "utf-8") -> bytes:
    return ("\n".join(("From: a@b.example", *headers)) + "\n\n" + body).encode(encoding)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe_aus?= =?iso-8859-1?Q?_Bonn?=", "Grüße aus Bonn"),
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),
        ("=?x-nobody-knows?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?cut off", "=?utf-8?B?cut off"),
        ("plain", "plain"),
    ],
)
def test_encoded_words_are_read_even_when_broken(written: str, read: str) -> None:
    assert read_mail(mail(f"Subject: {written}")).subject == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"Ruiz, Ana" <ANA@acme.example>', (Mailbox("ana@acme.example", "Ruiz, Ana"),)),
        ("ana@acme.example (Ana Ruiz)", (Mailbox("ana@acme.example", "Ana Ruiz"),)),
        ("a@b.example; c@d.example", (Mailbox("a@b.example"), Mailbox("c@d.example"))),
        ("=?utf-8?Q?J=C3=B6rg?= <j@x.example>", (Mailbox("j@x.example", "Jörg"),)),
        ("undisclosed-recipients:;", ()),
    ],
)
def test_addresses_come_with_their_names(written: str, read: tuple[Mailbox, ...]) -> None:
    assert read_mail(mail(f"To: {written}")).to == read


def test_a_date_keeps_its_offset() -> None:
    date = read_mail(mail("Date: Mon, 2 Jun 2025 09:00:00 -0700")).date
    assert date is not None
    assert date.utcoffset() == timedelta(hours=-7)


def test_without_a_date_the_day_of_delivery_counts() -> None:
    found = read_mail(mail("Received: from x by y; Tue, 3 Jun 2025 10:00:00 +0000"))
    assert found.date is not None
    assert found.date.day == 3


@pytest.mark.parametrize("charset", ["x-unknown", "us-ascii", "iso-8859-1", "utf-8", "punycode"])
def test_a_wrong_charset_does_not_spoil_the_text(charset: str) -> None:
    data = mail(f"Content-Type: text/plain; charset={charset}", body="Zürich, naïve café")
    assert read_mail(data).text == "Zürich, naïve café"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (
            (),
            "R3V0ZW4gVGFnLCBsZWlkZXIgbcO8c3NlbiB3aXIgSWhuZW4gaGV1dGUgYWJzYWdlbi4gQWxsZXMgR3V0ZSE=",
        ),
        (
            ("Content-Transfer-Encoding: quoted-printable",),
            "Guten Tag, leider m=C3=BCssen wir Ihnen heute absagen. Alles =\nGute!",
        ),
        (
            ("Content-Type: text/plain; charset=utf-8",),
            "Guten Tag, leider m=C3=BCssen wir=20\nIhnen =3D heute =\nabsagen. Alles=20Gute!",
        ),
    ],
)
def test_encodings_are_undone_announced_or_not(headers: tuple[str, ...], body: str) -> None:
    text = read_mail(mail(*headers, body=body)).text
    assert "leider müssen wir" in text
    assert "Gute!" in text


def test_of_plain_text_and_html_the_one_that_says_something_is_read() -> None:
    body = (
        "--x\nContent-Type: text/plain\n\nYour client cannot display HTML.\n"
        "--x\nContent-Type: text/html\n\n<p>We would like to <b>meet</b> you.</p>\n--x--\n"
    )
    found = read_mail(mail("Content-Type: multipart/alternative; boundary=x", body=body))
    assert found.text == "We would like to meet you."
    assert found.from_html


def test_plain_text_that_is_html_is_read_as_html() -> None:
    found = read_mail(
        mail("Content-Type: text/plain", body="<html><body><p>One</p><p>Two</p></body></html>")
    )
    assert found.text == "One\n\nTwo"


def test_a_preheader_and_what_nobody_sees_is_left_out() -> None:
    source = (
        '<div style="display:none;max-height:0">Open me! \u200c\u034f</div>'
        "<style>p{color:red}</style><p>Dear\u200b Sam,</p><p hidden>no</p>"
    )
    assert html.text_of(source) == "Dear Sam,"


def test_quotations_in_html_are_marked() -> None:
    assert "> old" in html.text_of("<p>new</p><blockquote><p>old</p></blockquote>")


def test_html_nested_without_end_is_read_at_once() -> None:
    began = time.process_time()
    assert "deep" in html.text_of("<div>" * 60_000 + "deep")
    assert time.process_time() - began < 2


def test_parts_nested_without_end_are_cut() -> None:
    body = "".join(
        f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(3_000)
    )
    found = read_mail(mail("Content-Type: multipart/mixed; boundary=b0", body=body))
    assert found.cut


def test_parts_without_number_are_cut() -> None:
    body = "--x\n\nhello\n" * 5_000
    began = time.process_time()
    assert read_mail(mail("Content-Type: multipart/mixed; boundary=x", body=body)).cut
    assert time.process_time() - began < 2


def test_calendars_and_attachments_are_found() -> None:
    body = (
        "--x\nContent-Type: text/plain\n\nHi\n"
        "--x\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
        '--x\nContent-Type: application/pdf; name="offer.pdf"\n\nx\n--x--\n'
    )
    found = read_mail(mail("Content-Type: multipart/mixed; boundary=x", body=body))
    assert len(found.calendars) == 1
    assert found.attachments == ("offer.pdf",)
    assert found.text == "Hi"


def test_the_text_of_a_mail_inside_a_mail_is_not_its_own() -> None:
    body = (
        "--x\n\nSee attached.\n--x\nContent-Type: message/rfc822\n\n"
        "From: x@y.example\nSubject: Old\n\nOld text\n--x--\n"
    )
    found = read_mail(mail("Content-Type: multipart/mixed; boundary=x", body=body))
    assert found.text == "See attached."


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"just some words\n"])
def test_what_is_no_mail_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(MailError, match="no mail"):
        read_mail(data, where="x.eml")


def test_an_mbox_is_cut_into_its_mails_and_its_escapes_are_undone() -> None:
    data = (
        b"From 12@xxx Mon Jun 02 10:00:00 +0000 2025\r\nFrom: a@b.example\r\n\r\n>From here on\r\n\r\n"
        b"From a@b.example Mon Jun  2 10:00:00 2025\r\nFrom: c@d.example\r\n\r\nFrom me to you\r\n"
    )
    assert mbox.is_mbox(data)
    assert [read_mail(one).text for one in mbox.messages(data)] == [
        "From here on",
        "From me to you",
    ]


@pytest.mark.timeout(15)
def test_every_level_of_a_deep_mail_is_looked_through_quickly() -> None:
    levels = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(49)
    )
    words = b"some words of text here\n" * 1_000_000
    found = read_mail(b"From: a@b.example\n" + levels + b"\n" + words)
    assert found.text.startswith("some words")
    assert not found.cut


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_boundary_stands_at_the_beginning_of_a_line_and_alone(line_end: bytes) -> None:
    lines = [
        b"From: a@b.example", b"Content-Type: multipart/mixed; boundary=x", b"", b"--x", b"",
        b"one --x", b"--xy", b" --x", b"--x \t", b"", b"two", b"--x--", b"after",
    ]  # fmt: skip
    assert read_mail(line_end.join(lines)).text.split() == ["one", "--x", "--xy", "--x", "two"]


@pytest.mark.parametrize("charset", ["utf-7", "utf-16-le", "utf-32-le"])
def test_half_a_character_is_replaced(charset: str) -> None:
    half = {"utf-7": b"+2AA-", "utf-16-le": b"\x00\xd8a\x00", "utf-32-le": b"\x00\xd8\x00\x00"}
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    text = read_mail(head + half[charset]).text
    assert text.startswith("\ufffd")
    assert text.encode()

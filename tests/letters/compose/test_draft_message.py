"""A letter as a message: any mail program must read back what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duly.formats.message import (
    FLOW_AT,
    LETTER_HEADER,
    Mailbox,
    MessageError,
    checked_address,
    finished,
    write_draft,
)

if TYPE_CHECKING:
    from email.message import EmailMessage

AT = datetime(2026, 3, 11, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
ME = Mailbox("sam@field.example", "Sam Field")
ANA = Mailbox("ana@acme.example", "Ana Ruiz")


def draft(**changes: Any) -> bytes:
    given_: dict[str, Any] = {
        "sender": ME,
        "to": ANA,
        "subject": "Thank you",
        "body": "Dear Ana,\n\nThank you.\n\nSam Field",
        "date": AT,
        "message_id": "<1@field.example>",
    }
    return write_draft(**(given_ | changes))


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def text_of(raw: bytes) -> str:
    """Return the body as a mail program shows it: decoded, stuffing off, lines joined."""
    message = read(raw)
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    joined, open_ = [""], False
    for line in (
        payload.decode().split("\r\n")[:-1]
        if b"\r\n" in payload
        else (payload.decode().split("\n")[:-1])
    ):
        shown = line.removeprefix(" ")
        joined = [*joined[:-1], joined[-1] + shown] if open_ else [*joined, shown]
        open_ = shown.endswith(" ") and shown != "-- "
    return "\n".join(joined[1:])


def test_headers_are_those_of_a_draft() -> None:
    message = read(draft())
    assert message["From"].addresses[0].addr_spec == "sam@field.example"
    assert message["To"].addresses[0].display_name == "Ana Ruiz"
    assert message["Subject"] == "Thank you"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == "<1@field.example>"
    assert message["X-Unsent"] == "1"
    assert message["MIME-Version"] == "1.0"
    assert message.get_content_type() == "text/plain"
    assert message.get_param("format") == "flowed"
    assert message.get_content_charset() == "utf-8"
    assert message.defects == []


def test_sent_message_does_not_open_as_a_draft() -> None:
    assert read(draft(unsent=False))["X-Unsent"] is None


def test_same_letter_gives_the_same_bytes() -> None:
    assert draft() == draft()


@pytest.mark.parametrize(
    "name",
    [
        "Ayşe Ünal",
        "王小明",
        'Robert "Bob" Smith',
        "Smith, Jr., John",
        "O'Brien (HR) <x@y.example>",
        "back\\slash",
        "=?utf-8?q?not_encoded?=",
        "Very " * 30 + "Long",
        "Ünal " * 30,
        "",
    ],
)
def test_any_name_comes_back(name: str) -> None:
    message = read(draft(to=Mailbox("ana@acme.example", name)))
    (address,) = message["To"].addresses
    assert address.addr_spec == "ana@acme.example"
    # Not `display_name`: before 3.13 the library puts a space between two encoded words.
    shown, _ = parseaddr(str(message_from_bytes(draft(to=Mailbox("a@b.example", name)))["To"]))
    assert str(make_header(decode_header(shown))) == " ".join(name.split())
    assert max(map(len, draft(to=Mailbox("a@b.example", name)).split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "subject",
    ["Größe & Gewicht", "=?x?=", "long " * 60 + "end", "日本語の件名" * 20, "word" * 60, ""],
)
def test_any_subject_comes_back(subject: str) -> None:
    raw = draft(subject=subject)
    assert read(raw)["Subject"] == " ".join(subject.split())
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "ana@",
        "@acme.example",
        "ana@acme",
        "ana@acme.example, bo@acme.example",
        "ana@acme.example bo@acme.example",
        "Ana <ana@acme.example>",
        "ana@acme.example\r\nBcc: eve@evil.example",
        "ana@acme.example\nX: y",
        "ana\x00@acme.example",
        "ana@acme..example",
        ".ana@acme.example",
        "ana@-acme.example",
        "änä@acme.example",
        '"ana ruiz"@acme.example',
        "ana@acme.example>",
        "a" * 250 + "@acme.example",
        "ana@" + "ü" * 70 + ".example",
        "ana@acme.example\u2028",
    ],
)
def test_only_one_plain_address_is_taken(address: str) -> None:
    for where in ("sender", "to"):
        with pytest.raises(MessageError):
            draft(**{where: Mailbox(address)})


def test_domain_in_another_script_is_written_in_ascii() -> None:
    assert checked_address("ana@bücher.example") == "ana@xn--bcher-kva.example"


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x00b", "a\x1bb"])
@pytest.mark.parametrize("field", ["subject", "name", "message_id", "in_reply_to", "references"])
def test_no_header_can_be_smuggled_in(field: str, bad: str) -> None:
    change: dict[str, Any] = {field: bad}
    if field == "name":
        change = {"to": Mailbox("ana@acme.example", bad)}
    elif field == "references":
        change = {field: (f"<{bad}@x.example>",)}
    with pytest.raises(MessageError):
        draft(**change)


@pytest.mark.parametrize("id_", ["1@field.example", "<1>", "<1@x> <2@x>", "<a b@x>", "", "<@x>"])
def test_message_id_must_be_one(id_: str) -> None:
    with pytest.raises(MessageError):
        draft(message_id=id_)


def test_date_needs_a_zone() -> None:
    with pytest.raises(MessageError, match="zone"):
        draft(date=datetime(2026, 3, 11, 9))  # noqa: DTZ001 - that is the point


def test_answer_stands_in_its_thread() -> None:
    ids = [f"<{'long' * 20}{number}@mail.acme.example>" for number in range(12)]
    raw = draft(in_reply_to=ids[-1], references=ids[:-1])
    message = message_from_bytes(raw)
    assert message["In-Reply-To"] == ids[-1]
    assert message["References"].split() == ids
    assert b"=?" not in raw


def test_answered_mail_comes_last_and_once() -> None:
    raw = draft(in_reply_to="<2@a.example>", references=("<2@a.example>", "<1@a.example>"))
    assert message_from_bytes(raw)["References"].split() == ["<1@a.example>", "<2@a.example>"]


def test_letter_that_answers_nothing_starts_a_thread() -> None:
    message = read(draft())
    assert message["References"] is None
    assert message["In-Reply-To"] is None


@pytest.mark.parametrize(
    "body",
    [
        "Dear Ana,\n\n" + "a word or two " * 40 + "end.\n\nSam",
        "From now on\n>not a quotation\n  indented\nFrom: me",
        "https://data.example/" + "x" * 300,
        "x" * 1500,
        "ü" * 1500,
        "Grüße aus Köln " * 20,
        "日本語" * 100,
        "two  spaces   and more " * 8 + "end",
        "smile 🙂",
        "a\n\n\nb",
        "-- \nSam",
    ],
)
def test_body_comes_back_word_for_word(body: str) -> None:
    raw = draft(body=body)
    expected = "\n".join(line.rstrip(" ") for line in body.split("\n"))
    assert text_of(raw) == expected
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_lines_are_broken_for_those_who_cannot_join_them() -> None:
    raw = draft(body="a word or two " * 40)
    lines = raw.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, lines)) <= FLOW_AT + 6


def test_no_line_of_the_body_looks_like_something_else() -> None:
    body = ("word " * 13 + "aaaa From the start > and so on ") * 3
    for line in draft(body=body).partition(b"\r\n\r\n")[2].split(b"\r\n"):
        assert not line.startswith((b"From ", b">"))


@pytest.mark.parametrize("body", ["nul \x00 byte", "half \ud83d character"])
def test_body_that_cannot_be_written_is_refused(body: str) -> None:
    with pytest.raises(MessageError):
        draft(body=body)


LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120), max_size=6)


@given(LINES)
@example(["From  x", " ", ">", "> > x", "From "])
def test_any_body_comes_back(lines: list[str]) -> None:
    body = "\n".join(line.rstrip(" ") for line in lines).rstrip("\n")
    assert text_of(draft(body=body)) == body


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)),  # noqa: DTZ001
)
def test_any_subject_and_instant_come_back(subject: str, at: datetime) -> None:
    message = read(draft(subject=subject, date=at))
    assert message["Date"].datetime == at.replace(microsecond=0)
    assert str(message["Subject"]).split() == " ".join(subject.split()).split()


@given(st.text(max_size=80))
def test_any_address_is_refused_or_exact(text: str) -> None:
    try:
        raw = draft(to=Mailbox(text))
    except MessageError:
        return
    assert len(read(raw)["To"].addresses) == 1


def test_letter_can_be_found_again_among_the_sent_mail() -> None:
    assert read(draft(letter="2026-03.acme_7"))[LETTER_HEADER] == "2026-03.acme_7"
    assert read(draft())[LETTER_HEADER] is None


@pytest.mark.parametrize("bad", ["a b", "a\r\nBcc: x@y.example", "<1>", "a" * 65, "-a", "é", "7\n"])
def test_what_names_no_letter_is_refused(bad: str) -> None:
    with pytest.raises(MessageError, match=LETTER_HEADER):
        draft(letter=bad)


def test_what_is_written_is_fit_to_be_sent() -> None:
    for body in ("Dear Ana", "Grüße " * 300, "x" * 1500, ".\n..\n.", ""):
        raw = draft(body=body, unsent=False, letter="7")
        assert finished(raw) == (raw, False, False)
        assert read(raw)["Date"].datetime == AT
        assert read(raw)["Bcc"] is None


MESSAGE = b"From: a@b.example\r\nTo: c@d.example\r\n\r\n"


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"Dear Ana",
        b"\r\n\r\ntext",
        b"no header\r\n\r\ntext",
        MESSAGE + b"nul \0",
        MESSAGE + b"one\ntwo\r\n",
        MESSAGE + b"one\rtwo\r\n",
        MESSAGE + b"one\r\r\n",
        MESSAGE + b"one\n",
        MESSAGE + b"end\n.\r\nMAIL FROM:<eve@evil.example>\r\n",
        MESSAGE + b"end\r.\r\nMAIL FROM:<eve@evil.example>\r\n",
        b"Bcc: eve@evil.example\r\n" + MESSAGE,
        b"From: a@b.example\r\nBCC : eve@evil.example\r\n\r\n",
        b"Resent-Bcc: eve@evil.example\r\n" + MESSAGE,
        b"Subject: Gr\xfc\xdfe\r\n" + MESSAGE,
    ],
)
def test_message_that_is_not_fit_to_be_sent_is_refused(bad: bytes) -> None:
    with pytest.raises(MessageError):
        finished(bad)


def test_server_is_told_what_a_message_needs() -> None:
    assert finished(MESSAGE + b"Gr\xfc\xdfe\r\n") == (MESSAGE + b"Gr\xfc\xdfe\r\n", True, False)
    utf8 = "Subject: Grüße\r\n".encode() + MESSAGE
    assert finished(utf8) == (utf8, True, True)


def test_last_line_is_ended() -> None:
    assert finished(MESSAGE + b"Sam").data == MESSAGE + b"Sam\r\n"


def test_bcc_in_the_text_is_no_header() -> None:
    assert finished(MESSAGE + b"Bcc: a word\r\n").data

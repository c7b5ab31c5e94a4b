"""Letters come as text, as mail, and as what word processors leave behind."""

from __future__ import annotations

import pytest

from duly.letters.source import UnreadableLetterError, read

MAIL = (
    b"From: Tom Reed <tom@example.org>\r\nTo: Chidi Okafor <c@ward.example>\r\n"
    b"Subject: =?utf-8?q?Caf=C3=A9?= talk\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    b"Dear Chidi,\r\n\r\nthank you for \r\nthe tour.\r\n"
)


def test_mail_gives_subject_reader_and_flowed_text() -> None:
    source = read(MAIL, "letter.eml")
    assert source.subject == "Café talk"
    assert source.to == "Chidi Okafor"
    assert source.body == "Dear Chidi,\n\nthank you for the tour.\n"
    assert source.attachments == 0


def test_mail_is_known_without_its_ending() -> None:
    assert read(MAIL, "letter.txt").is_mail


def test_first_line_may_be_the_subject() -> None:
    source = read(b"Subject: Thank you\n\nDear Ana,\n")
    assert (source.subject, source.body) == ("Thank you", "Dear Ana,\n")
    assert source.before + source.body == "Subject: Thank you\n\nDear Ana,\n"


def test_empty_subject_line_is_an_empty_subject() -> None:
    assert read(b"Subject:\n\nDear Ana,\n").subject == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding: str) -> None:
    assert read("Dear José,\n".encode(encoding)).body == "Dear José,\n"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 ...", b"PK\x03\x04....", b"\x89PNG\r\n", bytes(range(256)) * 40, b"{\\rtf1 x}"],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableLetterError, match="plain text"):
        read(data, "letter.bin")


def test_what_is_far_too_large_is_refused() -> None:
    with pytest.raises(UnreadableLetterError, match="MB"):
        read(b"a" * 5_000_000, "letter.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: text/plain; charset=nonsense\r\nFrom: x\r\n\r\nhi \xff",
        b"From: a\r\nSubject: =?x?q?=?=\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"From: a\r\nTo: <<>,;\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert isinstance(read(data, "letter.eml").body, str)

"""Letters as links: what any program that reads RFC 6068 gets back is what was written."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.formats import mailto
from duly.formats.message import MessageError

PLAIN = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), max_size=60
)


@given(PLAIN, st.lists(PLAIN, max_size=4))
def test_what_is_written_is_read_back(subject: str, paragraphs: list[str]) -> None:
    body = "\n\n".join(paragraphs).rstrip("\n")
    try:
        address = mailto.write("ana@acme.example", subject, body)
    except mailto.TooLongError:
        return
    assert address.isascii()
    assert not set(address) & set(" \"<>\\^`{|}+'\n\r")
    parts = urlsplit(address)
    fields = dict(each.split("=", 1) for each in parts.query.split("&") if each)
    assert unquote(fields.get("subject", "")) == subject
    assert unquote(fields.get("body", "")) == body.replace("\n", "\r\n")
    assert set(fields) <= {"subject", "body"}, "no field comes from the text"


def test_an_address_with_signs_in_it_stays_one_address() -> None:
    address = mailto.write("o'neil&co=x?y#%z/+t@bücher.example", "Hi", "Hello")
    assert address.startswith("mailto:o'neil%26co%3Dx%3Fy%23%25z%2F+t@xn--bcher-kva.example?")


@pytest.mark.parametrize("to", ["ana@a.example,eve@b.example", "ana", "a\n@b.example", ""])
def test_anything_but_one_address_is_refused(to: str) -> None:
    with pytest.raises(MessageError):
        mailto.write(to, "Hi", "Hello")


@pytest.mark.parametrize("subject", ["a\nBcc: eve@b.example", "a\rb", "a\x00b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(MessageError):
        mailto.write("ana@acme.example", subject, "Hello")


def test_what_some_program_would_cut_is_not_written() -> None:
    with pytest.raises(mailto.TooLongError, match="2,000"):
        mailto.write("ana@acme.example", "Hi", "я" * 400)
    assert mailto.write("ana@acme.example", "Hi", "a" * 1_900)

"""Cards: every version, every program's habits, and one that is broken never loses the others."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.formats.card import MAX_BYTES, Card, CardError, Refusal, read_cards

HERE = Path(__file__).parent / "cards"


def only(data: bytes) -> Card:
    (found,) = read_cards(data)
    assert isinstance(found, Card), found
    return found


def card(*lines: str, version: str = "3.0") -> Card:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    return only(text.encode())


def test_a_telephones_card_is_read_in_its_own_charsets() -> None:
    found = only((HERE / "phone.vcf").read_bytes())
    assert found.name == "Jörg Müller-Lüdenscheidt"
    assert found.company == "Nordhafen Großhandel"
    assert found.title == "Leiter Einkauf"
    assert found.email == "joerg@nordhafen.example"
    assert found.phone == "+49 151 555 0100"
    assert [each.value for each in found.phones] == ["+49 151 555 0100", "+49 30 555 0101"]
    assert found.address == "Am Kai 3\n18055 Rostock\nGermany"


def test_a_mail_programs_card_is_read_with_groups_folds_and_labels() -> None:
    found = only((HERE / "mail-program.vcf").read_bytes())
    assert found.name == "Ana María Ruiz, PhD"
    assert (found.given, found.family) == ("Ana", "Ruiz")
    assert found.company == "Acme, Inc."
    assert found.title == "Head of Data"
    assert [(each.value, each.label) for each in found.emails] == [
        ("ana@acme.example", "Work"),
        ("ana.private@mail.example", "Allotment club"),
    ]
    assert found.email == "ana@acme.example"
    assert found.phone == "+1 312 555 0100"
    assert found.address == "Suite 4\n12 Lake St\nChicago, IL 60601\nUSA"
    assert found.linkedin == "https://www.linkedin.com/in/ana-ruiz-example"


def test_one_broken_card_loses_none_of_the_others() -> None:
    found = read_cards((HERE / "several.vcf").read_bytes())
    assert [(type(each), each.name, each.place) for each in found] == [
        (Card, "Bo Lind", "card 1"),
        (Card, "Cy Okafor", "card 2"),
        (Refusal, "", "card 3"),
        (Refusal, "Interview panel", "card 4"),
        (Card, "Dee Assistant", "card 5"),
        (Card, "Eva Ek", "card 6"),
    ]
    assert isinstance(found[3], Refusal)
    assert "list of people" in found[3].reason


def test_version_four_says_what_is_preferred_by_number() -> None:
    found = read_cards((HERE / "several.vcf").read_bytes())[0]
    assert isinstance(found, Card)
    assert found.email == "bo@acme.example"
    assert found.phone == "+46-8-555-0100 ext. 12"
    assert found.address == "Kungsgatan 1\n111 43 Stockholm"
    assert found.linkedin == "https://se.linkedin.com/in/bolind-example"


def test_a_card_inside_another_is_nobody() -> None:
    dee = read_cards((HERE / "several.vcf").read_bytes())[4]
    assert isinstance(dee, Card)
    assert [each.value for each in dee.emails] == ["dee@acme.example"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
def test_any_common_charset_is_read(charset: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg Müller\r\nTEL:030 555 0100\r\nEND:VCARD\r\n"
    assert only(text.encode(charset)).name == "Jörg Müller"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_any_line_end_is_read(line_end: str) -> None:
    text = line_end.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ana", " \tRuiz", "END:VCARD"])
    assert only(text.encode()).name == "Ana Ruiz"


def test_base64_text_is_read_and_pictures_are_passed_over() -> None:
    found = card("FN;ENCODING=BASE64:QW5hIFJ1aXo=", "PHOTO;ENCODING=b:" + "A" * 9000, version="2.1")
    assert found.name == "Ana Ruiz"


def test_an_address_that_is_none_and_a_number_without_digits_are_left_out() -> None:
    found = card("FN:Ana", "EMAIL:ana at acme", "EMAIL:<ana@acme.example>", "TEL:ask Bo")
    assert found.email == "ana@acme.example"
    assert found.phones == ()


def test_an_address_that_stands_only_on_a_label_is_read() -> None:
    found = card("FN:Ana", r"LABEL;TYPE=WORK:12 Lake St\nChicago\, IL")
    assert found.address == "12 Lake St\nChicago, IL"


def test_a_fax_is_never_called() -> None:
    assert card("FN:Ana", "TEL;TYPE=WORK,FAX,PREF:+1 312 555 0100").phone == ""


def test_what_is_no_card_is_refused_with_the_mend() -> None:
    with pytest.raises(CardError) as caught:
        read_cards(b"First Name,Last Name\n", where="people.csv")
    assert str(caught.value).startswith("people.csv: there is no card in it; expected")
    with pytest.raises(CardError, match="8,000,000"):
        read_cards(b"x" * (MAX_BYTES + 1))
    with pytest.raises(CardError, match="10,000"):
        read_cards(b"BEGIN:VCARD\nFN:A\nEND:VCARD\n" * 10_001)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCARD\nFN:A\nNOTE:" + b"x\n " * 1_000_000,
        b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 1_500_000,
        b"BEGIN:VCARD\nFN" + b";A=B" * 500_000 + b":x",
        b"BEGIN:VCARD\nN:" + b"\\;" * 1_000_000,
        b"BEGIN:VCARD\n" + b"TEL:1234\n" * 500_000,
        b"BEGIN:VCARD\nAGENT:\n" * 150_000,
    ],
    ids=["folds", "soft breaks", "parameters", "escapes", "numbers", "agents"],
)
@pytest.mark.timeout(30)
def test_hostile_cards_take_no_time(data: bytes) -> None:
    with suppress(CardError):
        read_cards(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(CardError):
        read_cards(b"BEGIN:VCARD\nFN:Ana\n" + data)

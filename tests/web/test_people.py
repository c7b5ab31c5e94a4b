"""Everybody met, without scripts."""

from __future__ import annotations

import re

import pytest
from tests.web import mailbox
from tests.web.forms import fill
from tests.web.server import Desk, Visitor

from duly.formats.card import Card, read_cards

CARD = (
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Ruiz\r\nEMAIL:ana@acme.example\r\n"
    b"TEL:+49 30 901820\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:My Dentist\r\nEMAIL:tooth@dent.example\r\nEND:VCARD\r\n"
)


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


def test_everybody_stands_there_once_with_where_they_were_met(visitor: Visitor) -> None:
    text = visitor.get("/people/").text
    names = re.findall(r'/people/([\w-]+)/">', text)
    assert len(names) == len(set(names)) > 5
    assert re.search(r'/o/cobalt/people/ana-ruiz/">Ana Ruiz</a>', text)
    assert "thanked" in text
    assert "connected on LinkedIn" in text
    assert "next word" in text


def test_cards_go_out_and_can_be_read_again(visitor: Visitor) -> None:
    everybody = visitor.get("/people/cards.vcf")
    assert everybody.headers["content-disposition"] == 'attachment; filename="people.vcf"'
    count = len(re.findall(r'/card\.vcf"', visitor.get("/people/").text))
    assert len(read_cards(everybody.text.encode())) == count
    (one,) = read_cards(visitor.get("/people/ana-ruiz/card.vcf").text.encode())
    assert isinstance(one, Card)
    assert one.name == "Ana Ruiz"
    assert visitor.get("/people/nobody-there/card.vcf").status == 404


@pytest.mark.parametrize("name", ["Ana", "ANA RUIZ", "Ana Ruiz"])
def test_somebody_new_of_a_known_name_changes_nobody(desk: Desk, name: str) -> None:
    mailbox.seeker(desk)
    visitor, path = desk.visitor(), "/o/acme/people/"
    desk.duly("person", "acme", "ana", "--phone", "+49 30 901820")
    refused = fill(visitor, visitor.get(path), path, "name", name=name, phone="+1 212 555 0100")
    assert refused.status == 422
    assert "Ana Ruiz is here already" in refused.text
    assert "+1 212 555 0100" in refused.text, "what was typed is kept"
    added = fill(visitor, refused, path, "name", email="ana.b@acme.example")
    assert added.status == 302
    page = visitor.get("/o/acme/").text
    assert "+49 30 901820" in page
    assert "+1 212 555 0100" in page
    assert "Ana Ruiz" in page


def test_cards_complete_who_is_known_and_bring_nobody_in(desk: Desk) -> None:
    mailbox.seeker(desk)
    visitor = desk.visitor()
    answer = visitor.upload("/people/take-in/", "cards", mine__vcf=CARD)
    assert answer.status == 200
    assert "1 who is no part of your search" in answer.text
    text = visitor.get("/people/").text
    assert "+49 30 901820" in text
    assert "Dentist" not in text
    refused = visitor.upload("/people/take-in/", "cards", mine__vcf=b"no card at all")
    assert refused.status == 422
    assert 'id="id_cards_error" hidden' not in refused.text
    assert visitor.post("/people/take-in/").status == 422

"""Real cards: every file is read, every card in it has its name, its address and no surprises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from duly.formats.card import Card, read_cards

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("DULY_CORPUS") or PROJECT / "../shared/corpus")
FILES = sorted((CORPUS / "cards").rglob("*.vcf"))

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"no cards in {CORPUS}; set DULY_CORPUS to the folder of the corpus"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_card_has_its_name_and_address(path: Path) -> None:
    data = path.read_bytes()
    found = read_cards(data, where=path.name)
    assert len(found) == data.count(b"BEGIN:VCARD")
    for card in found:
        assert isinstance(card, Card)
        assert card.name
        assert "@" in card.email
        assert "=" not in card.name + card.title + card.company


def test_the_figures_of_one_of_each_kind() -> None:
    (gmail,) = read_cards(next(path for path in FILES if "single2" in path.name).read_bytes())
    (outlook,) = read_cards(next(path for path in FILES if "2007" in path.name).read_bytes())
    assert isinstance(gmail, Card)
    assert isinstance(outlook, Card)
    assert (len(gmail.emails), len(gmail.phones), len(gmail.addresses)) == (5, 11, 5)
    assert gmail.emails[-1].label == "CustomEmailCategory"
    assert outlook.phone == "(111) 555-1111"
    assert outlook.company == "TheCompany"

"""The page in the language of its reader: frame, sentences, facts, figures and pictures."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.server import Desk, Visitor

DAY = r"(?:Mo|Di|Mi|Do|Fr|Sa|So)\., \d\d?\. [A-ZÄ][a-zä]+"


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


def text_of(visitor: Visitor, path: str, language: str = "de-DE,de;q=0.9,en;q=0.5") -> str:
    answer = visitor.get(path, **{"Accept-Language": language})
    assert answer.status == 200
    assert f'<html lang="{language[:2]}"' in answer.text
    shown = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(shown).split())


def test_what_is_to_do_is_said_with_its_reason_and_days(visitor: Visitor) -> None:
    text = text_of(visitor, "/")
    assert re.search(rf"Du hast Ana Ruiz am {DAY} getroffen\.", text)
    there_and_here = rf"bis {DAY} \d\d:\d\d in Los Angeles, (?:{DAY} )?\d\d:\d\d hier"
    assert re.search(there_and_here, text)
    assert "Innerhalb von 24 Stunden, solange das Gespräch" in text
    assert "Within 24 hours" not in text


def test_the_picture_and_its_table_are_labelled(visitor: Visitor) -> None:
    text = text_of(visitor, "/o/cobalt/")
    assert re.search(rf"Cobalt Systems, über die Tage Jetzt ist {DAY}\.", text)
    assert re.search(r"wann was wie es steht", text)
    assert "along the days" not in text


def test_figures_are_told_by_their_number(visitor: Visitor) -> None:
    text = text_of(visitor, "/figures/")
    assert "2 Bewerbungen, davon 2 beantwortet, die Hälfte davon binnen 7 Tagen." in text
    assert "1 Nachfrage, nicht beantwortet." in text


def test_facts_of_the_log_are_told(visitor: Visitor) -> None:
    assert re.search(rf"Angebot \(Marta Nowak\), Antwort bis {DAY} 17:00",
                     text_of(visitor, "/o/greystone/log/"))  # fmt: skip


def test_letters_stay_as_they_are(visitor: Visitor) -> None:
    assert "Thank you for a good conversation" in text_of(
        visitor, "/o/cobalt/letters/thank-you/ana-ruiz/"
    )


def test_another_language_gets_english(visitor: Visitor) -> None:
    answer = visitor.get("/", **{"Accept-Language": "fi"})
    assert '<html lang="en"' in answer.text
    assert "Within 24 hours" in answer.text

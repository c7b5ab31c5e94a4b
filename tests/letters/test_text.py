"""A letter is taken apart as its reader would."""

from __future__ import annotations

import pytest

from duly.letters.text import fold, read

LETTER = (
    "Dear Mr. Hollis,\n\nThanks for the tour on Monday. I'm at St. Luke's.\nIs it p.m. or a.m.?\n\n"
    "Kind regards,\nRay Dupree\n502-555-0147\n"
)


def part(text: str, name: str) -> str | None:
    span = getattr(read(text), name)
    return text[span.start : span.end] if span else None


def test_parts_are_found() -> None:
    assert part(LETTER, "greeting") == "Dear Mr. Hollis,"
    assert part(LETTER, "closing") == "Kind regards,"
    assert part(LETTER, "signature") == "Ray Dupree\n502-555-0147"


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("Mr. Hollis,\n\nThanks.", "Mr. Hollis,"),
        ("Gary,\n\nAny idea yet?", "Gary,"),
        ("Hi Rachel! Just a line.", "Hi Rachel!"),
        ("Dear Mrs. Abbott and Mr. Ruiz,\n\nThanks.", "Dear Mrs. Abbott and Mr. Ruiz,"),
        ("To whom it may concern:\n\nThanks.", "To whom it may concern:"),
        ("Thank you for the tour, which I enjoyed.", None),
    ],
)
def test_greeting_is_told_from_the_letter(text: str, greeting: str | None) -> None:
    assert part(text, "greeting") == greeting


@pytest.mark.parametrize("closing", ["Best,", "Yours faithfully,", "Thanks again", "With respect,"])
def test_goodbyes_are_known(closing: str) -> None:
    assert part(f"Hi Ana,\n\nIt was good.\n\n{closing}\nSam", "closing") == closing


def test_name_alone_at_the_end_is_a_signature() -> None:
    assert (
        part("Dear Sir,\n\nThank you for the tour.\n\nColin Marsh\n", "signature") == "Colin Marsh"
    )


def test_sentences_do_not_end_at_abbreviations() -> None:
    letter = read("I met Dr. Lee at 3 p.m. on Monday. It was good.")
    assert len(letter.sentences) == 2


def test_contractions_are_written_out() -> None:
    assert read("I’m sure you don't.").words == ["i", "am", "sure", "you", "do", "not"]


@pytest.mark.parametrize("text", ["İstanbul’da", "STRASSE ẞ", "a\u0130b", "ﬁne"])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)

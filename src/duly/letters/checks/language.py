"""A letter in another language: said, so that silence is not taken for praise."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.language import language_of
from duly.letters.text import Letter


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Say that the letter is not in English, and what follows from it."""
    name = language_of(letter)
    if name != "English":
        first = letter.sentences[0]
        why = (
            f"This seems to be in {name}. Only what needs no English was looked at: names,"
            " placeholders, length, emoji, marks and repeated words."
        )
        yield Hit(first.start, first.end, why)


CHECK = Check(
    name="language",
    title="Another language",
    reason="The checks on wording know English only; in another language they would be guessing.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Thank you for the interview. I would be glad to join you in Köln.",
        "Merci, and thank you for the tour of the kitchen.",
    ),
    fails=examples(
        "Sehr geehrte Frau Voss, vielen Dank für das Gespräch am Dienstag. Ich habe mich sehr"
        " gefreut, Sie und die Abteilung kennen zu lernen.",
        "Madame, je vous remercie pour notre entretien de mardi. La visite de la cuisine m'a"
        " beaucoup plu et je serais heureux de travailler avec vous.",
        "面接のお時間をいただき、誠に ありがとう ございました。 皆様と お会い できて"
        " とても 嬉しく 思います。 よろしく お願い します。",
    ),
    any_language=True,
)

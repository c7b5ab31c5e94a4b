"""The catalogues of translators: whole, in step with what pages say, and with their blanks kept."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from tools import messages

CATALOGUES = messages.catalogues()
every_language = pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])


@pytest.fixture(scope="module")
def gathered() -> Catalog:
    return messages.gathered()


def test_german_is_among_the_languages() -> None:
    assert "de" in {file.parts[-3] for file in CATALOGUES}


@every_language
def test_every_text_is_in_the_catalogue_and_none_besides(file: Path, gathered: Catalog) -> None:
    known = {str(each.id) for each in messages.read(file) if each.id}
    assert known == {str(each.id) for each in gathered if each.id}, "run `make messages`"


def test_texts_are_named_by_words_that_are_gathered() -> None:
    """Said by any other name, a text would be in no catalogue, and nobody would miss it."""
    alias = re.compile(
        r"^from django\.utils\.translation import n?gettext\w* as (\w+)$", re.MULTILINE
    )
    names = {
        name
        for file in messages.SOURCE.rglob("*.py")
        for name in alias.findall(file.read_text(encoding="utf-8"))
    }
    assert names <= {"_"}


@every_language
def test_every_text_is_translated(file: Path) -> None:
    assert messages.untranslated(messages.read(file)) == []


@every_language
def test_a_translation_has_the_blanks_of_its_text(file: Path) -> None:
    for each in messages.read(file):
        texts = each.id if isinstance(each.id, tuple | list) else (each.id,)
        for text, translation in zip(texts, messages.said(each), strict=True):
            if text:
                assert blanks(translation) == blanks(text), text


def blanks(text: str) -> Counter[str]:
    named = re.findall(r"%(?:\(\w+\)[ds]|%)", text)
    # A literal brace would be refused here, as it would be where the text is said.
    return Counter(named + [name for _, name, _, _ in Formatter().parse(text) if name])


@every_language
def test_what_programs_read_is_what_translators_wrote(file: Path) -> None:
    assert file.with_suffix(".mo").read_bytes() == messages.as_mo(messages.read(file))


def test_no_text_has_markup_in_it(gathered: Catalog) -> None:
    marked = [each.id for each in gathered if re.search(r"</?[a-z]|&\w+;", str(each.id))]
    assert marked == []

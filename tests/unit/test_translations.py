"""The catalogues of translators: whole, in step with what pages say, and with their blanks kept."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from tools import messages

IN_ENGLISH = ("services/dispatching.py",)
"""Modules whose errors a page meets in English: what is kept of a letter is kept in words."""
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


@pytest.mark.parametrize(
    "file",
    [each for each in messages.errors_of_pages() if messages.name_of(each) not in IN_ENGLISH],
    ids=messages.name_of,
)
def test_an_error_remembers_its_sentence(file: Path) -> None:
    """What is put together before it is said can be said in English only."""
    made = {
        ast.unparse(part)
        for call in messages.refusals(ast.parse(file.read_text(encoding="utf-8")))
        for argument in (*call.args, *(each.value for each in call.keywords if _is_said(each)))
        for part in ast.walk(argument)
        if isinstance(part, ast.JoinedStr) and not _is_value(part, argument)
    }
    assert made == set(), "use told(…), then `make messages`"


def _is_said(keyword: ast.keyword) -> bool:
    return keyword.arg in ("found", "expected", "mend")


def _is_value(part: ast.AST, argument: ast.AST) -> bool:
    """Tell whether a text is a number, or is put into a sentence that remembers it."""
    if not any(
        isinstance(each, ast.Constant) and re.search("[a-z]{2}", str(each.value))
        for each in ast.walk(part)
    ):
        return True
    told = (
        each
        for each in ast.walk(argument)
        if isinstance(each, ast.Call)
        and getattr(each.func, "id", "") in ("told", "counted", "either")
    )
    return any(part is inner for call in told for inner in ast.walk(call) if inner is not call)


def test_no_text_has_markup_in_it(gathered: Catalog) -> None:
    marked = [each.id for each in gathered if re.search(r"</?[a-z]+[\s/>]|&\w+;", str(each.id))]
    assert marked == []

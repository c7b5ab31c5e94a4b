"""Harper and proselint beneath our own checks: kept quiet where they cry wolf."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import IntEnum
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest

from duly.letters import prose
from duly.letters.context import Context
from duly.letters.judge import Judgement, Verdict, judge

BODY = (
    "Dear Ana,\n\nThank you for the talk about brandade and the relly good colour of churn, Piotr."
)


class _Dialect(IntEnum):
    AMERICAN = 0
    BRITISH = 1


class _Linter:
    """Objects to the words it is given, as Harper does: by code points."""

    objects: ClassVar[dict[str, str]] = {
        "Piotr": "Pyotr",
        "relly": "rely",
        "brandade": "brigade",
        "colour": "color",
    }

    def __init__(self, dialect: _Dialect) -> None:
        self.dialect = dialect

    def lint(self, text: str, *, language: str) -> list[Any]:
        return [
            SimpleNamespace(
                span=SimpleNamespace(start=text.index(word), end=text.index(word) + len(word)),
                lint_kind="Spelling",
                message=f"Did you mean to spell `{word}` this way?",
                suggestions=[SimpleNamespace(kind=0, replacement_text=new)],
            )
            for word, new in self.objects.items()
            if word in text and not (word == "colour" and self.dialect is _Dialect.BRITISH)
        ]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    harper = ModuleType("harper")
    harper.__spec__ = ModuleSpec("harper", None)
    harper.Dialect, harper.Linter = _Dialect, _Linter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "harper", harper)
    monkeypatch.setattr(prose, "_register", lambda: None)
    prose._linters.cache_clear()
    yield
    prose._linters.cache_clear()


def found(body: str = BODY, context: Context | None = None) -> Judgement:
    context = context or Context("thank-you")
    return prose.with_prose(body, judge(body, context=context), context)


def test_names_and_either_spelling_are_left_alone() -> None:
    assert [f.text for f in found().findings] == ["brandade", "relly"]


def test_likely_misspelling_warns_and_rare_word_is_a_remark() -> None:
    judged = found()
    assert [f.severity.value for f in judged.findings] == ["remark", "warning"]
    assert judged.verdict is Verdict.LOOK_AGAIN


def test_words_of_the_notes_are_left_alone() -> None:
    context = Context("thank-you", facts=("a good brandade",))
    assert "brandade" not in {f.text for f in found(context=context).findings}


def test_our_own_checks_speak_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Linter, "objects", {"beleive": "believe"})
    judged = found(BODY.replace("relly", "I beleive"))
    assert [f.check for f in judged.findings] == ["spelling"]


def test_texts_that_are_no_letters_are_not_read() -> None:
    body = BODY * 400
    assert "prose" not in {f.check for f in found(body).findings}

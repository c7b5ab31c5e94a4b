"""What Harper and proselint see beyond our own checks, where the extra `prose` is installed.

Both are made for prose at large and cry wolf on letters: Harper on every name, proselint on
every "very". Kept is what is nearly always right; names, the words of the role and capitalised
words are left alone; a spelling that either side of the Atlantic accepts is none; and where a
check of ours has spoken, they are silent. Harper takes half a second to start: its dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from duly.letters.checks.base import Finding, Severity
from duly.letters.context import Context
from duly.letters.judge import ORDER, Judgement, verdict_on
from duly.letters.names import distance, parts
from duly.letters.text import read, words_of

NAME = "prose"
MOST_CHARACTERS = 20_000
"""Longer texts are no letters; they are too long by our own check already."""
_KINDS = words_of(
    "Spelling Agreement Grammar Malapropism Eggcorn Nonstandard BoundaryError Repetition WordChoice"
)
_FAMILIES = ("cliches", "malapropisms", "mondegreens", "nonwords", "redundancy")
_WORD = re.compile(r"[^\W\d_]+")


def available() -> bool:
    """Return whether either of the two is installed."""
    return bool(find_spec("harper") or find_spec("proselint"))


def with_prose(body: str, judgement: Judgement, context: Context) -> Judgement:
    """Return the judgement with what the two find where our own checks found nothing."""
    if len(body) > MOST_CHARACTERS or any(f.check == "language" for f in judgement.findings):
        return judgement
    clear = read(body).clear
    known = _known(context)
    own = list(judgement.findings)
    for finding in (*_harper(clear, known), *_proselint(clear)):
        if not any(finding.start < old.end and old.start < finding.end for old in own):
            own.append(finding._replace(text=body[finding.start : finding.end]))
    own.sort(key=lambda f: (f.start, ORDER[f.severity], f.end))
    return Judgement(verdict_on(own), tuple(own), judgement.kind)


def _known(context: Context) -> frozenset[str]:
    names = (context.recipient, context.me, context.company, context.role, *context.others)
    said = " ".join((*names, *context.facts, *context.spoken, *context.other_people))
    return frozenset(parts(said)) | {word.lower() for word in _WORD.findall(said)}


@cache
def _linters() -> tuple[Any, Any] | None:
    """Return an American and a British linter, None where Harper is not installed."""
    if find_spec("harper") is None:
        return None
    harper = import_module("harper")
    return harper.Linter(harper.Dialect.AMERICAN), harper.Linter(harper.Dialect.BRITISH)


def _harper(text: str, known: frozenset[str]) -> Iterator[Finding]:
    linters = _linters()
    if linters is None:
        return
    american, british = linters
    for lint in american.lint(text, language="plaintext"):
        start, end = lint.span.start, lint.span.end
        word = text[start:end]
        if lint.lint_kind not in _KINDS or word.lower() in known:
            continue
        new = [s.replacement_text for s in lint.suggestions if int(s.kind) == 0]
        severity = Severity.REMARK
        if lint.lint_kind == "Spelling":
            if not word.islower() or not british.lint(word, language="plaintext"):
                continue
            if new and len(word) > 4 and distance(word, new[0].lower()) <= 2:
                severity = Severity.WARNING
        yield Finding(NAME, severity, start, end, word, _plain(lint.message), ("L4",))


def _plain(message: str) -> str:
    return message.replace("`", "“", 1).replace("`", "”", 1)


@cache
def _register() -> Any:
    """Return proselint's tools with its checks registered, None where it is not installed."""
    if find_spec("proselint") is None:
        return None
    registry = import_module("proselint.registry")
    registry.CheckRegistry().register_many(import_module("proselint.checks").__register__)
    return import_module("proselint.tools")


def _proselint(text: str) -> Iterator[Finding]:
    tools = _register()
    if tools is None:
        return
    for result in tools.LintFile("letter", text).lint():
        found = result.check_result
        if found.check_path.startswith(_FAMILIES):
            start, end = found.span[0] - 1, found.span[1] - 1  # it counts from one
            why = " ".join(found.message.split())
            yield Finding(NAME, Severity.REMARK, start, end, text[start:end], why, ("L3", "L4"))

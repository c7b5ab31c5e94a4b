"""Slips of grammar that are sure ones (L4)."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter

_HAVE = r"(?:have|has|had|having|['’]ve|['’]d)"


def _slips() -> tuple[tuple[str, str, str], ...]:
    """Return the slips of the file: a word to look for first, the pattern, the mend."""
    data = pkgutil.get_data("duly.letters.checks", "grammar.txt") or b""
    rows = [line.split("\t") for line in data.decode().splitlines() if line[0] != "#"]
    return tuple((w, p.replace("<have>", _HAVE), m.replace("␣", " ")) for w, p, m in rows)


SLIPS = _slips()
_COMPILED: dict[str, re.Pattern[str]] = {}


def _pattern(source: str) -> re.Pattern[str]:
    found = _COMPILED.get(source)
    if found is None:
        found = _COMPILED[source] = re.compile(source, re.IGNORECASE)
    return found


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find slips whose first word is in the letter at all."""
    tokens = set(letter.folded.replace(",", " ").replace(".", " ").replace("!", " ").split())
    for word, source, mend in SLIPS:
        if word not in tokens:
            continue
        for match in _pattern(source).finditer(letter.clear):
            yield Hit(*match.span(), "This looks like a slip.", _mend(match, mend))


def _mend(match: re.Match[str], mend: str) -> str | None:
    if not mend:
        return None
    new = match.expand(mend)
    return new[0].upper() + new[1:] if match.group()[0].isupper() else new


CHECK = Check(
    name="grammar",
    title="Slips of grammar",
    reason="A slip takes the eye off what you say. Read the sentence aloud once.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Would of course be glad. There are times when less is more than enough.",
        "It was kind of you. Thank you for your time.",
        "I look forward to hearing from you, and to work that matters.",
        "I like the way you explain the work; I am looking forward to your answer.",
        "Your hiring manager was kind, and we may, she said, meet again.",
    ),
    fails=examples(
        "I should of mentioned it.",
        "Thank you for you time.",
        "I am look forward to meeting you.",
        "I look forward to hear from you.",
        "I have drove a crusher.",
        "I hope to here from you.",
        "It would be a honor to have a interview.",
        "I am very interesting in this job.",
        "We discussed about the budget.",
    ),
)

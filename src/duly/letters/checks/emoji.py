"""Emoji and emoticons (L3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter, compiled

_EMOJI = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff☀-⛿✀-➿⭐⭕️‍❤]{1,40}"
_FACE = (
    r"(?:(?<=\s)|(?<=[.,!?])|^)(?:[:;=][-']?[)(DPpo3*/|]|<3|\^_\^|xD|XD|:'\(|\(:|¯\\_\(ツ\)_/¯)"
    r"(?=[\s.,!?)]|$)"
)
_HARMLESS = frozenset("✓✔✉✆☎☐☑✂")


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find emoji and faces made of punctuation; taking them out is the mend."""
    for pattern in (_FACE,) if letter.clear.isascii() else (_EMOJI, _FACE):
        for match in compiled(pattern, re.MULTILINE).finditer(letter.clear):
            if not _HARMLESS.issuperset(match.group()):
                yield Hit(*_with_space(letter.body, match.start(), match.end()), suggestion="")


def _with_space(body: str, start: int, end: int) -> tuple[int, int]:
    """Take the space before along, so that none is left over."""
    return (start - 1, end) if start and body[start - 1] == " " else (start, end)


CHECK = Check(
    name="emoji",
    title="Emoji",
    reason="An emoji looks out of place beside a decision about work, and may not show at all.",
    rules=("L3",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I can do either day (Monday or Tuesday): both suit me.",
        "The ratio was 3:1; I enjoyed it.",
        "✓ signed contract",
    ),
    fails=examples(
        "Hope to hear from you 😊", "See you soon :)", "Thank you ❤️", "I can't wait! ;-)"
    ),
    any_language=True,
)

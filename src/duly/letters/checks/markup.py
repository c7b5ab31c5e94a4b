"""Markup and damaged characters pasted along with the text (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter, compiled

_TAG = (
    r"</?(?:html|head|body|div|span|p|br|b|i|u|a|font|table|tr|td|ul|li|ol|h[1-6]"
    r"|strong|em|style|script|meta|img|o:p)"
    r"\b[^<>]{0,2000}>|<!(?:doctype|--)[^<>]{0,2000}>"
)
_ENTITY = r"&(?:nbsp|amp|lt|gt|quot|apos|rsquo|lsquo|ldquo|rdquo|ndash|mdash|#\d{2,5});"
_DAMAGED = (
    "â€[\x80-\xff™œžŸ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜š›˜˜]|Ã[\x80-\xbf©¨ªº¶¼§±³¤\xad]|Â[ \xa0£·»«°]|�{1,50}"
)
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{1,200}"
_ENTITIES = {
    "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'",
    "&rsquo;": "’", "&lsquo;": "‘", "&ldquo;": "“", "&rdquo;": "”", "&ndash;": "–", "&mdash;": "—",
}  # fmt: skip
DAMAGED = "This character was damaged on its way here."
HTML = "This is HTML; your reader would see the tags. Paste it as plain text."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find tags (told once), entities, control characters and text decoded wrongly."""
    body = letter.body
    tag = compiled(_TAG, re.IGNORECASE).search(body) if "<" in body else None
    if tag:
        yield Hit(*tag.span(), HTML)
    if "&" in body:
        for match in compiled(_ENTITY).finditer(body):
            mend = _ENTITIES.get(match.group())
            yield Hit(*match.span(), "This is HTML for a single character.", mend)
    if not body.isascii():
        for match in compiled(_DAMAGED).finditer(body):
            yield Hit(*match.span(), DAMAGED, _mended(match.group()))
    for match in compiled(_CONTROL).finditer(body):
        yield Hit(*match.span(), "There is an invisible control character here.", "")


def _mended(text: str) -> str | None:
    """Return what UTF-8 read as Windows-1252 once was."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


CHECK = Check(
    name="markup",
    title="Markup and damaged characters",
    reason="Left-overs of another program make a letter look mass-produced, or broken.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I think 3 < 5 and 7 > 6, and R&D is fun.", "Café, naïve, Ångström, Ã is a letter."
    ),
    fails=examples(
        "<p>Thank you for the tour.</p>",
        "Thank you&nbsp;for the tour.",
        "Itâ€™s a pleasure.",
        "The cafÃ© was good.",
        "Thank you\x00 for the tour.",
    ),
    any_language=True,
)

"""What the checks say of a letter, as pages show it: the verdict in words, findings in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duly.letters import compose
from duly.letters.checks.base import Finding, Severity
from duly.letters.judge import Judgement, Verdict
from duly.letters.material import LetterKind

_VERDICT: Final = {
    Verdict.READY: (_("Ready"), _("Nothing stands against it.")),
    Verdict.LOOK_AGAIN: (_("Look again"), _("Something is worth another look before it leaves.")),
    Verdict.NOT_LIKE_THIS: (_("Not like this"), _("As it stands it would do you harm.")),
}
_SEVERITY: Final = {
    Severity.HURTS: _("This hurts"),
    Severity.WARNING: _("Look again"),
    Severity.REMARK: _("A thought"),
}


class Note(NamedTuple):
    """One finding.

    Attributes:
        number: Its place in the judgement, by which a suggestion is accepted.
        start: First of its characters in the body; `end` is the one after the last.
        severity: As CSS names it; `severity_word` is what people read.
        suggestion: What to put in its place; None where there is no mechanical mend.
    """

    number: int
    start: int
    end: int
    severity: str
    severity_word: str
    text: str
    why: str
    rules: tuple[str, ...]
    suggestion: str | None


class Segment(NamedTuple):
    """A stretch of the body; `severity` is empty where nothing was found in it."""

    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A judged letter.

    Attributes:
        verdict: As CSS names it.
        size: "154 words", or "187 of 200 characters" where there is a limit.
        segments: The body, with what was found marked in it.
    """

    verdict: str
    verdict_word: str
    verdict_text: str
    notes: tuple[Note, ...]
    size: str
    is_too_long: bool
    segments: tuple[Segment, ...]


def proof(judgement: Judgement, body: str, kind: str, *, premium: bool = False) -> Proof:
    """Return a judgement as a page shows it."""
    word, text = _VERDICT[judgement.verdict]
    most = limit(kind, premium=premium)
    return Proof(
        verdict=judgement.verdict.value.replace(" ", "-"),
        verdict_word=str(word),
        verdict_text=_count(judgement) or str(text),
        notes=tuple(_note(number, each) for number, each in enumerate(judgement.findings)),
        size=_size(body, most),
        is_too_long=bool(most) and len(body.strip()) > most,
        segments=tuple(_segments(body, judgement.findings)),
    )


def limit(kind: str, *, premium: bool = False) -> int:
    """Return how many characters a kind of letter may have; 0 for any number."""
    if kind != LetterKind.LINKEDIN:
        return 0
    return compose.LINKEDIN_PREMIUM_CHARACTERS if premium else compose.LINKEDIN_CHARACTERS


def _count(judgement: Judgement) -> str:
    """Return how much there is to look at; empty where the verdict says enough."""
    found = len(judgement.findings)
    if judgement.verdict is Verdict.READY:
        return gettext("It may leave; a thought on it is below.") if found else ""
    return ngettext("%(n)d place to look at.", "%(n)d places to look at.", found) % {"n": found}


def _note(number: int, finding: Finding) -> Note:
    return Note(
        number,
        finding.start,
        finding.end,
        finding.severity.value,
        str(_SEVERITY[finding.severity]),
        finding.text,
        finding.why,
        finding.rules,
        finding.suggestion,
    )


def _size(body: str, most: int) -> str:
    if most:
        text = gettext("%(n)d of %(most)d characters")
        return text % {"n": len(body.strip()), "most": most}
    words = len(body.split())
    return ngettext("%(n)d word", "%(n)d words", words) % {"n": words}


def _segments(body: str, findings: Iterable[Finding]) -> Iterable[Segment]:
    """Cut the body where findings begin and end; of two that overlap, the first is marked."""
    at = 0
    for finding in findings:
        if finding.start < at or finding.end <= finding.start:
            continue
        if finding.start > at:
            yield Segment(body[at : finding.start])
        yield Segment(body[finding.start : finding.end], finding.severity.value)
        at = finding.end
    if at < len(body):
        yield Segment(body[at:])

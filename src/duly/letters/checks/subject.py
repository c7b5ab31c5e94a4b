"""The subject line: there, and saying what the letter is about (L1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import Context
from duly.letters.text import Letter, words_of

_VAGUE = words_of(
    "hi hello hey hey there question quick question job interview position application my"
    " application important urgent update follow up following up followup checking in just"
    " checking in touching base touch base status info information request help please read"
    " read this re fwd fw email message letter mail test untitled no subject none subject"
    " hiring me opportunity the job the position the interview job interview work inquiry"
    " enquiry a quick note note quick note hi there greetings regarding news any news any"
    " update any updates last chance attention resume cv untitled document"
)
_WHOLE = frozenset(
    {
        "hey there",
        "quick question",
        "my application",
        "the job",
        "the position",
        "the interview",
        "job interview",
        "follow up",
        "following up",
        "just checking in",
        "checking in",
        "a quick note",
        "quick note",
        "hi there",
        "any news",
        "any update",
        "any updates",
        "touching base",
        "touch base",
        "read this",
        "please read",
        "no subject",
        "last chance",
        "hire me",
        "job application",
        "interview follow up",
        "just following up",
        "second follow up",
        "hello again",
        "about the job",
        "regarding the job",
        "regarding my application",
        "about my application",
        "update please",
        "my interview",
        "from me",
        "it's me",
        "for you",
        "a question",
        "quick follow up",
        "untitled document",
    }
)
_ALONE = _VAGUE - words_of("in up base any the a my just no for read")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|sv)\s{0,3}:\s{0,3}){1,5}", re.IGNORECASE)


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find a subject that is empty, says nothing, shouts or runs on."""
    if letter.subject is None:
        if context.subject_expected:
            yield Hit(0, 0, "There is no subject. Name the role and what the letter is.")
        return
    why = _wrong(letter.subject.strip())
    if why:
        yield Hit(0, 0, why)


def _wrong(subject: str) -> str:
    bare = _PREFIX.sub("", subject)
    words = " ".join(re.findall(r"[\w']+", bare.lower()))
    if not words:
        return "The subject is empty. Name the role and what the letter is."
    if bare == subject and (words in _WHOLE or words in _ALONE):
        return f"“{subject}” could be about anything. Name the role and what the letter is."
    if len(words) > 4 and bare.isupper():
        return "The subject is in capitals; it reads as a raised voice."
    if "!!" in bare or "??" in bare:
        return "One mark is enough in a subject."
    if len(bare) > 120:
        return "The subject is so long that it will be cut. Name the role and what the letter is."
    return ""


_BODY = "Thank you for the talk about the archive."

CHECK = Check(
    name="subject",
    title="A subject missing or vague",
    reason="The subject decides when a letter is opened, and whether it is found again.",
    rules=("L1",),
    severity=Severity.WARNING,
    find=find,
    passes=(
        Example(_BODY, subject="Thank you - charge nurse interview, 4 March"),
        Example(_BODY, subject="Our conversation on Wednesday"),
        Example(_BODY, subject="Re: Interview"),
        Example(_BODY, subject="Thank you"),
        Example(_BODY),
    ),
    fails=(
        Example(_BODY, subject=""),
        Example(_BODY, subject="hi"),
        Example(_BODY, subject="Quick question"),
        Example(_BODY, subject="Following up"),
        Example(_BODY, subject="PLEASE READ ABOUT THE JOB"),
        Example(_BODY, Context(subject_expected=True)),
    ),
)

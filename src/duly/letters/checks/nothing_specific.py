"""Nothing that only this reader could have heard (T2, T3, L5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.names import greeted, parts, plain
from duly.letters.stock import generic, stem
from duly.letters.text import Letter

_WORD = re.compile(r"[^\W\d_]{3,60}")
_TITLE = re.compile(
    r"\b(?:the|a|an|your|as|of|for|interview) ((?:[\w/&'’-]{1,30} ){1,5}?)"
    r"(?:position|role|job|post|vacancy|opening|opportunity|internship|interview)\b"
)
_COMPANY = re.compile(
    r"\b(?:at|with|join|joining|for|from|to|of|in|about|visit) (?:the )?([A-Z][\w&'’-]{1,40}"
    r"(?: (?:&|and|of|[A-Z][\w&'’-]{1,40})){0,4})"
)
LEAST, SHORT = 2, 40
"""So many words of substance make a letter about something; one does in a short one."""


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find a letter made of words that any such letter has."""
    told = _substance(letter, context)
    spoken = {
        stem(plain(w)) for phrase in context.spoken for w in _WORD.findall(phrase)
    } - generic()
    words = letter.last - letter.first
    if len(told) >= (LEAST if words > SHORT else 1) or told & spoken or words < 5:
        return
    inner = letter.inner()
    first = next((s for s in letter.sentences if s.start >= inner.start), None)
    if first:
        yield Hit(first.start, first.end)


def _substance(letter: Letter, context: Context) -> set[str]:
    """Return the stems of the words that say something, job titles and names left out."""
    inner = letter.inner()
    text = letter.clear[inner.start : inner.end]
    out: set[str] = set()
    for pattern, source in ((_TITLE, text), (_COMPANY, text)):
        for match in pattern.finditer(source):
            out.update(stem(plain(w)) for w in _WORD.findall(match.group(1)))
    names = " ".join((context.recipient, context.me, context.company, context.role))
    out.update(stem(word) for word in parts(names))
    out.update(stem(named.word) for named in greeted(letter))
    if letter.signature:
        out.update(
            stem(plain(w))
            for w in _WORD.findall(letter.clear[letter.signature.start : letter.signature.end])
        )
    words = {stem(plain(word)) for word in _WORD.findall(text)}
    return words - generic() - out


_HART = (
    "Dear Ms. Hart,\n\nThank you for taking the time to meet with me yesterday. I enjoyed learning"
    " more about the position and the company. I am confident that my skills and experience would"
    " make me a great fit for the team.\n\nI look forward to hearing from you.\n\nJason Pike"
)

CHECK = Check(
    name="nothing-specific",
    title="Nothing specific to this reader",
    reason="This could have been sent to anybody. Name one thing that the two of you spoke about.",
    rules=("T2", "T3", "L5"),
    severity=Severity.WARNING,
    find=find,
    passes=(
        *examples(
            "Dear Ms Okafor,\n\nThank you for seeing me on Tuesday. I enjoyed hearing about the"
            " night ward and would be glad to join you.",
            "Hi Jess,\n\nThank you for the tour. I would love to help with the latte art classes.",
            kind="thank-you",
        ),
        Example(_HART, Context(kind="decline")),
    ),
    fails=(
        Example(_HART, Context(kind="thank-you")),
        *examples(
            "Dear Mr. Osborne,\n\nThank you for the opportunity to interview for the Marketing"
            " Manager position at Halden. I believe that my qualifications are a strong match.",
            kind="thank-you",
        ),
    ),
    kinds=frozenset({"thank-you", "card"}),
)

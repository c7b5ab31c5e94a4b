"""Placeholders that nobody filled in (L5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_SLOT = (
    r"(?:company|companies|firm|organi[sz]ation|employer|school|hospital|interviewer|interview|recipient|recruiter|hiring"
    r"|manager|contact|person|candidate|first|last|full|your|his|her|their|job|position|role|title|date|day|time|name|surname|"
    r"address|phone|number|email|topic|subject|project|skill|skills|detail|details|something|specific|example|insert|add|"
    r"fill|month|year|city|street|department|team|product|reason|achievement|experience|field|industry|x|xx|xxx|mr|ms|tbd|"
    r"todo|placeholder|here|relevant|personal|signature|salutation)"
)
_PATTERNS = (
    re.compile(
        r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|\$\{[^{}\n]{0,60}\}|%\w{2,30}%|<<[^<>\n]{1,60}>>|«[^«»\n]{1,60}»"
    ),
    re.compile(rf"\[[^\[\]\n]{{0,60}}\b{_SLOT}\b[^\[\]\n]{{0,60}}\]"),
    re.compile(
        r"\[(?: {0,5}|_{1,20}|\.{2,20}|[A-Z][A-Z _/-]{2,40}|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){1,3})\]"
    ),
    re.compile(rf"\{{[^{{}}\n]{{0,40}}\b{_SLOT}\b[^{{}}\n]{{0,40}}\}}|\{{[a-z_.]{{2,40}}\}}"),
    re.compile(rf"<(?!/)[^<>@:/\n]{{0,40}}\b{_SLOT}\b[^<>@:/\n]{{0,40}}>"),
    re.compile(
        rf"\((?:insert|add|fill in|your|enter|put|choose|select|name of|company name|date|position title|interviewer)\b[^()\n]{{0,60}}\)"
    ),
    re.compile(r"(?<![\w@./-])_{3,200}(?![\w@])|(?<=\s)\.{6,200}(?=\s|$)"),
)
_CAPITALS = re.compile(
    r"(?<![\w@./-])(?:X{2,20}|Xx+|xxx+|XYZ|ABC (?:Company|Corp|Corporation|Inc|Ltd|Industries)|XYZ (?:Company|Corp|Corporation|Inc|Ltd)"
    r"|TODO|TKTK|FIXME|PLACEHOLDER"
    r"|INSERT(?: [A-Z]+){1,5}|POSITION TITLE|JOB TITLE|FIRST ?NAME|LAST ?NAME|NAME HERE"
    r"|(?:Company|Employer|Organi[sz]ation|Interviewer|Recipient|Recruiter|Hiring Manager|Manager|First|Last|Contact)(?:['’]s)? (?:Name|Surname)"
    r"|Your (?:Full |First |Last )?Name|Your (?:Phone|Email|Address|Title|Contact Information|Signature)|Job Title|Position Title|Position Name"
    r"|Name of (?:Company|Interviewer|Position)|Mr\.?/Ms\.?|Mr\.?/Mrs\.?(?:/Ms\.?)?|Ms\.?/Mr\.?)(?![\w@])"
)
_NAMELESS = re.compile(
    r"\A\s*(?:dear|hi|hello)(?: (?:mr|ms|mrs|dr|mx)\.?)? ?(?:[.]{2,}|…|-+|\?+|x|name)?,\s*\n"
)
_BLANK = re.compile(r"\b(?:at|with|join|the|mr|ms|dear) +[.,](?=\s|$)")

WHY = "Here something still waits to be filled in. Your reader will see that it is a template."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find brackets, blanks and names of slots."""
    text = letter.clear if "<" not in letter.body else letter.body
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end(), WHY)
    yield from _lower(letter)
    for match in _BLANK.finditer(letter.folded):
        yield Hit(match.start(), match.end(), WHY)
    for match in _CAPITALS.finditer(letter.clear):
        yield Hit(match.start(), match.end(), WHY)
    yield from _nameless(letter)
    for found in _SURE.find(letter):
        yield Hit(found.start, found.end, WHY)


def _lower(letter: Letter) -> Iterator[Hit]:
    """Find slots however they are capitalised."""
    if "[" in letter.folded or "{" in letter.folded or "(" in letter.folded or "<" in letter.body:
        text = letter.folded if "<" not in letter.body else letter.body.lower()
        if len(text) == len(letter.body):
            for pattern in (_PATTERNS[1], _PATTERNS[3], _PATTERNS[4], _PATTERNS[5]):
                for match in pattern.finditer(text):
                    yield Hit(match.start(), match.end(), WHY)


def _nameless(letter: Letter) -> Iterator[Hit]:
    match = _NAMELESS.match(letter.folded)
    if match and not re.match(r"\s*(?:hi|hello),", letter.folded):
        end = len(match.group().rstrip())
        yield Hit(letter.folded.index(match.group().strip()[0]), end, "The name is missing here.")


_SURE = Phrases(
    (
        "lorem ipsum",
        "insert [the|your|a|their] name|company|position|date|topic|skill|here|title",
        "fill in the|this blank|blanks",
        "interviewer's|company's name here",
        "name|company|position|date|topic|skill goes here",
        "company|interviewer name here",
        "blah blah",
        "etc etc",
    )
)

CHECK = Check(
    name="placeholder",
    title="Left-over placeholders",
    reason=WHY,
    rules=("L5",),
    severity=Severity.HURTS,
    find=find,
    passes=examples(
        "Dear Hiring Manager,\n\nThank you for the interview.",
        "I wrote the parser [see the link] and the tests {all of them}.",
        "The company name is new, and the position suits me.",
        "The heading reads <b>Thank you</b>.",
        "Reach me at x_y@example.org or https://example.org/a__b.",
        "The part was an XL sleeve on the XR line.",
    )
    + (Example("Dear Sir or Madam,\n\nThank you."),),
    fails=examples(
        "Dear [Interviewer Name],\n\nThank you.",
        "Thank you for meeting me on {{interview_date}}.",
        "the XXXX position",
        "the job at (insert company name)",
        "Dear Mr. ______,\n\nThank you.",
        "the position at Company Name",
        "Dear <Name>,\n\nThank you.",
        "I enjoyed hearing about [specific topic].",
        "lorem ipsum dolor",
        "Sincerely,\n[Your Name]",
        "Dear ,\n\nThank you.",
        "Dear Mr./Ms. Lee,",
    ),
    any_language=True,
)

"""Placeholders that nobody filled in (L5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter, compiled, words_of

_SLOT = "|".join(
    sorted(
        words_of(
            "company companies firm organisation organization employer school hospital"
            " interviewer interview recipient recruiter hiring manager contact person"
            " candidate first last full your his her their job position role title date"
            " day time name surname address phone number email topic subject project skill"
            " skills detail details something specific example insert add fill month year"
            " city street department team product reason achievement experience field"
            " industry x xx xxx mr ms tbd todo placeholder here relevant personal"
            " signature salutation"
        )
    )
)
_OPENERS = (
    "insert|add|fill in|your|enter|put|choose|select|name of|company name|date|position title"
    "|interviewer"
)
_BRACKETED = (
    # a character to look for first, the pattern, whether capitals matter
    ("{{", r"\{\{[^{}\n]{0,80}\}\}", False),
    ("{%", r"\{%[^{}\n]{0,80}%\}", False),
    ("${", r"\$\{[^{}\n]{0,60}\}", False),
    ("%", r"%[A-Za-z_]{3,30}%", False),
    ("<<", r"<<[^<>\n]{1,60}>>", False),
    ("«", r"«[^«»\n]{1,60}»", False),
    ("[", rf"\[[^\[\]\n]{{0,60}}\b(?:{_SLOT})\b[^\[\]\n]{{0,60}}\]", False),
    ("[", r"\[(?: {0,5}|_{1,20}|\.{2,20}|[A-Z][A-Z _/-]{2,40})\]", True),
    ("[", r"\[[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){1,3}\]", True),
    ("{", rf"\{{[^{{}}\n]{{0,40}}\b(?:{_SLOT})\b[^{{}}\n]{{0,40}}\}}", False),
    ("{", r"\{[a-z_.]{2,40}\}", True),
    ("<", rf"<(?!/)[^<>@:/\n]{{0,40}}\b(?:{_SLOT})\b[^<>@:/\n]{{0,40}}>", False),
    ("(", rf"\((?:{_OPENERS})\b[^()\n]{{0,60}}\)", False),
    ("___", r"(?<![\w@./-])_{3,200}(?![\w@])", True),
    ("......", r"(?<=\s)\.{6,200}(?=\s|$)", True),
)
_CAPITALS = re.compile(
    r"(?<![\w@./-])(?:X{2,20}|Xx+|xxx+|TODO|TKTK|FIXME|PLACEHOLDER|XYZ"
    r"|(?:ABC|XYZ) (?:Company|Corp|Corporation|Inc|Ltd|Industries)"
    r"|INSERT(?: [A-Z]+){1,5}|(?:POSITION|JOB) TITLE|(?:FIRST|LAST|FULL|YOUR) ?NAME|NAME HERE"
    r"|(?:HIRING MANAGER|COMPANY|INTERVIEWER|RECRUITER|EMPLOYER)(?:['’]?S)? NAME"
    r"|(?<=\bon )DATE(?= to| and|[.,])|(?<=\b[Dd]ear )(?:NAME|INTERVIEWER|RECIPIENT|CONTACT)"
    r"|(?:Company|Employer|Organi[sz]ation|Interviewer|Recipient|Recruiter|Hiring Manager|Manager"
    r"|First|Last|Contact)(?:['’]s)? (?:Name|Surname)"
    r"|Your (?:(?:Full |First |Last )?Name|Phone|Email|Address|Title|Contact Information|Signature)"
    r"|(?:Job|Position) (?:Title|Name)|Name of (?:Company|Interviewer|Position)"
    r"|Mr\.?/(?:Ms|Mrs)\.?(?:/Ms\.?)?|Ms\.?/Mr\.?)(?![\w@])"
)
_NAMELESS = re.compile(
    r"\A\s*(?:dear|hi|hello)(?: (?:mr|ms|mrs|dr|mx)\.?)? ?(?:[.]{2,}|…|-+|\?+|x|name)?,\s*\n"
)
_BLANK = re.compile(r"\b(?:at|with|join|the|mr|ms|dear) +[.,](?=\s|$)")

WHY = "Here something still waits to be filled in. Your reader will see that it is a template."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find brackets, blanks and names of slots."""
    text = letter.body if "<" in letter.body else letter.clear
    for sign, source, capitals in _BRACKETED:
        if sign in text:
            for match in compiled(source, 0 if capitals else re.IGNORECASE).finditer(text):
                yield Hit(match.start(), match.end(), WHY)
    for pattern, where in ((_BLANK, letter.folded), (_CAPITALS, letter.clear)):
        for match in pattern.finditer(where):
            yield Hit(match.start(), match.end(), WHY)
    yield from _nameless(letter)
    for found in _SURE.find(letter):
        yield Hit(found.start, found.end, WHY)


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
        "Dear Sir or Madam,\n\nThank you.",
    ),
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

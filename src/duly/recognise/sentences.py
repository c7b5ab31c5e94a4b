"""A letter's sentences, spelt in one way, with what is only supposed set apart.

"If you are selected, we will arrange an interview" announces nothing. A sentence that begins with
a condition is supposed as a whole; one that has it later, from there on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_SENTENCES: Final = 120
_MOST_CHARACTERS: Final = 600

_END = re.compile(r"(?<=[.!?…])[\"')\]]{0,2}\s+(?=[\"'(\[]?[A-ZÀ-Þ0-9¡¿])")
_ABBREVIATED = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|st|no|nr|e\.g|i\.e|etc|approx|inc|ltd|co|corp|vs|ca|z\.b|bzw|usw"
    r"|a\.m|p\.m"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|fri|\b[a-z])\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d{1,2}\.$")
_GERMAN_MONTH = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_ITEM = re.compile(r"(?:[-*•·–▪◦]|\(?\d{1,2}[.)])\s")
_LABEL = re.compile(r"[A-Z][\w /&-]{1,30}:\s")
_PUNCTUATED = re.compile(r"[.!?:;,]$")
_URL = re.compile(r"(?:https?://|www\.)\S+|\[(?:https?|cid):[^\]]*\]", re.IGNORECASE)
_SHORT_FORMS: Final = (
    (re.compile(r"[’‘`´ʼ]"), "'"),
    (re.compile(r"[“”„«»]"), '"'),
    (re.compile(r"[‐‑–—−]"), "-"),
    (re.compile(r"\b(have|do|did|is|was|are|does|could|would|should|has)nt\b"), r"\1 not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(?:can't|cannot)\b"), "can not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(i|we|you|they|he|she)'d\b"), r"\1 would"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(it|that|there|here|what|he|she)'s\b"), r"\1 is"),
)
_SUPPOSED = re.compile(
    r"\b(?:if (?!you have any|you need any|you would like to know|this is not convenient|possible)"
    r"|should (?:you|your|we|there|a|the|any|i|things|circumstances|another|an)\b"
    r"(?! (?:hear|expect|have received|have heard|receive|get|be (?:hearing|receiving|contacted)))"
    r"|in (?:the event|case)\b|provided that|unless|whether or not|were (?:you|your|we) to"
    r"|as soon as (?:a|there|something|another)|when(?:ever)? (?:a|another|there (?:is|are)) "
    r"(?:suitable|similar|new|matching|position|role|opening|vacanc)"
    r"|(?<!other )(?<!another )(?<!with )(?<!few )(?:candidates?|applicants?|those|people|anyone) "
    r"(?:(?:who|that|whose) (?!(?:\w+ ){0,3}(?:more|better|closer|closely|stronger|already|best)\b)"
    r"(?:\w+ ){0,4}?(?:selected|shortlisted|successful|unsuccessful|invited|chosen|progress\w*"
    r"|match|meet|fit)"
    r"|shortlisted|selected|not selected|under consideration|chosen|invited)\b"
    r"|only (?:those|shortlisted|selected|successful|qualified|suitable|candidates|applicants)"
    r"|(?:all|any|every) (?:those|shortlisted|selected|successful|unsuccessful|qualified|suitable)"
    r"|^(?:all|any|every) (?:candidates|applicants)"
    r"|(?:successful|unsuccessful|shortlisted|selected) (?:candidates|applicants)"
    r"|sans (?:réponse|nouvelles?) de|if not\b|falls? (?:sie|ihr)|sollten? (?:sie|ihr|wir)"
    r"|si (?:votre|vous|su|usted|tu)\b|en caso de)"
)
_POLITE_CONDITION = re.compile(
    r"\bif (?:you are (?:still )?(?:interested|available|happy|free|able|ok|comfortable|willing"
    r"|open)"
    r"|(?:that|this|it|none of|any of|either of|one of|not)\b.{0,40}\b(?:works?|suits?|convenient"
    r"|suitable"
    r"|ok|fine|better|time)|you (?:would like to|wish to|want to|could|can|have (?:a|some|not|had)"
    r"|do not (?:mind|have)|did not|need|are unable|can not|prefer|received)|so|possible|i may"
    r"|nothing|anything)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: As written.
        said: What it states: lower case, short forms written out; without what is supposed.
        supposed: What it only supposes, in the same spelling.
    """

    text: str
    said: str
    supposed: str


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text in order."""
    found: list[Sentence] = []
    for line in _lines(text):
        for piece in _split(line):
            if len(found) >= MOST_SENTENCES:
                return found
            found.append(_sentence(piece[:_MOST_CHARACTERS]))
    return found


def _lines(text: str) -> list[str]:
    """Put the lines of a paragraph together that were only broken for their length."""
    found: list[list[str]] = []
    joined = False
    for line in _URL.sub("URL", text).split("\n"):
        line = " ".join(line.split())
        if not line:
            joined = False
        elif joined and not _ITEM.match(line) and not _LABEL.match(line):
            found[-1].append(line)
        else:
            found.append([line])
        joined = joined if not line else len(line) > 45 or bool(line and line[-1] in ",;")
    return [" ".join(lines) for lines in found]


def _split(line: str) -> list[str]:
    pieces: list[str] = []
    for piece in _END.split(line):
        if pieces and len(pieces[-1]) < _MOST_CHARACTERS and _goes_on(pieces[-1][-12:], piece):
            pieces[-1] += " " + piece
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def _goes_on(end: str, following: str) -> bool:
    """Tell whether a full stop ends an abbreviation or a German ordinal, and no sentence."""
    if _ABBREVIATED.search(end):
        return True
    return bool(_ORDINAL.search(end) and _GERMAN_MONTH.match(following))


def spelt(text: str) -> str:
    """Return a text in lower case with one kind of quotation mark and no short forms."""
    text = text.lower()
    for pattern, replacement in _SHORT_FORMS:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _sentence(text: str) -> Sentence:
    plain = spelt(text)
    found = _SUPPOSED.search(plain)
    if found is None or _POLITE_CONDITION.match(plain, found.start()):
        return Sentence(text, plain, "")
    before = plain[: found.start()].strip(" ,;-")
    if len(before.split()) <= 3:
        return Sentence(text, "", plain)
    return Sentence(text, before, plain[found.start() :])

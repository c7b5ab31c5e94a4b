"""Take a letter apart: what was written now, what it answers, and how it is signed.

Line by line and in linear time. There is no standard for quoting; met are `>` (RFC 3676), an
attribution ("On …, Ana wrote:") over one to four lines in a dozen languages, Outlook's block of
From, Sent, To and Subject, rules and "Original Message", answers below and between the quoted
lines, signatures after "-- " (RFC 3676 §4.3), after a farewell, and telephones that sign for
themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST_LINE: Final = 1_000
_LONGEST_ATTRIBUTION: Final = 4
_MOST_SIGNATURE_LINES: Final = 40

_QUOTED = re.compile(r"\s{0,4}(?:>|\|\s)")
_WROTE = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb(?: [^:]{0,100})?|a écrit|\bescribió|ha scritto|\bescreveu|"
    r"\bschreef(?: [^:]{0,100})?|\bskrev(?: [^:]{0,100})?|\bkirjoitti(?: [^:]{0,100})?|"
    r"napisał(?:\(a\))?|написал(?:\(а\)|а)?|пишет|写道|のメール|님이 작성)\s?[:：]?$",
    re.IGNORECASE,
)
_ATTRIBUTION_START = re.compile(
    r"(?:on|am|le|el|il|em|op|den|på|pe|w dniu|dne|em|\d{1,4}[./-])\b", re.IGNORECASE
)
_RULE = re.compile(
    r"[-_=*\s]{0,40}(?:original message|forwarded message|original appointment|forwarded by|"
    r"begin forwarded message|reply above this line|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|"
    r"message (?:d'origine|original|transféré)|mensaje (?:original|reenviado)|messaggio originale|"
    r"mensagem original|oorspronkelijk bericht|alkuperäinen viesti|пересылаемое сообщение)",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"forward|weitergeleitet|transféré|reenviado|пересылаем|\bfwd?:|\bwg:|\btr:", re.IGNORECASE
)
_FROM = re.compile(
    r"[*\s]{0,4}(?:from|von|de|da|van|från|fra|od|от|lähettäjä|expéditeur|差出人|发件人)\s?\*?\s?:",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[*\s]{0,4}(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|envoyée|à|objet"
    r"|enviado|"
    r"enviado el|fecha|para|asunto|data|inviato|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|"
    r"sendt|til|emne|lähetetty|vastaanottaja|aihe|дата|кому|тема|when|where|送信日時|宛先|件名)"
    r"\s?\*?\s?:",
    re.IGNORECASE,
)
_DASHES = re.compile(r"(?:--|—|––|-{5,}|_{5,}|\*{5,}|={5,})\s*$")
_GADGET = re.compile(
    r"(?:sent (?:from|via|with) (?:my|the|a|yahoo|outlook|mail|proton|iphone|samsung|sparrow)\b|"
    r"get outlook for|von meinem \w+ gesendet|gesendet (?:von|mit)|envoyé (?:de|depuis)|"
    r"enviado desde|inviato da|skickat från|verzonden vanaf|lähetetty)",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:with )?(?:(?:kind|kindest|best|warm|warmest|many|sincere)\s)?(?:regards|wishes"
    r"|greetings)"
    r"|best|all (?:the|my) best|thanks(?: again| so much| very much| a lot| and \w+ ?\w*)?|cheers|"
    r"many thanks|thank you(?: again| very much| so much| kindly)?|thx|"
    r"(?:yours )?(?:sincerely|truly|faithfully|cordially|respectfully|warmly)(?: yours)?|yours|"
    r"talk soon|speak soon|see you(?: soon| then)?|take care|have a (?:great|good|nice|lovely) \w+|"
    r"(?:mit )?(?:freundliche|beste|viele|herzliche|liebe|schöne)[nr]? grü(?:ß|ss)e[n]?|mfg|vg|lg"
    r"|gruß|"
    r"(?:bien )?cordialement|bien à vous|sincères salutations"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?"
    r"|atentamente|un saludo|cordiali saluti|met vriendelijke groet(?:en)?"
    r"|(?:med )?vänliga? hälsning(?:ar)?)"
    r"\s?[,.!–-]?\s*(?:,\s*)?$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.?\s?s\.?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in its three parts, any of which may be empty.

    Attributes:
        own: What its sender wrote now.
        signature: The name and what stands below it.
        quoted: The mail it answers or passes on, without quotation marks.
        forwarded: The quoted part is passed on, not answered.
    """

    own: str
    signature: str
    quoted: str
    forwarded: bool = False


def taken_apart(text: str) -> Letter:
    """Return the parts of a letter's text."""
    lines = [line[:_LONGEST_LINE] for line in text.replace("\r", "").split("\n")]
    own, quoted, forwarded = _without_quotes(lines)
    own, signature = _without_signature(own)
    return Letter(_text(own), _text(signature), _text(quoted), forwarded)


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str], bool]:
    own: list[str] = []
    quoted: list[str] = []
    place = 0
    while place < len(lines):
        if _QUOTED.match(lines[place]):
            quoted.append(_QUOTED.sub("", lines[place], count=1))
            place += 1
            continue
        begun = _quote_begins(lines, place)
        if begun and not _goes_on_quoted(lines, place + begun):
            # Everything below is the other mail, unless answers stand between marked lines.
            forwarded = bool(_FORWARD.search(" ".join(lines[place : place + begun])))
            return own, quoted + lines[place + (0 if forwarded else begun) :], forwarded
        own.extend([] if begun else [lines[place]])
        place += begun or 1
    return own, quoted, False


def _goes_on_quoted(lines: list[str], place: int) -> bool:
    """Tell whether the next line with anything on it is marked as quoted."""
    following = next((line for line in lines[place : place + 5] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _quote_begins(lines: list[str], place: int) -> int:
    """Return how many lines introduce a quotation here; 0 where none begins."""
    line = lines[place].strip()
    if not line:
        return 0
    if _RULE.match(line):
        return 1
    if _FROM.match(line) and _is_header_block(lines, place):
        return 1
    return _attribution(lines, place)


def _is_header_block(lines: list[str], place: int) -> bool:
    following = [line for line in lines[place + 1 : place + 9] if line.strip()][:5]
    return sum(bool(_HEADER.match(line)) for line in following) >= 2


def _attribution(lines: list[str], place: int) -> int:
    """Return over how many lines "On …, Ana wrote:" goes; 0 where there is none."""
    if _WROTE.search(lines[place].strip()) and _names_somebody(lines[place]):
        return 1
    if not _ATTRIBUTION_START.match(lines[place].strip()):
        return 0
    for count in range(2, _LONGEST_ATTRIBUTION + 1):
        part = lines[place : place + count]
        if len(part) < count or not part[-1].strip():
            return 0
        if _WROTE.search(part[-1].strip()) and _names_somebody(" ".join(part)):
            return count
    return 0


def _names_somebody(text: str) -> bool:
    """Tell an attribution from a sentence that ends in "wrote:": it has a date or an address."""
    return "@" in text or sum(character.isdigit() for character in text) >= 3


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    start = _signature_start(lines)
    postscript = next(
        (index for index, line in enumerate(lines) if index > start and _POSTSCRIPT.match(line)),
        None,
    )
    if postscript is None:
        return lines[:start], lines[start:]
    return lines[:start] + lines[postscript:], lines[start:postscript]


def _signature_start(lines: list[str]) -> int:
    """Return the line a signature begins at: a letter is looked at from its end, once."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for place in range(max(1, len(filled) - _MOST_SIGNATURE_LINES - 1), len(filled)):
        text = lines[filled[place]].strip()
        after = [lines[index].strip() for index in filled[place + 1 :]]
        if _GADGET.match(text) and len(after) < 2:
            return filled[place]
        if _begins_signature(text) and _is_tail(after):
            return filled[place]
    return len(lines)


def _begins_signature(text: str) -> bool:
    return bool(_DASHES.match(text) or (len(text) < 60 and _FAREWELL.match(text)))


def _is_tail(following: list[str]) -> bool:
    """Tell whether lines are a name, an address and a disclaimer rather than more of the letter."""
    return not following or (
        len(following[0]) <= 70 and not following[0].lower().startswith(("hi ", "dear "))
    )

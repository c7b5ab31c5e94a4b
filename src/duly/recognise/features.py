"""A mail as what the model weighs: cues, words, and what its make says."""

# ruff: noqa: E501 - a pattern is easier to read unbroken

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from duly.recognise.cues import Hit, hits_in
from duly.recognise.sentences import Sentence, sentences_of, spelt

if TYPE_CHECKING:
    from duly.recognise.structure import Make

_WORD = re.compile(r"[^\W\d_]{2,}|\d+|[?$€£%]")
_CAPITALISED = re.compile(r"(?<![.!?:\n] )(?<!^)\b[A-Z][a-zà-ÿ]+\b")
_URL = re.compile(r"https?://\S+|www\.\S+")
_ADDRESS = re.compile(r"\S+@\S+")
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?(?:€|eur|usd|gbp|k\b)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m|p\.m|uhr|h\d\d)\b|\b\d{1,2}:\d{2}\b", re.IGNORECASE
)
_MATCH = re.compile(
    r"\b(?:match|suitable|selected|shortlist|successful|fit|qualif|good|aligned|proceed|interested)\w*"
)
_HIRING = re.compile(
    r"\b(?:appli(?:cation|cant|ed|cants)|apply(?:ing)?|candida(?:te|cy|ture|tes)|interview\w*|role|position|"
    r"vacanc\w+|job|hiring|hired?|recruit\w*|r[eé]sum[eé]s?|cvs?|careers?|shortlist\w*|opening|post|employ\w*|"
    r"salary|shift|talent|internship|apprentice\w*|bewerb\w*|stelle|gespräch|vorstellung\w*|entretien|poste|"
    r"recrutement|campus|committee|dossier|phd|thesis|onsite|on-site|teammates?|hr|entrevista|puesto|candidatura|vacante|panel|onboarding|reference[s]?)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:loan|mortgage|tenants?|landlord|rent(?:al)?|flat|lettings?|parcel|tax|flight|gym|choir|screening of|tickets?|"
    r"boiler|dentist|doctor|forum|insurance claim|library card|passport application|visa application|credit card|"
    r"subscription|order|delivery|refund|reservation|membership|viewing|audition|invoice|"
    r"birthday|dinner|lunch|pub|mum|dad|grandpa|grandma|darling|party|league|tournament|allotment|"
    r"school place|residents|laptop|repair|recording|topic|induction|transcript|statement|"
    r"prescription|parking permit|plumber|warranty|boarding|vet|haircut|dude|xx+)\b"
)
_APPLIED_ELSEWHERE = re.compile(
    r"\b(?:loan|mortgage|tenanc(?:y|ies)|landlord|lettings?|viewing|parcel|visa|permit|insurance claim|your claim|"
    r"prescription|dentist|check-up|abstract|manuscript|poems?|audition\w*|jury|nursery place|school place|"
    r"ms[ck]|master'?s|degree course|adopt(?:ion|ing)?|boarding pass|refund|credit card|card application|subscription|"
    r"membership|affiliate|grant|warranty|tournament|gift card|prize|planning application|allotment|tax return|"
    r"boiler|flight|waiting list|pre-approved|deposit|surgery|exhibition|trial class|wedding|rsvp)\b"
)
"""What else is applied for, booked and refused."""
_JOB_ITSELF = re.compile(
    r"\b(?:interview\w*|roles?|vacanc\w+|jobs?|hiring|hired?|recruit\w*|r[eé]sum[eé]s?|cvs?|candida(?:te|tes|cy|ture)|"
    r"employ(?:ment|er|ers|ed)|shifts?|hr|careers?|salary|shortlist\w*|internship|apprentice\w*|position of|post of|"
    r"bewerb\w*|stelle|entretien|poste|recrutement|entrevista|puesto|vacante|engineer|developer|analyst|manager|"
    r"designer|assistant|nurse|teacher|scientist|consultant|coordinator|administrator|accountant|technician|"
    r"supervisor|apprentice|clerk|receptionist|chef|driver|lecturer|professor|postdoc\w*|officer)\b"
)
_COMMON: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "of",
        "and",
        "in",
        "on",
        "at",
        "is",
        "are",
        "be",
        "it",
        "this",
        "that",
        "for",
        "with",
        "as",
        "by",
        "or",
        "from",
        "your",
        "you",
        "we",
        "our",
        "us",
        "i",
        "my",
        "me",
        "will",
        "have",
        "has",
        "do",
    ]
)
_MOST_WORDS: Final = 400
_NEGATIONS: Final = frozenset({"not", "unable", "never", "without", "nicht", "kein", "keine", "pas"})
_REACH: Final = 5
"""How many words a "not" is taken to reach."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter's text, prepared.

    Attributes:
        subject: As the first sentence.
        sentences: The subject's and the body's, in order.
        hits: The cues in them; a sentence's number counts the subject as 0.
    """

    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]


def reading_of(subject: str, text: str) -> Reading:
    """Return a subject and the text its sender wrote, prepared."""
    head = spelt(subject)
    sentences = (Sentence(subject, head, ""), *sentences_of(text))
    return Reading(sentences, tuple(hits_in(sentences)))


def features_of(reading: Reading, make: Make, text: str, around: str = "") -> dict[str, float]:
    """Return the features of a mail and how strongly each is there.

    Args:
        reading: Its subject and text, prepared.
        make: What it is by its make.
        text: What its sender wrote now.
        around: The signature and what is quoted: they say what it is about, not what it says.
    """
    found: dict[str, float] = {"bias": 1.0}
    _add_counts(found, reading)
    _add_matter(found, f"{reading.sentences[0].text}\n{text}", around)
    for hit in reading.hits:
        found[f"cue:{hit.cue.name}"] = 1.0
    for sentence in reading.sentences[1:]:
        if sentence.supposed and _MATCH.search(sentence.supposed):
            found["supposed:match"] = 1.0
    _add_words(found, "s", _words(reading.sentences[0].said))
    body = [_words(_masked(sentence)) for sentence in reading.sentences[1:]]
    _add_words(found, "w", [word for words in body for word in (*words, ".")])
    _add_denied(found, body)
    _add_opening(found, body)
    _add_supposed(found, reading)
    for name in _marks(reading, make, text):
        found[f"is:{name}"] = 1.0
    return found


def _add_counts(found: dict[str, float], reading: Reading) -> None:
    """Add how many different cues there are for a meaning."""
    counts = Counter(hit.cue.meaning.value for hit in reading.hits)
    for name, count in counts.items():
        for least in range(2, min(count, 4) + 1):
            found[f"many:{name} {least}"] = 1.0


_ROLE = re.compile(
    r"\b(?:engineer|developer|analyst|manager|designer|assistant|nurse|teacher|scientist|consultant|coordinator|"
    r"administrator|accountant|associate|technician|supervisor|intern|apprentice|clerk|receptionist|chef|cook|"
    r"barista|driver|mechanic|electrician|carpenter|carer|editor|librarian|paralegal|buyer|planner|nanny|gardener|"
    r"labou?r|warehouse|hygienist|researcher|lecturer|operator|ranger|waiter|welder|baker|trainee|director|officer)\b"
)
_HIRING_SENDER = re.compile(
    r"(?:jobs?|careers?|recruit\w*|talent|hr|hiring|people|bewerbung\w*|personal\w*|rrhh|rh|seleccion|candida\w*|"
    r"employment|staffing|applications?|interviews?|scheduling|resourcing|workforce)\b",
    re.IGNORECASE,
)
_STRONGLY_HIRING = re.compile(
    r"\b(?:interview\w*|roles?|positions?|vacanc\w+|jobs?|hir(?:e|ed|ing)|recruit\w*|candida\w+|r[eé]sum[eé]|cv|"
    r"career|shortlist\w*|opening|employ\w*|applicants?|applied|post of|the post|internship|apprenticeship|bewerb\w*|"
    r"stelle|gespräch|entretien|poste|recrutement|entrevista|puesto|vacante|proceso|trial (?:shift|day|service)|"
    r"onboarding|(?:the|our|selection) process|next (?:stage|round|step)s?|final stage|offer|final round|finalists?|debrief\w*|feedback|coding|references?|notice period|intro call|reqs?|lay-?offs|"
    r"on-?site|assessment|case study|second step|screening|join (?:us|our)|work sample|your background|your experience|"
    r"committee|panel|hr|salary|starts? date|duties|seat|fellowship|headcount|chef|shift)\b"
)


def is_about_hiring(reading: Reading, text: str, around: str, sender: str) -> bool:
    """Tell whether anything in a mail, or around it, speaks of a job."""
    whole = f"{reading.sentences[0].text}\n{text}\n{around}".lower()
    return bool(
        _STRONGLY_HIRING.search(whole) or _ROLE.search(whole) or _HIRING_SENDER.match(sender)
    )


def _add_matter(found: dict[str, float], text: str, around: str) -> None:
    """Add whether it is about hiring at all, or about something else."""
    hiring = len(set(_HIRING.findall(text.lower())))
    found[f"hiring:{min(hiring, 3)}"] = 1.0
    if not hiring and _HIRING.search(around.lower()):
        found["hiring:around"] = 1.0
    elsewhere = len(set(_ELSEWHERE.findall(text.lower())))
    if elsewhere:
        found[f"elsewhere:{min(elsewhere, 2)}"] = 1.0
        if not hiring:
            found["elsewhere:only"] = 1.0
    if _APPLIED_ELSEWHERE.search(text.lower()) and not _JOB_ITSELF.search(text.lower()):
        found["elsewhere:applied"] = 1.0


def _masked(sentence: Sentence) -> str:
    return _ADDRESS.sub(" ", _URL.sub(" ", sentence.said))


def _words(text: str) -> list[str]:
    return ["0" if word.isdigit() else word for word in _WORD.findall(text)][:_MOST_WORDS]


def _add_words(found: dict[str, float], prefix: str, words: list[str]) -> None:
    """Add words and pairs of neighbours; a pair of common words says nothing."""
    previous = "."
    strength = round(min(0.5, 3.0 / (len(words) + 1) ** 0.5), 3)
    for word in words[: _MOST_WORDS * 2]:
        if word != ".":
            if word not in _COMMON:
                found[f"{prefix}:{word}"] = strength
            if previous != "." and not (word in _COMMON and previous in _COMMON):
                found[f"{prefix}:{previous} {word}"] = strength
        previous = word


def _add_denied(found: dict[str, float], sentences: list[list[str]]) -> None:
    """Add the words a "not" reaches: "not selected" is another thing than "selected"."""
    for words in sentences:
        left = 0
        for word in words:
            if word in _NEGATIONS:
                left = _REACH
            elif left:
                left -= 1
                if word not in _COMMON:
                    found[f"n:{word}"] = 0.5


def _add_opening(found: dict[str, float], sentences: list[list[str]]) -> None:
    """Add the words of the first two sentences of more than a greeting: most letters begin with the matter."""
    for words in [words for words in sentences if len(words) > 3][:2]:
        for word in words:
            if word not in _COMMON:
                found[f"f:{word}"] = 0.3


def _add_supposed(found: dict[str, float], reading: Reading) -> None:
    for sentence in reading.sentences[1:]:
        if sentence.supposed:
            for word in _words(sentence.supposed):
                if word not in _COMMON:
                    found[f"u:{word}"] = 0.4


def _marks(reading: Reading, make: Make, text: str) -> list[str]:
    length = len(text)
    marks = {
        "hiring-system": make.hiring_system,
        "assessor": make.assessor,
        "scheduler": make.scheduler,
        "job-board": make.job_board,
        "free-mail": make.free_mail,
        "bulk": make.bulk,
        "answers": make.answers,
        "no-reply": make.no_reply,
        "automatic": make.automatic,
        "replied-by-machine": make.replied_by_machine,
        "asks": "?" in text,
        "money": bool(_MONEY.search(text)),
        "clock": bool(_CLOCK.search(text)),
        "short": length < 250,
        "long": length > 1800,
        "many-links": text.count("http") > 4,
        "supposes": any(sentence.supposed for sentence in reading.sentences[1:]),
    }
    return [name for name, there in marks.items() if there]

"""Slips of grammar that are sure ones (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.text import Letter

_HAVE = r"(?:have|has|had|having|['’]ve|['’]d)"
SLIPS: tuple[tuple[str, str, str], ...] = (
    # a word to look for first, the slip, its mend ("" where only the writer can tell)
    ("of", r"\b(would|could|should|might|must) of\b(?! course)", r"\1 have"),
    (
        "your",
        r"\byour (welcome(?=[.,!]|$)|right that|looking for|going to|interested in)",
        r"you're \1",
    ),
    (
        "you're",
        r"\byou['’]re (team|company|time|office|reply|answer|consideration|firm|business|school|decision|letter|email|help|support)\b",
        r"your \1",
    ),
    (
        "you",
        r"\b(for|of|appreciate|in|with|at|about) you (time|consideration|help|team|company|reply|kindness|interest|patience|support|offer)\b",
        r"\1 your \2",
    ),
    ("look", r"\bam look forward\b", "look forward"),
    ("looking", r"\b(i|we) looking forward\b", r"\1 am looking forward"),
    (
        "forward",
        r"\b(look(?:ing)? forward to) (hear|meet|see|work|speak|join|discuss|talk|learn|receive)(?= )",
        r"\1 \2ing",
    ),
    (
        "forward",
        r"\b(look(?:ing)?) forwards? (hearing|meeting|seeing|working|speaking|joining)\b",
        r"\1 forward to \2",
    ),
    ("here", r"\bto here (from|back|about)\b", r"to hear \1"),
    (
        "its",
        r"\b(know|think|believe|hope|that|and|but|because|if|sure|feel) its (a|an|the|been|not|important|clear|possible|good|great|hard|easy|time)\b",
        r"\1 it's \2",
    ),
    ("their", r"\btheir (is|are|was|were) (?=a|an|no|any|some|many|still)", r"there \1 "),
    (
        "there",
        r"\bthere (team|company|work|own|time|office|customers|patients|students|clients)\b(?! (?:is|are|was|were))",
        r"their \1",
    ),
    ("they're", r"\bthey['’]re (team|company|office|own|customers)\b", r"their \1"),
    (
        "then",
        r"\b(more|better|less|rather|other|earlier|later|sooner|easier|higher|faster|longer|larger|smaller) then\b(?! (?:i|we|you|he|she|they|the|it)\b)",
        r"\1 than",
    ),
    ("than", r"\b(since|until|and|but|if so) than\b(?=,)", r"\1 then"),
    ("to", r"\bto (much|many|long|late|early|soon) (?=for|to\b)", r"too \1 "),
    (
        "a",
        r"\ba (?=(?:interview|opportunity|offer|answer|update|excellent|interesting|interest|honou?r|hour|employee|employer|engineer|application|email|idea|important|able|amazing|easy|old|open|early|asset|article|active|adult|example|exciting|enjoyable|opening|understanding|honest|apprentice|accountant|assistant|electrician|outstanding|incredible|immediate)\b)",
        "an ",
    ),
    (
        "an",
        r"\ban (?=(?:job|position|team|company|great|good|very|real|wonderful|pleasure|chance|decision|new|role|meeting|call|university|useful|unique|union|user|european|one)\b)",
        "a ",
    ),
    ("drove", rf"\b({_HAVE}) drove\b", r"\1 driven"),
    ("went", rf"\b({_HAVE}) went\b", r"\1 gone"),
    ("saw", rf"\b({_HAVE}) saw\b", r"\1 seen"),
    ("did", rf"\b({_HAVE}) did\b", r"\1 done"),
    ("wrote", rf"\b({_HAVE}) wrote\b", r"\1 written"),
    ("spoke", rf"\b({_HAVE}) spoke\b", r"\1 spoken"),
    ("took", rf"\b({_HAVE}) took\b", r"\1 taken"),
    ("gave", rf"\b({_HAVE}) gave\b", r"\1 given"),
    ("came", rf"\b({_HAVE}) came\b", r"\1 come"),
    ("began", rf"\b({_HAVE}) began\b", r"\1 begun"),
    ("chose", rf"\b({_HAVE}) chose\b", r"\1 chosen"),
    ("knew", rf"\b({_HAVE}) knew\b", r"\1 known"),
    ("ran", rf"\b({_HAVE}) ran\b", r"\1 run"),
    ("seen", r"(?<!have )(?<!has )(?<!had )\b(i|we|you|they) seen\b", r"\1 saw"),
    ("done", r"\b(i|we|they) done (?=my|the|a|some|this|that|it|many|all|well)", r"\1 did "),
    ("was", r"\b(we|you|they) was\b", r"\1 were"),
    ("has", r"\b(i|we|you|they) has\b", r"\1 have"),
    ("are", r"\b(he|she|it) are\b", r"\1 is"),
    (
        "am",
        r"\bi am (work|hope|think|have|want|look|wait|believe|know|like|love|agree|live|understand|appreciate|thank|write)\b(?! of)",
        "",
    ),
    ("am", r"\bi am agree\b", "I agree"),
    ("don't", r"\b(he|she|it) don['’]t\b", r"\1 doesn't"),
    ("doesn't", r"\b(i|we|you|they) doesn['’]t\b", r"\1 don't"),
    (
        "didn't",
        r"\bdidn['’]t (went|saw|came|had|got|knew|wrote|said|did|took|gave|told|made|found|was)\b",
        "",
    ),
    (
        "did",
        r"\bdid not (went|saw|came|had|got|knew|wrote|said|did|took|gave|told|made|found|was)\b",
        "",
    ),
    (
        "could",
        r"\b(could|will|would|should|must|may) (worked|had|went|came|helped|done|been|seen|gave|made|took|wrote|told|does|has|is|are|was|am)\b(?= )",
        "",
    ),
    (
        "would",
        r"\bwould (worked|had|went|came|helped|done|been|seen|gave|made|took|wrote|told|does|has|is|are|was|am)\b(?= )",
        "",
    ),
    (
        "will",
        r"\bwill (worked|went|came|helped|done|been|seen|gave|made|took|wrote|told|does|has|is|are|was|am)\b(?= )",
        "",
    ),
    (
        "me",
        r"\bme and (my|him|her|them|the) (?=\w{2,20} (?:are|were|have|had|did|will|was|work|worked)\b)",
        "",
    ),
    ("between", r"\bbetween (you|him|her|them|he|she) and i\b", ""),
    ("irregardless", r"\birregardless\b", "regardless"),
    ("alot", r"\balot\b", "a lot"),
    (
        "loose",
        r"\b(to|not|will|would|could|can) loose (?=the|a|my|your|this|it|any|out)",
        r"\1 lose ",
    ),
    ("advise", r"\b(your|the|some|good|any|for|of) advise\b", r"\1 advice"),
    (
        "advice",
        r"\b(please|to|would|could|can) advice\b(?= (?:me|us|you|if|on|when|what|the))",
        r"\1 advise",
    ),
    ("affect", r"\b(an|the|no|any|positive|big|real) affect (?=on|of)", r"\1 effect "),
    ("accept", r"\baccept (?=for (?:the|a|one|me|my)\b)", "except "),
    ("informations", r"\binformations\b", "information"),
    ("advices", r"\badvices\b", "advice"),
    ("equipments", r"\bequipments\b", "equipment"),
    ("knowledges", r"\bknowledges\b", "knowledge"),
    ("feedbacks", r"\bfeedbacks\b", "feedback"),
    ("experiences", r"\b(\w+) years experiences\b", r"\1 years' experience"),
    (
        "interested",
        r"\binterested (?:for|on|about) (?=the|this|your|a|working|joining)",
        "interested in ",
    ),
    (
        "interesting",
        r"\b(i am|i was|am very|was very|am really|i['’]m) interesting in\b",
        r"\1 interested in",
    ),
    (
        "exciting",
        r"\b(i am|i was|i['’]m|i am very|i['’]m very|i['’]m so) exciting (?=about|to|for)",
        r"\1 excited ",
    ),
    ("thanks", r"\bthanks you\b", "thank you"),
    (
        "thank",
        r"\bthank (?=for (?:the|your|taking|meeting|seeing|this|that|giving|all))",
        "thank you ",
    ),
    ("suppose", r"\b(am|was|were|are|is) suppose to\b", r"\1 supposed to"),
    ("use", r"\b(i|we|they) use to (?=be|work|do|have|run|live|go|teach)", r"\1 used to "),
    ("discuss", r"\bdiscuss about\b", "discuss"),
    ("discussed", r"\bdiscussed about\b", "discussed"),
    ("explain", r"\bexplain me\b", "explain to me"),
    ("explained", r"\bexplained me\b", "explained to me"),
    (
        "since",
        r"\bam (working|waiting|living) (here|there|as \w{2,20}|in \w{2,20}) since\b",
        r"have been \1 \2 since",
    ),
    ("which", r"\bin which (?=is|are|was|were)\b", "which "),
    ("everyday", r"\b(work|come|worked|came|go|went|do|did|there|it) everyday\b", r"\1 every day"),
    ("apart", r"\bapart of (?=the|your|a|this)", "a part of "),
)

_COMPILED: dict[str, re.Pattern[str]] = {}


def _pattern(source: str) -> re.Pattern[str]:
    found = _COMPILED.get(source)
    if found is None:
        found = _COMPILED[source] = re.compile(source, re.IGNORECASE)
    return found


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find slips whose first word is in the letter at all."""
    tokens = set(letter.folded.replace(",", " ").replace(".", " ").replace("!", " ").split())
    for word, source, mend in SLIPS:
        if word not in tokens:
            continue
        for match in _pattern(source).finditer(letter.clear):
            yield Hit(*match.span(), "This looks like a slip.", _mend(match, mend))


def _mend(match: re.Match[str], mend: str) -> str | None:
    if not mend:
        return None
    new = match.expand(mend)
    return new[0].upper() + new[1:] if match.group()[0].isupper() else new


CHECK = Check(
    name="grammar",
    title="Slips of grammar",
    reason="A slip takes the eye off what you say. Read the sentence aloud once.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Would of course be glad. There are times when less is more than enough.",
        "It was kind of you. Thank you for your time.",
        "I look forward to hearing from you, and to work that matters.",
        "I like the way you explain the work; I am looking forward to your answer.",
        "Your hiring manager was kind, and we may, she said, meet again.",
    ),
    fails=examples(
        "I should of mentioned it.",
        "Thank you for you time.",
        "I am look forward to meeting you.",
        "I look forward to hear from you.",
        "I have drove a crusher.",
        "I hope to here from you.",
        "It would be a honor to have a interview.",
        "I am very interesting in this job.",
        "We discussed about the budget.",
    ),
)

"""Praise that is laid on too thick (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_GREAT = (
    "brilliant|inspiring|incredible|amazing|wonderful|fascinating|impressive|extraordinary|"
    "remarkable|outstanding|intelligent|visionary|talented|charismatic|gifted|best|greatest|"
    "finest|smartest|kindest|wisest|nicest|coolest|exceptional|astonishing|phenomenal|insightful|"
    "knowledgeable|charming|generous|awesome|fantastic|magnificent|beautiful"
)
_WHO = (
    "person|people|leader|leaders|boss|manager|managers|interviewer|interviewers|mind|minds|man|"
    "woman|human|professional|company|companies|teacher|mentor|team|place|organisation|organization|"
    "employer|executive|ceo|headteacher|chef|doctor|lawyer|engineer|individual|firm"
)

PHRASES = Phrases(
    (
        f"the|most|single [most] {_GREAT} {_WHO} .. ever|in",
        f"most {_GREAT} {_WHO} [that] i have",
        f"most {_GREAT} {_WHO} i know|met",
        f"you are|were [clearly|truly|obviously|simply] [such] [a|an|the] [very|most|truly] {_GREAT} [and] [_] {_WHO}",
        f"you are|were [clearly|$very|just] {_GREAT}",
        f"how $very {_GREAT} you are",
        f"how {_GREAT} you are|were|look|looked",
        f"$very {_GREAT} {_WHO} like you|yourself",
        f"someone|somebody|person|people|leader|man|woman|professional .. as {_GREAT} as you|yourself",
        f"anyone|someone|somebody as {_GREAT}",
        "genius like|such|of|at",
        "you are a|an [absolute|true|real] genius|legend|visionary|icon|hero|inspiration|star|angel|goddess|god|saint|titan|giant",
        "your [_] genius|brilliance|greatness|magnificence|wisdom|charisma|beauty|radiance|vision and genius",
        "in [complete|total|absolute] awe",
        "awed by you|your",
        "blown away by you|your",
        "starstruck|mesmerized|mesmerised|spellbound",
        "star struck",
        "hung on every word|your",
        "hanging on your every|word",
        "worship|worshipped|worshiped|idolize|idolized|idolised|idolise",
        "biggest|huge|greatest|lifelong|massive fan of you|yours|your",
        "my hero|idol",
        "look|looked up to you",
        "your [_] precious|invaluable|sacred time",
        "beyond words",
        "honor|honour|privilege .. lifetime|life",
        "greatest|highest|biggest honor|honour|privilege",
        "humbled by your [very] presence|greatness|brilliance|wisdom",
        "nobody|none|never|noone ... like you do|can",
        "no one|body ... like you do|can",
        "nobody else could|can .. what you",
        "one of a kind",
        "in a league of your own",
        "greatest|best|finest|most company|firm|place|school|hospital|employer in the [whole|entire] world|universe|planet|industry|history",
        "greatest|best|finest [_] on earth|the planet",
        "world's greatest|best|finest",
        "without equal|peer|parallel",
        "legendary|godlike|flawless|peerless",
        "your impeccable|exquisite|infinite|unparalleled|unmatched|incomparable|boundless _",
        "changed my life",
        "life changing",
        "i could listen|have listened to you for|all",
        "could listen to you [talk|speak] all|for",
        "best interview|interviewer|interviewers i have|of|ever",
        "never met|seen|encountered anyone|someone|somebody|a|an ... as|like|so",
        "great|brilliant|visionary man|woman|mind like|such",
        "sit|sitting|be|being|stand|standing at your feet",
        "learn|learning at your|the feet|master",
        "someone of your caliber|calibre|stature|brilliance|greatness",
        "of your immense|great|extraordinary|unrivalled|unrivaled caliber|calibre|stature|brilliance|talent",
        "i [just] love|loved|adore|adored everything about you|your",
        "role model to|for me|us|all",
        "you look|looked $very beautiful|stunning|gorgeous|great|lovely|handsome|young|sharp",
        "stunning|gorgeous",
    )
)

WHY = "Praise this strong reads as flattery. One true detail you noticed does more."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find praise of the reader that goes too far."""
    yield from hits_of(PHRASES, letter, WHY)


CHECK = Check(
    name="flattery",
    title="Flattery",
    reason="They know what they are worth, and flattery makes them doubt what else you say.",
    rules=("L2",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I was struck by how your Year 9s talked about their reading.",
        "Your account of the weekend backlog stayed with me.",
        "I was impressed by how calmly the front desk handled the flu rush.",
        "It was a pleasure to meet you and the team.",
        kind="thank-you",
    ),
    fails=examples(
        "You are the most inspiring leader I have ever met.",
        "I was in awe of you.",
        "Yours is the greatest company in the whole world.",
        "Thank you for giving me your precious time.",
        "I have never met anyone so brilliant.",
        kind="thank-you",
    ),
)

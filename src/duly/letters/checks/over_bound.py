"""One attempt too many (W6, X2, X3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Example, Hit, Severity
from duly.letters.context import ASKING, Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_MANY = "four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|dozen|dozens|countless|numerous|many|4|5|6|7|8|9|10|11|12|15|20|hundred|umpteen"
_NTH = "fourth|fifth|sixth|seventh|eighth|ninth|tenth|4th|5th|6th|7th|8th|9th|10th|umpteenth|hundredth|nth"
_TRY = "email|emails|message|messages|call|calls|letter|letters|voicemail|voicemails|attempt|attempts|note|notes|reminder|reminders|text|texts|time|inquiry|enquiry"

PHRASES = Phrases(
    (
        f"my|the|a|this|is|be|and|now|for {_NTH} [and] [last|final] {_TRY}",
        f"{_NTH} [and] [last|final|unanswered] {_TRY} i|to|about|in|this|and|without|since",
        f"{_MANY} [unanswered|previous|earlier|other|of|more] [my] emails|messages|calls|voicemails|letters|attempts|reminders|texts|notes",
        f"called|emailed|written|wrote|phoned|rung|rang|texted|messaged|tried|contacted|reached [_] [_] [_] [_] {_MANY} [of] times",
        f"{_MANY} times [now] .. without|no|called|emailed|and|still|but|this|since|already",
        "every [single|other] day|morning|afternoon|hour ... call|calling|called|write|writing|written|email|emailing|emailed|until|ring|phone|contact|keep",
        "call|calling|called|write|writing|written|email|emailing|emailed|phone|phoned|ring|contact|contacting|messaged|checking [_] [_] [_] every [single|other] day|morning|hour|week|afternoon",
        "call|calling|called|email|emailing|emailed|write|writing|texting|phone|phoning [_] [_] daily|hourly",
        "daily|hourly calls|emails|messages|reminders",
        "keep|keeping|kept|continue|continuing calling|emailing|writing|phoning|trying|messaging|texting|asking|contacting|coming|to [call|email|write|phone] .. until|till",
        "keep on calling|emailing|writing|trying|asking",
        "not stop|give|giving|rest calling|emailing|writing|trying|asking|up|until",
        "will not|never take no for",
        "not take no for",
        "come|stop|drop|show|turn|be|sit|wait|visit|swing|pop .. by|at|in|up|outside|down .. office|reception|lobby|building|door|unannounced|desk|house|home ... until|if|tomorrow|today|monday|person|unless|unannounced|without|since|get|i",
        "unannounced",
        "sit|wait|waiting|camp|camping|stand in|outside|at|by .. lobby|office|reception|building|door|car",
        "your|her|his|their|the home|house|personal address|number|phone|mobile|cell .. found|find|called|looked",
        "found|tracked|looked your|you home|house|personal|cell|mobile|down",
        "again and again",
        "third time|email this|today|in|since ... week|today|days|morning",
    )
)
_INNOCENT = Phrases(
    (
        "answered|answering|took|take|handled|handling|made|make|returned|sorted|delivered|wrote|write|sent|field|fielded ... calls|emails|letters|messages|notes",
        "calls|emails|letters a|per|an|each|every day|hour|shift|week|night",
        "fourth|fifth|sixth grade|grader|graders|year|form|floor|street|avenue",
        "again and again how|why|to",
        "i|we call|called|phone|write|visit every patient|family|customer|client|day",
        "call|calls|letters from _|customers|patients|families|parents|readers|clients",
        "looked|look down|you|your up|in",
        "many times over|in|before|that|at|during|as|with|for|from",
        "come|stop|drop in to|for|and meet|see|sign|collect|bring",
        "notes from|on",
        "many of _",
    )
)


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find attempts beyond those allowed, by count or by the letter's own account."""
    why = _by_count(context)
    if why:
        start = letter.inner().start
        first = next((s for s in letter.sentences if s.start >= start), None)
        yield Hit(first.start, first.end, why) if first else Hit(0, len(letter.body), why)
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for match in PHRASES.find(letter):
        if not any(start < match.end and match.start < end for start, end in innocent):
            yield Hit(
                match.start, match.end, "By these words you have asked too often. Let it rest."
            )


def _by_count(context: Context) -> str:
    if context.kind not in ASKING:
        return ""
    if context.refused:
        return "They have said no. Another letter will not change it; look to the next one."
    allowed = context.attempts_allowed
    if allowed is None or context.attempts_made < allowed:
        return ""
    if allowed == 0:
        return "Your playbook sends nothing after the thank-you. Let them come to you."
    return f"You have asked {context.attempts_made} times without an answer. Let it rest now."


_STATUS = Context(kind="status")

CHECK = Check(
    name="over-bound",
    title="One attempt too many",
    reason="Past three or four attempts a letter can only annoy. Know when to let go.",
    rules=("W6", "X1", "X2", "X3"),
    severity=Severity.HURTS,
    find=find,
    passes=(
        Example("I wrote on April 4 and know that this is a busy season for you.", _STATUS),
        Example("I answered forty calls an hour and wrote many letters for the parish.", _STATUS),
        Example(
            "I teach fourth grade. May I ask for news?",
            Context("status", attempts_made=1, attempts_allowed=3),
        ),
    ),
    fails=(
        Example("This is my fifth email.", _STATUS),
        Example("I have called you six times this week.", _STATUS),
        Example("I will keep calling until I get an answer.", _STATUS),
        Example("May I ask for news?", Context("status", attempts_made=3, attempts_allowed=3)),
        Example("May I ask for news?", Context("status", refused=True)),
    ),
    any_language=False,
)

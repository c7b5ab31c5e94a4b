"""Pressure, reproach and guilt: making the reader pay for being slow (L2, X2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_PRESSURE = (
    "if i do|have not hear|heard|receive|get .. by|within|before|today|tomorrow|soon|this",
    "if i do not hear|receive|get ... i will|shall|would|must|can|assume|take|have",
    "unless i hear|receive ... i will|shall|assume",
    "i will|shall|must|can only [have] [to] assume|conclude|presume|take",
    "i need|require|demand|expect|want|insist [on] [to] [have] a|an|your [_] [_] $reply|confirmation .. by|within|before|today|now|immediately|asap|tomorrow",
    "i need|require|demand|expect|insist [to] [know|hear|have] .. by|before|no|today|immediately|now monday|tuesday|wednesday|thursday|friday|tomorrow|noon|close|later|end|the",
    "i need|require|demand|expect to know|hear [back] .. by|today|now|immediately|tomorrow|asap|right",
    "need|want your $reply|answer now|today|immediately|asap|urgently",
    "i demand|insist",
    "i [fully] expect a|an|to|you|your [_] offer|hired|job|get|be|$reply",
    "i expect to be hired|offered|chosen|selected",
    "expect an immediate|prompt|urgent",
    "answer|reply|respond|response|contact|call|email|write me|back [to] [me] immediately|asap|urgently|today|now|promptly|straightaway",
    "immediate|urgent reply|response|answer|attention|decision",
    "please respond|reply|answer|call .. as soon as possible",
    "respond|reply|answer|decide at once|asap|immediately|already",
    "time is running|ticking|almost out|short|up",
    "clock is ticking",
    "last|final chance|opportunity|warning|offer|notice to|for|before|you",
    "this is your last|final",
    "act|move|decide now|fast|quickly or|before|if",
    "before it is too late",
    "snapped|snap|snatched up by|soon|quickly|fast",
    "off the market",
    "will not be [available|around|free|here|waiting] [available] for long|much|forever",
    "not going to be [available|around] for long|much|forever",
    "not wait|waiting around|forever|much|indefinitely|any",
    "my patience is|has",
    "running|run out of patience",
    "patience .. wearing|running|worn thin|out",
    "take my talents|skills|business elsewhere",
    "other|several|many|multiple|two|three companies|employers|firms|offers|people are|have .. fighting|competing|lining|begging|queuing|chasing|desperate",
    "competitor|competitors|competition would|will .. love|happy|glad|take|snap|hire|me",
    "you would be making a|the [_] mistake",
    "will|would|might|may|you regret it|this|not|letting|passing",
    "regret|rue not hiring|choosing|taking",
    "you owe [it] [to] me",
    "owe me a|an|at|the|some",
    "i am|feel owed|entitled",
    "i deserve|deserved",
    "deserve a|an|at|better|more|some|the|to [_] [_] $reply|courtesy|explanation|feedback|know|hear|respect|chance|treated|treatment",
    "do not i deserve",
    "the least you can|could",
    "least you could|can do is",
    "after everything|all i|we|that|the|this [have] [_] [_] put|did|done|went|gone|been|gave|given|sacrificed|prepared|work|effort|time|trouble",
)
_REPROACH = (
    "you promised|swore|assured|guaranteed",
    "you said|told [me] you would ... but|and|yet you|have|did|still|nothing",
    "you [clearly|still] have|did not kept|keep your|the word|promise",
    "broke|broken|break your|the|a word|promise|promises",
    "word|promise is .. bond|worth",
    "still|yet have not|had heard|received|gotten|got|had ... [back] from|any|a|an|anything|nothing|despite",
    "i|we still have|had not heard|received|had|got|gotten .. you|back|anything|reply|response|word|answer",
    "despite my|the|several|# [_] [_] emails|calls|messages|attempts|reminders|letters|email|call|message|voicemails",
    "my|these|those|the [_] [_] emails|messages|calls|letters|voicemails .. unanswered|ignored|unreturned|unacknowledged",
    "you|have|being|been|be|am|was|keep|kept ignored|ignoring|ghosted|ghosting",
    "ignored|ignoring|ghosted|ghosting me|my|us|candidates|applicants",
    "left|leave|leaving|kept|keep|keeping|me hanging|dangling",
    "left|leave|leaving|kept|keep|keeping me [_] waiting|wondering|guessing|limbo|in",
    "been|am waiting [and waiting] [by|for] [the|my] phone|weeks|months|ages|forever|days",
    "how long|much longer do|must|will|should|am|are|is .. i|we|you|it",
    "why have|has|did|are|is you|it|nobody|noone|no .. not|taking|taken|replied|responded|answered|called|ignoring",
    "why have|has not you|anyone|anybody|someone|nobody",
    "i do not understand why|how|what is",
    "why is it|this|everything taking so|this",
    "what is taking so|you",
    "taking so|forever|too long",
    "i am|was|feel|felt|be [$very|a] [bit|little] disappointed|hurt|saddened|let|upset|insulted|offended|frustrated|annoyed|disheartened|dismayed",
    "disappointing|disheartening|frustrating|upsetting|hurtful that|to|not|when|it|how|of",
    "disappointed|hurt|saddened|dismayed by|with|that|in|not|at you|your|i|to|the|have",
    "do not let me|us down",
    "let|letting me|us down",
    "you let me down",
    "got|get|raised|built|raise my hopes|hope up",
    "led|lead|leading me to believe|on|along",
    "strung|string|stringing me along",
    "turned|turn|passed|pass|turning|passing down|up .. offer|offers|job|jobs|interview|interviews|role|opportunity|opportunities ... you|waiting|because|for|this",
    "turned|passed down|up|on # [other|good] offer|offers|jobs|interviews",
    "gave|given|gave|quit|left up|my .. job|everything|another|other for|because you|this|waiting|your|of",
    "put|putting my life|search|plans on hold",
    "cancelled|canceled|rearranged|postponed .. plans|holiday|vacation|everything|trip for|because|to",
    "took|taken|take [a] [unpaid] day|days|time|leave off [unpaid|work] .. for|to .. you|your|this",
    "told|promised my|the|our [_] family|wife|husband|parents|kids|children|friends|mother|everyone [that] i|we|it|about",
    "i thought|believed|assumed we had a|an",
    "i have [already] spent|invested|wasted ... hours|days|weeks|time|money ... for|on|to ... you|your|this",
    "wasted|waste|wasting my|our|everyone's time",
    "i have been more than|very|extremely patient|understanding",
    "more than patient|fair|reasonable|generous",
    "you have had # [more] than|days|weeks|months|enough|plenty",
    "plenty|enough of time to",
    "had plenty|ample|enough|sufficient [of] time",
    "it has been # [_] days|weeks|months ... and|since ... nothing|no|nobody|not|still|silence",
    "radio|total|complete|deafening silence",
    "your silence",
    "silence is|has been",
    "is that|it too|so much to ask",
    "too much to ask|expect",
    "would it kill|hurt",
    "common courtesy|decency",
    "professional|basic|simple courtesy to|would|demands|of|requires",
    "you can not just|simply",
    "hold|holding you|them to it|that|your",
    "i already|know|assume|trust|am [_] [that] [i] [have|got] got it|hired",
    "count|counting on you|this|it",
    "i know you|that will|would do the right",
    "do the right thing",
    "on your conscience",
    "would break my heart",
    "broke|breaking|broken my heart|hearted",
    "heartbroken|devastated|crushed",
    "would be devastating|heartbreaking|crushing|devastated|heartbroken|crushed",
    "my|our family .. will|would|be|is [be] disappointed|devastated|crushed|upset",
)
PHRASES = Phrases(_PRESSURE + _REPROACH)

_FAIR = Phrases(
    (
        "you said|told [me] ... but|and [_] [_] understand|know|realise|realize|appreciate",
        "sorry|understand|know .. waiting|wait|long",
        "kept|keep|keeping patients|customers|clients|guests|people|families|students|you|your|anyone|them|everyone|nobody [_] waiting",
        "keep|kept you waiting",
        "leave|leaving|left you hanging|waiting|short",
        "let|letting you|your|them|anyone|the [_] down",
        "you told|said [me] you would .. but|and .. busy|delay|holiday|slow",
    )
)
WHY = {
    True: "This puts pressure on your reader, and pressure makes a no easy. Ask, and leave it there.",
    False: "This reproaches your reader, who may have good reasons. Ask what you want to know.",
}


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find ultimatums, reproaches and debts the reader never took on."""
    fair = [(m.start, m.end) for m in _FAIR.find(letter)]
    for match in PHRASES.find(letter):
        if any(start < match.end and match.start < end for start, end in fair):
            continue
        yield Hit(match.start, match.end, WHY[match.phrase in _PRESSURE])


CHECK = Check(
    name="pressure",
    title="Pressure, reproach and guilt",
    reason="They owe you nothing yet; a letter that presses or blames closes the door.",
    rules=("L2", "X2"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I have received another offer with a deadline on Friday, so I wanted to ask whether you"
        " might be able to say where things stand before then.",
        "You had hoped to decide by the 14th. Could you tell me when you expect to?",
        "I have not heard whether the post has been filled. Could you tell me?",
        "I would be sorry to keep you waiting.",
        kind="status",
    ),
    fails=examples(
        "If I don't hear by Friday I'll assume you are not serious.",
        "I turned down two other offers because I was waiting for you.",
        "I think I deserve at least a reply.",
        "I still have not heard back from you despite my two emails.",
        "You promised me an answer by the 1st.",
        "I need an answer by close of business today.",
        "Please don't let me down.",
        kind="status",
    ),
)

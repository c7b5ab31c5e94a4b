"""Boasting (W4, L7)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_BEST = "best|strongest|finest|greatest|smartest|brightest|perfect|ideal|only|top|leading|ultimate|superior"
_ONE = "candidate|applicant|person|choice|option|accountant|engineer|nurse|teacher|chef|lawyer|developer|salesperson|manager|designer|welder|cook|analyst|writer|hire|fit|worker|in|programmer|driver|clerk|seller|closer|man|woman|professional"
PHRASES = Phrases(
    (
        f"i am|was|will [_] [_] [_] [_] the [_] [_] {_BEST} [_] {_ONE}",
        f"i am|was [without|by|clearly|easily|simply|obviously|undoubtedly|definitely] [question|far|doubt|exaggeration] the [_] {_BEST}",
        f"the|a|that {_BEST} [_] {_ONE} .. you|ever|for|applied|interviewed|meet|see|find",
        f"{_BEST} {_ONE} you have|will|are|could|can|ever",
        "best thing that|to ever|has|will|could|happen",
        "best you will|have|are|can|could [ever] find|get|see|seen|hire|had|meet",
        "best in the business|industry|city|country|state|world|field|region|class|company|trade",
        "one of the best|top|finest|greatest|brightest|smartest _ you|in|ever|minds",
        "will|would|can|could not|never|hardly [ever] find|meet|see|get|hire|interview [_] [_] [_] better|anyone|anybody|someone|another|other|else|nobody|equal|match",
        "no|nobody|noone|none [one|other] [_] [_] else|comes|come|can|could|will|would|has|is close|match|compare|compares|better|qualified|offer|offers|touch|beat|beats",
        "no one|other|body [_] [_] [_] comes|come|can|could|will|would|has|is|works|knows close|match|compare|better|qualified|offer|offers|touch|beat|beats|harder|more",
        "stand|stands|stood|tower|towers head|out|above and|from|the|all|every|others shoulders|rest|others|crowd|competition|candidates|pack",
        "head and shoulders",
        "far|much|vastly|clearly|miles|more|better superior|better|above|ahead|exceed|exceeds|qualified than|to|of any|other|all|the|most|everyone|anyone|anybody|your|people",
        "more|better qualified|talented|experienced|skilled|intelligent|smarter|capable|equipped than any|other|all|the|most|everyone|anyone|anybody|your",
        "smarter|better|faster|brighter than any|other|all|the|most|everyone|anyone|anybody|your|your [_] candidates|people|team|staff|applicants|others|else",
        "outperform|outperformed|outperforms|outshine|outshines|outshone|outclass|outclassed|outwork|outsmart",
        "second to none",
        "unmatched|unparalleled|unrivaled|unrivalled|unbeatable|unsurpassed|peerless|incomparable",
        "10x|rockstar|ninja|guru|genius|prodigy|wizard|superstar|virtuoso|wunderkind|mastermind|maestro",
        "rock star",
        "no brainer",
        "it|you|easy decision is|should|would be an|obvious choice",
        "the|an obvious|clear|natural|only|right choice|decision",
        "lucky|fortunate|privileged|blessed to have|get|hire|land me",
        "you|they|company|anyone would|will|are|should be [very|so] lucky|fortunate",
        "mistake|fool|foolish|crazy|insane|mad|silly not|if to|you hire|pass|choose|did|do|do not",
        "can not|never|cannot fail|lose|failed|lost|go [if|in|at|a|wrong] [with] me|you|anything|deal|case|sale|hire",
        "never [_] failed|lost|missed|made [at|a|an|in] anything|case|deadline|sale|deal|mistake|error|target|quota",
        "i never|do make|lose|fail mistakes|mistake|errors|anything|ever",
        "i always succeed|win|outperform|exceed|excel|deliver|surpass|get|over",
        "i excel at|in everything|anything|all|every",
        "excel at everything|anything",
        "everything|anything i touch|do turns|is|becomes gold|to|perfect|success",
        "everyone|everybody|people|they|colleagues [always|all] says|say|agrees|agree|knows [that] i am",
        "fell|fall|falls|falling|collapse|collapsed|crumbled|lost apart [without|when|after] me|i",
        "would not|could not|can not|never [have] [survived|function|functioned|coped|cope|survive|managed|run] without me",
        "single handedly",
        "singlehandedly|singlehanded",
        "i am [_] [truly|simply|very|extremely|naturally|exceptionally|incredibly|uniquely] gifted|brilliant|exceptional|extraordinary|amazing|outstanding|incredible|talented|remarkable|perfect|special|genius|legend|excellent",
        "my exceptional|extraordinary|outstanding|brilliant|superior|remarkable|amazing|incredible|unique|phenomenal|impressive|impeccable|unbeatable|stellar|unparalleled|formidable|legendary|considerable talent|talents|skills|skill|abilities|ability|intelligence|mind|achievements|leadership|record|resume|intellect|brilliance|background|charisma|expertise|performance|gifts|qualifications|knowledge",
        "my brilliance|genius|greatness|superiority|charisma|magnetism",
        "as you could|can [surely|clearly|plainly|no|probably] see|tell|saw|noticed .. brilliant|impressive|best|genius|ahead|exceptional|perfect|superior",
        "i [clearly|obviously|really|definitely|know|think|totally|absolutely] [that] [i] impressed|nailed|aced|dazzled|wowed|crushed|smashed|charmed|stunned|blew",
        "how impressed|impressive you were|are|i|was|am [with|by] me|was|am",
        "you were [_] [_] impressed|dazzled|blown by|with|away me|my|by",
        "sure|confident|certain|convinced [that] you agree|saw|could|noticed|will ... impressed|impressive|superior",
        "other|rest|others candidates|applicants|of ... can not|do not|could not|pale|compete|compare|lack|inferior|mediocre|measure|joke",
        "pale|pales in|by comparison",
        "guarantee|guaranteed [_] [_] [_] success|results|double|triple|increase|best|regret|satisfaction",
        "i guarantee",
        "transform|revolutionise|revolutionize|save your|the|this company|business|firm|department|team|industry|school|organization|organisation",
        "with my eyes closed|shut",
        "in my sleep",
        "gods|god's gift to",
        "gift to your|the|this company|industry|world|firm",
        "award winning professional|engineer|genius|leader",
        "a legend",
        "world class",
        "know more|everything [there] [is|about] [about] than|anyone|anybody|most|your|everyone|it|there",
        "nothing|little left|more to learn",
        "overqualified|over qualified",
        "you need me|someone like|me more",
        "need me more",
    )
)
_INNOCENT = Phrases(
    (
        "not|never the best|strongest|only|perfect|right|obvious|ideal",
        "whether|if|decide|think|believe|feel i am the|right",
        "stand|stands|stood out to|for me|us",
        "world class museum|collection|hospital|university|orchestra|athletes|research|facility|team|department|city|venue",
        "never missed|lost|made a [_] day|shift|patient|child|deadline",
        "you|your [_] [_] have|has|is|are|team unmatched|unparalleled|world class",
        "your|the|their genius|wizard|setup|installation|guru",
        "overqualified|over qualified candidates|for|may|might|on",
        "transform|save the|your [_] team [_] time|hours|money",
        "better than the|any other [_] machine|method|way|one|software|system|approach",
        "fortunate|lucky|privileged to have",
        "saw|see|shown|show how|you|your|that the|your|team",
    )
)

WHY = "This claims more than anyone can show. Tell one thing you did, and let them conclude."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find superlatives about oneself and comparisons with others."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in hits_of(PHRASES, letter, WHY):
        if letter.quote(hit.start, hit.end).lower() == "me" or any(
            start < hit.end and hit.start < end for start, end in innocent
        ):
            continue
        yield hit


CHECK = Check(
    name="boasting",
    title="Boasting",
    reason=WHY,
    rules=("W4", "L7"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "Since we spoke I have finished my certificate in wound care.",
        "I believe I could be of service in bringing the old accounts across.",
        "I ran the best attended story hour in the county.",
        "I am confident that I would be a good fit.",
        "I felt fortunate to have met the whole team.",
        kind="thank-you",
    ),
    fails=examples(
        "I am by far the best candidate you will see.",
        "You will not find anyone better.",
        "I always outperform everyone around me.",
        "You would be lucky to have me.",
        "Hiring me is a no-brainer.",
        "I am the perfect candidate for this.",
        "The other applicants can't compete.",
        kind="thank-you",
    ),
)

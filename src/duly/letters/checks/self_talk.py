"""Talking oneself down (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_GOOD = "qualified|experienced|good|best|strongest|ideal|perfect|smart|clever|skilled|polished|impressive|confident|right|obvious|typical|great|strong|articulate|young|talented|prepared|eloquent|exciting"

PHRASES = Phrases(
    (
        f"i am|was|may|might|be [probably|perhaps|clearly|obviously|maybe|certainly|really] not [be|the|as|a|your|very|so|that|exactly|at] [the|my|very] [most|as|very|a|best] {_GOOD} for|at|as|enough|than|candidate|person|speaker|interviewee|interviewer|in|with|of|one|today|but|fit|answer",
        "not [_] [most|the] [best|strongest|ideal|perfect|obvious] qualified|experienced candidate|person|applicant|one|you|for",
        "not [be] the best|strongest|most|ideal|perfect|right|typical candidate|person|applicant|qualified|experienced|fit|choice|at",
        "not at my best",
        "not good|smart|qualified|experienced|clever enough",
        "i do not [really|quite|actually] have much|a lot|enough|the|any|all|what|everything .. offer|experience|qualifications|takes|skills|degree|education|required|background|to",
        "i [probably|perhaps|clearly] lack|lacked the|experience|any|some|much|confidence|skills|formal",
        "despite|regardless|notwithstanding my [obvious|many|complete|total|general] lack|shortcomings|inexperience|weaknesses|failings|limitations|faults|poor",
        "my lack of|inexperience",
        "my [many|obvious|own] shortcomings|weaknesses|failings|flaws|faults|inexperience|inadequacies|limitations|ignorance|nerves|clumsiness",
        "know|realise|realize|admit|accept|aware [that] i [am|was|did|do] not|only|just|probably|have|no [_] [_] [_] qualified|experience|best|experienced|well|enough|perfect|impress|much|chance|good",
        "sorry|apologies|apologise|apologize|forgive|apology|excuse [me] [for|if|that] [i] [being|was|my|having|the] [so|such|i] rambling|rambled|nervous|nervousness|nerves|awkward|awkwardness|stumbled|babbling|mess|silly|stupid|poor|bad|terrible|awful|boring|bored|babbled|blabbering|talking|talked|stuttering|stuttered|freezing|froze",
        "for|about|my rambling|babbling|stuttering|nervousness|awkwardness|waffling|mumbling",
        "i|was|were ramble|rambled|babbled|waffled|stumbled|mumbled|stuttered|blathered",
        "$very|bit|little|rather|visibly|obviously nervous|awkward|tongue|flustered|incoherent|anxious",
        "nervous wreck",
        "a [total|complete|nervous|bit|real|hot] mess|wreck|failure|disaster|idiot|fool|loser|fraud|impostor|imposter",
        "nerves got|get the|to better|me",
        "got the better of me",
        "messed|mess|screwed|screw|fluffed|botched|blew|bombed|flubbed|bungled|ruined|fumbled|tanked up|it|the|my|that|your|some|interview|question|answer|answers",
        "made a fool|mess|hash of|myself",
        "embarrassed|embarrass myself|by|about|at",
        "i [probably|really|certainly|definitely|clearly] [did] [came|come|gave|give|performed|interviewed|answered|spoke|sounded|seemed|looked|made|did] [_] [_] badly|poorly|terribly|awful|terrible|stupid|incompetent|dumb|foolish|weak|horrible|poor|bad",
        "i [probably|really|certainly] did not do|come|interview|perform|explain|answer|present|express|speak|make|give [_] [_] well|across|justice|good|very|myself|great|best|anything",
        "not my best|finest day|performance|interview|hour|work|showing|effort",
        "bad|poor|weak|terrible|awful|disappointing performance|interview|showing|impression|answers",
        "sure|certain|know|guess|expect|assume|imagine [that] you [have|had|will|probably|already|met|saw] [_] [_] better|stronger|somebody|someone|others|many|plenty|more",
        "better|stronger|more|far candidates|people|applicants|qualified|ones|person out|than|for|available|to|i|by|candidates|people|applicants|you",
        "someone|somebody|people|anyone|candidate|candidates [is|are|who] better|stronger|smarter|worthier|[more] than|by|for|suited|qualified",
        "probably|likely [_] [_] found|find|chosen|hired|picked someone|somebody|anyone|another",
        "compared|next|compare to|with [the|your|all] other|others|rest candidates|applicants|people|of",
        "why you would [ever] want|hire|choose|pick|bother|consider",
        "i [probably|certainly|do] [do] not deserve",
        "unworthy|worthless|undeserving|inadequate|hopeless|useless",
        "waste|wasted|wasting [of] your time",
        "sorry to bother|trouble|disturb|pester|annoy|be|waste|take",
        "sorry for bothering|troubling|disturbing|pestering|wasting|taking|the bother",
        "hate to bother|be|pester|trouble",
        "not want to bother|pester|annoy|be a|you|bother|nuisance|pest",
        "being|be|am a [real|total|such] pest|nuisance|bother|pain|burden|bore",
        "i am [just|only|merely|simply] a|an [humble|mere|simple|poor|lowly] beginner|nobody|nothing|student|housewife|mere|amateur|humble|secretary",
        "only|just|merely a|an beginner|nobody|amateur|housewife|mom|mum|simple|lowly|student|girl|boy",
        "slow learner",
        "i am [really|very|pretty|quite|so|just|not] bad|terrible|horrible|awful|hopeless|useless|rubbish|stupid|lousy|clumsy|lazy|disorganized|disorganised|poor|unqualified|inexperienced|incompetent|underqualified|weak|rusty at|with|in|under|to|for|about|when|and|but|person",
        "unqualified|underqualified",
        "under qualified",
        "not [very|really|so|too|particularly|that|much] good|confident|great|comfortable at|with|in|of interviews|interviewing|talking|speaking|people|computers|words|english|maths|math|myself|selling|presenting",
        "i am not much|a of|good|great|very|natural",
        "my poor|bad|terrible|broken|limited|weak|rusty english|performance|skills|answers|grades|memory|showing|spelling|grammar",
        "forgive|excuse|pardon my poor|bad|english|ignorance|mistakes|nerves|rambling|spelling",
        "long shot",
        "i doubt [that] i|you|my",
        "doubt i am|will|have",
        "do not expect|think|suppose|imagine [that] i will|would|am|have|did|stand|made|get|came [_] [_] get|chance|well|good|impression|hired|job|best|across|chosen",
        "i understand|get|know if you do not want|like|hire|choose|pick me|to",
        "not blame|fault you if|for",
        "probably not going|what|hear|get|the|who to|you|hired|want|person|looking|need",
        "chances are slim|low|poor|small",
        "slim chance|chances",
        "i failed|fail|fired|failure to|at|in|as ... impress|interview|answer|questions|life|everything",
        "never been [_] good|great|confident",
        "i never do|get|am|interview well|hired|good|picked",
        "i know i talked|said|spoke|went too|some|a|on|stupid|silly",
        "said [_] [_] stupid|silly|dumb|foolish|wrong|idiotic",
        "i am [too] [probably|perhaps|maybe] too old|young|slow|inexperienced|shy|quiet|dumb|fat|nervous",
        "wish i had|was|were done|said|been better|more|smarter|stronger|calmer",
        "kicking myself",
        "what was i thinking",
        "no idea why|what i|you",
        "gap|gaps|hole|holes in my resume|cv|résumé|knowledge|experience|history",
        "imposter|impostor syndrome",
        "blanked|froze|freeze|choked when|on|up|at|under|and|during",
        "went|go|mind|my blank",
        "lacking [in] experience|confidence|skills|qualifications|education",
    )
)
_INNOCENT = Phrases(
    (
        "waste|wasting of|your time on|with|at",
        "not be|am the right|best person|one|man|woman to say|judge|ask",
        "sorry|apologies to hear|learn|say|have|that it|for the delay|missing|late|wait",
        "better|stronger than the|last|it|before|we|i",
        "failed|fail|failing parts|welds|tests|test|students|pumps|components|pupils|joints|school|audit|orders|deliveries|batch|safe",
        "failed to mention|say|add|thank|give|point|explain",
        "patient|patients|child|children|student|students|people|clients|customers|families|visitor|visitors [_] [_] nervous|anxious|awkward",
        "nervous system|patients|dogs|children|families|customers|flyers|students|parents",
        "more people by|than|to|for|in",
        "the poor|rusty pump|pipe|pipes|soil|gate",
        "my rusty french|spanish|german|italian|welsh|japanese",
        "just|only a student nurse|teacher|volunteer",
        "bother|trouble you again|further",
        "found|find someone|somebody who [is] suits|suited|right|good",
        "people better than|at",
    )
)

WHY = "Do not argue against yourself. Leave it out, or say what you would answer today."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find apologies for oneself and reasons not to be hired."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in hits_of(PHRASES, letter, WHY):
        if not any(start < hit.end and hit.start < end for start, end in innocent):
            yield hit


CHECK = Check(
    name="self-talk",
    title="Talking yourself down",
    reason=WHY,
    rules=("L2", "T6"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "You asked how I would shorten the close, and my answer was too brief. I would begin with"
        " the intercompany accounts.",
        "I have not worked in a hospital before, but I have run a payroll of 140.",
        "We calmed nervous patients by showing them the machine first.",
        "I am sorry it did not work out this time.",
        kind="thank-you",
    ),
    fails=examples(
        "I know I'm not the most qualified person you saw.",
        "I'm sorry for rambling.",
        "I was so nervous that I probably came across badly.",
        "I don't have much to offer compared to the other candidates.",
        "I'm sure you have found somebody better.",
        "Despite my lack of experience I hope you will consider me.",
        "Sorry to bother you again.",
        kind="thank-you",
    ),
)

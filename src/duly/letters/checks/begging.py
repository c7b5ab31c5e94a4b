"""Begging: asking for mercy, or for the job as a rescue (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

PHRASES = Phrases(
    (
        "i [am] [$very] beg|begging|implore|imploring|beseech|beseeching|plead|pleading",
        "begging you|for",
        "beg|implore|beseech of you",
        "please please",
        "pretty please",
        "i $very|just|badly|desperately|urgently need this",
        "i|we $very|badly|desperately|urgently need .. $job|income|money|chance|paycheck",
        "i|we need this $job|chance|break|income|paycheck",
        "i need [a|the|this] $job so|very badly|much|desperately",
        "need this more than anything|anyone|ever|words",
        "means|mean everything|world to me|us",
        "am|be|feel|feeling|getting|so|sounds|sound|bit|little|really|truly|very|absolutely desperate",
        "desperately need|needed|want|wanted|hope|hoping|trying|looking|seeking|searching|interested|in",
        "in desperation",
        "i am|was at my wits|wit's end",
        "at the end of my rope|tether",
        "will|would [literally|gladly|happily|do] do anything|whatever",
        "do [absolutely|literally|just] anything for|to get|have|work",
        "would even|gladly|happily work|do|start ... free|nothing|unpaid",
        "work for free|nothing|peanuts",
        "for half the pay|salary|wage",
        "any|whatever salary|pay|wage|wages|money|amount you|will",
        "accept|take any|whatever salary|pay|wage|amount|job|position",
        "rent is due|late|behind|overdue",
        "pay|make|cover|afford my|the|our rent|mortgage|bills",
        "behind on my|our|the|rent|mortgage|bills",
        "my|our landlord",
        "evicted|eviction|foreclosure|homeless",
        "lose my|our house|home|apartment|flat|car",
        "feed my|our|the [_] kids|children|family|baby|babies",
        "food on the|my|our table",
        "my|our [_] children|kids|family|wife|husband|mother|baby depend|depends|rely|relies|count|counts|counting|need|needs .. me|this",
        "out of work|employment for|since .. too|year|years|months|long",
        "unemployed for|since",
        "been unemployed",
        "have nothing left|else",
        "have nowhere else",
        "you are my [only|last|final|one]|best hope|chance|option",
        "my|our last|only|final [real] hope|chance|resort|option|shot",
        "last hope",
        "no|nobody one else will|would [even] hire|take|interview|employ|want",
        "nobody|noone [else] will|would [even] hire|take|interview|employ",
        "no other|more options|choice|prospects|offers|hope",
        "running out of money|time|options|savings|hope",
        "savings are|have [almost|nearly] gone|run|dried",
        "difficult|dire|desperate|terrible|tight|bad|hard|serious|severe [financial|money] situation|straits|circumstances|trouble|difficulties|position financially",
        "financial difficulty|difficulties|hardship|trouble|troubles|problems|situation|crisis|struggles",
        "struggling to make|pay|feed|survive|get",
        "make|making ends meet",
        "in debt|debts",
        "drowning in",
        "find it in your heart",
        "from|out of the bottom|goodness of my|your heart",
        "have|take|show [some|a] mercy|pity|compassion on|for|to",
        "take pity",
        "have a heart",
        "eternally|forever grateful|indebted|thankful",
        "in your debt|hands",
        "my future|life|fate|family .. in your hands",
        "everything|future|life depends on this|it|you|your",
        "depends on this $job|getting",
        "i can not [really|possibly] afford to lose|miss|wait|be|not",
        "really can not afford",
        "can not afford to lose|miss",
        "give me [just|at] [least] [a|one|another|this] [last|small|single|second|fair] chance|shot|opportunity|break .. please|will|not|to|and",
        "please .. [just] give me a|one|this|the|another chance|shot|job|break",
        "just|only give|need|want|ask|asking [me] [for] a|one|this|single [single|last|small] chance|shot",
        "please .. hire|choose|pick|select|consider|reconsider me|your decision",
        "please let me have",
        "save my life|me|us|family",
        "will not survive|cope|make it without",
        "do not know what i will|would|am do|going ... if|without",
        "i [_] crying|cried|cry|sobbing|sobbed",
        "in tears",
        "on my knees",
        "pray|praying|prayed every|each|night|for|that|you|day",
        "sleep|sleeping at night until",
        "can not sleep|eat",
        "have not slept|eaten",
        "broke and",
        "i am [totally|completely|flat] broke",
        "beggars can",
        "throw me a bone",
        "act of charity",
        "willing to do|accept|take whatever|anything|any",
        "is|was all i have left|got",
        "my visa will|is|expires|runs .. expire|out|unless|soon",
        "i would be|am lost without",
        "cut me a break",
        "do me this|a|one [huge|big] favor|favour",
        "medical|hospital|electric|electricity|heating|loan bills|payments .. piling|mounting|pile|due",
        "bills are|keep|to .. piling|mounting|pile|pay",
    )
)
_INNOCENT = Phrases(
    (
        "meant the world to me",
        "my landlord and tenant",
        "patients|children|families|people|residents|clients|parents .. desperate|desperately",
        "desperate shortage",
        "shortage .. desperate",
    )
)

WHY = "They owe no one a rescue, and pity rarely hires. Say what you can do for them instead."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find pleas and hardship given as a reason to hire."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in hits_of(PHRASES, letter, WHY):
        if not any(start <= hit.start and hit.end <= end for start, end in innocent):
            yield hit


CHECK = Check(
    name="begging",
    title="Begging",
    reason=WHY,
    rules=("L2",),
    severity=Severity.HURTS,
    find=find,
    passes=examples(
        "I would be very glad to have the chance to work with you.",
        "I raised money for a charity shop for three years.",
        "Please let me know if you need anything else from me.",
        "I would be grateful to know when you expect to decide.",
        kind="status",
    ),
    fails=examples(
        "Please, I am begging you to give me this job.",
        "I'll do anything.",
        "I really need this job, my rent is due.",
        "I have been out of work for fourteen months and my children depend on me.",
        "You're my last hope.",
        "I would be eternally grateful if you could find it in your heart to give me a chance.",
        kind="status",
    ),
)

"""Bribes, gifts and favours (L2, L3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_THING = (
    "gift|gifts|present|presents|bottle|bottles|basket|hamper|chocolates|wine|champagne|whisky|"
    "whiskey|flowers|bouquet|cake|cookies|ticket|tickets|voucher|vouchers|card|cards|something|"
    "cigars|treat|treats|token|envelope|cash|money|watch|bourbon|scotch|perfume|jewelry|coffee|muffins|donuts|doughnuts|brownies|box|case|pair|crate|pass|passes|trip|weekend"
)
_GIVE = "send|sent|sending|bring|brought|bringing|enclose|enclosed|enclosing|include|included|attach|attached|drop|dropped|dropping|deliver|delivered|leave|left|leaving|give|gave|giving|get|got|buy|bought|offer|offering|mail|mailed|arrange|arranged|have|ordered|accept|put"

PHRASES = Phrases(
    (
        "gift card|cards|certificate|certificates|basket|baskets|voucher|vouchers|hamper",
        "starbucks|amazon|visa|target|itunes|book|spa|restaurant [gift] card|voucher|certificate|cards",
        "# [dollar|pound|euro] starbucks|amazon|tesco card|voucher",
        "a|this|some|your|you|little|small|modest gift|present for|to|from|as|of|in|i|with|is|you|your|and",
        f"{_GIVE} [you|over|by|a|your|to] [_] [_] gift|gifts|present|hamper|flowers|bouquet|chocolates|champagne|whisky|whiskey|wine|bourbon|scotch|cigars",
        f"{_GIVE} [you] a|some|two|the [_] [_] bottle|bottles|case|box|basket|tin of|for",
        "a|the [nice|good|fine] bottle|case|box|basket of wine|champagne|whisky|whiskey|scotch|bourbon|chocolates|chocolate|cookies|cigars|something|fruit|goodies|pralines|beer|gin|rum|vodka",
        "a little|small|wee something",
        "something|little extra|special|nice for you|your",
        "something nice|special|small|little for|to you|your",
        "token of|for my|our|appreciation|gratitude|thanks|esteem",
        "two|# [free|spare|extra|good] tickets|passes",
        "season|box|vip|concert|theatre|theater|game|match|football|baseball|hockey|opera|free|spare|complimentary|extra|courtside|backstage tickets|ticket|seats|passes",
        "tickets|seats to|for the|a|saturday's|sunday's|tonight's|this|your|you",
        "name|names on it|them",
        "make|made|making it|that|this worth your|the while",
        "worth your while",
        "return|repay|returning|repaying the|this|your favor|favour|kindness",
        "return the favor|favour",
        "i will|would|could owe you one|a|big|forever|dinner",
        "scratch your|my back",
        "you scratch",
        "quid pro quo",
        "sweeten the|this deal",
        "grease the|some|a",
        "under the table",
        "financial|cash|monetary|generous|personal incentive|reward|contribution|donation ... you|your|if",
        "percent|%|cut|share|part|half|portion|kickback|commission of|from my first|salary|pay|wages|bonus|paycheck|signing",
        "first month's|paycheck|week's salary|pay|wages|paycheck .. to|for|with you|yours",
        "kickback|kickbacks|bribe|backhander|sweetener",
        "donate|donation|donations|contribute|contribution ... [in] your|you|if name|favorite|favourite|charity|cause|if|hire|hired|team",
        "make|making|made a [generous|small|large|sizable|sizeable] donation",
        "take|taking|treat|treating|buy|buying|invite|inviting you [and] [your] [_] [_] out|to|for|a|dinner|lunch|drink|drinks|something|coffee .. dinner|lunch|drink|drinks|meal|weekend|concert|game|on|somewhere|treat|restaurant|my",
        "take|treat you [out] to|for dinner|lunch|drinks|brunch|a|the",
        "dinner|lunch|drinks|meal|round [is|are] on me",
        "my treat",
        "on me if|when",
        "wine and dine",
        "discount|discounts|free|complimentary .. for|at my|from you|your|family|brother's|father's|uncle's|cousin's|shop|restaurant|my",
        "my uncle|father|brother|cousin|husband|wife|friend|mother|family .. can|could|would|will|owns|has ... for you|discount|free|deal|favor|favour|help",
        "use|stay|weekend of|at|in my|our|the [family's|family] [beach|lake|holiday|summer|ski|vacation] house|cabin|cottage|villa|condo|chalet|yacht|boat|timeshare",
        "our|my|the villa|condo|chalet|yacht|timeshare|beach|lake house|in|for|is",
        "yours|you if|when .. hired|job|works|hire|offer|choose|pick",
        "if i get|got|land the|this|hired ... you|i .. will|would|dinner|drinks|owe|gift|treat|reward|thank",
        "reward|rewarded you|your|for|handsomely|generously .. for|help|if|kindness|handsomely|generously",
        "you would|will be [handsomely|generously|well] rewarded|compensated",
        "show|shown|express|expressing my gratitude|appreciation|thanks|generosity properly|personally|privately|outside|with a|in tangible|cash|person",
        "tangible thank|thanks|gratitude|appreciation|token",
        "i can be [very|extremely] generous|grateful|appreciative",
        "very|extremely|most generous .. if|when|to|with|those|people who|help|hire|you|friends",
        "gave|give|given|slip|slipped your|the|you|receptionist|assistant .. envelope|something|bill|note|cash|twenty|fifty|chocolates|flowers",
        "pay you|your for|to|if|a|personally",
        "bribe",
        "help yourself to",
        "hope|trust you like|enjoy|enjoyed|drink|love|liked the|a|my|red|white|dark|fine [_] chocolates|wine|flowers|cookies|gift|cigars|whisky|whiskey|basket|chocolate|brownies|cake",
    )
)
_INNOCENT = Phrases(
    (
        "gift shop|shops|wrap|wrapping|aid|aided|store|registry",
        "raffle|lottery|parking|bus|train|support|help|service|trouble|it tickets|ticket",
        "tickets in|queue|backlog|closed|per|a|each|open|were",
        "return the favor|favour to",
        "donation|donations page|drive|from|programme|program|system|records|database|campaign|desk|centre|center",
        "donation|donations .. grew|rose|fell|increased|received",
        "sell|sold|selling|sells _ tickets|ticket|gift",
        "gift cards|card|certificate|certificates fraud|sales|scheme|scam|balance|balances|program|programme",
        "discount|discounts code|codes|pricing|policy|policies|at|store|retailer",
        "present|presents for class|itself|day",
    )
)

WHY = "A gift or a favour now looks like a bribe and puts your reader in an awkward place."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find gifts, treats and promised favours."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in hits_of(PHRASES, letter, WHY):
        if not any(start < hit.end and hit.start < end for start, end in innocent):
            yield hit


CHECK = Check(
    name="bribe",
    title="Bribes and gifts",
    reason=WHY,
    rules=("L2", "L3"),
    severity=Severity.HURTS,
    find=find,
    passes=examples(
        "I ran the gift shop for two summers.",
        "We closed ninety support tickets a week.",
        "Here is a link to the article we spoke about.",
        "I enjoyed the coffee and the tour of the roastery.",
        "At the food pantry I handled donations from three churches.",
        kind="thank-you",
    ),
    fails=examples(
        "I have enclosed a $50 Starbucks gift card for you.",
        "I've got two tickets to Saturday's game with your name on them.",
        "I would make it worth your while.",
        "I would like to send a little something to your office.",
        "Let me take you out to dinner, my treat.",
        "I dropped off a bottle of wine for you at reception.",
        kind="thank-you",
    ),
)

"""What kind of letter this is, told from its wording."""

from __future__ import annotations

from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_JOBS = "offer|position|job|role|post|opportunity|internship"

_WITHDRAW = Phrases(
    (
        "withdraw|withdrawing|withdrawal|withdrawn [_] [_] [_] application|consideration|candidacy|name|myself|process|me|race|running|from|interview",
        "withdraw|withdrawing from|my|me",
        "remove|take [me|my] [name] from|out consideration|of|your|the",
        "no longer be|wish|want|like|interested|pursue|pursuing|available [to] [be] considered|pursue|continue|in|the|for",
        "longer be|to pursuing|considered|continuing",
        "not [be] continue|continuing|proceed|proceeding|move|moving [_] [with] process|application|forward|interviews|the",
    )
)
_OFFER_MADE = Phrases(
    (
        "your|the|kind|generous|this|job|for [_] offer",
        "for|of offering|choosing|selecting me",
        "offer|offered|offering [me|of] [to] [_] [_] [_] job|position|role|post|employment|place",
    )
)
_NO = Phrases(
    (
        "decline|declining|refuse [_] [_] [_] offer|it|position|job|role|respectfully|this|the|your",
        "must|to|have|respectfully|regretfully|i|will|reluctantly|politely decline",
        "turn|turning it|this|your|the|down down|offer",
        "not [be] [able] [to] accept|accepting|take|taking|join|joining|joining the|your|it|up|this|you|a",
        "unable|afraid|sorry|not to accept|take|say|join|no",
        "have|going|had|must|want|sorry|has to [_] say|decline|pass no|on|it|this|your",
        "say no",
        "not [be] [going] [to] take|accept|accepting|taking|joining|join",
        "accepted|taken|accept|take|gone|going|chosen|found|choosing|taking|accepting [with] a|an|another|other|different|elsewhere [other|different|new|permanent] job|position|post|role|offer|one|company|opportunity|employer|school|firm",
        "accepted|taken|accept|take [a|the|an] [_] job|position|post|role|offer|one|opportunity elsewhere|closer|nearer|with|at",
        "taken|took another|different [_] job|position|post|role|offer|one",
        "accepted|taken|decided|gone [on|to|with|in] elsewhere|stay",
        "decided|chosen|going|choose|opted to|on|with|for [_] stay|another|accept|remain|different|other|not",
    )
)
_YES = Phrases(
    (
        "happy|pleased|delighted|glad|thrilled|honored|honoured|excited|like|love|writing|pleasure|proud|gladly|formally|overjoyed|hereby|i|we|confirm|with|i'll [to|my|i] [confirm] [that|to] [i] accept|accepting|acceptance",
        "i accept|am accepting",
        "accept it|your|the|this with|offer|position|job|role|gladly|post",
        "yes with|i|please|gladly|absolutely",
        "my|formal|written acceptance of|letter|and",
        "sign|signed|signing [the|and|my|a] [_] contract|agreement|offer|letter",
        "answer is yes",
        "say yes",
    )
)
_MORE_TIME = Phrases(
    (
        "more|additional|extra|little|some|few|until [_] time|days|week to|before|until|for|consider|decide|think",
        "need|have|like|take|ask|possible|give|let|could|may|would|request ... until|by monday|tuesday|wednesday|thursday|friday|the|next|end|tomorrow ... decide|consider|think|answer|reply|decision|before",
        "extension|extend [_] [_] deadline|to|time|of",
        "let you have my answer|decision|reply",
        "give|giving you|my [an|my|a] answer|decision by|until",
    )
)
_RECEIVED = Phrases(
    (
        "received|receive|got|receipt|acknowledge|confirm|read|review|reviewing [_] [_] [_] offer|letter|contract",
        "have|get|give|with my|an|you answer|decision|reply by|soon|before|on|within",
        "think|look|go|read [it|this|that] [_] over|through|about",
    )
)
_ANSWER_CAME = Phrases(
    (
        "letting|telling me know|of",
        "told me that|of",
        "your|the decision|answer|reply|letter|update ... disappointed|sorry",
        "sorry|disappointed it|that|to|not .. work|hear|learn|chosen|selected|this",
        "chose|chosen|selected|hired|went another|someone|somebody|other|with candidate|else|applicant|person",
        "keep|bear|consider|have|remember me in|for|on mind|future|other|another|file|roles|list",
        "in the future",
        "opens|comes|should|something up|open|come",
        "not|was|were|been chosen|selected|successful|picked|hired",
        "unsuccessful",
    )
)
_APPLIED = Phrases(
    (
        "i|have|recently applied|submitted|sent [_] [_] [_] [_] for|to|an|my|on|last|about|in|the|with application|position|job|role|post|resume|cv|week|#|opening|vacancy",
        "i|recently|have applied",
        "sent|submitted|put|handed|mailed|emailed|filled [in|you] my|an|a|the application|resume|cv|form|résumé",
        "my|the application for|was|has|sent|dated|submitted|of|to|as",
        "my application arrived|received",
    )
)
_MET = Phrases(
    (
        "interviewed|interviewing|met|meeting|spoke|speaking|spoken|talked|talking|seeing|seen|visit",
        "for|the|our|my|your|after|since|at|during interview|conversation|tour|panel|chat|discussion|talk|visit|call",
        "showing|walking|having|letting me|us",
    )
)
_DECIDES = Phrases(
    (
        "decision|decided|decide|decides|deciding|timeline|timescale|timeframe|outcome|hired|filled|chosen",
        "next|following steps|step|stage|round",
        "need|expect|have an|a|your answer|reply|response|decision .. by|before|soon",
        "news|update|updates|status|progress|feedback",
        "time frame|scale|line",
        "where|how things|i|we|matters|it|process|application|the [_] [_] stand|stands|going|are|is",
        "made up your mind|minds",
        "hear|heard|expect ... by|when|back|whether|if|soon",
        "position|role|job|post|vacancy|opening is|has|still [still] [been] open|available|filled",
        "timing changed|change",
        "wanted|want|needs|need|else from me|us",
    )
)
_PENDING = Phrases(
    (
        "still|remain|remains [_] [_] interested|keen|hopeful|available|waiting",
        "follow|following|followed up on|regarding|about|with|to|after|again|my|and",
        "not|yet|never [yet|been] heard|hear|received|replied|responded|answered",
        "checking|check in|on|back",
        "touch|touching|circle|circling base|back",
        "reaffirm|reiterate my|interest",
        "my|our last|previous|earlier|second|first|two|three email|emails|message|messages|call|calls|letter",
        "unanswered|ignored|reply|replying",
        "this is my _ email|message|letter|call|attempt|note",
        "waiting for|to",
        "any news|update|updates|word",
    )
)
_RECALL = Phrases(
    (
        "remember|recall [that] we|i|our met|spoke|interviewed|talked|conversation|meeting",
        "met|spoke|talked|interviewed .. last spring|summer|autumn|fall|winter|year|january|february|march|april|may|june|july|august|september|october|november|december",
        "months|year|years have passed|since",
        "stay|keep|keeping|staying in touch|contact",
        "since we [last] met|spoke|talked",
    )
)
_THANKS = Phrases(
    ("thank|thanks|thankyou|thx|grateful|appreciate|appreciated|thanking|enjoyed|pleasure",)
)
_INDIRECT = Phrases(
    (
        "let me|us know",
        "wonder|wondering|wondered|ask|enquire|inquire|know|asking|curious if|whether|when|about|where|what|how|for",
        "appreciate|grateful|welcome|glad|like|love [_] [_] [_] update|news|word|know|hear|hearing|knowing",
        "please advise|tell|confirm|inform|respond|reply|answer|update",
        "need|expect|demand|require an|a|your answer|reply|decision",
    )
)
_OTHER_OFFER = Phrases(("another|other|an|competing|second offer|offers",))


def kind_of(letter: Letter) -> str:
    """Return the likeliest kind; "thank-you" where there are thanks and nothing else is said."""
    decision = _decision(letter)
    if decision:
        return decision
    met = _MET.first(letter) is not None
    if not met and _APPLIED.first(letter):
        return "application-follow-up"
    opening = _opens_with_thanks(letter)
    if _asks(letter) or (_PENDING.first(letter) and not opening):
        return "status"
    if _ANSWER_CAME.first(letter):
        return "thank-for-answer"
    if met and not opening and _RECALL.first(letter):
        return "stay-in-touch"
    return "thank-you" if met or _THANKS.first(letter) else "other"


def _opens_with_thanks(letter: Letter) -> bool:
    """Return whether the first sentence of the letter proper gives thanks."""
    if letter.first >= len(letter.words):
        return False
    number = letter.within[letter.first]
    return any(letter.within[match.first] == number for match in _THANKS.find(letter))


def _asks(letter: Letter) -> bool:
    """Return whether a question, direct or not, is about their decision."""
    asked = {letter.within[match.first] for match in _INDIRECT.find(letter)}
    for match in _DECIDES.find(letter):
        number = letter.within[match.first]
        if number in asked or _is_question(letter, number):
            return True
    return False


def _is_question(letter: Letter, number: int) -> bool:
    return letter.clear[: letter.sentences[number].end].endswith("?")


def _decision(letter: Letter) -> str:
    """Return the kind of a letter that decides something, or that an offer called for."""
    if _WITHDRAW.first(letter):
        return "withdraw"
    offer = _OFFER_MADE.first(letter) is not None
    asks = _asks(letter) or _PENDING.first(letter) is not None
    if _NO.first(letter) and (offer or not asks):
        return "decline"
    if _YES.first(letter) and (offer or not asks):
        return "accept"
    if offer and _THANKS.first(letter) and _OTHER_OFFER.first(letter) is None:
        if _MORE_TIME.first(letter):
            return "ask-more-time"
        if _RECEIVED.first(letter):
            return "acknowledge-offer"
    return ""

"""Salary and demands in a thank-you (T5, L7)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_of
from duly.letters.context import Context
from duly.letters.phrases import Phrases
from duly.letters.text import Letter

_PAY = "salary|pay|wage|wages|compensation|remuneration|package|rate|money|raise|bonus|bonuses|benefits|pension|commission|perks|equity|stock|overtime|paycheck"
_OFF = "vacation|holiday|holidays|leave|pto|days|weeks"

PHRASES = Phrases(
    (
        f"what|how|whether|which [_] [_] [_] {_PAY} range|you|would|is|are|like|will|be|package|do|can|offer|offered",
        f"my|the|your|a|starting|competitive|higher|better|fair|minimum|base [desired|expected|minimum|required|starting|annual|base] {_PAY} .. expectation|expectations|requirement|requirements|range|offer|offered|negotiable|negotiate|is|was|would|should|must|of|low|lower|higher|too|for|discuss|discussed|mentioned|quoted|needs|will|you",
        f"discuss|discussing|talk|talking|negotiate|negotiating|negotiation|clarify|confirm|raise|mention|know|need|want|expect|hear [about|of|over|the|my|a|more] [about|the|my|a|on] [starting|annual|base] {_PAY}",
        f"{_PAY} range|expectation|expectations|requirement|requirements|negotiation|negotiations|offer|bracket|review|demands",
        f"salary|pay|wage|wages of|at|above|below|around|between|starting|that|to",
        "how much do|does|will|would|is|the [you|i|it|this|job|position|role] pay|pays|paid|earn|get|make|paying",
        "need|require|expect|want|ask|asking|looking|seeking|accept|get|earn|earning|make|making|hoping [for] [at] least|minimum|nothing|no|a|about|around #",
        "at least # thousand|k|dollars|pounds|euros|per",
        "at least # # year|annually|annum|with|base|and|plus",
        "no|nothing|anything|not|for less than #",
        "# k|thousand|dollars|pounds|euros [a|per|an] year|annum|hour|minimum|plus|or|base|salary",
        "per annum|annually",
        "paid|pay|earn|earning me more|fairly|well|enough|better|less|properly|weekly|overtime|what|at|#",
        f"need|require|expect|want|entitled|ask|get|have|like|demand|insist|must [to|at|for|on] [have|get|receive|take|be|least] [at] [least] # weeks|days [of] [paid] [annual|sick] {_OFF}",
        f"# weeks|days [of|paid|annual] {_OFF}",
        f"how many|much [paid|sick|annual|days|weeks|of] {_OFF}",
        f"how many {_OFF} do|does|will|would|can|i|off|per|are",
        "vacation|holiday|sick|annual|parental days|time|policy|allowance|entitlement|leave",
        "need|require|expect|want|insist|like|prefer|demand|must [to|on|be|able|have] [be] [allowed|able] [to] work|working from home|remote|remotely",
        "work|working from home|remotely # days|times|day",
        "work|working from home .. days|required|expect|week|fridays|full|need",
        "fully remote",
        "not work|working|available|willing|prepared [to] [work|do|on] weekends|evenings|nights|late|overtime|saturdays|sundays|mondays|fridays|holidays|before|after|past",
        "company car|phone|laptop|credit",
        "corner|private|own office",
        "signing|sign|relocation|joining on|bonus|package|allowance|expenses",
        "eligible|considered|due|up for a|an raise|promotion|bonus|increase",
        "how soon|quickly|long ... raise|promotion|promoted|bonus|benefits|increase",
        "stock|share options",
        "medical|dental|health|vision insurance|plan|coverage|benefits",
        "reimburse|reimbursed|reimbursement|refund [me|my|of|the|for] [my|for|the] travel|train|expenses|parking|mileage|costs|ticket|hotel",
        "my demands|conditions|terms|requirements|must haves",
        "i will only|not accept|consider|join|start|come|take|work if|unless|for|a|an|the|anything|less",
        "on [the] condition|conditions that",
        "non negotiable",
        "take it or leave",
        "current|present|last|previous salary|pay|wage",
        "match|matching|beat my|the|their current|offer|salary|pay",
        "i [also|would|will|do|really] [also] need|expect|want|require|insist|demand [to] [have|be] [a|an|the|my|flexible|on] [own|flexible|private|company|parking|standing|new|written] hours|schedule|parking|desk|assistant|laptop|space|car|title|contract|guarantee",
        "senior title",
        "better|higher|bigger title",
    )
)
_INNOCENT = Phrases(
    (
        "payroll|pay clerk|office|team|run|system|software|runs|slips|codes",
        "salary|pay|compensation|wage|benefits survey|surveys|data|analysis|equity|gap|review|reviews|study|scales|bands|software|administrator|enrollment|enrolment|team|specialist|project|coordinator|manager|programme|program|analyst|claims|office|act|committee|transparency",
        "health|medical|dental insurance|plan claims|claim|company|office|industry|clients|practice|billing|products",
        "pay attention|off|for itself|for|respects|dividends",
        "benefits of|to|for|patients|everyone|from",
        "bonus question|round|track|points",
        "raise money|funds|concerns|awareness|the|a question|it|children|this",
        "rate of|limiting|changes|error|heart|interest|growth|retention|response|success|dropout|pass|defect|failure",
        "money laundering|markets|from|for|transfer|raised",
        "commission paintings|hearing|work|a|the|meeting|of inquiry",
        "stock room|take|taking|levels|control|count|shelves|rotation|list|out|outs|keeping|market|exchange|system",
        "need|needed at least # people|men|women|nurses|staff|chairs|hours|minutes|pages|students|volunteers",
        "package tour|delivery|deliveries|manager|design|holidays|sorting|handling",
        "holiday season|rush|period|weekend|club|programme|program|lets|schedule|shop|camp",
        "not|mind|happy|willing|glad|able working|work weekends|nights|evenings|late|overtime",
        "overtime codes|hours|rules|records|costs|sheets",
        "# days|weeks leave",
        "pension scheme|schemes|fund|funds|clients|team|administration",
        "equity partner|research|release|and|trader|case|training|work|in",
        "available nights|weekends|evenings",
    )
)

WHY = "Terms belong to the offer. A thank-you that asks for something is no longer one."
KINDS = frozenset({"thank-you", "card", "thank-for-answer"})


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find talk of one's own pay, leave and terms."""
    innocent = [(m.start, m.end) for m in _INNOCENT.find(letter)]
    for hit in hits_of(PHRASES, letter, WHY):
        if not any(start < hit.end and hit.start < end for start, end in innocent):
            yield hit


CHECK = Check(
    name="demands",
    title="Salary or demands in a thank-you",
    reason=WHY,
    rules=("T5", "L7"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I have run a weekly payroll for 140 people and know the overtime codes.",
        "I learned the benefits of a quiet ward.",
        "I raised money for the new roof.",
        "I don't mind working weekends.",
        kind="thank-you",
    ),
    fails=examples(
        "I would need at least $85,000 and four weeks of vacation.",
        "What is the salary range?",
        "I would also expect to work from home three days a week.",
        "How soon would I be eligible for a raise?",
        "My salary expectations are 60k.",
        "How many vacation days do you offer?",
        kind="thank-you",
    ),
    kinds=KINDS,
)

"""Which day they promise, by when they want an answer, and until when somebody is away.

A date is not a promise. It is one where *they* say that *they* will decide or be in touch. "Please
reply within 48 hours" is the candidate's own deadline; "we keep your CV for 12 months", "you would
start on 1 July", "I am away until Monday" and the hour of an interview are nothing of either kind.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from duly.recognise.clock import time_in
from duly.recognise.dates import Days, Setting, days_in
from duly.recognise.sentences import Sentence, spelt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

_THEY = (
    r"(?:we|i|they|he|she|you (?:should|will|can|may)|someone|somebody|(?:the|our|my|a|your"
    r"|any) [\w' -]{2,50}?"
    r"|[a-z]+(?: [a-z]+)?|wir|ich|sie|nous|vous|usted|te|le|les|me|nos)"
)
_WILL = (
    r"(?:will|shall|should|hope|hopes|hoping|expect|expects|expecting|plan|plans|planning|aim"
    r"|aims|aiming|"
    r"intend|intends|intending|anticipate|anticipates|looking|try|trying|want|wants|going"
    r"|would like|can|"
    r"ought|promise|are due|is due|is likely|are likely|may be able|might be able|target|targeting|"
    r"have to|need to|would|reckon|think|believe)"
)
_BE_IN_TOUCH: Final = re.compile(
    r"\b(?:be (?:back )?in (?:touch|contact)|get (?:back|in (?:touch|contact))|let (?:you"
    r"|everyone|everybody|all \w+|candidates)"
    r" (?:\w+ )?know|hear(?:ing)? (?:\w+ ){0,2}(?:from|back|something|either way|more|our|the)"
    r"|you (?:will|should|would|can expect to) (?:\w+ )?hear|"
    r"expect (?:to hear|an? (?:\w+ )?(?:answer|update|decision|response|reply|email|call|message)"
    r"|news|word|feedback|our)|"
    r"(?:contact|call|ring|phone|email|e-mail|update|notify|inform|tell|write to|reach out to"
    r"|respond to|"
    r"reply to|message|follow up with|come back to|revert to|get hold of) (?:with )?(?:you|all"
    r"|every|each|both|the|candidates|everyone)|"
    r"(?:follow|following) up|reach(?:ing)? out|circle back|touch base|come back to you|revert"
    r"|respond|report back|"
    r"(?:mak|reach|com|tak|arriv|hav|shar|giv|send|provid|communicat|announc|finali[sz]|confirm"
    r"|issu|expect|anticipat)\w* "
    r"(?:\w+ ){0,6}(?:decisions?|answer|news|update|conclusion|feedback|outcomes?|results?"
    r"|next steps|"
    r"verdict|response|shortlist|hire|offers?|word|clarity|definite)|decide"
    r"|decision(?:s)? (?:\w+ ){0,4}(?:by|within|in|on|"
    r"made|before|no later|until|is expected|at)|(?:timeline|timeframe"
    r"|decision date) (?:\w+ ){0,6}(?:is|of|by)|wrap(?:ped|ping)? (?:\w+ )?up|"
    r"complet\w+ (?:\w+ ){0,4}(?:review|interviews|process|round)|review(?:ed)? (?:all|every|your)|"
    r"know (?:more|either way|by|for sure|where)|news (?:for you|by)|answer (?:for you|by|you)|"
    r"have (?:something|an answer|news|it|word) from (?:me|us)"
    r"|settled|sorted out|resolved|(?:be|been|gets?) (?:contacted|notified|informed|told|called"
    r"|announced)|"
    r"melden|bescheid|rückmeldung|entscheid\w*|reviendrons|recontact\w*|réponse|nouvelles|"
    r"contactar\w*|respuesta|noticias|comunicar\w*|informar\w*)\b"
)
_COMMITS: Final = re.compile(
    rf"\b{_WILL}\b|\b(?:by|within|innerhalb|bis|sous|d'ici|antes|plazo|werden|dans|avant|latest)\b"
)
_IF_SILENT: Final = re.compile(
    r"\b(?:if|should) you (?:have not|do not|haven't|had not|did not|not) (?:\w+ )?(?:hear|heard"
    r"|receive|received|get|got)\b"
)
_SILENT_NO: Final = re.compile(
    r"\bsans (?:réponse|nouvelles?)|\bif not (?:contacted|selected)|\bif you are not contacted"
    r"|\bunsuccessful\b"
)
_FROM_ELSEWHERE: Final = re.compile(
    r"\b(?:days?|weeks?|months?) (?:after|of|following|from) (?:the|that|this|our) "
    r"(?:application )?(?:deadline|closing|close|advert)\b"
)
"""Weeks that are counted from a day the sentence does not name."""
_THAT_WEEK: Final = re.compile(
    r"\b(?:(?P<that>that (?:same )?week)|the (?:following week|week (?:after|following)))\b"
)
_CALLS_AT: Final = re.compile(r"\b(?:call|ring|phone|telephone|see|meet|speak|talk)\b")
_RIGHT_BEFORE: Final = re.compile(
    r"\b(?:by|within|before|in|until|latest|than|of|for|bis|innerhalb|sous|avant|antes"
    r"|after)\W*(?:the |le |el |del |about |around |roughly |approximately |zum |von |next |\w+ )?$"
)
_MAY_CALL: Final = re.compile(
    r"\b(?:call|ring|phone|nudge|chase|ping|email|e-mail|write|contact|get in touch|reach out|drop|"
    r"follow up|shout|prod|give (?:me|us))\b"
)
_NO_PROMISE: Final = re.compile(
    r"\b(?:keep|keeping|kept|retain\w*|store[ds]?|hold|on file|in our (?:database|talent|system)"
    r"|delet\w*|"
    r"start(?:ing)? date|would start|will start|you start|start on|join us on|onboarding|first day|"
    r"out of (?:the )?office|on leave|on holiday|on vacation|annual leave|away (?:from|until|on"
    r"|for|next)|closed (?:from|until|for)|"
    r"appl(?:y|ied) (?:again|before)|re-?apply|applications close|closing date|posted|"
    r"expir\w*|valid|probation\w*|notice period|annual|salary|per (?:year|week|month|annum)|"
    r"years? of|assume|unsubscribe|refund|deliver(?:y|ed)|shipped|dispatch\w*|parcel|invoice"
    r"|payment|"
    r"trial ends|subscription|contract (?:runs|is for)|month contract|maternity|days? (?:a"
    r"|per) week)\b"
)
_ASKED: Final = re.compile(
    r"\b(?:please|kindly|(?:could|can|would) you|you (?:have|must|need|will need|are asked"
    r"|will have|had|may|can|should)|hear from you|"
    r"let (?:me|us) know|get back to (?:me|us)|reply|respond|rsvp|deadline|due|expires?|expiring"
    r"|valid|"
    r"(?:we|i) (?:\w+ )?(?:need|require|would appreciate|ask|would like|must have|request"
    r"|expect)(?: \w+){0,5}"
    r" (?:you|your|response|answer|decision|signed|back|it|reply)|accept|sign|complete|submit"
    r"|return|"
    r"bitte|merci de|veuillez|por favor|yes or no|glad of|offer (?:is|remains|stands|will|lapses"
    r"|expires)|open until|available until)\b"
)
_DUE: Final = re.compile(
    r"\b(?:by|within|before|until|till|no later than|latest|deadline|due|expires?|expiring"
    r"|in the next|"
    r"prior to|bis|innerhalb|avant|sous|antes|for the next|have|on or before|end of|eod|cob)\b"
)
_AWAY: Final = re.compile(
    r"\b(?:until|till|return\w*|back|bis(?: zum| einschließlich)?|retour|jusqu'au|hasta|regres\w*"
    r"|vuelvo|"
    r"zurück|wieder|through|thru|to|reopen\w*|re-open\w*|resume|from|between|absent|leave"
    r"|vacation|office|holiday|inclusive|du|au|al)\b"
)
_RETURNS: Final = re.compile(
    r"\b(?:return\w*|back|zurück|wieder|retour|regres\w*|vuelvo|reopen\w*|re-open\w*|resume"
    r"|in the office (?:again )?on)\b"
)
_AGAIN: Final = re.compile(r"\s*(?:wieder|again)\b")
_HABIT: Final = re.compile(
    r"\b(?:my working|i (?:only )?work|working days|up to|opening hours|within)\b"
)
_THROUGH: Final = re.compile(r"\b(?:through|thru|inclusive|einschließlich|inclus)\b")
_DAY = timedelta(days=1)


class Promise(NamedTuple):
    """A day they named, and the sentence it stands in."""

    on: date
    sentence: str
    may_call: bool = False


class Deadline(NamedTuple):
    """The instant by which the candidate is to act, and the sentence it stands in."""

    at: datetime
    sentence: str


def promise_in(sentences: Sequence[Sentence], setting: Setting) -> Promise | None:
    """Return the day they promise to decide or be in touch; the first that is named."""
    previous = ""
    loose: Promise | None = None
    for sentence in sentences:
        plain = spelt(sentence.text)
        found = _promised(plain, previous, setting)
        if found:
            promise = Promise(found.on, sentence.text, bool(_IF_SILENT.search(plain)))
            if found.bound:
                return promise
            loose = loose or promise
        previous = plain
    return loose


class _Day(NamedTuple):
    """A promised day; `bound` where a word such as "by" stands before it."""

    on: date
    bound: bool


def _promised(plain: str, previous: str, setting: Setting) -> _Day | None:
    if any(one.search(plain) for one in (_NO_PROMISE, _SILENT_NO, _FROM_ELSEWHERE)):
        return None
    that_week = _that_week(plain, previous, setting)
    days = [one for one in that_week or days_in(plain, setting) if one.last_on >= setting.origin]
    if not days:
        return None
    if _IF_SILENT.search(plain):
        may_call = _MAY_CALL.search(plain, plain.find("you"))
        return _Day(days[0].last_on, bound=False) if may_call else None
    if _CALLS_AT.search(plain) and time_in(plain):
        return None
    for clause, inside in _clauses(plain, days):
        if _is_theirs(clause, previous) and not _is_asked(clause):
            bound = bool(_RIGHT_BEFORE.search(plain[: inside[-1].start]))
            return _Day(_kept_by(inside[-1], clause, setting), bound)
    return None


def _that_week(plain: str, previous: str, setting: Setting) -> list[Days]:
    """Read "by the end of that week" as the week of the day that was named before."""
    found = _THAT_WEEK.search(plain)
    if not found:
        return []
    named = [one for one in days_in(plain[: found.start()], setting) if one.exact]
    named = named or [one for one in days_in(previous, setting) if one.exact]
    if not named:
        return []
    last = named[-1].last_on
    friday = last + _DAY * (4 - last.weekday() + (0 if found["that"] else 7))
    return [Days(friday, friday, found.start(), found.end())]


def _clauses(plain: str, days: list[Days]) -> list[tuple[str, list[Days]]]:
    """Cut a sentence into its clauses, each with the days in it."""
    found, start = [], 0
    for mark in [
        *re.finditer(r"; | - |, (?:and|but|so|then|please|we|i|you) |\bbut\b", plain),
        None,
    ]:
        end = mark.start() if mark else len(plain)
        inside = [one for one in days if start <= one.start < end]
        if inside:
            found.append((plain[start:end], inside))
        start = end
    # Where nothing is theirs clause by clause, the sentence as a whole may be.
    return found if len(found) == 1 and found[0][0] == plain else [*found, (plain, days)]


def _is_theirs(clause: str, previous: str) -> bool:
    if not _COMMITS.search(clause):
        return False
    if _BE_IN_TOUCH.search(clause):
        return True
    # As in "Our timeline is by Friday" after a sentence that speaks of deciding
    return bool(len(clause.split()) <= 6 and _BE_IN_TOUCH.search(previous))


def _is_asked(clause: str) -> bool:
    return bool(
        re.search(
            r"\b(?:please|kindly|(?:could|can|would) you|you (?:must|need to|have)|if you"
            r"|let (?:me|us) know|"
            r"get back to (?:me|us)|hear (?:back )?from you|your (?:answer|response|decision"
            r"|reply|availability))\b",
            clause,
        )
    ) and not re.search(r"\b(?:we|i) (?:will|expect to|hope to|aim to|should)\b", clause)


def _kept_by(days: Days, clause: str, setting: Setting) -> date:
    """Return the last day; the one before it where they say "before Monday"."""
    before = clause.rfind("before", 0, days.start + len(clause))
    if (
        days.exact
        and before >= 0
        and re.search(r"\b(?<!or )before\s+(?:\w+ )?$", clause[: clause.find("before") + 7])
    ):
        return setting.calendar.on_or_before(days.first_on - _DAY)
    return days.last_on


def deadline_in(
    sentences: Sequence[Sentence], setting: Setting, sent_at: datetime, zone: tzinfo
) -> Deadline | None:
    """Return by when the candidate is asked to answer, choose or hand in: the first named."""
    for sentence in sentences:
        plain = spelt(sentence.text)
        if not (_ASKED.search(plain) and _DUE.search(plain)) or _IF_SILENT.search(plain):
            continue
        for days in days_in(plain, setting):
            if _is_deadline(plain, days, setting):
                return Deadline(_due_at(days, plain, sent_at, zone), sentence.text)
    return None


def _is_deadline(plain: str, days: Days, setting: Setting) -> bool:
    if days.last_on < setting.origin or re.search(r"\b(?:keep|retain|on file|stored?)\b", plain):
        return False
    before = plain[max(0, days.start - 45) : days.start]
    clause = re.split(r"[;:]| - |, (?:and|but) (?:we|i) ", plain[: days.start])[-1]
    if _BE_IN_TOUCH.search(clause) and re.search(
        r"\b(?:we|i) (?:will|hope|aim|expect|should)\b", clause
    ):
        return False
    inside = plain[days.start : days.end]
    named = bool(_DUE.search(before) or re.match(r"by |end of", inside) or days.hours)
    return (
        named and bool(_ASKED.search(plain)) and not re.search(r"\bstart(?:ing)?\b.{0,12}$", before)
    )


def _due_at(days: Days, plain: str, sent_at: datetime, zone: tzinfo) -> datetime:
    if days.hours:
        return sent_at + timedelta(hours=days.hours)
    clock = time_in(plain[days.end : days.end + 30]) or time_in(
        plain[max(0, days.start - 20) : days.start]
    )
    return datetime.combine(days.last_on, clock or time(23, 59), zone)


def absent_until(sentences: Sequence[Sentence], setting: Setting) -> date | None:
    """Return the day somebody who is away comes back."""
    last: date | None = None
    for sentence in sentences:
        plain = spelt(sentence.text)
        if not _AWAY.search(plain) or _HABIT.search(plain):
            continue
        for days in days_in(plain, setting):
            if days.last_on < setting.origin:
                continue
            before = plain[max(0, days.start - 40) : days.start]
            after = plain[days.end : days.end + 12]
            if (_RETURNS.search(before) or _AGAIN.match(after)) and not re.search(
                r"\bget back|be back to you", before
            ):
                return days.first_on if days.exact else days.last_on
            last = last or _end_of_absence(plain, days, before, setting)
    return last


def _end_of_absence(plain: str, days: Days, before: str, setting: Setting) -> date | None:
    """Read "until Monday", "through Friday", "from 2 to 13 June"."""
    after_it = setting.calendar.on_or_after(days.last_on + _DAY)
    if _THROUGH.search(before[-20:]) or re.match(
        r"\s*\(?(?:inclusive|inclus|einschließlich)", plain[days.end :]
    ):
        return after_it
    if re.search(
        r"\b(?:until|till|bis(?: zum)?|jusqu'au|hasta(?: el)?)\s+(?:the |and including |\w+ )?$",
        before,
    ):
        return days.last_on
    ranged = re.search(r"\b(?:from|between|du|del|vom)\b", plain)
    if (ranged and re.search(r"\b(?:to|-|and|au|al|bis)\s*$", before)) or (
        days.first_on < days.last_on and days.exact
    ):
        return after_it
    if re.search(
        r"\b(?:out|away|off|closed|absent|leave)\b(?: of (?:the )?office)?(?: \w+){0,2}\s*$", before
    ):
        return after_it
    return None


def utc(moment: datetime) -> datetime:
    """Return an instant in UTC."""
    return moment.astimezone(UTC)

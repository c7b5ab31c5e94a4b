"""A fact of the log in words."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from duly.core.model import Fact, Me, Opportunity, What
from duly.core.worktime import spoken
from duly.formats import actionwords

_WORDS: Final = {
    What.APPLIED: "you applied",
    What.INTERVIEW: "interview{people}",
    What.INTERVIEW_CANCELLED: "interview cancelled",
    What.INTERVIEW_MOVED: "interview moved",
    What.CONVERSATION: "conversation{people}",
    What.PROMISE: "they promised an answer",
    What.SENT: "you sent: {step}{people}",
    What.CALLED: "you called{people}: {outcome}",
    What.RECEIVED: "they sent{people}: {meaning}",
    What.OFFER: "offer{people}",
    What.MORE_TIME: "more time to decide",
    What.ACCEPTED: "you accepted",
    What.DECLINED: "you declined",
    What.WITHDREW: "you withdrew",
    What.CONNECTED: "connected on LinkedIn{people}",
    What.SKIPPED: "you skipped {step}{people}",
    What.SNOOZED: "you put {step} off{people}",
    What.RETIRED: "you retired {step}{people}",
}
_OWN_STEPS: Final = frozenset({"debrief", "prepare", "decide", "find-address", "let-go"})


def told(fact: Fact, opportunity: Opportunity, me: Me) -> str:
    """Return a fact in a few words, with when it was."""
    local = fact.at.astimezone(ZoneInfo(me.time_zone))
    return f"{spoken(local.date())} {local:%H:%M} {what(fact, opportunity)}"


def what(fact: Fact, opportunity: Opportunity) -> str:
    """Return a fact in a few words: "they sent (Ana Ruiz): rejection, by Fri 13 March"."""
    names = ", ".join(actionwords.person_name(opportunity, each) for each in fact.people)
    words = _WORDS[fact.what]
    if fact.step in _OWN_STEPS and fact.what is What.SENT:
        words = "done: {step}"
    text = words.format(
        people=f" ({names})" if names else "",
        step=fact.step or "everything",
        outcome=fact.outcome,
        meaning=fact.meaning,
    )
    return text + "".join(_dates(fact, opportunity))


def _dates(fact: Fact, opportunity: Opportunity) -> list[str]:
    theirs = ZoneInfo(opportunity.time_zone)
    found = []
    if fact.by:
        found.append(f", by {spoken(fact.by)}")
    if fact.until:
        found.append(f", until {spoken(fact.until)}")
    for words, instant in ((", answer by", fact.answer_by), (" to", fact.to_at)):
        if instant:
            local = instant.astimezone(theirs)
            found.append(f"{words} {spoken(local.date())} {local:%H:%M}")
    if fact.may_call:
        found.append(", you may call")
    return [*found, f" ({fact.note})"] if fact.note else found

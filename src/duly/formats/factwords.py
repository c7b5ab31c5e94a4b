"""A fact of the log in words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.meetings import MEETINGS
from duly.core.model import Fact, Me, Opportunity, Step, What
from duly.core.told import Told, chained
from duly.formats import actionwords

_WORDS: Final = {
    What.APPLIED: "you applied",
    What.INTERVIEW: "interview{people}",
    What.INTERVIEW_CANCELLED: "interview cancelled",
    What.INTERVIEW_MOVED: "interview moved",
    What.CONVERSATION: "conversation{people}",
    What.PROMISE: "they promised an answer",
    What.CALLED: "you called{people}: {outcome}",
    What.RECEIVED: "they sent{people}: {meaning}",
    What.OFFER: "offer{people}",
    What.MORE_TIME: "more time to decide",
    What.ACCEPTED: "you accepted",
    What.DECLINED: "you declined",
    What.WITHDREW: "you withdrew",
    What.CONNECTED: "connected on LinkedIn{people}",
    What.SKIPPED: "you left out: {task}",
    What.SNOOZED: "you put off: {task}",
    What.RETIRED: "you retired: {task}",
}


def told(fact: Fact, opportunity: Opportunity, me: Me) -> str:
    """Return a fact in a few words, with when it was."""
    said = what(fact, opportunity, me)
    if fact.what in MEETINGS:
        return Told("{when}: {fact}", {"when": when(fact, opportunity, me), "fact": said})
    return Told("{day} {time} {fact}", {**_clock(fact.at, ZoneInfo(me.time_zone)), "fact": said})


def when(fact: Fact, opportunity: Opportunity, me: Me) -> str:
    """Return when a fact was: by the user's clock; a meeting from its start, by both clocks."""
    mine = ZoneInfo(me.time_zone)
    if fact.what in MEETINGS:
        return actionwords.span(fact.starts_at, fact.at, ZoneInfo(opportunity.time_zone), mine)
    return Told("{day} {time}", _clock(fact.at, mine))


def what(fact: Fact, opportunity: Opportunity, me: Me) -> str:
    """Return a fact in a few words: "they sent (Ana Ruiz): rejection, by Fri 13 March"."""
    names = ", ".join(actionwords.person_name(opportunity, each) for each in fact.people)
    if fact.what is What.SENT:
        return chained(actionwords.done(fact.step or Step.OTHER, fact.people, opportunity),
                       *_dates(fact, opportunity, me))  # fmt: skip
    values = {
        "people": f" ({names})" if names else "",
        "task": _task(fact, opportunity),
        "outcome": _value(fact.outcome),
        "meaning": _value(fact.meaning),
    }
    return chained(Told(_WORDS[fact.what], values), *_dates(fact, opportunity, me))


def _task(fact: Fact, opportunity: Opportunity) -> str:
    if fact.step is None:
        return Told("everything", {})
    return actionwords.asked(fact.step, fact.people, opportunity)


def _value(of: StrEnum | None) -> str:
    return Told(of.value, {}) if of else ""


def _dates(fact: Fact, opportunity: Opportunity, me: Me) -> list[str]:
    theirs = ZoneInfo(opportunity.time_zone)
    found: list[str] = []
    if fact.by:
        found.append(Told(", by {day}", {"day": fact.by}))
    if fact.until:
        found.append(Told(", until {day}", {"day": fact.until}))
    if fact.answer_by:
        found.append(Told(", answer by {day} {time}", _clock(fact.answer_by, theirs)))
    if fact.to_at:
        to = actionwords.span(fact.starts_at, fact.to_at, theirs, ZoneInfo(me.time_zone))
        found.append(Told(" to {when}", {"when": to}))
    if fact.may_call:
        found.append(Told(", you may call", {}))
    return [*found, f" ({fact.note})"] if fact.note else found


def _clock(instant: datetime, theirs: ZoneInfo) -> dict[str, object]:
    local = instant.astimezone(theirs)
    return {"day": local.date(), "time": f"{local:%H:%M}"}

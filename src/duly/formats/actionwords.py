"""An action in words: what to do, for whom, and when, in their time and in the user's."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.model import Action, Opportunity, Status, Step
from duly.core.worktime import spoken

_STEPS: Final[dict[Step, str]] = {
    Step.PREPARE: "prepare what to ask",
    Step.DEBRIEF: "write down what was said",
    Step.THANK_YOU: "thank {to}",
    Step.CARD: "a handwritten card to {to}",
    Step.LINKEDIN: "a LinkedIn invitation to {to}",
    Step.APPLICATION_FOLLOW_UP: "follow up on your application with {to}",
    Step.STATUS: "ask {to} where things stand",
    Step.CALL: "call {to}",
    Step.ANSWER: "answer {to}",
    Step.FIND_ADDRESS: "find out how to reach {to}",
    Step.THANK_FOR_ANSWER: "thank {to} for the answer",
    Step.ACKNOWLEDGE_OFFER: "thank {to} for the offer",
    Step.ASK_MORE_TIME: "ask {to} for more time, if you need it",
    Step.DECIDE: "decide on the offer",
    Step.ACCEPT: "accept in writing, to {to}",
    Step.DECLINE: "decline in good form, to {to}",
    Step.WITHDRAW: "withdraw, with a word to {to}",
    Step.STAY_IN_TOUCH: "a friendly word to {to}",
    Step.LET_GO: "let it go",
    Step.OTHER: "write to {to}",
}


def clock(instant: datetime, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return "Thu 12 March 15:00 in Chicago, 16:00 here", or one time where both agree."""
    there, here = instant.astimezone(theirs), instant.astimezone(mine)
    text = f"{spoken(there.date())} {there:%H:%M}"
    if there.utcoffset() == here.utcoffset():
        return text
    day = "" if here.date() == there.date() else f"{spoken(here.date())} "
    return f"{text} in {city(theirs)}, {day}{here:%H:%M} here"


def city(zone: ZoneInfo) -> str:
    """Return the place a zone is named after."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def task(action: Action, opportunity: Opportunity) -> str:
    """Return what to do, in a few words."""
    text = _STEPS[action.step].format(to=person_name(opportunity, action.to))
    if action.via:
        text += f" through {person_name(opportunity, action.via)}"
    if action.channel and action.step in {Step.THANK_YOU, Step.STATUS, Step.STAY_IN_TOUCH}:
        text += f" by {action.channel}"
    return text


def person_name(opportunity: Opportunity, id: str) -> str:
    """Return a person's name, or the company's where nobody is known."""
    person = opportunity.person(id)
    return person.name if person else opportunity.company or "them"


def when(action: Action, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return when to do it, as its status needs it."""
    if action.status is Status.OVERDUE:
        return f"was due by {clock(action.latest, theirs, mine)}"
    if action.status is Status.DUE:
        return f"by {clock(action.latest, theirs, mine)}"
    if action.status is Status.HELD:
        return f"waits; then until {clock(action.latest, theirs, mine)}"
    best, latest = (clock(instant, theirs, mine) for instant in (action.due, action.latest))
    return f"best {best}; at the latest {latest}"

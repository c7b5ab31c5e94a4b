"""An action in words: what to do, for whom, and when, in their time and in the user's."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.model import Action, Opportunity, Status, Step
from duly.core.told import Told, told

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
_DONE: Final[dict[Step, str]] = {
    Step.PREPARE: "you prepared what to ask",
    Step.DEBRIEF: "you wrote down what was said",
    Step.THANK_YOU: "you thanked {to}",
    Step.CARD: "you sent {to} a handwritten card",
    Step.LINKEDIN: "you invited {to} on LinkedIn",
    Step.APPLICATION_FOLLOW_UP: "you followed up on your application with {to}",
    Step.STATUS: "you asked {to} where things stand",
    Step.CALL: "you called {to}",
    Step.ANSWER: "you answered {to}",
    Step.FIND_ADDRESS: "you found out how to reach {to}",
    Step.THANK_FOR_ANSWER: "you thanked {to} for the answer",
    Step.ACKNOWLEDGE_OFFER: "you thanked {to} for the offer",
    Step.ASK_MORE_TIME: "you asked {to} for more time",
    Step.DECIDE: "you decided on the offer",
    Step.ACCEPT: "you accepted in writing, to {to}",
    Step.DECLINE: "you declined in good form, to {to}",
    Step.WITHDRAW: "you withdrew, with a word to {to}",
    Step.STAY_IN_TOUCH: "you sent {to} a friendly word",
    Step.LET_GO: "you let it go",
    Step.OTHER: "you wrote to {to}",
}
_WHEN: Final[dict[Status, str]] = {
    Status.OVERDUE: "was due by {latest}",
    Status.DUE: "by {latest}",
    Status.HELD: "waits; then until {latest}",
}


def clock(instant: datetime, theirs: ZoneInfo, mine: ZoneInfo) -> Told:
    """Return "Thu 12 March 15:00 in Chicago, 16:00 here", or one time where both agree."""
    there, here = instant.astimezone(theirs), instant.astimezone(mine)
    time = told("{day} {time}", day=there.date(), time=f"{there:%H:%M}")
    if there.utcoffset() == here.utcoffset():
        return time
    own = f"{here:%H:%M}"
    if here.date() == there.date():
        return told("{when} in {city}, {time} here", when=time, city=city(theirs), time=own)
    return told(
        "{when} in {city}, {day} {time} here",
        when=time,
        city=city(theirs),
        day=here.date(),
        time=own,
    )


def span(starts_at: datetime | None, ends_at: datetime, theirs: ZoneInfo, mine: ZoneInfo) -> Told:
    """Return "Thu 12 March 15:00–15:45 in Chicago, 16:00–16:45 here"; without a start, its end."""
    begins = starts_at or ends_at
    there, here = begins.astimezone(theirs), begins.astimezone(mine)
    when = _days_hours(starts_at, ends_at, theirs)
    if there.utcoffset() == here.utcoffset():
        return when
    same_day = here.date() == there.date()
    own = _hours(starts_at, ends_at, mine) if same_day else _days_hours(starts_at, ends_at, mine)
    return told("{when} in {city}, {time} here", when=when, city=city(theirs), time=own)


def _days_hours(starts_at: datetime | None, ends_at: datetime, zone: ZoneInfo) -> Told:
    begins = (starts_at or ends_at).astimezone(zone)
    return told("{day} {time}", day=begins.date(), time=_hours(starts_at, ends_at, zone))


def _hours(starts_at: datetime | None, ends_at: datetime, zone: ZoneInfo) -> Told:
    ends = ends_at.astimezone(zone)
    if starts_at is None:
        return told("until {time}", time=f"{ends:%H:%M}")
    starts = starts_at.astimezone(zone)
    values = {"start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}"}
    if starts.date() == ends.date():
        return told("{start}–{end}", **values)
    return told("{start} until {day} {end}", day=ends.date(), **values)


def city(zone: ZoneInfo) -> str:
    """Return the place a zone is named after."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def task(action: Action, opportunity: Opportunity) -> Told:
    """Return what to do, in a few words."""
    done = told(_STEPS[action.step], to=person_name(opportunity, action.to))
    if action.via:
        done = told("{task} through {via}", task=done, via=person_name(opportunity, action.via))
    if action.channel and action.step in {Step.THANK_YOU, Step.STATUS, Step.STAY_IN_TOUCH}:
        done = told("{task} by {channel}", task=done, channel=told(action.channel.value))
    return done


def asked(step: Step, to: tuple[str, ...], opportunity: Opportunity) -> Told:
    """Return a step in the words in which it is asked for: "thank Ana Ruiz"."""
    return told(_STEPS[step], to=_names(opportunity, to))


def done(step: Step, to: tuple[str, ...], opportunity: Opportunity) -> Told:
    """Return a step that was carried out: "you thanked Ana Ruiz"."""
    return told(_DONE[step], to=_names(opportunity, to))


def _names(opportunity: Opportunity, people: tuple[str, ...]) -> list[str]:
    return [person_name(opportunity, each) for each in people or ("",)]


def person_name(opportunity: Opportunity, id: str) -> str:
    """Return a person's name, or the company's where nobody is known."""
    person = opportunity.person(id)
    return person.name if person else opportunity.company or told("them")


def when(action: Action, theirs: ZoneInfo, mine: ZoneInfo) -> Told:
    """Return when to do it, as its status needs it."""
    latest = clock(action.latest, theirs, mine)
    if action.status is Status.UPCOMING:
        best = clock(action.due, theirs, mine)
        return told("best {best}; at the latest {latest}", best=best, latest=latest)
    return told(_WHEN[action.status], latest=latest)

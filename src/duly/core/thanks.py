"""Around a meeting: prepare, debrief, thank everyone, the card, the invitation (laws 1, 2, 15)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from duly.core.drafting import Drafting
from duly.core.facts import NEVER
from duly.core.meetings import Round
from duly.core.model import Channel, Kind, LinkedIn, Step
from duly.core.playbook import Entry
from duly.core.told import joined, told
from duly.core.windows import Window, days_after, due_thank_you, hours_after
from duly.core.worktime import MIDNIGHT, OPENING

LATE_UNTIL = 5
"""An overdue thank-you is still sent until so many days after the interview (law 2)."""

_TALKED = "A talk deserves its thanks within the same time as an interview does."
_TOO_LATE_FOR_THANKS = "More than five days after {day}; the next letter carries the thanks."
_FOR_NOTES = "It waits for your notes until half of its time has gone."
"""Without an hour: those who read it go by another clock, and read it once the hour has passed."""
_COUNTED = "It counts from {day}, the day of the thank-you."
_PREPARE_RULES = ("B1", "B2", "B3", "B4", "B5", "B6")


def lay_out(drafting: Drafting) -> date | None:
    """Lay out what surrounds the meetings held and ahead.

    Returns:
        The local day of the last round's latest thank-you, sent or first due, from which the
        chase counts; None before the first round.
    """
    _prepare(drafting)
    rounds = drafting.standing.rounds
    if not rounds:
        return None
    last_met = _last_round_of_each(rounds)
    invited: set[str] = set()
    thanked_on = None
    for index, held in enumerate(rounds):
        is_last = index == len(rounds) - 1
        if is_last:
            _debrief(drafting, held)
        thanked_on = _first_due_on(drafting, held.ends_at) if not held.met else None
        for person, ends_at in held.met.items():
            day = _thank(drafting, held, person, ends_at, superseded=last_met[person] > index)
            thanked_on = max(thanked_on or day, day)
            if person not in invited and (
                last_met[person] == index or _was_thanked(drafting, held, person)
            ):
                invited.add(person)
                _invite(drafting, person, day)
    return thanked_on


def _was_thanked(drafting: Drafting, held: Round, person: str) -> bool:
    """Tell whether somebody met again since was thanked for this round."""
    return drafting.standing.sent_since(Step.THANK_YOU, person, held.met_first[person]) is not None


def _last_round_of_each(rounds: list[Round]) -> dict[str, int]:
    return {person: index for index, held in enumerate(rounds) for person in held.met}


def _prepare(drafting: Drafting) -> None:
    standing, calendar = drafting.standing, drafting.calendar
    if not standing.ahead:
        return
    meeting = standing.ahead[0]
    closes = meeting.starts_at or meeting.ends_at
    opens = calendar.instant(calendar.before(calendar.day(closes), 1), OPENING)
    if standing.passed(closes) or standing.done(Step.PREPARE, None, standing.interviewed_at):
        return
    day = calendar.day(meeting.ends_at)
    met_today = bool(standing.rounds) and standing.rounds[-1].on == day
    drafting.own_step(
        Step.PREPARE,
        Window(opens, closes),
        _PREPARE_RULES,
        told("The interview is on {day}; go through what to ask before you leave it.", day=day),
        _occasion(drafting, meeting.ends_at, later=met_today),
        ends_firmly=True,
    )


def _wait_hours(drafting: Drafting) -> int:
    return drafting.playbook.thank_you.wait.closes


def _half_gone_at(drafting: Drafting, ends_at: datetime) -> datetime:
    return ends_at + timedelta(hours=_wait_hours(drafting)) / 2


def _too_late(drafting: Drafting, ends_at: datetime) -> bool:
    calendar, at = drafting.calendar, drafting.at
    last_on = calendar.day(ends_at) + timedelta(days=LATE_UNTIL)
    days_left = (last_on - calendar.day(at)).days
    if days_left > 1:
        drafting.standing.expires(calendar.instant(last_on, MIDNIGHT))
    elif days_left >= -1:
        drafting.standing.expires(calendar.steady_until(at))
    return days_left < 0


def _debrief(drafting: Drafting, held: Round) -> None:
    """Ask for the debrief at once; without it a thank-you has nothing to say (B6, law 1)."""
    if not held.interviewed or drafting.standing.done(Step.DEBRIEF, None, held.ends_at):
        return
    if _too_late(drafting, held.ends_at):
        why = told("The interview of {day} is more than five days ago.", day=held.on)
        drafting.drop(Step.DEBRIEF, "", ("B6",), why)
        return
    drafting.own_step(
        Step.DEBRIEF,
        Window(held.ends_at, _half_gone_at(drafting, held.ends_at)),
        ("B6", "B4"),
        "Write down what was said while it is fresh; the thank-yous are made from it.",
        _occasion(drafting, held.ends_at, later=held.ends_at != held.first_ends_at),
    )


def _occasion(drafting: Drafting, ends_at: datetime, *, later: bool) -> str:
    """Return what tells a meeting apart: its day, and its time if it is a later one of the day."""
    return f"{drafting.calendar.local(ends_at):{'%Y-%m-%d %H:%M' if later else '%Y-%m-%d'}}"


def _thank(
    drafting: Drafting, held: Round, person: str, ends_at: datetime, *, superseded: bool
) -> date:
    """Lay out one person's thank-you and card; return the day it was sent or is first due."""
    standing = drafting.standing
    since = held.met_first[person]
    sent = standing.sent_since(Step.THANK_YOU, person, since)
    day = drafting.calendar.day(sent.at) if sent else _first_due_on(drafting, ends_at)
    if superseded:
        if not sent:
            _drop_thanks(
                drafting, person, "You have met since; the next letter carries the thanks."
            )
        return day
    if sent or standing.done(Step.THANK_YOU, person, since):
        if sent:
            _card(drafting, held, person, day)
        return day
    if _write_thanks(drafting, held, person, ends_at):
        _card(drafting, held, person, day)
    return day


def _first_due_on(drafting: Drafting, ends_at: datetime) -> date:
    window = hours_after(ends_at, _wait_hours(drafting))
    return drafting.calendar.day(due_thank_you(window, window.earliest, drafting.calendar))


def _write_thanks(drafting: Drafting, held: Round, person: str, ends_at: datetime) -> bool:
    """Lay out the thank-you, unless it is too late; tell whether it is planned."""
    entry = drafting.playbook.thank_you
    met = told("You met {name} on {day}.", name=drafting.name(person), day=held.on)
    draft = drafting.draft(
        Step.THANK_YOU,
        person,
        hours_after(ends_at, entry.wait.closes),
        entry.rules if held.interviewed else (*entry.rules, "T10"),
        joined(entry.because if held.interviewed else _TALKED, met),
        held.on.isoformat(),
        channel=drafting.preferred(person, entry),
    )
    if _too_late(drafting, ends_at) and drafting.standing.passed(draft.window.latest):
        why = told(_TOO_LATE_FOR_THANKS, day=held.on)
        _drop_thanks(drafting, person, why)
        return False
    if held.interviewed and not drafting.standing.done(Step.DEBRIEF, None, held.ends_at):
        half = _half_gone_at(drafting, ends_at)
        draft.hold(_FOR_NOTES, half)
    drafting.lay(draft)
    return True


def _drop_thanks(drafting: Drafting, person: str, why: str) -> None:
    drafting.drop(Step.THANK_YOU, person, ("T1",), why)


def _card(drafting: Drafting, held: Round, person: str, thanked_on: date) -> None:
    entry = drafting.playbook.card
    known = drafting.people.get(person)
    if entry is None or known is None or not known.address:
        return
    if entry.only == "asked for" and not drafting.cards:
        return
    if drafting.opportunity.kind is Kind.NETWORKING:
        return
    if not drafting.standing.done(Step.CARD, person, held.met_first[person]):
        occasion = held.on.isoformat()
        _after_thanks(drafting, Step.CARD, entry, person, thanked_on, occasion, Channel.POST)


def _invite(drafting: Drafting, person: str, thanked_on: date) -> None:
    entry = drafting.playbook.linkedin
    known = drafting.people.get(person)
    if entry is None or known is None:
        return
    if known.linkedin is LinkedIn.CONNECTED or person in drafting.standing.connected:
        return
    if not drafting.standing.done(Step.LINKEDIN, person, NEVER):
        _after_thanks(drafting, Step.LINKEDIN, entry, person, thanked_on, "once", Channel.LINKEDIN)


def _after_thanks(
    drafting: Drafting,
    step: Step,
    entry: Entry,
    person: str,
    thanked_on: date,
    occasion: str,
    channel: Channel,
) -> None:
    drafting.message(
        step,
        person,
        days_after(thanked_on, entry.wait, drafting.calendar),
        entry.rules,
        joined(entry.because, told(_COUNTED, day=thanked_on)),
        occasion,
        channel=channel,
    )

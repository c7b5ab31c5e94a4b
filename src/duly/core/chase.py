"""Waiting and asking: follow-up, status, call, letting go, staying in touch (laws 4, 9, 16, N2).

Only the next steps of the chase are laid out. What follows an unanswered one appears once that
one was made: a plan says what to do, not what to fear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from duly.core.drafting import Drafting
from duly.core.facts import NEVER, Promise, Sent
from duly.core.model import Channel, Kind, Step, What
from duly.core.playbook import Anchor, Entry
from duly.core.told import joined, told
from duly.core.windows import Window, days_after, moved, single_day
from duly.core.worktime import six_months_after

_UNASKED = "Nothing came, and there is nothing more to ask; let it go and turn to the next."


@dataclass(slots=True, eq=False, repr=False)
class _Ask:
    """An attempt that the playbook has next."""

    step: Step
    entry: Entry
    window: Window
    on_promised_date: bool = False


@dataclass(slots=True, eq=False, repr=False)
class _Clock:
    """The days a chase counts from.

    Attributes:
        met_on: The last round.
        thanked_on: Its latest thank-you, sent or first due.
        heard_on: Their last answer, or ours to it, where that came after the last round.
        promise: The promise that still counts.
        promised_last: Nothing was said after it that starts the wait anew.
    """

    met_on: date | None
    thanked_on: date | None
    heard_on: date | None
    promise: Promise | None
    promised_last: bool

    def counts_from(self, anchor: Anchor) -> date | None:
        day = self.thanked_on if anchor is Anchor.THANK_YOU else self.met_on
        if day and self.heard_on:
            return max(day, self.heard_on)
        return day or self.heard_on


def standing_promise(drafting: Drafting) -> Promise | None:
    """Return the promise that still counts: none that a later answer or round outlived."""
    promise = drafting.standing.promise
    if promise is None or promise.by < _said_last_on(drafting):
        return None
    return promise


def _said_last_on(drafting: Drafting) -> date:
    standing, calendar = drafting.standing, drafting.calendar
    said_at = max(standing.wait_from, standing.rounds[-1].ends_at if standing.rounds else NEVER)
    return date.min if said_at is NEVER else calendar.day(said_at)


def lay_out(drafting: Drafting, thanked_on: date | None) -> bool:
    """Lay out the next attempts, or the letting go; tell whether it is time to let go."""
    standing = drafting.standing
    if standing.ahead or standing.owed or drafting.opportunity.kind is Kind.NETWORKING:
        return False
    clock = _clock(drafting, thanked_on)
    gone = standing.sent_since(Step.LET_GO, None, standing.begun_at)
    if gone:
        stay_in_touch(drafting, drafting.calendar.day(gone.at))
        return True
    asks = _next_asks(drafting, clock)
    if _within_bound(drafting, _spaced(drafting, asks, clock)):
        return False
    return _let_go(drafting, clock)


def _clock(drafting: Drafting, thanked_on: date | None) -> _Clock:
    standing, calendar = drafting.standing, drafting.calendar
    last = standing.rounds[-1] if standing.rounds else None
    heard_at = standing.wait_from
    is_heard_later = heard_at is not NEVER and (last is None or heard_at > last.ends_at)
    promise = standing_promise(drafting)
    if standing.awaits_first_answer():
        return _Clock(None, None, None, promise, promised_last=promise is not None)
    return _Clock(
        met_on=last.on if last else None,
        thanked_on=thanked_on,
        heard_on=calendar.day(heard_at) if is_heard_later else None,
        promise=promise,
        promised_last=bool(
            promise
            and promise.at >= heard_at
            and (last is None or calendar.day(promise.at) >= last.on)
        ),
    )


# Which attempts come next


def _next_asks(drafting: Drafting, clock: _Clock) -> list[_Ask]:
    standing = drafting.standing
    asks: list[_Ask | None]
    if standing.awaits_first_answer():
        asks = [_application_follow_up(drafting, clock)]
    elif not standing.rounds and standing.human_at is NEVER:
        asks = []
    else:
        statuses = [sent for sent in standing.asked if sent.step is Step.STATUS]
        calls = [sent for sent in standing.asked if sent.step is Step.CALL]
        asks = [
            _status(drafting, clock, statuses),
            None if calls else _call(drafting, clock, statuses),
        ]
    retired = {
        choice.step for choice in standing.choices if choice.what is What.RETIRED and choice.step
    }
    found = [ask for ask in asks if ask and ask.step not in retired]
    return _without_missed_call(drafting, sorted(found, key=_opens_at))


def _opens_at(ask: _Ask) -> datetime:
    return ask.window.earliest


def _without_missed_call(drafting: Drafting, asks: list[_Ask]) -> list[_Ask]:
    """Leave out a call that was not made by the time the letter after it may go."""
    if len(asks) < 2 or asks[0].step is not Step.CALL:
        return asks
    call, letter = asks
    standing = drafting.standing
    if not (standing.passed(call.window.latest) and standing.reached(letter.window.earliest)):
        return asks
    to = drafting.contact()
    drafting.drop(Step.CALL, to, call.entry.rules, "Its time has passed; you may write instead.")
    return [letter]


def _application_follow_up(drafting: Drafting, clock: _Clock) -> _Ask | None:
    entry, applied = drafting.playbook.application_follow_up, drafting.standing.applied
    if entry is None or applied is None:
        return None
    if any(sent.at >= applied.at for sent in drafting.standing.asked):
        return None
    window = days_after(drafting.calendar.day(applied.at), entry.wait, drafting.calendar)
    return _Ask(Step.APPLICATION_FOLLOW_UP, entry, _after_promise_too(drafting, clock, window))


def _after_promise_too(drafting: Drafting, clock: _Clock, window: Window) -> Window:
    """Return the window, or the one that their promise asks for where that is later."""
    entry = drafting.playbook.status_promised
    if clock.promise is None or entry is None:
        return window
    promised = days_after(clock.promise.by, entry.wait, drafting.calendar)
    return Window(max(window.earliest, promised.earliest), max(window.latest, promised.latest))


def _status(drafting: Drafting, clock: _Clock, statuses: list[Sent]) -> _Ask | None:
    book, calendar = drafting.playbook, drafting.calendar
    if statuses:
        entry = book.status_again
        if entry is None or len(statuses) > 1:
            return None
        first_on = calendar.day(statuses[0].at)
        return _Ask(Step.STATUS, entry, days_after(first_on, entry.wait, calendar))
    if clock.promise and clock.promised_last and book.status_promised:
        entry = book.status_promised
        return _Ask(Step.STATUS, entry, days_after(clock.promise.by, entry.wait, calendar))
    return _unpromised(drafting, clock, Step.STATUS, book.status)


def _unpromised(drafting: Drafting, clock: _Clock, step: Step, entry: Entry | None) -> _Ask | None:
    if entry is None:
        return None
    day = clock.counts_from(entry.wait.anchor)
    if day is None:
        return None
    window = days_after(day, entry.wait, drafting.calendar)
    return _Ask(step, entry, _after_promise_too(drafting, clock, window))


def _call(drafting: Drafting, clock: _Clock, statuses: list[Sent]) -> _Ask | None:
    promised = _promised_call(drafting, clock)
    if promised:
        return promised
    entry = _unpromised_call(drafting, clock)
    if entry is None:
        return None
    if entry.only == "number known" and not drafting.reachable(drafting.contact(), Channel.PHONE):
        return None
    if entry.wait.anchor is not Anchor.UNANSWERED_STATUS:
        return _unpromised(drafting, clock, Step.CALL, entry)
    if not statuses:
        return None
    asked_on = drafting.calendar.day(statuses[-1].at)
    return _Ask(Step.CALL, entry, days_after(asked_on, entry.wait, drafting.calendar))


def _unpromised_call(drafting: Drafting, clock: _Clock) -> Entry | None:
    """Return the call that follows an email; some playbooks tell the promised case apart."""
    promised = drafting.playbook.call_promised
    if clock.promise and promised and promised.wait.anchor is Anchor.UNANSWERED_STATUS:
        return promised
    return drafting.playbook.call


def _promised_call(drafting: Drafting, clock: _Clock) -> _Ask | None:
    """Return the call on a promised date: P1, or P4 where the date was given in a call."""
    book, promise = drafting.playbook, clock.promise
    if promise is None or (not clock.promised_last and promise.by <= _said_last_on(drafting)):
        return None  # they spoke on that very day: the wait starts anew (law 5)
    entry = book.call_again if promise.by_phone and book.call_again else book.call_promised
    if entry is None or entry.wait.anchor is Anchor.UNANSWERED_STATUS:
        return None
    if entry.only == "may call" and not promise.may_call:
        return None
    window = days_after(promise.by, entry.wait, drafting.calendar)
    return _Ask(Step.CALL, entry, window, on_promised_date=True)


# Spacing and the bound (law 9)


def _spaced(drafting: Drafting, asks: list[_Ask], clock: _Clock) -> list[_Ask]:
    calendar, attempts = drafting.calendar, drafting.standing.attempts
    last_on = calendar.day(attempts[-1].at) if attempts else None
    for ask in asks:
        _pin(drafting, ask)
        if last_on:
            _open_no_earlier(drafting, ask, calendar.after(last_on, drafting.gap))
        if clock.promise and not ask.on_promised_date:
            _open_no_earlier(drafting, ask, calendar.after(clock.promise.by, 1))
        last_on = calendar.day(calendar.in_hours(ask.window.earliest))
    return asks


def _pin(drafting: Drafting, ask: _Ask) -> None:
    """Open an attempt earlier, on the day the user chose for it since the last one (law 17)."""
    standing = drafting.standing
    since = standing.asked[-1].at if standing.asked else standing.begun_at
    choice = standing.choice(What.SNOOZED, ask.step, drafting.contact(), since)
    if choice and choice.until:
        window = single_day(choice.until, drafting.calendar)
        if window.earliest < ask.window.earliest:
            ask.window = window


def _open_no_earlier(drafting: Drafting, ask: _Ask, day: date) -> None:
    if drafting.calendar.opening(day) > ask.window.earliest:
        ask.window = moved(ask.window, day, drafting.calendar)


def _within_bound(drafting: Drafting, asks: list[_Ask]) -> bool:
    """Lay out as many attempts as the bound leaves; tell whether it leaves any."""
    made, allowed = len(drafting.standing.attempts), drafting.playbook.attempts
    for attempt, ask in enumerate(asks, made + 1):
        if attempt > allowed:
            rules = drafting.playbook.attempts_rules
            why = told("{count} attempts are as many as this playbook allows.", count=allowed)
            drafting.drop(ask.step, drafting.contact(), rules, why)
        else:
            _ask(drafting, ask, attempt)
    return bool(asks) and made < allowed


def _ask(drafting: Drafting, ask: _Ask, attempt: int) -> None:
    """Lay out an attempt; how many of its kind came before, skipped or not, tells it apart."""
    before = sum(sent.step is ask.step for sent in drafting.standing.asked)
    calls = ask.step is Step.CALL
    drafting.message(
        ask.step,
        drafting.contact(),
        ask.window,
        (*ask.entry.rules, "P6") if calls and drafting.opportunity.via else ask.entry.rules,
        ask.entry.because,
        f"{ask.step} {before + 1} since {_since(drafting)}",
        channel=Channel.PHONE if calls else Channel.EMAIL,
        attempt=attempt,
    )


def _since(drafting: Drafting) -> str:
    answered_at = drafting.standing.answered_at
    if answered_at is NEVER:
        return "the start"
    return f"{drafting.calendar.local(answered_at):%Y-%m-%d %H:%M}"


# Letting go, and staying in touch all the same


def _let_go(drafting: Drafting, clock: _Clock) -> bool:
    """Lay out the letting go once nothing is left to try; tell whether its time has come."""
    entry, standing = drafting.playbook.let_go, drafting.standing
    day = _tried_last_on(drafting, clock)
    if entry is None or day is None or standing.done(Step.LET_GO, None, standing.begun_at):
        return False
    window = days_after(day, entry.wait, drafting.calendar)
    if clock.promise:
        after = drafting.calendar.after(clock.promise.by, 1)
        if drafting.calendar.opening(after) > window.earliest:
            window = single_day(after, drafting.calendar)
    why = joined(entry.because, _tried(drafting)) if drafting.standing.attempts else _UNASKED
    drafting.own_step(Step.LET_GO, window, entry.rules, why, _since(drafting))
    if not standing.reached(window.earliest):
        return False
    stay_in_touch(drafting, drafting.calendar.day(window.earliest))
    return True


def _tried_last_on(drafting: Drafting, clock: _Clock) -> date | None:
    standing = drafting.standing
    asked = standing.asked
    if standing.awaits_first_answer() and standing.applied:
        asked = [sent for sent in asked if sent.at >= standing.applied.at]
    days = [clock.heard_on] if clock.heard_on else []
    if asked:
        days.append(drafting.calendar.day(asked[-1].at))
    elif clock.thanked_on:
        days.append(clock.thanked_on)
    return max(days, default=None)


def _tried(drafting: Drafting) -> str:
    """Say what was tried, for the record (law 16)."""
    attempts = drafting.standing.attempts
    days = [
        told("{step} on {day}", step=told(sent.step or ""), day=drafting.calendar.day(sent.at))
        for sent in attempts
    ]
    return told("Tried: {days}.", days=days)


def stay_in_touch(drafting: Drafting, since: date) -> None:
    """Lay out the word every six months, counted from a day or any contact after it (N2)."""
    entry, standing = drafting.playbook.stay_in_touch, drafting.standing
    to = drafting.contact()
    if entry is None or not drafting.opportunity.interested or not to:
        return
    if standing.choice(What.RETIRED, Step.STAY_IN_TOUCH, to, NEVER):
        return
    skipped = standing.choice(What.SKIPPED, Step.STAY_IN_TOUCH, to, NEVER)
    day = since
    for instant in (standing.contact_at, skipped.at if skipped else NEVER):
        if instant is not NEVER:
            day = max(day, drafting.calendar.day(instant))
    drafting.message(
        Step.STAY_IN_TOUCH,
        to,
        single_day(six_months_after(day), drafting.calendar),
        entry.rules,
        joined(_keeps_up(drafting, entry), told("The last word was on {day}.", day=day)),
        f"word {_words_sent(drafting) + 1}",
    )


def _words_sent(drafting: Drafting) -> int:
    """Count the words sent or skipped so far: the one after them is another action."""
    standing = drafting.standing
    return len(standing.sent_by.get((Step.STAY_IN_TOUCH, None), ())) + sum(
        choice.what is What.SKIPPED and choice.step is Step.STAY_IN_TOUCH
        for choice in standing.choices
    )


def _keeps_up(drafting: Drafting, entry: Entry) -> str:
    if drafting.opportunity.kind is Kind.NETWORKING:
        return "A friendly word about every six months keeps an acquaintance alive."
    return entry.because

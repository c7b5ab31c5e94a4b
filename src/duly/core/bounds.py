"""The bounds: one message a day and person, attempts apart; drafts become actions (law 9)."""

from __future__ import annotations

from bisect import insort
from datetime import date, datetime, timedelta

from duly.core.drafting import NOT_WRITTEN, OWED, RANK, Draft, Drafting
from duly.core.facts import NEVER, Standing
from duly.core.model import Action, Channel, Status, Step
from duly.core.told import joined, told
from duly.core.windows import Window, due_in_hours, due_thank_you
from duly.core.worktime import DAY_START, WorkCalendar

_AT_ONCE = frozenset({Step.DEBRIEF})
_TWO_DAYS = timedelta(days=2)

_ONE_A_DAY = "{name} already hears from you on {day}; one message a day."


def settle(drafting: Drafting) -> tuple[Action, ...]:
    """Turn the drafts into actions that keep clear of one another, soonest first."""
    placed = [_Placed(drafting, draft) for draft in drafting.drafts]
    messages = [each for each in placed if each.draft.step not in NOT_WRITTEN]
    if messages:
        for crowded in _keep_apart(drafting, messages):
            placed.remove(crowded)
    placed.sort(key=_Placed.order)
    return tuple(each.action(drafting) for each in placed)


class _Placed:
    """A draft with its due time."""

    __slots__ = ("day", "draft", "due", "may_move")

    def __init__(self, drafting: Drafting, draft: Draft) -> None:
        self.draft = draft
        self.place(drafting, drafting.at)

    def place(self, drafting: Drafting, at: datetime) -> None:
        """Find the due time as seen from an instant, and the day it will really be done."""
        draft, calendar = self.draft, drafting.calendar
        if draft.step is Step.FIND_ADDRESS:
            self.due = _due_of_sought(drafting, draft, at)
        else:
            self.due = _due(draft.step, draft.window, at, calendar)
        self.day = calendar.day(max(self.due, drafting.at))
        drafting.standing.expires(_steps_on_at(drafting, self.due))
        self.may_move = draft.step not in OWED or calendar.day(draft.window.latest) > self.day

    def order(self) -> tuple[date, bool, datetime, int, str, str]:
        """Order by the day it will be done: what is owed by then, then by the tighter deadline."""
        draft, rank = self.draft, RANK[self.draft.step]
        return self.day, self.may_move, draft.window.latest, rank, draft.to, draft.occasion

    def __lt__(self, other: _Placed) -> bool:
        return self.order() < other.order()

    def move(self, drafting: Drafting, day: date, why: str) -> bool:
        """Move on to a day at the earliest: inside the window if it reaches, else with it.

        Returns:
            Whether it could; what ends firmly before that day stays where it is.
        """
        calendar, window = drafting.calendar, self.draft.window
        floor = calendar.instant(day, DAY_START)
        if floor <= window.latest:
            self.place(drafting, max(floor, drafting.at))
            if calendar.day(self.due) >= day:
                self.draft.hold(why, self.due)
                return True
        if self.draft.ends_firmly:
            return False
        self.draft.put_off(day, calendar, why)
        self.place(drafting, max(floor, drafting.at))
        return True

    def action(self, drafting: Drafting) -> Action:
        """Return the action."""
        draft = self.draft
        return Action(
            drafting.opportunity.id,
            draft.step,
            draft.to,
            draft.via,
            draft.channel,
            draft.attempt,
            draft.window.earliest,
            self.due,
            draft.window.latest,
            _status(draft, drafting.standing),
            draft.rules,
            draft.why,
            draft.occasion,
            draft.reminders,
        )


def _due(step: Step, window: Window, at: datetime, calendar: WorkCalendar) -> datetime:
    """Return when a step is due, as seen from an instant."""
    if step is Step.THANK_YOU:
        return due_thank_you(window, at, calendar)
    if step in _AT_ONCE:
        return min(max(window.earliest, at), window.latest)
    return due_in_hours(window, at, calendar)


def first_due(action: Action, calendar: WorkCalendar) -> datetime:
    """Return when an action that is open became due first: unlike `due` it stays where it is."""
    window = Window(action.earliest, action.latest)
    return _due(action.step, window, window.earliest, calendar)


def _due_of_sought(drafting: Drafting, draft: Draft, at: datetime) -> datetime:
    """Return when an address is needed: when the letter that lacks it is due (law 15)."""
    for other in drafting.drafts:
        thanks = other.to == draft.to and other.step is Step.THANK_YOU
        if thanks and other.window == draft.window:
            return due_thank_you(other.window, at, drafting.calendar)
    return due_in_hours(draft.window, at, drafting.calendar)


def _steps_on_at(drafting: Drafting, due: datetime) -> datetime:
    """Return until when a due time stands; one that has come moves along with the present.

    So it does until their hours or the day are over, which may crowd what else is to be done.
    """
    if due > drafting.at:
        return due
    if due < drafting.at:
        return drafting.calendar.steady_until(drafting.at)
    return drafting.calendar.hours_steady_until(drafting.at)


def _status(draft: Draft, standing: Standing) -> Status:
    is_held = draft.first_at is not NEVER and standing.reached(draft.first_at)
    if is_held and not standing.reached(draft.held_until):
        return Status.HELD
    if not standing.reached(draft.window.earliest):
        return Status.UPCOMING
    return Status.OVERDUE if standing.passed(draft.window.latest) else Status.DUE


def _keep_apart(drafting: Drafting, messages: list[_Placed]) -> list[_Placed]:
    """Let the tightest deadline go first; whatever comes too close moves on.

    Returns:
        What could not move, since it ends firmly: it belongs into the letter of that day.
    """
    taken = _written_today(drafting)
    crowded: list[_Placed] = []
    if len(messages) == 1 and not taken:
        return crowded
    waiting = sorted(messages)
    asked_on: date | None = None
    while waiting:
        placed = waiting.pop(0)
        floor, why = _floor(drafting, placed, taken, asked_on)
        if floor is None:
            taken.add((placed.draft.receiver, placed.day))
            if placed.draft.attempt:
                asked_on = placed.day
        elif placed.move(drafting, floor, why):
            insort(waiting, placed)
        else:
            crowded.append(placed)
            draft = placed.draft
            drafting.drop(draft.step, draft.to, draft.rules, joined(why, "Say it in that letter."))
    return crowded


def _floor(
    drafting: Drafting, placed: _Placed, taken: set[tuple[str, date]], asked_on: date | None
) -> tuple[date | None, str]:
    """Return the day that a message must move on to, and why; None where it may stay."""
    draft, calendar = placed.draft, drafting.calendar
    if asked_on and draft.attempt:
        floor = calendar.after(asked_on, drafting.gap)
        if placed.day < floor:
            return floor, told("It keeps its distance from the attempt of {day}.", day=asked_on)
    if (draft.receiver, placed.day) in taken:
        name = drafting.name(draft.receiver)
        why = told(_ONE_A_DAY, name=name, day=placed.day)
        if draft.step is Step.THANK_YOU:
            return placed.day + timedelta(days=1), why
        return calendar.after(placed.day, 1), why
    return None, ""


def _written_today(drafting: Drafting) -> set[tuple[str, date]]:
    today = drafting.calendar.day(drafting.at)
    written = set()
    if drafting.standing.sent and drafting.at - drafting.standing.sent[-1].at < _TWO_DAYS:
        drafting.standing.expires(drafting.calendar.steady_until(drafting.at))
    for sent in reversed(drafting.standing.sent):
        if drafting.calendar.day(sent.at) != today:
            break
        if sent.person and sent.step not in NOT_WRITTEN:
            via = drafting.through(sent.person, sent.channel or Channel.EMAIL)
            written.add((via or sent.person, today))
    return written

"""A calm word on whether to wait longer for one opportunity, or to let it go (X3, W6).

From the user's own figures where there are enough of them, else from the practice alone; never a
figure without its sample, and never one that was made up.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from duly.core.figures.search import ENOUGH, Figures
from duly.core.figures.waits import Ending, Letter, Wait
from duly.core.model import ATTEMPTS, Action, Kind, Opportunity, Plan, State, Step
from duly.core.told import counted, told
from duly.core.worktime import WorkCalendar

_WAITED_IN = frozenset({State.WAITING, State.ACTING, State.LET_GO})


class Word(NamedTuple):
    """What can be said about waiting on.

    Attributes:
        sentences: In the order in which to say them.
        rules: The practice's.
        sample: How many waits the figures in it come from; 0 where it is the practice alone.
    """

    sentences: tuple[str, ...]
    rules: tuple[str, ...]
    sample: int = 0


def word(
    opportunity: Opportunity, plan: Plan, figures: Figures, calendar: WorkCalendar
) -> Word | None:
    """Return what can be said, or None where nothing is waited for.

    Args:
        opportunity: Whose.
        plan: Its plan: what the playbook still has.
        figures: Of the whole search.
        calendar: Working time in the opportunity's zone and country.
    """
    wait = _open(figures, opportunity.id)
    if wait is None or plan.state not in _WAITED_IN or opportunity.kind is Kind.NETWORKING:
        return None
    sentences, sample = _own(wait, figures)
    practice, rules = _practice(plan, calendar)
    return Word((_since(wait), *sentences, *practice), rules, sample)


def _open(figures: Figures, id: str) -> Wait | None:
    """Return the wait that is on: the last one that nothing has ended but giving up."""
    own = [each for each in figures.waits if each.opportunity == id]
    waiting = [each for each in own if each.ending is Ending.WAITING]
    given_up = [each for each in own if each.ending is Ending.GIVEN_UP]
    return max(waiting or given_up, key=lambda each: each.began_at, default=None)


def _since(wait: Wait) -> str:
    """Say what day it is; the wait that was given up is over."""
    what = told(_CALLED[wait.letter])
    if wait.ending is Ending.GIVEN_UP:
        return counted(
            wait.days,
            "You waited {count} day for an answer to {what}, then let it go.",
            "You waited {count} days for an answer to {what}, then let it go.",
            what=what,
        )
    business = counted(wait.business_days, "{count} business day", "{count} business days")
    return told("It is day {day} since {what} ({business}).", day=wait.days, what=what,
                business=business)  # fmt: skip


_CALLED: Final = {
    Letter.APPLICATION: "your application",
    Letter.APPLICATION_FOLLOW_UP: "your follow-up on the application",
    Letter.THANK_YOU: "your thank-you",
    Letter.STATUS: "your status letter",
    Letter.SECOND_STATUS: "your second status letter",
    Letter.CALL: "your call",
}
_OTHERS: Final = {
    Letter.APPLICATION: "Of your {count} other applications",
    Letter.APPLICATION_FOLLOW_UP: "Of your {count} other application follow-ups",
    Letter.THANK_YOU: "Of your {count} other thank-yous",
    Letter.STATUS: "Of your {count} other status letters",
    Letter.SECOND_STATUS: "Of your {count} other second status letters",
    Letter.CALL: "Of your {count} other calls",
}
_ATTEMPTS: Final = (
    "It is not time to let go: the first {of}, a {what}, is planned for {day}.",
    "It is not time to let go: the second {of}, a {what}, is planned for {day}.",
    "It is not time to let go: the third {of}, a {what}, is planned for {day}.",
    "It is not time to let go: the fourth {of}, a {what}, is planned for {day}.",
)
_LATER: Final = "It is not time to let go: the next {of}, a {what}, is planned for {day}."


def _own(wait: Wait, figures: Figures) -> tuple[tuple[str, ...], int]:
    """Say what the user's own waits of the same kind tell, this one left aside."""
    others = [e for e in figures.waits if e.letter is wait.letter and e != wait]
    if len(others) < ENOUGH:
        return (), 0
    answered = [each.days for each in others if each.ending is Ending.ANSWERED]
    kind = told(_OTHERS[wait.letter], count=len(others))
    if not answered:
        return (told("{of} none was answered.", of=kind),), len(others)
    slowest = counted(
        max(answered), "the slowest after {count} day", "the slowest after {count} days"
    )
    first = counted(
        len(answered),
        "{of} {count} was answered, {slowest}.",
        "{of} {count} were answered, {slowest}.",
        of=kind,
        slowest=slowest,
    )
    return (first, _so_late(wait, others)), len(others)


def _so_late(wait: Wait, others: list[Wait]) -> str:
    """Say what became of those that waited longer than this one has by now."""
    longer = [each for each in others if each.days > wait.days]
    if not longer:
        return told("None of them was waited for as long as this.")
    later = sum(each.ending is Ending.ANSWERED for each in longer)
    if not later:
        return told("{longer} took longer than this so far; none of them were answered.",
                    longer=len(longer))  # fmt: skip
    return counted(
        later,
        "{longer} took longer than this so far; {count} of them was answered.",
        "{longer} took longer than this so far; {count} of them were answered.",
        longer=len(longer),
    )


def _practice(plan: Plan, calendar: WorkCalendar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the practice has next, or that it is time to let go."""
    made, allowed = plan.attempts_made, plan.attempts_allowed
    if plan.state is State.LET_GO:
        return (
            told(
                "{made}; nobody owes you an answer, and a late one reopens it by itself.",
                made=_made(made),
            ),
            told("Turn to the next."),
        ), ("W6", "X3")
    ask = next((each for each in plan.actions if each.step in ATTEMPTS), None)
    if ask:
        return (_next(ask, made, allowed, calendar),), tuple(dict.fromkeys((*ask.rules, "W6")))
    let_go = next((each for each in plan.actions if each.step is Step.LET_GO), None)
    if let_go:
        on = calendar.day(let_go.due)
        last = told("{made}. Nothing is left to ask; let it go on {day}.", made=_made(made), day=on)
        return (last,), ("W6", "X3")
    return (told("Nothing is to be asked now; the waiting is theirs."),), ("X2",)


def _made(made: int) -> str:
    if not made:
        return told("There is nothing more to ask")
    return counted(made, "{count} attempt was made", "{count} attempts were made")


def _next(ask: Action, made: int, allowed: int, calendar: WorkCalendar) -> str:
    template = _ATTEMPTS[made] if made < len(_ATTEMPTS) else _LATER
    return told(
        template,
        of=counted(allowed, "of at most {count} attempt", "of at most {count} attempts"),
        what=told("call") if ask.step is Step.CALL else told("letter"),
        day=calendar.day(ask.due),
    )

"""A calm word on whether to wait longer for one opportunity, or to let it go (X3, W6).

From the user's own figures where there are enough of them, else from the practice alone; never a
figure without its sample, and never one that was made up.
"""

from __future__ import annotations

from typing import NamedTuple

from duly.core.figures.search import ENOUGH, Figures
from duly.core.figures.waits import Ending, Wait
from duly.core.figures.words import ordinal, plural, times
from duly.core.model import ATTEMPTS, Action, Kind, Opportunity, Plan, State, Step
from duly.core.worktime import WorkCalendar, spoken

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
    what = _CALLED[wait.letter.value]
    if wait.ending is Ending.GIVEN_UP:
        return f"You waited {times(wait.days, 'day')} for an answer to {what}, then let it go."
    business = times(wait.business_days, "business day")
    return f"It is day {wait.days} since {what} ({business})."


_CALLED = {
    "application": "your application",
    "application follow-up": "your follow-up on the application",
    "thank-you": "your thank-you",
    "status": "your status letter",
    "second status": "your second status letter",
    "call": "your call",
}


def _own(wait: Wait, figures: Figures) -> tuple[tuple[str, ...], int]:
    """Say what the user's own waits of the same kind tell, this one left aside."""
    others = [e for e in figures.waits if e.letter is wait.letter and e != wait]
    if len(others) < ENOUGH:
        return (), 0
    answered = [each.days for each in others if each.ending is Ending.ANSWERED]
    kind = f"Of your {len(others)} other {plural(wait.letter)}"
    if not answered:
        return (f"{kind} none was answered.",), len(others)
    were = "was" if len(answered) == 1 else "were"
    slowest = times(max(answered), "day")
    first = f"{kind} {len(answered)} {were} answered, the slowest after {slowest}."
    return (first, _so_late(wait, others)), len(others)


def _so_late(wait: Wait, others: list[Wait]) -> str:
    """Say what became of those that waited longer than this one has by now."""
    longer = [each for each in others if each.days > wait.days]
    if not longer:
        return "None of them was waited for as long as this."
    later = sum(each.ending is Ending.ANSWERED for each in longer)
    were = "was" if later == 1 else "were"
    return f"{len(longer)} took longer than this so far; {later or 'none'} of them {were} answered."


def _practice(plan: Plan, calendar: WorkCalendar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the practice has next, or that it is time to let go."""
    made, allowed = plan.attempts_made, plan.attempts_allowed
    if plan.state is State.LET_GO:
        return (
            f"{_made(made)}; nobody owes you an answer, and a late one reopens it by itself.",
            "Turn to the next.",
        ), ("W6", "X3")
    ask = next((each for each in plan.actions if each.step in ATTEMPTS), None)
    if ask:
        return (_next(ask, made, allowed, calendar),), tuple(dict.fromkeys((*ask.rules, "W6")))
    let_go = next((each for each in plan.actions if each.step is Step.LET_GO), None)
    if let_go:
        on = spoken(calendar.day(let_go.due))
        return (f"{_made(made)}. Nothing is left to ask; let it go on {on}.",), ("W6", "X3")
    return ("Nothing is to be asked now; the waiting is theirs.",), ("X2",)


def _made(made: int) -> str:
    if not made:
        return "There is nothing more to ask"
    return f"{times(made, 'attempt')} {'was' if made == 1 else 'were'} made"


def _next(ask: Action, made: int, allowed: int, calendar: WorkCalendar) -> str:
    what = "call" if ask.step is Step.CALL else "letter"
    attempt = ordinal(made + 1)
    return (
        f"It is not time to let go: the {attempt} of at most {times(allowed, 'attempt')}, "
        f"a {what}, is planned for {spoken(calendar.day(ask.due))}."
    )

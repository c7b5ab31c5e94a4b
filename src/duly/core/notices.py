"""What is worth a notice, and when: deadlines that come near, a call that is due, the morning.

A notice has a key: whoever tells it notes the key first, so that one thing is told once. The keys
name what a notice is about and never when it was found, so the same search gives the same keys
however often it is asked. What is told names a company and a step and nothing more: it lights up
on screens that others can see.

Quiet hours are told in the user's zone and reckoned in instants: a night in which the clocks
change has one beginning and one end, whatever the clock on the wall shows twice or never.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.model import (
    LIVE,
    Action,
    Opportunity,
    Plan,
    Search,
    State,
    Status,
    Step,
    What,
)
from duly.core.portfolio import SearchPlan
from duly.core.worktime import spoken

THANKS_LEFT: Final = timedelta(hours=3)
"""How long before its 24 hours end (T1) a thank-you is worth a word."""
BEFORE_NIGHT: Final = timedelta(minutes=30)
"""What would come too late after the quiet hours comes this long before them."""
ENOUGH: Final = timedelta(hours=1)
"""A notice after the quiet hours must leave this much time to act on it."""
PROMISED: Final = time(16)
"""In their zone: by then an answer promised for the day has mostly come."""
_DAYTIME: Final = timedelta(hours=12)
"""Later than that the morning's summary is not worth telling; the next one comes."""
_STILL_NEWS: Final = timedelta(days=3)

_STEPS: Final[dict[Step, str]] = {
    Step.PREPARE: "what to ask them",
    Step.DEBRIEF: "write down what was said",
    Step.THANK_YOU: "a thank-you",
    Step.CARD: "a handwritten card",
    Step.LINKEDIN: "a LinkedIn invitation",
    Step.APPLICATION_FOLLOW_UP: "follow up on your application",
    Step.STATUS: "ask where things stand",
    Step.CALL: "a call",
    Step.ANSWER: "an answer to them",
    Step.FIND_ADDRESS: "find out how to reach somebody",
    Step.THANK_FOR_ANSWER: "thanks for their answer",
    Step.ACKNOWLEDGE_OFFER: "thanks for the offer",
    Step.ASK_MORE_TIME: "ask for more time, if you need it",
    Step.DECIDE: "decide on the offer",
    Step.ACCEPT: "accept in writing",
    Step.DECLINE: "decline in good form",
    Step.WITHDRAW: "withdraw in good form",
    Step.STAY_IN_TOUCH: "a friendly word",
    Step.LET_GO: "let it go",
    Step.OTHER: "a letter",
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is disturbed, by the clock on the user's wall.

    Attributes:
        ends: On the next day where it is not after `begins`.
    """

    begins: time
    ends: time

    def night(self, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return when the quiet hours that an instant lies in began, and when they end, in UTC."""
        today = at.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            last = day if self.begins < self.ends else day + timedelta(days=1)
            begins, ends = _on(day, self.begins, zone), _on(last, self.ends, zone)
            if begins <= at < ends:
                return begins, ends
        return None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the user wants to be told.

    Attributes:
        morning: When the summary comes, by the user's clock; None for never.
        quiet: None where they may be disturbed at any hour.
    """

    on: bool = True
    morning: time | None = time(8)
    quiet: Quiet | None = Quiet(time(21), time(8))


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter on its way, as far as it is worth a word.

    Attributes:
        action: The step, the reader and the occasion of the action that it carries out.
        leaves_at: None where it does not leave before the user has said something.
        asks_since: Since when it wants the user's word; None where it does not.
    """

    number: int
    opportunity: str
    action: tuple[str, str, str]
    leaves_at: datetime | None = None
    asks_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is worth a word beside the plan: letters on their way, mails that ask."""

    letters: tuple[Sending, ...] = ()
    mails: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing worth telling, once.

    Attributes:
        key: What it is about; it is told once however often it is found.
        at: From when on; never inside the quiet hours.
        until: After that it is not worth telling any more.
        line: A company and a step, and by when.
        opportunity: Its id; empty for the whole search.
        is_summary: It tells everything else as well.
    """

    key: str
    at: datetime
    until: datetime
    line: str
    opportunity: str = ""
    is_summary: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a summary: where, what, and by when or since when."""

    opportunity: str
    company: str
    what: str
    when: str = ""

    def __str__(self) -> str:
        """Return "Acme: a thank-you, by Thu 12 March 15:00"."""
        return f"{self.company}: {self.what}{', ' if self.when else ''}{self.when}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a morning is worth knowing.

    Attributes:
        on: The day, in the user's zone.
        promised: Who said that they would be in touch by this day.
        leaving: How many letters leave by themselves on this day.
        asking: How many letters want the user's word.
        mails: How many mails wait in the inbox.
    """

    on: date
    overdue: tuple[Entry, ...] = ()
    due: tuple[Entry, ...] = ()
    promised: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    leaving: int = 0
    asking: int = 0
    mails: int = 0

    @property
    def is_worth_telling(self) -> bool:
        """Tell whether there is anything in it but waiting, which is no news."""
        return bool(
            self.overdue or self.due or self.promised or self.leaving or self.asking or self.mails
        )


# When


def _on(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return an hour of a day; one that the clocks jump over comes as late as they jump."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _outside_quiet(at: datetime, until: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """Return when to tell something: after the quiet hours, or before them where that is late."""
    night = quiet.night(at, zone) if quiet else None
    if night is None:
        return at
    begins, ends = night
    return ends if ends + ENOUGH <= until else begins - BEFORE_NIGHT


def quiet_until(at: datetime, wishes: Wishes, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours end that the present lies in, if it does."""
    night = wishes.quiet.night(at, zone) if wishes.quiet else None
    return night[1] if night else None


# What


def notices(
    search: Search, planned: SearchPlan, beside: Beside, wishes: Wishes
) -> tuple[Notice, ...]:
    """Return everything worth a notice, the first to come first; what is stale is left out.

    Args:
        search: Everyone and everything.
        planned: Its plan as of the present.
        beside: What is worth a word beside the plan.
        wishes: When the user wants to be told.
    """
    if not wishes.on:
        return ()
    found = _Finding(search, planned, beside, wishes)
    return tuple(
        sorted(
            (each for each in found.all() if each.until > planned.at),
            key=lambda each: (each.at, each.key),
        )
    )


class _Finding:
    """One look through a search and its plan."""

    def __init__(self, search: Search, planned: SearchPlan, beside: Beside, wishes: Wishes) -> None:
        self._search = search
        self._planned = planned
        self._at = planned.at
        self._beside = beside
        self._wishes = wishes
        self._zone = ZoneInfo(search.me.time_zone)
        self._sent = {
            (each.opportunity, *each.action) for each in beside.letters if not each.asks_since
        }

    def all(self) -> Iterator[Notice]:
        """Yield the notices, in no order, the stale ones too."""
        for opportunity, plan in zip(self._search.opportunities, self._planned.plans, strict=True):
            yield from self._promise(opportunity, plan)
            for action in plan.actions:
                yield from self._action(opportunity, action)
        yield from self._letters()
        yield from self._summaries()

    def _notice(
        self, key: str, at: datetime, until: datetime, line: str, opportunity: Opportunity
    ) -> Notice:
        moved = _outside_quiet(at, until, self._wishes.quiet, self._zone)
        name = opportunity.company or opportunity.id
        return Notice(f"{opportunity.id} {key}", moved, until, f"{name}: {line}", opportunity.id)

    def _action(self, opportunity: Opportunity, action: Action) -> Iterator[Notice]:
        if action.status is Status.HELD:
            return
        if action.step is Step.DECIDE:
            yield from self._decide(opportunity, action)
        elif action.step is Step.THANK_YOU:
            yield from self._thanks(opportunity, action)
        elif action.step is Step.CALL:
            yield self._call(opportunity, action)

    def _decide(self, opportunity: Opportunity, action: Action) -> Iterator[Notice]:
        """Remind of a decision as often as law 11 says; each reminder gives way to the next."""
        ends = (*action.reminders[1:], action.latest)
        for number, (at, until) in enumerate(zip(action.reminders, ends, strict=False), start=1):
            key = f"decide {action.latest:%Y-%m-%dT%H:%M} {number}"
            line = f"decide on the offer, by {self._said(action.latest)}"
            yield self._notice(key, at, until, line, opportunity)

    def _thanks(self, opportunity: Opportunity, action: Action) -> Iterator[Notice]:
        if (opportunity.id, *_identity(action)) in self._sent:
            return
        key = f"thanks {action.to} {action.occasion}"
        line = f"a thank-you, best by {self._said(action.latest)}"
        yield self._notice(key, action.latest - THANKS_LEFT, action.latest, line, opportunity)

    def _call(self, opportunity: Opportunity, action: Action) -> Notice:
        put_off = max(
            (
                str(fact.until)
                for fact in self._search.facts
                if fact.what is What.SNOOZED
                and fact.opportunity == opportunity.id
                and fact.step is Step.CALL
            ),
            default="",
        )
        at = action.due if action.due > self._at else action.earliest
        key = f"call {action.to} {action.occasion} {put_off}".rstrip()
        line = f"a call, by {self._said(action.latest)}"
        return self._notice(key, at, action.latest, line, opportunity)

    def _promise(self, opportunity: Opportunity, plan: Plan) -> Iterator[Notice]:
        if plan.promise_on is None or plan.state not in LIVE:
            return
        at = _on(plan.promise_on, PROMISED, ZoneInfo(opportunity.time_zone))
        line = f"they meant to be in touch by {spoken(plan.promise_on)}; nothing has come so far"
        until = at + timedelta(hours=20)
        yield self._notice(f"promise {plan.promise_on}", at, until, line, opportunity)

    def _letters(self) -> Iterator[Notice]:
        known = {each.id: each for each in self._search.opportunities}
        for each in self._beside.letters:
            if each.asks_since and each.opportunity in known:
                line = f"{_STEPS[Step(each.action[0])]} wants your word: duly outbox --all"
                yield self._notice(
                    f"letter {each.number}",
                    each.asks_since,
                    each.asks_since + _STILL_NEWS,
                    line,
                    known[each.opportunity],
                )

    def _summaries(self) -> Iterator[Notice]:
        """Yield the summary of today and of tomorrow; what is in it is worked out when told."""
        if self._wishes.morning is None:
            return
        today = self._at.astimezone(self._zone).date()
        for day in (today, today + timedelta(days=1)):
            at = _on(day, self._wishes.morning, self._zone)
            night = self._wishes.quiet.night(at, self._zone) if self._wishes.quiet else None
            at = night[1] if night else at
            yield Notice(f"summary {day}", at, at + _DAYTIME, "", is_summary=True)

    def _said(self, instant: datetime) -> str:
        local = instant.astimezone(self._zone)
        return f"{spoken(local.date())} {local:%H:%M}"

    # The summary

    def summary(self) -> Summary:
        """Return what the present day is worth knowing."""
        today = self._at.astimezone(self._zone).date()
        pairs = list(zip(self._search.opportunities, self._planned.plans, strict=True))
        return Summary(
            today,
            overdue=tuple(self._steps(pairs, Status.OVERDUE)),
            due=tuple(self._steps(pairs, Status.DUE)),
            promised=tuple(
                Entry(each.id, each.company or each.id, "they meant to be in touch by today")
                for each, plan in pairs
                if plan.promise_on == today and plan.state in LIVE
            ),
            waiting=tuple(self._waiting(pairs)),
            leaving=sum(
                each.leaves_at is not None and each.leaves_at.astimezone(self._zone).date() <= today
                for each in self._beside.letters
            ),
            asking=sum(each.asks_since is not None for each in self._beside.letters),
            mails=self._beside.mails,
        )

    def _steps(self, pairs: list[tuple[Opportunity, Plan]], status: Status) -> Iterator[Entry]:
        """Yield the steps of one status, and with those that are due what comes due today."""
        today = self._at.astimezone(self._zone).date()
        for opportunity, plan in pairs:
            for action in plan.actions:
                comes_today = (
                    status is Status.DUE
                    and action.status is Status.UPCOMING
                    and action.due.astimezone(self._zone).date() == today
                )
                if action.status is not status and not comes_today:
                    continue
                if (opportunity.id, *_identity(action)) in self._sent:
                    continue
                words = "was best by" if status is Status.OVERDUE else "by"
                yield Entry(
                    opportunity.id,
                    opportunity.company or opportunity.id,
                    _STEPS[action.step],
                    f"{words} {self._said(action.latest)}",
                )

    def _waiting(self, pairs: list[tuple[Opportunity, Plan]]) -> Iterator[Entry]:
        today = self._at.astimezone(self._zone).date()
        for opportunity, plan in pairs:
            if plan.state is not State.WAITING or plan.promise_on == today:
                continue
            name = opportunity.company or opportunity.id
            coming = min(
                (each for each in plan.actions if each.status is Status.UPCOMING),
                key=lambda each: each.due,
                default=None,
            )
            if plan.promise_on:
                what = f"their answer, promised by {spoken(plan.promise_on)}"
                yield Entry(opportunity.id, name, what)
            elif coming:
                local = coming.due.astimezone(self._zone).date()
                what = f"their answer; next on {spoken(local)}, {_STEPS[coming.step]}"
                yield Entry(opportunity.id, name, what)
            else:
                yield Entry(opportunity.id, name, "their answer")


def _identity(action: Action) -> tuple[str, str, str]:
    return action.step.value, action.to, action.occasion


def summary(search: Search, planned: SearchPlan, beside: Beside) -> Summary:
    """Return what the day of a plan is worth knowing."""
    return _Finding(search, planned, beside, Wishes()).summary()

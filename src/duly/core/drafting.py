"""The table a plan is made on: what is known, and the drafts laid out so far.

Each group of laws (`thanks`, `chase`, `replies`) lays out drafts here; `bounds` settles them
against one another and turns them into actions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from duly.core.facts import NEVER, Standing
from duly.core.model import Channel, Dropped, Medium, Opportunity, Person, PersonRole, Step, What
from duly.core.playbook import Entry, Playbook, in_sales
from duly.core.told import joined, told
from duly.core.windows import Window, moved, moved_in_hours
from duly.core.worktime import WorkCalendar

GAP = 3
"""Business days between two attempts (law 9); one in the sales sector."""
GAP_IN_SALES = 1

RANK = {step: rank for rank, step in enumerate(Step)}
"""The order of steps that are due on the same day."""
_COUNTED_IN_HOURS = frozenset({Step.THANK_YOU, Step.DEBRIEF})

OWED = frozenset(
    {
        Step.ANSWER,
        Step.THANK_FOR_ANSWER,
        Step.ACKNOWLEDGE_OFFER,
        Step.ASK_MORE_TIME,
        Step.ACCEPT,
        Step.DECLINE,
        Step.WITHDRAW,
    }
)
"""Letters that someone is waiting for; they keep their date whatever else is planned."""

NOT_WRITTEN = frozenset({Step.PREPARE, Step.DEBRIEF, Step.DECIDE, Step.LET_GO, Step.FIND_ADDRESS})
"""What the user does for themself; every other step is a message to someone."""


_CAME_BACK = "Your message to {name} came back; look for the right address."
_NO_ADDRESS = "{name}'s address is not known yet; ask for it or look it up."
_NO_NUMBER = "{name}'s telephone number is not known yet; ask for it or look it up."
_NOBODY = "Nobody at {company} is known yet; find out whom to write to."


@dataclass(slots=True, eq=False, repr=False)
class Turn:
    """The day a message's turn comes when its reader hears from the user elsewhere first."""

    on: date
    why: str


Turns = Mapping[tuple[Step, str], Turn]
"""Turns given from outside the opportunity, by step and reader (planning law 14)."""


@dataclass(slots=True, eq=False, repr=False)
class Draft:
    """An action in the making.

    Attributes:
        ends_firmly: Its window closes with something that nobody can put off: a deadline of
            theirs, an interview.
        first_at: When it would have opened, had nothing put it off; held from then on.
    """

    step: Step
    to: str
    via: str
    channel: Channel | None
    window: Window
    rules: tuple[str, ...]
    why: str
    occasion: str
    attempt: int = 0
    ends_firmly: bool = False
    first_at: datetime = NEVER
    held_until: datetime = NEVER
    reminders: tuple[datetime, ...] = ()

    @property
    def receiver(self) -> str:
        """Return the id of whoever's inbox or telephone it reaches."""
        return self.via or self.to

    def put_off(self, day: date, calendar: WorkCalendar, why: str) -> None:
        """Move its window on to a day, and say why; a firm end stays where it is."""
        if self.ends_firmly:
            latest = self.window.latest
            window = Window(min(calendar.opening(day), latest), latest)
        elif self.step in _COUNTED_IN_HOURS:
            window = moved_in_hours(self.window, day, calendar)
        else:
            window = moved(self.window, day, calendar)
        self.hold(why, window.earliest)
        self.window = window

    def hold(self, why: str, until: datetime) -> None:
        """Let it wait for something other than its window, and say why."""
        if self.first_at is NEVER:
            self.first_at = self.window.earliest
        self.held_until = max(self.held_until, until)
        self.why = joined(self.why, why)


@dataclass(slots=True, eq=False, repr=False)
class Drafting:
    """Everything known about one opportunity at one moment, and the drafts so far."""

    opportunity: Opportunity
    playbook: Playbook
    calendar: WorkCalendar
    standing: Standing
    cards: bool = False
    others_live: bool = False
    turns: Turns = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the people once; every draft asks for one."""
        self.people = {person.id: person for person in self.opportunity.people}

    @property
    def at(self) -> datetime:
        """Return the present."""
        return self.standing.at

    def name(self, person: str) -> str:
        """Return what to call a person in a reason."""
        known = self.people.get(person)
        return known.name if known else self.opportunity.company

    def main_contact(self) -> str:
        """Return the id of the main contact, or "" where nobody is known.

        The person named so; else the recruiter; else the one who arranged the interview; else
        the first interviewer; else whoever is known.
        """
        return (
            self.opportunity.main_contact
            or self._recruiter()
            or self.standing.arranged_by
            or self.standing.first_met
            or next(iter(self.people), "")
        )

    def _recruiter(self) -> str:
        for person in self.opportunity.people:
            if person.role is PersonRole.RECRUITER:
                return person.id
        return ""

    def contact(self) -> str:
        """Return whom questions go to: the recruiter all contact goes through, if there is one."""
        return self.opportunity.via or self.main_contact()

    def preferred(self, person: str, entry: Entry) -> Channel:
        """Return the channel for a reader: their own medium where the playbook says so (B3)."""
        known = self.people.get(person)
        if entry.medium != "preferred" or known is None or known.prefers is None:
            return Channel.EMAIL
        if known.prefers is Medium.PHONE and known.phone:
            return Channel.PHONE
        if known.prefers is Medium.POST and known.address:
            return Channel.POST
        return Channel.EMAIL

    def drop(self, step: Step, to: str, rules: tuple[str, ...], why: str) -> None:
        """Leave a step out, and say why."""
        self.dropped.append(Dropped(step, to, rules, why))

    @property
    def gap(self) -> int:
        """Return how many business days lie between two attempts (law 9)."""
        return GAP_IN_SALES if in_sales(self.opportunity.sector) else GAP

    def own_step(
        self,
        step: Step,
        window: Window,
        rules: tuple[str, ...],
        why: str,
        occasion: str,
        *,
        ends_firmly: bool = False,
    ) -> Draft:
        """Lay out something the user does for themself."""
        draft = Draft(step, "", "", None, window, rules, why, occasion, ends_firmly=ends_firmly)
        self._snooze(draft)
        self.drafts.append(draft)
        return draft

    def message(
        self,
        step: Step,
        to: str,
        window: Window,
        rules: tuple[str, ...],
        why: str,
        occasion: str,
        *,
        channel: Channel = Channel.EMAIL,
        attempt: int = 0,
        ends_firmly: bool = False,
    ) -> None:
        """Lay out a message or a call; where its reader's address is missing, ask for it."""
        self.lay(
            self.draft(
                step, to, window, rules, why, occasion,
                channel=channel, attempt=attempt, ends_firmly=ends_firmly,
            )
        )  # fmt: skip

    def draft(
        self,
        step: Step,
        to: str,
        window: Window,
        rules: tuple[str, ...],
        why: str,
        occasion: str,
        *,
        channel: Channel,
        attempt: int = 0,
        ends_firmly: bool = False,
    ) -> Draft:
        """Return a message with everything that puts it off, without laying it out yet."""
        via = self.through(to, channel)
        draft = Draft(step, to, via, channel, window, rules, why, occasion, attempt, ends_firmly)
        self._wait_for_absence(draft)
        self._wait_for_turn(draft)
        self._snooze(draft)
        return draft

    def lay(self, draft: Draft) -> None:
        """Lay out a message, and the search for its reader's address where that is missing."""
        self.drafts.append(draft)
        channel = draft.channel or Channel.EMAIL
        if not draft.via and not self.reachable(draft.to, channel) and not self._told_no():
            self._find_address(draft.to, channel, draft.window)

    def reachable(self, person: str, channel: Channel) -> bool:
        """Tell whether the address that a channel needs is known and does not bounce."""
        known = self.people.get(person)
        if known is None:
            return False
        if channel is Channel.EMAIL:
            return bool(known.email) and person not in self.standing.bounced
        if channel is Channel.PHONE:
            return bool(known.phone)
        return channel is Channel.LINKEDIN or bool(known.address)

    def through(self, to: str, channel: Channel) -> str:
        """Return the recruiter who passes a letter on to a reader without an address (law 13)."""
        via = self.opportunity.via
        if channel is not Channel.EMAIL or not via or via == to or self.reachable(to, channel):
            return ""
        return via if self.reachable(via, Channel.EMAIL) else ""

    def _told_no(self) -> bool:
        """Tell whether a no stands; after it nothing is asked for, no address either (law 10)."""
        ended = self.standing.ended
        return ended is not None and ended.what is What.RECEIVED

    def _find_address(self, to: str, channel: Channel, window: Window) -> None:
        since = self.standing.bounced.get(to, NEVER)
        if self.standing.done(Step.FIND_ADDRESS, to, since):
            return
        if any(draft.step is Step.FIND_ADDRESS and draft.to == to for draft in self.drafts):
            return
        if since is not NEVER:
            why = told(_CAME_BACK, name=self.name(to))
        elif to:
            why = told(_NO_NUMBER if channel is Channel.PHONE else _NO_ADDRESS, name=self.name(to))
        else:
            why = told(_NOBODY, company=self.opportunity.company)
        search = Draft(Step.FIND_ADDRESS, to, "", None, window, ("B4",), why, "address")
        self._snooze(search)
        self.drafts.append(search)

    def _wait_for_absence(self, draft: Draft) -> None:
        """Hold what goes to someone away until a business day after their return (law 6)."""
        away = self.standing.away.get(draft.receiver)
        if away is None or (draft.step in OWED and draft.step is not Step.ANSWER):
            return
        day = self.calendar.after(away.until, 1)
        if self.calendar.opening(day) > draft.window.earliest:
            why = told(
                "{name} is away until {day}; this waits for the day after.",
                name=self.name(draft.receiver),
                day=away.until,
            )
            draft.put_off(day, self.calendar, why)

    def _wait_for_turn(self, draft: Draft) -> None:
        turn = self.turns.get((draft.step, draft.to)) if self.turns else None
        if turn and self.calendar.opening(turn.on) > draft.window.earliest:
            draft.put_off(turn.on, self.calendar, turn.why)

    def _snooze(self, draft: Draft) -> None:
        """Put a step off to the day the user chose; an attempt, if they did since an answer."""
        if not self.standing.choices:
            return
        since = self.standing.answered_at if draft.attempt else NEVER
        choice = self.standing.choice(What.SNOOZED, draft.step, draft.to, since)
        day = choice.until if choice else None
        if day and self.calendar.opening(day) > draft.window.earliest:
            draft.put_off(day, self.calendar, told("You put it off until {day}.", day=day))

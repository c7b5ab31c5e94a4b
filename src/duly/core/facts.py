"""What has happened, in order, and the questions a planner asks of it.

A `History` is the fact log of one opportunity. `History.standing` reads it once, from the first
fact to the last, and answers: which meetings were held and which lie ahead, what they promised,
what was asked of them since their last answer, what is owed to them, and whether it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from duly.core.meetings import Meeting, Round, changed
from duly.core.model import ATTEMPTS, Channel, Fact, Meaning, Outcome, Step, What
from duly.core.worktime import CLOSING, WorkCalendar

NEVER = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)
_NEXT = timedelta(microseconds=1)

_ORDER = {what: rank for rank, what in enumerate(What)}
_NOES = frozenset({Meaning.REJECTION, Meaning.CLOSED})
_ASKS = frozenset({Meaning.QUESTION, Meaning.INVITATION, Meaning.ASSESSMENT})
_REOPENS = frozenset({Meaning.INVITATION, Meaning.ASSESSMENT, Meaning.OFFER})
_HUMAN_ONLY = frozenset({Meaning.STILL_DECIDING, Meaning.QUESTION, Meaning.OTHER})
_NO_ANSWER = frozenset({Meaning.ACKNOWLEDGEMENT, Meaning.AUTO_REPLY, Meaning.BOUNCE})
_PROMISES = frozenset({Meaning.STILL_DECIDING, Meaning.OTHER})
_OURS = frozenset(
    {
        What.SENT,
        What.CALLED,
        What.ACCEPTED,
        What.DECLINED,
        What.WITHDREW,
        What.CONNECTED,
        What.SKIPPED,
        What.SNOOZED,
        What.RETIRED,
    }
)
BY_EMAIL = (None, Channel.EMAIL)


def _order(fact: Fact) -> tuple[object, ...]:
    """Order facts by time, and those of one instant in a way that no file order can change.

    Within one instant they speak, what they moved they may call off, we reply, and machines
    return what we wrote.
    """
    return (
        fact.at,
        _turn(fact),
        _ORDER[fact.what],
        fact.people,
        fact.step or "",
        fact.meaning or "",
        fact.outcome or "",
        fact.by or date.min,
        fact.until or date.min,
        fact.answer_by or NEVER,
        fact.was_at or NEVER,
        fact.to_at or NEVER,
        fact.may_call,
        fact.automatic,
        fact.channel or "",
        fact.starts_at or NEVER,
        fact.arranged_by,
        fact.insist,
    )


def _turn(fact: Fact) -> int:
    if fact.what is What.RECEIVED and fact.meaning in _NO_ANSWER:
        return 3
    if fact.what is What.INTERVIEW_CANCELLED:
        return 1
    return 2 if fact.what in _OURS else 0


@dataclass(slots=True, eq=False, repr=False)
class Promise:
    """A day by which they said they would decide or be in touch."""

    at: datetime
    by: date
    may_call: bool
    by_phone: bool
    """It was given when the user called: P4, call again when it comes."""


class Absence(NamedTuple):
    """What an auto-reply says: somebody is away until a day."""

    told_at: datetime
    until: date


@dataclass(slots=True, eq=False, repr=False)
class Sent:
    """A message that left and did not bounce, once for each of its readers.

    Attributes:
        number: The same for all readers of one message.
    """

    at: datetime
    step: Step
    person: str
    channel: Channel | None
    number: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Standing:
    """The state of an opportunity at one moment, read off its history.

    Attributes:
        rounds: Held, oldest first.
        ahead: Meetings that have not ended yet, soonest first.
        answers: Everything a human there sent or said, oldest first; meetings aside.
        answered_at: The last time a human there sent or said anything, meetings included.
        interviewed_at: When the last interview ended; talks by chance are none.
        human_at: The same, promises aside: a date on a careers page answers no application.
        wait_from: What a wait without a promise counts from besides the interview: their last
            answer or our answer to it; NEVER where there was none.
        attempts: Unanswered attempts since `answered_at`, oldest first.
        asked: Attempts and skipped attempts since `answered_at`, oldest first: the chain.
        owed: Whoever asked something or moved things on, with the fact, until answered.
        ended: The no, the decline or the withdrawal that closed it, if it is closed.
        decision: `accepted`, `declined` or `withdrew`, if it is what stands.
        offer_at: When the open offer came, if one is open.
        contact_at: The last contact in either direction.
        holds_until: Until then, any later present would be told the same.
    """

    at: datetime
    holds_until: datetime = FOREVER
    applied: Fact | None = None
    rounds: list[Round] = field(default_factory=list)
    ahead: list[Meeting] = field(default_factory=list)
    promise: Promise | None = None
    answers: list[Fact] = field(default_factory=list)
    answered_at: datetime = NEVER
    interviewed_at: datetime = NEVER
    human_at: datetime = NEVER
    wait_from: datetime = NEVER
    sent: list[Sent] = field(default_factory=list)
    sent_by: dict[tuple[Step, str | None], list[Sent]] = field(default_factory=dict)
    attempts: list[Sent] = field(default_factory=list)
    asked: list[Sent] = field(default_factory=list)
    owed: dict[str, Fact] = field(default_factory=dict)
    ended: Fact | None = None
    decision: Fact | None = None
    offer_at: datetime | None = None
    offer_by: datetime | None = None
    offer_from: str = ""
    more_time_at: datetime = NEVER
    contact_at: datetime = NEVER
    connected: set[str] = field(default_factory=set)
    bounced: dict[str, datetime] = field(default_factory=dict)
    away: dict[str, Absence] = field(default_factory=dict)
    choices: list[Fact] = field(default_factory=list)
    arranged_by: str = ""
    first_met: str = ""

    def expires(self, at: datetime) -> None:
        """Note an instant from which on something comes out otherwise."""
        if self.at < at < self.holds_until:
            self.holds_until = at

    def reached(self, instant: datetime) -> bool:
        """Tell whether an instant has come, and note when it will."""
        if self.at >= instant:
            return True
        self.expires(instant)
        return False

    def passed(self, instant: datetime) -> bool:
        """Tell whether an instant is over, and note when it will be."""
        if self.at > instant:
            return True
        self.expires(instant if self.at < instant else self.at + _NEXT)
        return False

    def sent_since(self, step: Step, person: str | None, since: datetime) -> Sent | None:
        """Return the last message of a step since an instant; to that person, unless None."""
        sent = self.sent_by.get((step, person))
        return sent[-1] if sent and sent[-1].at >= since else None

    def choice(self, what: What, step: Step, person: str | None, since: datetime) -> Fact | None:
        """Return the user's last choice of a kind about a step; about that person, unless None."""
        for fact in reversed(self.choices):
            if (
                fact.what is what
                and fact.step is step
                and fact.at >= since
                and (not fact.people or person is None or person in fact.people)
            ):
                return fact
        return None

    @property
    def begun_at(self) -> datetime:
        """Return when it began anew last: with their last answer, or with an application."""
        return max(self.answered_at, self.applied.at) if self.applied else self.answered_at

    def awaits_first_answer(self) -> bool:
        """Tell whether an application came last, and nobody there has said anything since."""
        if self.applied is None:
            return False
        met_at = self.rounds[-1].ends_at if self.rounds else NEVER
        return self.applied.at > max(self.human_at, met_at)

    def retired(self) -> bool:
        """Tell whether the user retired the whole opportunity and nothing came since."""
        return any(
            fact.what is What.RETIRED and fact.step is None and fact.at >= self.begun_at
            for fact in self.choices
        )

    def done(self, step: Step, person: str | None, since: datetime) -> bool:
        """Tell whether a step was carried out, skipped or retired since an instant."""
        if self.sent_by and self.sent_since(step, person, since):
            return True
        return bool(self.choices) and (
            self.choice(What.SKIPPED, step, person, since) is not None
            or self.choice(What.RETIRED, step, person, NEVER) is not None
        )


class History:
    """The fact log of one opportunity, in order, whatever order it was given in."""

    __slots__ = ("facts",)

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts: tuple[Fact, ...] = tuple(sorted(facts, key=_order))

    def standing(self, at: datetime, calendar: WorkCalendar) -> Standing:
        """Read the log as far as it is known at an instant.

        Facts later than `at` have not happened, save meetings that are set up.
        """
        reading = _Reading(at, calendar)
        for fact in self.facts:
            reading.read(fact)
        return reading.finish()


class _Reading:
    """One pass over a history."""

    __slots__ = (
        "_asks", "_calendar", "_changes", "_closed_at", "_count", "_meetings", "_no", "_offers",
        "_reopened_at", "_standing",
    )  # fmt: skip

    def __init__(self, at: datetime, calendar: WorkCalendar) -> None:
        self._standing = Standing(at)
        self._calendar = calendar
        self._meetings: list[Meeting] = []
        self._changes: list[Fact] = []
        self._offers: list[Fact] = []
        self._no: Fact | None = None
        self._closed_at = NEVER
        self._asks: dict[str, list[Fact]] = {}
        self._reopened_at = NEVER
        self._count = 0

    def read(self, fact: Fact) -> None:
        """Take in one fact."""
        what = fact.what
        if what is What.INTERVIEW or what is What.CONVERSATION:
            self._meeting(fact)
        elif self._standing.reached(fact.at):
            _READERS[what](self, fact)

    def finish(self) -> Standing:
        """Return what was read."""
        standing = self._standing
        self._settle_meetings()
        self._settle_owed()
        self._settle_end()
        self._settle_offer()
        self._settle_attempts()
        return standing

    # Readers, one for each kind of fact

    def _meeting(self, fact: Fact) -> None:
        is_interview = fact.what is What.INTERVIEW
        self._meetings.append(
            Meeting(fact.at, fact.people, fact.arranged_by, fact.starts_at, is_interview)
        )

    def applied(self, fact: Fact) -> None:
        """An application: the clock of W8 starts, and what was over may begin anew."""
        self._standing.applied = fact
        self._contact(fact)
        self._reopened_at = fact.at

    def changed(self, fact: Fact) -> None:
        """Note that they cancelled or moved a meeting; which one is settled at the end."""
        self._changes.append(fact)
        self._answer(fact)

    def promised(self, fact: Fact) -> None:
        """A promise outside any message."""
        human_at = self._standing.human_at
        self._answer(fact)
        self._standing.human_at = human_at
        if fact.by:
            self._standing.promise = Promise(fact.at, fact.by, fact.may_call, by_phone=False)

    def sent(self, fact: Fact) -> None:
        """A message of the user's."""
        standing = self._standing
        step = fact.step or Step.OTHER
        self._count += 1
        for person in fact.people or ("",):
            self._leave(Sent(fact.at, step, person, fact.channel, self._count))
            if step is Step.FIND_ADDRESS or fact.channel in BY_EMAIL:
                standing.bounced.pop(person, None)
            if step is Step.ANSWER:
                self._answered(person, fact.at)
        if fact.people or step in ATTEMPTS:
            self._contact(fact)

    def _leave(self, sent: Sent) -> None:
        self._standing.sent.append(sent)
        self._note(sent)

    def _note(self, sent: Sent) -> None:
        """Note that a step was carried out, an attempt or not: a call that was answered is none."""
        sent_by = self._standing.sent_by
        sent_by.setdefault((sent.step, None), []).append(sent)
        sent_by.setdefault((sent.step, sent.person), []).append(sent)

    def _answered(self, person: str, at: datetime) -> None:
        """Strike out who was answered, and whoever asked without a name."""
        self._settled(("", person) if person else ())
        self._standing.wait_from = at

    def _settled(self, people: tuple[str, ...]) -> None:
        """Strike out what these people asked; what anybody did, where nobody is named."""
        for person in people or tuple(self._asks):
            self._asks.pop(person, None)

    def called(self, fact: Fact) -> None:
        """A call: spoken to is an answer, anything else an attempt."""
        standing = self._standing
        if fact.outcome is Outcome.SPOKE:
            self._answer(fact)
            self._settled(fact.people)
            self._note(Sent(fact.at, Step.CALL, (fact.people or ("",))[0], Channel.PHONE))
            if fact.by:
                standing.promise = Promise(fact.at, fact.by, may_call=True, by_phone=True)
        else:
            self._contact(fact)
            person = fact.people[0] if fact.people else ""
            self._count += 1
            self._leave(Sent(fact.at, Step.CALL, person, Channel.PHONE, self._count))

    def received(self, fact: Fact) -> None:
        """A message of theirs, read by what it means."""
        meaning = fact.meaning or Meaning.OTHER
        if meaning in _NO_ANSWER:
            self._machine(fact, meaning)
        elif not (fact.automatic and meaning in _HUMAN_ONLY):
            self._answer(fact)
            self._understand(fact, meaning)

    def _machine(self, fact: Fact, meaning: Meaning) -> None:
        if meaning is Meaning.AUTO_REPLY and fact.until:
            sent = self._standing.sent
            for person in fact.people or tuple(each.person for each in sent[-1:]):
                self._standing.away[person] = Absence(fact.at, fact.until)
        elif meaning is Meaning.BOUNCE:
            self._bounce(fact)

    def _understand(self, fact: Fact, meaning: Meaning) -> None:
        standing = self._standing
        if meaning in _PROMISES and fact.by:
            standing.promise = Promise(fact.at, fact.by, fact.may_call, by_phone=False)
        elif meaning in _ASKS:
            self._asks.setdefault(fact.people[0] if fact.people else "", []).append(fact)
        elif meaning in _NOES:
            self._no = fact
            self._closed_at = fact.at
            self._asks.clear()
        if meaning in _REOPENS:
            self._reopened_at = fact.at
        if meaning is Meaning.OFFER:
            self._offers.append(fact)

    def _bounce(self, fact: Fact) -> None:
        sent = self._standing.sent
        for index in range(len(sent) - 1, -1, -1):
            person = sent[index].person
            if (
                person
                and sent[index].step is not Step.FIND_ADDRESS
                and sent[index].channel in BY_EMAIL
                and (not fact.people or person in fact.people)
            ):
                self._standing.bounced[person] = fact.at
                self._take_back(sent.pop(index))
                return
        for person in fact.people:
            self._standing.bounced[person] = fact.at

    def _take_back(self, bounced: Sent) -> None:
        sent_by = self._standing.sent_by
        sent_by[bounced.step, None].remove(bounced)
        sent_by[bounced.step, bounced.person].remove(bounced)

    def offer(self, fact: Fact) -> None:
        """An offer."""
        self._answer(fact)
        self._reopened_at = fact.at
        self._offers.append(fact)

    def more_time(self, fact: Fact) -> None:
        """More time to decide."""
        self._answer(fact)
        self._standing.more_time_at = fact.at
        self._offers.append(fact)

    def decided(self, fact: Fact) -> None:
        """The user's own decision."""
        self._contact(fact)
        self._standing.decision = fact
        self._closed_at = fact.at
        if fact.what is not What.ACCEPTED:
            self._asks.clear()

    def connected(self, fact: Fact) -> None:
        """A LinkedIn connection."""
        self._standing.connected.update(fact.people)

    def choice(self, fact: Fact) -> None:
        """A choice of the user's about a step; an answer left out is owed no more."""
        self._standing.choices.append(fact)
        if fact.step is Step.ANSWER and fact.what is not What.SNOOZED:
            self._settled(fact.people)

    # What several kinds of fact have in common

    def _contact(self, fact: Fact) -> None:
        self._standing.contact_at = max(self._standing.contact_at, fact.at)

    def _answer(self, fact: Fact) -> None:
        self._contact(fact)
        standing = self._standing
        standing.answers.append(fact)
        standing.answered_at = standing.wait_from = standing.human_at = fact.at
        for person in fact.people:
            standing.away.pop(person, None)  # who writes or speaks is back

    # What only the whole history can tell

    def _settle_meetings(self) -> None:
        standing = self._standing
        meetings = self._meetings
        if self._changes:
            meetings = changed(meetings, self._changes)
        for meeting in sorted(meetings, key=_ends_at):
            if standing.reached(meeting.ends_at):
                self._hold(meeting)
            elif meeting.is_interview:
                standing.ahead.append(meeting)

    def _hold(self, meeting: Meeting) -> None:
        standing = self._standing
        ends_at = meeting.ends_at
        on = self._calendar.day(ends_at)
        if not standing.rounds or standing.rounds[-1].on != on:
            standing.rounds.append(Round(on, ends_at, ends_at))
        held = standing.rounds[-1]
        held.ends_at = ends_at
        held.interviewed |= meeting.is_interview
        for person in meeting.people:
            if person in standing.away and standing.away[person].told_at < ends_at:
                del standing.away[person]
            held.met[person] = ends_at
            held.met_first.setdefault(person, ends_at)
        standing.answered_at = max(standing.answered_at, ends_at)
        standing.contact_at = max(standing.contact_at, ends_at)
        standing.arranged_by = meeting.arranged_by or standing.arranged_by
        if not standing.first_met and meeting.people:
            standing.first_met = meeting.people[0]
        if meeting.is_interview:
            standing.interviewed_at = ends_at
            self._reopened_at = max(self._reopened_at, ends_at)

    def _settle_owed(self) -> None:
        """Name the first thing each of them asked since anybody met or was answered."""
        standing = self._standing
        met_at = standing.rounds[-1].ends_at if standing.rounds else NEVER
        for person, asks in self._asks.items():
            since = [ask for ask in asks if ask.at >= met_at]
            if since:
                standing.owed[person] = since[0]

    def _settle_end(self) -> None:
        """Tell whether it is over: by a no that stands, whatever we decided; else by our own no."""
        standing, no = self._standing, self._no
        decision = standing.decision
        if no and no.at >= self._reopened_at:
            standing.ended, standing.decision = no, None
        elif decision and decision.what is not What.ACCEPTED:
            if self._reopened_at > decision.at:
                standing.decision = None
            else:
                standing.ended = decision

    def _settle_offer(self) -> None:
        """Read the open offer: one that no decision and no no came after, whatever came since."""
        standing = self._standing
        for fact in self._offers:
            if fact.at <= self._closed_at:
                continue
            if standing.offer_at is None:
                standing.offer_at = fact.at
            standing.offer_by = self._answer_by(fact) or standing.offer_by
            standing.offer_from = (fact.people or (standing.offer_from,))[0]

    def _answer_by(self, fact: Fact) -> datetime | None:
        if fact.answer_by:
            return fact.answer_by
        return self._calendar.instant(fact.by, CLOSING) if fact.by else None

    def _settle_attempts(self) -> None:
        standing = self._standing
        since = standing.answered_at
        for sent in standing.sent:
            if sent.step in ATTEMPTS and sent.at >= since and not self._counted(sent):
                standing.attempts.append(sent)
        standing.asked = standing.attempts
        skipped = [
            Sent(fact.at, fact.step, "", None)
            for fact in standing.choices
            if fact.what is What.SKIPPED and fact.step in ATTEMPTS and fact.at >= since
        ]
        if skipped:
            standing.asked = sorted([*standing.attempts, *skipped], key=_sent_at)

    def _counted(self, sent: Sent) -> bool:
        """Tell whether the attempt was counted already, with another of its readers."""
        attempts = self._standing.attempts
        return bool(attempts) and attempts[-1].number == sent.number


def _ends_at(meeting: Meeting) -> datetime:
    return meeting.ends_at


def _sent_at(sent: Sent) -> datetime:
    return sent.at


_READERS: dict[What, Callable[[_Reading, Fact], None]] = {
    What.APPLIED: _Reading.applied,
    What.INTERVIEW_CANCELLED: _Reading.changed,
    What.INTERVIEW_MOVED: _Reading.changed,
    What.PROMISE: _Reading.promised,
    What.SENT: _Reading.sent,
    What.CALLED: _Reading.called,
    What.RECEIVED: _Reading.received,
    What.OFFER: _Reading.offer,
    What.MORE_TIME: _Reading.more_time,
    What.ACCEPTED: _Reading.decided,
    What.DECLINED: _Reading.decided,
    What.WITHDREW: _Reading.decided,
    What.CONNECTED: _Reading.connected,
    What.SKIPPED: _Reading.choice,
    What.SNOOZED: _Reading.choice,
    What.RETIRED: _Reading.choice,
}

"""The nouns of the practice, as immutable values.

Instants are aware and in UTC throughout the core: two instants in one local zone compare by
their wall clock, which is wrong twice a year. Calendar days (`…_on`, `by`, `until`) are days in
the reader's zone. Words are those of the glossary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

_NEVER = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What sort of opportunity it is; a networking contact is never chased."""

    APPLICATION = "application"
    NETWORKING = "networking"


class Medium(StrEnum):
    """How a person likes to be reached."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    LINKEDIN = "linkedin"


class PersonRole(StrEnum):
    """What a person is to the opportunity."""

    INTERVIEWER = "interviewer"
    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring manager"
    REFERRER = "referrer"
    CONTACT = "contact"


class LinkedIn(StrEnum):
    """Whether a person is a LinkedIn connection already."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not connected"
    UNKNOWN = "unknown"


class What(StrEnum):
    """What kind of thing a fact says has happened."""

    APPLIED = "applied"
    INTERVIEW = "interview"
    INTERVIEW_CANCELLED = "interview_cancelled"
    INTERVIEW_MOVED = "interview_moved"
    CONVERSATION = "conversation"
    PROMISE = "promise"
    SENT = "sent"
    CALLED = "called"
    RECEIVED = "received"
    OFFER = "offer"
    MORE_TIME = "more_time"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDREW = "withdrew"
    CONNECTED = "connected"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    RETIRED = "retired"


class Meaning(StrEnum):
    """What a received message says, however it says it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INVITATION = "invitation"
    STILL_DECIDING = "still deciding"
    QUESTION = "question"
    ASSESSMENT = "assessment"
    REJECTION = "rejection"
    CLOSED = "closed"
    OFFER = "offer"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    OTHER = "other"


class Outcome(StrEnum):
    """How a telephone call ended."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no answer"


class Step(StrEnum):
    """What the planner can ask for; `other` is only ever found in a `sent` fact."""

    PREPARE = "prepare"
    DEBRIEF = "debrief"
    THANK_YOU = "thank-you"
    CARD = "card"
    LINKEDIN = "linkedin"
    APPLICATION_FOLLOW_UP = "application-follow-up"
    STATUS = "status"
    CALL = "call"
    ANSWER = "answer"
    FIND_ADDRESS = "find-address"
    THANK_FOR_ANSWER = "thank-for-answer"
    ACKNOWLEDGE_OFFER = "acknowledge-offer"
    ASK_MORE_TIME = "ask-more-time"
    DECIDE = "decide"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    STAY_IN_TOUCH = "stay-in-touch"
    LET_GO = "let-go"
    OTHER = "other"


ATTEMPTS = frozenset({Step.STATUS, Step.APPLICATION_FOLLOW_UP, Step.CALL})
"""The steps that ask for something; the bound (W6) counts these and nothing else."""


class Status(StrEnum):
    """Where the present stands against an action's window."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"


class State(StrEnum):
    """Where an opportunity stands as a whole."""

    PREPARING = "preparing"
    WAITING = "waiting"
    ACTING = "acting"
    ANSWER_OWED = "answer owed"
    OFFER = "offer"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    LET_GO = "let go"


LIVE = frozenset({State.PREPARING, State.WAITING, State.ACTING, State.ANSWER_OWED, State.OFFER})
"""The states in which something may still come of it."""


@dataclass(frozen=True, slots=True)
class Me:
    """The job seeker.

    Attributes:
        time_zone: IANA name; where they live and read their plan.
        country: ISO 3166 code, optionally with a subdivision ("US", "DE-BY").
        cards: Whether the `balanced` playbook may plan handwritten cards (T9).
        address: Postal, for the corner of an envelope; line by line.
    """

    name: str
    time_zone: str
    country: str
    email: str = ""
    phone: str = ""
    cards: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the other side. `id` is unique; names are not, nor are they two words.

    Attributes:
        address: Postal, line by line.
        profile: Where their LinkedIn profile is, as a web address.
    """

    id: str
    name: str
    role: PersonRole = PersonRole.INTERVIEWER
    email: str = ""
    phone: str = ""
    address: str = ""
    prefers: Medium | None = None
    linkedin: LinkedIn = LinkedIn.UNKNOWN
    title: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One role at one company, or one networking contact.

    Attributes:
        time_zone: IANA name of theirs; the reader's hours are kept in it.
        country: ISO 3166 code of theirs; their holidays are days off.
        via: Id of the recruiter through whom all contact goes, if any.
        main_contact: Id of the person named so by the user, if any.
        interested: Still, even after a no.
        playbook: The playbook chosen for this opportunity; empty for the usual one.
    """

    id: str
    company: str
    role: str
    kind: Kind
    time_zone: str
    country: str
    people: tuple[Person, ...] = ()
    sector: str = ""
    via: str = ""
    main_contact: str = ""
    interested: bool = True
    playbook: str = ""

    def person(self, id: str) -> Person | None:
        """Return the person of that id, or None."""
        for person in self.people:
            if person.id == id:
                return person
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that has happened, as the log keeps it.

    Which attributes carry a meaning depends on `what`; `formats.factsfile` checks that. An
    interview's `at` is its end; interviews are the only facts that may lie in the future.

    Attributes:
        people: Whom it concerns: `with`, `to` or `from` of the facts file.
        channel: How a `sent` message travelled (`via` in the facts file).
        by: The date that was promised, or that an answer gives.
        answer_by: The instant by which an offer must be answered.
        until: The day an absent person returns, or the day an action is put off to.
        was_at: The end of the interview that was cancelled or moved.
        to_at: Its new end.
        starts_at: When the interview starts, where that is known; of a moved one, its new start.
        insist: The user wants this very message, the bound or a no notwithstanding.
    """

    at: datetime
    what: What
    opportunity: str
    people: tuple[str, ...] = ()
    step: Step | None = None
    meaning: Meaning | None = None
    outcome: Outcome | None = None
    channel: Channel | None = None
    by: date | None = None
    answer_by: datetime | None = None
    until: date | None = None
    was_at: datetime | None = None
    to_at: datetime | None = None
    starts_at: datetime | None = None
    arranged_by: str = ""
    may_call: bool = False
    automatic: bool = False
    insist: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mend:
    """An answer the user would give better today (T6)."""

    question: str
    better: str


@dataclass(frozen=True, slots=True)
class Impression:
    """What the user remembers of one person they met (T3, T4, B6).

    Attributes:
        cares_about: What matters to this person, each a noun phrase: "cutting churn".
        topics: What the two spoke about, each a noun phrase.
        remark: Something personal, as a noun phrase: "your daughter's play".
        challenge: The problem this person described.
        answer: How the user would go about it, in the first person.
        value: Something useful to pass on: a title, and a link where there is one (T7).
    """

    person: str
    cares_about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    remark: str = ""
    challenge: str = ""
    answer: str = ""
    value: str = ""
    mend: Mend | None = None
    card_collected: bool = False


@dataclass(frozen=True, slots=True)
class Debrief:
    """What was said in one round, from the user's notes straight after it (B1–B6).

    Attributes:
        round_on: The local day of the round, in the opportunity's zone.
        strengths: What the user brings, each a noun phrase (T5).
        accomplishment: Something recent worth telling in a status email (W4).
    """

    opportunity: str
    round_on: date
    impressions: tuple[Impression, ...] = ()
    topics: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    success_short: str = ""
    success_long: str = ""
    mends: tuple[Mend, ...] = ()
    accomplishment: str = ""
    next_steps: str = ""
    promise_on: date | None = None
    may_call: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as it stands: when it came, from whom, and by when it wants an answer."""

    opportunity: str
    at: datetime
    answer_by: datetime | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the plan.

    Attributes:
        to: Id of the reader; empty where the step is the user's own.
        via: Id of the recruiter who passes it on, where it cannot go to the reader directly.
        attempt: Which attempt this would be, counted since the last answer; 0 where it is none.
        earliest: The window opens. UTC, like the next two.
        due: When best to do it: inside the window and, thank-yous aside, inside their hours.
        latest: The window closes.
        rules: The practice's rules it follows, and why, in one or two sentences.
        occasion: What it is for ("2026-03-10", "status 2 since the start"): with opportunity,
            step and reader it is the action's identity across plans.
        reminders: Instants worth a reminder before `latest` (decisions only).
    """

    opportunity: str
    step: Step
    to: str
    via: str
    channel: Channel | None
    attempt: int
    earliest: datetime
    due: datetime
    latest: datetime
    status: Status
    rules: tuple[str, ...]
    why: str
    occasion: str = ""
    reminders: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A step the playbook has but the plan leaves out, and why."""

    step: Step
    to: str
    rules: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying about the plan as a whole."""

    rules: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about one opportunity, as seen at one moment.

    Attributes:
        promise_on: The day by which they said they would be in touch, while it stands.
        attempts_made: Unanswered attempts since the last answer.
        attempts_allowed: How many the playbook allows.
        at: The present it was made for.
        holds_until: Until then a plan made anew is the same, save that what is due at that very
            present is due at the new one.
    """

    opportunity: str
    state: State
    promise_on: date | None
    attempts_made: int
    attempts_allowed: int
    actions: tuple[Action, ...]
    dropped: tuple[Dropped, ...] = ()
    at: datetime = field(default=_NEVER, compare=False, repr=False)
    holds_until: datetime = field(default=_NEVER, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Search:
    """A whole job search: everyone and everything the plan is made from."""

    me: Me
    opportunities: tuple[Opportunity, ...]
    facts: tuple[Fact, ...]
    debriefs: tuple[Debrief, ...] = ()
    playbook: str = "balanced"
    at: datetime | None = field(default=None)

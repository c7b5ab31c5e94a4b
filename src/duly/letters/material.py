"""What a letter is made from, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from duly.core.model import Step

if TYPE_CHECKING:
    from datetime import date

    from duly.core.model import Debrief, Me, Opportunity, Person


class LetterKind(StrEnum):
    """What a letter is for; named like the planner's step wherever there is one."""

    THANK_YOU = "thank-you"
    CARD = "card"
    LINKEDIN = "linkedin"
    STATUS = "status"
    SECOND_STATUS = "second-status"
    APPLICATION_FOLLOW_UP = "application-follow-up"
    CALL = "call"
    VOICEMAIL = "voicemail"
    THANK_FOR_ANSWER = "thank-for-answer"
    ACKNOWLEDGE_OFFER = "acknowledge-offer"
    ASK_MORE_TIME = "ask-more-time"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    STAY_IN_TOUCH = "stay-in-touch"
    FIND_ADDRESS = "find-address"


class Voice(StrEnum):
    """How a letter sounds."""

    FORMAL = "formal"
    WARM = "warm"
    BRIEF = "brief"


SPOKEN = frozenset({LetterKind.CALL, LetterKind.VOICEMAIL})
"""The kinds that are said aloud; they carry a reading time."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a letter may draw on; what is not in here cannot be in the letter.

    Days are days in the reader's zone.

    Attributes:
        today: The day on which the letter is to be read: near days are called by their weekday.
        debriefs: Oldest first; the last one that knows the reader is the round written about.
        panel: Ids of everyone in that round, in order. Who stands where decides the wording, so
            that colleagues get different letters. Default: in the order of the debrief.
        interviewed_on: Default: the day of the last round.
        thanked_on: When the thank-you was sent, if it was.
        asked_on: When the last status email was sent, if one was.
        promise_on: The day by which they said they would be in touch.
        thanks_owed: The thank-you was dropped; this letter carries the thanks (T1).
        overdue: The thank-you goes later than it should.
        offered: They have made an offer, and it is open.
        answer_by: The day by which the offer wants an answer.
        ask_until: The day the user would like to have instead.
        taken_elsewhere: The user has accepted another position.
        seek: The person whose address is asked for.
        premium: LinkedIn allows 300 characters instead of 200.
        attempts_made: How many unanswered attempts went before.
    """

    me: Me
    opportunity: Opportunity
    today: date
    debriefs: tuple[Debrief, ...] = ()
    panel: tuple[str, ...] = ()
    interviewed_on: date | None = None
    applied_on: date | None = None
    thanked_on: date | None = None
    asked_on: date | None = None
    promise_on: date | None = None
    thanks_owed: bool = False
    overdue: bool = False
    offered: bool = False
    answer_by: date | None = None
    ask_until: date | None = None
    taken_elsewhere: bool = False
    seek: Person | None = None
    premium: bool = False
    attempts_made: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter.

    Attributes:
        body: From the greeting to the name beneath it; paragraphs parted by an empty line, each
            on one line. For what is said aloud: one sentence group a line, stage directions on
            lines that end with a colon.
        words: Of the body.
        reading_seconds: For the spoken kinds; else None.
        would_help: What the user could add to make it better; nothing here is essential.
    """

    kind: LetterKind
    voice: Voice
    subject: str
    body: str
    words: int
    reading_seconds: int | None = None
    would_help: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the user.

    Attributes:
        field: What the answer fills: a field of the debrief or of the opportunity, as in
            "impression.topics", "debrief.strengths", "ask_until".
    """

    text: str
    field: str


@dataclass(frozen=True, slots=True)
class Missing:
    """No letter yet: something essential is not known, and it is not ours to invent (L5)."""

    kind: LetterKind
    why: str
    ask: tuple[Question, ...] = field(default=())


_KIND_OF_STEP = {
    Step.THANK_YOU: LetterKind.THANK_YOU,
    Step.CARD: LetterKind.CARD,
    Step.LINKEDIN: LetterKind.LINKEDIN,
    Step.APPLICATION_FOLLOW_UP: LetterKind.APPLICATION_FOLLOW_UP,
    Step.CALL: LetterKind.CALL,
    Step.THANK_FOR_ANSWER: LetterKind.THANK_FOR_ANSWER,
    Step.ACKNOWLEDGE_OFFER: LetterKind.ACKNOWLEDGE_OFFER,
    Step.ASK_MORE_TIME: LetterKind.ASK_MORE_TIME,
    Step.ACCEPT: LetterKind.ACCEPT,
    Step.DECLINE: LetterKind.DECLINE,
    Step.WITHDRAW: LetterKind.WITHDRAW,
    Step.STAY_IN_TOUCH: LetterKind.STAY_IN_TOUCH,
    Step.FIND_ADDRESS: LetterKind.FIND_ADDRESS,
}


def kind_for(step: Step, material: Material) -> LetterKind | None:
    """Return the kind of letter a step wants, or None where it wants none.

    A status email after an earlier one is the second (W5).
    """
    if step is Step.STATUS:
        return LetterKind.SECOND_STATUS if material.asked_on else LetterKind.STATUS
    return _KIND_OF_STEP.get(step)

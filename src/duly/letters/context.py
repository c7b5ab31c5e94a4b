"""What is known beside the letter's own words; all of it optional.

With nothing known a letter is judged by its text alone. The more is known, the more can be
told: whose name is wrong, what was never said, whether today is the day for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

KINDS = (
    "thank-you",
    "card",
    "linkedin",
    "status",
    "application-follow-up",
    "call",
    "voicemail",
    "answer",
    "thank-for-answer",
    "acknowledge-offer",
    "ask-more-time",
    "accept",
    "decline",
    "withdraw",
    "stay-in-touch",
    "find-address",
    "other",
)
"""The kinds of letter that can be judged: the planner's steps that have words, and a few more."""

THANKS = frozenset({"thank-you", "card"})
ALIASES = {
    "second-status": "status",
    "follow-up": "status",
    "followup": "status",
    "thanks": "thank-you",
    "thank_you": "thank-you",
    "thankyou": "thank-you",
    "acceptance": "accept",
    "withdrawal": "withdraw",
    "application": "application-follow-up",
}
"""Other words for some of the kinds."""
ASKING = frozenset({"status", "application-follow-up"})


class Context(NamedTuple):
    """What the checks may know; `context._replace(kind="status")` makes another.

    Attributes:
        kind: One of `KINDS`; empty to have it guessed from the wording.
        recipient: The reader's full name.
        others: Full names of the other people in this opportunity, and of those who may be
            greeted when the reader is not known.
        me: The writer's name.
        company: The reader's company.
        role: The role in question.
        other_companies: The other companies in the search.
        other_people: People of other opportunities.
        facts: Phrases from the debrief and the facts: topics, challenges, strengths. Empty
            where nothing is known, and then no claim is doubted.
        spoken: Those of them that concern this reader or the whole round.
        colleagues_letters: Letters to the other people of the same round.
        attachments: How many files go with it; None where that is not known.
        now: The moment it would be sent, aware.
        met_at: When the interview ended, aware; for an application, when it was sent.
        waits: Why the plan lets it wait; empty where it is due.
        promise_on: The day by which they said they would be in touch.
        attempts_made: Unanswered attempts since the last answer.
        attempts_allowed: How many there may be (W6); None where that is not known.
        last_attempt_on: The day of the last unanswered attempt.
        refused: They have said no.
        subject_expected: The letter travels by mail, so a subject belongs to it.
        premium: A LinkedIn note may have 300 characters instead of 200.
    """

    kind: str = ""
    recipient: str = ""
    others: tuple[str, ...] = ()
    me: str = ""
    company: str = ""
    role: str = ""
    other_companies: tuple[str, ...] = ()
    other_people: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    colleagues_letters: tuple[str, ...] = ()
    attachments: int | None = None
    now: datetime | None = None
    met_at: datetime | None = None
    waits: str = ""
    promise_on: date | None = None
    attempts_made: int = 0
    attempts_allowed: int | None = None
    last_attempt_on: date | None = None
    refused: bool = False
    subject_expected: bool = False
    premium: bool = False

"""The words for what a mail means, and which of them are one and the same to the planner."""

from __future__ import annotations

from enum import StrEnum


class MailMeaning(StrEnum):
    """What a mail means to the one who looks for a job; finer than `core.model.Meaning`."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INVITATION = "invitation"
    SCHEDULING = "scheduling"
    CONFIRMATION = "confirmation"
    RESCHEDULE = "reschedule"
    CANCELLATION = "cancellation"
    ASSESSMENT = "assessment"
    STILL_DECIDING = "still deciding"
    QUESTION = "question"
    REJECTION = "rejection"
    CLOSED = "closed"
    OFFER = "offer"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    OUTREACH = "outreach"
    ALERT = "alert"
    ACCOUNT = "account"
    SENT_BY_ME = "sent by me"
    OTHER = "other"


INTERVIEW = frozenset(
    {
        MailMeaning.INVITATION,
        MailMeaning.SCHEDULING,
        MailMeaning.CONFIRMATION,
        MailMeaning.RESCHEDULE,
        MailMeaning.CANCELLATION,
    }
)
"""About an interview, one way or another."""
NO = frozenset({MailMeaning.REJECTION, MailMeaning.CLOSED})
"""Nothing will come of it."""
NOISE = frozenset({MailMeaning.OUTREACH, MailMeaning.ALERT, MailMeaning.ACCOUNT, MailMeaning.OTHER})
"""Nothing that happens in an application."""
PROMISING = INTERVIEW | {
    MailMeaning.ACKNOWLEDGEMENT,
    MailMeaning.ASSESSMENT,
    MailMeaning.STILL_DECIDING,
    MailMeaning.QUESTION,
    MailMeaning.OTHER,
}
"""What may promise a day; an offer waits for the candidate, and noise promises nothing."""

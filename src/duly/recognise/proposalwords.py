"""What a mail seems to say and would add, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from duly.core.model import Fact, Kind, Me, Opportunity, What
from duly.core.told import told
from duly.formats import actionwords, factwords
from duly.formats.calendar import Cancellation, Invitation
from duly.recognise.filed import Filed
from duly.recognise.matching import Basis
from duly.recognise.meaning import MailMeaning
from duly.recognise.proposing import PROPOSES, Proposal

SAYS: Final = {
    MailMeaning.ACKNOWLEDGEMENT: "your application has arrived",
    MailMeaning.INVITATION: "an invitation",
    MailMeaning.SCHEDULING: "an interview to be arranged",
    MailMeaning.CONFIRMATION: "an interview is confirmed",
    MailMeaning.RESCHEDULE: "an interview moves",
    MailMeaning.CANCELLATION: "an interview is called off",
    MailMeaning.ASSESSMENT: "a task for you",
    MailMeaning.STILL_DECIDING: "they are still deciding",
    MailMeaning.QUESTION: "a question to you",
    MailMeaning.REJECTION: "a no",
    MailMeaning.CLOSED: "the position is closed",
    MailMeaning.OFFER: "an offer",
    MailMeaning.AUTO_REPLY: "somebody is away",
    MailMeaning.BOUNCE: "a mail of yours did not arrive",
    MailMeaning.SENT_BY_ME: "a mail of your own",
    MailMeaning.OTHER: "a message",
    MailMeaning.OUTREACH: "somebody recruits",
}


def says(meaning: MailMeaning) -> str:
    """Return what a meaning says to the one who looks for a job."""
    return told(SAYS.get(meaning, meaning.value))


def about(found: Proposal) -> str:
    """Return which opportunity, or which ones, or what a new one would be called."""
    if found.match.opportunity:
        return found.match.opportunity
    if found.match.rivals:
        return " or ".join(found.match.rivals)
    role = f", {found.role}" if found.role else ""
    return f"{found.company}{role} (new)"


def envelope(mail: Filed, me: Me) -> str:
    """Return subject, time and sender on one line."""
    return f"“{mail.subject or 'no subject'}”, {sent(mail, me)}"


def sent(mail: Filed, me: Me) -> str:
    """Return when a mail was sent by the user's clock, and by whom."""
    local = mail.sent_at.astimezone(ZoneInfo(me.time_zone))
    sender = f"{mail.sender.name} <{mail.sender.address}>".strip()
    return told(
        "{day} {time}, from {sender}", day=local.date(), time=f"{local:%H:%M}", sender=sender
    )


def matched(found: Proposal) -> str:
    """Return by what a mail was matched."""
    if found.match.rivals:
        return told("it may belong to several: {names}", names=", ".join(found.match.rivals))
    if found.match.basis is Basis.NOTHING:
        return told("it belongs to nothing noted so far")
    return told("matched by {basis}", basis=told(found.match.basis.value))


def adds(found: Proposal, me: Me, opportunities: Iterable[Opportunity]) -> list[str]:
    """Return what would be noted, fact by fact."""
    if found.events:
        return [event(each, me) for each in found.events]
    belongs = _opportunity(found, me, opportunities)
    return [_added(fact, found, factwords.told(fact, belongs, me)) for fact in found.facts]


def _added(fact: Fact, found: Proposal, words: str) -> str:
    """Say of a time that was only asked for that it is no appointment yet."""
    if fact.what is What.INTERVIEW and found.mail.recognition.meaning in PROPOSES:
        return told("{fact} (proposed; put the time right if another is agreed)", fact=words)
    return words


def _opportunity(found: Proposal, me: Me, opportunities: Iterable[Opportunity]) -> Opportunity:
    known = next((each for each in opportunities if each.id == found.match.opportunity), None)
    return known or Opportunity("", found.company, found.role, Kind.APPLICATION, me.time_zone, "")


def event(found: Invitation | Cancellation, me: Me) -> str:
    """Return an event of a calendar, by its own clock and the user's."""
    if isinstance(found, Cancellation) or found.cancelled:
        return told("“{summary}” is called off", summary=found.summary)
    mine = ZoneInfo(me.time_zone)
    theirs = mine if found.floating or found.zone == "UTC" else ZoneInfo(found.zone)
    when = actionwords.span(found.starts_at, found.ends_at, theirs, mine)
    return told("“{summary}”, {when}", summary=found.summary, when=when)

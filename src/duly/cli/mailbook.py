"""Mails as people and programs read of them: what they say, what was made of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from duly.cli.logbook import fact_json, told
from duly.core.model import Fact, Kind, Me, Opportunity
from duly.core.worktime import spoken
from duly.formats.calendar import Cancellation, Invitation
from duly.recognise.matching import Basis
from duly.recognise.meaning import MailMeaning

if TYPE_CHECKING:
    from duly.recognise.filed import Filed
    from duly.recognise.proposing import Proposal
    from duly.services.planning import Planned
    from duly.services.settling import Settled

_WIDTH: Final = 96
_INDENT: Final = " " * 5
_SAYS: Final = {
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


def proposal_lines(found: Proposal, me: Me, opportunities: Iterable[Opportunity]) -> list[str]:
    """Return what waits for the user's word as text."""
    mail, said = found.mail, found.mail.recognition
    what = _SAYS.get(said.meaning, str(said.meaning))
    title = click.style(f"{_about(found)}: {what}", bold=True)
    lines = [
        f"{mail.id:>3}  {title}",
        f"{_INDENT}{_envelope(mail, me)}",
        *(
            _wrapped(f"because of the {one.where}: “{' '.join(one.what.split())}”")
            for one in dict.fromkeys(said.evidence[:3])
        ),
        f"{_INDENT}{_matched(found)}; {found.confidence:.0%} sure",
    ]
    adds = _adds(found, me, opportunities)
    lines += [f"{_INDENT}would note: {each}" for each in adds]
    return [*lines, f"{_INDENT}{found.question}"] if found.question else lines


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text[:400], _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT + "  "
    )


def _about(found: Proposal) -> str:
    if found.match.opportunity:
        return found.match.opportunity
    if found.match.rivals:
        return " or ".join(found.match.rivals)
    role = f", {found.role}" if found.role else ""
    return f"{found.company}{role} (new)"


def _envelope(mail: Filed, me: Me) -> str:
    local = mail.sent_at.astimezone(ZoneInfo(me.time_zone))
    sender = f"{mail.sender.name} <{mail.sender.address}>".strip()
    return f"“{mail.subject or 'no subject'}”, {spoken(local.date())} {local:%H:%M}, from {sender}"


def _matched(found: Proposal) -> str:
    if found.match.rivals:
        return f"it may belong to several: {', '.join(found.match.rivals)}"
    if found.match.basis is Basis.NOTHING:
        return "it belongs to nothing noted so far"
    return f"matched by {found.match.basis}"


def _adds(found: Proposal, me: Me, opportunities: Iterable[Opportunity]) -> list[str]:
    if found.events:
        return [_event(each, me) for each in found.events]
    return [told(fact, _opportunity(found, opportunities), me) for fact in found.facts]


def _opportunity(found: Proposal, opportunities: Iterable[Opportunity]) -> Opportunity:
    known = next((each for each in opportunities if each.id == found.match.opportunity), None)
    return known or Opportunity("", found.company, found.role, Kind.APPLICATION, "UTC", "")


def _event(event: Invitation | Cancellation, me: Me) -> str:
    if isinstance(event, Cancellation) or event.cancelled:
        return f"“{event.summary}” is called off"
    zone = ZoneInfo(me.time_zone)
    start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return f"“{event.summary}”, {spoken(start.date())} {start:%H:%M}-{end:%H:%M}"


def proposal_json(found: Proposal, me: Me) -> dict[str, Any]:
    """Return what waits for the user's word, for programs."""
    mail, said = found.mail, found.mail.recognition
    zone = ZoneInfo(me.time_zone)
    return {
        "mail": mail.id,
        "at": mail.sent_at.astimezone(zone).isoformat(),
        "from": mail.sender.address,
        "subject": mail.subject,
        "meaning": said.meaning,
        "opportunity": found.match.opportunity or None,
        "rivals": list(found.match.rivals),
        "company": found.company or said.company or None,
        "role": found.role or said.role or None,
        "matched_by": found.match.basis,
        "confidence": found.confidence,
        "evidence": [{"what": one.what, "where": one.where} for one in said.evidence],
        "facts": [fact_json(number, fact, zone) for number, fact in enumerate(found.facts, 1)],
        "events": [_event(each, me) for each in found.events],
        "question": found.question or None,
    }


def settled_lines(settled: Iterable[Settled], planned: Planned) -> Iterable[str]:
    """Return what was added to the log by itself, opportunity by opportunity."""
    for each in settled:
        opportunity, _ = planned.of(each.opportunity)
        opened = "opened, " if each.opened else ""
        facts = "; ".join(_fact(fact, opportunity, planned) for fact in each.facts)
        yield f"  {opportunity.company} ({opportunity.id}): {opened}{facts}".rstrip(", ")
        yield f"    from “{each.mail.subject}”, {each.mail.sender.address}"


def _fact(fact: Fact, opportunity: Opportunity, planned: Planned) -> str:
    return told(fact, opportunity, planned.search.me)


def settled_json(each: Settled, me: Me) -> dict[str, Any]:
    """Return one mail that was applied, for programs."""
    zone = ZoneInfo(me.time_zone)
    return {
        "mail": each.mail.id,
        "opportunity": each.opportunity,
        "opened": each.opened,
        "meaning": each.mail.recognition.meaning,
        "facts": [fact_json(number, fact, zone) for number, fact in enumerate(each.facts, 1)],
    }

"""Mails as people and programs read of them: what they say, what was made of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from duly.cli.logbook import fact_json
from duly.core.model import Fact, Me, Opportunity
from duly.formats.factwords import told
from duly.recognise.proposalwords import about, adds, envelope, event, matched, says

if TYPE_CHECKING:
    from duly.recognise.proposing import Proposal
    from duly.services.planning import Planned
    from duly.services.settling import Settled

_WIDTH: Final = 96
_INDENT: Final = " " * 5


def proposal_lines(found: Proposal, me: Me, opportunities: Iterable[Opportunity]) -> list[str]:
    """Return what waits for the user's word as text."""
    mail, said = found.mail, found.mail.recognition
    what = says(said.meaning)
    title = click.style(f"{about(found)}: {what}", bold=True)
    lines = [
        f"{mail.id:>3}  {title}",
        f"{_INDENT}{envelope(mail, me)}",
        *(
            _wrapped(f"because of the {one.where}: “{' '.join(one.what.split())}”")
            for one in dict.fromkeys(said.evidence[:3])
        ),
        f"{_INDENT}{matched(found)}; {found.confidence:.0%} sure",
    ]
    lines += [f"{_INDENT}would note: {each}" for each in adds(found, me, opportunities)]
    return [*lines, f"{_INDENT}{found.question}"] if found.question else lines


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text[:400], _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT + "  "
    )


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
        "events": [event(each, me) for each in found.events],
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

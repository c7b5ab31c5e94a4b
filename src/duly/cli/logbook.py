"""The log of one opportunity, told fact by fact."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from duly.core.model import Fact, Me, Opportunity, What
from duly.core.worktime import spoken
from duly.formats import actionwords
from duly.services import opening
from duly.store import queries
from duly.store.queries import Noted

_WORDS = {
    What.APPLIED: "you applied",
    What.INTERVIEW: "interview{people}",
    What.INTERVIEW_CANCELLED: "interview cancelled",
    What.INTERVIEW_MOVED: "interview moved",
    What.CONVERSATION: "conversation{people}",
    What.PROMISE: "they promised an answer",
    What.SENT: "you sent: {step}{people}",
    What.CALLED: "you called{people}: {outcome}",
    What.RECEIVED: "they sent{people}: {meaning}",
    What.OFFER: "offer{people}",
    What.MORE_TIME: "more time to decide",
    What.ACCEPTED: "you accepted",
    What.DECLINED: "you declined",
    What.WITHDREW: "you withdrew",
    What.CONNECTED: "connected on LinkedIn{people}",
    What.SKIPPED: "you skipped {step}{people}",
    What.SNOOZED: "you put {step} off{people}",
    What.RETIRED: "you retired {step}{people}",
}
_OWN_STEPS = frozenset({"debrief", "prepare", "decide", "find-address", "let-go"})


def entries(id: str) -> list[Noted]:
    """Return what is in force of an opportunity's log, by when it happened."""
    with opening.opened() as database, database.reading():
        noted = queries.log(database, id)
    return sorted(noted, key=lambda each: each.fact.at)


def told(fact: Fact, opportunity: Opportunity, me: Me) -> str:
    """Return a fact in a few words, with when it was."""
    local = fact.at.astimezone(ZoneInfo(me.time_zone))
    return f"{spoken(local.date())} {local:%H:%M} {_what(fact, opportunity)}"


def _what(fact: Fact, opportunity: Opportunity) -> str:
    names = ", ".join(actionwords.person_name(opportunity, each) for each in fact.people)
    words = _WORDS[fact.what]
    if fact.step in _OWN_STEPS and fact.what is What.SENT:
        words = "done: {step}"
    text = words.format(
        people=f" ({names})" if names else "",
        step=fact.step or "everything",
        outcome=fact.outcome,
        meaning=fact.meaning,
    )
    return text + "".join(_dates(fact, opportunity))


def _dates(fact: Fact, opportunity: Opportunity) -> list[str]:
    theirs = ZoneInfo(opportunity.time_zone)
    found = []
    if fact.by:
        found.append(f", by {spoken(fact.by)}")
    if fact.until:
        found.append(f", until {spoken(fact.until)}")
    for words, instant in ((", answer by", fact.answer_by), (" to", fact.to_at)):
        if instant:
            local = instant.astimezone(theirs)
            found.append(f"{words} {spoken(local.date())} {local:%H:%M}")
    if fact.may_call:
        found.append(", you may call")
    return [*found, f" ({fact.note})"] if fact.note else found


def fact_json(number: int, fact: Fact, zone: ZoneInfo) -> dict[str, Any]:
    """Return a fact, empty fields left out, instants in their zone."""
    instants = ("at", "answer_by", "was_at", "to_at", "starts_at")
    days = ("by", "until")
    found: dict[str, Any] = {"number": number, "what": fact.what, "people": list(fact.people)}
    for name in instants:
        if instant := getattr(fact, name):
            found[name] = instant.astimezone(zone).isoformat()
    for name in days:
        if day := getattr(fact, name):
            found[name] = day.isoformat()
    for name in ("step", "meaning", "outcome", "channel", "arranged_by", "may_call", "automatic",
                 "insist", "note"):  # fmt: skip
        if value := getattr(fact, name):
            found[name] = value
    return found

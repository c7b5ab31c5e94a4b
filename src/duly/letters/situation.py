"""What a search knows that matters for one letter: from facts to a `Context`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from duly.core.facts import History, Standing
from duly.core.model import Debrief, Impression, Mend, Opportunity, Person, Search, What
from duly.core.worktime import Calendars
from duly.letters.context import Context
from duly.letters.kinds import kind_of
from duly.letters.names import greeted, plain, same_person
from duly.letters.names import parts as name_parts
from duly.letters.text import Letter


@dataclass(frozen=True, slots=True)
class Aim:
    """Which opportunity a letter belongs to, and who reads it, where that can be told."""

    opportunity: Opportunity
    reader: Person | None = None


def aim(letter: Letter, search: Search, to: str = "") -> Aim | None:
    """Tell whom a letter is for: by `to`, else by its greeting, else by the company it names.

    Args:
        letter: The letter.
        search: The search it belongs to.
        to: Id or name of the reader, where the user says it.
    """
    if to:
        return next(
            (Aim(o, p) for o in search.opportunities for p in o.people if to in {p.id, p.name}),
            None,
        )
    named = [
        Aim(opportunity, person)
        for opportunity in search.opportunities
        for person in opportunity.people
        if _greets(letter, person)
    ]
    mentioned = [o for o in search.opportunities if plain(o.company) in plain(letter.clear)]
    for found in named:
        if found.opportunity in mentioned or len({n.opportunity.id for n in named}) == 1:
            return found
    if mentioned:
        return Aim(mentioned[0])
    return Aim(search.opportunities[0]) if len(search.opportunities) == 1 else None


def _greets(letter: Letter, person: Person) -> bool:
    words = [named.word for named in greeted(letter)]
    return any(same_person(word, part) for word in words for part in name_parts(person.name))


def context_for(
    letter: Letter,
    search: Search,
    aimed: Aim | None,
    *,
    kind: str = "",
    now: datetime | None = None,
    attempts_allowed: int | None = None,
) -> Context:
    """Return what the search knows for a letter.

    Args:
        letter: The letter.
        search: The search it belongs to.
        aimed: Whom it is for; None where that is unknown, and then only names are known.
        kind: The kind of letter; guessed where empty.
        now: When it would be sent; the search's own present where None.
        attempts_allowed: How many attempts its playbook allows.
    """
    kind = kind or kind_of(letter)
    at = now or search.at
    if aimed is None:
        everybody = {p.name for o in search.opportunities for p in o.people}
        return Context(kind=kind, others=tuple(sorted(everybody)), me=search.me.name, now=at)
    context = _people(search, aimed)._replace(
        kind=kind,
        facts=tuple(_told(search, aimed.opportunity)),
        spoken=tuple(_spoken(search, aimed.opportunity, aimed.reader)),
        now=at,
        attempts_allowed=attempts_allowed,
    )
    if at is None:
        return context
    return _dated(context, _standing(search, aimed.opportunity, at), aimed.reader)


def _people(search: Search, aimed: Aim) -> Context:
    """Return the names that are known: of people, companies and the role."""
    here, reader = aimed.opportunity, aimed.reader
    elsewhere = [o for o in search.opportunities if o is not here]
    return Context(
        recipient=reader.name if reader else "",
        others=tuple(p.name for p in here.people if p is not reader),
        me=search.me.name,
        company=here.company,
        role=here.role,
        other_companies=tuple(o.company for o in elsewhere if o.company != here.company),
        other_people=tuple(p.name for o in elsewhere for p in o.people),
    )


def _dated(context: Context, standing: Standing, reader: Person | None) -> Context:
    """Return the context with what has happened until now."""
    attempts = standing.attempts
    return context._replace(
        met_at=_met_at(standing, context.kind, reader),
        promise_on=_promise_on(standing),
        attempts_made=len(attempts),
        last_attempt_on=attempts[-1].at.date() if attempts else None,
        refused=bool(standing.ended and standing.ended.what is What.RECEIVED),
    )


def _promise_on(standing: Standing) -> date | None:
    """Return the day of their promise while it stands: an offer or an end keeps it (W1)."""
    kept = standing.offer_at is not None or standing.ended
    return standing.promise.by if standing.promise and not kept else None


def _standing(search: Search, here: Opportunity, at: datetime) -> Standing:
    calendar = Calendars({}).of(here.time_zone, here.country)
    return History(f for f in search.facts if f.opportunity == here.id).standing(at, calendar)


def _met_at(standing: Standing, kind: str, reader: Person | None) -> datetime | None:
    if kind == "application-follow-up":
        return standing.applied.at if standing.applied else None
    for held in reversed(standing.rounds):
        if reader and reader.id in held.met:
            return held.met[reader.id]
    return standing.rounds[-1].ends_at if standing.rounds else None


def _told(search: Search, here: Opportunity) -> Iterator[str]:
    """Yield every phrase in the notes of an opportunity; none where there are no notes."""
    for debrief in search.debriefs:
        if debrief.opportunity == here.id:
            yield from _round(debrief)
            for impression in debrief.impressions:
                yield from _impression(impression)
    if any(debrief.opportunity == here.id for debrief in search.debriefs):
        yield from (f.note for f in search.facts if f.opportunity == here.id and f.note)


def _spoken(search: Search, here: Opportunity, reader: Person | None) -> Iterator[str]:
    """Yield what was said to the reader, and to the whole round."""
    for debrief in search.debriefs:
        if debrief.opportunity != here.id:
            continue
        yield from (*debrief.topics, *debrief.challenges)
        for impression in debrief.impressions:
            if reader is None or impression.person == reader.id:
                yield from _impression(impression)


def _round(debrief: Debrief) -> Iterator[str]:
    yield from (*debrief.topics, *debrief.challenges, *debrief.strengths)
    yield from (debrief.success_short, debrief.success_long, debrief.accomplishment)
    yield debrief.next_steps
    for mend in debrief.mends:
        yield from _mend(mend)


def _impression(impression: Impression) -> Iterator[str]:
    yield from (*impression.cares_about, *impression.topics, impression.remark)
    yield from (impression.challenge, impression.answer, impression.value)
    if impression.mend:
        yield from _mend(impression.mend)


def _mend(mend: Mend) -> Iterator[str]:
    yield from (mend.question, mend.better)

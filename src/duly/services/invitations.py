"""Invitations from calendar files, made into interviews (RFC 5546: SEQUENCE, who may say what).

A later version of an event that is known moves or cancels its interview; an earlier one, or the
same again, changes nothing. What comes from somebody other than the event's organizer is never
applied: it is shown to the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from duly.core.meetings import meeting_ends
from duly.core.model import Fact, Me, What
from duly.core.told import joined, told
from duly.formats.calendar import (
    Attendee,
    AttendeeKind,
    Cancellation,
    Invitation,
    Refusal,
    latest,
    read_invitations,
)
from duly.services import employers, interviews, log, opening, opportunities, planning, profile
from duly.services.interviews import Held
from duly.services.opportunities import Given, Opening
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from duly.store import models

_MOST_CHARACTERS: Final = 200
_PEOPLE: Final = frozenset({AttendeeKind.INDIVIDUAL, AttendeeKind.UNKNOWN})


class Became(StrEnum):
    """What became of one event of a file."""

    INTERVIEW = "interview"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    KNOWN = "known"
    REFUSED = "refused"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Taken:
    """One event of a file, and what became of it.

    Attributes:
        why: A sentence for the user.
    """

    became: Became
    summary: str
    why: str
    opportunity: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where an invitation goes; all empty to have it found out.

    Attributes:
        sanctioned: The user has looked at it: it is applied whoever sent it.
        source: What the log calls where it came from.
    """

    opportunity: str = ""
    company: str = ""
    role: str = ""
    sanctioned: bool = False
    source: str = "calendar"


@opening.use_case
def take_in(data: bytes, where: str, target: Target, at: datetime) -> tuple[list[Taken], Planned]:
    """Make interviews of a calendar file: all of it is taken in, or nothing.

    Raises:
        CalendarError: It is no calendar.
    """
    me = queries.profile(ThroughDjango()).me
    found = read_invitations(data, me.time_zone, where=where)
    refused = [_refused(each) for each in found if isinstance(each, Refusal)]
    events = latest(each for each in found if not isinstance(each, Refusal))
    taken = [take(each, me, target, at) for each in events]
    return [*taken, *refused], planning.refresh(at)


def _refused(refusal: Refusal) -> Taken:
    return Taken(Became.REFUSED, refusal.summary, refusal.reason)


def take(event: Invitation | Cancellation, me: Me, target: Target, at: datetime) -> Taken:
    """Make of one event what it says, inside a use case."""
    known = _known(event)
    if known is None:
        if isinstance(event, Cancellation) or event.cancelled:
            why = told("It cancels an interview that was never noted here; there is nothing to do.")
            return Taken(Became.KNOWN, event.summary, why)
        return _new(event, me, target, at)
    if _is_older(event, known):
        why = told("A newer version of this event is noted already; this one changes nothing.")
        return Taken(Became.KNOWN, event.summary, why, known.opportunity.slug)
    organizer = event.organizer.email if event.organizer else ""
    theirs = not known.organizer or organizer.casefold() == known.organizer.casefold()
    if not theirs and not target.sanctioned:
        why = told(
            "It comes from {sender}, but {organizer} arranged the interview. Nothing was changed; "
            "ask them, then note it by hand.",
            sender=organizer or told("nobody named"),
            organizer=known.organizer,
        )
        return Taken(Became.ASK, event.summary, why, known.opportunity.slug)
    return _newer(event, known, me, target.source, at)


def _known(event: Invitation | Cancellation) -> models.Invitation | None:
    from duly.store import models

    if not event.uid:
        return None
    same = models.Invitation.objects.filter(uid=event.uid).select_related("opportunity")
    return same.filter(recurrence_id=event.recurrence_id).first()


def _is_older(event: Invitation | Cancellation, known: models.Invitation) -> bool:
    stamped_at = event.stamped_at or datetime.min.replace(tzinfo=UTC)
    known_at = known.stamped_at or datetime.min.replace(tzinfo=UTC)
    return (event.sequence, stamped_at) < (known.sequence, known_at)


# A version of an event that is known


def _newer(
    event: Invitation | Cancellation, known: models.Invitation, me: Me, source: str, at: datetime
) -> Taken:
    id = known.opportunity.slug
    if isinstance(event, Cancellation) or event.cancelled:
        return _cancelled(event, known, source, at)
    was_at = _end_now(known)
    why: str
    if known.cancelled or was_at is None:
        interviews.add(id, _held(event, me), at, source)
        became, why = Became.INTERVIEW, told("It is on again.")
    elif event.ends_at != was_at:
        move = interviews.moved(id, was_at, event.ends_at, at, event.starts_at)
        log.append([move], at, source)
        became, why = Became.MOVED, told("They moved it; the plan counts from the new time.")
    else:
        became, why = _same_time(event, known, me)
    _remember(event, known, became is not Became.KNOWN)
    return Taken(became, event.summary, why, id, event.starts_at, event.ends_at)


def _end_now(known: models.Invitation) -> datetime | None:
    """Return when the interview of an event ends now; None where it does not stand any more.

    It may have been moved or cancelled by hand since the invitation came.
    """
    facts = [noted.fact for noted in queries.log(ThroughDjango(), known.opportunity.slug)]
    ends_at = known.ends_at
    for fact in sorted(facts, key=lambda each: each.at):
        if fact.was_at == ends_at and fact.to_at:
            ends_at = fact.to_at
    return ends_at if ends_at in meeting_ends(facts) else None


def _same_time(event: Invitation, known: models.Invitation, me: Me) -> tuple[Became, str]:
    people = tuple(
        opportunities.involve(known.opportunity, each) for each in _held(event, me).people
    )
    if interviews.also_met(known.opportunity.slug, event.ends_at, people):
        return Became.CHANGED, told("Somebody joined it.")
    return Became.KNOWN, told("This event is noted already.")


def _cancelled(
    event: Invitation | Cancellation, known: models.Invitation, source: str, at: datetime
) -> Taken:
    id, was_at = known.opportunity.slug, _end_now(known)
    if known.cancelled or was_at is None:
        return Taken(Became.KNOWN, event.summary, told("It is noted as cancelled already."), id)
    log.append([Fact(at, What.INTERVIEW_CANCELLED, id, was_at=was_at)], at, source)
    known.cancelled = True
    known.sequence = event.sequence
    known.stamped_at = event.stamped_at or known.stamped_at
    known.save()
    why = told("They cancelled it; no thanks are due for it.")
    return Taken(Became.CANCELLED, event.summary, why, id, None, was_at)


def _remember(event: Invitation, known: models.Invitation, changed: bool) -> None:  # noqa: FBT001
    if not changed and event.sequence == known.sequence:
        return
    known.sequence = event.sequence
    known.stamped_at = event.stamped_at or known.stamped_at
    known.ends_at = event.ends_at
    known.cancelled = False
    known.save()


# An event that is new


def _new(event: Invitation, me: Me, target: Target, at: datetime) -> Taken:
    from duly.store import models

    id, opened = _opportunity(event, me, target, at)
    held = _held(event, me)
    met = _joined(id, held) if not opened else None
    if met is None:
        interviews.add(id, held, at, target.source)
    if event.uid:
        models.Invitation.objects.create(
            opportunity=opportunities.row_of(id),
            uid=event.uid,
            recurrence_id=event.recurrence_id,
            sequence=event.sequence,
            stamped_at=event.stamped_at,
            organizer=event.organizer.email if event.organizer else "",
            ends_at=event.ends_at,
            recorded_at=datetime.now(UTC),
        )
    if met is not None:
        became = Became.CHANGED if met else Became.KNOWN
        known = told("You had noted it already.")
        if met:
            known = told("You had noted it already; people joined it.")
        return Taken(became, event.summary, known, id, event.starts_at, event.ends_at)
    why = joined(opened, event.remark)
    return Taken(Became.INTERVIEW, event.summary, why, id, event.starts_at, event.ends_at)


def _joined(id: str, held: Held) -> bool | None:
    """Put people into an interview that was typed in; None where there is none at that time."""
    facts = [noted.fact for noted in queries.log(ThroughDjango(), id)]
    if held.ends_at not in meeting_ends(facts):
        return None
    row = opportunities.row_of(id)
    people = tuple(opportunities.involve(row, each) for each in held.people)
    return interviews.also_met(id, held.ends_at, people)


def _opportunity(event: Invitation, me: Me, target: Target, at: datetime) -> tuple[str, str]:
    """Return the opportunity an invitation belongs to, opened where it is new, and a word on it."""
    if target.opportunity:
        return opportunities.row_of(target.opportunity).slug, ""
    people = _people(event, me)
    company = target.company or employers.company(
        [each.email for each in people], event.summary, event.location
    )
    known = _known_people(people, company) if not target.company else None
    if known:
        return known, ""
    named = company or event.summary or "Somebody"
    zone = me.time_zone if event.zone == "UTC" or event.floating else event.zone
    new = Opening(
        named[:_MOST_CHARACTERS],
        role=target.role,
        time_zone=zone,
        country=profile.near(me, zone),
    )
    id = opportunities.create(new, at)
    if company:
        return id, told('Opened as "{id}".', id=id)
    return id, told(
        'Opened as "{id}", after its title: it does not say which company it is from. '
        "Put that right: duly edit {id} --company NAME.",
        id=id,
    )


def _known_people(people: list[Attendee], company: str) -> str:
    """Return the one opportunity in which somebody invited is known, or whose company it is."""
    from duly.store import models

    emails = [each.email for each in people if each.email]
    known = models.Opportunity.objects.filter(involvements__person__email__in=emails).distinct()
    found = list(known.values_list("slug", flat=True)[:2])
    if not found and company:
        same = models.Opportunity.objects.filter(company__iexact=company)
        found = list(same.values_list("slug", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def _held(event: Invitation, me: Me) -> Held:
    people = tuple(_given(each) for each in _people(event, me))
    organizer = event.organizer
    arranged_by = None
    if organizer and _is_somebody(organizer) and not _is_me(organizer, me):
        arranged_by = _given(organizer)
    return Held(
        event.ends_at,
        people,
        starts_at=event.starts_at,
        arranged_by=arranged_by,
        note=event.summary[:_MOST_CHARACTERS],
    )


def _given(attendee: Attendee) -> Given:
    name = attendee.name.replace("<", "").replace(">", "").replace('"', "")[:_MOST_CHARACTERS]
    return Given(f"{name} <{attendee.email}>" if attendee.email else name)


def _people(event: Invitation, me: Me) -> list[Attendee]:
    """Return everyone who will be in the interview besides the user."""
    everyone = [each for each in (event.organizer, *event.attendees) if each]
    invited = {(each.email or each.name).casefold(): each for each in reversed(everyone)}
    others = [
        each for each in reversed(invited.values()) if _is_somebody(each) and not _is_me(each, me)
    ]
    if any(_is_me(each, me) for each in everyone) or not event.organizer:
        return others
    guests = [each for each in others if each.email != event.organizer.email]
    user = _the_user(guests, event.organizer)
    return [each for each in others if each is not user]


def _is_somebody(attendee: Attendee) -> bool:
    return (
        attendee.kind in _PEOPLE
        and bool(attendee.email or attendee.name)
        and not employers.is_automatic(attendee.email)
    )


def _is_me(attendee: Attendee, me: Me) -> bool:
    if me.email and attendee.email.casefold() == me.email.casefold():
        return True
    return bool(me.name) and attendee.name.casefold() == me.name.casefold()


def _the_user(guests: list[Attendee], organizer: Attendee) -> Attendee | None:
    """Return who of the guests the user must be, where nothing says so.

    The only guest; else the only one with an address of their own at a mail provider.
    """
    if len(guests) == 1:
        return guests[0]
    private = [each for each in guests if employers.is_private(each.email)]
    if len(private) == 1 and not employers.is_private(organizer.email):
        return private[0]
    return None

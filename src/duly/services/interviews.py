"""Interviews: held or set up, moved, cancelled; typed in, or read from an invitation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from duly.core.errors import AmbiguousError, FactsError, NothingToDoError, UnknownError
from duly.core.meetings import meeting_ends, named
from duly.core.model import Fact, What
from duly.core.told import told
from duly.formats import whom
from duly.services import log, opening, opportunities, planning
from duly.services.opportunities import Given, Opening
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango
from duly.store.queries import Noted


@dataclass(frozen=True, slots=True)
class Held:
    """An interview as the user tells of it.

    Attributes:
        ends_at: May lie ahead.
        people: Everyone in it.
        arranged_by: Whoever set it up, as typed.
        conversation: By chance, or in a network: no questions are asked after it.
    """

    ends_at: datetime
    people: tuple[Given, ...] = ()
    starts_at: datetime | None = None
    arranged_by: Given | None = None
    conversation: bool = False
    note: str = ""


@opening.use_case
def record(
    held: Held, at: datetime, *, id: str = "", new: Opening | None = None
) -> tuple[str, Planned]:
    """Note an interview, of an opportunity there is or of one opened with it; return the id.

    Raises:
        WrongUsageError: Something said of it cannot be.
        AmbiguousError: Nobody can tell whether two of those who were there are one.
        NothingToDoError: It is noted already.
    """
    if new:
        id = opportunities.create(new, at)
    _check(held)
    fact = add(id, held, at)
    return id, planning.refresh(at, [fact])


def add(id: str, held: Held, at: datetime, source: str = "typed") -> Fact:
    """Note an interview inside a use case.

    Raises:
        NothingToDoError: It is noted already.
    """
    row = opportunities.row_of(id)
    people = tuple(dict.fromkeys(opportunities.involve(row, each) for each in held.people))
    arranged_by = opportunities.involve(row, held.arranged_by) if held.arranged_by else ""
    fact = Fact(
        held.ends_at,
        What.CONVERSATION if held.conversation else What.INTERVIEW,
        id,
        people=people,
        starts_at=held.starts_at,
        arranged_by=arranged_by,
        note=held.note,
    )
    if not _reinstate(id, held.ends_at, people):
        log.append([fact], at, source)
    return fact


def _reinstate(id: str, ends_at: datetime, people: tuple[str, ...]) -> bool:
    """Take the cancellation of an interview back when it is on again at its old time."""
    for noted in queries.log(ThroughDjango(), id):
        if noted.fact.what is What.INTERVIEW_CANCELLED and noted.fact.was_at == ends_at:
            log.retract(noted)
            also_met(id, ends_at, people)
            return True
    return False


def _check(held: Held) -> None:
    _refuse_backwards(held.starts_at, held.ends_at)
    for one, other in combinations([whom.read(each.text) for each in held.people], 2):
        told_apart = one.email and other.email and one.email.lower() != other.email.lower()
        if one.name.casefold() == other.name.casefold() and one.name and not told_apart:
            raise AmbiguousError(
                told("{name} is there twice", name=one.name),
                mend="If they are two, give each their e-mail; if it is one, leave one out.",
            )


def _refuse_backwards(starts_at: datetime | None, ends_at: datetime) -> None:
    if starts_at and starts_at > ends_at:
        raise FactsError("the interview would end before it starts", mend="Check both times.")


@opening.use_case
def move(
    id: str,
    was_at: datetime | None,
    to_at: datetime,
    at: datetime,
    *,
    starts_at: datetime | None = None,
) -> Planned:
    """Note that they moved an interview: the one that ends at `was_at`, or the only one ahead.

    Args:
        id: The opportunity's.
        was_at: Its old end.
        to_at: Its new end.
        at: The present.
        starts_at: Its new start; without one it takes as long as it would have.

    Raises:
        UnknownError: There is no such interview.
        NothingToDoError: It has that time already.
    """
    was_at = _which(id, was_at, at)
    if was_at == to_at:
        raise NothingToDoError("the interview has that time already")
    fact = moved(id, was_at, to_at, at, starts_at)
    _refuse_backwards(fact.starts_at, to_at)
    log.append([fact], at)
    return planning.refresh(at, [fact])


def moved(
    id: str, was_at: datetime, to_at: datetime, at: datetime, starts_at: datetime | None = None
) -> Fact:
    """Return that an interview was moved, with its new start where that can be known."""
    return Fact(
        at,
        What.INTERVIEW_MOVED,
        id,
        was_at=was_at,
        to_at=to_at,
        starts_at=starts_at or _shifted_start(id, was_at, to_at),
    )


def _shifted_start(id: str, was_at: datetime, to_at: datetime) -> datetime | None:
    for _, meeting in named(noted.fact for noted in queries.log(ThroughDjango(), id)):
        if meeting.ends_at == was_at and meeting.starts_at:
            return meeting.starts_at + (to_at - was_at)
    return None


@opening.use_case
def cancel(id: str, was_at: datetime | None, at: datetime) -> Planned:
    """Note that an interview was cancelled: the one that ends at `was_at`, or the only one ahead.

    Raises:
        UnknownError: There is no such interview.
    """
    fact = Fact(at, What.INTERVIEW_CANCELLED, id, was_at=_which(id, was_at, at))
    log.append([fact], at)
    return planning.refresh(at, [fact])


def _which(id: str, was_at: datetime | None, at: datetime) -> datetime:
    opportunities.row_of(id)
    known = meeting_ends(noted.fact for noted in queries.log(ThroughDjango(), id))
    ahead = [each for each in known if each > at]
    if was_at in known:
        return was_at
    if was_at is None and len(ahead) == 1:
        return ahead[0]
    listed = ", ".join(f"{each:%Y-%m-%d %H:%M} UTC" for each in known)
    raise UnknownError(
        "it is not clear which interview is meant"
        if known
        else told('"{id}" has no interview', id=id),
        expected=told("the end of one of these: {listed}", listed=listed) if known else "",
        mend="Say which with --was." if known else "",
    )


def last_held(facts: Iterable[Fact], at: datetime) -> datetime | None:
    """Return when the last interview that is over ended."""
    return max((each for each in meeting_ends(facts) if each <= at), default=None)


def also_met(id: str, ends_at: datetime, people: tuple[str, ...]) -> bool:
    """Put people into an interview they were in, inside a use case; tell whether any were new."""
    noted = _at(id, ends_at)
    if noted is None:
        return False
    everyone = tuple(dict.fromkeys((*noted.fact.people, *people)))
    if everyone == noted.fact.people:
        return False
    log.replace(noted, replace(noted.fact, people=everyone))
    return True


def _at(id: str, ends_at: datetime) -> Noted | None:
    """Return the interview that ends then, by the time it was first given or the one it has."""
    noted = queries.log(ThroughDjango(), id)
    for each in sorted(noted, key=lambda one: one.fact.at, reverse=True):
        if each.fact.to_at == ends_at and each.fact.was_at:
            ends_at = each.fact.was_at
    for each in noted:
        if each.fact.at == ends_at and each.fact.what in (What.INTERVIEW, What.CONVERSATION):
            return each
    return None

"""Contact cards and LinkedIn connections: what is missing of people who are known is completed.

Nobody else is taken in: an address book is no job search. Somebody is known again by their address,
or by their name together with the company of an opportunity they are part of; where that leaves
doubt, the user is asked. What is noted already is never overwritten, only reported as different.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from duly.core.model import LIVE, Fact, LinkedIn, What
from duly.core.told import Told, enumerated, joined, told
from duly.formats import fullname, profile, slug
from duly.formats.card import Refusal, read_cards
from duly.formats.linkedin import read_connections
from duly.services import employers, log, opening, opportunities, planning
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duly.formats.card import Card
    from duly.formats.linkedin import Connection
    from duly.store import models

MOST: Final = {"email": 320, "phone": 64, "address": 1_000, "title": 200, "profile": 500}
"""Characters of each field, as the tables have them."""
_REACHES: Final = frozenset({"email", "phone", "address"})
_NOON: Final = time(12)


class Became(StrEnum):
    """What became of one card or connection."""

    COMPLETED = "completed"
    CONNECTED = "connected"
    DIFFERENT = "different"
    KNOWN = "known"
    ASK = "ask"
    REFUSED = "refused"


class Difference(NamedTuple):
    """Something noted here that the file has otherwise; what is noted stays."""

    field: str
    noted: str
    found: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One card or connection of somebody known, and what became of it.

    Attributes:
        summary: Whose it is.
        why: A sentence for the user.
        person: Their id; empty where it is not certain who it is.
        opportunities: Ids of those where a connection was noted.
        filled: The fields that were empty: "email", "phone", "address", "title", "profile".
    """

    became: Became
    summary: str
    why: str
    person: str = ""
    opportunities: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    different: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A whole file, and what became of it.

    Attributes:
        passed_over: How many are nobody in this search; nothing of them was kept.
        remarks: What the user should know of how the file was read.
    """

    taken: tuple[Taken, ...]
    passed_over: int
    remarks: tuple[str, ...] = ()


class _Found(NamedTuple):
    """A person in a file, whichever kind of file it is."""

    name: str
    companies: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    connected: bool = False
    connected_on: date | None = None


@opening.use_case
def take_in_cards(data: bytes, where: str, at: datetime) -> tuple[TakenIn, Planned]:
    """Complete people who are known from a file of contact cards: all of it, or nothing.

    Raises:
        CardError: It holds no cards, or too much.
    """
    cards = read_cards(data, where=where)
    refused = [
        Taken(Became.REFUSED, each.name or each.place, each.reason)
        for each in cards
        if isinstance(each, Refusal)
    ]
    found = [_of_card(each) for each in cards if not isinstance(each, Refusal)]
    taken, passed_over = _take_in(found, at)
    return TakenIn((*taken, *refused), passed_over), planning.refresh(at)


@opening.use_case
def take_in_connections(data: bytes, where: str, at: datetime) -> tuple[TakenIn, Planned]:
    """Note who of the people known is connected on LinkedIn (N1), and complete them.

    Raises:
        ConnectionsError: It is no list of connections, or a line of it cannot be read.
    """
    connections = read_connections(data, where=where)
    taken, passed_over = _take_in([_of_connection(each) for each in connections], at)
    known = {fullname.bare(each.summary) for each in taken}
    remarks = tuple(each.remark for each in connections if each.remark and each.name in known)
    return TakenIn(tuple(taken), passed_over, remarks), planning.refresh(at)


def _of_card(card: Card) -> _Found:
    emails = (card.email, *(each.value for each in card.emails))
    phones = (card.phone, *(each.value for each in card.phones)) if card.phone else ()
    addresses = (card.address, *(each.value for each in card.addresses))
    values = {
        "email": emails,
        "phone": phones,
        "address": addresses,
        "title": (card.title,),
        "profile": (profile.find(card.linkedin),),
    }
    return _Found(card.name, _companies(card.company, emails), _cleaned(values))


def _of_connection(connection: Connection) -> _Found:
    values: dict[str, tuple[str, ...]] = {
        "email": (connection.email,),
        "title": (connection.position,),
        "profile": (profile.find(connection.url),),
    }
    companies = _companies(connection.company, [connection.email])
    return _Found(
        connection.name,
        companies,
        _cleaned(values),
        connected=True,
        connected_on=connection.connected_on,
    )


def _companies(said: str, emails: Iterable[str]) -> tuple[str, ...]:
    """Return the company as said; where nothing is, the one that the addresses are of."""
    named = said or employers.company([each for each in emails if each], "")
    return (slug.company_slug(named),) if named else ()


def _cleaned(values: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(dict.fromkeys(each[: MOST[name]] for each in found if each))
        for name, found in values.items()
    }


# Who it is


class _People:
    """Everybody in the search, found by address and by name."""

    def __init__(self) -> None:
        from duly.store import models

        self.by_email: dict[str, list[models.Person]] = defaultdict(list)
        self.by_name: dict[str, list[models.Person]] = defaultdict(list)
        self.companies: dict[int, set[str]] = defaultdict(set)
        rows = models.Person.objects.prefetch_related("involvements__opportunity").order_by("pk")
        for person in rows:
            if person.email:
                self.by_email[person.email.casefold()].append(person)
            self.by_name[_key(person.name)].append(person)
            for involved in person.involvements.all():
                self.companies[person.pk].add(slug.company_slug(involved.opportunity.company))

    def works_there(self, person: models.Person, companies: tuple[str, ...]) -> bool:
        """Tell whether one of the companies is one of their opportunities'."""
        return any(
            _same_company(one, other) for one in companies for other in self.companies[person.pk]
        )


def _key(name: str) -> str:
    return slug.slug(fullname.bare(name), "")


def _same_company(one: str, other: str) -> bool:
    """Tell whether two companies are the same, or one is a part of the other by its name."""
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _take_in(found: list[_Found], at: datetime) -> tuple[list[Taken], int]:
    people = _People()
    live: frozenset[str] | None = None
    taken = []
    for each in found:
        whose = _whose(each, people)
        if isinstance(whose, Taken):
            taken.append(whose)
        elif whose is not None:
            if live is None:
                live = _live(at)
            taken.append(_complete(whose, each, people, live, at))
    return taken, len(found) - len(taken)


def _live(at: datetime) -> frozenset[str]:
    plans = planning.refresh(at).plan.plans
    return frozenset(each.opportunity for each in plans if each.state in LIVE)


def _whose(found: _Found, people: _People) -> models.Person | Taken | None:
    """Return who it is, a question where that is not certain, or None for nobody known."""
    by_email = {
        person.pk: person
        for email in found.values.get("email", ())
        for person in people.by_email.get(email.casefold(), ())
    }
    same_name = people.by_name.get(_key(found.name), []) if found.name else []
    if by_email:
        return _certain(found, list(by_email.values()), told("address"))
    there = [each for each in same_name if people.works_there(each, found.companies)]
    if there:
        return _certain(found, there, told("name and company"))
    return _elsewhere(found, same_name) if same_name else None


def _certain(found: _Found, people: list[models.Person], by: str) -> models.Person | Taken:
    (person, *others) = people
    if others:
        ids = " and ".join(each.slug for each in people)
        why = told(
            "{people} have the same {what}. Nothing was changed; say of whom it is: duly person.",
            people=ids,
            what=by,
        )
        return Taken(Became.ASK, found.name, why)
    if by == "address" and found.name and not _share_a_word(found.name, person.name):
        why = told(
            "The address is noted as {name}'s, and the file has it as {other}'s. Nothing was "
            "changed; put right whichever is wrong.",
            name=person.name,
            other=found.name,
        )
        return Taken(Became.ASK, found.name, why, person.slug)
    return person


def _share_a_word(one: str, other: str) -> bool:
    return bool(set(_key(one).split("-")) & set(_key(other).split("-")))


def _elsewhere(found: _Found, same_name: list[models.Person]) -> Taken:
    person = same_name[0]
    at_company = " and ".join(
        dict.fromkeys(each.opportunity.company for each in person.involvements.all())
    )
    why = told(
        "You know a {name} from {company}; the file does not say that this is the same person. "
        "Nothing was changed; if it is, note their address: duly person.",
        name=person.name,
        company=at_company or told("your search"),
    )
    return Taken(Became.ASK, found.name, why)


# What is new


def _complete(
    person: models.Person, found: _Found, people: _People, live: frozenset[str], at: datetime
) -> Taken:
    values = dict(found.values)
    if found.companies and not people.works_there(person, found.companies):
        values.pop("title", None)  # it is their title somewhere else
    filled = _fill(person, values)
    different = tuple(_differences(person, values))
    is_new = found.connected and person.linkedin != LinkedIn.CONNECTED.value
    if is_new:
        person.linkedin = LinkedIn.CONNECTED.value
    if filled or is_new:
        person.save()
    if _REACHES.intersection(filled):
        for involved in person.involvements.all():
            opportunities.settle_address(involved.opportunity.slug, person.slug, at)
    noted = _note_connection(person, found, live, at) if found.connected else ()
    return _told(person, filled, different, noted, connected=is_new or bool(noted))


def _fill(person: models.Person, values: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    filled = []
    for name, found in values.items():
        if found and not getattr(person, name):
            setattr(person, name, found[0])
            filled.append(name)
    return tuple(filled)


def _differences(person: models.Person, values: dict[str, tuple[str, ...]]) -> Iterable[Difference]:
    for name, found in values.items():
        noted = getattr(person, name)
        if found and not any(_same(name, noted, each) for each in found):
            yield Difference(name, noted, found[0])


def _same(name: str, one: str, other: str) -> bool:
    if name == "phone":
        return _digits(one)[-8:] == _digits(other)[-8:]
    return one.casefold() == other.casefold() or slug.slug(one) == slug.slug(other)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def _note_connection(
    person: models.Person, found: _Found, live: frozenset[str], at: datetime
) -> tuple[str, ...]:
    """Note the connection wherever they were met and something may still come of it."""
    if found.connected_on is None:
        return ()
    noted = []
    for involved in person.involvements.all():
        row = involved.opportunity
        if row.slug in live and _met_and_not_noted(row.slug, person.slug, at):
            noon = datetime.combine(found.connected_on, _NOON, ZoneInfo(row.time_zone))
            fact = Fact(min(noon.astimezone(UTC), at), What.CONNECTED, row.slug, (person.slug,))
            log.append([fact], at, "linkedin")
            noted.append(row.slug)
    return tuple(noted)


def _met_and_not_noted(opportunity: str, person: str, at: datetime) -> bool:
    facts = [each.fact for each in queries.log(ThroughDjango(), opportunity)]
    theirs = [each for each in facts if person in each.people and each.at <= at]
    what = {each.what for each in theirs}
    return What.CONNECTED not in what and bool(what & {What.INTERVIEW, What.CONVERSATION})


def _differs(one: Difference) -> Told:
    return told(
        'The {field} here is "{noted}", the file has "{found}"; yours was kept.',
        field=told(one.field),
        noted=one.noted,
        found=one.found,
    )


def _told(
    person: models.Person,
    filled: tuple[str, ...],
    different: tuple[Difference, ...],
    noted: tuple[str, ...],
    *,
    connected: bool,
) -> Taken:
    said = []
    if connected:
        said.append(told("You are connected on LinkedIn."))
    if filled:
        said.append(told("New: {fields}.", fields=enumerated([told(each) for each in filled])))
    said += [_differs(each) for each in different]
    became = (
        Became.CONNECTED if connected
        else Became.COMPLETED if filled
        else Became.DIFFERENT if different
        else Became.KNOWN
    )  # fmt: skip
    why = reduce(joined, said, "") or told("Everything in it is noted already.")
    return Taken(became, person.name, why, person.slug, noted, filled, different)

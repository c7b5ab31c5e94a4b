"""Opportunities and the people in them: opened, changed, found by what people type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from duly.adapters import playbookfiles
from duly.core.errors import (
    AmbiguousError,
    NothingToDoError,
    UnknownError,
    WrongUsageError,
    did_you_mean,
)
from duly.core.model import Fact, Kind, Opportunity, PersonRole, Search, What
from duly.core.told import either, told
from duly.core.worktime import zone
from duly.formats import profile as profile_format
from duly.formats import slug, whom
from duly.recognise.likeness import is_own_address, same_person
from duly.services import log, opening, planning, profile
from duly.services.planning import Planned
from duly.store import queries
from duly.store.connection import ThroughDjango

if TYPE_CHECKING:
    from duly.store import models

_EDITABLE: Final = frozenset(
    {"company", "role", "time_zone", "country", "sector", "interested", "playbook"}
)


@dataclass(frozen=True, slots=True)
class Given:
    """A person as the user names one.

    Attributes:
        text: "Ana Ruiz <ana@acme.example>", a name, or an address.
        one_by_name: Whoever has that name in the opportunity is meant, under a new address too.
    """

    text: str
    role: PersonRole = PersonRole.INTERVIEWER
    phone: str = ""
    title: str = ""
    one_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said of an opportunity when it is opened.

    Attributes:
        time_zone: Theirs; empty for the user's own.
        country: Theirs; empty for the zone's.
        via: The recruiter through whom all contact goes, as typed.
        applied_at: When the user applied, if they did.
    """

    company: str
    role: str = ""
    kind: Kind = Kind.APPLICATION
    time_zone: str = ""
    country: str = ""
    sector: str = ""
    playbook: str = ""
    via: str = ""
    people: tuple[Given, ...] = ()
    applied_at: datetime | None = None


@opening.use_case
def open_one(given: Opening, at: datetime) -> tuple[str, Planned]:
    """Open an opportunity; return its id and the plan.

    Raises:
        WrongUsageError: Something said of it cannot be.
    """
    id = create(given, at)
    if given.applied_at:
        log.append([Fact(given.applied_at, What.APPLIED, id)], at)
    return id, planning.refresh(at)


def create(given: Opening, at: datetime) -> str:
    """Open an opportunity inside a use case; return its id."""
    from duly.store import models

    me = queries.profile(ThroughDjango()).me
    time_zone = given.time_zone or me.time_zone
    zone(time_zone, where="--zone")
    country = given.country or profile.near(me, time_zone)
    if country:
        profile.check_country(country)
    if given.playbook:
        playbookfiles.load(given.playbook)
    row = models.Opportunity.objects.create(
        slug=_free(models.Opportunity, slug.company_slug(given.company)),
        company=given.company.strip(),
        role=given.role.strip(),
        kind=given.kind.value,
        time_zone=time_zone,
        country=country,
        sector=given.sector.strip(),
        playbook=given.playbook,
        opened_at=at,
    )
    for person in given.people:
        involve(row, person)
    if given.via:
        row.via = involve(row, Given(given.via, PersonRole.RECRUITER))
        row.save(update_fields=["via"])
    return row.slug


def _free(model: type[models.Opportunity] | type[models.Person], wanted: str) -> str:
    taken = set(model.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return slug.free(wanted, taken)


@opening.use_case
def edit(
    id: str, at: datetime, *, main_contact: str | None = None, via: str | None = None, **wanted: Any
) -> Planned:
    """Change what is known of an opportunity besides its facts.

    Args:
        id: Its id.
        at: The present.
        main_contact: Whoever questions go to, as typed; empty for nobody in particular.
        via: The recruiter through whom all contact goes, as typed; empty for nobody.
        wanted: Columns to change.

    What is None stays as it is.

    Raises:
        WrongUsageError: One of them cannot be.
        NothingToDoError: All of it is so already.
    """
    row = row_of(id)
    changes = {k: v for k, v in wanted.items() if k in _EDITABLE and v is not None}
    _check(changes)
    for name, typed, role in (
        ("main_contact", main_contact, PersonRole.CONTACT),
        ("via", via, PersonRole.RECRUITER),
    ):
        if typed is not None:
            changes[name] = involve(row, Given(typed, role)) if typed else ""
    if all(getattr(row, name) == value for name, value in changes.items()):
        raise NothingToDoError(told('that is what is noted of "{id}" already', id=id))
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return planning.refresh(at)


def _check(changes: dict[str, Any]) -> None:
    if "company" in changes and not changes["company"].strip():
        raise WrongUsageError("the company's name is empty", expected="a name such as Acme")
    if "time_zone" in changes:
        zone(changes["time_zone"], where="--zone")
    if changes.get("country"):
        profile.check_country(changes["country"])
    if changes.get("playbook"):
        playbookfiles.load(changes["playbook"])


def row_of(id: str) -> models.Opportunity:
    """Return an opportunity's row, inside a use case.

    Raises:
        UnknownError: There is none of that id.
    """
    from duly.store import models

    found = models.Opportunity.objects.filter(slug=id).first()
    if found is None:
        known = models.Opportunity.objects.values_list("slug", flat=True)
        raise UnknownError(
            told('there is no opportunity "{id}"', id=id), mend=did_you_mean(id, known)
        )
    return found


# People


def involve(row: models.Opportunity, given: Given) -> str:
    """Make somebody part of an opportunity, inside a use case; return their id.

    Somebody of that address is the same person wherever they turn up, unless the names speak
    against it: an inbox may be shared. Somebody of that name is, within one opportunity. What was
    not known of them before is added.
    """
    from duly.store import models

    person = _known(row, given.text)
    typed = whom.Whom("", "") if person else whom.read(given.text)
    if person is None:
        person = _person_of(row, typed, one_by_name=given.one_by_name)
    if person is None:
        person = models.Person(slug=_free(models.Person, slug.slug(typed.name)), name=typed.name)
    if whom.is_from_address(person.name, person.email):
        person.name = typed.name or person.name
    another = bool(typed.email and person.email) and typed.email.lower() != person.email.lower()
    person.email = person.email or typed.email
    person.phone = person.phone or given.phone
    person.title = person.title or given.title
    person.save()
    if another:
        models.Address.objects.get_or_create(person=person, email=typed.email.lower())
    models.Involvement.objects.get_or_create(
        opportunity=row, person=person, defaults={"role": given.role.value}
    )
    return person.slug


def _known(row: models.Opportunity, text: str) -> models.Person | None:
    """Return whom a text names among those who are part of it already, by id or first name."""
    from duly.store import models

    involved = models.Person.objects.filter(involvements__opportunity=row)
    found = matching(text, [(each.slug, each.name, each.email) for each in involved])
    return involved.get(slug=found[0]) if len(found) == 1 else None


def _person_of(
    row: models.Opportunity, typed: whom.Whom, *, one_by_name: bool
) -> models.Person | None:
    from duly.store import models

    by_address = _of_address(typed)
    if by_address or not typed.name:
        return by_address
    same_name = (
        models.Person.objects.filter(involvements__opportunity=row, name__iexact=typed.name)
        .order_by("pk")
        .first()
    )
    if same_name and typed.email and same_name.email and not one_by_name:
        return None
    return same_name


def _of_address(typed: whom.Whom) -> models.Person | None:
    """Return who is written to at an address, by name where several share it."""
    from django.db.models import Q

    from duly.store import models

    if not typed.email:
        return None
    at_it = Q(email__iexact=typed.email) | Q(addresses__email=typed.email.lower())
    for person in models.Person.objects.filter(at_it).distinct().order_by("pk"):
        nameless = whom.is_from_address(typed.name, typed.email)
        if nameless or whom.is_from_address(person.name, person.email):
            return person
        if is_own_address(typed.email, person.name) or same_person(person.name, typed.name):
            return person
    return None


def matching(text: str, people: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the ids of those whom a text may mean: by id, name, address, or one of the names."""
    people = list(people)
    wanted = text.strip().casefold()
    exact = [id for id, name, email in people if wanted in {id, name.casefold(), email.casefold()}]
    if exact:
        return exact
    short = slug.slug(text)
    return [id for id, _, _ in people if short in id.split("-") or id.startswith(f"{short}-")]


def person_in(opportunity: Opportunity, text: str, *, where: str = "") -> str:
    """Return the id of somebody in an opportunity, by what the user typed.

    Raises:
        UnknownError: Nobody in it goes by that.
        AmbiguousError: Several do.
    """
    found = matching(text, [(each.id, each.name, each.email) for each in opportunity.people])
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(
            told('"{text}" could be {found}', text=text, found=either(found)),
            where=where,
            mend="Use the id.",
        )
    known = [each.id for each in opportunity.people]
    raise UnknownError(
        told('nobody in "{id}" is called "{text}"', id=opportunity.id, text=text),
        where=where,
        mend=told(
            "{known} Add somebody with: duly person {id} NAME.",
            known=did_you_mean(text, known),
            id=opportunity.id,
        ),
    )


def find(search: Search, text: str) -> Opportunity:
    """Return the opportunity that a text means: by id, company, or how either begins.

    Raises:
        UnknownError: None goes by that.
        AmbiguousError: Several do.
    """
    found = look_for(search, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(
            told('"{text}" could be {found}', text=text, found=either(each.id for each in found)),
            mend="Use the id.",
        )
    known = [each.id for each in search.opportunities]
    raise UnknownError(
        told('there is no opportunity "{text}"', text=text),
        mend=did_you_mean(text, known) if known else "There is none yet: duly open COMPANY.",
    )


def look_for(search: Search, text: str) -> list[Opportunity]:
    """Return the opportunities that a text may mean."""
    wanted = text.strip().casefold()
    ways: tuple[Callable[[Opportunity], bool], ...] = (
        lambda each: each.id == wanted,
        lambda each: each.company.casefold() == wanted,
        lambda each: each.id.startswith(wanted),
        lambda each: each.company.casefold().startswith(wanted),
    )
    for way in ways:
        found = [each for each in search.opportunities if wanted and way(each)]
        if found:
            return found
    return []


@opening.use_case
def change_person(id: str, given: Given, at: datetime, **wanted: str) -> tuple[str, Planned]:
    """Add somebody to an opportunity, or change what is known of them; return their id.

    What is wanted empty is forgotten; a name is never empty. Whatever makes them reachable settles
    the search for their address.

    Raises:
        WrongUsageError: Something said of them cannot be.
    """
    from duly.store import models

    row = row_of(id)
    person_id = involve(row, given)
    person = models.Person.objects.get(slug=person_id)
    if wanted.get("email"):
        whom.email(wanted["email"], where="--email")
    if wanted.get("profile"):
        wanted["profile"] = profile_format.read(wanted["profile"], where="--profile")
    role = wanted.pop("role", "")
    for name, value in wanted.items():
        if value or name != "name":
            setattr(person, name, value)
    person.save()
    if role:
        row.involvements.filter(person=person).update(role=role)
    if {"email", "phone", "address"} & {name for name, value in wanted.items() if value}:
        settle_address(id, person_id, at)
    return person_id, planning.refresh(at)


def settle_address(id: str, person: str, at: datetime) -> None:
    """Say, inside a use case, that an address was found where one bounced before."""
    from duly.core.model import Meaning, Step

    bounced = any(
        noted.fact.meaning is Meaning.BOUNCE and person in noted.fact.people
        for noted in queries.log(ThroughDjango(), id)
    )
    if bounced:
        log.append(
            [Fact(at, What.SENT, id, people=(person,), step=Step.FIND_ADDRESS)],
            max(at, datetime.now(UTC)),
        )

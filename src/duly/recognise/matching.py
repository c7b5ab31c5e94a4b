"""Which opportunity a mail belongs to.

What is surest is asked first: the calendar event it is about, the conversation it answers, the
people who write, and last the company and role it names. Where two opportunities fit, neither is
taken: they are named as rivals, for the user to choose. Roles of one company stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from duly.core.model import Opportunity
from duly.recognise import systems
from duly.recognise.filed import Filed
from duly.recognise.likeness import (
    ALIKE,
    domain_of_company,
    role_likeness,
    same_company,
)
from duly.recognise.meaning import MailMeaning

_CLEARER_BY: Final = 0.15
"""By how much the likest role must be liker than the next."""


class Basis(StrEnum):
    """What a mail was matched by, the surest first."""

    USER = "your word"
    LETTER = "the letter of yours that it is"
    THREAD = "the conversation it answers"
    EVENT = "the calendar event it is about"
    PEOPLE = "who wrote it"
    ROLE = "company and role"
    COMPANY = "the company"
    NOTHING = "nothing known"


CONFIDENCE: Final[Mapping[Basis, float]] = {
    Basis.USER: 1.0,
    Basis.LETTER: 1.0,
    Basis.THREAD: 0.99,
    Basis.EVENT: 0.99,
    Basis.PEOPLE: 0.95,
    Basis.ROLE: 0.9,
    Basis.COMPANY: 0.75,
    Basis.NOTHING: 0.8,
}


class Match(NamedTuple):
    """Where a mail belongs, as far as can be told.

    Attributes:
        opportunity: Its id; empty where it is a new one, or none of the rivals is sure.
        rivals: Ids of those it may belong to, where there are several.
    """

    opportunity: str
    basis: Basis
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a search is known by.

    Attributes:
        people: Ids of the people of an address, in lower case; a shared inbox has several.
        threads: Opportunity by Message-ID, of mails that are settled.
        events: Opportunity by calendar UID.
        me: The user's own addresses.
    """

    opportunities: tuple[Opportunity, ...]
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    threads: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    me: frozenset[str] = frozenset()


def match(mail: Filed, known: Known) -> Match:
    """Return which opportunity a mail belongs to."""
    ways: tuple[tuple[Basis, Callable[[Filed, Known], list[Opportunity]]], ...] = (
        (Basis.EVENT, _by_event),
        (Basis.THREAD, _by_thread),
        (Basis.PEOPLE, _by_people),
    )
    for basis, way in ways:
        found = _of_role(mail, way(mail, known))
        if found:
            return _one_of(found + _named_instead(mail, found, known), basis)
    return _by_company(mail, known)


def _named_instead(mail: Filed, found: list[Opportunity], known: Known) -> list[Opportunity]:
    """Return the opportunities of another company that a mail names outright: it may be theirs."""
    company = mail.recognition.company
    if not company or mail.recognition.meaning is MailMeaning.SENT_BY_ME:
        return []
    if any(same_company(company, each.company) for each in found):
        return []
    named = [each for each in known.opportunities if same_company(company, each.company)]
    return _of_role(mail, named)


def _one_of(found: list[Opportunity], basis: Basis) -> Match:
    ids = tuple(each.id for each in found)
    return Match(ids[0], basis) if len(ids) == 1 else Match("", basis, ids)


def _by_event(mail: Filed, known: Known) -> list[Opportunity]:
    uid = mail.recognition.interview.uid if mail.recognition.interview else ""
    return _of_ids([known.events.get(uid, "")] if uid else [], known)


def _by_thread(mail: Filed, known: Known) -> list[Opportunity]:
    for answered in mail.thread:
        if answered in known.threads:
            return _of_ids([known.threads[answered]], known)
    return []


def _of_ids(ids: Iterable[str], known: Known) -> list[Opportunity]:
    wanted = set(ids)
    return [each for each in known.opportunities if each.id in wanted]


def _by_people(mail: Filed, known: Known) -> list[Opportunity]:
    """Return the opportunities of whoever wrote; for the user's own mail, of whoever reads it."""
    addresses = correspondents(mail, known.me)
    people = {id for address in addresses for id in known.people.get(address, ())}
    return [
        each
        for each in known.opportunities
        if any(person.id in people for person in each.people)
        and not _speaks_for_another(mail, each)
    ]


def correspondents(mail: Filed, me: frozenset[str]) -> list[str]:
    """Return the addresses of the other side, in lower case."""
    if mail.recognition.meaning is MailMeaning.BOUNCE:
        return [address.lower() for address in mail.failed]
    boxes = mail.readers if mail.recognition.meaning is MailMeaning.SENT_BY_ME else (mail.sender,)
    return [box.address.lower() for box in boxes if box.address.lower() not in me]


def _speaks_for_another(mail: Filed, opportunity: Opportunity) -> bool:
    """Tell whether a recruiter writes of another client's role: both names are others."""
    found = mail.recognition
    return bool(
        found.company
        and found.role
        and opportunity.role
        and not same_company(found.company, opportunity.company)
        and role_likeness(found.role, opportunity.role) < ALIKE
        and not domain_of_company(_organisation(mail), opportunity.company)
    )


def _organisation(mail: Filed) -> str:
    return systems.organisation(_domain(mail))


def _domain(mail: Filed) -> str:
    """Return the other side's domain."""
    own = mail.recognition.meaning is MailMeaning.SENT_BY_ME
    theirs = next(iter(mail.readers), mail.sender) if own else mail.sender
    return systems.domain_of(theirs.address)


def _by_company(mail: Filed, known: Known) -> Match:
    found = [each for each in known.opportunities if _is_of_company(mail, each)]
    named = _of_role(mail, found)
    if not named:
        return Match("", Basis.NOTHING)
    by_role = bool(mail.recognition.role) and any(each.role for each in named)
    return _one_of(named, Basis.ROLE if by_role else Basis.COMPANY)


def _is_of_company(mail: Filed, opportunity: Opportunity) -> bool:
    company = mail.recognition.company
    if company:
        return same_company(company, opportunity.company)
    return of_domain(mail, opportunity)


def of_domain(mail: Filed, opportunity: Opportunity) -> bool:
    """Tell whether a mail's other side has the domain of an opportunity's company or people."""
    domain = _domain(mail)
    if systems.is_shared(domain):
        return False
    theirs = {systems.domain_of(each.email) for each in opportunity.people if each.email}
    return domain in theirs or domain_of_company(_organisation(mail), opportunity.company)


def company_of(address: str) -> str:
    """Return the company an address suggests: "Brightwater" of "careers@brightwater.example"."""
    domain = systems.domain_of(address)
    if systems.is_shared(domain):
        return ""
    words = systems.organisation(domain).split("-")
    return " ".join(word[:1].upper() + word[1:] for word in words if word)


def _of_role(mail: Filed, found: list[Opportunity]) -> list[Opportunity]:
    """Return those among some opportunities that the mail's role speaks for.

    All of them where it names none; none where it names another than any of them has.
    """
    role = mail.recognition.role
    if not role or not found:
        return found
    scored = [(role_likeness(role, each.role), each) for each in found if each.role]
    if not scored:
        return found
    best = max(score for score, _ in scored)
    if best >= ALIKE:
        return [each for score, each in scored if score > best - _CLEARER_BY]
    unnamed = [each for each in found if not each.role]
    return unnamed or (found if _role_is_loose(mail) else [])


def _role_is_loose(mail: Filed) -> bool:
    """Tell whether a mail's role weighs little: it answers a conversation, or a person wrote it.

    A receipt names the role as it is advertised, whoever it comes from.
    """
    receipt = mail.recognition.meaning is MailMeaning.ACKNOWLEDGEMENT
    return bool(mail.thread) or not (mail.recognition.automatic or receipt)

"""Rows ↔ the values of the core. Knows no Django: rows are tuples, as plain SQL returns them.

Instants are kept in UTC without an offset ("2026-03-10 20:00:00"), as Django writes them on
SQLite; PostgreSQL hands them over as datetimes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from duly.core.model import (
    Channel,
    Debrief,
    Fact,
    Impression,
    Kind,
    LinkedIn,
    Me,
    Meaning,
    Medium,
    Mend,
    Opportunity,
    Outcome,
    Person,
    PersonRole,
    Step,
    What,
)
from duly.store.connection import Row

Word = TypeVar("Word", bound=StrEnum)

_CHOICES = frozenset({What.SKIPPED, What.SNOOZED, What.RETIRED})


def instant(value: str | datetime) -> datetime:
    """Return an instant as the core has it."""
    if isinstance(value, str):
        return datetime.fromisoformat(value + "+00:00")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def stamp(value: datetime) -> str:
    """Return an instant as a row has it."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


def day(value: str | date) -> date:
    """Return a calendar day."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _words(known: type[Word]) -> dict[str, Word | None]:
    """Return a table of words; looking one up is several times faster than calling the enum."""
    return {"": None, **{word.value: word for word in known}}


_WHAT = {word.value: word for word in What}
_STEP, _MEANING = _words(Step), _words(Meaning)
_OUTCOME, _CHANNEL = _words(Outcome), _words(Channel)


# Facts

FACT_COLUMNS = (
    "at", "what", "people", "step", "meaning", "outcome", "channel", "by", "answer_by", "until",
    "was_at", "to_at", "starts_at", "arranged_by", "may_call", "automatic", "note",
)  # fmt: skip


def fact(opportunity: str, row: Row) -> Fact:
    """Return a fact from its row of `FACT_COLUMNS`; there are many, so it wastes no call."""
    (at, what, people, step, meaning, outcome, channel, by, answer_by, until,
     was_at, to_at, starts_at, arranged_by, may_call, automatic, note) = row  # fmt: skip
    return Fact(
        instant(at),
        _WHAT[what],
        opportunity,
        tuple(people.split()),
        _STEP[step],
        _MEANING[meaning],
        _OUTCOME[outcome],
        _CHANNEL[channel],
        by and day(by),
        answer_by and instant(answer_by),
        until and day(until),
        was_at and instant(was_at),
        to_at and instant(to_at),
        starts_at and instant(starts_at),
        arranged_by,
        bool(may_call),
        bool(automatic),
        False,  # noqa: FBT003 - only choices insist
        note,
    )


def fact_columns(value: Fact) -> dict[str, Any]:
    """Return the columns of a fact, for the model."""
    columns: dict[str, Any] = {name: getattr(value, name) for name in FACT_COLUMNS}
    columns["people"] = " ".join(value.people)
    for name in ("what", "step", "meaning", "outcome", "channel"):
        columns[name] = str(columns[name] or "")
    return columns


# Choices

CHOICE_COLUMNS = ("at", "what", "step", '"to"', "until", "insist", "note")


def choice(opportunity: str, row: Row) -> Fact:
    """Return a choice as the core's fact, from its row of `CHOICE_COLUMNS`."""
    at, what, step, to, until, insist, note = row
    return Fact(
        at=instant(at),
        what=_WHAT[what],
        opportunity=opportunity,
        people=(to,) if to else (),
        step=_STEP[step],
        until=until and day(until),
        insist=bool(insist),
        note=note,
    )


def choice_columns(value: Fact) -> dict[str, Any]:
    """Return the columns of a choice, for the model."""
    return {
        "at": value.at,
        "what": value.what.value,
        "step": str(value.step or ""),
        "to": value.people[0] if value.people else "",
        "until": value.until,
        "insist": value.insist,
        "note": value.note,
    }


def is_choice(value: Fact) -> bool:
    """Tell whether it is the user's choice, which is kept apart from what has happened."""
    return value.what in _CHOICES


# People and opportunities

PERSON_COLUMNS = (
    "slug", "name", "email", "phone", "address", "prefers", "linkedin", "title", "profile",
)  # fmt: skip


def person(row: Row, role: str) -> Person:
    """Return a person in one opportunity, from their row of `PERSON_COLUMNS`."""
    slug, name, email, phone, address, prefers, linkedin, title, profile = row
    return Person(
        id=slug,
        name=name,
        role=PersonRole(role),
        email=email,
        phone=phone,
        address=address,
        prefers=Medium(prefers) if prefers else None,
        linkedin=LinkedIn(linkedin),
        title=title,
        profile=profile,
    )


def person_columns(value: Person) -> dict[str, str]:
    """Return the columns of a person, for the model; the role is the involvement's."""
    columns = {name: str(getattr(value, name) or "") for name in PERSON_COLUMNS if name != "slug"}
    return {"slug": value.id, **columns}


OPPORTUNITY_COLUMNS = (
    "slug", "company", "role", "kind", "time_zone", "country", "sector", "via", "main_contact",
    "interested", "playbook",
)  # fmt: skip


def opportunity(row: Row, people: Iterable[Person]) -> Opportunity:
    """Return an opportunity from its row of `OPPORTUNITY_COLUMNS`."""
    (slug, company, role, kind, time_zone, country, sector, via, main_contact,
     interested, playbook) = row  # fmt: skip
    return Opportunity(
        id=slug,
        company=company,
        role=role,
        kind=Kind(kind),
        time_zone=time_zone,
        country=country,
        people=tuple(people),
        sector=sector,
        via=via,
        main_contact=main_contact,
        interested=bool(interested),
        playbook=playbook,
    )


def opportunity_columns(value: Opportunity) -> dict[str, Any]:
    """Return the columns of an opportunity, for the model; people have rows of their own."""
    columns: dict[str, Any] = {name: getattr(value, name) for name in OPPORTUNITY_COLUMNS[1:]}
    return {"slug": value.id, **columns, "kind": value.kind.value}


ME_COLUMNS = ("name", "time_zone", "country", "email", "phone", "cards", "address")


def me(row: Row) -> Me:
    """Return the job seeker from their row of `ME_COLUMNS`."""
    name, time_zone, country, email, phone, cards, address = row
    return Me(name, time_zone, country, email, phone, bool(cards), address)


# Debriefs

Answers = Mapping[tuple[str, str], Any]
"""By question and person; "" where it is about the whole round."""

_OF_ROUND = tuple(
    each.name
    for each in fields(Debrief)
    if each.name not in {"opportunity", "round_on", "impressions"}
)
_OF_PERSON = tuple(each.name for each in fields(Impression) if each.name != "person")
_LISTS = frozenset({"topics", "challenges", "strengths", "cares_about"})


def debrief(opportunity: str, round_on: date, answers: Answers) -> Debrief:
    """Return a debrief from its answers, in the order in which people were first spoken of."""
    people = dict.fromkeys(who for _, who in answers if who)
    whole = {name: answers[name, ""] for name in _OF_ROUND if answers.get((name, ""))}
    impressions = tuple(
        Impression(
            who,
            **_values(
                {name: answers[name, who] for name in _OF_PERSON if answers.get((name, who))}
            ),
        )
        for who in people
    )
    return Debrief(opportunity, round_on, impressions, **_values(whole))


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in given.items()}


def _value(name: str, value: Any) -> Any:
    if name in _LISTS:
        return tuple(value)
    if name == "promise_on":
        return day(value)
    if name == "mend":
        return Mend(**value)
    return tuple(Mend(**each) for each in value) if name == "mends" else value


def debrief_answers(value: Debrief) -> dict[tuple[str, str], Any]:
    """Return the answers a debrief is made of, as JSON can hold them; empty ones left out."""
    answers = {(name, ""): _plain(getattr(value, name)) for name in _OF_ROUND}
    for impression in value.impressions:
        for name in _OF_PERSON:
            answers[name, impression.person] = _plain(getattr(impression, name))
        answers["met", impression.person] = True
    return {key: answer for key, answer in answers.items() if answer}


def _plain(value: Any) -> Any:
    if isinstance(value, Mend):
        return asdict(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def answer(value: str) -> Any:
    """Return an answer from the JSON text of its row."""
    return json.loads(value)

"""Facts files written: a whole search as TOML that `factsfile.read` reads back as it was.

Instants carry their offset in the zone of `[me]`. What is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from duly.core.model import Debrief, Fact, Impression, Me, Mend, Opportunity, Person, Search, What
from duly.core.worktime import zone
from duly.formats.factsfile import KEYS

_OF_DEBRIEF: Final = (
    "topics", "challenges", "strengths", "success_short", "success_long", "mends",
    "accomplishment", "next_steps", "promise_on", "may_call",
)  # fmt: skip


def write(search: Search, heading: Iterable[str] = ()) -> str:
    """Return a search as the text of a facts file.

    A debrief's notes are written without the moment they were made at: that is a fact of its own.
    What the format has no key for at a kind of fact has no meaning there, and is left out.

    Args:
        search: With aware instants.
        heading: Lines to say first, as comments.
    """
    return "\n".join([*(f"# {line}".rstrip() for line in heading), *_lines(search)]) + "\n"


def _lines(search: Search) -> Iterator[str]:
    writer = _Writer(zone(search.me.time_zone))
    yield from writer.pairs({"at": search.at, "playbook": search.playbook})
    yield from writer.table("[me]", _me(search.me))
    people = _People(search.opportunities)
    for opportunity in search.opportunities:
        yield from writer.table("[[opportunity]]", people.opportunity(opportunity))
    for person in people.all():
        yield from writer.table("[[person]]", person)
    for fact in search.facts:
        yield from writer.table("[[fact]]", _fact(fact))
    for debrief in search.debriefs:
        yield from writer.debrief(debrief)


class _Writer:
    """Writes tables, with instants in one zone."""

    def __init__(self, local: ZoneInfo) -> None:
        self._local = local

    def table(self, header: str, data: Mapping[str, Any]) -> Iterator[str]:
        """Return a table with its header."""
        yield ""
        yield header
        yield from self.pairs(data)

    def debrief(self, debrief: Debrief) -> Iterator[str]:
        """Return a debrief with what is known of each person met."""
        known = {name: getattr(debrief, name) for name in _OF_DEBRIEF}
        head = {"opportunity": debrief.opportunity, "round_on": debrief.round_on}
        yield from self.table("[[debrief]]", {**head, **known})
        for impression in debrief.impressions:
            told = {each.name: getattr(impression, each.name) for each in fields(Impression)}
            yield from self.table("[[debrief.met]]", told)

    def pairs(self, data: Mapping[str, Any]) -> Iterator[str]:
        """Return the keys that have a value."""
        for key, value in data.items():
            if value not in (None, "", (), False) or key in _SAID_THOUGH_EMPTY:
                yield f"{key} = {self._value(value)}"

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return self._instant(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Mend):
            value = {"question": value.question, "better": value.better}
        if isinstance(value, Mapping):
            inner = (f"{_key(key)} = {self._value(each)}" for key, each in value.items())
            return "{ " + ", ".join(inner) + " }"
        if isinstance(value, tuple):
            return "[" + ", ".join(map(self._value, value)) + "]"
        return _quoted(value)

    def _instant(self, value: datetime) -> str:
        local = value.astimezone(self._local)
        offset = local.utcoffset() or timedelta()
        if offset % timedelta(minutes=1):  # local mean time: RFC 3339 knows no seconds there
            return value.isoformat()
        return local.isoformat()


_SAID_THOUGH_EMPTY: Final = frozenset({"name", "time_zone", "country", "interested"})
"""Keys that stand for something else where they are left out."""


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _quoted(name)


def _quoted(text: str) -> str:
    """Return a basic string: JSON's escapes are TOML's, which wants U+007F escaped too."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _me(me: Me) -> dict[str, Any]:
    return {each.name: getattr(me, each.name) for each in fields(Me)}


class _People:
    """The people of a search, each once, in an order that fits every opportunity's if one does."""

    def __init__(self, opportunities: tuple[Opportunity, ...]) -> None:
        self._known: dict[str, Person] = {}
        self._roles: dict[str, dict[str, str]] = {}
        for opportunity in opportunities:
            for person in opportunity.people:
                self._known.setdefault(person.id, person)
                self._roles.setdefault(person.id, {})[opportunity.id] = person.role.value
        self._place = {id: place for place, id in enumerate(self._known)}

    def opportunity(self, opportunity: Opportunity) -> dict[str, Any]:
        """Return the table of an opportunity."""
        names = [each.name for each in fields(Opportunity) if each.name != "people"]
        order = [self._place[person.id] for person in opportunity.people]
        ids = tuple(person.id for person in opportunity.people)
        people = ids if order != sorted(order) else ()
        known = {name: _plain(getattr(opportunity, name)) for name in names}
        # True is what goes without saying.
        return {**_without(known, "interested", opportunity.interested), "people": people}

    def all(self) -> Iterator[dict[str, Any]]:
        """Return the tables of all people."""
        for id, person in self._known.items():
            roles = self._roles[id]
            usual = person.role.value
            other = {place: role for place, role in roles.items() if role != usual}
            known = {each.name: _plain(getattr(person, each.name)) for each in fields(Person)}
            yield {"id": id, "opportunity": tuple(roles), **known, "roles": other or None}


def _without(data: dict[str, Any], key: str, is_usual: bool) -> dict[str, Any]:  # noqa: FBT001
    return {name: value for name, value in data.items() if not (is_usual and name == key)}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _fact(fact: Fact) -> dict[str, Any]:
    known = {
        "with": fact.people, "from": fact.people, "to": fact.people, "step": _plain(fact.step),
        "meaning": _plain(fact.meaning), "outcome": _plain(fact.outcome),
        "via": _plain(fact.channel), "by": fact.by, "answer_by": fact.answer_by,
        "until": fact.until, "was": fact.was_at, "starts": fact.starts_at,
        "arranged_by": fact.arranged_by, "may_call": fact.may_call, "automatic": fact.automatic,
        "insist": fact.insist,
    }  # fmt: skip
    if fact.what is What.INTERVIEW_MOVED:
        known["to"] = fact.to_at
    said = {key: known[key] for key in KEYS[fact.what]}
    head = {"at": fact.at, "what": fact.what.value, "opportunity": fact.opportunity}
    return {**head, **said, "note": fact.note}

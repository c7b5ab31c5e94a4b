"""Facts files: a whole search as TOML, the format of scenarios and of `duly plan`.

Local times without an offset are local times of `[me]`. Everything wrong is reported as one
`FactsError` with the file, the line, the table and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from duly.core.errors import FactsError, ZoneError, did_you_mean
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
    Search,
    Step,
    What,
)
from duly.core.worktime import CLOSING, YEARS, zone

MOST_CHARACTERS: Final = 4_000_000
_MOST_EXPORTED: Final = 100_000_000
_NOON: Final = time(12)

_TOP: Final = ("at", "playbook", "me", "opportunity", "person", "fact", "debrief")
_ME: Final = ("name", "time_zone", "country", "email", "phone", "cards", "address")
_OPPORTUNITY: Final = (
    "id", "company", "role", "kind", "time_zone", "country", "sector", "via", "main_contact",
    "interested", "playbook", "people",
)  # fmt: skip
_PERSON: Final = (
    "id", "opportunity", "name", "role", "email", "phone", "address", "prefers", "linkedin",
    "title", "roles", "profile",
)  # fmt: skip
_DEBRIEF: Final = (
    "opportunity", "at", "round_on", "topics", "challenges", "strengths", "success_short",
    "success_long", "mends", "accomplishment", "next_steps", "promise_on", "may_call", "met",
)  # fmt: skip
_MET: Final = (
    "person", "cares_about", "topics", "remark", "challenge", "answer", "value", "mend",
    "card_collected",
)  # fmt: skip
_MEND: Final = ("question", "better")
_ANY_FACT: Final = ("at", "what", "opportunity", "note")
_CHOICE: Final = ("step", "to", "until", "insist")
KEYS: Final[Mapping[What, tuple[str, ...]]] = {
    What.APPLIED: (),
    What.INTERVIEW: ("with", "arranged_by", "starts"),
    What.INTERVIEW_CANCELLED: ("with", "was"),
    What.INTERVIEW_MOVED: ("with", "was", "to", "starts"),
    What.CONVERSATION: ("with", "arranged_by", "starts"),
    What.PROMISE: ("with", "by", "may_call"),
    What.SENT: ("to", "step", "via"),
    What.CALLED: ("to", "outcome", "by"),
    What.RECEIVED: ("from", "meaning", "by", "until", "automatic", "may_call", "answer_by"),
    What.OFFER: ("answer_by", "from"),
    What.MORE_TIME: ("with", "answer_by"),
    What.ACCEPTED: ("to",),
    What.DECLINED: ("to",),
    What.WITHDREW: ("to",),
    What.CONNECTED: ("with",),
    What.SKIPPED: _CHOICE,
    What.SNOOZED: _CHOICE,
    What.RETIRED: _CHOICE,
}
"""The keys each kind of fact may carry besides `at`, `what`, `opportunity` and `note`."""
_REQUIRED: Final[Mapping[What, tuple[str, ...]]] = {
    What.INTERVIEW_CANCELLED: ("was",),
    What.INTERVIEW_MOVED: ("was", "to"),
    What.PROMISE: ("by",),
    What.SENT: ("step",),
    What.CALLED: ("outcome",),
    What.RECEIVED: ("meaning",),
    What.CONNECTED: ("with",),
    What.SKIPPED: ("step",),
    What.SNOOZED: ("step", "until"),
}

Word = TypeVar("Word", bound=StrEnum)


def read(text: str, where: str, *, also: Collection[str] = (), exported: bool = False) -> Search:
    """Read a facts file.

    Args:
        text: The file's text.
        where: Its name, for errors.
        also: Further top-level keys to let pass unread.
        exported: Duly wrote it, from a log in which an interview may have been taken back that
            was moved before; and it may be large.

    Raises:
        FactsError: It is no TOML, or says something that cannot be planned.
        ZoneError: A time zone does not exist.
    """
    if len(text) > (_MOST_EXPORTED if exported else MOST_CHARACTERS):
        raise FactsError("the file is larger than 4 MB", where=where, mend="Split it.")
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # tomllib's own, or a number too long for Python
        raise FactsError(f"{error}", where=where, mend="Correct that line.") from None
    except RecursionError:
        raise FactsError("it is nested too deeply to be a facts file", where=where) from None
    return _Reader(_Table(data, _Places(text, where), "", 0), also, exported=exported).search()


class _Places:
    """Where in the file a table and a key stand."""

    def __init__(self, text: str, where: str) -> None:
        self._text = text
        self._where = where

    def of(self, table: str, index: int, key: str) -> str:
        """Return "facts.toml, line 12, [[fact]] 3, `what`"."""
        parts = [self._where]
        line = self._line(table, index, key)
        if line:
            parts.append(f"line {line}")
        if table:
            parts.append(f"[{table}]" if table == "me" else f"[[{table}]] {index + 1}")
        return ", ".join(parts)

    def _line(self, table: str, index: int, key: str) -> int:
        headers = list(_headers(self._text))
        start, end = 0, headers[0].start() if headers else len(self._text)
        if table:
            mine = [spot for spot, match in enumerate(headers) if match[1] == table]
            if index >= len(mine):
                return 0
            start = headers[mine[index]].start()
            after = mine[index] + 1
            end = headers[after].start() if after < len(headers) else len(self._text)
        if key:
            found = re.compile(rf"^[ \t]*\"?{re.escape(key)}\"?[ \t]*=", re.MULTILINE).search(
                self._text, start, end
            )
            start = found.start() if found else start
        elif not table:
            return 0
        return self._text.count("\n", 0, start) + 1


def _headers(text: str) -> Iterator[re.Match[str]]:
    """Return the table headers; compiled only when there is an error to place."""
    return re.finditer(r"^[ \t]*\[{1,2}([\w.\"-]+)\]{1,2}", text, re.MULTILINE)


class _Table:
    """One table of the file: typed access to its keys, with errors that say where."""

    def __init__(self, data: Mapping[str, Any], places: _Places, name: str, index: int) -> None:
        self.data = data
        self._places = places
        self._name = name
        self._index = index

    def wrong(self, key: str, found: str, expected: str = "", mend: str = "") -> FactsError:
        """Return the error about a key."""
        where = self._places.of(self._name, self._index, key)
        return FactsError(found, where=where, expected=expected, mend=mend)

    def place(self, key: str) -> str:
        """Return where a key stands."""
        return self._places.of(self._name, self._index, key)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse keys that mean nothing here."""
        for key in self.data:
            if key not in known:
                raise self.wrong(key, f"there is no key `{key}` here", "", did_you_mean(key, known))

    def tables(self, name: str) -> list[_Table]:
        """Return an array of tables."""
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.wrong(name, f"`{name}` is {found!r}", f"[[{name}]] tables")
        path = f"{self._name}.{name}" if self._name else name
        return [_Table(each, self._places, path, index) for index, each in enumerate(found)]

    def table(self, name: str) -> _Table | None:
        """Return a table, or None where there is none."""
        found = self.data.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.wrong(name, f"`{name}` is {found!r}", f"a table [{name}]")
        path = f"{self._name}.{name}" if self._name else name
        return _Table(found, self._places, path, self._index)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; one that is required may not be empty."""
        found = self.data.get(key, default)
        if found is None:
            raise self.wrong(key, f"`{key}` is missing", "", f'Add {key} = "…".')
        if not isinstance(found, str) or (default is None and not found.strip()):
            raise self.wrong(key, f"`{key}` is {found!r}", "some text")
        return found.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, of which one may stand alone."""
        found = self.data.get(key, [])
        values = [found] if isinstance(found, str) else found
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.wrong(key, f"`{key}` is {found!r}", 'a list like ["ana", "bo"]')
        return tuple(value.strip() for value in values if value.strip())

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a boolean."""
        found = self.data.get(key, default)
        if not isinstance(found, bool):
            raise self.wrong(key, f"`{key}` is {found!r}", "true or false")
        return found

    def word(self, key: str, known: type[Word], default: Word | None = None) -> Word:
        """Return a word of a known set."""
        found = self.data.get(key, default)
        if found is None:
            raise self.wrong(key, f"`{key}` is missing", "", did_you_mean("", known))
        try:
            return known(found)
        except ValueError:
            mend = did_you_mean(str(found), known)
            raise self.wrong(key, f'`{key}` is "{found}"', "", mend) from None

    def instant(self, key: str, local: ZoneInfo, *, whole_day: time | None = None) -> datetime:
        """Return an instant in UTC; a day alone is taken at `whole_day`, where that is given."""
        found = self.data.get(key)
        if found is None:
            raise self.wrong(key, f"`{key}` is missing", "", f"Add {key} = 2026-03-10T15:00:00.")
        if isinstance(found, date) and not isinstance(found, datetime) and whole_day:
            found = datetime.combine(found, whole_day)
        if not isinstance(found, datetime):
            raise self.wrong(key, f"`{key}` is {found!r}", "a date and time: 2026-03-10T15:00:00")
        self._check_year(key, found)
        return (found if found.tzinfo else found.replace(tzinfo=local)).astimezone(UTC)

    def day(self, key: str) -> date:
        """Return a calendar day."""
        found = self.data.get(key)
        if isinstance(found, datetime):
            found = found.date()
        if not isinstance(found, date):
            raise self.wrong(key, f"`{key}` is {found!r}", "a date: 2026-03-17")
        self._check_year(key, found)
        return found

    def _check_year(self, key: str, found: date) -> None:
        if found.year not in YEARS:
            raise self.wrong(
                key, f"`{key}` is in the year {found.year}", "a year from 1970 to 2199"
            )


class _Reader:
    """Reads one facts file."""

    def __init__(self, table: _Table, also: Collection[str], *, exported: bool) -> None:
        self._file = table
        self._exported = exported
        table.refuse_unknown((*_TOP, *also))
        self._me = self._read_me()
        self._zone = zone(self._me.time_zone, where=self._me_place())
        self._opportunities: dict[str, Opportunity] = {}
        self._people: dict[str, list[Person]] = {}

    def search(self) -> Search:
        """Return the whole search."""
        for table in self._file.tables("opportunity"):
            self._read_opportunity(table)
        self._read_people()
        facts = [self._fact(table) for table in self._file.tables("fact")]
        debriefs = [self._debrief(table) for table in self._file.tables("debrief")]
        if not self._exported:
            self._check_changes(facts)
        at = self._file.instant("at", self._zone) if "at" in self._file.data else None
        return Search(
            me=self._me,
            opportunities=tuple(self._opportunities.values()),
            facts=(*facts, *(fact for _, fact in debriefs if fact)),
            debriefs=tuple(debrief for debrief, _ in debriefs),
            playbook=self._file.text("playbook", "") or "balanced",
            at=at,
        )

    # Me and the opportunities

    def _me_place(self) -> str:
        table = self._file.table("me")
        return table.place("time_zone") if table else self._file.place("me")

    def _read_me(self) -> Me:
        table = self._file.table("me")
        if table is None:
            raise self._file.wrong(
                "", "there is no [me]", "", 'Add [me] with name, time_zone and country = "US".'
            )
        table.refuse_unknown(_ME)
        return Me(
            name=table.text("name", ""),
            time_zone=table.text("time_zone"),
            country=table.text("country", ""),
            email=table.text("email", ""),
            phone=table.text("phone", ""),
            cards=table.flag("cards"),
        )

    def _read_opportunity(self, table: _Table) -> None:
        table.refuse_unknown(_OPPORTUNITY)
        id = table.text("id")
        if id in self._opportunities:
            raise table.wrong(
                "id", f'the id "{id}" is taken by another opportunity', "", "Choose another id."
            )
        time_zone = table.text("time_zone", self._me.time_zone)
        try:
            zone(time_zone)
        except ZoneError as error:
            raise error.within(table.place("time_zone")) from None
        self._opportunities[id] = Opportunity(
            id=id,
            company=table.text("company", ""),
            role=table.text("role", ""),
            kind=table.word("kind", Kind, Kind.APPLICATION),
            time_zone=time_zone,
            country=table.text("country", self._me.country),
            sector=table.text("sector", ""),
            via=table.text("via", ""),
            main_contact=table.text("main_contact", ""),
            interested=table.flag("interested", default=True),
            playbook=table.text("playbook", ""),
        )

    def _read_people(self) -> None:
        seen: set[str] = set()
        for table in self._file.tables("person"):
            table.refuse_unknown(_PERSON)
            person = _person(table)
            if person.id in seen:
                raise table.wrong(
                    "id",
                    f'the id "{person.id}" is taken by another person',
                    "",
                    "Choose another id.",
                )
            seen.add(person.id)
            roles = table.table("roles")
            for id in self._opportunities_of(table):
                role = roles.word(id, PersonRole, person.role) if roles else person.role
                self._people.setdefault(id, []).append(replace(person, role=role))
        for index, table in enumerate(self._file.tables("opportunity")):
            self._give_people(table, list(self._opportunities)[index])

    def _opportunities_of(self, table: _Table) -> tuple[str, ...]:
        if "opportunity" not in table.data and len(self._opportunities) == 1:
            return tuple(self._opportunities)
        found = table.texts("opportunity")
        if not found:
            raise table.wrong(
                "opportunity", "`opportunity` is missing", "", did_you_mean("", self._opportunities)
            )
        for id in found:
            if id not in self._opportunities:
                raise table.wrong(
                    "opportunity",
                    f'there is no opportunity "{id}"',
                    "",
                    did_you_mean(id, self._opportunities),
                )
        return found

    def _give_people(self, table: _Table, id: str) -> None:
        people = self._in_order(table, tuple(self._people.get(id, ())))
        opportunity = self._opportunities[id]
        for key in ("via", "main_contact"):
            self._check_person(table, key, getattr(opportunity, key), people)
        self._opportunities[id] = replace(opportunity, people=people)

    def _in_order(self, table: _Table, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """Return the people of an opportunity in its own order, where it has one."""
        order = {id: place for place, id in enumerate(table.texts("people"))}
        for id in order:
            self._check_person(table, "people", id, people)
        return tuple(sorted(people, key=lambda person: order.get(person.id, len(order))))

    def _check_person(
        self, table: _Table, key: str, person: str, people: tuple[Person, ...]
    ) -> None:
        known = [each.id for each in people]
        if person and person not in known:
            raise table.wrong(
                key, f'"{person}" is nobody in this opportunity', "", did_you_mean(person, known)
            )

    # Facts

    def _fact(self, table: _Table) -> Fact:
        what = table.word("what", What)
        table.refuse_unknown((*_ANY_FACT, *KEYS[what]))
        if not self._exported:
            _refuse_incomplete(table, what)
        opportunity = self._opportunity_of(table)
        data = table.data
        moved = what is What.INTERVIEW_MOVED
        whole_day = None if what in (What.INTERVIEW, What.CONVERSATION) else _NOON
        return Fact(
            at=table.instant("at", self._zone, whole_day=whole_day),
            what=what,
            opportunity=opportunity.id,
            people=self._people_of(table, opportunity, moved=moved),
            step=table.word("step", Step) if "step" in data else None,
            meaning=table.word("meaning", Meaning) if "meaning" in data else None,
            outcome=table.word("outcome", Outcome) if "outcome" in data else None,
            channel=table.word("via", Channel) if "via" in data else None,
            by=table.day("by") if "by" in data else None,
            answer_by=self._answer_by(table, opportunity),
            until=table.day("until") if "until" in data else None,
            was_at=table.instant("was", self._zone) if "was" in data else None,
            to_at=table.instant("to", self._zone) if moved else None,
            starts_at=table.instant("starts", self._zone) if "starts" in data else None,
            arranged_by=self._arranged_by(table, opportunity),
            may_call=table.flag("may_call"),
            automatic=table.flag("automatic"),
            insist=table.flag("insist"),
            note=table.text("note", ""),
        )

    def _opportunity_of(self, table: _Table) -> Opportunity:
        found = self._opportunities_of(table)
        if len(found) > 1:
            raise table.wrong("opportunity", f"`opportunity` is {list(found)}", "one opportunity")
        return self._opportunities[found[0]]

    def _people_of(
        self, table: _Table, opportunity: Opportunity, *, moved: bool
    ) -> tuple[str, ...]:
        people: list[str] = []
        for key in ("with", "to", "from"):
            if key not in table.data or (moved and key == "to"):
                continue
            for person in table.texts(key):
                self._check_person(table, key, person, opportunity.people)
                if person not in people:
                    people.append(person)
        return tuple(people)

    def _arranged_by(self, table: _Table, opportunity: Opportunity) -> str:
        person = table.text("arranged_by", "")
        self._check_person(table, "arranged_by", person, opportunity.people)
        return person

    def _answer_by(self, table: _Table, opportunity: Opportunity) -> datetime | None:
        """Return the deadline; a day alone ends at 17:00 in their zone."""
        found = table.data.get("answer_by")
        if found is None:
            return None
        if isinstance(found, datetime):
            return table.instant("answer_by", self._zone)
        return table.instant("answer_by", zone(opportunity.time_zone), whole_day=CLOSING)

    def _check_changes(self, facts: list[Fact]) -> None:
        """Refuse to cancel or move an interview that is not there at that time any more."""
        ends: dict[str, set[datetime]] = {}
        for fact in facts:
            if fact.what in (What.INTERVIEW, What.CONVERSATION):
                ends.setdefault(fact.opportunity, set()).add(fact.at)
        changes = [(fact.at, index) for index, fact in enumerate(facts) if fact.was_at is not None]
        for _, index in sorted(changes):
            fact, known = facts[index], ends.get(facts[index].opportunity, set())
            if fact.was_at not in known:
                table = self._file.tables("fact")[index]
                found = f'no interview of "{fact.opportunity}" ends at {table.data["was"]} by then'
                raise table.wrong("was", found, "", "`was` is the end the interview had last.")
            if fact.to_at:
                known.add(fact.to_at)
            known.discard(fact.was_at)

    # Debriefs

    def _debrief(self, table: _Table) -> tuple[Debrief, Fact | None]:
        table.refuse_unknown(_DEBRIEF)
        opportunity = self._opportunity_of(table)
        at = table.instant("at", self._zone, whole_day=_NOON) if "at" in table.data else None
        mends = tuple(_mend(each) for each in table.tables("mends"))
        debrief = Debrief(
            opportunity=opportunity.id,
            round_on=self._round_on(table, opportunity, at),
            impressions=tuple(self._met(each, opportunity) for each in table.tables("met")),
            topics=table.texts("topics"),
            challenges=table.texts("challenges"),
            strengths=table.texts("strengths"),
            success_short=table.text("success_short", ""),
            success_long=table.text("success_long", ""),
            mends=mends,
            accomplishment=table.text("accomplishment", ""),
            next_steps=table.text("next_steps", ""),
            promise_on=table.day("promise_on") if "promise_on" in table.data else None,
            may_call=table.flag("may_call"),
        )
        done = Fact(at, What.SENT, opportunity.id, step=Step.DEBRIEF) if at else None
        return debrief, done

    def _round_on(self, table: _Table, opportunity: Opportunity, at: datetime | None) -> date:
        if "round_on" in table.data:
            return table.day("round_on")
        if at is None:
            raise table.wrong("round_on", "`round_on` is missing", "", "Add the interview's day.")
        return at.astimezone(zone(opportunity.time_zone)).date()

    def _met(self, table: _Table, opportunity: Opportunity) -> Impression:
        table.refuse_unknown(_MET)
        person = table.text("person")
        self._check_person(table, "person", person, opportunity.people)
        mend = table.table("mend")
        return Impression(
            person=person,
            cares_about=table.texts("cares_about"),
            topics=table.texts("topics"),
            remark=table.text("remark", ""),
            challenge=table.text("challenge", ""),
            answer=table.text("answer", ""),
            value=table.text("value", ""),
            mend=_mend(mend) if mend else None,
            card_collected=table.flag("card_collected"),
        )


def _refuse_incomplete(table: _Table, what: What) -> None:
    """Refuse a fact that lacks what its kind is about; the log may hold one all the same."""
    if what is What.RETIRED and "to" in table.data and "step" not in table.data:
        raise table.wrong("to", "`to` is given without `step`", "", "Name the step as well.")
    for key in _REQUIRED.get(what, ()):
        if key not in table.data:
            raise table.wrong("what", f"a `{what}` needs `{key}`", "", f"Add {key} = ….")


def _mend(table: _Table) -> Mend:
    table.refuse_unknown(_MEND)
    return Mend(table.text("question"), table.text("better"))


def _person(table: _Table) -> Person:
    return Person(
        id=table.text("id"),
        name=table.text("name", table.data.get("id", "")),
        role=table.word("role", PersonRole, PersonRole.INTERVIEWER),
        email=table.text("email", ""),
        phone=table.text("phone", ""),
        address=table.text("address", ""),
        prefers=table.word("prefers", Medium) if "prefers" in table.data else None,
        linkedin=table.word("linkedin", LinkedIn, LinkedIn.UNKNOWN),
        title=table.text("title", ""),
        profile=table.text("profile", ""),
    )

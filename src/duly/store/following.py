"""A search read once and followed from then on: only what has changed is read again.

What happened is only ever added to, so the log is read from its last number on; people,
opportunities and choices can change and are few, so their rows are compared. What did not change
stays the very same object, by which `core.kept` knows that its plan is still the plan.
"""

# ruff: noqa: S608 - the SQL is put together from constants of this package only

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from itertools import chain
from typing import Any, Final, NamedTuple

from duly.core.facts import History
from duly.core.model import Fact, Opportunity, Search
from duly.store import mapping, queries, shown
from duly.store.connection import Database, Row
from duly.store.queries import column_list

_APART: Final = "\x1f"
"""Parts the columns of a row that is only compared: one string is read sooner than ten."""
_OPPORTUNITIES: Final = (
    f"SELECT id, {column_list(mapping.OPPORTUNITY_COLUMNS)} FROM store_opportunity ORDER BY id"
)
_INVOLVED: Final = "SELECT opportunity_id, person_id, role FROM store_involvement ORDER BY id"
_PEOPLE: Final = f"SELECT id, {column_list(mapping.PERSON_COLUMNS)} FROM store_person"
_CHOICES: Final = (
    f"SELECT opportunity_id, {column_list(mapping.CHOICE_COLUMNS)} FROM store_choice "
    "WHERE withdrawn_at IS NULL ORDER BY id"
)
_FACTS: Final = (
    f"SELECT id, opportunity_id, corrects_id, retracts, {column_list(mapping.FACT_COLUMNS)} "
    "FROM store_fact WHERE id > ? ORDER BY id"
)
_LOG: Final = (
    "SELECT COUNT(*), COALESCE(MAX(id), 0), "
    "(SELECT recorded_at || ' ' || at || ' ' || opportunity_id FROM store_fact WHERE id = ?) "
    "FROM store_fact"
)
_SHOWN: Final = (
    "SELECT COUNT(*), MAX(id), MAX(created_at), COUNT(ended_at), MAX(ended_at), "
    "(SELECT COUNT(*) FROM store_rescheduling), (SELECT MAX(id) FROM store_rescheduling), "
    "(SELECT MAX(at) FROM store_rescheduling) FROM store_action"
)

_GLANCES: Final = tuple(
    f"SELECT {' || ? || '.join(column_list(names).split(', '))} FROM {table} ORDER BY id"
    for table, names in (
        ("store_opportunity", ("id", *mapping.OPPORTUNITY_COLUMNS)),
        ("store_involvement", ("opportunity_id", "person_id", "role")),
        ("store_person", ("id", *mapping.PERSON_COLUMNS)),
    )
)
"""The tables whose rows may change, each row as one string."""

Columns = tuple[Any, ...]


class _Log(NamedTuple):
    """How far the log of facts was read.

    Attributes:
        mark: What the last of its rows says: a database that was restored has another there.
    """

    facts: int = 0
    last: int = 0
    mark: str | None = None


class Following:
    """A search as the store has it, kept up to date by `follow`.

    Attributes:
        search: Everyone and everything.
        histories: The facts and choices of every opportunity, by its id.
        shown: The rows of the actions as they were shown last, by opportunity.
        rows_read: How many rows of facts the last look took, for those who measure.
    """

    search: Search
    histories: dict[str, History]
    shown: dict[str, list[Row]]

    def __init__(self) -> None:
        self.histories = {}
        self.shown = {}
        self.rows_read = 0
        self._tables: dict[str, list[Row]] = {}
        self._opportunities: dict[int, Opportunity] = {}
        self._made_from: dict[int, Columns] = {}
        self._facts: dict[int, dict[int, Fact]] = {}
        self._choices: dict[int, list[Row]] = {}
        self._log = _Log()
        self._profile: queries.Profile | None = None
        self._shown_mark: Row | None = None

    def fork(self) -> Following:
        """Return another one that goes on from here, and of which this one learns nothing."""
        other = copy(self)
        other.histories, other._tables = dict(self.histories), dict(self._tables)  # noqa: SLF001
        other._facts = {id: dict(facts) for id, facts in self._facts.items()}  # noqa: SLF001
        return other

    def follow(self, database: Database) -> bool:
        """Take in what has changed since the last time; tell whether anything has.

        Args:
            database: In a transaction, so that all of it is as of one moment.

        Raises:
            NoProfileError: Nobody has said yet who is searching.
            StoreError: A row holds a word that this Duly does not know.
        """
        profile = queries.profile(database)
        with queries.in_known_words():
            people_changed = self._follow_people(database)
            changed = self._follow_facts(database) | self._follow_choices(database)
            self._make_histories(changed)
            shown_anew = self.follow_shown(database)
        if not (changed or people_changed or self._profile != profile):
            return shown_anew
        self._profile = profile
        self.search = Search(
            profile.me,
            tuple(self._opportunities.values()),
            tuple(chain.from_iterable(each.facts for each in self.histories.values())),
            playbook=profile.playbook,
        )
        return True

    # Opportunities and people

    def _follow_people(self, database: Database) -> bool:
        """Read opportunities and people; tell whether anything about them has changed."""
        if True not in {
            self._differs(database, sql, (_APART,) * sql.count("?")) for sql in _GLANCES
        }:
            return False
        people = {row[0]: row[1:] for row in database.rows(_PEOPLE)}
        involved: dict[int, list[Columns]] = defaultdict(list)
        for opportunity, person, role in database.rows(_INVOLVED):
            involved[opportunity].append((role, people[person]))
        rows = database.rows(_OPPORTUNITIES)
        made_from = {row[0]: (row, involved[row[0]]) for row in rows}
        before, self._opportunities = self._opportunities, {
            id: self._opportunities[id]
            if self._made_from.get(id) == columns
            else _opportunity(*columns)
            for id, columns in made_from.items()
        }  # fmt: skip
        self._made_from = made_from
        if any(
            id in before and before[id].id != each.id for id, each in self._opportunities.items()
        ):
            self._log, self._facts = _Log(), {}  # facts bear the old name
        return True

    def _differs(self, database: Database, sql: str, parameters: Columns = ()) -> bool:
        """Read a whole table, and tell whether it is another than it was."""
        rows = database.rows(sql, parameters)
        if rows == self._tables.get(sql):
            return False
        self._tables[sql] = rows
        return True

    # Facts and choices

    def _follow_facts(self, database: Database) -> set[int]:
        """Read the log from where it was left; all of it, where it is not the same any more."""
        count, last, mark = database.rows(_LOG, (self._log.last,))[0]
        if self._log.last and mark != self._log.mark:
            return self._read_facts(database, anew=True)
        if (count, last) == self._log[:2]:
            self.rows_read = 0
            return set()
        return self._read_facts(database, anew=False)

    def _read_facts(self, database: Database, *, anew: bool) -> set[int]:
        if anew:
            changed, self._facts, self._log = set(self._facts), {}, _Log()
        else:
            changed = set()
        rows = database.rows(_FACTS, (self._log.last,))
        last = rows[-1][0] if rows else self._log.last
        count, _, mark = database.rows(_LOG, (last,))[0]
        if self._log.facts + len(rows) != count:  # some were erased
            return changed | self._read_facts(database, anew=True)
        self.rows_read = len(rows)
        for id, opportunity, corrects, retracts, *columns in rows:
            changed.add(opportunity)
            of_it = self._facts.setdefault(opportunity, {})
            if corrects is not None:
                of_it.pop(corrects, None)
            if not retracts:
                of_it[id] = mapping.fact(self._slug(opportunity), tuple(columns))
        self._log = _Log(count, last, mark)
        return changed

    def _slug(self, opportunity: int) -> str:
        return self._opportunities[opportunity].id

    def _follow_choices(self, database: Database) -> set[int]:
        if not self._differs(database, _CHOICES):
            return set()
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self._tables[_CHOICES]:
            found[row[0]].append(row[1:])
        before, self._choices = self._choices, dict(found)
        return {id for id in before | found if before.get(id) != found.get(id)}

    def _make_histories(self, changed: Iterable[int]) -> None:
        """Put the logs together that have changed; drop those of opportunities that are gone."""
        known = self._opportunities
        gone = self.histories.keys() - {each.id for each in known.values()}
        for slug in gone:
            del self.histories[slug]
        missing = {id for id, each in known.items() if each.id not in self.histories}
        for id in (set(changed) & known.keys()) | missing:
            slug = self._slug(id)
            choices = (mapping.choice(slug, row) for row in self._choices.get(id, ()))
            self.histories[slug] = History((*self._facts.get(id, {}).values(), *choices))

    # What was shown

    def follow_shown(self, database: Database) -> bool:
        """Take in what was shown since the last time; tell whether anything was."""
        mark = database.rows(_SHOWN)[0]
        if mark == self._shown_mark:
            return False
        self._shown_mark = mark
        found: dict[str, list[Row]] = defaultdict(list)
        for row in shown.open_rows(database):
            found[row[0]].append(row)
        before = self.shown
        self.shown = {
            slug: before[slug] if before.get(slug) == rows else rows for slug, rows in found.items()
        }
        return True


def _opportunity(row: Row, involved: Iterable[Columns]) -> Opportunity:
    people = (mapping.person(columns, role) for role, columns in involved)
    return mapping.opportunity(row[1:], people)

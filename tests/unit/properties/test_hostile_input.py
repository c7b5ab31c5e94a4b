"""Files from anywhere: the answer is a plan, or an error that says what to do."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import event, example, given
from hypothesis import strategies as st

from duly.adapters import playbookfiles
from duly.core.errors import DulyError, PlaybookError
from duly.core.model import Kind, Meaning, Search, Step, What
from duly.core.playbook import ENTRIES, Playbook, parse
from duly.core.portfolio import plan_search
from duly.core.worktime import Calendars
from duly.formats import factsfile
from properties.strategies import PLAYBOOKS

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)

# Playbooks

_WORDS = (
    "within 24 h", "within 0 h", "7-10 d after the interview", "10-7 d after the interview",
    "2 bd after the promised date", "on the promised date", "on the new date", "every 6 months",
    "every 5 months", "5 d after the thank-you", "4 d after an unanswered status", "999 bd after",
    "14 d after the last attempt", "1-2 d after the application", "soon", "", " ", "preferred",
    "asked for", "number known", "may call", "T1", "W6",
)  # fmt: skip
_FIELDS = (
    "window", "rules", "because", "only", "medium", "name", "title", "attempts", "attempts_rules",
    "halve_in_sales", "status", "thank-you", "wnidow", "",
)  # fmt: skip
fields = st.one_of(
    st.sampled_from(_WORDS), scalars, st.lists(st.sampled_from(_WORDS), max_size=3), values
)
entries = st.dictionaries(st.sampled_from(_FIELDS), fields, max_size=5)
PACKAGED = {
    name: tomllib.loads(playbookfiles.packaged_file(name).read_text(encoding="utf-8"))
    for name in PLAYBOOKS
}


@st.composite
def broken_playbooks(draw: st.DrawFn) -> dict[str, Any]:
    """Take a good playbook, and break some of it."""
    data: dict[str, Any] = dict(PACKAGED[draw(st.sampled_from(sorted(PACKAGED)))])
    for _ in range(draw(st.integers(0, 3))):
        key = draw(st.sampled_from((*data, *ENTRIES, *_FIELDS)))
        table = data.get(key)
        if isinstance(table, dict) and draw(st.booleans()):
            data[key] = {**table, draw(st.sampled_from(_FIELDS)): draw(fields)}
        elif draw(st.booleans()):
            data[key] = draw(st.one_of(entries, fields))
        else:
            data.pop(key, None)
    return data


@given(st.one_of(broken_playbooks(), st.dictionaries(st.text(max_size=6), values, max_size=4)))
def test_a_playbook_is_read_or_refused_with_the_mend(data: dict[str, Any]) -> None:
    """`parse` raises nothing but `PlaybookError`, whatever mapping it is given."""
    try:
        playbook = parse(data, "mine.toml")
    except PlaybookError as error:
        event("refused")
        refusal: PlaybookError | None = error
    else:
        event("read")
        refusal = None
        assert isinstance(playbook, Playbook)
        assert playbook.thank_you.wait.closes > 0
    if refusal:
        assert str(refusal).startswith("mine.toml")
        assert refusal.found
        assert refusal.expected or refusal.mend


# Facts files

_ZONES = ("America/New_York", "Europe/Berlin", "Mars/Olympus", "", "../etc/passwd")
_INSTANTS = (
    datetime.fromisoformat("2026-03-10T15:00:00"),
    datetime.fromisoformat("2026-03-29T02:30:00"),
    datetime.fromisoformat("0001-01-01T00:00:00"),
    datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    date(2026, 3, 12),
    time(9),
)


def toml(value: object) -> str:
    """Return a value as TOML, well enough for these tests."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = "".join(
            f"\\u{ord(each):04x}" if each in '"\\' or ord(each) < 32 or ord(each) == 127 else each
            for each in value
        )
        return f'"{escaped}"'
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


odd = st.one_of(
    st.sampled_from(
        ("ana", "bo", "acme", "bolt", "email", "sales", "interview", "nobody", "phone", "", " ")
    ),
    st.sampled_from(_INSTANTS),
    st.sampled_from(_ZONES),
    st.sampled_from((*What, *Step, *Meaning, *Kind)).map(str),
    st.booleans(),
    st.integers(-3, 9999),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.sampled_from(("ana", "bo", "acme", "bolt", "cy")), max_size=3),
    st.text(st.characters(codec="utf-8"), max_size=6),
)
_AT = datetime.fromisoformat("2026-03-10T15:00:00")  # local time of [me]
_GOOD: dict[str, list[dict[str, object]]] = {
    "me": [{"name": "Sam", "time_zone": "America/New_York", "country": "US"}],
    "opportunity": [{"id": "acme", "company": "Acme"}, {"id": "bolt", "via": "bo"}],
    "person": [
        {"id": "ana", "opportunity": "acme", "email": "ana@acme.example"},
        {"id": "bo", "opportunity": ["acme", "bolt"], "role": "recruiter"},
    ],
    "debrief": [{"opportunity": "acme", "at": _AT, "topics": ["testing"]}],
}


@st.composite
def facts(draw: st.DrawFn) -> dict[str, object]:
    """A fact as it should be, or nearly so."""
    what = draw(st.sampled_from(What))
    data: dict[str, object] = {
        "at": _AT + timedelta(days=draw(st.integers(0, 20))),
        "what": str(what),
        "opportunity": "acme",
    }
    some: dict[str, object] = {
        "with": ["ana"], "to": "ana", "from": "bo", "step": "status", "meaning": "still deciding",
        "outcome": "spoke", "by": date(2026, 3, 17), "until": date(2026, 3, 18), "was": _AT,
        "answer_by": date(2026, 3, 20), "arranged_by": "bo", "may_call": True,
    }  # fmt: skip
    for key in factsfile.KEYS[what]:
        if key in some and draw(st.integers(0, 9)):
            data[key] = some[key]
    if what is What.INTERVIEW_MOVED:
        data["to"] = _AT + timedelta(days=1)
    return data


@st.composite
def facts_files(draw: st.DrawFn) -> str:
    """Take a good facts file, and break a little of it, or nothing."""
    tables = {name: [dict(each) for each in each_of] for name, each_of in _GOOD.items()}
    tables["fact"] = [{"at": _AT, "what": "interview", "opportunity": "acme", "with": ["ana"]}]
    tables["fact"] += draw(st.lists(facts(), max_size=3))
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2)))):
        table = draw(
            st.sampled_from(tables["fact"] + [each for all_ in _GOOD for each in tables[all_]])
        )
        key = draw(st.sampled_from((*table, "opportunity", "kind", "starts", "wiht", "playbook")))
        if draw(st.booleans()):
            table[key] = draw(odd)
        else:
            table.pop(key, None)
    lines = ["at = 2026-03-12T09:00:00"]
    for name, all_of in tables.items():
        for table in all_of:
            lines.append("[me]" if name == "me" else f"[[{name}]]")
            lines += [f"{key} = {toml(value)}" for key, value in table.items()]
    return "\n".join(lines)


@given(st.one_of(facts_files(), st.text(max_size=60)))
@example("[me]\ntime_zone = 'UTC'\n" + "x = [" * 2000)
@example("at = 2026-02-30T09:00:00")
@example('[me]\ntime_zone = "America"')
@example('[me]\ntime_zone = "/etc/passwd"')
@example("me = 3")
@example("[[me]]\ntime_zone = 'UTC'")
def test_a_facts_file_is_planned_or_refused_with_the_mend(text: str) -> None:
    """Reading raises nothing but `DulyError`, and what can be read can be planned."""
    try:
        search = factsfile.read(text, "facts.toml")
    except DulyError as error:
        event("refused")
        refusal = str(error)
    else:
        event("read")
        refusal = "facts.toml"
        _plan(search)
    assert refusal.startswith("facts.toml")
    assert "\n" not in refusal


def _plan(search: Search) -> None:
    at = search.at or datetime(2026, 3, 12, 14, tzinfo=UTC)
    try:
        planned = plan_search(search, at, PLAYBOOKS, Calendars({}))
    except DulyError:
        assert search.playbook not in PLAYBOOKS or any(
            each.playbook not in PLAYBOOKS for each in search.opportunities
        )
    else:
        assert len(planned.plans) == len(search.opportunities)

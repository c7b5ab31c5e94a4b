"""The calendar of any plan: it parses, nothing is in it twice, and what moves is the same entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from duly.core.facts import History
from duly.core.worktime import Calendars
from duly.formats import agenda, calendarwriter
from duly.formats.agenda import DONE, Entry, Form, Issue, Sort
from duly.formats.calendarwriter import Heading
from duly.formats.contentlines import plain
from properties.strategies import World, worlds

MINUTE = timedelta(minutes=1)
HEADING = Heading("Duly", "Europe/Berlin")
FEWER = settings(max_examples=min(settings().max_examples, 120))
"""Each example plans a whole search and has another program read the calendar: some 100 ms."""
forms = st.sampled_from(Form)
hostile = st.one_of(
    st.text(max_size=120),
    st.text(st.sampled_from("\r\n\t ;,:\\\"'^\x00\x0b\x85\u2028\u202eé李👩‍💻BEGIND"), max_size=120),
    st.lists(
        st.sampled_from(
            ["\r\n", "\n", "\r", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "UID:1", ";", ",",
             "\\", "\\n", "ATTENDEE:mailto:eve@example.com", ":", " ", "ü" * 40, "💼"]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


def entries_of(world: World, form: Form, *, full: bool = False) -> tuple[Entry, ...]:
    calendars = Calendars(world.days_off)
    return agenda.entries(world.search, world.plan(), calendars, form, full=full)


def issued(
    entries: Iterable[Entry], at: datetime, known: dict[str, Issue] | None = None
) -> dict[str, Issue]:
    return agenda.reissue(entries, known or {}, at, ())


def parsed(data: bytes) -> list[Any]:
    """Return the entries of a calendar, which must be sound down to its lines."""
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
        assert b"\n" not in line
        assert b"\r" not in line
    calendar = Calendar.from_ical(data)
    assert not calendar.errors
    found = calendar.walk("VEVENT") + calendar.walk("VTODO")
    assert not any(each.errors for each in found)
    assert len(found) == sum(each.name != "VTIMEZONE" for each in calendar.subcomponents)
    return list(found)


def written(words: str) -> str:
    """Return words as a calendar holds them; icalendar takes a backslash and an N for a break."""
    return plain(words).replace("\\N", "\n")


@FEWER
@given(worlds(), forms, st.booleans())
def test_every_plan_makes_a_calendar_that_says_it(world: World, form: Form, full: bool) -> None:  # noqa: FBT001
    entries = entries_of(world, form, full=full)
    issues = issued(entries, world.at)
    found = parsed(calendarwriter.write(issues.values(), HEADING))
    assert {str(each["UID"]) for each in found} == {each.uid for each in entries}
    assert len(found) == len(entries) == len(issues), "each entry once"
    actions = sum(len(plan.actions) for plan in world.plan().plans)
    own = (agenda.INTERVIEW, agenda.PROMISE, agenda.DEADLINE)
    assert sum(each.about not in own for each in entries) == actions * (1 + (form is Form.BOTH))
    for each in found:
        entry = issues[str(each["UID"])].entry
        assert str(each["SUMMARY"]) == entry.summary
        assert each.name == ("VTODO" if entry.sort is Sort.TODO else "VEVENT")
        if each.name == "VTODO":
            assert each.decoded("DUE") == entry.ends
            assert "DTSTART" not in each or each.decoded("DTSTART") < entry.ends
        else:
            assert each.decoded("DTSTART") == entry.starts
            assert each.decoded("DTEND", entry.ends) == entry.ends
        assert ("DESCRIPTION" in each) == (full and entry.about not in own)


@FEWER
@given(worlds())
def test_an_action_is_shown_where_somebody_looks(world: World) -> None:
    """From today on, and not before its window opens; a whole day once its moment is gone."""
    mine = ZoneInfo(world.search.me.time_zone)
    today = world.at.astimezone(mine).date()
    windows = {
        (each.opportunity, each.step.value, each.to, each.occasion): each
        for plan in world.plan().plans
        for each in plan.actions
    }
    for entry in entries_of(world, Form.EVENTS):
        action = windows.get((entry.opportunity, entry.about, entry.to, entry.occasion))
        if action is None:
            continue
        event("a whole day" if not isinstance(entry.starts, datetime) else "a moment")
        if isinstance(entry.starts, datetime):
            assert entry.starts.astimezone(mine).date() >= today
            assert entry.starts >= action.earliest
            assert entry.starts == action.due or action.due <= world.at or entry.starts < action.due
        else:
            assert entry.starts == today
            assert action.earliest <= world.at


@FEWER
@given(worlds())
def test_meetings_ahead_are_those_that_the_planner_waits_for(world: World) -> None:
    for each in world.search.opportunities:
        standing = History(world.facts_of(each.id)).standing(world.at, world.calendar(each))
        ends = [
            entry.ends
            for entry in entries_of(world, Form.EVENTS)
            if entry.about == agenda.INTERVIEW and entry.opportunity == each.id
        ]
        assert sorted(map(str, ends)) == sorted(str(meeting.ends_at) for meeting in standing.ahead)


@FEWER
@given(worlds(), forms)
def test_the_same_state_is_the_same_bytes(world: World, form: Form) -> None:
    """A minute later too, unless that minute made something due, or began another day."""
    later = replace(world, at=world.at + MINUTE)
    issues = issued(entries_of(world, form), world.at)
    before = calendarwriter.write(issues.values(), HEADING)
    again = issued(entries_of(world, form), later.at, issues)
    assert again == issues
    assert calendarwriter.write(again.values(), HEADING) == before
    mine = ZoneInfo(world.search.me.time_zone)
    assume(later.at.astimezone(mine).date() == world.at.astimezone(mine).date())
    assume(_outline(later) == _outline(world))
    after = issued(entries_of(later, form), later.at, issues)
    assert calendarwriter.write(after.values(), HEADING) == before


def _outline(world: World) -> object:
    """Return what of a plan the clock alone changes now and then."""
    plans = world.plan().plans
    actions = [
        (each.step, each.to, each.earliest, each.latest, each.status, each.due > world.at, each.why)
        for plan in plans
        for each in plan.actions
    ]
    ahead = [
        len(History(world.facts_of(each.id)).standing(world.at, world.calendar(each)).ahead)
        for each in world.search.opportunities
    ]
    return actions, ahead, [(plan.promise_on, plan.state) for plan in plans]


@FEWER
@given(worlds(), forms, st.lists(st.integers(0, 30 * 24), max_size=4))
def test_an_entry_keeps_its_name_and_its_number_never_shrinks(
    world: World, form: Form, hours: list[int]
) -> None:
    """As a search goes on, fact by fact and day by day."""
    moments = sorted({fact.at for fact in world.search.facts})[-4:]
    moments += [max([world.at, *moments]) + timedelta(hours=each) for each in sorted(hours)]
    known: dict[str, Issue] = {}
    for at in moments:
        facts = tuple(fact for fact in world.search.facts if fact.at <= at)
        then = replace(world, search=replace(world.search, facts=facts), at=at)
        issues = issued(entries_of(then, form), at, known)
        assert issues.keys() >= known.keys(), "nothing is forgotten"
        for uid, before in known.items():
            _assert_follows(before, issues[uid])
        parsed(calendarwriter.write(issues.values(), HEADING))
        known = issues


def _assert_follows(before: Issue, after: Issue) -> None:
    assert after.sequence >= before.sequence
    assert after.stamped_at >= before.stamped_at
    times = [
        (each.entry.starts, each.entry.ends, each.ended_at is None) for each in (before, after)
    ]
    if times[0] != times[1]:
        event("moved or taken away")
    assert (after.sequence > before.sequence) == (times[0] != times[1])
    if (after.sequence, after.digest) == (before.sequence, before.digest):
        assert after == before


@FEWER
@given(worlds(), forms, hostile, hostile)
def test_names_change_nothing_but_words(world: World, form: Form, company: str, name: str) -> None:
    """A company renamed, even by somebody who means harm, is the same entries, and only these."""
    issues = issued(entries_of(world, form, full=True), world.at)
    renamed = tuple(
        replace(
            each,
            company=company,
            people=tuple(replace(person, name=name) for person in each.people),
        )
        for each in world.search.opportunities
    )
    after = replace(world, search=replace(world.search, opportunities=renamed))
    later = issued(entries_of(after, form, full=True), world.at + MINUTE, issues)
    assert later.keys() == issues.keys()
    assert [each.sequence for each in later.values()] == [0] * len(later)
    found = parsed(calendarwriter.write(later.values(), Heading(company, "Etc/UTC")))
    assert len(found) == len(later)
    for each in found:
        assert "ATTENDEE" not in each
        assert str(each["SUMMARY"]) == written(later[str(each["UID"])].entry.summary)


@given(hostile, hostile, st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_no_words_of_an_entry_become_more_than_words(summary: str, why: str, on: date) -> None:
    entry = Entry("acme", "status", summary, on, on + timedelta(days=1), description=why)
    at = datetime.fromisoformat("2026-03-11T13:00:00+00:00")
    (issue,) = issued([entry], at).values()
    gone = agenda.reissue([], {entry.uid: issue}, at, {entry.uid}).values()
    (found,) = parsed(calendarwriter.write([issue]))
    assert str(found["SUMMARY"]) == written(summary)
    assert str(found.get("DESCRIPTION", "")) == written(why)
    assert [each.ending for each in gone] == [DONE]
    assert len(parsed(calendarwriter.write(gone))) == 1

"""The store: a log that only grows, rows that say what the core says, plans that are kept."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

AT = datetime(2026, 3, 11, 13, tzinfo=UTC)
CHOICES = (What.SKIPPED, What.SNOOZED, What.RETIRED)
PEOPLE = ("ana-ruiz", "søren", "李雷")

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2026, 3, 10),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31))
facts = st.builds(
    Fact,
    at=instants,
    what=st.sampled_from([what for what in What if what not in CHOICES]),
    opportunity=st.just("acme"),
    people=st.lists(st.sampled_from(PEOPLE), unique=True).map(tuple),
    step=st.none() | st.sampled_from(Step),
    meaning=st.none() | st.sampled_from(Meaning),
    outcome=st.none() | st.sampled_from(Outcome),
    channel=st.none() | st.sampled_from(Channel),
    by=st.none() | days,
    answer_by=st.none() | instants,
    until=st.none() | days,
    was_at=st.none() | instants,
    to_at=st.none() | instants,
    starts_at=st.none() | instants,
    arranged_by=st.sampled_from(["", *PEOPLE]),
    may_call=st.booleans(),
    automatic=st.booleans(),
    note=texts,
)
choices = st.builds(
    Fact,
    at=instants,
    what=st.sampled_from(CHOICES),
    opportunity=st.just("acme"),
    people=st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    step=st.none() | st.sampled_from(Step),
    until=st.none() | days,
    insist=st.booleans(),
    note=texts,
)
people = st.builds(
    Person,
    id=st.just("ana-ruiz"),
    name=texts,
    role=st.sampled_from(PersonRole),
    email=texts,
    phone=texts,
    address=texts,
    prefers=st.none() | st.sampled_from(Medium),
    linkedin=st.sampled_from(LinkedIn),
    title=texts,
)
mends = st.builds(Mend, question=texts, better=texts)
several = st.lists(texts, max_size=3).map(tuple)
impressions = st.builds(
    Impression,
    person=st.just("ana-ruiz"),
    cares_about=several,
    topics=several,
    remark=texts,
    challenge=texts,
    answer=texts,
    value=texts,
    mend=st.none() | mends,
    card_collected=st.booleans(),
)
debriefs = st.builds(
    Debrief,
    opportunity=st.just("acme"),
    round_on=st.just(date(2026, 3, 2)),
    impressions=st.lists(impressions, max_size=1).map(tuple),
    topics=several,
    challenges=several,
    strengths=several,
    success_short=texts,
    success_long=texts,
    mends=st.lists(mends, max_size=2).map(tuple),
    accomplishment=texts,
    next_steps=texts,
    promise_on=st.none() | days,
    may_call=st.booleans(),
)
searches = st.builds(
    Search,
    me=st.just(Me("Sam Field", "America/New_York", "US")),
    opportunities=st.builds(
        Opportunity,
        id=st.just("acme"),
        company=texts,
        role=texts,
        kind=st.sampled_from(Kind),
        time_zone=st.sampled_from(["America/Chicago", "Asia/Kathmandu"]),
        country=st.sampled_from(["US", ""]),
        people=st.lists(people, max_size=1).map(tuple),
        sector=texts,
        interested=st.booleans(),
    ).map(lambda each: (each,)),
    facts=st.lists(facts | choices, max_size=6, unique=True).map(tuple),
    debriefs=st.lists(debriefs, max_size=1).map(tuple),
)


class RolledBackError(Exception):
    """Ends a trial without a trace."""


@given(search=searches)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_put_in_comes_out_again(store: Path, search: Search) -> None:
    from django.db import transaction

    from duly.services import taking_over
    from duly.store import queries
    from duly.store.connection import ThroughDjango

    with pytest.raises(RolledBackError), transaction.atomic():  # noqa: PT012
        taking_over.take_over(search, AT, "test")
        found = queries.search(ThroughDjango())
        assert found.opportunities == search.opportunities
        assert set(found.facts) == set(search.facts)
        kept = [each.debrief for each in queries.debriefs(ThroughDjango(), "acme")]
        assert kept == list(search.debriefs)
        raise RolledBackError


@pytest.fixture
def acme(store: Path) -> Path:
    from duly.services import opportunities
    from duly.services.opportunities import Given, Opening

    people = (Given("Ana Ruiz <ana@acme.example>"),)
    opportunities.open_one(Opening("Acme", people=people), AT)
    return store


def interview(hours_ago: int = 20) -> Fact:
    return Fact(AT - timedelta(hours=hours_ago), What.INTERVIEW, "acme", people=("ana-ruiz",))


def test_a_fact_can_be_neither_changed_nor_deleted(acme: Path) -> None:
    from django.db import DatabaseError, connection

    from duly.services import log
    from duly.store import models
    from duly.store.models import AppendOnlyError

    log.record([interview()], AT)
    row = models.Fact.objects.get()
    row.note = "changed"
    for change in (row.save, row.delete, models.Fact.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        models.Fact.objects.update(note="changed")
    for sql in ("UPDATE store_fact SET note = 'x'", "DELETE FROM store_fact"):
        with (
            pytest.raises(DatabaseError, match="only ever added to"),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
        bare = sqlite3.connect(acme, isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            bare.execute(sql)
        bare.close()


def test_a_correction_takes_the_place_of_the_earlier_fact_and_the_log_keeps_both(
    acme: Path,
) -> None:
    from dataclasses import replace

    from duly.core.errors import StoreError
    from duly.services import log
    from duly.store import models, queries
    from duly.store.connection import ThroughDjango

    log.record([interview()], AT)
    (noted,) = queries.log(ThroughDjango(), "acme")
    log.correct(noted, replace(noted.fact, note="by video"), AT)
    (now,) = queries.log(ThroughDjango(), "acme")
    assert now.fact.note == "by video"
    assert models.Fact.objects.count() == 2
    with pytest.raises(StoreError, match="just put that right"):
        log.correct(noted, replace(noted.fact, note="twice"), AT)
    log.undo("acme", AT)
    assert queries.log(ThroughDjango(), "acme") == []
    assert models.Fact.objects.count() == 3


def test_actions_remember_when_they_came_moved_and_were_done(acme: Path) -> None:
    from duly.services import log
    from duly.store import models

    log.record([interview()], AT)
    thanks = models.Action.objects.get(step="thank-you")
    assert thanks.created_at == AT
    later = AT + timedelta(hours=1)
    by_email = Fact(later, What.SENT, "acme", people=("ana-ruiz",), step=Step.THANK_YOU)
    log.record([by_email], later)
    thanks.refresh_from_db()
    assert (thanks.ending, thanks.ended_at) == ("done", later)
    status = models.Action.objects.get(step="status", ended_at=None)
    answer = Fact(later, What.RECEIVED, "acme", meaning=Meaning.STILL_DECIDING, by=date(2026, 4, 1))
    log.record([answer], later + timedelta(hours=1))
    status.refresh_from_db()
    assert status.ended_at or status.reschedulings.exists()
    skip = Fact(later, What.SKIPPED, "acme", step=Step.LINKEDIN)
    log.record([skip], later)
    assert models.Action.objects.get(step="linkedin").ending == "skipped"


def test_planning_again_changes_nothing_that_was_shown(acme: Path) -> None:
    from duly.services import log, planning

    log.record([interview()], AT)
    assert planning.today(AT).changes == []
    moved = planning.today(AT + timedelta(days=12))
    assert moved.changes
    assert planning.today(AT + timedelta(days=12)).changes == []


SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))


def test_every_scenario_plans_the_same_from_the_store(store: Path) -> None:
    from django.db import transaction

    from duly.formats import factsfile
    from duly.services import plan_file, taking_over
    from duly.store import models

    for path in SCENARIOS:
        search = factsfile.read(path.read_text(), path.name, also=("title", "shows", "expect"))
        if search.at is None:
            continue
        with pytest.raises(RolledBackError), transaction.atomic():  # noqa: PT012
            models.Profile.objects.all().delete()
            planned = taking_over.take_over(search, search.at, "test")
            assert planned.plan.plans == plan_file.plan(search, search.at).plans, path.name
            raise RolledBackError


def test_two_people_of_one_name_are_told_apart_and_one_address_is_one_person(store: Path) -> None:
    from duly.services import opportunities
    from duly.services.opportunities import Given, Opening

    def open_one(company: str, *people: str) -> Any:
        opening = Opening(company, people=tuple(map(Given, people)))
        id, planned = opportunities.open_one(opening, AT)
        return planned.of(id)[0]

    first = open_one("Acme, Inc.", "Ana Ruiz <ana@acme.example>", "Søren Kierkegaard", "李雷")
    second = open_one("ACME", "Ana Ruiz <ana@other.example>", "Rae <ana@acme.example>")
    assert [first.id, second.id] == ["acme", "acme-2"]
    assert [each.id for each in first.people] == ["ana-ruiz", "soren-kierkegaard", "李雷"]
    assert [each.id for each in second.people] == ["ana-ruiz-2", "ana-ruiz"]

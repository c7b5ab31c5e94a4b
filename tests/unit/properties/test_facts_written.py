"""What is written as a facts file is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
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
from duly.formats import factsfile, factswriter
from duly.formats.factsfile import KEYS
from properties.strategies import World, worlds

PEOPLE = ("ana-ruiz", "søren", "李雷")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)
said = texts.filter(bool)
several = st.lists(said, max_size=3).map(tuple)
instants = st.datetimes(
    min_value=datetime(1970, 1, 3),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2199, 12, 29),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(min_value=date(1970, 1, 1), max_value=date(2199, 12, 31))
zones = st.sampled_from(["America/Chicago", "Asia/Kathmandu", "Africa/Monrovia", "Etc/UTC"])
people = st.builds(
    Person,
    id=st.sampled_from(PEOPLE), name=texts, role=st.sampled_from(PersonRole), email=texts,
    phone=texts, address=texts, prefers=st.none() | st.sampled_from(Medium),
    linkedin=st.sampled_from(LinkedIn), title=texts,
)  # fmt: skip
mends = st.builds(Mend, question=said, better=said)
VALUES = {
    "step": st.sampled_from(Step), "meaning": st.sampled_from(Meaning),
    "outcome": st.sampled_from(Outcome), "channel": st.none() | st.sampled_from(Channel),
    "by": days, "answer_by": st.none() | instants, "until": days, "was_at": instants,
    "to_at": instants, "starts_at": st.none() | instants, "may_call": st.booleans(),
    "automatic": st.booleans(), "insist": st.booleans(),
}  # fmt: skip
NAMED = {"via": "channel", "was": "was_at", "starts": "starts_at"}


@st.composite
def facts(draw: st.DrawFn, opportunity: Opportunity) -> Fact:
    """Draw a fact of any kind, with whatever its kind may carry."""
    what = draw(st.sampled_from(What))
    keys = {NAMED.get(key, key) for key in KEYS[what]}
    if what is What.INTERVIEW_MOVED:
        keys |= {"to_at"}
    known = {name: draw(value) for name, value in VALUES.items() if name in keys}
    met = [person.id for person in opportunity.people]
    if met and {"with", "from", "to"} & set(KEYS[what]) and what is not What.CONNECTED:
        known["people"] = tuple(draw(st.lists(st.sampled_from(met), unique=True)))
    if what is What.CONNECTED:
        known["people"] = tuple(met)
    if met and "arranged_by" in keys:
        known["arranged_by"] = draw(st.sampled_from(["", *met]))
    if what in (What.SENT, What.CALLED, What.SKIPPED, What.SNOOZED) or met:
        known["note"] = draw(texts)
    return Fact(draw(instants), what, opportunity.id, **known)


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Draw a search whose people may be something else, in another order, to each opportunity."""
    known = draw(st.lists(people, max_size=3, unique_by=lambda person: person.id))
    opportunities = []
    for id in draw(st.lists(st.sampled_from(["acme", "bolt-2", 'c\'est "ça"']), unique=True)):
        met = draw(st.permutations(known)) if known else []
        met = [replace(each, role=draw(st.sampled_from(PersonRole))) for each in met]
        ids = ["", *(each.id for each in met)]
        opportunities.append(
            Opportunity(
                id=id, company=draw(texts), role=draw(texts), kind=draw(st.sampled_from(Kind)),
                time_zone=draw(zones), country=draw(st.sampled_from(["US", ""])),
                people=tuple(met), sector=draw(texts), via=draw(st.sampled_from(ids)),
                main_contact=draw(st.sampled_from(ids)), interested=draw(st.booleans()),
                playbook=draw(texts),
            )
        )  # fmt: skip
    return Search(
        me=Me(draw(texts), draw(zones), draw(texts), draw(texts), draw(texts), draw(st.booleans())),
        opportunities=tuple(opportunities),
        facts=tuple(draw(facts(each)) for each in opportunities for _ in range(3)),
        debriefs=tuple(draw(debriefs(each)) for each in opportunities),
        playbook=draw(said),
        at=draw(st.none() | instants),
    )


@st.composite
def debriefs(draw: st.DrawFn, opportunity: Opportunity) -> Debrief:
    """Draw the notes on a round."""
    impressions = tuple(
        Impression(
            person.id, draw(several), draw(several), draw(texts), draw(texts), draw(texts),
            draw(texts), draw(st.none() | mends), draw(st.booleans()),
        )
        for person in opportunity.people
    )  # fmt: skip
    return Debrief(
        opportunity.id, draw(days), impressions, draw(several), draw(several), draw(several),
        draw(texts), draw(texts), tuple(draw(st.lists(mends, max_size=2))), draw(texts),
        draw(texts), draw(st.none() | days), draw(st.booleans()),
    )  # fmt: skip


@given(search=searches())
@settings(deadline=None)
def test_what_is_written_is_read_back(search: Search) -> None:
    text = factswriter.write(search, ["Exported by Duly."])
    assert factsfile.read(text, "facts.toml", exported=True) == search


@given(world=worlds())
@settings(deadline=None)
def test_whole_searches_are_read_back(world: World) -> None:
    text = factswriter.write(world.search)
    assert factsfile.read(text, "facts.toml", exported=True) == world.search

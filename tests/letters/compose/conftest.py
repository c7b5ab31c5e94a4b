"""Debriefs of seven trades, in the shapes in which people type, and every letter from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

import pytest

from duly.core.model import (
    Debrief,
    Impression,
    Kind,
    Me,
    Mend,
    Opportunity,
    Person,
    PersonRole,
)
from duly.letters import sample
from duly.letters.compose import compose
from duly.letters.material import Letter, LetterKind, Material, Missing, Voice

ME = Me("Sam Field", "Europe/London", "GB", email="sam@field.example", phone="020 7946 0018")
MET_ON = date(2026, 3, 10)
TODAY = date(2026, 3, 11)


def material_of(
    company: str,
    role: str,
    people: tuple[Person, ...],
    debrief: Debrief,
    kind: Kind = Kind.APPLICATION,
    country: str = "GB",
) -> Material:
    opportunity = Opportunity("o", company, role, kind, "Europe/London", country, people=people)
    return Material(me=ME, opportunity=opportunity, today=TODAY, debriefs=(debrief,))


NURSE = material_of(
    "St. Mary's Hospital",
    "Registered Nurse (Night)",
    (
        Person("a", "Sr. Maria Gonzalez Lopez", PersonRole.HIRING_MANAGER),
        Person("b", "Tom O'Brien"),
        Person("c", "Dr. Wei Zhang"),
    ),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression(
                "a",
                topics=("Staffing on the night shift.",),
                cares_about=("Handover that nobody has to chase",),
                challenge="We can't keep new nurses past their first winter",
                answer="I'd sit down with every new nurse after the first four weeks.",
            ),
            Impression(
                "b",
                topics=("falls on ward 7",),
                remark="His allotment",
                challenge="falls happen between 4 and 6 in the morning",
                answer="walk the ward together at half past three",
            ),
            Impression(
                "c",
                topics=("Sepsis screening",),
                mend=Mend(
                    "How do you deal with a doctor who disagrees with you?",
                    "I say what I have seen, once, and write it down",
                ),
            ),
        ),
        strengths=("eight years on a surgical ward", "calm in an emergency", "I speak Spanish"),
        topics=("the new rota",),
        promise_on=date(2026, 3, 17),
    ),
)
WELDER = material_of(
    "Harlan Steel",
    "Pipe welder",
    (Person("a", "Big Jim Harlan"), Person("b", "Ruiz")),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression(
                "a",
                topics=("TIG on thin stainless",),
                challenge="Too much rework on the pipe line!!",
                answer="Check fit-up before the first pass",
            ),
            Impression("b", topics=("6G test",), cares_about=("People who show up on time",)),
        ),
        strengths=("6G certificate", "12 years in pipe"),
    ),
    country="US",
)
TEACHER = material_of(
    "Oakfield Primary School",
    "Year 4 teacher",
    (Person("a", "Mrs Helen Okoro"), Person("b", "王小明"), Person("c", "Liz")),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression(
                "a",
                cares_about=("that every child reads for pleasure",),
                challenge="How to reach parents who never come to the school",
                answer="By phoning one family every evening",
            ),
            Impression(
                "b",
                topics=("maths mastery", "behaviour at lunch"),
                remark="he coaches the under-11s",
            ),
            Impression(
                "c", topics=("- the school garden",), value="https://garden.example/schools"
            ),
        ),
        strengths=("patient with children who find it hard", "ten years in Key Stage 2"),
        challenges=("reading scores fall over the summer",),
    ),
)
LAWYER = material_of(
    "Barrow & Lunn LLP",
    "Associate, Employment (m/f/d)",
    (Person("a", "Prof. Dr. Anneliese von Thun"), Person("b", "Jean-Luc Picard")),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression(
                "a",
                topics=("the Uber judgment",),
                challenge="associates leave within two years because nobody trains them",
                answer="An hour every Friday on one live file, with the partner in the room.",
                mend=Mend("privilege", "The Three Rivers case would have been the place to start"),
            ),
            Impression(
                "b",
                topics=("disclosure in small claims",),
                cares_about=("plain English",),
                value="“Clear drafting for busy clients”",
            ),
        ),
        strengths=("four years of tribunal advocacy",),
        accomplishment="won a two-day hearing in Leeds last week",
    ),
)
CHEF = material_of(
    "Bistro Ünal",
    "Sous-chef",
    (Person("a", "Ayşe Ünal"), Person("b", "Marco")),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression(
                "a",
                topics=("Running the pass on Saturday nights",),
                cares_about=("food waste", "staff who eat together"),
                remark="Ayşe's daughter is opening a bakery",
                challenge="food cost is at 38%",
                answer="weigh the bins for two weeks, then change the menu",
            ),
            Impression("b", topics=("sourdough 🍞",)),
        ),
        strengths=("six years on sauce",),
    ),
)
CONTACT = material_of(
    "Bolt",
    "",
    (Person("a", "Nia Evans", PersonRole.CONTACT),),
    Debrief(
        "o",
        MET_ON,
        impressions=(
            Impression("a", topics=("moving from teaching to UX",), remark="her move to Cardiff"),
        ),
    ),
    kind=Kind.NETWORKING,
)
TRADES = {
    "analyst": sample.sample(LetterKind.THANK_YOU)[1],
    "nurse": NURSE,
    "welder": WELDER,
    "teacher": TEACHER,
    "lawyer": LAWYER,
    "chef": CHEF,
    "contact": CONTACT,
}


@dataclass(frozen=True)
class Case:
    """One letter that can be composed."""

    name: str
    kind: LetterKind
    voice: Voice
    reader: Person
    material: Material

    @cached_property
    def result(self) -> Letter | Missing:
        return compose(self.kind, self.reader, self.material, self.voice)

    @property
    def letter(self) -> Letter:
        found = self.result
        assert isinstance(found, Letter), found
        return found


def in_time(kind: LetterKind, material: Material) -> Material:
    """Return the material as it stands when a letter of that kind is due."""
    later = sample.sample(kind)[1]
    people = material.opportunity.people
    return replace(
        material,
        today=later.today,
        applied_on=later.applied_on,
        thanked_on=later.thanked_on,
        asked_on=later.asked_on,
        answer_by=later.answer_by,
        ask_until=later.ask_until,
        taken_elsewhere=later.taken_elsewhere,
        seek=people[-1] if later.seek else None,
    )


@cache
def cases_of(trade: str, kind: LetterKind) -> tuple[Case, ...]:
    """Return every letter of a kind that the notes of one trade yield, in every voice."""
    due = in_time(kind, TRADES[trade])
    found = [
        Case(f"{trade}-{kind}-{voice}-{reader.id}", kind, voice, reader, due)
        for reader in due.opportunity.people
        for voice in Voice
    ]
    return tuple(case for case in found if isinstance(case.result, Letter))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "cases" in metafunc.fixturenames:
        pairs = [(trade, kind) for trade in TRADES for kind in LetterKind]
        values = [cases for trade, kind in pairs if (cases := cases_of(trade, kind))]
        metafunc.parametrize("cases", values, ids=[cases[0].name[:-2] for cases in values])
    if "trade" in metafunc.fixturenames:
        metafunc.parametrize("trade", TRADES.values(), ids=list(TRADES))
    if "voice" in metafunc.fixturenames:
        metafunc.parametrize("voice", list(Voice), ids=[each.value for each in Voice])
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", list(LetterKind), ids=[each.value for each in LetterKind])

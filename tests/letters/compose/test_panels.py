"""Interviewers of one panel compare what they got: no two letters may be alike (T2)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.model import Debrief, Impression, Kind, Me, Mend, Opportunity, Person
from duly.letters.compose import compose
from duly.letters.distinct import LIMIT, overlap, sequences
from duly.letters.material import Letter, LetterKind, Material, Missing, Voice

NAMES = ("Ana Ruiz", "Bo Chen", "Cleo Marsh", "Dev Patel", "Eve Stone")
THINGS = (
    "cutting the queue at the front desk",
    "new starters leave after the first month",
    "the move to the new building in Leeds",
    "how to win back lapsed customers",
    "a report that nobody reads",
)
TO_PANELS = (
    LetterKind.THANK_YOU,
    LetterKind.CARD,
    LetterKind.LINKEDIN,
    LetterKind.STAY_IN_TOUCH,
)


def panel(impressions: tuple[Impression, ...], **shared: object) -> Material:
    people = tuple(
        Person(each.person, name) for each, name in zip(impressions, NAMES, strict=False)
    )
    opportunity = Opportunity(
        "o", "Acme", "Data analyst", Kind.APPLICATION, "Europe/London", "GB", people=people
    )
    debrief = Debrief("o", date(2026, 3, 10), impressions=impressions, **shared)  # type: ignore[arg-type]
    me = Me("Sam Field", "Europe/London", "GB")
    return Material(me=me, opportunity=opportunity, today=date(2026, 3, 11), debriefs=(debrief,))


def letters(material: Material, kind: LetterKind, voice: Voice) -> list[Letter]:
    found = [compose(kind, each, material, voice) for each in material.opportunity.people]
    return [each for each in found if isinstance(each, Letter)]


def likeness(found: list[Letter]) -> float:
    return max((overlap(one.body, two.body) for one, two in combinations(found, 2)), default=0.0)


def with_one_thing(size: int, field: str) -> tuple[Impression, ...]:
    several = field in {"topics", "cares_about"}
    return tuple(
        Impression(f"p{place}", **{field: (thing,) if several else thing})  # type: ignore[arg-type]
        for place, thing in enumerate(THINGS[:size])
    )


SHARED = {
    "topics": ("the quarterly planning round", "the merger with the northern branch"),
    "challenges": ("orders go missing between the warehouse and the shop floor every week",),
    "strengths": ("eleven years of running a front desk with three telephones and one printer",),
    "mends": (Mend("overtime", "I would ask who wants it before I ask who must"),),
    "success_short": "a front desk that runs without a queue by the end of June",
    "promise_on": date(2026, 3, 20),
}


@pytest.mark.parametrize("field", ["topics", "cares_about", "remark", "challenge"])
@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_one_thing_each_is_enough_to_tell_letters_apart(
    size: int, field: str, voice: Voice
) -> None:
    material = panel(with_one_thing(size, field), **SHARED)
    for kind in TO_PANELS:
        found = letters(material, kind, voice)
        assert len(found) == size
        assert likeness(found) <= LIMIT, [each.body for each in found]


@pytest.mark.parametrize("size", [2, 5])
def test_without_anything_shared_letters_differ_too(size: int, voice: Voice) -> None:
    material = panel(with_one_thing(size, "topics"))
    for kind in TO_PANELS:
        assert likeness(letters(material, kind, voice)) <= LIMIT


def test_what_all_of_them_said_does_not_make_letters_alike(voice: Voice) -> None:
    """Everyone spoke of the same long thing, and each of one thing besides."""
    same = "orders go missing between the warehouse and the shop floor every week of the year"
    material = panel(
        tuple(
            Impression(f"p{place}", topics=(same, thing), challenge=same)
            for place, thing in enumerate(THINGS)
        ),
        **SHARED,
    )
    assert likeness(letters(material, LetterKind.THANK_YOU, voice)) <= LIMIT


def test_letter_does_not_depend_on_who_is_asked_for_first(voice: Voice) -> None:
    material = panel(with_one_thing(4, "topics"), **SHARED)
    forwards = letters(material, LetterKind.THANK_YOU, voice)
    people = material.opportunity.people
    backwards = [compose(LetterKind.THANK_YOU, each, material, voice) for each in people[::-1]]
    assert forwards == backwards[::-1]


def test_panel_may_be_given_in_another_order() -> None:
    material = panel(with_one_thing(2, "topics"), **SHARED)
    turned = replace(material, panel=("p1", "p0"))
    assert letters(material, LetterKind.THANK_YOU, Voice.WARM) != letters(
        turned, LetterKind.THANK_YOU, Voice.WARM
    )


def test_colleague_without_anything_of_their_own_is_asked_about(voice: Voice) -> None:
    material = panel((Impression("p0", topics=("the rota",)), Impression("p1")), **SHARED)
    found = compose(LetterKind.THANK_YOU, material.opportunity.people[1], material, voice)
    assert isinstance(found, Missing)
    assert "Bo Chen" in found.why
    assert {each.field for each in found.ask} >= {"impression.topics", "impression.challenge"}
    assert all(each.text.endswith("?") for each in found.ask)


NOTES = st.sampled_from((*THINGS, "SQL", "the rota", "I love it here", "Why do people leave?"))


@given(
    st.lists(
        st.builds(
            lambda topics, cares, remark, challenge: (topics, cares, remark, challenge),
            st.lists(NOTES, max_size=2),
            st.lists(NOTES, max_size=2),
            st.one_of(st.just(""), NOTES),
            st.one_of(st.just(""), NOTES),
        ),
        min_size=2,
        max_size=5,
    ),
    st.sampled_from(list(Voice)),
)
def test_any_panel_gets_letters_that_differ(
    notes: list[tuple[list[str], list[str], str, str]], voice: Voice
) -> None:
    impressions = tuple(
        Impression(
            f"p{place}",
            topics=tuple(topics),
            cares_about=tuple(cares),
            remark=remark,
            challenge=challenge,
        )
        for place, (topics, cares, remark, challenge) in enumerate(notes)
    )
    found = letters(panel(impressions, **SHARED), LetterKind.THANK_YOU, voice)
    assert likeness(found) <= LIMIT, [each.body for each in found]


def test_overlap_is_the_share_of_the_shorter_letter() -> None:
    short = "one two three four five six"
    long = f"{short} seven eight nine ten eleven twelve"
    assert overlap(short, long) == overlap(long, short) == 1.0
    assert overlap(short, "six five four three two one") == 0.0
    assert overlap("", short) == 0.0
    assert overlap("One, two; THREE four – five!", short) == 1.0


def test_short_texts_have_no_sequences() -> None:
    assert sequences("four words are few") == frozenset()
    assert len(sequences("but these here are five")) == 1


@pytest.mark.parametrize("strengths", [("SQL",), ("SQL", "patience"), ("SQL", "patience", "tea")])
def test_no_strength_is_told_to_two_of_one_team(strengths: tuple[str, ...], voice: Voice) -> None:
    material = panel(with_one_thing(3, "topics"), strengths=strengths)
    found = letters(material, LetterKind.THANK_YOU, voice)
    assert len(found) == 3
    for strength in strengths:
        told = [letter for letter in found if re.search(rf"\b{strength}\b", letter.body)]
        assert len(told) == 1, strength


def test_one_voice_greets_a_whole_team_in_one_way() -> None:
    material = panel(with_one_thing(3, "topics"))
    kept = material.opportunity.people
    names = ("José María Álvarez-Cañete", "José García", "Dr. Mia Voss")
    people = tuple(replace(one, name=name) for one, name in zip(kept, names, strict=True))
    known = replace(material, opportunity=replace(material.opportunity, people=people))
    assert _greetings(known) == ["Dear José María,", "Dear José,", "Dear Dr. Voss,"]
    people = (replace(people[0], name="José Fulgencio Pérez"), *people[1:])
    unknown = replace(material, opportunity=replace(material.opportunity, people=people))
    greetings = ["Dear José Fulgencio Pérez,", "Dear José García,", "Dear Dr. Voss,"]
    assert _greetings(unknown) == greetings


def _greetings(material: Material) -> list[str]:
    found = letters(material, LetterKind.THANK_YOU, Voice.WARM)
    return [letter.body.partition("\n")[0] for letter in found]

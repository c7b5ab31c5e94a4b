"""Whole searches: samples, sentences, the funnel, the word on letting go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from duly.adapters import playbookfiles
from duly.core.figures import letting_go, words
from duly.core.figures.funnel import End, Stage
from duly.core.figures.search import ENOUGH, Figures, figures
from duly.core.figures.waits import Ending, Letter
from duly.core.model import (
    Fact,
    Kind,
    Me,
    Meaning,
    Opportunity,
    Person,
    Search,
    State,
    Step,
    What,
)
from duly.core.portfolio import plan_search
from duly.core.worktime import Calendars

START = datetime(2026, 3, 2, 16, tzinfo=UTC)
DAY = timedelta(days=1)
PLAYBOOKS = {name: playbookfiles.load(name) for name in playbookfiles.PACKAGED}


def story(
    id: str, asked: int, answered: int | None, sector: str = ""
) -> tuple[Opportunity, list[Fact]]:
    """Return an opportunity that was asked about on a day and perhaps answered on another."""
    ana = Person("ana", "Ana Ruiz", email="ana@acme.example")
    people = (replace(ana, id=f"ana-{id}"),)
    who = (people[0].id,)
    facts = [
        Fact(START, What.INTERVIEW, id, who),
        Fact(START + DAY / 24, What.SENT, id, step=Step.DEBRIEF),
        Fact(START + DAY / 8, What.SENT, id, who, step=Step.THANK_YOU),
        Fact(START + asked * DAY, What.SENT, id, who, step=Step.STATUS),
    ]
    if answered is not None:
        facts.append(
            Fact(START + answered * DAY, What.RECEIVED, id, who, meaning=Meaning.STILL_DECIDING)
        )
    return Opportunity(
        id, id.title(), "Analyst", Kind.APPLICATION, "Etc/UTC", "", people, sector=sector
    ), facts


def search(*stories: tuple[Opportunity, list[Fact]]) -> Search:
    facts = tuple(fact for _, each in stories for fact in each)
    return Search(Me("Sam", "Etc/UTC", ""), tuple(each for each, _ in stories), facts)


def counted(found: Search, day: int) -> Figures:
    at, calendars = START + day * DAY, Calendars({})
    return figures(found, plan_search(found, at, PLAYBOOKS, calendars).plans, at, calendars)


NINE = search(
    *(story(f"a{number}", 8, 8 + days) for number, days in enumerate((2, 4, 6, 9, 11))),
    *(story(f"w{number}", 8, None) for number in range(4)),
)
"""Nine status letters on day 8: five answered after 2, 4, 6, 9 and 11 days."""


def test_a_sentence_says_how_many_and_how_soon_with_its_sample() -> None:
    group = counted(NINE, 20).group(Letter.STATUS)
    assert group is not None
    assert group.endings == {Ending.ANSWERED: 5, Ending.WAITING: 4}
    assert words.told(group) == (
        "Of 9 status letters 5 were answered, half of those within 6 days. Counting those that "
        "still wait: about 56 % hear within 11 days (95 % band 28 % to 86 %)."
    )


def test_a_few_are_no_curve() -> None:
    few = search(*(story(f"a{number}", 8, 10 if number else None) for number in range(ENOUGH - 1)))
    group = counted(few, 20).group(Letter.STATUS)
    assert group is not None
    assert group.curve is None
    assert words.told(group) == (
        "Of 4 status letters 3 were answered, half of those within 2 days. Too few to say how "
        "long an answer takes; 5 are needed."
    )


def test_one_is_told_as_one() -> None:
    group = counted(search(story("acme", 8, None)), 20).group(Letter.STATUS)
    assert group is not None
    assert words.told(group).startswith("Your one status letter was not answered. One is too few")


def test_sectors_are_told_apart_where_their_sample_allows() -> None:
    sold = [story(f"s{number}", 8, 9, "sales") for number in range(ENOUGH)]
    found = counted(search(*sold, story("b", 8, 9, "banking")), 20)
    sectors = [(each.sector, each.letter, each.sample) for each in found.by_sector]
    assert sectors == [("sales", Letter.THANK_YOU, 5), ("sales", Letter.STATUS, 5)]


def test_playbooks_are_told_apart() -> None:
    acme, facts = story("acme", 8, 9)
    found = counted(search((replace(acme, playbook="patient"), facts), story("b", 8, None)), 20)
    told = [(e.playbook, e.letter, e.sent, e.answered, e.waiting) for e in found.tallies]
    assert ("patient", Letter.STATUS, 1, 1, 0) in told
    assert ("balanced", Letter.STATUS, 1, 0, 1) in told


# The funnel


def test_the_funnel_counts_who_came_how_far_and_where_it_ended() -> None:
    def of(id: str, *facts: tuple[int, What, Meaning | None]) -> tuple[Opportunity, list[Fact]]:
        told = [Fact(START + day * DAY, what, id, meaning=meaning) for day, what, meaning in facts]
        return Opportunity(id, id, "Analyst", Kind.APPLICATION, "Etc/UTC", ""), told

    applied, met = (0, What.APPLIED, None), (3, What.INTERVIEW, None)
    no = (9, What.RECEIVED, Meaning.REJECTION)
    found = search(
        of("waits", applied),
        of("refused", applied, no),
        of("met", applied, met),
        of("met-refused", applied, met, no),
        of("twice", applied, met, (5, What.INTERVIEW, None), (9, What.WITHDREW, None)),
        of("offered", applied, met, (9, What.RECEIVED, Meaning.OFFER)),
        of("unbegun"),
    )
    networking = Opportunity("kim", "Kim", "", Kind.NETWORKING, "Etc/UTC", "")
    found = replace(found, opportunities=(*found.opportunities, networking))
    stages = counted(found, 10).stages
    assert [(each.stage, each.came) for each in stages] == [
        (Stage.BEGUN, 6),
        (Stage.FIRST_INTERVIEW, 4),
        (Stage.FURTHER_ROUNDS, 1),
        (Stage.OFFER, 1),
        (Stage.ACCEPTED, 0),
    ]
    assert [each.ended for each in stages] == [
        {End.OPEN: 1, End.NO: 1},
        {End.OPEN: 1, End.NO: 1},
        {End.BY_USER: 1},
        {End.OPEN: 1},
        {},
    ]
    assert words.funnel_told(stages) == (
        "Of 6 opportunities 4 came to an interview, 1 to a further round, 1 to an offer.",
        "3 still open, 2 ended with a no and 1 ended by you.",
    )


def test_an_offer_after_one_interview_came_to_no_further_round() -> None:
    """Two companies make an offer, one after a single talk and one after none; nobody applied."""
    acme = Opportunity("acme", "Acme", "", Kind.APPLICATION, "Etc/UTC", "")
    globex = Opportunity("globex", "Globex", "", Kind.APPLICATION, "Etc/UTC", "")
    found = search(
        (acme, [Fact(START, What.INTERVIEW, "acme"), Fact(START + DAY, What.OFFER, "acme")]),
        (globex, [Fact(START + DAY, What.OFFER, "globex"),
                  Fact(START + 2 * DAY, What.ACCEPTED, "globex")]),
    )  # fmt: skip
    stages = counted(found, 3).stages
    assert [(str(each.stage), each.came) for each in stages] == [
        ("begun", 2),
        ("first interview", 1),
        ("further rounds", 0),
        ("offer", 2),
        ("accepted", 1),
    ]
    first, _ends = words.funnel_told(stages)
    assert first == "Of 2 opportunities 1 came to an interview, 2 to an offer, 1 was accepted."


# Letting go (X3)


def word(found: Search, id: str, day: int) -> letting_go.Word | None:
    at, calendars = START + day * DAY, Calendars({})
    plans = plan_search(found, at, PLAYBOOKS, calendars).plans
    counts = figures(found, plans, at, calendars)
    opportunity = next(each for each in found.opportunities if each.id == id)
    plan = next(each for each in plans if each.opportunity == id)
    return letting_go.word(opportunity, plan, counts, calendars.of("Etc/UTC", ""))


def test_with_too_few_of_their_own_the_practice_alone_speaks() -> None:
    said = word(search(story("acme", 8, None)), "acme", 12)
    assert said is not None
    assert said.sample == 0
    assert " ".join(said.sentences) == (
        "It is day 4 since your status letter (3 business days). It is not time to let go: the "
        "second of at most 3 attempts, a letter, is planned for Fri 20 March."
    )


def test_with_enough_of_their_own_their_figures_speak_with_their_sample() -> None:
    said = word(NINE, "w0", 16)
    assert said is not None
    assert said.sample == 8
    assert said.sentences[:3] == (
        "It is day 8 since your status letter (6 business days).",
        "Of your 8 other status letters 3 were answered, the slowest after 6 days.",
        "None of them was waited for as long as this.",
    )


def test_once_everything_was_tried_nobody_owes_an_answer() -> None:
    acme, facts = story("acme", 8, None)
    again = [Fact(START + day * DAY, What.SENT, "acme", step=Step.STATUS) for day in (20,)]
    call = Fact(START + 14 * DAY, What.CALLED, "acme")
    found = search((acme, [*facts, *again, call]))
    assert plan_search(found, START + 60 * DAY, PLAYBOOKS, Calendars({})).plans[0].state is (
        State.LET_GO
    )
    said = word(found, "acme", 60)
    assert said is not None
    assert said.rules == ("W6", "X3")
    assert said.sentences[-2:] == (
        "3 attempts were made; nobody owes you an answer, and a late one reopens it by itself.",
        "Turn to the next.",
    )


def test_where_nothing_is_waited_for_nothing_is_said() -> None:
    acme, facts = story("acme", 8, None)
    no = Fact(START + 9 * DAY, What.RECEIVED, "acme", meaning=Meaning.REJECTION)
    assert word(search((acme, [*facts, no])), "acme", 12) is None

"""A field gets a noun, a sentence, a note, a quotation; the letter reads well with all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.letters.grammar import Shape, lowered, mine, shape_of
from duly.letters.perspective import quoted_to_reader, to_reader
from duly.letters.typed import LONGEST, action, deed, joined, linked, phrase, sentences, tidy


@pytest.mark.parametrize(
    ("shape", "texts"),
    [
        (
            Shape.NOUN,
            [
                "the move to event sourcing",
                "staff turnover",
                "rising food costs",
                "your daughter's play",
                "a system that loses data",
                "customers who leave early",
                "the sales plan for the north",
                "customer needs",
                "IT budget",
                "no handover between shifts",
                "good weather",
                "five years of SQL",
                "pupils' reading over the summer",
                "the need for speed",
                "People",
            ],
        ),
        (
            Shape.CLAUSE,
            [
                "new customers leave after the first month",
                "I would start with the first week's calls",
                "turnover keeps rising",
                "patients wait too long for discharge",
                "we can't find enough welders",
                "it takes six weeks to hire",
                "the line stops every Friday",
                "two engineers resigned",
                "sales dropped last year",
                "hiring is slow",
                "training new people takes months",
                "parents complain about homework",
                "half the associates leave within two years",
                "rework eats a fifth of every shift",
                "the first week decides it",
                "the vendor raised the price",
                "there is no handover",
            ],
        ),
        (Shape.GERUND, ["cutting churn", "keeping junior nurses", "growing the practice"]),
        (Shape.MANNER, ["by calling every new customer"]),
        (Shape.WH, ["how to keep night shifts staffed", "why people leave", "what comes next?"]),
        (Shape.ADJECTIVE, ["good at explaining", "patient with children", "calm"]),
        (Shape.QUESTION, ["How do you handle conflict?", "how would you price it", "Any regrets?"]),
        (Shape.UNSURE, ["the deal signed in May"]),
    ],
)
def test_shape_is_recognised(shape: Shape, texts: list[str]) -> None:
    assert {text: shape_of(text) for text in texts} == dict.fromkeys(texts, shape)


@pytest.mark.parametrize(
    ("typed", "about", "told"),
    [
        ("The move to event sourcing.", "the move to event sourcing", "about the move to event"),
        ("- cutting churn", "cutting churn", "about cutting churn"),
        ("“Event sourcing”", "event sourcing", "about event sourcing"),
        ("SQL", "SQL", "about SQL"),
        (".NET upgrades", ".NET upgrades", "about .NET upgrades"),
        ("Orders go missing!!", "how orders go missing", "that orders go missing"),
        ("That every child reads for fun", "how every child reads for fun", "that every child"),
        ("that residents choose their bedtime", "how residents choose their bedtime", "that resid"),
        ("That project in Leeds", "that project in Leeds", "about that project"),
        ("the deal signed in May", "“the deal signed in May”", "about “the deal signed in May”"),
        ("1. sourdough 🍞", "sourdough", "about sourdough"),
        ("food waste...", "food waste", "about food waste"),
        ("working at Acme Inc.", "working at Acme Inc.", "about working at Acme Inc."),
    ],
)
def test_any_way_of_typing_fits_the_sentence(typed: str, about: str, told: str) -> None:
    found = phrase(typed)
    assert found is not None
    assert found.about == about
    assert found.told.startswith(told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("I would start with the calls.", "I would start with the calls."),
        ("start with the calls", "I would start with the calls."),
        ("Compare three years of forecasts", "I would compare three years of forecasts."),
        ("starting with the calls", "I would go about it by starting with the calls."),
        ("by phoning one family a day", "I would go about it by phoning one family a day."),
        (
            "Keys on every write, checked in the database",
            "Keys on every write, checked in the database: that would be my first step.",
        ),
        ("a call in the first week", "My first step would be a call in the first week."),
        ("Call them. Then listen!", "I would call them. Then listen."),
    ],
)
def test_answer_becomes_a_sentence_of_mine(typed: str, said: str) -> None:
    found = action(typed)
    assert found is not None
    assert found.said == said


def test_deed_gets_its_subject() -> None:
    won = deed("Won a two-day hearing in Leeds")
    assert won is not None
    assert won.text == "I won a two-day hearing in Leeds"
    study = deed("a churn study for a library")
    assert study is not None
    assert study.text == "a churn study for a library"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staffing on the night shift", "staffing on the night shift"),
        ("Numbers that agree", "numbers that agree"),
        ("Kubernetes migration", "Kubernetes migration"),
        ("Notion rollout", "Notion rollout"),
        ("Azure costs", "Azure costs"),
        ("Year 4 reading", "Year 4 reading"),
        ("I like SQL", "I like SQL"),
        ("SQL and Python", "SQL and Python"),
        ("iPhone repairs", "iPhone repairs"),
        ("Bolt's hiring", "Bolt's hiring"),
        ("Nobody trusts the Monday report", "nobody trusts the Monday report"),
        ("Speed", "speed"),
        ("Accuracy", "accuracy"),
        ("Start with the index", "start with the index"),
        ("SQL", "SQL"),
        ("Python", "Python"),
        ("Django", "Django"),
        ("Monday reports", "Monday reports"),
        ("Will joins in May", "Will joins in May"),
        ("Go services", "Go services"),
        ("German customers", "German customers"),
    ],
)
def test_only_words_that_are_surely_no_names_lose_their_capital(text: str, expected: str) -> None:
    assert lowered(text, frozenset({"bolt"})) == expected


def test_names_around_keep_their_capital_even_when_they_are_words() -> None:
    assert lowered("Food waste", frozenset({"food"})) == "Food waste"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Her daughter's play", "your daughter's play"),
        ("She runs marathons and her son sings", "you run marathons and your son sings"),
        ("He's from Leeds", "you are from Leeds"),
        ("She's been to Ghent", "you have been to Ghent"),
        ("he teaches on Fridays", "you teach on Fridays"),
        ("Ana's daughter's play", "your daughter's play"),
        ("Ana has two dogs", "you have two dogs"),
        ("their garden", "your garden"),
        ("They lost two and they can't cover", "you lost two and you can't cover"),
        ("They lose guests because they wait", "you lose guests because they wait"),
        ("your garden", "your garden"),
        ("Anatomy lessons", "Anatomy lessons"),
        ("the play her daughter is in", "the play her daughter is in"),
    ],
)
def test_notes_about_the_reader_become_words_to_them(note: str, expected: str) -> None:
    assert to_reader(note, ("Ana Ruiz", "Ana")) == expected


def test_what_the_reader_said_of_their_company_is_turned_round() -> None:
    said = "we're short of welders, our US plant asks us for help and I can't hire"
    turned = "you're short of welders, your US plant asks you for help and you can't hire"
    assert quoted_to_reader(said) == turned


def test_strengths_become_mine() -> None:
    assert mine("6G certificate") == "my 6G certificate"
    assert mine("five years of SQL") == "five years of SQL"
    assert mine("12 years in pipe") == "12 years in pipe"
    assert mine("a habit of asking") == "a habit of asking"
    assert mine("patience") == "my patience"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("SQL", "my experience with SQL"),
        ("Python and SQL", "my experience with Python and SQL"),
        ("Excel in the office", "my experience with Excel in the office"),
        ("C++", "my experience with C++"),
        ("PhD from Stanford", "my PhD from Stanford"),
        ("Spanish", "my Spanish"),
        ("IT security", "my IT security"),
    ],
)
def test_tool_is_experience_and_no_property_of_mine(note: str, expected: str) -> None:
    assert mine(note) == expected


def test_nouns_are_joined_and_other_shapes_stand_alone() -> None:
    nouns = [found for text in ("SQL", "the rota", "tea") if (found := phrase(text))]
    both = joined(nouns)
    assert both is not None
    assert both.text == "SQL, the rota and tea"
    mixed = [found for text in ("I speak Spanish", "SQL") if (found := phrase(text))]
    one = joined(mixed)
    assert one is not None
    assert one.text == "I speak Spanish"
    assert joined([]) is None


@pytest.mark.parametrize(
    ("typed", "title", "url"),
    [
        ("Tidy Data, https://a.example/x.html", "Tidy Data", "https://a.example/x.html"),
        ("Tidy Data (https://a.example/x_(1).html).", "Tidy Data", "https://a.example/x_(1).html"),
        ("https://a.example/b.", "", "https://a.example/b"),
        ("“Clear drafting”", "“Clear drafting”", ""),
    ],
)
def test_something_worth_passing_on_is_title_and_address(typed: str, title: str, url: str) -> None:
    assert linked(typed) == (title, url)


def test_abbreviations_end_no_sentence() -> None:
    assert sentences("Dr. Ruiz asked. She knew.") == ["Dr. Ruiz asked.", "She knew."]


@pytest.mark.parametrize("nothing", ["", "   ", "🍞", "-", "...", "“”", "\n\t", "!?"])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert phrase(nothing) is None


@given(st.text(max_size=200))
def test_any_text_gives_forms_of_one_line(text: str) -> None:
    found = phrase(text)
    if found is None:
        return
    for form in found.forms.values():
        assert form
        assert form == " ".join(form.split())


@pytest.mark.parametrize(
    "flood",
    [
        "a b " * 250_000,
        "We lose. " * 110_000,
        "x" * 1_000_000,
        '"' * 1_000_000,
        "raised " * 150_000,
    ],
)
def test_a_megabyte_of_notes_takes_no_time(flood: str) -> None:
    began = time.perf_counter()
    assert phrase(flood) is None or len(tidy(flood)) <= LONGEST
    assert time.perf_counter() - began < 0.5

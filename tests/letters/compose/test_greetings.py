"""Names are not ASCII, not two words, not always given name first; stiff beats wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.letters.greeting import addressed, greeting, parse
from duly.letters.material import Voice


@pytest.mark.parametrize(
    ("name", "formal", "warm"),
    [
        ("Ana Ruiz", "Ana Ruiz", "Ana"),
        ("Ana", "Ana", "Ana"),
        ("  Ana   Ruiz ", "Ana Ruiz", "Ana"),
        ("Ruiz, Ana", "Ana Ruiz", "Ana"),
        ("Ana Ruiz, PhD", "Ana Ruiz", "Ana"),
        ("Ana Ruiz (she/her)", "Ana Ruiz", "Ana"),
        ("Ana Ruiz | Acme", "Ana Ruiz", "Ana"),
        ("Martin Luther King Jr.", "Martin Luther King", "Martin"),
        ('Robert "Bob" Smith', "Robert Smith", "Bob"),
        ("Jan van der Berg", "Jan van der Berg", "Jan"),
        ("Mary J. Blige", "Mary J. Blige", "Mary"),
        ("Jean-Luc Picard", "Jean-Luc Picard", "Jean-Luc"),
        ("José García", "José García", "José"),
        ("José María Álvarez-Cañete", "José María Álvarez-Cañete", "José María"),
        ("María José de la Cruz", "María José de la Cruz", "María José"),
        ("Juan Carlos Pérez Soto", "Juan Carlos Pérez Soto", "Juan Carlos"),
        ("Seán Ó Briain", "Seán Ó Briain", "Seán"),
        ("Ayşe Ünal", "Ayşe Ünal", "Ayşe"),
    ],
)
def test_first_name_where_it_is_sure(name: str, formal: str, warm: str) -> None:
    assert addressed(name, Voice.FORMAL) == formal
    assert addressed(name, Voice.WARM) == warm


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "田中 博",
        "김민준",
        "Wang Xiaoming",
        "Nguyen Van An",
        "Mary Ann Smith",
        "J. R. Smith",
        "van der Berg",
        "Abdul Rahman",
        "Big Jim Harlan",
        "José Fulgencio Pérez",
    ],
)
def test_whole_name_where_it_is_not(name: str) -> None:
    assert {addressed(name, voice) for voice in Voice} == {name}


@pytest.mark.parametrize(
    ("name", "formal", "warm"),
    [
        ("Dr. Ana Ruiz", "Dr. Ruiz", "Dr. Ruiz"),
        ("Prof. Dr. Jürgen Müller", "Prof. Dr. Müller", "Prof. Dr. Müller"),
        ("Dr Jan van der Berg", "Dr van der Berg", "Dr van der Berg"),
        ("Dr. Ruiz", "Dr. Ruiz", "Dr. Ruiz"),
        ("Dr. Ana Ruiz García", "Dr. Ana Ruiz García", "Dr. Ana Ruiz García"),
        ("Dr. Wang Xiaoming", "Dr. Wang Xiaoming", "Dr. Wang Xiaoming"),
        ("Ms. Ana Ruiz", "Ms. Ruiz", "Ana"),
        ("Mrs Helen Okoro", "Mrs Okoro", "Helen"),
        ("Ms Ruiz", "Ms Ruiz", "Ms Ruiz"),
        ("Sir Ian McKellen", "Sir Ian", "Ian"),
    ],
)
def test_titles_go_with_the_surname(name: str, formal: str, warm: str) -> None:
    assert addressed(name, Voice.FORMAL) == formal
    assert addressed(name, Voice.WARM) == warm


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Talent Team", "Talent Team"),
        ("The Talent Team via Greenhouse", "Talent Team"),
        ("HR", "HR team"),
        ("Careers", "Careers team"),
        ("Acme", "Acme team"),
        ("Hiring Committee", "Hiring Committee"),
        ("", "Acme team"),
    ],
)
def test_groups_are_greeted_as_groups(name: str, called: str) -> None:
    assert {addressed(name, voice, "Acme") for voice in Voice} == {called}


def test_greeting_line_by_voice() -> None:
    lines = [greeting("Ana Ruiz", voice) for voice in Voice]
    assert lines == ["Dear Ana Ruiz,", "Dear Ana,", "Hello Ana,"]


def test_nameless_reader_is_greeted_all_the_same() -> None:
    assert greeting("", Voice.FORMAL) == "Hello,"


@pytest.mark.parametrize("name", ["Sam Board", "Steve Jobs", "Kim Clark"])
def test_people_are_not_taken_for_groups(name: str) -> None:
    assert not parse(name).team


@given(st.text(max_size=60))
def test_any_name_makes_a_greeting_of_one_line(name: str) -> None:
    for voice in Voice:
        line = greeting(name, voice, "Acme")
        assert line.endswith(",")
        assert "\n" not in line
        assert "  " not in line

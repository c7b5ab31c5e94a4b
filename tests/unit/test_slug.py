"""Short names people can type, whatever letters they come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.core.errors import WrongUsageError
from duly.formats import slug, whom


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Ruiz", "ana-ruiz"),
        ("Søren Kierkegaard", "soren-kierkegaard"),
        ("Zoë O'Brien", "zoe-obrien"),
        ("Straße & Söhne", "strasse-and-sohne"),
        ("李雷", "李雷"),
        ("Đặng Thị Hà", "dang-thi-ha"),
        ("!!", "unnamed"),
    ],
)
def test_a_name_becomes_a_slug(name: str, expected: str) -> None:
    assert slug.slug(name) == expected


@pytest.mark.parametrize("company", ["Acme", "ACME, Inc.", "Acme GmbH", "acme ltd", "Acme S.A."])
def test_a_legal_form_is_left_off(company: str) -> None:
    assert slug.company_slug(company) == "acme"


def test_the_first_free_one_is_taken() -> None:
    assert slug.free("acme", {"acme", "acme-2"}) == "acme-3"


@given(st.text())
def test_any_slug_can_be_typed_as_one_word(name: str) -> None:
    found = slug.slug(name)
    assert found
    assert found == "".join(found.split())
    assert slug.slug(found) == found


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Ana Ruiz <ana@acme.example>", "Ana Ruiz", "ana@acme.example"),
        ('"Ruiz, Ana" <ana@acme.example>', "Ruiz, Ana", "ana@acme.example"),
        ("Ana Ruiz", "Ana Ruiz", ""),
        ("ana.ruiz@acme.example", "Ana Ruiz", "ana.ruiz@acme.example"),
    ],
)
def test_a_person_is_read(text: str, name: str, email: str) -> None:
    assert whom.read(text) == whom.Whom(name, email)


@pytest.mark.parametrize(
    "text", ["", "  ", "Ana <ana>", "Ana <a@b.example, c@d.example>", "Ana <a@b.example\nBcc: x@y>"]
)
def test_what_names_nobody_or_several_is_refused(text: str) -> None:
    with pytest.raises(WrongUsageError):
        whom.read(text)

"""A page that stood open while something else was noted: what it did not touch stays as it is."""

from __future__ import annotations

import pytest
from tests.web.forms import fill, follow
from tests.web.server import Desk, Visitor


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    desk.duly("interview", "Acme", "--ended", "2 hours ago", "--with", "Ana Ruiz")
    return desk.visitor()


def test_somebody_keeps_what_was_learnt_meanwhile(desk: Desk, visitor: Visitor) -> None:
    path = "/o/acme/people/ana-ruiz/"
    old = visitor.get(path)
    desk.duly("person", "acme", "ana", "--phone", "+1 212 555 0100")
    shown = follow(visitor, fill(visitor, old, path, "email", email="ana@acme.example"))
    assert "ana@acme.example" in shown.text
    assert "+1 212 555 0100" in shown.text
    fill(visitor, visitor.get(path), path, "email", phone="")
    assert "555 0100" not in visitor.get("/o/acme/").text, "what is emptied is forgotten"


def test_an_opportunity_keeps_what_was_noted_meanwhile(desk: Desk, visitor: Visitor) -> None:
    path = "/o/acme/edit/"
    old = visitor.get(path)
    desk.duly("edit", "acme", "--role", "Head of data")
    fill(visitor, old, path, "company", company="Acme Inc")
    shown = visitor.get("/o/acme/").text
    assert "Acme Inc" in shown
    assert "Head of data" in shown


def test_the_user_keeps_what_was_noted_meanwhile(desk: Desk, visitor: Visitor) -> None:
    old = visitor.get("/settings/")
    desk.duly("me", "--email", "sam@field.example", "--zone", "Europe/Berlin")
    fill(visitor, old, "/settings/", "cards", name="Samira Field")
    shown = visitor.get("/settings/").text
    assert 'value="Samira Field"' in shown
    assert 'value="sam@field.example"' in shown
    assert 'value="Europe/Berlin"' in shown

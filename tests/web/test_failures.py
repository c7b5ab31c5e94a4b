"""What cannot be done is told on a page, whatever it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.web.forms import fill
from tests.web.server import Desk


def test_a_database_that_cannot_be_read_is_told_plainly(desk: Desk) -> None:
    visitor = desk.visitor()
    with closing(sqlite3.connect(desk.database)) as database:
        (known,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("PRAGMA user_version = 999")
        told = visitor.get("/")
        assert told.status == 503
        assert "a newer Duly wrote this database" in told.text
        assert "Update Duly; nothing was changed." in told.text
        assert visitor.get("/nowhere/").status == 404
        database.execute(f"PRAGMA user_version = {known}")
    assert visitor.get("/").status == 200, "it goes on by itself once that is mended"


def test_numbers_that_no_database_holds_are_no_page_of_ours(desk: Desk) -> None:
    visitor = desk.visitor()
    visitor.get("/")
    assert visitor.get(f"/inbox/{'9' * 30}/").status == 404
    assert visitor.get("/inbox/999999999/").status == 404


def test_what_a_field_wants_is_said_in_our_words(desk: Desk) -> None:
    visitor = desk.visitor()
    page = visitor.get("/interview/")
    answer = fill(visitor, page, "/interview/", "company", tense="ahead", minutes="0")
    assert answer.status == 422
    assert "Something is needed here." in answer.text
    assert "1 or more." in answer.text
    assert "This field is required" not in answer.text

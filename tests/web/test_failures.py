"""What cannot be done is told on a page, whatever it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing

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

"""Whatever is typed wrongly: one message that helps, exit code 2, and nothing written."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

WRONG = {
    "an unknown command": (["tody"], 'Did you mean "today"?'),
    "an unknown opportunity": (["show", "acmee"], 'Did you mean "acme"?'),
    "an unknown person": (["sent", "acme", "thank-you", "--to", "anna"], "ana-ruiz"),
    "an unknown step": (["skip", "acme", "thank-yuo"], 'Did you mean "thank-you"?'),
    "an unknown meaning": (["received", "acme", "rejectoin"], 'Did you mean "rejection"?'),
    "an unknown outcome": (["call", "acme", "--outcome", "busy"], "voicemail"),
    "an unknown zone": (["open", "Bolt", "--zone", "Amerika/Chicago"], "America/Chicago"),
    "an unknown country": (["open", "Bolt", "--country", "XX"], "ISO 3166"),
    "an unknown playbook": (["edit", "acme", "--playbook", "balancd"], 'Did you mean "balanced"?'),
    "an unknown state": (["list", "--state", "watiing"], 'Did you mean "waiting"?'),
    "a day that does not exist": (
        ["received", "acme", "still deciding", "--by", "2026-02-30"], "no such day",
    ),
    "an hour the clocks leave out": (
        ["interview", "acme", "--ended", "2026-03-08 02:30"], "clocks go forward",
    ),
    "a day that could be either way round": (
        ["received", "acme", "other", "--by", "3/4/2026"], "Name the month",
    ),
    "next friday said on a wednesday": (
        ["received", "acme", "other", "--by", "next friday"], "2026-03-13 or 2026-03-20",
    ),
    "an interview that ended tomorrow": (
        ["interview", "acme", "--ended", "tomorrow 9:00"], "--starts",
    ),
    "an interview without a time": (["interview", "acme"], "--ended"),
    "an interview that ends before it starts": (
        ["interview", "acme", "--starts", "friday 10:00", "--ends", "friday 9:00"],
        "before it starts",
    ),
    "an address that is none": (["person", "acme", "ana", "--email", "ana at acme"], "no address"),
    "two addresses in one": (
        ["interview", "acme", "--ended", "today 8:00", "--with", "Bo <b@a.example, c@a.example>"],
        "no address",
    ),
    "a message sent tomorrow": (
        ["sent", "acme", "status", "--when", "2026-03-13 10:00"], "has not come yet",
    ),
    "a date from a voicemail": (
        ["call", "acme", "--outcome", "voicemail", "--by", "friday"], "--outcome spoke",
    ),
    "an acceptance without an offer": (["accept", "acme"], "no offer"),
    "more time without an offer": (["offer", "acme", "--more-time", "friday"], "no offer"),
    "a day off in the past": (["snooze", "acme", "status", "--until", "2026-03-02"], "is over"),
    "nobody said of whom": (
        ["debrief", "acme", "--met", "Bo <bo@acme.example>", "--remark", "zed=a play"], "zed",
    ),
    "a promise before the interview": (["debrief", "acme", "--promised", "2026-03-02"], "before"),
    "a person with no name": (["open", "Bolt", "--person", "  "], "names nobody"),
    "a company with no name": (["open", "  "], "empty"),
    "a present that is none": (["list", "--at", "sometime"], "--at"),
}  # fmt: skip


def contents(database: Any) -> list[str]:
    connection = sqlite3.connect(database)
    rows = list(connection.iterdump())
    connection.close()
    return rows


@pytest.fixture
def acme(duly: Any) -> Any:
    at = ("--ended", "2026-03-10 15:00")
    duly.done("interview", "Acme", *at, "--with", "Ana Ruiz <a@acme.example>")
    return duly


def test_it_is_refused_and_nothing_is_written(acme: Any) -> None:
    for name, (arguments, helpful) in WRONG.items():
        before = contents(acme.database)
        at = None if "--at" in arguments or arguments == ["tody"] else "2026-03-11T09:00-04:00"
        result = acme.run(*arguments, at=at)
        assert result.code == 2, (name, result)
        assert helpful in result.err, (name, result)
        assert result.out == "", name
        assert contents(acme.database) == before, name

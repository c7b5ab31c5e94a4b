"""Playbooks: the six against the practice's table, cell by cell, and every mistake in one."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest

from duly.adapters import playbookfiles
from duly.core.errors import PlaybookError, UnknownError
from duly.core.playbook import (
    ASKING,
    ENTRIES,
    MOST_ATTEMPTS,
    Anchor,
    Entry,
    Playbook,
    Unit,
    Wait,
    attribute,
    entry_of,
    parse,
)

D, BD, H = Unit.DAYS, Unit.BUSINESS_DAYS, Unit.HOURS


def days(opens: int, anchor: Anchor, closes: int = 0, unit: Unit = D) -> Wait:
    return Wait(opens, closes or opens, unit, anchor)


def hours(count: int) -> Wait:
    return Wait(0, count, H, Anchor.INTERVIEW)


INTERVIEW, THANKS, PROMISE = Anchor.INTERVIEW, Anchor.THANK_YOU, Anchor.PROMISE
UNANSWERED, ATTEMPT = Anchor.UNANSWERED_STATUS, Anchor.LAST_ATTEMPT
SIX_MONTHS = Wait(6, 6, Unit.MONTHS, Anchor.LAST_CONTACT)
ON_THE_DAY = Wait(0, 0, D, PROMISE)
AFTER_APPLYING = days(7, Anchor.APPLICATION, 14)
BOOKS = ("classic", "patient", "direct", "restrained", "letters", "balanced")

# The practice's table, row by row, its columns in the order of BOOKS.
TABLE: dict[str, tuple[Wait | None, ...]] = {
    "thank-you": (hours(48), hours(24), hours(24), hours(24), hours(24), hours(24)),
    "card": (days(1, THANKS), None, None, None, None, days(1, THANKS)),
    "linkedin": (None, None, None, days(5, THANKS), None, days(5, THANKS)),
    "status": (
        days(4, THANKS),
        days(7, INTERVIEW, 10),
        None,
        None,
        days(7, INTERVIEW, 14),
        days(7, INTERVIEW, 10),
    ),
    "status-promised": (
        days(1, PROMISE, unit=BD),
        days(1, PROMISE, unit=BD),
        None,
        None,
        days(1, PROMISE, unit=BD),
        days(2, PROMISE, unit=BD),
    ),
    "status-again": (
        None,
        days(10, Anchor.STATUS, 14),
        None,
        None,
        None,
        days(10, Anchor.STATUS, 14),
    ),
    "call": (
        days(4, UNANSWERED),
        None,
        days(2, THANKS, 3),
        None,
        None,
        days(3, UNANSWERED, unit=BD),
    ),
    "call-promised": (days(4, UNANSWERED), None, ON_THE_DAY, None, None, ON_THE_DAY),
    "call-again": (
        None,
        None,
        Wait(0, 0, D, Anchor.NEW_DATE),
        None,
        None,
        Wait(0, 0, D, Anchor.NEW_DATE),
    ),
    "application-follow-up": (None, None, None, None, AFTER_APPLYING, AFTER_APPLYING),
    "let-go": (
        days(14, ATTEMPT),
        days(14, ATTEMPT),
        days(14, ATTEMPT),
        days(21, Anchor.LAST_THANK_YOU),
        days(14, ATTEMPT),
        days(14, ATTEMPT),
    ),
    "stay-in-touch": (SIX_MONTHS, None, None, None, None, SIX_MONTHS),
}
ATTEMPTS = dict(zip(BOOKS, (3, 4, 3, 0, 3, 3), strict=True))
CONDITIONS = {
    ("balanced", "card"): "asked for",
    ("balanced", "call"): "number known",
    ("balanced", "call-promised"): "may call",
}
PREFERRED = {"restrained", "balanced"}


def packaged(name: str) -> Playbook:
    return playbookfiles.read(playbookfiles.packaged_file(name))


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("entry", ENTRIES)
def test_each_cell_of_the_table_is_in_the_playbook(name: str, entry: str) -> None:
    expected = TABLE[entry][BOOKS.index(name)]
    found = entry_of(packaged(name), entry)
    assert (found.wait if found else None) == expected
    if found:
        assert found.only == CONDITIONS.get((name, entry), "")
        preferred = entry == "thank-you" and name in PREFERRED
        assert found.medium == ("preferred" if preferred else "email")


@pytest.mark.parametrize("name", BOOKS)
def test_attempts_are_those_of_the_table(name: str) -> None:
    assert packaged(name).attempts == ATTEMPTS[name] <= MOST_ATTEMPTS


@pytest.mark.parametrize("name", BOOKS)
def test_every_entry_names_its_rules_and_its_reason(name: str) -> None:
    book = packaged(name)
    assert (book.name, bool(book.title), bool(book.guide), bool(book.about)) == (
        name, True, True, True,
    )  # fmt: skip
    assert book.attempts_rules
    for field in fields(Playbook):
        entry = getattr(book, field.name)
        if isinstance(entry, Entry):
            assert entry.rules
            assert entry.because.endswith(".")


def test_only_direct_is_halved_in_sales() -> None:
    halved = [name for name in BOOKS if packaged(name).in_sales]
    assert halved == ["direct"]


def test_every_wait_of_direct_halves_in_sales() -> None:
    book = packaged("direct")
    sales = book.for_sector("sales")
    assert sales.call
    assert sales.call.wait == days(1, THANKS, 2), "half of 2-3 days, rounded up"
    assert sales.call.rules[-1] == "P5"
    assert sales.let_go
    assert sales.let_go.wait == days(7, ATTEMPT)
    assert sales.thank_you == book.thank_you, "hours are no waiting"
    assert sales.call_promised == book.call_promised, "neither is the day itself"
    assert book.for_sector(" Sales ") == sales
    assert book.for_sector("health") is book


# Mistakes

GOOD: dict[str, Any] = tomllib.loads(
    """
    name = "mine"
    title = "Mine"
    attempts = 2
    attempts_rules = ["W6"]
    [thank-you]
    window = "within 24 h"
    because = "It is fresh."
    [status]
    window = "7-10 d after the interview"
    rules = ["W2"]
    because = "It is time."
    """
)


def broken(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the good playbook with other values at dotted paths; None takes one out."""
    data: dict[str, Any] = deepcopy(GOOD)
    for path, value in changes.items():
        *tables, key = path.split(".")
        table = data
        for name in tables:
            table = table.setdefault(name, {})
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
    return data


def entry(window: str, **more: Any) -> dict[str, Any]:
    return {"window": window, "because": "So.", **more}


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown step": (
        {"statsu": {}},
        'mine.toml: there is no step or field `statsu`. Did you mean "status"?',
    ),
    "no thank-you": (
        {"thank-you": None},
        (
            "mine.toml: there is no [thank-you]. Every guide begins with one; add [thank-you] with "
            'window = "within 24 h".'
        ),
    ),
    "no name": ({"name": None}, "mine.toml: `name` is None; expected some text. Write name = "),
    "an empty title": ({"title": " "}, "mine.toml: `title` is ' '; expected some text."),
    "an odd guide": ({"guide": 3}, "mine.toml: `guide` is 3; expected some text."),
    "no attempts": (
        {"attempts": None},
        "mine.toml: `attempts` is None; expected a whole number from 0 to 4. More than three",
    ),
    "too many attempts": ({"attempts": 5}, "mine.toml: `attempts` is 5; expected a whole number"),
    "a negative attempt": ({"attempts": -1}, "mine.toml: `attempts` is -1; expected a whole"),
    "a half attempt": ({"attempts": 2.5}, "mine.toml: `attempts` is 2.5; expected a whole"),
    "true attempts": ({"attempts": True}, "mine.toml: `attempts` is True; expected a whole"),
    "odd rules": (
        {"attempts_rules": "W6"},
        "mine.toml: attempts_rules: `rules` is 'W6'; expected a list like",
    ),
    "an odd rule": (
        {"status.rules": ["W2", "Q7"]},
        "mine.toml, [status]: `rules` is 'Q7'; expected rules of the practice, like \"T1\".",
    ),
    "a rule without number": ({"status.rules": ["W"]}, "mine.toml, [status]: `rules` is 'W'; "),
    "a rule that is none": ({"status.rules": [3]}, "mine.toml, [status]: `rules` is 3; expected"),
    "an entry that is no table": (
        {"status": "soon"},
        "mine.toml, [status]: `status` is 'soon'; expected a table of its own.",
    ),
    "an unknown field": (
        {"status.wnidow": "x"},
        'mine.toml, [status]: there is no field `wnidow`. Did you mean "window"?',
    ),
    "no window": ({"status.window": None}, "mine.toml, [status]: `window` is None; expected some"),
    "no reason": ({"status.because": None}, "mine.toml, [status]: `because` is None; expected"),
    "a window in words": (
        {"status.window": "in a week"},
        'mine.toml, [status]: `window` is \'in a week\'; expected "within 24 h", "7-10 d after',
    ),
    "a window of no hours": (
        {"thank-you.window": "within 0 h"},
        "mine.toml, [thank-you]: `window` is 'within 0 h'; expected",
    ),
    "too long a window": (
        {"status.window": "1000 d after the interview"},
        "mine.toml, [status]: `window` is '1000 d after the interview'; expected",
    ),
    "an unknown anchor": (
        {"status.window": "7 d after lunch"},
        "mine.toml, [status]: `window` is '7 d after lunch'; expected",
    ),
    "another step's anchor": (
        {"status.window": "7 d after the application"},
        (
            "mine.toml, [status]: `window` is '7 d after the application'; expected a wait after "
            "the thank-you or a wait after the interview."
        ),
    ),
    "hours for days": (
        {"status.window": "within 24 h"},
        "mine.toml, [status]: `window` is 'within 24 h'; expected a wait after the thank-you or",
    ),
    "days for hours": (
        {"thank-you.window": "1 d after the interview"},
        "mine.toml, [thank-you]: `window` is '1 d after the interview'; expected \"within … h\".",
    ),
    "days for months": (
        {"stay-in-touch": entry("180 d after the last contact")},
        "mine.toml, [stay-in-touch]: `window` is '180 d after the last contact'; expected \"every",
    ),
    "another rhythm": (
        {"stay-in-touch": entry("every 3 months")},
        (
            "mine.toml, [stay-in-touch]: `window` is 'every 3 months'; expected \"every 6 "
            'months". N2 knows no other rhythm.'
        ),
    ),
    "a window turned round": (
        {"status.window": "10-7 d after the interview"},
        (
            "mine.toml, [status]: `window` is '10-7 d after the interview'; expected a window that "
            'closes after it opens. Write "7-10" instead?'
        ),
    ),
    "a condition it has not": (
        {"status.only": "may call"},
        (
            "mine.toml, [status]: `only` is 'may call'; expected nothing: this step has no such "
            "field. Leave it out."
        ),
    ),
    "an unknown condition": (
        {"call": entry("2 d after the thank-you", only="on Mondays")},
        "mine.toml, [call]: `only` is 'on Mondays'; expected \"number known\".",
    ),
    "an unknown medium": (
        {"thank-you.medium": "pigeon"},
        'mine.toml, [thank-you]: `medium` is \'pigeon\'; expected "email" or "preferred".',
    ),
    "asking without attempts": (
        {"attempts": 0},
        "mine.toml: `attempts` is 0, yet there is [status]. Allow attempts, or take [status] out.",
    ),
    "a second of one attempt": (
        {"attempts": 1, "status-again": entry("10 d after the status")},
        "mine.toml: `attempts` is 1, yet there is [status-again]. Allow two attempts or more",
    ),
    "a second without a first": (
        {"status": None, "status-again": entry("10 d after the status")},
        "mine.toml: there is [status-again] but no [status]. A second status follows a first; ",
    ),
    "a call without a status": (
        {"status": None, "call": entry("4 d after an unanswered status")},
        "mine.toml: [call] waits for an unanswered status, but there is no [status]. Add [status]",
    ),
    "a promised call without a status": (
        {"status": None, "call-promised": entry("4 d after an unanswered status")},
        "mine.toml: [call-promised] waits for an unanswered status, but there is no [status].",
    ),
    "letting go without attempts": (
        {"attempts": 0, "status": None, "let-go": entry("14 d after the last attempt")},
        "mine.toml: [let-go] counts from the last attempt, but no attempt is allowed. Write",
    ),
    "letting go in spite of attempts": (
        {"let-go": entry("14 d after the last thank-you")},
        "mine.toml: [let-go] counts from the last thank-you, but attempts are allowed. Write",
    ),
    "half a half": (
        {"halve_in_sales": "yes"},
        "mine.toml: `halve_in_sales` is 'yes'; expected true or false.",
    ),
}


def test_the_good_playbook_is_good() -> None:
    book = parse(GOOD, "mine.toml")
    assert book.status
    assert book.status.wait == days(7, INTERVIEW, 10)
    assert book.status.rules == ("W2",)
    assert book.thank_you.rules == ()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_step_its_field_and_the_mend(mistake: str) -> None:
    changes, message = MISTAKES[mistake]
    with pytest.raises(PlaybookError) as caught:
        parse(broken(changes), "mine.toml")
    assert str(caught.value).startswith(message)
    assert caught.value.expected or caught.value.mend


@pytest.mark.parametrize("name", ASKING)
def test_no_asking_entry_goes_with_no_attempts(name: str) -> None:
    windows = {
        "status": "7 d after the interview",
        "status-promised": "1 bd after the promised date",
        "status-again": "10 d after the status",
        "call": "2 d after the thank-you",
        "call-promised": "on the promised date",
        "call-again": "on the new date",
        "application-follow-up": "7 d after the application",
    }
    data = broken({"status": None, "attempts": 0, name: entry(windows[name])})
    with pytest.raises(PlaybookError, match=rf"`attempts` is 0, yet there is \[{name}\]"):
        parse(data, "mine.toml")


def test_a_dash_may_be_typed_as_one_does() -> None:
    data = broken({"status.window": "7–10 d after the interview"})
    book = parse(data, "mine.toml")
    assert book.status
    assert book.status.wait == days(7, INTERVIEW, 10)


def test_every_entry_has_a_place_in_the_playbook() -> None:
    names = {field.name for field in fields(Playbook)}
    assert {attribute(name) for name in ENTRIES} <= names


# Files


def test_a_file_that_is_no_toml_says_where(tmp_path: Any) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("name = \n")
    with pytest.raises(PlaybookError, match=r"mine.toml: .*line 1.* Correct that line."):
        playbookfiles.read(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(PlaybookError, match="it is not UTF-8 text"):
        playbookfiles.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Any) -> None:
    with pytest.raises(PlaybookError, match="it cannot be read"):
        playbookfiles.read(tmp_path / "none.toml")


def test_own_playbooks_stand_beside_the_packaged_ones(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = playbookfiles.own_folder()
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(playbookfiles.packaged_file("patient").read_text("utf-8"))
    (folder / "classic.toml").write_text("broken")
    assert playbookfiles.names() == [*playbookfiles.PACKAGED, "mine"]
    assert playbookfiles.load("mine").attempts == 4
    assert playbookfiles.load("classic") == packaged("classic"), "nobody can replace a guide"
    assert playbookfiles.load(str(folder / "mine.toml")).attempts == 4
    with pytest.raises(UnknownError, match=r'no playbook "mnie"\. Did you mean "mine"\?'):
        playbookfiles.load("mnie")

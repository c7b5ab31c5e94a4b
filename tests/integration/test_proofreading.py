"""Judging what is being typed: fast, and never by what is no longer so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duly.services import debriefs, interviews, letters, profile, proofreading, writing
from duly.services.interviews import Held
from duly.services.opportunities import Given, Opening
from duly.services.writing import LetterChangedError, Place, Words

MONDAY = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
AT = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
ANA = Place("acme", "thank-you", "ana-ruiz")
BO = Place("acme", "thank-you", "bo-lind")
BODY = (
    "Dear Ana,\n\nThank you for showing me how you plan the launch of the shop. I would begin with "
    "the returns of last May.\n\nKind regards,\nSam Field"
)


@pytest.fixture
def search(store: Path) -> Path:
    """Sam met Ana and Bo at Acme this afternoon."""
    profile.change(email="sam@field.example")
    people = (Given("Ana Ruiz <ana@acme.example>"), Given("Bo Lind <bo@acme.example>"))
    interviews.record(Held(MONDAY, people), AT, new=Opening("Acme", role="Data analyst"))
    return store


def checks(place: Place, body: str, at: datetime = AT) -> set[str]:
    judged = proofreading.judged(place, Words("Thank you", body, 0), at)
    return {finding.check for finding in judged.findings}


def test_a_colleagues_letter_that_is_kept_meanwhile_is_known_at_the_next_key(search: Path) -> None:
    assert "too-alike" not in checks(ANA, BODY)
    writing.keep(BO, Words("Thanks", BODY.replace("Ana", "Bo"), 0), AT)
    assert "too-alike" in checks(ANA, BODY)


def test_what_the_debrief_says_meanwhile_is_known_at_the_next_key(search: Path) -> None:
    claim = BODY.replace("I would", "You said that the warehouse in Leeds closes. I would")
    debriefs.keep("acme", MONDAY.date(), "topics", "ana-ruiz", ["the launch of the shop"], AT)
    assert "claim" in checks(ANA, claim)
    told = ["the launch of the shop", "the warehouse in Leeds closes"]
    debriefs.keep("acme", MONDAY.date(), "topics", "ana-ruiz", told, AT)
    assert "claim" not in checks(ANA, claim)


def test_the_clock_goes_on(search: Path) -> None:
    assert "too-late" not in checks(ANA, BODY)
    assert "too-late" in checks(ANA, BODY, AT + timedelta(days=3))


def test_no_more_than_some_letters_are_remembered(search: Path) -> None:
    for number in range(80):
        checks(ANA._replace(ask_until=MONDAY.date() + timedelta(days=number)), BODY)
    assert len(proofreading._known) <= 32


def test_words_based_on_an_older_version_are_not_kept(search: Path) -> None:
    writing.keep(ANA, Words("Thanks", BODY, 0), AT)
    with pytest.raises(LetterChangedError) as told:
        writing.keep(ANA, Words("Thanks", f"{BODY}\nPS", 0), AT)
    assert told.value.kept
    assert told.value.kept.body == BODY
    with pytest.raises(LetterChangedError):
        writing.send(ANA, Words("Thanks", f"{BODY}\nPS", 0), AT)
    (page,) = letters.write("acme", "thank-you", "ana", letters.Wish(), AT)
    assert page.kept
    assert (page.kept.body, page.kept.version) == (BODY, 1)


def test_what_waits_is_stopped_by_a_letter_sent_by_hand(search: Path) -> None:
    from duly.core.outbox import Stage
    from duly.services import outbox

    kept = writing.send(ANA, Words("Thanks", BODY, 0), AT, insist=True)
    assert kept.stage is Stage.HELD
    writing.note_sent(ANA, Words("Thanks", BODY, 1), AT + timedelta(seconds=5))
    (found,) = outbox.listed(everything=True)
    assert found.stage is Stage.TAKEN_BACK


def test_a_letter_that_was_shown_is_known_to_the_first_key_and_not_longer_than_it_holds(
    search: Path,
) -> None:
    proofreading._known.clear()
    shown = proofreading.opened(ANA, AT)
    (remembered,) = proofreading._known.values()
    assert shown.context is remembered.context
    checks(ANA, BODY)
    assert next(iter(proofreading._known.values())) is remembered, "nothing was gathered anew"
    writing.keep(BO, Words("Thanks", BODY.replace("Ana", "Bo"), 0), AT)
    assert "too-alike" in checks(ANA, BODY)

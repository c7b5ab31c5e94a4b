"""Invitations: made into interviews, moved, cancelled; the same twice changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

INVITE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
METHOD:{method}
BEGIN:VEVENT
UID:interview-1@acme.example
SEQUENCE:{sequence}
DTSTAMP:20260309T1{sequence}0000Z
DTSTART;TZID=Central Standard Time:20260312T{start}
DTEND;TZID=Central Standard Time:20260312T{end}
SUMMARY:Interview: Data analyst
ORGANIZER;CN=Rae Okafor:mailto:{organizer}
ATTENDEE;CN=Ana Ruiz:mailto:ana@acme.example
ATTENDEE;CN=Sam Field:mailto:sam@mail.example
{extra}END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def bring(duly: Any, tmp_path: Path) -> Any:
    """Return a function that imports a version of the invitation."""

    def bring(**said: Any) -> Any:
        values = {
            "method": "REQUEST", "sequence": 0, "start": "100000", "end": "110000",
            "organizer": "rae@acme.example", "extra": "", **said,
        }  # fmt: skip
        file = tmp_path / "invite.ics"
        file.write_text(INVITE.format(**values).replace("\n", "\r\n"))
        return duly.run("import", str(file))

    return bring


def test_an_invitation_becomes_an_interview_with_its_people_end_and_zone(
    duly: Any, bring: Any
) -> None:
    assert bring().code == 0
    shown = duly.json("show", "acme")
    assert (shown["company"], shown["time_zone"]) == ("Acme", "America/Chicago")
    (interview,) = shown["facts"]
    assert interview["at"] == "2026-03-12T11:00:00-05:00"
    assert interview["starts_at"] == "2026-03-12T10:00:00-05:00"
    assert interview["people"] == ["rae-okafor", "ana-ruiz"]
    assert duly.steps("acme") == ["prepare"]


def test_the_same_file_twice_changes_nothing(duly: Any, bring: Any) -> None:
    bring()
    before = duly.json("show", "acme")
    again = bring()
    assert again.code == 3
    assert "noted already" in again.out
    assert duly.json("show", "acme") == before


def test_a_higher_sequence_moves_it_and_a_lower_one_is_ignored(duly: Any, bring: Any) -> None:
    bring(sequence=1)
    assert bring(sequence=2, start="140000", end="150000").code == 0
    assert duly.json("prepare", "acme")["ends_at"] == "2026-03-12T20:00:00+00:00"
    late = bring(sequence=1)
    assert late.code == 3
    assert "newer version" in late.out
    assert duly.json("prepare", "acme")["ends_at"] == "2026-03-12T20:00:00+00:00"


def test_a_move_noted_by_hand_is_known_to_the_next_version(duly: Any, bring: Any) -> None:
    bring()
    duly.done("interview", "acme", "--moved-to", "2026-03-13 15:00")
    later = "2026-03-11T11:00-04:00"
    assert bring(sequence=1, start="160000", end="170000").code == 0
    assert duly.json("prepare", "acme", at=later)["ends_at"] == "2026-03-12T22:00:00+00:00"


def test_a_cancellation_cancels_it(duly: Any, bring: Any) -> None:
    bring()
    assert bring(method="CANCEL", sequence=1).code == 0
    assert "prepare" not in duly.steps("acme")
    assert bring(method="CANCEL", sequence=1).code == 3
    assert bring(sequence=2).code == 0, "it is on again"
    assert duly.steps("acme") == ["prepare"]


def test_nobody_but_the_organizer_can_move_or_cancel_it(duly: Any, bring: Any) -> None:
    bring()
    forged = bring(method="CANCEL", sequence=5, organizer="mallory@evil.example")
    assert forged.code == 4
    assert "Nothing was changed" in forged.out
    assert duly.steps("acme") == ["prepare"]


def test_somebody_joins(duly: Any, bring: Any) -> None:
    bring()
    joined = bring(sequence=1, extra="ATTENDEE;CN=Bo Lind:mailto:bo@acme.example\n")
    assert joined.code == 0
    assert "bo-lind" in duly.json("prepare", "acme")["people"]


def test_a_series_is_refused_with_the_reason(duly: Any, bring: Any) -> None:
    refused = bring(extra="RRULE:FREQ=WEEKLY\n")
    assert refused.code == 1
    assert "recurs" in refused.out
    assert duly.json("list")["opportunities"] == []


def test_what_is_no_calendar_is_refused(duly: Any, tmp_path: Path) -> None:
    card = tmp_path / "ana.pdf"
    card.write_bytes(b"%PDF-1.7")
    refused = duly.run("import", str(card))
    assert refused.code == 1
    assert "this is nothing Duly can read; expected an mbox" in refused.err
    assert duly.run("import", str(tmp_path / "none.ics")).code == 1

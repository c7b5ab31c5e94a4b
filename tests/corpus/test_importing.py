"""Real calendars through `duly import` into a store: interviews or reasons, never a traceback."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from duly.core.errors import CalendarError
from duly.core.model import Me, What
from duly.formats.calendar import Invitation, latest, read_invitations

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("DULY_CORPUS") or PROJECT / "../shared/corpus") / "calendars"
FILES = sorted(FOLDER.rglob("*.ics"))
AT = datetime(2026, 3, 11, 13, tzinfo=UTC)
ZONE = "Europe/Berlin"

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"no calendars in {FOLDER}; set DULY_CORPUS to the folder of the corpus"
)


class RolledBackError(Exception):
    """Ends a trial without a trace."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Any:
    """Open a store of its own to this process."""
    from django.db import connection

    from duly.services import profile

    path = tmp_path / "duly.sqlite3"
    monkeypatch.setenv("DULY_DATABASE", str(path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    named = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        profile.introduce(Me("Sam Field", ZONE, "DE", "sam@mail.example"), guessed=False)
        yield path
        connection.close()
        connection.settings_dict["NAME"] = named


def test_every_real_calendar_becomes_interviews_or_reasons(store: Path) -> None:
    outcomes = {path: _take_in(path) for path in FILES}
    assert len(outcomes) >= 40
    assert sum(any(became == "interview" for became, _ in each) for each in outcomes.values()) >= 40
    assert all(each for each in outcomes.values())


def _take_in(path: Path) -> list[tuple[str, str]]:
    """Return what became of a file's events; check the hours that are noted; leave no trace."""
    from django.db import transaction

    from duly.services import invitations
    from duly.store import queries
    from duly.store.connection import ThroughDjango

    data = path.read_bytes()
    found: list[tuple[str, str]] = []
    target = invitations.Target()
    try:
        with transaction.atomic():
            taken, _ = invitations.take_in(data, path.name, target, AT)
            found = [(str(each.became), each.why) for each in taken]
            facts = queries.search(ThroughDjango()).facts
            noted = {fact.at for fact in facts if fact.what is What.INTERVIEW}
            events = read_invitations(data, ZONE, where=path.name)
            known = [each for each in events if isinstance(each, Invitation)]
            wanted = {each.ends_at for each in latest(known) if isinstance(each, Invitation)}
            assert noted <= wanted, path.name
            again, _ = invitations.take_in(data, path.name, target, AT)
            assert not [e for e in again if e.became == "interview" and _has_uid(e, known)], path
            raise RolledBackError
    except RolledBackError:
        pass
    except CalendarError as error:
        found = [("refused", str(error))]
    assert all(why for became, why in found if became in ("refused", "ask")), path.name
    return found


def _has_uid(taken: Any, known: list[Invitation]) -> bool:
    return any(each.uid and each.summary == taken.summary for each in known)


# Everything else that is read: mail, bounces, replies, cards

MAIL_AND_CARDS = ("bounces", "cards", "mime", "replies")


@pytest.mark.parametrize("folder", MAIL_AND_CARDS)
def test_every_real_file_goes_in_or_is_refused_with_a_sentence(store: Path, folder: str) -> None:
    from duly.adapters.local import source_at
    from duly.core.errors import DulyError
    from duly.services import reading
    from duly.store import models

    files = [file for file in sorted((FOLDER.parent / folder).rglob("*")) if file.is_file()]
    refused: list[tuple[str, str]] = []
    for file in files:
        try:
            source = source_at(file)
            reading.read(source, datetime.now(UTC), reading.Wish(), lambda passed, look: None)
        except DulyError as error:
            refused.append((file.name, str(error)))
    assert all(name in said for name, said in refused), "each says which file"
    assert len(refused) < len(files) / 2 or folder == "replies"
    kept = models.Mail.objects.filter(meaning="bounce")
    assert not kept.exists(), "nobody the user ever wrote to"

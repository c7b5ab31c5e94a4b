"""One reading in a process of its own, beside the page: files, or every mailbox there is.

It says on its standard output how far it is, one JSON object a line, and ends when its standard
input does: whoever started it holds the other end. What was read until then is kept.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from duly.adapters.base import Passed, Source, Unit
from duly.core.errors import DulyError
from duly.core.told import Told, packed, told
from duly.services import accounts, invitations, reading
from duly.services.pace import Pace
from duly.services.reading import Read, Wish

_EVERY_SECONDS: Final = 0.2
_NEWS: Final = frozenset(invitations.Became) - {
    invitations.Became.KNOWN, invitations.Became.REFUSED, invitations.Became.ASK,
}  # fmt: skip


def main() -> None:
    """Read the files that are named, or what is new in every mailbox."""
    threading.Thread(target=_until_left_alone, daemon=True).start()
    names = sys.argv[1:]
    for title, source in _files(names) if names else _mailboxes():
        _read(title, source)


def _until_left_alone() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)  # SQLite undoes what was not finished


def _files(names: list[str]) -> Iterator[tuple[str, Source]]:
    from duly.adapters import local

    for name in names:
        try:
            yield Path(name).name, local.source_at(Path(name))
        except DulyError as error:
            _say(title=Path(name).name, failed=_told(error))


def _mailboxes() -> Iterator[tuple[str, Source]]:
    for each in accounts.listed():
        try:
            yield each.address, accounts.source(each)
        except DulyError as error:
            _say(title=each.address, failed=_told(error))


def _read(title: str, source: Source) -> None:
    """Read one source; one that cannot be read keeps the others from nothing."""
    try:
        found = reading.read(source, datetime.now(UTC), Wish(), _Progress(title, source.unit))
    except DulyError as error:
        _say(title=title, failed=_told(error))
    else:
        _say(title=title, came=_came(found))


class _Progress:
    """Says how far a reading is, some times a second."""

    def __init__(self, title: str, unit: Unit) -> None:
        self._title = title
        self._pace = Pace(unit, time.monotonic())
        self._said = 0.0
        _say(title=title)

    def __call__(self, passed: Passed, look: int) -> None:
        now = time.monotonic()
        pace = self._pace
        pace.note(passed, look, now)
        if now - self._said < _EVERY_SECONDS:
            return
        self._said = now
        _say(title=self._title, share=pace.share, rate=pace.rate, left=pace.left,
             looked_at=pace.looked_at, again=pace.again)  # fmt: skip


def _came(found: Read) -> dict[str, Any]:
    people = [one for _, each in found.contacts for one in each.taken]
    return {
        "guessed": found.guessed,
        "looked_at": found.looked_at,
        "kept": found.kept,
        "settled": len(found.settled),
        "interviews": sum(one.became in _NEWS for _, one in found.taken),
        "people": sum(bool(one.filled or one.opportunities) for one in people),
        "passed_over": sum(each.passed_over for _, each in found.contacts),
        "remarks": [
            *(_sentence(one.summary, one.why) for _, one in found.taken if one.why),
            *(_sentence(one.summary, one.why) for one in people if one.why),
            *(_told(each) for each in found.refused),
        ],
    }


def _sentence(whose: str, why: str) -> Any:
    why = why if isinstance(why, Told) else told(why)
    return packed(told("{whose}: {why}", whose=whose, why=why) if whose else why)


def _told(error: DulyError) -> Any:
    """Return an error in words, without the folder in which an uploaded file lies for a moment."""
    error.where = Path(error.where).name if error.where.startswith("/") else error.where
    parts = {"where": error.where, "expected": error.expected, "mend": error.mend}
    return {"found": packed(error.found), **{name: packed(text) for name, text in parts.items()}}


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - it is read by whoever started this


if __name__ == "__main__":
    main()

"""What `duly import` and `duly sync` tell of what they read, and their exit code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli import mailbook
from duly.cli.commands.send import looked as looked_lines
from duly.cli.desk import Desk, say, say_json
from duly.cli.progress import Progress
from duly.core.errors import DulyError
from duly.core.outbox import Stage
from duly.core.worktime import spoken
from duly.services import contacts, inbox, planning, reading
from duly.services.invitations import Became, Taken
from duly.services.reading import Read, Wish

if TYPE_CHECKING:
    from duly.adapters.base import Source
    from duly.services.looking import Looked

_COMPLETED = frozenset({contacts.Became.COMPLETED, contacts.Became.CONNECTED})
_NEWS = frozenset({Became.INTERVIEW, Became.MOVED, Became.CANCELLED, Became.CHANGED})


def read_path(name: str, who: Desk, wish: Wish) -> Read:
    """Read a file or folder the user named.

    Raises:
        SourceError: There is none, or it is nothing that can be read.
    """
    from duly.adapters.local import source_at

    return read_source(source_at(Path(name)), name, who, wish)


def read_source(source: Source, title: str, who: Desk, wish: Wish) -> Read:
    """Read a source, with a bar where that takes long.

    Raises:
        SourceError: It cannot be read; what was read before is kept.
    """
    progress = Progress(title, source.unit)
    with contextlib.closing(progress):
        return reading.read(source, who.at, wish, progress)


def report(
    read: Iterable[tuple[str, Read]], who: Desk, *, as_json: bool, looked: Iterable[Looked] = ()
) -> int:
    """Tell what was read, and return the exit code: 0 news, 3 none, 4 to decide, 1 refused.

    Args:
        read: By the name of each source.
        who: Who asks.
        as_json: For programs.
        looked: What came of looking for letters that may have left.
    """
    read = list(read)
    letters = [*(one for _, each in read for one in each.letters), *looked]
    waiting = len(inbox.waiting(who.at))
    if as_json:
        say_json(_json(read, waiting, who) | {"letters": [_letter(each) for each in letters]})
    else:
        say(_lines(read, waiting, who))
        say(looked_lines(letters))
    for _, each in read:
        for error in each.refused:
            click.echo(str(error), err=True)
    return _exit_code([each for _, each in read], waiting, letters)


def _letter(looked: Looked) -> dict[str, Any]:
    return {"number": looked.number, "stage": looked.stage, "why": looked.why}


def _exit_code(read: list[Read], waiting: int, letters: list[Looked]) -> int:
    became = {taken.became for each in read for _, taken in each.taken}
    completed = {one.became for each in read for _, people in each.contacts for one in people.taken}
    new_mail = any(each.kept for each in read)
    asked = Became.ASK in became or contacts.Became.ASK in completed
    unsure = any(each.stage != Stage.SENT for each in letters)
    if asked or (waiting and new_mail) or unsure:
        return 4
    if letters or became & _NEWS or completed & _COMPLETED or any(each.settled for each in read):
        return 0
    if Became.REFUSED in became or any(each.refused for each in read):
        return 1
    return 3


def _json(read: list[tuple[str, Read]], waiting: int, who: Desk) -> dict[str, Any]:
    return {
        "events": [_event(where, one) for _, each in read for where, one in each.taken],
        "people": [
            {"file": where, "name": one.summary, "person": one.person or None,
             "became": one.became, "filled": list(one.filled), "why": one.why or None}
            for _, each in read for where, people in each.contacts for one in people.taken
        ],
        "me": next((each.guessed for _, each in read if each.guessed), None),
        "mail": {
            "looked_at": sum(each.looked_at for _, each in read),
            "kept": sum(each.kept for _, each in read),
            "applied": [
                mailbook.settled_json(one, who.me) for _, each in read for one in each.settled
            ],
            "waiting": waiting,
        },
        "refused": [str(error) for _, each in read for error in each.refused],
    }  # fmt: skip


def _event(where: str, taken: Taken) -> dict[str, Any]:
    return {
        "file": where,
        "became": taken.became,
        "summary": taken.summary,
        "opportunity": taken.opportunity or None,
        "starts_at": taken.starts_at.isoformat() if taken.starts_at else None,
        "ends_at": taken.ends_at.isoformat() if taken.ends_at else None,
        "why": taken.why or None,
    }


def _lines(read: list[tuple[str, Read]], waiting: int, who: Desk) -> Iterable[str]:
    for title, each in read:
        if each.guessed:
            yield f"Taking it that {each.guessed} is you (change it: duly me --email …)."
        yield from (line for where, one in each.taken for line in _taken(where, one, who))
        yield from _contacts(each)
        if not each.looked_at:
            yield f"{title}: nothing new."
        elif not each.taken and not each.contacts:
            yield f"{title}: {each.looked_at:,} looked at, {each.kept} about your search."
        if each.settled:
            yield "Noted by itself, because it is certain (duly log; duly undo takes it back):"
            yield from mailbook.settled_lines(each.settled, planning.what_if(who.at))
    if waiting:
        mails = "1 mail waits" if waiting == 1 else f"{waiting} mails wait"
        yield f"{mails} for your word: duly inbox"


def _contacts(read: Read) -> Iterable[str]:
    for where, people in read.contacts:
        for one in people.taken:
            yield f"{where}, {one.summary}: {one.became}{f'. {one.why}' if one.why else ''}"
        yield from people.remarks
        if people.passed_over:
            yield f"{where}: {people.passed_over:,} who are no part of your search, left out."


def _taken(name: str, taken: Taken, who: Desk) -> list[str]:
    where = f"{name}: " if len(taken.summary) < 1 else f"{name}, “{taken.summary}”: "
    text = f"{where}{taken.became}"
    if taken.opportunity:
        text += f" ({taken.opportunity})"
    if taken.ends_at:
        start = (taken.starts_at or taken.ends_at).astimezone(who.zone)
        end = taken.ends_at.astimezone(who.zone)
        text += f", {spoken(start.date())} {start:%H:%M}-{end:%H:%M}"
    return [text, *([f"  {taken.why}"] if taken.why else [])]


def failed(error: DulyError) -> None:
    """Say what could not be read; the rest goes on."""
    click.echo(str(error), err=True)
    sys.stderr.flush()

"""Notices and the morning's summary in words, short enough for a screen that lights up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from duly.core.notices import Notice, Summary
from duly.core.worktime import spoken

_MOST_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: a line to light up, and a text beneath it."""

    title: str
    text: str


def message(told: Iterable[Notice]) -> Message:
    """Return what is told of one notice, or of several that come at once."""
    lines = _counted(each.line for each in told)
    if len(lines) == 1:
        company, _, what = lines[0].partition(": ")
        return Message(company, what[:1].upper() + what[1:] + ".")
    return Message(f"Duly: {len(lines)} things", "\n".join(_few(lines)))


def _counted(lines: Iterable[str]) -> list[str]:
    """Return the lines in order, each once, with how often it was there."""
    return [f"{line} ({count} times)" if count > 1 else line
            for line, count in Counter(lines).items()]  # fmt: skip


def _few(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"and {left} more: duly"] if left > 0 else [])]


def summary_message(found: Summary) -> Message:
    """Return a summary in words."""
    counts = (
        (len(found.overdue), "{} overdue"),
        (len(found.due), "{} for today"),
        (len(found.promised), "{} promised for today"),
        (found.asking, "{} for your word"),
        (found.mails, "{} new in the inbox"),
    )
    said = [words.format(count) for count, words in counts if count]
    title = ", ".join(said[:3]) or "nothing pressing"
    return Message(f"{spoken(found.on)}: {title}", "\n".join(_sections(found)))


def _sections(found: Summary) -> Iterator[str]:
    sections = (
        ("Overdue", [str(each) for each in found.overdue]),
        ("For today", [str(each) for each in found.due]),
        ("Promised for today", [str(each) for each in found.promised]),
        ("Letters and mail", list(_post(found))),
        ("Waiting for", [str(each) for each in found.waiting]),
    )
    begun = False
    for title, lines in sections:
        if lines:
            yield from ([""] if begun else [])
            begun = True
            yield title
            yield from (f"  {line}" for line in _few(_counted(lines)))
    if not begun:
        yield "Nothing is due, and nobody waits for you."


def _post(found: Summary) -> Iterator[str]:
    if found.leaving:
        letters = "1 letter leaves" if found.leaving == 1 else f"{found.leaving} letters leave"
        yield f"{letters} today, unless you stop it: duly outbox"
    if found.asking:
        letters = "1 letter wants" if found.asking == 1 else f"{found.asking} letters want"
        yield f"{letters} your word: duly outbox --all"
    if found.mails:
        mails = "1 mail waits" if found.mails == 1 else f"{found.mails} mails wait"
        yield f"{mails} for your word: duly inbox"

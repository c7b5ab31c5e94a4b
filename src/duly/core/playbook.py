"""Playbooks: when each step of the practice is taken.

A playbook is a data file. Each table is one cell of the practice's table and reads like it:

    [status]
    window = "7-10 d after the interview"
    rules = ["W2", "W3", "W4"]
    because = "They gave no date; after a week to a week and a half it is fair to ask."

A table that is missing is a step the playbook does not take. d are calendar days, bd business
days. `parse` takes the mapping a TOML reader returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from duly.core.errors import PlaybookError, did_you_mean
from duly.core.told import either, told

MOST_ATTEMPTS: Final = 4
"""W6: never more than three to four attempts in all."""

CHAPTERS: Final = "BTWPNOXL"
"""The letters under which the practice numbers its rules."""


class Unit(StrEnum):
    """What a wait is counted in."""

    HOURS = "h"
    DAYS = "d"
    BUSINESS_DAYS = "bd"
    MONTHS = "months"


class Anchor(StrEnum):
    """What a wait is counted from."""

    INTERVIEW = "the interview"
    THANK_YOU = "the thank-you"
    STATUS = "the status"
    UNANSWERED_STATUS = "an unanswered status"
    PROMISE = "the promised date"
    NEW_DATE = "the new date"
    APPLICATION = "the application"
    LAST_ATTEMPT = "the last attempt"
    LAST_THANK_YOU = "the last thank-you"
    LAST_CONTACT = "the last contact"


class Wait(NamedTuple):
    """A window before it meets a calendar: opens and closes so many units after its anchor.

    `closes` equals `opens` for a single day.
    """

    opens: int
    closes: int
    unit: Unit
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a playbook.

    Attributes:
        only: The condition under which it is taken; empty for always.
        medium: "preferred" where the reader's own medium is used, otherwise "email".
    """

    window: str
    wait: Wait
    rules: tuple[str, ...]
    because: str
    only: str = ""
    medium: str = "email"


@dataclass(frozen=True, slots=True)
class Playbook:
    """Everything the planner asks of a playbook; an entry that is None is never taken.

    Attributes:
        in_sales: The same playbook as it is played in the sales sector (P5).
    """

    name: str
    title: str
    guide: str
    about: str
    attempts: int
    attempts_rules: tuple[str, ...]
    thank_you: Entry
    card: Entry | None = None
    linkedin: Entry | None = None
    status: Entry | None = None
    status_promised: Entry | None = None
    status_again: Entry | None = None
    call: Entry | None = None
    call_promised: Entry | None = None
    call_again: Entry | None = None
    application_follow_up: Entry | None = None
    let_go: Entry | None = None
    stay_in_touch: Entry | None = None
    in_sales: Playbook | None = None

    def for_sector(self, sector: str) -> Playbook:
        """Return the playbook as it is played in a sector."""
        return self.in_sales if self.in_sales and in_sales(sector) else self


class _Shape(NamedTuple):
    """Which windows and fields one table of a playbook may have."""

    units: tuple[Unit, ...]
    anchors: tuple[Anchor, ...]
    only: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


_DAYS = (Unit.DAYS, Unit.BUSINESS_DAYS)
ENTRIES: Final[Mapping[str, _Shape]] = {
    "thank-you": _Shape((Unit.HOURS,), (Anchor.INTERVIEW,), media=("email", "preferred")),
    "card": _Shape(_DAYS, (Anchor.THANK_YOU,), only=("asked for",)),
    "linkedin": _Shape(_DAYS, (Anchor.THANK_YOU,)),
    "status": _Shape(_DAYS, (Anchor.THANK_YOU, Anchor.INTERVIEW)),
    "status-promised": _Shape(_DAYS, (Anchor.PROMISE,)),
    "status-again": _Shape(_DAYS, (Anchor.STATUS,)),
    "call": _Shape(_DAYS, (Anchor.UNANSWERED_STATUS, Anchor.THANK_YOU), only=("number known",)),
    "call-promised": _Shape(_DAYS, (Anchor.PROMISE, Anchor.UNANSWERED_STATUS), only=("may call",)),
    "call-again": _Shape(_DAYS, (Anchor.NEW_DATE,)),
    "application-follow-up": _Shape(_DAYS, (Anchor.APPLICATION,)),
    "let-go": _Shape(_DAYS, (Anchor.LAST_ATTEMPT, Anchor.LAST_THANK_YOU)),
    "stay-in-touch": _Shape((Unit.MONTHS,), (Anchor.LAST_CONTACT,)),
}
"""The tables of a playbook file, in the order in which they are shown."""

ASKING: Final = (
    "status",
    "status-promised",
    "status-again",
    "call",
    "call-promised",
    "call-again",
    "application-follow-up",
)
"""The entries that are attempts."""

_TOP: Final = ("name", "title", "guide", "about", "attempts", "attempts_rules", "halve_in_sales")
_FIELDS: Final = ("window", "rules", "because", "only", "medium")
_NO_SUCH_FIELD: Final = "nothing: this step has no such field"
_EXAMPLES: Final = (
    '"within 24 h", "7-10 d after the interview", "2 bd after the promised date", '
    '"on the promised date" or "every 6 months"'
)


def in_sales(sector: str) -> bool:
    """Tell whether a sector is sales, however it is written."""
    return sector.strip().casefold() == "sales"


def attribute(entry: str) -> str:
    """Return the attribute of `Playbook` that holds an entry."""
    return entry.replace("-", "_")


def entry_of(playbook: Playbook, name: str) -> Entry | None:
    """Return an entry by its name in the file."""
    entry: Entry | None = getattr(playbook, attribute(name))
    return entry


def parse(data: Mapping[str, Any], where: str) -> Playbook:
    """Make a playbook of what a TOML reader returned.

    Args:
        data: The whole file.
        where: The file's name, for errors.

    Raises:
        PlaybookError: Something in it is missing, unknown or contradicts something else.
    """
    _refuse_unknown(data, where)
    entries = {attribute(name): _entry(name, data[name], where) for name in ENTRIES if name in data}
    if "thank_you" not in entries:
        raise PlaybookError(
            "there is no [thank-you]",
            where=where,
            mend='Every guide begins with one; add [thank-you] with window = "within 24 h".',
        )
    playbook = Playbook(
        name=_text(data, "name", where),
        title=_text(data, "title", where),
        guide=_text(data, "guide", where, default=""),
        about=_text(data, "about", where, default=""),
        attempts=_attempts(data, where),
        attempts_rules=_rules(
            data.get("attempts_rules", []),
            f"{where}: attempts_rules" if where else "attempts_rules",
        ),
        **entries,  # type: ignore[arg-type]
    )
    _refuse_contradictions(playbook, where)
    halve = data.get("halve_in_sales", False)
    if not isinstance(halve, bool):
        raise _wrong_field("halve_in_sales", halve, "true or false", where)
    return replace(playbook, in_sales=_halved(playbook)) if halve else playbook


def _wrong_field(
    field: str, found: object, expected: str, where: str, mend: str = ""
) -> PlaybookError:
    return PlaybookError(
        told("`{field}` is {found}", field=field, found=f"{found!r}"),
        where=where,
        expected=expected,
        mend=mend,
    )


def _refuse_unknown(data: Mapping[str, Any], where: str) -> None:
    known = (*_TOP, *ENTRIES)
    for key in data:
        if key not in known:
            raise PlaybookError(
                told("there is no step or field `{key}`", key=key),
                where=where,
                mend=did_you_mean(key, known),
            )


def _text(data: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    found = data.get(key, default)
    if not isinstance(found, str) or (default is None and not found.strip()):
        raise _wrong_field(key, found, "some text", where, told('Write {key} = "…".', key=key))
    return found


def _attempts(data: Mapping[str, Any], where: str) -> int:
    found = data.get("attempts")
    if type(found) is not int or not 0 <= found <= MOST_ATTEMPTS:
        raise _wrong_field(
            "attempts",
            found,
            told("a whole number from 0 to {most}", most=MOST_ATTEMPTS),
            where,
            "More than three to four attempts is too aggressive (W6).",
        )
    return found


def _rules(found: object, where: str) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise _wrong_field("rules", found, 'a list like ["T1", "T2"]', where)
    for rule in found:
        if not isinstance(rule, str) or rule[:1] not in CHAPTERS or not rule[1:].isdecimal():
            raise _wrong_field("rules", rule, 'rules of the practice, like "T1"', where)
    return tuple(found)


def _entry(name: str, data: object, where: str) -> Entry:
    where = f"{where}, [{name}]" if where else f"[{name}]"
    if not isinstance(data, Mapping):
        raise PlaybookError(
            told("`{name}` is {found}", name=name, found=f"{data!r}"),
            where=where,
            expected="a table of its own",
        )
    for key in data:
        if key not in _FIELDS:
            raise PlaybookError(
                told("there is no field `{key}`", key=key),
                where=where,
                mend=did_you_mean(key, _FIELDS),
            )
    shape = ENTRIES[name]
    window = _text(data, "window", where)
    return Entry(
        window=window,
        wait=_wait(window, shape, where),
        rules=_rules(data.get("rules", []), where),
        because=_text(data, "because", where),
        only=_choice(data, "only", shape.only, "", where),
        medium=_choice(data, "medium", shape.media, "email", where),
    )


def _choice(
    data: Mapping[str, Any], key: str, known: tuple[str, ...], default: str, where: str
) -> str:
    found = data.get(key, default)
    if found != default and found not in known:
        expected = either(f'"{word}"' for word in known) if known else _NO_SUCH_FIELD
        raise _wrong_field(key, found, expected, where, "" if known else "Leave it out.")
    return str(found)


def _wait(window: str, shape: _Shape, where: str) -> Wait:
    wait = _read_wait(window, where)
    if wait.unit not in shape.units or wait.anchor not in shape.anchors:
        expected = either(told("a wait after {anchor}", anchor=each) for each in shape.anchors)
        if shape.units == (Unit.HOURS,):
            expected = '"within … h"'
        elif shape.units == (Unit.MONTHS,):
            expected = '"every … months"'
        raise _wrong_field("window", window, expected, where)
    if wait.closes < wait.opens:
        raise _wrong_field(
            "window",
            window,
            "a window that closes after it opens",
            where,
            told('Write "{closes}-{opens}" instead?', closes=wait.closes, opens=wait.opens),
        )
    return wait


def _read_wait(window: str, where: str) -> Wait:
    """Read a window in plain words; no patterns, which take longer to compile than to use."""
    match window.replace("–", "-").split():
        case ["within", hours, "h"] if _is_count(hours) and int(hours):
            return Wait(0, int(hours), Unit.HOURS, Anchor.INTERVIEW)
        case ["on", *words] if " ".join(words) in {Anchor.PROMISE, Anchor.NEW_DATE}:
            return Wait(0, 0, Unit.DAYS, Anchor(" ".join(words)))
        case ["every", "6", "months"]:
            return Wait(6, 6, Unit.MONTHS, Anchor.LAST_CONTACT)
        case ["every", _, "months"]:
            raise _wrong_field(
                "window", window, '"every 6 months"', where, "N2 knows no other rhythm."
            )
        case [span, "d" | "bd" as unit, "after", *words] if " ".join(words) in {*Anchor}:
            opens, dash, closes = span.partition("-")
            if _is_count(opens) and (_is_count(closes) or not dash):
                anchor = Anchor(" ".join(words))
                return Wait(int(opens), int(closes or opens), Unit(unit), anchor)
    raise _wrong_field("window", window, _EXAMPLES, where)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _refuse_contradictions(playbook: Playbook, where: str) -> None:
    asking = [name for name in ASKING if entry_of(playbook, name)]
    if playbook.attempts == 0 and asking:
        raise PlaybookError(
            told("`attempts` is 0, yet there is [{step}]", step=asking[0]),
            where=where,
            mend=told("Allow attempts, or take [{step}] out.", step=asking[0]),
        )
    if playbook.attempts == 1 and playbook.status_again:
        raise PlaybookError(
            "`attempts` is 1, yet there is [status-again]",
            where=where,
            mend="Allow two attempts or more, or take [status-again] out.",
        )
    if playbook.status_again and not playbook.status:
        raise PlaybookError(
            "there is [status-again] but no [status]",
            where=where,
            mend="A second status follows a first; add [status].",
        )
    for name in ("call", "call-promised"):
        entry = entry_of(playbook, name)
        if entry and entry.wait.anchor is Anchor.UNANSWERED_STATUS and not playbook.status:
            raise PlaybookError(
                told(
                    "[{name}] waits for an unanswered status, but there is no [status]", name=name
                ),
                where=where,
                mend="Add [status], or count from the thank-you.",
            )
    _refuse_wrong_let_go(playbook, where)


def _refuse_wrong_let_go(playbook: Playbook, where: str) -> None:
    entry = playbook.let_go
    if entry and playbook.attempts == 0 and entry.wait.anchor is Anchor.LAST_ATTEMPT:
        raise PlaybookError(
            "[let-go] counts from the last attempt, but no attempt is allowed",
            where=where,
            mend='Write window = "… d after the last thank-you".',
        )
    if entry and playbook.attempts and entry.wait.anchor is Anchor.LAST_THANK_YOU:
        raise PlaybookError(
            "[let-go] counts from the last thank-you, but attempts are allowed",
            where=where,
            mend='Write window = "… d after the last attempt".',
        )


def _halved(playbook: Playbook) -> Playbook:
    """Halve every wait in days, rounded up, to no less than one business day (P5)."""
    halves: dict[str, Entry] = {}
    for field in fields(Playbook):
        entry = getattr(playbook, field.name)
        if isinstance(entry, Entry) and entry.wait.unit in _DAYS and entry.wait.opens:
            wait = entry.wait
            halves[field.name] = replace(
                entry,
                wait=wait._replace(opens=-(-wait.opens // 2), closes=-(-wait.closes // 2)),
                rules=(*entry.rules, "P5"),
            )
    return replace(playbook, **halves)  # type: ignore[arg-type]

"""`duly import`: invitations from calendar files."""

# ruff: noqa: N999 - a module is named like its verb, and is imported by name only

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.services.invitations import Taken

_MOST_BYTES = 8_000_000


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--for", "opportunity", default="", metavar="ID", help="They belong to this one.")
@click.option("--company", default="", metavar="NAME", help="Whose invitations these are.")
@click.option("--role", default="", metavar="ROLE")
@at_option
@json_option
def command(
    files: tuple[str, ...],
    opportunity: str,
    company: str,
    role: str,
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Make interviews of invitations (.ics): people, end, zone; moves and cancellations too.

    The same file twice changes nothing. Exit code 3: nothing new; 4: something to decide.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import invitations, opportunities, planning

    who = desk(at)
    if opportunity:
        opportunity = opportunities.find(planning.what_if(who.at).search, opportunity).id
    target = invitations.Target(opportunity, company, role)
    found = []
    for name in files:
        taken, _ = invitations.take_in(_bytes(name), name, target, who.at)
        found += [(name, each) for each in taken]
    if as_json:
        say_json({"events": [_json(name, each) for name, each in found]})
    else:
        say(line for name, each in found for line in _lines(name, each, who))
    return _exit_code([each for _, each in found])


def _bytes(name: str) -> bytes:
    """Return a file's bytes.

    Raises:
        CalendarError: It is no calendar by its name, cannot be read, or is too large.
    """
    from duly.core.errors import CalendarError

    path = Path(name)
    try:
        if path.is_dir():
            raise CalendarError("it is a folder", where=name, expected="a file", mend="Name files.")
        if path.stat().st_size > _MOST_BYTES:
            raise CalendarError("the file is larger than 8 MB", where=name, mend="Export less.")
        data = path.read_bytes()
    except OSError as error:
        raise CalendarError(
            f"it cannot be read ({error.strerror})", where=name, mend="Check the name."
        ) from None
    if (
        path.suffix.lower() not in {".ics", ".ical", ".ifb", ".icalendar"}
        and b"BEGIN:" not in data[:4096]
    ):
        raise CalendarError(
            f'"{path.suffix or path.name}" is not read yet',
            where=name,
            expected="an invitation saved as .ics",
            mend="Mail, cards and connections will follow; type the rest in for now.",
        )
    return data


def _json(name: str, taken: Taken) -> dict[str, Any]:
    return {
        "file": name,
        "became": taken.became,
        "summary": taken.summary,
        "opportunity": taken.opportunity or None,
        "starts_at": taken.starts_at.isoformat() if taken.starts_at else None,
        "ends_at": taken.ends_at.isoformat() if taken.ends_at else None,
        "why": taken.why or None,
    }


def _lines(name: str, taken: Taken, who: Desk) -> list[str]:
    from duly.core.worktime import spoken

    where = f"{name}: " if len(taken.summary) < 1 else f"{name}, “{taken.summary}”: "
    text = f"{where}{taken.became}"
    if taken.opportunity:
        text += f" ({taken.opportunity})"
    if taken.ends_at:
        start, end = ((taken.starts_at or taken.ends_at).astimezone(who.zone),
                      taken.ends_at.astimezone(who.zone))  # fmt: skip
        text += f", {spoken(start.date())} {start:%H:%M}-{end:%H:%M}"
    return [text, *([f"  {taken.why}"] if taken.why else [])]


def _exit_code(taken: list[Taken]) -> int:
    """Return 0 where anything is new, else 4, 1 or 3: to decide, refused, or known already."""
    became = {str(each.became) for each in taken}
    if became & {"interview", "moved", "cancelled", "changed"}:
        return 4 if "ask" in became else 0
    if "ask" in became:
        return 4
    return 1 if "refused" in became else 3

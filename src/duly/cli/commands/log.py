"""`duly log`: what was noted, when, and where it came from; the last first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from duly.cli.desk import Desk
    from duly.services.chronicle import Entry
    from duly.services.planning import Planned


@click.command("log")
@click.argument("id", metavar="[ID]", default="")
@click.option("--last", default=30, show_default=True, metavar="N", help="So many of them.")
@at_option
@json_option
def command(id: str, last: int, at: str | None, as_json: bool) -> int:  # noqa: FBT001
    """Show what was noted, by you or by itself, with the mail it came from.

    What was taken back or put right is shown too. Exit code 3: nothing is noted.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import chronicle, opportunities, planning

    who = desk(at)
    planned = planning.what_if(who.at)
    wanted = opportunities.find(planned.search, id).id if id else ""
    entries = chronicle.entries(wanted, last)
    if as_json:
        say_json({"entries": [_json(each, who.zone) for each in entries]})
    elif entries:
        earlier = [*entries[1:], None]
        for entry, next_one in zip(entries, earlier, strict=True):
            same = next_one is not None and entry.mail and next_one.mail == entry.mail
            say(_lines(entry, planned, who, whole=not same))
    else:
        say(["Nothing is noted yet."])
    return 0 if entries else 3


def _lines(entry: Entry, planned: Planned, who: Desk, *, whole: bool) -> list[str]:
    """Return one fact as text; with the mail it came from where that is the last one of it."""
    from duly.core.worktime import spoken
    from duly.formats.factwords import told

    opportunity, _ = planned.of(entry.fact.opportunity)
    noted = entry.recorded_at.astimezone(who.zone)
    gone = f"  [{entry.gone}]" if entry.gone else ""
    what = f"{opportunity.id}: {told(entry.fact, opportunity, who.me)}{gone}"
    lines = [f"{spoken(noted.date())} {noted:%H:%M}  {what}"]
    if entry.mail and whole:
        word = "you said yes" if entry.by_user else "noted by itself"
        lines.append(f"    {word}, from “{entry.subject}”, {entry.sender} (mail {entry.mail})")
        lines += [f"    because of the {where}: “{what}”" for what, where in entry.evidence[:1]]
    elif not entry.mail and entry.source != "typed":
        lines.append(f"    from: {entry.source}")
    return lines


def _json(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    from duly.cli.logbook import fact_json

    return {
        "noted_at": entry.recorded_at.astimezone(zone).isoformat(),
        "opportunity": entry.fact.opportunity,
        "source": entry.source,
        "mail": entry.mail or None,
        "by_user": entry.by_user if entry.mail else None,
        "in_force": not entry.gone,
        "evidence": [{"what": what, "where": where} for what, where in entry.evidence],
        **{key: value for key, value in fact_json(0, entry.fact, zone).items() if key != "number"},
    }

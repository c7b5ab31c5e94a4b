"""`duly send`: approve a letter and let it leave, once, at the right hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.services.outbox import Kept


@click.command("send")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@click.option("--to", default="", metavar="PERSON", help="Only the letter to this reader.")
@click.option("--now", "at_once", is_flag=True, help="Not in their hours, but at once.")
@click.option("--anyway", is_flag=True, help="Even though the checks say it would hurt.")
@at_option
@json_option
def command(
    id: str,
    step: str,
    to: str,
    at_once: bool,  # noqa: FBT001 - click calls it
    anyway: bool,  # noqa: FBT001
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Approve the letters of the next step, or of STEP, and send each once.

    A letter waits for the reader's hours unless --now is given, and can be taken back until it
    leaves: duly outbox take-back NUMBER. It leaves while `duly run` is running.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.services import letters, outbox

    who = desk(at)
    pages = letters.write(id, step, to, letters.Wish(), who.at)
    queued = outbox.queue(letters.approve(pages, who.at, anyway=anyway), who.at, at_once=at_once)
    if as_json:
        say_json({"letters": [as_object(each, who) for each in queued]})
        return
    say(line for each in queued for line in lines(each, who))
    say(["", "It leaves while Duly runs: duly run"])


def lines(kept: Kept, who: Desk) -> list[str]:
    """Return a letter on its way as text."""
    from duly.core.worktime import spoken

    local = kept.leaves_at.astimezone(who.zone)
    when = f"leaves {spoken(local.date())} {local:%H:%M}" if kept.stage == "held" else kept.stage
    title = f"{kept.number:>3}  {kept.opportunity}: {kept.step} to {kept.recipient}, {when}"
    return [title, f"     “{kept.subject}”", *([f"     {kept.why}"] if kept.why else [])]


def as_object(kept: Kept, who: Desk) -> dict[str, object]:
    """Return a letter on its way, for programs."""
    return {
        **{name: getattr(kept, name) for name in ("number", "opportunity", "step", "recipient",
                                                  "stage", "subject")},
        "to": kept.to or None,
        "leaves_at": kept.leaves_at.astimezone(who.zone).isoformat(),
        "why": kept.why or None,
    }  # fmt: skip

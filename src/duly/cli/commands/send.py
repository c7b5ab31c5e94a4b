"""`duly send`: approve a letter and let it leave, once, at the right hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duly.cli.asking import at_option, json_option
from duly.core.worktime import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duly.cli.desk import Desk
    from duly.services.looking import Looked
    from duly.services.outbox import Kept, Looks


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
    from duly.services import accounts, letters, outbox

    who = desk(at)
    accounts.submission(accounts.mailbox(who.me)[0])  # better said now than at its hour
    pages = letters.write(id, step, to, letters.Wish(), who.at)
    queued = outbox.queue(letters.approve(pages, who.at, anyway=anyway), who.at, at_once=at_once)
    if as_json:
        say_json({"letters": [as_object(each, who) for each in queued]})
        return
    say(line for each in queued for line in lines(each, who))
    say(["", "It leaves while Duly runs: duly run"])


def lines(kept: Kept, who: Desk) -> list[str]:
    """Return a letter on its way as text."""
    local = kept.leaves_at.astimezone(who.zone)
    when = f"leaves {spoken(local.date())} {local:%H:%M}" if kept.stage == "held" else kept.stage
    title = f"{kept.number:>3}  {kept.opportunity}: {kept.step} to {kept.recipient}, {when}"
    more = [f"“{kept.subject}”", kept.why, *(_looks(kept.number, kept.looks, who) if kept.looks
                                            else [])]  # fmt: skip
    return [title, *(f"     {each}" for each in more if each)]


def _looks(number: int, looks: Looks, who: Desk) -> list[str]:
    """Return where a letter was looked for that may have left, and what only the user can say."""
    said = [f"The last look failed: {looks.failed}"] if looks.failed else []
    if looks.last_at:
        times = "once" if looks.times == 1 else f"{looks.times} times"
        last = looks.last_at.astimezone(who.zone)
        when = f"{spoken(last.date())} {last:%H:%M}"
        said = [f"Looked for {times} in {looks.places}, last on {when}: it is not there.", *said]
    elif not said:
        said = ["It has not been looked for yet: duly sync does so."]
    return [*said, asks(number)]


def asks(number: int) -> str:
    """Return the sentence that asks the user whether a letter has left."""
    return (
        "It is looked for again, and not sent again by itself. If you know: "
        f"duly outbox it-left {number}, or duly outbox it-did-not {number}."
    )


def looked(found: Iterable[Looked]) -> list[str]:
    """Return what came of looking for letters that may have left."""
    return [
        f"Letter {each.number}: {each.stage}. {each.why}"
        + ("" if each.stage == "sent" else f" {asks(each.number)}")
        for each in found
    ]


def as_object(kept: Kept, who: Desk) -> dict[str, object]:
    """Return a letter on its way, for programs."""
    return {
        **{name: getattr(kept, name) for name in ("number", "opportunity", "step", "recipient",
                                                  "stage", "subject")},
        "to": kept.to or None,
        "leaves_at": kept.leaves_at.astimezone(who.zone).isoformat(),
        "why": kept.why or None,
        "looks": _looks_json(kept.looks, who) if kept.looks else None,
    }  # fmt: skip


def _looks_json(looks: Looks, who: Desk) -> dict[str, object]:
    return {
        "times": looks.times,
        "last_at": looks.last_at.astimezone(who.zone).isoformat() if looks.last_at else None,
        "places": looks.places or None,
        "failed": looks.failed or None,
    }

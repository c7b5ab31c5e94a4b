"""`duly inbox`: what the mail seems to say, waiting for yes, no or a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from duly.cli.desk import Desk
    from duly.recognise.meaning import MailMeaning
    from duly.services.inbox import Correction


@click.group("inbox", invoke_without_command=True)
@at_option
@json_option
@click.pass_context
def command(ctx: click.Context, at: str | None, as_json: bool) -> int | None:  # noqa: FBT001
    """Show what the mail seems to say and why; say yes or no to it, or put it right.

    Exit code 3: nothing waits.
    """
    if ctx.invoked_subcommand is not None:
        return None
    from duly.cli.desk import desk, say, say_json
    from duly.cli.mailbook import proposal_json, proposal_lines
    from duly.services import inbox, planning

    who = desk(at)
    found = inbox.waiting(who.at)
    if as_json:
        say_json({"waiting": [proposal_json(each, who.me) for each in found]})
        return 0 if found else 3
    if not found:
        say(["Nothing waits for your word."])
        return 3
    known = planning.what_if(who.at).search.opportunities
    say([f"{len(found)} waiting for your word:"])
    for each in found:
        say(["", *proposal_lines(each, who.me, known)])
    number = found[0].mail.id
    ways = (f"yes {number}", f"no {number}", f"correct {number} --meaning …", f"show {number}")
    say(["", "Say: " + "   ".join(f"duly inbox {way}" for way in ways)])
    return None


def _numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("numbers", nargs=-1, type=int, metavar="NUMBER…")(function)


@command.command("yes")
@_numbers
@click.option("--all", "everything", is_flag=True, help="Everything that waits.")
@click.option("--for", "opportunity", default="", metavar="ID", help="Everything of this one.")
@at_option
@json_option
def yes(
    numbers: tuple[int, ...],
    everything: bool,  # noqa: FBT001
    opportunity: str,
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Take what mails say into the log."""
    from duly.cli.desk import desk
    from duly.services import inbox

    who = desk(at)
    chosen = list(numbers)
    if everything or opportunity:
        chosen += [
            each.mail.id
            for each in inbox.waiting(who.at)
            if not each.match.rivals
            and not each.question
            and (everything or each.match.opportunity == opportunity)
        ]
    _accept(_some(chosen), who, None, as_json=as_json)


@command.command("no")
@_numbers
@at_option
def no(numbers: tuple[int, ...], at: str | None) -> None:
    """Make nothing of mails, nor of later ones like them."""
    from duly.cli.desk import desk, say
    from duly.services import inbox

    inbox.dismiss(_some(list(numbers)), desk(at).at)
    say(["Left aside. Later mails of that sender in the same words will be, too."])


@command.command("undo")
@click.argument("number", type=int)
@at_option
def undo(number: int, at: str | None) -> None:
    """Take back everything that a mail added to the log, or the no that was said to it."""
    from duly.cli.desk import desk, say
    from duly.formats.factwords import told
    from duly.services import inbox, planning

    who = desk(at)
    undone = inbox.undo(number, who.at)
    if not undone:
        say(["It waits for your word again: duly inbox"])
    planned = planning.what_if(who.at)
    for fact in undone:
        opportunity, _ = planned.of(fact.opportunity)
        say([f"Taken back: {opportunity.id}: {told(fact, opportunity, who.me)}"])


@command.command("correct")
@click.argument("number", type=int)
@click.option("--meaning", default="", help="What it says: rejection, offer, question …")
@click.option("--for", "opportunity", default="", metavar="ID", help="Which it belongs to.")
@click.option("--company", default="", metavar="NAME", help="Of a new opportunity to open.")
@click.option("--role", default="", metavar="ROLE")
@click.option("--by", metavar="DATE", help="The day by which they promised to be in touch.")
@click.option("--answer-by", metavar="TIME", help="By when they want an answer.")
@click.option("--starts", metavar="TIME", help="When the interview it speaks of begins.")
@click.option("--ends", metavar="TIME", help="When it ends; otherwise an hour after it begins.")
@at_option
@json_option
def correct(number: int, at: str | None, as_json: bool, **said: Any) -> None:  # noqa: FBT001
    """Put right what a mail says, and take it into the log; remembered for mails like it."""
    from duly.cli.desk import desk
    from duly.services import inbox, opportunities, planning

    who = desk(at)
    id = said["opportunity"]
    if id:
        id = opportunities.find(planning.what_if(who.at).search, id).id
    correction = inbox.Correction(
        _meaning(said["meaning"]),
        id,
        said["company"],
        said["role"],
        who.day(said["by"], "--by"),
        who.deadline(said["answer_by"], "--answer-by", who.zone),
        starts_at=_moment(who, said["starts"], "--starts"),
        ends_at=_moment(who, said["ends"], "--ends"),
        zone=who.zone.key if said["starts"] else "",
    )
    _accept([number], who, correction, as_json=as_json)


def _moment(who: Desk, text: str | None, where: str) -> datetime | None:
    from duly.formats.whenwords import Facing

    return who.moment(text, Facing.AHEAD, where) if text else None


@command.command("show")
@click.argument("number", type=int)
@at_option
def show(number: int, at: str | None) -> None:
    """Show a mail as it was read."""
    from duly.cli.desk import desk, say
    from duly.services import inbox

    who = desk(at)
    mail = inbox.mail(number)
    local = mail.sent_at.astimezone(who.zone)
    say(
        [
            f"From:    {mail.sender.name} <{mail.sender.address}>",
            f"To:      {', '.join(each.address for each in mail.readers)}",
            f"Date:    {local:%a %d %B %Y %H:%M}",
            f"Subject: {mail.subject}",
            "",
            mail.text.strip(),
        ]
    )


def _some(numbers: list[int]) -> list[int]:
    """Return the numbers that were given.

    Raises:
        WrongUsageError: None was.
    """
    from duly.core.errors import WrongUsageError

    if not numbers:
        raise WrongUsageError(
            "no mail was named", expected="numbers", mend="`duly inbox` shows them."
        )
    return list(dict.fromkeys(numbers))


def _meaning(text: str) -> MailMeaning | None:
    from duly.core.errors import UnknownError, did_you_mean
    from duly.recognise.meaning import MailMeaning

    if not text:
        return None
    try:
        return MailMeaning(text.strip().lower())
    except ValueError:
        raise UnknownError(
            f'the meaning is "{text}"', where="--meaning", mend=did_you_mean(text, MailMeaning)
        ) from None


def _accept(numbers: list[int], who: Desk, said: Correction | None, *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.cli.mailbook import settled_json, settled_lines
    from duly.services import inbox

    settled, planned = inbox.accept(numbers, who.at, said)
    if as_json:
        say_json({"applied": [settled_json(each, who.me) for each in settled]})
        return
    if not settled:
        say(["Noted for later mails like it; there is nothing to add to the log."])
        return
    say(["Noted:", *settled_lines(settled, planned)])
    ids = ", ".join(dict.fromkeys(f"duly show {each.opportunity}" for each in settled))
    say(["", f"The plans that come of it: {ids}"])

"""`duly outbox`: letters on their way, and what became of them."""

from __future__ import annotations

import click

from duly.cli.asking import at_option, json_option


@click.group("outbox", invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="Those too that have left or came back.")
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    everything: bool,  # noqa: FBT001 - click calls it
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> int | None:
    """Show the letters on their way: when each leaves, and what it waits for.

    Exit code 3: there are none; 4: one wants your word.
    """
    if ctx.invoked_subcommand is not None:
        return None
    from duly.cli.commands.send import as_object, lines
    from duly.cli.desk import desk, say, say_json
    from duly.core.outbox import Stage
    from duly.services import outbox

    who = desk(at)
    found = outbox.listed(everything=everything)
    if as_json:
        say_json({"letters": [as_object(each, who) for each in found]})
    else:
        say([line for each in found for line in lines(each, who)] or ["No letter is on its way."])
    if not found:
        return 3
    asking = {Stage.UNSURE, Stage.STOPPED, Stage.QUARANTINED}
    return 4 if any(each.stage in asking for each in found) else 0


@command.command("take-back")
@click.argument("number", type=int)
@at_option
def take_back(number: int, at: str | None) -> None:
    """Take a letter back before it leaves."""
    from duly.cli.desk import desk, say
    from duly.services import outbox

    kept = outbox.take_back(number, desk(at).at)
    say([f"Taken back: {kept.step} to {kept.recipient}. Nothing has left."])


@command.command("it-left")
@click.argument("number", type=int)
@at_option
def it_left(number: int, at: str | None) -> None:
    """Say of an unsure letter that it has left: you found it in Sent, or they answered."""
    from duly.cli.desk import desk, say
    from duly.services import outbox

    outbox.sent(number, desk(at).at, "You said that it has left.")
    say(["Noted as sent."])


@command.command("it-did-not")
@click.argument("number", type=int)
@at_option
def it_did_not(number: int, at: str | None) -> None:
    """Say of an unsure or stopped letter that it has not left; then it can be sent anew."""
    from duly.cli.desk import desk, say
    from duly.services import outbox

    kept = outbox.give_back(number, desk(at).at, "You said that it has not left.")
    say([f"Given back. To send it anew: duly send {kept.opportunity} {kept.step}"])

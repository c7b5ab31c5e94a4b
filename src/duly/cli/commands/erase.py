"""`duly erase`: leave no trace, of everything or of one opportunity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duly.cli.asking import json_option

if TYPE_CHECKING:
    from duly.services.erasing import Doomed, Erased, Gone

WORD = "erase"


@click.command("erase")
@click.argument("id", required=False, default="", metavar="[ID]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def command(id: str, yes: bool, as_json: bool) -> None:  # noqa: FBT001
    """Erase everything Duly keeps on this machine, or the opportunity ID alone.

    With an opportunity go its facts, letters and mails, and the people who are in no other. There
    is no undo.
    """
    if id:
        _one(id, yes=yes, as_json=as_json)
    else:
        _everything(yes=yes, as_json=as_json)


def _one(id: str, *, yes: bool, as_json: bool) -> None:
    from datetime import UTC, datetime

    from duly.cli.desk import say, say_json
    from duly.services import erasing, opportunities, planning

    now = datetime.now(UTC)
    found = opportunities.find(planning.what_if(now).search, id)
    if not yes:
        _ask(
            [
                f'This erases "{found.id}" ({found.company}): facts, letters, mails,',
                "and the people who are in no other opportunity. There is no undo.",
            ]
        )
    done = erasing.opportunity(found.id, now)
    if as_json:
        copies = [str(each) for each in done.copies]
        say_json({"erased": done.id, **done.gone._asdict(), "clean": done.clean, "copies": copies})
    else:
        say(_of_one(done))


def _of_one(done: Erased) -> list[str]:
    from duly.cli.holdings import number

    went = (number(count, name) for name, count in done.gone._asdict().items() if count)
    lines = [f'Erased "{done.id}": {", ".join(went) or "nothing else"}.']
    if not done.clean:
        lines.append("Traces are left in freed pages; the next command clears them.")
    if done.copies:
        lines.append("These copies still hold it; remove them if nobody is to find it:")
        lines += [f"    {each}" for each in done.copies]
    lines.append("Your mailbox is not touched: read again from its beginning, it may open it anew.")
    return lines


def _everything(*, yes: bool, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import erasing

    if not yes:
        _ask(_warning(erasing.doomed()))
    done = erasing.everything()
    if as_json:
        folders = [str(each) for each in done.folders]
        say_json({"erased": str(done.database), "folders": folders, "keyring": list(done.keyring)})
    else:
        say(_of_all(done))


def _warning(doomed: Doomed) -> list[str]:
    from duly.cli.holdings import counted, number

    held = counted(doomed.contents) if doomed.contents else "what is left of it"
    lines = ["This erases for good:", f"    {doomed.database}: {held}"]
    if doomed.mailboxes:
        lines.append(f"    the passwords of {number(doomed.mailboxes, 'mailboxes')}")
    if doomed.folders and doomed.backups:
        lines.append(f"    {number(len(doomed.backups), 'copies')} of the database")
    lines += [f"    {each} and all that is in it" for each in doomed.folders]
    return [*lines, "Your mailboxes, and backups elsewhere, are not touched."]


def _of_all(done: Gone) -> list[str]:
    lines = ["Everything is erased. Backups and exports elsewhere are yours to remove."]
    if done.keyring:
        names = ", ".join(done.keyring)
        lines.append(f"The keyring did not answer: remove the passwords of {names} there.")
    return lines


def _ask(warning: list[str]) -> None:
    """Have the word typed.

    Raises:
        NeedsUserError: It was not.
    """
    from duly.cli.desk import say
    from duly.core.errors import NeedsUserError

    say(warning)
    try:
        typed = click.prompt(f'Type "{WORD}" to go on', default="", show_default=False, err=True)
    except click.Abort:
        typed = ""
    if typed.strip().lower() != WORD:
        raise NeedsUserError("nothing was erased", mend=f'Type "{WORD}", or say --yes.')

"""`duly restore`: a backup takes the database's place, or an export fills an empty one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duly.cli.asking import json_option

if TYPE_CHECKING:
    from datetime import datetime

    from duly.services.backups import Restored
    from duly.services.exporting import TakenBack


@click.command("restore")
@click.argument("file", required=False, metavar="FILE", type=click.Path(path_type=Path))
@click.option("--from-export", "folder", metavar="DIR", type=click.Path(path_type=Path),
              help="Take over what `duly export` wrote, where nothing is noted yet.")  # fmt: skip
@json_option
def command(file: Path | None, folder: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Have a backup take the place of the database, which is kept beside it.

    FILE is checked first, and only read. Letters that were on their way when it was made are
    stopped: they may have left since.
    """
    from datetime import UTC, datetime

    from duly.core.errors import WrongUsageError

    if (file is None) == (folder is None):
        raise WrongUsageError(
            "nothing is named to restore from" if file is None else "two things are named",
            expected="duly restore FILE, or duly restore --from-export DIR",
        )
    at = datetime.now(UTC).astimezone()
    if file:
        _from_backup(file, at, as_json=as_json)
    elif folder:
        _from_export(folder, at, as_json=as_json)


def _from_backup(file: Path, at: datetime, *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import backups

    done = backups.restore(file, at)
    if as_json:
        say_json(
            {
                "contents": done.contents._asdict(),
                "kept": str(done.kept) if done.kept else None,
                "brought_up_from": done.since,
                "quarantined": done.quarantined,
            }
        )
    else:
        say(_lines(done))


def _lines(done: Restored) -> list[str]:
    from duly.cli.holdings import counted

    lines = [f"Restored: {counted(done.contents)}."]
    if done.since is not None:
        lines.append("An older Duly made the backup; its tables were brought up to date.")
    if done.kept:
        lines.append(f"What was there before is kept in {done.kept}")
    if done.quarantined:
        lines.append(_stopped(done.quarantined))
    return [*lines, "Passwords are in no backup: those kept on this machine stay as they are."]


def _from_export(folder: Path, at: datetime, *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import exporting

    taken = exporting.take_back(folder, at)
    if as_json:
        say_json(taken._asdict())
        return
    say([f"Taken over: {_taken_over(taken)}."])
    if taken.playbooks:
        say([f"Playbooks of your own put back: {', '.join(taken.playbooks)}."])
    for name in taken.differing:
        say([f'Your playbook "{name}" differs from the one in the export and was left as it is.'])
    if not taken.whole:
        say(["Letters and mails did not come with it: the facts were changed since, or are alone."])
    if taken.quarantined:
        say([_stopped(taken.quarantined)])
    say(["Mailboxes and passwords are in no export; connect them again: duly connect."])


def _taken_over(taken: TakenBack) -> str:
    from duly.cli.holdings import number

    counts = {"opportunities": taken.opportunities, "facts": taken.facts}
    if taken.whole:
        counts |= {"letters": taken.letters, "mails": taken.mails}
    return ", ".join(number(count, name) for name, count in counts.items())


def _stopped(count: int) -> str:
    were = "1 letter was" if count == 1 else f"{count} letters were"
    return f"{were} on the way and stopped: look whether they have left since."

"""`duly backup`: the whole search in one file, while everything else goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duly.cli.asking import json_option

if TYPE_CHECKING:
    from duly.services.backups import BackUp


@click.command("backup")
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file of that name.")
@json_option
def command(file: Path | None, force: bool, as_json: bool) -> None:  # noqa: FBT001
    """Copy the whole database into FILE, checked, readable by you only.

    Without FILE it lies among Duly's own things, with the date in its name. Passwords are not in
    it.
    """
    from datetime import UTC, datetime

    from duly.cli.desk import say, say_json
    from duly.services import backups

    made = backups.back_up(file, datetime.now(UTC).astimezone(), force=force)
    if as_json:
        contents = made.contents._asdict()
        say_json({"file": str(made.path), "bytes": made.bytes, "contents": contents})
    else:
        say(_lines(made))


def _lines(made: BackUp) -> list[str]:
    from duly.cli.holdings import counted, size

    return [
        f"Backed up to {made.path} ({size(made.bytes)}), and checked.",
        f"In it: {counted(made.contents)}.",
        "Not in it: passwords of mailboxes, and your own playbooks and parts of letters.",
        "It can be read by whoever has the file; keep it where only you can reach it.",
    ]

"""`duly export`: everything in formats that other programs read."""

from __future__ import annotations

from pathlib import Path

import click

from duly.cli.asking import json_option


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
def command(folder: Path, as_json: bool) -> None:  # noqa: FBT001
    """Write everything into a new folder DIR, readable by you only.

    Facts as TOML, people as contact cards, interviews as a calendar, letters and mails as messages,
    and your own playbooks. `duly restore --from-export DIR` takes it over into an empty Duly.
    """
    from datetime import UTC, datetime

    from duly.cli.desk import say, say_json
    from duly.cli.holdings import number
    from duly.services import exporting

    done = exporting.export(folder, datetime.now(UTC).astimezone())
    counts = done._asdict()
    del counts["path"]
    if as_json:
        say_json({"folder": str(done.path), **counts})
        return
    held = ", ".join(number(count, name) for name, count in counts.items() if count)
    say([f"Exported to {done.path}: {held or 'nothing yet'}."])
    say(["Passwords are not among it. Whoever has the folder can read everything in it."])

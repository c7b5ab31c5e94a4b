"""`duly doctor`: is everything in order, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from duly.cli.asking import json_option

if TYPE_CHECKING:
    from duly.services.checkup import Finding


@click.command("doctor")
@click.option("--online", is_flag=True, help="Sign in to your mailboxes, too.")
@json_option
def command(online: bool, as_json: bool) -> int:  # noqa: FBT001
    """Look at the database, the clock, zone data, mailboxes, passwords, room and what you wrote.

    Nothing is changed. Exit code 0 when all is well, 4 when there is something to decide, 1 when
    something is wrong.
    """
    from datetime import UTC, datetime

    from duly.cli.desk import say, say_json
    from duly.services import checkup

    found = checkup.examine(datetime.now(UTC), online=online)
    if as_json:
        say_json(
            {
                "findings": [
                    {"about": each.about, "verdict": each.verdict.value, "says": each.says,
                     "mend": each.mend or None}
                    for each in found
                ]
            }
        )  # fmt: skip
    else:
        say(_lines(found))
    return _exit_code(found)


def _lines(found: list[Finding]) -> Iterator[str]:
    for each in found:
        yield f"{each.verdict:<6} {each.about}: {each.says}"
        if each.mend:
            yield f"       {each.mend}"


def _exit_code(found: list[Finding]) -> int:
    from duly.cli.main import DONE, FAILED, NEEDS_USER
    from duly.services.checkup import Verdict

    verdicts = {each.verdict for each in found}
    if Verdict.WRONG in verdicts:
        return FAILED
    return NEEDS_USER if Verdict.LOOK in verdicts else DONE

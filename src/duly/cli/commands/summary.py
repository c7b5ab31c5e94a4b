"""`duly summary`: what the day is worth knowing, now instead of in the morning."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.core.notices import Entry


@click.command("summary")
@at_option
@json_option
def command(at: str | None, as_json: bool) -> int:  # noqa: FBT001 - click calls it
    """Show what is due, overdue, promised for today and waited for, in one short message.

    It is what comes in the morning in the ways that `duly notify` shows. Exit code 3: there is
    nothing to say, so in the morning nothing would come.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.formats import noticewords
    from duly.services import reminders

    found = reminders.summary(desk(at).at)
    if as_json:
        say_json(
            {
                "on": found.on.isoformat(),
                **{name: [_entry(each) for each in getattr(found, name)]
                   for name in ("overdue", "due", "promised", "waiting")},
                "letters": {"leaving": found.leaving, "asking": found.asking},
                "mails": found.mails,
            }
        )  # fmt: skip
    else:
        told = noticewords.summary_message(found)
        say([told.title, "", *told.text.splitlines()])
    return 0 if found.is_worth_telling else 3


def _entry(each: Entry) -> dict[str, Any]:
    return {name: value or None for name, value in asdict(each).items()}

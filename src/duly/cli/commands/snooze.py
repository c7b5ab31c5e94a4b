"""`duly snooze`: put a step off to a later day, or pin it to one."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.choosing import choice_options, choose


@click.command("snooze")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@click.option("--until", required=True, metavar="DATE", help='Such as "monday" or "in 3 days".')
@click.option("--insist", is_flag=True, help="Plan it even over the bound (W6) or after a no.")
@choice_options
def command(id: str, step: str, **said: Any) -> None:
    """Put a step off until a day."""
    choose(id, "snoozed", step, said, "Noted: {step} waits for the day you chose.")

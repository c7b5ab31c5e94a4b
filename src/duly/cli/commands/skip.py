"""`duly skip`: leave a step out this once."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.choosing import choice_options, choose


@click.command("skip")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@choice_options
def command(id: str, step: str, **said: Any) -> None:
    """Leave a step out this once; what follows it goes on from today."""
    choose(id, "skipped", step, said, "Noted: {step} is left out this once.")

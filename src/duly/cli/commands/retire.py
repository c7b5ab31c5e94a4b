"""`duly retire`: leave a step out for good, or let the whole opportunity go."""

from __future__ import annotations

from typing import Any

import click

from duly.cli.choosing import choice_options, choose


@click.command("retire")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@choice_options
def command(id: str, step: str, **said: Any) -> None:
    """Leave a step out for good; without a step, let the whole opportunity go.

    Nothing is deleted: a late answer re-opens it by itself.
    """
    choose(
        id, "retired", step, {**said, "whole": not step}, "Noted: {step} at {company} is retired."
    )

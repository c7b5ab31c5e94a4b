"""`duly rule`: what a rule of the practice says, and the guides' own words for it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from duly.cli.asking import json_option, print_json

if TYPE_CHECKING:
    from duly.adapters.practicefile import Rule

_WIDTH: Final = 88


@click.command("rule")
@click.argument("name", required=False, default="")
@json_option
def command(name: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it
    """Show a rule that a step names as its reason: `duly rule T1`. Without NAME, all of them."""
    from duly.adapters import practicefile

    if not name and not as_json:
        for each in practicefile.rules().values():
            click.echo(f"{each.name:<4} {each.says}")
        return
    found = [practicefile.rule(name)] if name else list(practicefile.rules().values())
    if as_json:
        print_json({"rules": [_json(each) for each in found]})
        return
    click.echo("\n".join(_lines(found[0])))


def _lines(rule: Rule) -> Iterable[str]:
    yield f"{click.style(rule.name, bold=True)}  {rule.says}  ({rule.section})"
    for each in rule.passages:
        yield ""
        yield from textwrap.wrap(
            f"“{each.words}”", _WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        yield f"    {each.title}, {each.dated} ({each.guide})"


def _json(rule: Rule) -> dict[str, object]:
    passages = [each._asdict() for each in rule.passages]
    return {"name": rule.name, "section": rule.section, "says": rule.says, "passages": passages}

"""`duly playbook`: list, show, check and compare playbooks."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, instant, json_option, print_json, text_of

if TYPE_CHECKING:
    from duly.core.forecast import Foreseen
    from duly.core.model import Opportunity, Search
    from duly.core.playbook import Playbook

_COLUMN = 36


@click.group("playbook")
def command() -> None:
    """List, show, check and compare playbooks."""


@command.command("list")
@json_option
def list_playbooks(as_json: bool) -> None:  # noqa: FBT001
    """List the playbooks there are."""
    from duly.adapters import playbookfiles

    books = [playbookfiles.load(name) for name in playbookfiles.names()]
    if as_json:
        print_json([_summary(book) for book in books])
        return
    for book in books:
        click.echo(f"{click.style(book.name, bold=True):<12}  {book.guide}")
        click.echo(textwrap.indent(textwrap.fill(book.about, 80), "              "))


def _summary(book: Playbook) -> dict[str, Any]:
    return {
        "name": book.name,
        "title": book.title,
        "guide": book.guide,
        "about": book.about,
        "attempts": book.attempts,
    }


@command.command("show")
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:  # noqa: FBT001
    """Show what a playbook does, and by which rules."""
    from duly.adapters import playbookfiles
    from duly.core.playbook import ENTRIES, entry_of

    book = playbookfiles.load(name)
    entries = {step: entry for step in ENTRIES if (entry := entry_of(book, step))}
    if as_json:
        steps = {
            step: {
                "window": entry.window,
                "only": entry.only or None,
                "rules": list(entry.rules),
                "because": entry.because,
            }
            for step, entry in entries.items()
        }
        print_json({**_summary(book), "steps": steps})
        return
    click.echo(f"{click.style(book.title, bold=True)}  {book.guide}")
    click.echo(textwrap.fill(book.about, 88))
    for step, entry in entries.items():
        only = f", only where {entry.only}" if entry.only else ""
        click.echo(f"\n  {click.style(step, bold=True)}: {entry.window}{only}")
        reason = f"{entry.because} [{' '.join(entry.rules)}]"
        click.echo(textwrap.indent(textwrap.fill(reason, 84), "    "))
    left_out = [step for step in ENTRIES if step not in entries]
    click.echo(f"\n  Attempts: {book.attempts} at the most [{' '.join(book.attempts_rules)}]")
    if left_out:
        click.echo(f"  Never: {', '.join(left_out)}")


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a playbook file of your own."""
    from duly.adapters import playbookfiles

    book = playbookfiles.read(file)
    click.echo(f"{file}: a sound playbook, “{book.title}”, with {book.attempts} attempts.")


@command.command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.argument("facts", metavar="FACTS.toml")
@at_option
@json_option
def compare(first: str, second: str, facts: str, at: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Show what two playbooks make of the same facts, side by side on one calendar.

    Both are shown as they would unfold if nobody answered.
    """
    from duly.adapters import playbookfiles
    from duly.core.worktime import zone
    from duly.formats import factsfile

    search = factsfile.read(text_of(facts), facts)
    books = playbookfiles.load(first), playbookfiles.load(second)
    present = (
        instant(at, zone(search.me.time_zone)) if at is not None else search.at or datetime.now(UTC)
    )
    sides = [_forecasts(search, book, present) for book in books]
    if as_json:
        print_json(_sides_json(search, books, sides))
        return
    for opportunity in search.opportunities:
        _print_side_by_side(opportunity, books, [side[opportunity.id] for side in sides])


def _forecasts(
    search: Search, book: Playbook, present: datetime
) -> dict[str, tuple[Foreseen, ...]]:
    from duly.services import plan_file

    return plan_file.forecasts(search, present, book)


def _sides_json(
    search: Search, books: tuple[Playbook, Playbook], sides: list[dict[str, tuple[Foreseen, ...]]]
) -> list[dict[str, Any]]:
    from duly.cli import render
    from duly.core.worktime import zone

    return [
        {
            "id": opportunity.id,
            **{
                book.name: [
                    render.action_json(each.action, zone(opportunity.time_zone))
                    for each in side[opportunity.id]
                ]
                for book, side in zip(books, sides, strict=True)
            },
        }
        for opportunity in search.opportunities
    ]


def _print_side_by_side(
    opportunity: Opportunity, books: tuple[Playbook, Playbook], sides: list[tuple[Foreseen, ...]]
) -> None:
    from duly.cli import render
    from duly.core.worktime import zone
    from duly.formats import actionwords

    rows: dict[date, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for column, actions in enumerate(sides):
        for each in actions:
            day = each.at.astimezone(zone(opportunity.time_zone)).date()
            rows[day][column].append(actionwords.task(each.action, opportunity))
    click.echo(f"\n{click.style(opportunity.company, bold=True)}, if nobody answers")
    click.echo(f"  {'':<18}{books[0].title:<{_COLUMN + 2}}{books[1].title}")
    for day in sorted(rows):
        left, right = (_cell(column) for column in rows[day])
        for index in range(max(len(left), len(right))):
            label = render.day_column(day) if index == 0 else ""
            cells = [column[index] if index < len(column) else "" for column in (left, right)]
            click.echo(f"  {label:<18}{cells[0]:<{_COLUMN + 2}}{cells[1]}".rstrip())


def _cell(tasks: list[str]) -> list[str]:
    return [line for task in tasks for line in textwrap.wrap(task, _COLUMN)]

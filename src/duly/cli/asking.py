"""What several verbs ask for in the same way: the present, files, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar

import click

from duly.core.errors import FactsError, WrongUsageError

YEARS = range(1970, 2200)
"""The years a plan can be made for."""

Function = TypeVar("Function", bound=Callable[..., Any])


def at_option(function: Function) -> Function:
    """Add `--at`, the moment to plan for."""
    return click.option(
        "--at", metavar="TIME", help="Plan for this moment (2026-03-12T09:00) instead of now."
    )(function)


def json_option(function: Function) -> Function:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def instant(text: str, local: tzinfo) -> datetime:
    """Return the instant that `--at` names; without an offset it is local.

    Raises:
        WrongUsageError: It is no date and time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsageError(
            f'the time is "{text}"',
            where="--at",
            expected="a date and time such as 2026-03-12T09:00",
        ) from None
    if found.year not in YEARS:
        raise WrongUsageError(
            f"the time is in the year {found.year}", where="--at", expected="1970 to 2199"
        )
    return (found if found.tzinfo else found.replace(tzinfo=local)).astimezone(UTC)


def text_of(path: str) -> str:
    """Return the text of a file the user named; "-" is standard input.

    Raises:
        FactsError: It cannot be read, or is no UTF-8 text.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FactsError("it is not UTF-8 text", where=path, mend="Save it as UTF-8.") from None
    except OSError as error:
        raise FactsError(
            f"it cannot be read ({error.strerror})", where=path, mend="Check the name."
        ) from None


def print_json(value: object) -> None:
    """Print a value as JSON, readable by people and programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))

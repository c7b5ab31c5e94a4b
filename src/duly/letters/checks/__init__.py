"""The checks: one file each, with its reason, its rules, and the examples that are its tests."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from duly.letters.checks.base import Check

NAMES = (
    "empty",
    "markup",
    "language",
    "wrong_name",
    "wrong_company",
    "placeholder",
    "unsigned",
    "claim",
    "begging",
    "bribe",
    "hostility",
    "over_bound",
    "pressure",
    "flattery",
    "boasting",
    "self_talk",
    "demands",
    "nothing_specific",
    "too_alike",
    "checking_in",
    "no_thanks",
    "no_question",
    "cliche",
    "slang",
    "joke",
    "emoji",
    "shouting",
    "exclamation",
    "lower_case",
    "length",
    "subject",
    "attachment",
    "spelling",
    "grammar",
    "repeated_word",
    "too_early",
    "too_late",
)
"""The modules of this package that are checks, gravest first."""


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, gravest first."""
    return tuple(import_module(f"{__name__}.{name}").CHECK for name in NAMES)


def check_named(name: str) -> Check:
    """Return the check of that name.

    Raises:
        KeyError: If there is none.
    """
    return {check.name: check for check in all_checks()}[name]

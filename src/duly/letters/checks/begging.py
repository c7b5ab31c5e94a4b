"""Begging: asking for mercy, or for the job as a rescue (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_graded
from duly.letters.context import KINDS, Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "begging.txt")

WHY = "They owe no one a rescue, and pity rarely hires. Say what you can do for them instead."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find pleas and hardship given as a reason to hire."""
    yield from hits_graded(_DATA, letter, WHY)


CHECK = Check(
    name="begging",
    title="Begging",
    reason=WHY,
    rules=("L2",),
    severity=Severity.HURTS,
    kinds=frozenset(KINDS) - {"decline", "withdraw"},  # there hardship is a reason, not a plea
    find=find,
    passes=examples(
        "I would be very glad to have the chance to work with you.",
        "I raised money for a charity shop for three years.",
        "Please let me know if you need anything else from me.",
        "I would be grateful to know when you expect to decide.",
        kind="status",
    ),
    fails=examples(
        "Please, I am begging you to give me this job.",
        "I'll do anything.",
        "I really need this job, my rent is due.",
        "I have been out of work for fourteen months and my children depend on me.",
        "You're my last hope.",
        "I would be eternally grateful if you could find it in your heart to give me a chance.",
        kind="status",
    ),
)

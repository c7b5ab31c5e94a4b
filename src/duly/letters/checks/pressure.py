"""Pressure, reproach and guilt: making the reader pay for being slow (L2, X2)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_except
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_DATA = load("duly.letters.checks", "pressure.txt")
PRESSURE, REPROACH, FAIR = _DATA["pressure"], _DATA["reproach"], _DATA["fair"]
PRESSES = "This puts pressure on your reader, and makes a no easy. Ask, and leave it there."
REPROACHES = "This reproaches your reader, who may have good reasons. Ask what you want to know."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find ultimatums, reproaches and debts the reader never took on."""
    yield from hits_except(PRESSURE, FAIR, letter, PRESSES)
    yield from hits_except(REPROACH, FAIR, letter, REPROACHES)


CHECK = Check(
    name="pressure",
    title="Pressure, reproach and guilt",
    reason="They owe you nothing yet; a letter that presses or blames closes the door.",
    rules=("L2", "X2"),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I have received another offer with a deadline on Friday, so I wanted to ask whether you"
        " might be able to say where things stand before then.",
        "You had hoped to decide by the 14th. Could you tell me when you expect to?",
        "I have not heard whether the post has been filled. Could you tell me?",
        "I would be sorry to keep you waiting.",
        "I was surprised that you do not answer the telephone at night.",
        "I was surprised how quickly you answered my last message.",
        kind="status",
    ),
    fails=examples(
        "If I don't hear by Friday I'll assume you are not serious.",
        "I turned down two other offers because I was waiting for you.",
        "I think I deserve at least a reply.",
        "I still have not heard back from you despite my two emails.",
        "You promised me an answer by the 1st.",
        "I need an answer by close of business today.",
        "Please don't let me down.",
        "I was surprised that you did not answer my last message.",
        "I am surprised not to have heard from you.",
        "Unfortunately you didn't answer.",
        kind="status",
    ),
)

"""Bribes, gifts and favours (L2, L3)."""

from __future__ import annotations

from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples, hits_graded
from duly.letters.context import Context
from duly.letters.phrases import load
from duly.letters.text import Letter

_THING = (
    "gift|gifts|present|presents|bottle|bottles|basket|hamper|chocolates|wine|champagne|whisky|"
    "whiskey|flowers|bouquet|cake|cookies|ticket|tickets|voucher|vouchers|card|cards|something|"
    "cigars|treat|treats|token|envelope|cash|money|watch|bourbon|scotch|perfume|jewelry|coffee|muffins|donuts|doughnuts|brownies|box|case|pair|crate|pass|passes|trip|weekend"
)

_DATA = load("duly.letters.checks", "bribe.txt")

WHY = "A gift or a favour now looks like a bribe and puts your reader in an awkward place."


def find(letter: Letter, context: Context) -> Iterator[Hit]:  # noqa: ARG001
    """Find gifts, treats and promised favours."""
    yield from hits_graded(_DATA, letter, WHY)


CHECK = Check(
    name="bribe",
    title="Bribes and gifts",
    reason=WHY,
    rules=("L2", "L3"),
    severity=Severity.HURTS,
    find=find,
    passes=examples(
        "I ran the gift shop for two summers.",
        "We closed ninety support tickets a week.",
        "Here is a link to the article we spoke about.",
        "I enjoyed the coffee and the tour of the roastery.",
        "At the food pantry I handled donations from three churches.",
        kind="thank-you",
    ),
    fails=examples(
        "I have enclosed a $50 Starbucks gift card for you.",
        "I've got two tickets to Saturday's game with your name on them.",
        "I would make it worth your while.",
        "I would like to send a little something to your office.",
        "Let me take you out to dinner, my treat.",
        "I dropped off a bottle of wine for you at reception.",
        kind="thank-you",
    ),
)

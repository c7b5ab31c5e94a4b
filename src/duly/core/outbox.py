"""A letter's way out: where it stands, what it may become, and when it leaves.

The table below is the whole of it; `docs/explanation/sending.md` shows it to people. What is
durable before the final dot of SMTP decides everything: before it a letter has certainly not left,
after it nobody may send it again unless somebody has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from duly.core.model import Action

UNDO: Final = timedelta(seconds=30)
"""How long an approved letter can be taken back before anybody may claim it."""
LATE: Final = timedelta(hours=2)
"""Later than that a letter asks before it leaves: the moment may have passed."""
LEASE: Final = timedelta(minutes=30)
"""A claim older than that is a dead worker's; longer than any conversation with a server."""
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=2)
_LONGEST_UNTIL_LOOKED_FOR: Final = timedelta(hours=6)
COPY_AGAIN: Final = timedelta(minutes=5)
"""A copy that could not be put among the sent mail is tried again so much later."""
COPY_OWED: Final = timedelta(days=14)
"""Later than that nobody misses it."""
NOBODY_KNOWS: Final = timedelta(minutes=10)
"""A mailbox that could not be looked through is asked again so much later."""


class Stage(StrEnum):
    """Where an approved letter stands."""

    HELD = "held"
    """Approved; it waits for its hour, or for the next try."""
    CLAIMED = "claimed"
    """A worker has it; nothing that counts has left yet."""
    HANDING_OVER = "handing over"
    """Written down durably before the final dot: from here on it may have left."""
    SENT = "sent"
    UNSURE = "unsure"
    """The dot may have been sent and nobody said yes or no."""
    STOPPED = "stopped"
    """The server refused it for good, or every try failed."""
    TAKEN_BACK = "taken back"
    """The user took it back."""
    RETURNED = "returned"
    """Something happened since it was approved; it wants a new look."""
    QUARANTINED = "quarantined"
    """It came with a restored or imported database; it may have left from there."""


MAY_BECOME: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.HELD: frozenset({Stage.CLAIMED, Stage.TAKEN_BACK, Stage.RETURNED, Stage.QUARANTINED}),
    Stage.CLAIMED: frozenset({Stage.HANDING_OVER, Stage.HELD, Stage.STOPPED, Stage.QUARANTINED}),
    Stage.HANDING_OVER: frozenset(
        {Stage.SENT, Stage.HELD, Stage.STOPPED, Stage.UNSURE, Stage.QUARANTINED}
    ),
    Stage.UNSURE: frozenset({Stage.SENT, Stage.RETURNED, Stage.QUARANTINED}),
    Stage.STOPPED: frozenset({Stage.RETURNED}),
    Stage.QUARANTINED: frozenset({Stage.SENT, Stage.RETURNED}),
    Stage.SENT: frozenset(),
    Stage.TAKEN_BACK: frozenset(),
    Stage.RETURNED: frozenset(),
}
"""What each stage may become. Nothing leads back from `handing over` to `held` but the server's own
word that it did not take the letter; nothing leads out of `sent`."""

LOOKED_FOR: Final = frozenset({Stage.UNSURE, Stage.QUARANTINED})
"""They may have left: they are looked for among the sent mail, and never sent again unasked."""

OPEN: Final = frozenset({Stage.HELD, Stage.CLAIMED, Stage.HANDING_OVER}) | LOOKED_FOR
"""An action with a letter in one of these gets no second letter."""


def leaves_at(action: Action, approved_at: datetime, *, at_once: bool = False) -> datetime:
    """Return when an approved letter leaves: at its action's best moment, in the reader's hours.

    Args:
        action: As planned at the present; its `due` lies inside the reader's sending hours.
        approved_at: The present; nothing leaves before it can be taken back.
        at_once: The user does not want to wait for their hours.
    """
    soonest = approved_at + UNDO
    return soonest if at_once else max(soonest, action.due)


def is_late(leaves_at: datetime, at: datetime) -> bool:
    """Tell whether a letter should ask before it leaves after all."""
    return at > leaves_at + LATE


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed tries: twice as long each time."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** max(tries - 1, 0)
    return min(doubled, _LONGEST_PAUSE)


def pause_after_look(looks: int) -> timedelta:
    """Return how long to wait after so many looks that found nothing: twice as long each time.

    A provider may put its copy among the sent mail within seconds, half an hour later, or hours.
    """
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(max(looks - 1, 0), 12)
    return min(doubled, _LONGEST_UNTIL_LOOKED_FOR)

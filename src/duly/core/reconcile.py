"""Plan against what was shown before: what to create, reschedule and cancel.

Actions are derived; what is stored of them is what the user has seen. An action is the same
across plans when its key is the same, whatever became of its window.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from duly.core.model import Action, Step

Key = tuple[str, Step, str, str]


def key(action: Action) -> Key:
    """Return the identity of an action: opportunity, step, reader and occasion."""
    return action.opportunity, action.step, action.to, action.occasion


@dataclass(frozen=True, slots=True)
class Stored:
    """An action as it was shown last."""

    key: Key
    earliest: datetime
    latest: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Create:
    """Show an action that is new."""

    action: Action


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Show an action with its new window or reason."""

    stored: Stored
    action: Action


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take back an action that is no longer in the plan."""

    stored: Stored


Change = Create | Reschedule | Cancel


def reconcile(actions: Iterable[Action], stored: Iterable[Stored]) -> list[Change]:
    """Return what must change so that what is stored says what the plan says.

    An action whose window and reason are as they were needs no change; its status and due time
    are not stored, since they move with the clock.
    """
    left = {each.key: each for each in stored}
    changes: list[Change] = []
    for action in actions:
        known = left.pop(key(action), None)
        if known is None:
            changes.append(Create(action))
        elif (known.earliest, known.latest, known.why) != (
            action.earliest,
            action.latest,
            action.why,
        ):
            changes.append(Reschedule(known, action))
    changes.extend(Cancel(each) for each in left.values())
    return changes

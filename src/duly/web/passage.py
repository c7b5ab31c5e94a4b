"""A letter on its way, as pages show it: where it stands, since when, and what can be done."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from duly.core.model import Me, Opportunity
from duly.core.outbox import Stage
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services.outbox import Kept, Looks, Way
from duly.web.saying import say
from duly.web.shown import NOBODY, letter_url

_SOON: Final = timedelta(minutes=1)
_OFTEN, _NOW_AND_THEN = 3, 30
"""Seconds between two looks at a letter that may change at once, and at one that waits."""

_ASKING: Final = frozenset({Stage.UNSURE, Stage.QUARANTINED})


class Passage(NamedTuple):
    """Where a letter stands.

    Attributes:
        stage: As CSS names it.
        word: As people read it.
        text: What that means, in a sentence.
        why: What is known beside: why it waits, came back, or what the server said.
        looked: Of one that may have left: what came of looking for it among the sent mail.
        leaves_at: When it leaves, where that is within the minute; ticks down on the page.
        seconds: Until then.
        every: Seconds after which to look again; 0 where nothing will change by itself.
        can_undo: It can be taken back.
        asks: It may have left; only the user can say.
        can_give_back: It was refused for good and can go back to the desk.
        needs_user: The user has something to do about it.
        url: The page of the letter.
        again_url: What is asked for whatever is new of it.
        seen: What the page shows of it; the same as long as there is nothing new to show.
    """

    number: int
    stage: str
    word: str
    text: str
    why: str
    looked: str
    leaves_at: datetime | None
    seconds: int
    every: int
    can_undo: bool
    asks: bool
    can_give_back: bool
    needs_user: bool
    recipient: str
    subject: str
    url: str
    again_url: str
    seen: str


def passage(way: Way, opportunity: Opportunity, me: Me, at: datetime) -> Passage:
    """Return where a letter stands at the present."""
    return of_kept(way.kept, opportunity, me, at, way.since)


def of_kept(
    kept: Kept, opportunity: Opportunity, me: Me, at: datetime, since: datetime | None = None
) -> Passage:
    """Return where a letter stands.

    Args:
        kept: As the outbox has it.
        opportunity: Its own.
        me: Whose clock stands beside theirs.
        at: The present.
        since: When it came to its stage, where that is known.
    """
    stage = kept.stage
    theirs, mine = zone(opportunity.time_zone), zone(me.time_zone)
    left = kept.leaves_at - at
    is_soon = stage is Stage.HELD and timedelta(0) < left <= _SOON
    told = say(actionwords.clock(kept.leaves_at, theirs, mine))
    if stage is Stage.SENT and since:
        told = say(actionwords.clock(since, theirs, mine))
    word, text = _words(stage, told, is_soon=is_soon, is_over=left <= timedelta(0))
    seen = _seen(kept, word, text)
    return Passage(
        number=kept.number,
        stage=stage.value.replace(" ", "-"),
        word=word,
        text=text,
        why=kept.why,
        looked=_looked(kept.looks, theirs, mine),
        leaves_at=kept.leaves_at if is_soon else None,
        seconds=max(int(left.total_seconds()), 0) if is_soon else 0,
        every=_every(stage, left),
        can_undo=stage is Stage.HELD,
        asks=stage in _ASKING,
        can_give_back=stage is Stage.STOPPED,
        needs_user=stage in _ASKING | {Stage.STOPPED, Stage.RETURNED},
        recipient=kept.recipient,
        subject=kept.subject,
        url=letter_url(kept),
        again_url=_again_url(kept, seen),
        seen=seen,
    )


def _again_url(kept: Kept, seen: str) -> str:
    """Return where it is asked whether there is more to show of a letter than was seen."""
    url = reverse("letter_way", args=[kept.opportunity, kept.step, kept.to or NOBODY])
    return f"{url}?{urlencode({'seen': seen, 'occasion': kept.occasion})}"


def _seen(kept: Kept, word: str, text: str) -> str:
    """Return a few signs that stand for all that is shown of a letter."""
    looked = kept.looks.times if kept.looks else 0
    shown = (word, text, kept.why, kept.leaves_at, looked)
    return f"{kept.number}{zlib.crc32(repr(shown).encode()):x}"


def _looked(looks: Looks | None, theirs: ZoneInfo, mine: ZoneInfo) -> str:
    """Return what came of looking for a letter; empty where nobody has looked yet."""
    if looks is None:
        return ""
    if looks.failed:
        return _("It could not be looked for: %(why)s") % {"why": looks.failed}
    if not looks.last_at:
        return ""
    when = say(actionwords.clock(looks.last_at, theirs, mine))
    text = _("Not found so far; looked for in %(places)s, last %(when)s.")
    return text % {"places": looks.places, "when": when}


def _every(stage: Stage, left: timedelta) -> int:
    if stage in (Stage.CLAIMED, Stage.HANDING_OVER) or (stage is Stage.HELD and left <= _SOON):
        return _OFTEN
    return _NOW_AND_THEN if stage in _ASKING | {Stage.HELD} else 0


def _words(stage: Stage, told: str, *, is_soon: bool, is_over: bool) -> tuple[str, str]:
    """Return a stage in a word and in a sentence."""
    if stage is Stage.HELD:
        return _held(told, is_soon=is_soon, is_over=is_over)
    return {
        Stage.CLAIMED: (_("Leaving"), _("Duly is connecting to your mail server.")),
        Stage.HANDING_OVER: (_("Handing over"), _("Your mail server is being given the letter.")),
        Stage.SENT: (_("Sent"), _("It left %(when)s.") % {"when": told}),
        Stage.UNSURE: (
            _("Unsure"),
            _("It may have left and may not; nobody said. Duly never sends it again by itself."),
        ),
        Stage.STOPPED: (_("Stopped"), _("It did not leave.")),
        Stage.TAKEN_BACK: (_("Taken back"), _("You took it back. Nothing has left.")),
        Stage.RETURNED: (_("Back with you"), _("It did not leave, and wants another look.")),
        Stage.QUARANTINED: (
            _("Stopped by a restore"),
            _("It was on its way when the backup was made, so it may have left since."),
        ),
    }[stage]


def _held(told: str, *, is_soon: bool, is_over: bool) -> tuple[str, str]:
    if is_over:
        return _("Queued"), _("Its time has come. It leaves with Duly's next round.")
    if is_soon:
        return _("Queued"), _("It leaves in less than a minute, while Duly runs.")
    return _("Held"), _("Held until %(when)s. It leaves while Duly runs.") % {"when": told}

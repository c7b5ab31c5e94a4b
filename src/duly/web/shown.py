"""The plan as pages show it: what to do, by when in whose time, why, and the button for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.core.drafting import NOT_WRITTEN
from duly.core.model import Action, Me, Opportunity, Status, Step
from duly.core.told import told
from duly.core.worktime import zone
from duly.formats import actionwords
from duly.services.outbox import Kept
from duly.services.preparing import Ahead
from duly.web.saying import day, say

_STATUS: Final = {
    Status.OVERDUE: _("Overdue"),
    Status.DUE: _("Due"),
    Status.HELD: _("Held"),
    Status.UPCOMING: _("Coming"),
}
_BUTTON: Final = {
    Step.PREPARE: _("Prepare"),
    Step.DEBRIEF: _("Write it down"),
    Step.CALL: _("See the script"),
    Step.DECIDE: _("Look at the offer"),
    Step.FIND_ADDRESS: _("Add the address"),
    Step.ANSWER: _("See what they asked"),
    Step.LET_GO: _("Let it go"),
}
_PAGES: Final = {
    Step.PREPARE: "prepare",
    Step.DEBRIEF: "debrief",
    Step.CALL: "call",
    Step.FIND_ADDRESS: "person_add",
    Step.LET_GO: "let_go",
}
"""The page of a step, by its route's name."""
_WRITE: Final = _("Write it")
_BY_ITSELF: Final = frozenset({Step.CALL, Step.DECIDE, Step.FIND_ADDRESS, Step.LET_GO})
"""Steps that other facts carry out; "it is done" would say nothing."""

_WRITTEN: Final = frozenset(Step) - NOT_WRITTEN - {Step.CALL, Step.ANSWER, Step.OTHER}
"""Steps that are a letter, written on its own page."""

NOBODY: Final = "-"
"""Stands in an address where a step is for nobody in particular."""


@dataclass(frozen=True, slots=True)
class Card:
    """One action as a page shows it.

    Attributes:
        opportunity: Its id.
        status: As CSS names it; `status_word` is what people read.
        attempt: "attempt 2 of 3", or empty.
        url: Where its button leads.
        step: With `to`, what its choices speak of: done, put off, left out.
        tomorrow: The first day it can be put off to, in the user's zone.
    """

    opportunity: str
    company: str
    status: str
    status_word: str
    task: str
    attempt: str
    when: str
    why: str
    rules: tuple[str, ...]
    button: str
    url: str
    step: str
    to: str
    can_be_done: bool
    tomorrow: date


def card(action: Action, opportunity: Opportunity, me: Me, at: datetime, allowed: int = 0) -> Card:
    """Return an action as a card.

    Args:
        action: As planned.
        opportunity: Its own.
        me: Whose clock stands beside theirs.
        at: The present.
        allowed: How many attempts the playbook allows; 0 leaves that unsaid.
    """
    mine = zone(me.time_zone)
    theirs = zone_of(action, opportunity, me)
    task = say(actionwords.task(action, opportunity))
    return Card(
        opportunity=action.opportunity,
        company=opportunity.company or opportunity.id,
        status=action.status.value,
        status_word=str(_STATUS[action.status]),
        task=task[:1].upper() + task[1:],
        attempt=_attempt(action.attempt, allowed),
        when=say(actionwords.when(action, theirs, mine)),
        why=say(action.why),
        rules=action.rules,
        button=str(_BUTTON.get(action.step, _WRITE)),
        url=button_url(action),
        step=action.step.value,
        to=action.to or NOBODY,
        can_be_done=action.step not in _BY_ITSELF,
        tomorrow=at.astimezone(mine).date() + timedelta(days=1),
    )


def zone_of(action: Action, opportunity: Opportunity, me: Me) -> ZoneInfo:
    """Return in whose zone an action has its day: its reader's, or the user's own."""
    return zone(me.time_zone if action.step in NOT_WRITTEN else opportunity.time_zone)


def _attempt(attempt: int, allowed: int) -> str:
    if not attempt:
        return ""
    if not allowed:
        return gettext("attempt %(attempt)d") % {"attempt": attempt}
    return gettext("attempt %(attempt)d of %(allowed)d") % {
        "attempt": attempt, "allowed": allowed,
    }  # fmt: skip


def promised(promise_on: date) -> str:
    """Return what is waited for where they named a day."""
    return gettext("an answer was promised by %(day)s") % {"day": day(promise_on)}


class Meeting(NamedTuple):
    """An interview that lies ahead, as a page shows it."""

    opportunity: str
    company: str
    what: str
    when: str


def meeting(ahead: Ahead, opportunity: Opportunity, me: Me) -> Meeting:
    """Return an interview that lies ahead: with whom, and from when to when on whose clock."""
    theirs, mine = zone(opportunity.time_zone), zone(me.time_zone)
    return Meeting(
        opportunity.id,
        opportunity.company or opportunity.id,
        say(_with_whom(ahead, opportunity)),
        say(actionwords.span(ahead.starts_at, ahead.ends_at, theirs, mine)),
    )


def _with_whom(ahead: Ahead, opportunity: Opportunity) -> str:
    names = [actionwords.person_name(opportunity, each) for each in ahead.people]
    if ahead.is_interview:
        return told("Interview with {names}", names=names) if names else told("Interview")
    return told("Conversation with {names}", names=names) if names else told("Conversation")


def button_url(action: Action) -> str:
    """Return the page on which an action is carried out."""
    if action.step in _WRITTEN:
        return letter_url(action)
    if action.step is Step.ANSWER:
        return received_url(action.opportunity, action.to)
    if action.step is Step.DECIDE:
        return f"{reverse('offers')}#{action.opportunity}"
    if action.step is Step.FIND_ADDRESS and action.to:
        return reverse("person_edit", args=[action.opportunity, action.to])
    return reverse(_PAGES.get(action.step, "opportunity"), args=[action.opportunity])


def letter_url(letter: Action | Kept) -> str:
    """Return the page of a letter: of an action whose words are written, or of one on its way."""
    query = f"?{urlencode({'occasion': letter.occasion})}" if letter.occasion else ""
    return reverse("letter", args=[letter.opportunity, letter.step, letter.to or NOBODY]) + query


def received_url(opportunity: str, sender: str = "") -> str:
    """Return the page on which it is noted what they sent, beginning with what they sent last."""
    query = f"?{urlencode({'from': sender})}" if sender else ""
    return reverse("received", args=[opportunity]) + query

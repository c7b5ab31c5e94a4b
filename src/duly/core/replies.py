"""What is owed to them: answers, thanks for one, everything about an offer (laws 5, 10-12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from duly.core.drafting import Drafting
from duly.core.facts import NEVER
from duly.core.model import Fact, Meaning, Step, What
from duly.core.told import joined, told
from duly.core.windows import Window, within_business_days
from duly.core.worktime import CLOSING, OPENING

DECIDE_WITHIN = 5
"""Business days to decide on an offer that names no deadline (O1: do not waste their time)."""

_DECISION_LETTERS = {
    What.ACCEPTED: (Step.ACCEPT, ("O1", "O3"), "You accepted; tell them in writing."),
    What.DECLINED: (
        Step.DECLINE,
        ("O2",),
        "You declined; tell them promptly and in good form, and burn no bridges.",
    ),
    What.WITHDREW: (Step.WITHDRAW, ("O3",), "You withdrew; never leave them hanging."),
}
_ASKED = {
    Meaning.QUESTION: "{name} asked you something on {day}; answer within a business day.",
    Meaning.INVITATION: "{name} invited you on {day}; answer within a business day.",
    Meaning.ASSESSMENT: "{name} sent you an assessment on {day}; answer within a business day.",
}

_ACCEPTED = "You accepted at {company}; tell everyone else promptly and leave no one hanging."
_DEADLINE = "They want your answer by {day}; consider it thoroughly."


def answers_owed(drafting: Drafting) -> None:
    """Lay out an answer to everyone who asked something or moved things on (law 5)."""
    owed = drafting.standing.owed
    for asker, fact in owed.items():
        to = asker or drafting.contact()
        if not asker and to and to in owed:
            continue
        day = drafting.calendar.day(fact.at)
        if not drafting.standing.done(Step.ANSWER, to, fact.at):
            _owe(
                drafting,
                Step.ANSWER,
                to,
                fact.at,
                1,
                ("L1", "L6"),
                told(_ASKED[fact.meaning or Meaning.QUESTION], name=drafting.name(to), day=day),
            )


def _owe(
    drafting: Drafting,
    step: Step,
    to: str,
    since: datetime,
    business_days: int,
    rules: tuple[str, ...],
    why: str,
) -> None:
    """Lay out a letter that is due within so many business days of an instant."""
    window = within_business_days(since, business_days, drafting.calendar)
    drafting.message(step, to, window, rules, why, drafting.calendar.day(since).isoformat())


def thanks_for_answer(drafting: Drafting, no: Fact) -> None:
    """Lay out the one letter that follows a no (law 10)."""
    to = (no.people or (drafting.contact(),))[0]
    if not to or drafting.standing.done(Step.THANK_FOR_ANSWER, to, no.at):
        return
    if drafting.standing.sent_since(Step.THANK_FOR_ANSWER, None, no.at):
        return
    why = told(
        "They told you on {day}; thank them for the answer and leave the door open.",
        day=drafting.calendar.day(no.at),
    )
    _owe(drafting, Step.THANK_FOR_ANSWER, to, no.at, 2, ("N2", "O2"), why)


def decision_letter(drafting: Drafting, decision: Fact) -> None:
    """Lay out the letter that tells a decision, until it is sent."""
    step, rules, why = _DECISION_LETTERS[decision.what]
    if not drafting.standing.done(step, None, decision.at):
        to = (decision.people or (_offering(drafting),))[0]
        _owe(drafting, step, to, decision.at, 1, rules, why)


def _offering(drafting: Drafting) -> str:
    """Return whom letters about an offer go to: through the recruiter, else who made it."""
    standing, opportunity = drafting.standing, drafting.opportunity
    return opportunity.via or standing.offer_from or drafting.main_contact()


def leave(drafting: Drafting, accepted_at: datetime, company: str) -> bool:
    """Lay out the one letter that remains once another offer was accepted (law 12).

    Returns:
        Whether it is still owed.
    """
    standing = drafting.standing
    step, rules = (Step.DECLINE, ("O2", "O3")) if standing.offer_at else (Step.WITHDRAW, ("O3",))
    since = max(accepted_at, standing.offer_at or NEVER)
    if standing.done(step, None, since):
        return False
    why = told(_ACCEPTED, company=company)
    _owe(drafting, step, _offering(drafting), since, 1, rules, why)
    return True


def open_offer(drafting: Drafting, offer_at: datetime) -> None:
    """Lay out what an open offer asks for: thanks, more time, a decision (law 11)."""
    standing = drafting.standing
    to = _offering(drafting)
    if not standing.done(Step.ACKNOWLEDGE_OFFER, None, offer_at):
        why = "An offer deserves a word at once: thanks, and by when you will answer."
        _owe(drafting, Step.ACKNOWLEDGE_OFFER, to, offer_at, 1, ("O1",), why)
    _decide(drafting, offer_at)
    _more_time(drafting, to, offer_at)


def _decide(drafting: Drafting, offer_at: datetime) -> None:
    standing, calendar = drafting.standing, drafting.calendar
    if standing.done(Step.DECIDE, None, offer_at):
        return
    deadline = standing.offer_by
    if deadline:
        window = Window(min(offer_at, deadline), deadline)
        why: str = told(_DEADLINE, day=calendar.day(deadline))
    else:
        window = within_business_days(offer_at, DECIDE_WITHIN, calendar)
        why = "They named no deadline; consider it thoroughly, but do not waste their time."
    reminders = _reminders(drafting, window)
    if reminders:
        days = [calendar.day(instant) for instant in reminders]
        why = joined(why, told("Reminders: {days}.", days=days))
    day = calendar.day(offer_at).isoformat()
    draft = drafting.own_step(
        Step.DECIDE, window, ("O1",), why, day, ends_firmly=deadline is not None
    )
    draft.reminders = reminders


def _reminders(drafting: Drafting, window: Window) -> tuple[datetime, ...]:
    """Return 09:00 three days and one day before the deadline, where they fall in the window."""
    calendar = drafting.calendar
    last = calendar.day(window.latest)
    instants = (calendar.instant(last - timedelta(days=days), OPENING) for days in (3, 1))
    return tuple(instant for instant in instants if instant > window.earliest)


def _more_time(drafting: Drafting, to: str, offer_at: datetime) -> None:
    """Offer to ask for more time while something else is live, a business day before it ends."""
    standing, calendar = drafting.standing, drafting.calendar
    if not standing.offer_by or not drafting.others_live:
        return
    if standing.more_time_at >= offer_at or standing.done(Step.ASK_MORE_TIME, None, offer_at):
        return
    closes = calendar.instant(calendar.before(calendar.day(standing.offer_by), 1), CLOSING)
    if closes < offer_at or standing.passed(closes):
        why = "The deadline is less than a business day away."
        drafting.drop(Step.ASK_MORE_TIME, to, ("O1",), why)
        return
    drafting.message(
        Step.ASK_MORE_TIME,
        to,
        Window(offer_at, closes),
        ("O1",),
        "Something else is still open; if you need time to compare, ask before this day is over.",
        calendar.day(offer_at).isoformat(),
        ends_firmly=True,
    )

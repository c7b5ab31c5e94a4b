"""Made-up people and what was said to them: to show letters on, and to try changed parts on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from duly.core.model import (
    Debrief,
    Impression,
    Kind,
    Me,
    Mend,
    Opportunity,
    Person,
    PersonRole,
)
from duly.letters.material import LetterKind, Material

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ANA = Person("ana", "Ana Ruiz", PersonRole.HIRING_MANAGER, email="ana@acme.example")
BO = Person("bo", "Bo Chen", PersonRole.INTERVIEWER, email="bo@acme.example")
PRIYA = Person("priya", "Dr. Priya Nair", PersonRole.INTERVIEWER)
RAE = Person("rae", "Rae Okafor", PersonRole.RECRUITER, email="rae@talent.example")

ME = Me("Sam Field", "America/New_York", "GB", email="sam@field.example", phone="+44 20 7946 0018")

ACME = Opportunity(
    id="acme",
    company="Acme",
    role="Data analyst",
    kind=Kind.APPLICATION,
    time_zone="Europe/London",
    country="GB",
    people=(ANA, BO, PRIYA, RAE),
    main_contact="ana",
)

TALK = Debrief(
    opportunity="acme",
    round_on=date(2026, 3, 10),
    impressions=(
        Impression(
            "ana",
            topics=("the move to event sourcing",),
            cares_about=("cutting churn",),
            remark="her daughter's play",
            challenge="New customers leave after the first month.",
            answer="I would start with the first week's support calls, and see what people "
            "could not get done.",
        ),
        Impression(
            "bo",
            topics=("Testing the nightly reports",),
            cares_about=("Numbers that two departments can agree on",),
            value="Tidy Data, https://vita.had.co.nz/papers/tidy-data.html",
            mend=Mend("slow queries", "I would look at the query plan before touching an index"),
        ),
        Impression(
            "priya",
            topics=("how to explain uncertainty to the sales team",),
            challenge="the sales forecast is wrong every spring",
            answer="compare three years of forecasts with what was sold",
        ),
    ),
    topics=("the quarterly planning",),
    strengths=("five years of SQL", "a habit of talking to the people behind the numbers"),
    accomplishment="I finished a churn study for a local library",
    promise_on=date(2026, 3, 20),
)

_BASE = Material(me=ME, opportunity=ACME, today=date(2026, 3, 11), debriefs=(TALK,))
_LATER: Mapping[LetterKind, Mapping[str, Any]] = {
    LetterKind.CARD: {"thanked_on": date(2026, 3, 11)},
    LetterKind.LINKEDIN: {"today": date(2026, 3, 16), "thanked_on": date(2026, 3, 11)},
    LetterKind.STATUS: {"today": date(2026, 3, 24), "thanked_on": date(2026, 3, 11)},
    LetterKind.SECOND_STATUS: {"today": date(2026, 4, 7), "asked_on": date(2026, 3, 24)},
    LetterKind.APPLICATION_FOLLOW_UP: {
        "today": date(2026, 2, 20),
        "applied_on": date(2026, 2, 11),
        "debriefs": (replace(TALK, impressions=(), topics=(), promise_on=None),),
    },
    LetterKind.CALL: {"today": date(2026, 3, 27), "asked_on": date(2026, 3, 24)},
    LetterKind.VOICEMAIL: {"today": date(2026, 3, 27), "asked_on": date(2026, 3, 24)},
    LetterKind.THANK_FOR_ANSWER: {"today": date(2026, 3, 30)},
    LetterKind.ACKNOWLEDGE_OFFER: {"today": date(2026, 3, 30), "answer_by": date(2026, 4, 3)},
    LetterKind.ASK_MORE_TIME: {
        "today": date(2026, 3, 31),
        "answer_by": date(2026, 4, 3),
        "ask_until": date(2026, 4, 10),
    },
    LetterKind.ACCEPT: {"today": date(2026, 4, 2)},
    LetterKind.DECLINE: {"today": date(2026, 4, 2), "taken_elsewhere": True},
    LetterKind.WITHDRAW: {"today": date(2026, 4, 2), "taken_elsewhere": True},
    LetterKind.STAY_IN_TOUCH: {"today": date(2026, 9, 30)},
    LetterKind.FIND_ADDRESS: {"seek": PRIYA},
}


def sample(kind: LetterKind) -> tuple[Person, Material]:
    """Return the made-up reader of one kind of letter, and what it is made from."""
    material = replace(_BASE, **_LATER.get(kind, {}))
    if kind is LetterKind.APPLICATION_FOLLOW_UP:
        # Nobody has been met yet: nothing but the application is known.
        return ANA, replace(material, panel=(), interviewed_on=None)
    return (RAE if kind is LetterKind.FIND_ADDRESS else ANA), material


def readers(kind: LetterKind) -> tuple[Person, ...]:
    """Return everyone among the made-up people who gets a letter of this kind."""
    if kind in {LetterKind.THANK_YOU, LetterKind.CARD, LetterKind.LINKEDIN}:
        return ANA, BO, PRIYA
    return (sample(kind)[0],)

"""One person noted twice: made one, with everything that was said of either."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.conftest import Duly

from duly.core.errors import NeedsUserError, UnknownError, WrongUsageError
from duly.core.model import Fact, Step, What
from duly.core.outbox import Stage
from duly.services import joining, letters, log, outbox, planning
from duly.services.offers import Terms
from duly.services.outbox import Watch

MONDAY = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
AT = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)


@pytest.fixture
def twice(store: Path) -> Path:
    """Ana Ruiz is noted as Anna Ruiz, too; Bo Lind is not."""
    from duly.services import interviews, profile
    from duly.services.interviews import Held
    from duly.services.opportunities import Given, Opening

    profile.change(email="sam@field.example")
    named = ("Ana Ruiz <ana@acme.example>", "Anna Ruiz <anna@acme.example>",
             "Bo Lind <bo@acme.example>")  # fmt: skip
    held = Held(MONDAY, tuple(Given(each) for each in named))
    interviews.record(held, AT, new=Opening("Acme"))
    return store


def to_anna() -> int:
    """Approve a letter to Anna and let it wait; return its number."""
    (page,) = letters.write("acme", "thank-you", "anna-ruiz", letters.Wish(), AT)
    page = letters.revise(page, "Thank you", "Dear Anna,\n\nthank you.\n\nSam", AT)
    (kept,) = outbox.queue(letters.approve([page], AT, anyway=True), AT, at_once=True)
    return kept.number


def planned(step: Step) -> list[str]:
    actions = planning.what_if(AT).of("acme")[1].actions
    return sorted(each.to for each in actions if each.step is step)


def facts() -> list[tuple[str, tuple[str, ...]]]:
    found = planning.what_if(AT + timedelta(days=1)).search.facts
    return [(each.what.value, each.people) for each in found]


def test_two_entries_become_one_person(twice: Path) -> None:
    from duly.store import models

    assert planned(Step.THANK_YOU) == ["ana-ruiz", "anna-ruiz", "bo-lind"]
    log.record([Fact(AT, What.SENT, "acme", ("anna-ruiz",), Step.THANK_YOU)], AT)
    joining.join("acme", "ana", "anna-ruiz", AT)
    assert planned(Step.THANK_YOU) == ["bo-lind"], "whoever was thanked is thanked"
    assert facts() == [("interview", ("ana-ruiz", "bo-lind")), ("sent", ("ana-ruiz",))]
    ana = models.Person.objects.get(slug="ana-ruiz")
    assert (ana.name, ana.email) == ("Ana Ruiz", "ana@acme.example"), "nothing is overwritten"
    assert [each.email for each in ana.addresses.all()] == ["anna@acme.example"]
    assert not models.Person.objects.filter(slug="anna-ruiz").exists()


def test_what_was_noted_last_is_still_what_undo_takes_back(twice: Path) -> None:
    log.record([Fact(AT, What.SENT, "acme", ("bo-lind",), Step.THANK_YOU)], AT)
    joining.join("acme", "ana", "anna-ruiz", AT)
    undone = log.undo("acme", AT).facts
    assert [(each.what, each.people) for each in undone] == [(What.SENT, ("bo-lind",))]
    assert ("interview", ("ana-ruiz", "bo-lind")) in facts()


def test_a_letter_that_waits_for_the_other_comes_back(twice: Path) -> None:
    number = to_anna()
    joining.join("acme", "ana", "anna-ruiz", AT)
    (kept,) = outbox.listed(everything=True)
    assert (kept.number, kept.stage, kept.to) == (number, Stage.RETURNED, "ana-ruiz")
    assert "Anna Ruiz and Ana Ruiz are one person" in kept.why
    assert outbox.claim_next("one", Watch(), AT + timedelta(minutes=1)) is None


def test_nobody_is_joined_while_a_letter_to_them_may_be_leaving(twice: Path) -> None:
    number, at = to_anna(), AT + timedelta(minutes=1)
    claimed = outbox.claim_next("one", Watch(), at)
    assert claimed
    with pytest.raises(NeedsUserError, match="is claimed"):
        joining.join("acme", "ana", "anna-ruiz", at)
    outbox.handing_over(claimed, "one", at)
    outbox.unsure(number, "one", at, "silence")
    with pytest.raises(NeedsUserError, match="is unsure"):
        joining.join("acme", "ana", "anna-ruiz", at)
    outbox.sent(number, at, "found")
    joining.join("acme", "ana", "anna-ruiz", at)
    assert ("sent", ("ana-ruiz",)) in facts()


def test_an_offer_keeps_its_terms(twice: Path) -> None:
    from duly.services import offers
    from duly.store import queries
    from duly.store.connection import ThroughDjango

    offer = Fact(AT, What.OFFER, "acme", ("anna-ruiz",), answer_by=AT + timedelta(days=7))
    offers.receive(offer, Terms("90,000", "hybrid"), AT)
    joining.join("acme", "ana", "anna-ruiz", AT)
    (terms,) = queries.offers(ThroughDjango(), "acme")
    assert (terms.salary, terms.terms) == ("90,000", "hybrid")
    assert ("offer", ("ana-ruiz",)) in facts()


def test_somebody_noted_elsewhere_too(twice: Path) -> None:
    from duly.services import opportunities
    from duly.services.opportunities import Given, Opening

    opening = Opening(
        "Bolt", people=(Given("A. Ruiz <a.ruiz@bolt.example>"),), via="Cy <cy@x.example>"
    )
    opportunities.open_one(opening, AT)
    joining.join("acme", "ana", "a-ruiz", AT)
    bolt = planning.what_if(AT).of("bolt")[0]
    assert {each.id for each in bolt.people} == {"ana-ruiz", "cy"}


def test_who_is_nobody_or_the_same_already(twice: Path) -> None:
    with pytest.raises(UnknownError, match='nobody is called "zoe"'):
        joining.join("acme", "ana", "zoe", AT)
    with pytest.raises(WrongUsageError, match="one entry already"):
        joining.join("acme", "ana-ruiz", "ana-ruiz", AT)


def test_by_the_command(duly: Duly) -> None:
    duly.done("interview", "Acme", "--ended", "yesterday 15:00",
              "--with", "Ana Ruiz <ana@acme.example>", "--with", "Anna Ruiz")  # fmt: skip
    duly.done("debrief", "acme", "--topic", "the launch", "--cares", "anna-ruiz=churn",
              "--cares", "ana-ruiz=returns")  # fmt: skip
    told = duly.done("person", "acme", "ana-ruiz", "--same-as", "anna-ruiz")
    assert "Noted: Ana Ruiz (ana-ruiz)." in told
    shown = duly.json("show", "acme", "--no-ahead")
    assert [each["slug"] for each in shown["people"]] == ["ana-ruiz"]
    answers = [each for each in shown["debriefs"][0]["answers"] if each["person"]]
    assert {each["person"] for each in answers} == {"ana-ruiz"}
    assert "churn" in str(answers)
    assert "returns" in str(answers)
    assert duly.steps("acme").count("thank-you ana-ruiz") == 1

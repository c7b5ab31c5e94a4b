"""Which opportunity a mail belongs to, and what is certain enough to be noted unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from duly.core.model import Fact, Kind, Meaning, Opportunity, Person, Step, What
from duly.formats.message import Mailbox
from duly.recognise.filed import Filed
from duly.recognise.matching import Basis, Known, match
from duly.recognise.meaning import MailMeaning
from duly.recognise.own import OwnStep
from duly.recognise.people import Contact
from duly.recognise.proposing import Beside, Proposal, propose
from duly.recognise.recogniser import Recognition

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
ME = "sam@mail.example"
ANA = Person("ana", "Ana Ruiz", email="ana@acme.example")
REC = Person("rae", "Rae Okafor", email="rae@agency.example")


def opportunity(id: str, company: str = "Acme", role: str = "", *people: Person) -> Opportunity:
    return Opportunity(id, company, role, Kind.APPLICATION, "UTC", "US", people)


def mail(
    meaning: MailMeaning = MailMeaning.REJECTION,
    sender: str = "ana@acme.example",
    name: str = "Ana Ruiz",
    thread: tuple[str, ...] = (),
    readers: tuple[str, ...] = (ME,),
    **said: Any,
) -> Filed:
    said = {"confidence": 0.97, **said}
    return Filed(
        1, "<1@x.example>", AT, Mailbox(sender, name), tuple(Mailbox(each) for each in readers),
        "Subject", thread, "Text", Recognition(meaning, **said),
    )  # fmt: skip


def known(*opportunities: Opportunity, **more: Any) -> Known:
    people: dict[str, set[str]] = {}
    for each in opportunities:
        for person in each.people:
            people.setdefault(person.email, set()).add(person.id)
    frozen = {address: frozenset(ids) for address, ids in people.items()}
    return Known(opportunities, frozen, me=frozenset({ME}), **more)


def test_the_conversation_comes_before_the_company() -> None:
    search = known(opportunity("acme"), opportunity("other", "Other"), threads={"<t>": "other"})
    found = match(mail(thread=("<t>",), company="Something else"), search)
    assert (found.opportunity, found.basis) == ("other", Basis.THREAD)
    torn = match(mail(thread=("<t>",), company="Acme"), search)
    assert torn.rivals == ("other", "acme"), "a mail that names another is asked about"


def test_who_writes_comes_before_the_company() -> None:
    search = known(opportunity("acme", "Acme", "", ANA), opportunity("other", "Other"))
    assert match(mail(company="Third"), search)[:2] == ("acme", Basis.PEOPLE)
    assert match(mail(company="Other"), search).rivals == ("acme", "other")


def test_two_roles_at_one_company_stay_apart() -> None:
    search = known(
        opportunity("acme", "Acme", "Data Engineer"),
        opportunity("acme-2", "Acme", "Product Manager"),
    )
    machine = "no-reply@greenhouse-mail.io"
    about = mail(sender=machine, company="Acme, Inc.", role="Product Manager", automatic=True)
    assert match(about, search)[:2] == ("acme-2", Basis.ROLE)
    neither = mail(sender=machine, company="Acme", role="Night nurse", automatic=True)
    assert match(neither, search) == ("", Basis.NOTHING, ())
    unnamed = mail(sender=machine, company="Acme", automatic=True)
    assert match(unnamed, search).rivals == ("acme", "acme-2")


def test_a_recruiter_with_two_roles_is_told_apart_by_the_role() -> None:
    search = known(
        opportunity("acme", "Acme", "Data Engineer", REC),
        opportunity("birch", "Birch", "Controller", REC),
    )
    wrote = mail(sender=REC.email, name=REC.name, role="Financial controller", company="Birch")
    assert match(wrote, search).opportunity == "birch"
    assert match(mail(sender=REC.email, name=REC.name), search).rivals == ("acme", "birch")


def test_a_recruiter_with_another_clients_role_is_new() -> None:
    search = known(opportunity("acme", "Acme", "Data Engineer", REC))
    wrote = mail(MailMeaning.INVITATION, REC.email, REC.name, company="Cobalt", role="Controller")
    assert match(wrote, search) == ("", Basis.NOTHING, ())


def test_a_company_is_known_by_its_domain_but_not_by_a_hiring_systems() -> None:
    search = known(opportunity("brightwater", "Brightwater Health"))
    assert match(mail(sender="hr@brightwater.example"), search).opportunity == "brightwater"
    assert match(mail(sender="x@greenhouse-mail.io"), search).opportunity == ""


def test_the_users_own_mail_belongs_to_whom_it_is_to() -> None:
    search = known(opportunity("acme", "Acme", "", ANA))
    own = mail(MailMeaning.SENT_BY_ME, ME, "Sam", readers=("ana@acme.example", ME))
    assert match(own, search)[:2] == ("acme", Basis.PEOPLE)


def test_a_bounce_belongs_to_whom_it_did_not_reach() -> None:
    search = known(opportunity("acme", "Acme", "", ANA))
    bounce = replace(
        mail(MailMeaning.BOUNCE, "mailer-daemon@mail.example", ""), failed=("ana@acme.example",)
    )
    assert match(bounce, search)[:2] == ("acme", Basis.PEOPLE)


# What it adds, and what is certain


def proposed(filed: Filed, search: Known, **beside: Any) -> Proposal:
    return propose(filed, match(filed, search), Beside(**beside))


THREAD = {"threads": {"<t>": "acme"}}


@pytest.mark.parametrize(
    ("meaning", "confidence", "certain"),
    [
        (MailMeaning.REJECTION, 0.97, True),
        (MailMeaning.REJECTION, 0.8, False),
        (MailMeaning.OTHER, 0.4, True),
        (MailMeaning.OUTREACH, 0.97, False),
    ],
)
def test_in_a_known_conversation_a_clear_meaning_is_certain(
    meaning: MailMeaning,
    confidence: float,
    certain: bool,  # noqa: FBT001 - a table
) -> None:
    search = known(opportunity("acme", "Acme", "", ANA), **THREAD)
    found = proposed(mail(meaning, thread=("<t>",), confidence=confidence), search)
    assert found.certain is certain


def test_outside_a_conversation_even_a_clear_no_waits_for_the_users_word() -> None:
    found = proposed(mail(), known(opportunity("acme", "Acme", "", ANA)), people=("ana",))
    assert found.facts == (Fact(AT, What.RECEIVED, "", ("ana",), meaning=Meaning.REJECTION),)
    assert not found.certain


def test_what_was_typed_already_is_not_proposed_again() -> None:
    typed = Fact(AT + timedelta(hours=5), What.RECEIVED, "acme", ("ana",), meaning=Meaning.CLOSED)
    search = known(opportunity("acme", "Acme", "", ANA))
    found = proposed(mail(), search, people=("ana",), facts=(typed,))
    assert found.is_silent


def test_an_acknowledgement_says_that_one_applied_and_what_was_promised() -> None:
    promise_on = (AT + timedelta(days=14)).date()
    said = mail(
        MailMeaning.ACKNOWLEDGEMENT, "no-reply@greenhouse-mail.io", "", company="Acme",
        role="Data Engineer", automatic=True, promise_on=promise_on,
    )  # fmt: skip
    found = proposed(said, known())
    assert (found.company, found.role, found.certain) == ("Acme", "Data Engineer", False)
    assert [(each.what, each.by) for each in found.facts] == [
        (What.APPLIED, None), (What.RECEIVED, None), (What.PROMISE, promise_on),
    ]  # fmt: skip
    applied = Fact(AT - timedelta(days=3), What.APPLIED, "acme")
    again = proposed(said, known(opportunity("acme", "Acme", "Data Engineer")), facts=(applied,))
    assert [each.what for each in again.facts] == [What.RECEIVED, What.PROMISE]


def test_the_users_own_thanks_fulfil_their_step() -> None:
    search = known(opportunity("acme", "Acme", "", ANA))
    own = mail(MailMeaning.SENT_BY_ME, ME, "Sam", readers=("ana@acme.example",))
    thanks = OwnStep(Step.THANK_YOU, 0.9, "thank you for your time")
    found = proposed(own, search, people=("ana",), own=(thanks,))
    assert found.certain
    assert [(each.what, each.step, each.people) for each in found.facts] == [
        (What.SENT, Step.THANK_YOU, ("ana",))
    ]
    unsure = replace(thanks, confidence=0.5)
    assert not proposed(own, search, people=("ana",), own=(unsure,)).certain


def test_somebody_elses_absence_says_nothing() -> None:
    away = mail(MailMeaning.AUTO_REPLY, "colleague@acme.example", "Lu", absent_until=AT.date())
    assert proposed(away, known(opportunity("acme", "Acme", "", ANA))).is_silent


def test_noise_and_farewells_of_strangers_open_nothing() -> None:
    for meaning in (MailMeaning.OUTREACH, MailMeaning.OTHER, MailMeaning.AUTO_REPLY,
                    MailMeaning.CANCELLATION):  # fmt: skip
        found = proposed(mail(meaning, "x@cobalt.example", "X", company="Cobalt"), known())
        assert found.is_silent
        assert not found.company


def test_the_writer_who_is_not_known_yet_is_named() -> None:
    ben = Contact("Ben Lind", "ben@acme.example", role="recruiter")
    said = mail(sender="ben@acme.example", name="Ben Lind", company="Acme", people=(ben,))
    assert proposed(said, known(opportunity("acme"))).people == (ben,)

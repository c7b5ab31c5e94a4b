"""Cards and connections complete who is known, never overwrite, and bring nobody else in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from duly.core.model import Fact, Meaning, Step, What
from duly.services import contacts, log, opportunities, planning
from duly.services.contacts import Became, TakenIn
from duly.services.opportunities import Given, Opening
from duly.services.planning import Planned

AT = datetime(2026, 3, 11, 13, tzinfo=UTC)
HELD_AT = datetime(2026, 3, 10, 20, tzinfo=UTC)


def card(name: str, *lines: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""]
    ).encode()


def connections(*rows: str) -> bytes:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    return "\n".join([header, *rows, ""]).encode()


@pytest.fixture
def acme(store: Path) -> str:
    """Return an opportunity at Acme with three people, two of them met yesterday."""
    given = Opening(
        "Acme, Inc.",
        "Data analyst",
        people=(Given("Ana Ruiz <ana@acme.example>"), Given("Bo Lind"), Given("Cy Okafor")),
    )
    id, _ = opportunities.open_one(given, AT)
    log.record([Fact(HELD_AT, What.INTERVIEW, id, people=("ana-ruiz", "bo-lind"))], AT)
    return id


def person(id: str) -> Any:
    from duly.store import models

    return models.Person.objects.get(slug=id)


def cards(data: bytes) -> TakenIn:
    return contacts.take_in_cards(data, "people.vcf", AT)[0]


def linked(data: bytes) -> TakenIn:
    return contacts.take_in_connections(data, "Connections.csv", AT)[0]


def facts(id: str) -> list[Fact]:
    return [each for each in planning.what_if(AT).search.facts if each.opportunity == id]


def steps(id: str, planned: Planned) -> set[tuple[Step, str | None]]:
    return {(each.step, each.to) for each in planned.of(id)[1].actions}


def test_a_card_fills_what_is_empty_by_address(acme: str) -> None:
    (taken,) = cards(
        card("Ana Ruiz", "EMAIL:ANA@acme.example", "TEL;TYPE=WORK:+1 312 555 0100",
             "ORG:Acme", "TITLE:Head of Data", "ADR:;;12 Lake St;Chicago;IL;60601;USA")
    ).taken  # fmt: skip
    assert taken.became is Became.COMPLETED
    assert taken.filled == ("phone", "address", "title")
    ana = person("ana-ruiz")
    assert (ana.email, ana.phone, ana.title) == (
        "ana@acme.example", "+1 312 555 0100", "Head of Data",
    )  # fmt: skip
    assert ana.address == "12 Lake St\nChicago, IL 60601\nUSA"


def test_a_card_fills_by_name_and_company(acme: str) -> None:
    (taken,) = cards(card("Dr. Bo Lind, PhD", "ORG:Acme;Platform", "EMAIL:bo@acme.example")).taken
    assert (taken.person, taken.filled) == ("bo-lind", ("email",))
    assert person("bo-lind").email == "bo@acme.example"


def test_nothing_that_is_noted_is_overwritten(acme: str) -> None:
    data = card("Ana Ruiz", "ORG:Acme", "EMAIL:ana.ruiz@acme.example", "TEL:+1 312 555 0100")
    (taken,) = cards(data).taken
    assert taken.filled == ("phone",)
    assert [(each.field, each.noted, each.found) for each in taken.different] == [
        ("email", "ana@acme.example", "ana.ruiz@acme.example")
    ]
    assert person("ana-ruiz").email == "ana@acme.example"
    again = cards(card("Ana Ruiz", "ORG:Acme", "TEL:001 (312) 555-0100")).taken[0]
    assert again.became is Became.KNOWN, "the same number, written another way"


def test_nobody_else_is_taken_in(acme: str) -> None:
    from duly.store import models

    found = cards(card("Dee Moss", "EMAIL:dee@elsewhere.example") * 3)
    assert found == TakenIn((), 3)
    assert models.Person.objects.count() == 3


def test_the_same_file_twice_changes_nothing(acme: str) -> None:
    data = card("Bo Lind", "ORG:Acme", "EMAIL:bo@acme.example", "TEL:+1 312 555 0101")
    rows = connections("Bo,Lind,,,Acme,Engineer,9 Mar 2026")
    assert cards(data).taken[0].became is Became.COMPLETED
    assert linked(rows).taken[0].became is Became.CONNECTED
    before = planning.what_if(AT)
    assert cards(data).taken[0].became is Became.KNOWN
    assert linked(rows).taken[0].became is Became.KNOWN
    assert planning.what_if(AT).search == before.search


def test_the_same_name_elsewhere_is_asked_about(acme: str) -> None:
    (taken,) = cards(card("Bo Lind", "ORG:Bolt", "TEL:+1 312 555 0101")).taken
    assert taken.became is Became.ASK
    assert "Acme" in taken.why
    assert person("bo-lind").phone == ""


def test_two_of_one_name_and_company_are_not_guessed(acme: str) -> None:
    given = Opening("Acme", "Engineer", people=(Given("Bo Lind <bo2@acme.example>"),))
    opportunities.open_one(given, AT)
    (taken,) = cards(card("Bo Lind", "ORG:Acme", "TEL:+1 312 555 0101")).taken
    assert taken.became is Became.ASK
    assert "bo-lind and bo-lind-2" in taken.why


def test_an_address_that_goes_by_another_name_is_asked_about(acme: str) -> None:
    (taken,) = cards(card("Mallory", "EMAIL:ana@acme.example", "TEL:+1 312 555 0101")).taken
    assert taken.became is Became.ASK
    assert person("ana-ruiz").phone == ""


def test_a_card_that_is_refused_is_told_of(acme: str) -> None:
    found = cards(card("", "NOTE:nobody") + card("Ana Ruiz", "EMAIL:ana@acme.example"))
    assert [each.became for each in found.taken] == [Became.KNOWN, Became.REFUSED]


def test_a_connection_is_noted_where_they_were_met_and_something_may_come_of_it(acme: str) -> None:
    found = linked(
        connections(
            "Ana,Ruiz,,ana@acme.example,Acme,Head of Data,9 Mar 2026",
            "Cy,Okafor,,,Acme,,8 Mar 2026",
            "Dee,Moss,,,Elsewhere,,8 Mar 2026",
        )
    )
    assert found.passed_over == 1
    ana, cy = found.taken
    assert (ana.became, ana.opportunities, ana.filled) == (Became.CONNECTED, (acme,), ("title",))
    assert (cy.became, cy.opportunities) == (Became.CONNECTED, ())
    (connected,) = [each for each in facts(acme) if each.what is What.CONNECTED]
    assert connected.people == ("ana-ruiz",)
    assert connected.at.date() == date(2026, 3, 9)
    assert person("cy-okafor").linkedin == "connected"
    later = planning.what_if(datetime(2026, 3, 20, 13, tzinfo=UTC)).of(acme)[1]
    assert {each.to for each in later.actions if each.step is Step.LINKEDIN} <= {"bo-lind"}


def test_a_title_somewhere_else_is_not_their_title(acme: str) -> None:
    (ana,) = linked(connections("Ana,Ruiz,,ana@acme.example,Bolt,Founder,9 Mar 2026")).taken
    assert ana.filled == ()
    assert person("ana-ruiz").title == ""


def test_nothing_is_noted_of_what_is_over(acme: str) -> None:
    no = Fact(AT, What.RECEIVED, acme, people=("ana-ruiz",), meaning=Meaning.REJECTION)
    log.record([no], AT)
    (ana,) = linked(connections("Ana,Ruiz,,ana@acme.example,Acme,,9 Mar 2026")).taken
    assert (ana.became, ana.opportunities) == (Became.CONNECTED, ())
    assert What.CONNECTED not in {each.what for each in facts(acme)}


def test_a_day_that_cannot_be_told_is_said_and_nothing_is_noted_of_it(acme: str) -> None:
    found = linked(connections("Ana,Ruiz,,ana@acme.example,Acme,,03/04/2026"))
    assert found.taken[0].became is Became.CONNECTED
    assert found.taken[0].opportunities == ()
    assert "Line 2" in found.remarks[0]


def test_a_number_for_somebody_whose_mail_bounced_ends_the_search_for_one(acme: str) -> None:
    sent = Fact(HELD_AT, What.SENT, acme, people=("ana-ruiz",), step=Step.THANK_YOU)
    bounced = Fact(AT, What.RECEIVED, acme, people=("ana-ruiz",), meaning=Meaning.BOUNCE)
    planned = log.record([sent, bounced], AT)
    assert (Step.FIND_ADDRESS, "ana-ruiz") in steps(acme, planned)
    _, planned = contacts.take_in_cards(
        card("Ana Ruiz", "ORG:Acme", "TEL:+1 312 555 0100"), "people.vcf", AT
    )
    assert (Step.FIND_ADDRESS, "ana-ruiz") not in steps(acme, planned)

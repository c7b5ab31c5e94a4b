"""Whether two names are one: of a person, a company, a role."""

from __future__ import annotations

import pytest

from duly.recognise.likeness import (
    ALIKE,
    domain_of_company,
    is_own_address,
    role_likeness,
    same_company,
    same_full_name,
    same_person,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "ana ruiz"),
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Ana M. Ruiz, PhD", "Ana Ruiz"),
        ("Dr. Søren Kierkegaard", "Soren Kierkegaard"),
        ("A. Ruiz", "Ana Ruiz"),
        ("李雷", "李雷"),
        ("Ana", "Ana Ruiz"),
    ],
)
def test_one_person_written_two_ways(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Ruiz", "Ben Ruiz"), ("Ana Ruiz", "Ana Costa"), ("", "Ana"), ("", "")]
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_a_first_name_alone_tells_nobody_from_others() -> None:
    assert not same_full_name("Ana", "Ana Ruiz")
    assert same_full_name("Ana Ruiz", "Ruiz, Ana")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME, Inc."),
        ("Brightwater", "Brightwater Health"),
        ("Data Works GmbH", "DataWorks"),
        ("Café Rouge", "Cafe Rouge Ltd"),
    ],
)
def test_one_company_written_two_ways(one: str, other: str) -> None:
    assert same_company(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme", "Apex"), ("", ""), ("Bank of York", "Bank of Kent"), ("Nord", "Nord Sea Oil")],
)
def test_two_companies(one: str, other: str) -> None:
    assert not same_company(one, other)


@pytest.mark.parametrize(
    ("label", "company"),
    [
        ("acme", "Acme, Inc."),
        ("brightwaterhealth", "Brightwater Health"),
        ("nhs", "National Health Service"),
    ],
)
def test_a_domain_spells_a_company(label: str, company: str) -> None:
    assert domain_of_company(label, company)
    assert not domain_of_company("mail", company)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senior Data Engineer (m/f/d)", "Sr. Data Engineer - 4711"),
        ("Data Engineer", "Senior Data Engineer"),
        ("Product Manager, Payments", "Product Manager"),
        ("Software Engineer II", "SWE 2"),
        ("Data Analyst", "data analyst (remote)"),
    ],
)
def test_one_role_written_two_ways(one: str, other: str) -> None:
    assert role_likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Senior Data Engineer", "Junior Data Engineer"),
        ("Software Engineer II", "Software Engineer III"),
        ("Data Analyst", "Product Manager"),
        ("Nurse", "Night porter"),
        ("", "Nurse"),
    ],
)
def test_two_roles(one: str, other: str) -> None:
    assert role_likeness(one, other) < ALIKE


def test_an_exact_rank_is_liker_than_a_missing_one() -> None:
    exact = role_likeness("Senior Data Engineer", "Senior Data Engineer")
    assert exact > role_likeness("Senior Data Engineer", "Data Engineer")


def test_an_address_that_carries_a_name_is_its_owners_own() -> None:
    assert is_own_address("ana.ruiz@acme.example", "Ana Ruiz")
    assert is_own_address("aruiz@acme.example", "Ana Ruiz")
    assert not is_own_address("careers@acme.example", "Ana Ruiz")

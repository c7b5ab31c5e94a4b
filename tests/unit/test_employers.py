"""Which company an invitation comes from, as far as it tells."""

from __future__ import annotations

import pytest

from duly.services import employers


@pytest.mark.parametrize(
    ("emails", "summary", "expected"),
    [
        (["rae@acme.example"], "Interview", "Acme"),
        (["rae@mail.acme.co.uk"], "Interview", "Acme"),
        (["rae@blue-river.example"], "", "Blue River"),
        (["rae@gmail.com"], "Interview with Acme Corp", "Acme Corp"),
        (["x@calendly.com"], "Acme - phone screen", "Acme"),
        (["x@gmail.com"], "Phone screen", ""),
        ([], "Interview: Data analyst", ""),
    ],
)
def test_the_company_is_told(emails: list[str], summary: str, expected: str) -> None:
    assert employers.company(emails, summary) == expected


@pytest.mark.parametrize("email", ["no-reply@x.example", "c_1@resource.calendar.google.com"])
def test_machines_are_no_people(email: str) -> None:
    assert employers.is_automatic(email)

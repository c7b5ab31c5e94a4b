"""From a facts file to what a letter is judged by."""

from __future__ import annotations

from datetime import date

import pytest

from duly.formats import factsfile
from duly.letters.context import Context
from duly.letters.judge import Verdict, judge
from duly.letters.situation import aim, context_for
from duly.letters.text import read

FACTS = """\
at = 2026-03-20T09:00:00
[me]
name = "Sam Field"
time_zone = "America/New_York"
country = "US"
[[opportunity]]
id = "acme"
company = "Acme"
role = "Data analyst"
[[opportunity]]
id = "bolt"
company = "Bolt"
role = "Data analyst"
[[person]]
id = "ana"
opportunity = "acme"
name = "Ana Ruiz"
[[person]]
id = "bo"
opportunity = "acme"
name = "Bo Chen"
[[person]]
id = "cy"
opportunity = "bolt"
name = "Cy Okafor"
[[fact]]
at = 2026-03-10T15:00:00
what = "interview"
opportunity = "acme"
with = ["ana", "bo"]
[[fact]]
at = 2026-03-10T15:00:00
what = "promise"
opportunity = "acme"
by = 2026-03-25
[[debrief]]
opportunity = "acme"
at = 2026-03-10T16:00:00
topics = ["cutting churn"]
strengths = ["five years of SQL"]
"""
SEARCH = factsfile.read(FACTS, "facts.toml")


def known(text: str, to: str = "", kind: str = "") -> Context:
    letter = read(text)
    return context_for(letter, SEARCH, aim(letter, SEARCH, to), kind=kind, attempts_allowed=3)


@pytest.mark.parametrize(
    ("text", "to", "recipient", "company"),
    [
        ("Dear Ana,\n\nThank you.", "", "Ana Ruiz", "Acme"),
        ("Dear Mr Okafor,\n\nThank you.", "", "Cy Okafor", "Bolt"),
        ("Dear Hiring Manager,\n\nThank you for the talk at Bolt.", "", "", "Bolt"),
        ("Dear Bo,\n\nThank you.", "ana", "Ana Ruiz", "Acme"),
        ("Dear Hiring Manager,\n\nThank you.", "", "", ""),
    ],
)
def test_reader_and_company_are_told(text: str, to: str, recipient: str, company: str) -> None:
    context = known(text, to)
    assert (context.recipient, context.company) == (recipient, company)


def test_notes_and_dates_are_known() -> None:
    context = known("Dear Ana,\n\nThank you.", kind="status")
    assert context.promise_on == date(2026, 3, 25)
    assert "cutting churn" in context.spoken
    assert "five years of SQL" in context.facts
    assert context.other_companies == ("Bolt",)


@pytest.mark.parametrize(
    ("text", "to", "check"),
    [
        ("Dear Bo,\n\nThank you for the talk about cutting churn.", "ana", "wrong-name"),
        ("Dear Anna,\n\nThank you for the talk about cutting churn at Acme.", "", "wrong-name"),
        (
            "Dear Ana,\n\nThank you for the talk about churn. I hope to join Bolt.",
            "",
            "wrong-company",
        ),
        ("Dear Ana,\n\nThank you. I raised sales by 45% with five years of SQL.", "", "claim"),
        ("Dear Ana,\n\nThank you. When do you expect to decide about churn?", "", "too-early"),
    ],
)
def test_facts_find_what_the_text_alone_hides(text: str, to: str, check: str) -> None:
    found = judge(text, context=known(text, to))
    assert check in {finding.check for finding in found.findings}


def test_true_letter_is_ready_by_the_facts() -> None:
    text = (
        "Dear Ana,\n\nThank you for the talk about cutting churn. With five years of SQL I would be"
        " glad to help Acme with it.\n\nKind regards,\nSam Field"
    )
    context = known(text)._replace(now=None)
    assert judge(text, context=context).verdict is Verdict.READY

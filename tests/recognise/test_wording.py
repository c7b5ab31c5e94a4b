"""Two fills of one template are alike; two mails of one sender are not."""

from __future__ import annotations

import csv
import itertools
import tomllib
from pathlib import Path

import pytest

from duly.formats.mail import read_mail
from duly.recognise.wording import ALIKE, MOST_HASHES, Wording, alike, fingerprint

HERE = Path(__file__).parent
SET = HERE / "set"

TEMPLATES = tomllib.loads((HERE / "wording" / "templates.toml").read_text(encoding="utf-8"))
FILLS = (
    {"name": "Sam", "company": "Northwind Traders", "role": "Data Analyst", "days": "5",
     "number": "88123", "date": "Friday, 12 June 2026"},
    {"name": "Alexandra Quist", "company": "Acme", "role": "senior paralegal (part time)",
     "days": "10", "number": "abc-9", "date": "1 October"},
    {"name": "Jörg", "company": "Bolt & Sons", "role": "Welder II", "days": "3", "number": "7",
     "date": "2026-12-01"},
)  # fmt: skip


def filled(template: str, fill: dict[str, str], *, told: bool = True) -> Wording:
    subject, text = TEMPLATES[template]["subject"], TEMPLATES[template]["text"]
    hide = (fill["name"], fill["company"], fill["role"]) if told else ()
    return fingerprint(text.format(**fill), subject.format(**fill), hide=hide)


@pytest.mark.parametrize("template", sorted(set(TEMPLATES) - {"short"}))
@pytest.mark.parametrize("told", [True, False], ids=["names told", "names not told"])
def test_two_fills_of_one_template_are_alike(template: str, *, told: bool) -> None:
    for one, other in itertools.combinations(FILLS, 2):
        assert alike(filled(template, one, told=told), filled(template, other, told=told)) >= ALIKE


def test_two_templates_of_one_sender_are_not_alike() -> None:
    for one, other in itertools.combinations(TEMPLATES, 2):
        for fill in FILLS:
            assert alike(filled(one, fill), filled(other, fill)) < ALIKE / 2


FOOTER = """

This message was sent by the hiring system of your future employer because you have an account with
it. You can change what it tells you, and how often, under settings. Please do not answer this
message, as nobody reads what arrives here; write to the recruiting team instead, whose address
stands in the job advertisement you answered.
"""


def test_a_footer_they_share_does_not_make_two_mails_alike() -> None:
    one, other = (
        fingerprint(TEMPLATES[each]["text"] + FOOTER, "") for each in ("no", "assessment")
    )
    assert 0.1 < alike(one, other) < ALIKE


def test_the_same_mail_is_wholly_alike_and_nothing_is_like_nothing() -> None:
    assert alike(filled("no", FILLS[0]), filled("no", FILLS[0])) == 1.0
    nothing = fingerprint("", "")
    assert alike(nothing, nothing) == 0.0


def test_a_few_words_are_alike_only_where_they_are_the_same() -> None:
    yes, no = fingerprint("We would love to.", "Re"), fingerprint("We would hate to.", "Re")
    assert alike(yes, no) == 0.0
    assert alike(yes, yes) == 1.0


def test_little_is_kept_and_nothing_of_the_text() -> None:
    long = " ".join(f"{a}{b}" for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrst")
    found = fingerprint(long, "x")
    assert len(found.hashes) == MOST_HASHES
    assert all(isinstance(each, int) for each in found.hashes)


def test_what_is_quoted_does_not_count() -> None:
    subject, text = TEMPLATES["no"]["subject"], TEMPLATES["no"]["text"]
    body = text.format(**FILLS[0])
    quoted = (
        f"{body}\n\nOn 2 June 2026, Sam wrote:\n> I remain very interested in the role and hope"
    )
    assert fingerprint(quoted, subject) == fingerprint(body, subject)


def test_few_different_mails_of_the_labelled_set_are_alike() -> None:
    """Most of the set is by different hands; systems' templates in it recur by design."""
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[::4]
    mails = [read_mail((SET / row["file"]).read_bytes()) for row in rows]
    kept = [
        (row["meaning"], fingerprint(mail.text, mail.subject))
        for row, mail in zip(rows, mails, strict=True)
    ]
    pairs = [(a, b) for a, b in itertools.combinations(kept, 2) if a[0] != b[0]]
    wrong = [pair for pair in pairs if alike(pair[0][1], pair[1][1]) >= ALIKE]
    assert len(pairs) > 10_000
    assert wrong == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["A ", "Ab ", "a@", "1 ", "dear ", "Ab of ", "é", "A"])
def test_it_takes_linear_time(piece: str) -> None:
    fingerprint(piece * 300_000, piece * 1_000, hide=["a"])
    fingerprint(f"> {piece * 300_000}", "", hide=["a"])

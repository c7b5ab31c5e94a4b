"""Mechanical mends, and nothing else."""

from __future__ import annotations

from duly.letters.context import Context
from duly.letters.judge import judge
from duly.letters.mend import difference, mended

TEXT = "Dear Ms Riuz,\n\nThank you for the the tour!! I beleive it. I'm a team player 😊\n\nSam"


def test_mends_are_applied_alone() -> None:
    found = judge(TEXT, context=Context("thank-you", recipient="Ana Ruiz"))
    assert mended(TEXT, found.findings) == (
        "Dear Ms Ruiz,\n\nThank you for the tour! I believe it. I'm a team player\n\nSam"
    )


def test_mended_letter_needs_no_more_mends() -> None:
    context = Context("thank-you", recipient="Ana Ruiz")
    once = mended(TEXT, judge(TEXT, context=context).findings)
    assert mended(once, judge(once, context=context).findings) == once


def test_letter_without_mends_stays_as_it_is() -> None:
    assert mended("Thank you for the tour.", ()) == "Thank you for the tour."


def test_difference_shows_both_sides() -> None:
    shown = difference("a\nb", "a\nc", "letter.txt")
    assert "-b\n" in shown
    assert "+c\n" in shown
    assert difference("a", "a", "letter.txt") == ""

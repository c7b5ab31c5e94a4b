"""What changed between two versions, and what two letters share, in the words people see."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duly.letters.changes import Change, changes
from duly.letters.distinct import shared

TEXT = st.text(alphabet="ab \n.", max_size=60)


def test_words_that_changed_together_are_told_together() -> None:
    told = changes("the returns of last May. Sam", "the returns of this spring. Sam")
    assert [tuple(each) for each in told] == [
        (Change.KEPT, "the returns of "),
        (Change.TAKEN_OUT, "last May."),
        (Change.ADDED, "this spring."),
        (Change.KEPT, " Sam"),
    ]


@given(TEXT, TEXT)
def test_either_text_can_be_read_off_the_changes(before: str, after: str) -> None:
    told = changes(before, after)
    later = "".join(each.text for each in told if each.change is not Change.TAKEN_OUT)
    earlier = "".join(each.text for each in told if each.change is not Change.ADDED)
    assert (earlier, later) == (before, after)


def test_long_texts_are_compared_by_the_line() -> None:
    line = "please do this now and then "
    told = changes(f"{line * 700}\nSam", f"{line * 700}\nSam Field")
    assert [each.text for each in told if each.change is Change.ADDED] == ["Sam Field"]


def test_what_is_shared_is_marked_whole_and_in_place() -> None:
    mine = "Dear Ana, thank you for the talk on Friday about returns. Sam"
    theirs = "Dear Bo, I thank you for the talk on Friday about tests. Sam"
    assert [mine[a:b] for a, b in shared(mine, theirs)] == [
        "thank you for the talk on Friday about"
    ]
    assert shared(mine, "Something else.") == ()

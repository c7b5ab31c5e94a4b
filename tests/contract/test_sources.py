"""What holds for every source: all of it once, nothing changed, and no harm in being stopped."""

from __future__ import annotations

import base64
import random
from typing import Any

import pytest

from duly.adapters.base import Found, Passed, SourceError

FOREIGN = (
    "nonsense",
    "{}",
    "[1, 2]",
    "null",
    '{"offset": -1, "size": 1, "number": 0, "last": 0, "hash": ""}',
    '{"offset": 12, "size": 99999999999, "number": 3, "last": 0, "hash": "00"}',
    '{"of": "0123456789ab", "folders": {"": [1, []]}}',
    '{"count": 1, "hash": "no"}',
    '{"offset": Infinity, "size": 1, "number": 0, "last": 0, "hash": ""}',
    '{"count": 1e999, "hash": ""}',
    "[" * 100_000,
    '{"uidvalidity": 7, "uid": 812}',
)


def everything(head: bytes, beginning: bytes) -> bool:
    return True


def message(number: int, size: int = 0) -> bytes:
    """Return a message whose body is no easy one: lines "From ", empty ones, odd charsets."""
    dice = random.Random(number)
    filling = base64.encodebytes(dice.randbytes(size * 3 // 4))
    return (
        b"From: Ana Ruiz <ana@acme.example>\nSubject: message %d\n"
        b"Message-ID: <%d@acme.example>\n\nDear Sam,\n\nFrom here on\n>From there\n"
        b"caf\xe9\n\n\n%sAna\n" % (number, number, filling)
    )


def put(place: Any, *numbers: int, size: int = 0) -> list[bytes]:
    return [place.put(message(number, size)) for number in numbers]


def scan(place: Any, mark: str = "") -> list[Passed]:
    return list(place.source().scan(mark, everything))


def data(passes: list[Passed]) -> list[bytes]:
    return [one.data for one in found(passes)]


def found(passes: list[Passed]) -> list[Found]:
    return [one for stretch in passes for one in stretch.found]


def test_everything_is_found_once_as_it_was_delivered_and_in_order(mailbox: Any) -> None:
    kept = put(mailbox, *range(12))
    passes = scan(mailbox)
    assert data(passes) == kept
    assert sum(stretch.looked_at for stretch in passes) == 12


def test_one_message_is_found_as_it_was_delivered(place: Any) -> None:
    assert put(place, 1) == data(scan(place))


def test_a_second_pass_finds_nothing(place: Any) -> None:
    put(place, 1)
    again = scan(place, scan(place)[-1].mark)
    assert (data(again), again[-1].looked_at) == ([], 0)
    assert data(scan(place, again[-1].mark)) == []


def test_what_comes_later_is_found_and_nothing_else(mailbox: Any) -> None:
    put(mailbox, *range(5))
    mark = scan(mailbox)[-1].mark
    for number in range(5, 9):
        kept = put(mailbox, number)
        passes = scan(mailbox, mark)
        assert data(passes) == kept
        mark = passes[-1].mark


def test_a_file_that_is_replaced_is_found_again(place: Any) -> None:
    put(place, 1)
    mark = scan(place)[-1].mark
    assert data(scan(place, mark)) == []
    assert put(place, 2) == data(scan(place, mark))


def test_stopping_after_any_stretch_neither_loses_nor_doubles(mailbox: Any) -> None:
    kept = put(mailbox, *range(20), size=900_000)
    passes = scan(mailbox)
    assert len(passes) > 1
    for stop in range(len(passes)):
        before = data(passes[: stop + 1])
        after = data(scan(mailbox, passes[stop].mark))
        assert before + after == kept


def test_going_on_stretch_by_stretch_comes_to_the_same(mailbox: Any) -> None:
    kept, mark = put(mailbox, *range(12), size=900_000), ""
    gathered: list[bytes] = []
    while len(gathered) < len(kept):
        stretch = next(iter(mailbox.source().scan(mark, everything)))
        assert stretch.mark != mark
        gathered += [one.data for one in stretch.found]
        mark = stretch.mark
    assert gathered == kept


@pytest.mark.parametrize("mark", FOREIGN)
def test_a_mark_that_does_not_fit_begins_anew(place: Any, mark: str) -> None:
    kept = put(place, 1)
    assert data(scan(place, mark)) == kept


def test_the_mark_of_another_place_of_its_kind_begins_anew(guarded: Any, tmp_path: Any) -> None:
    (tmp_path / "other").mkdir()
    other = type(guarded)(tmp_path / "other")
    kept = put(guarded, 1)
    put(other, 2)
    assert data(scan(guarded, scan(other)[-1].mark)) == kept


def test_reading_changes_nothing(place: Any) -> None:
    put(place, 1)
    before = place.state()
    scan(place, scan(place)[-1].mark)
    assert place.state() == before


def test_only_what_is_wanted_is_found_and_the_head_tells_it(mailbox: Any) -> None:
    kept = put(mailbox, *range(6))
    seen = []

    def wanted(head: bytes, beginning: bytes) -> bool:
        seen.append(beginning)
        return b"message 3" in head

    passes = list(mailbox.source().scan("", wanted))
    assert data(passes) == [kept[3]]
    assert sum(stretch.looked_at for stretch in passes) == 6
    assert all(one.startswith(b"Dear Sam,") for one in seen if one or not mailbox.served)


def test_a_head_ends_where_the_body_begins(place: Any) -> None:
    heads = []

    def wanted(head: bytes, beginning: bytes) -> bool:
        heads.append(head)
        return True

    put(place, 1)
    list(place.source().scan("", wanted))
    assert heads[0].rstrip().endswith(b"Message-ID: <1@acme.example>")


def test_what_the_user_has_sent_is_known(knowing: Any) -> None:
    theirs = knowing.put(message(1))
    mine = knowing.put(message(2), sent=True)
    assert {one.data: one.sent for one in found(scan(knowing))} == {theirs: False, mine: True}


def test_progress_never_goes_back_and_ends_at_the_total(mailbox: Any) -> None:
    put(mailbox, *range(14), size=700_000)
    passes = scan(mailbox)
    done = [stretch.done for stretch in passes]
    assert done == sorted(done)
    assert len({stretch.total for stretch in passes}) == 1
    assert done[-1] == passes[-1].total > 0


def test_an_empty_pass_is_over_at_once(place: Any) -> None:
    put(place, 1)
    last = scan(place, scan(place)[-1].mark)[-1]
    assert last.done == last.total


def test_a_source_that_vanished_says_so(place: Any) -> None:
    put(place, 1)
    source = place.source()
    mark = list(source.scan("", everything))[-1].mark
    place.vanish()
    with pytest.raises(SourceError) as raised:
        list(source.scan(mark, everything))
    assert str(raised.value).endswith(".")
    assert place.gone in str(raised.value)


def test_a_source_that_may_not_be_read_says_so_and_is_there_again_later(guarded: Any) -> None:
    kept = put(guarded, 1)
    source = guarded.source()
    with guarded.denied(), pytest.raises(SourceError, match="not allowed to read"):
        list(source.scan("", everything))
    assert data(scan(guarded)) == kept


def test_a_message_of_thirty_megabytes_comes_whole(boundless: Any) -> None:
    kept = put(boundless, 7, size=30_000_000)
    assert len(kept[0]) > 29_900_000
    assert data(scan(boundless)) == kept


def test_a_message_beyond_all_bounds_is_passed_over_and_the_rest_is_not(spacious: Any) -> None:
    kept = put(spacious, 1)
    put(spacious, 2, size=63_000_000)
    kept += put(spacious, 3)
    passes = scan(spacious)
    assert data(passes) == kept
    assert sum(stretch.looked_at for stretch in passes) == 3


@pytest.mark.parametrize("odd", [b"", b"\n", b"no headers at all, and no line's end either\n"])
def test_a_message_without_headers_is_handed_out_like_any_other(mailbox: Any, odd: bytes) -> None:
    kept = [mailbox.put(each) for each in (message(1), odd or mailbox.least, message(2))]
    passes = scan(mailbox)
    assert data(passes) == kept
    assert data(scan(mailbox, passes[-1].mark)) == []


def test_a_name_stays_and_tells_places_apart(guarded: Any, tmp_path: Any) -> None:
    (tmp_path / "other").mkdir()
    other = type(guarded)(tmp_path / "other")
    assert guarded.source().name == guarded.source().name != other.source().name

"""Where a message begins in an mbox, whoever wrote it and however its bytes come."""

from __future__ import annotations

import random

import pytest

from duly.formats import mbox

DATED = b"From - Mon Jun  2 09:14:22 2025\n"
LINES = [
    b"From ana@acme.example Mon Jun  2 09:14:22 2025",
    b"From 1830@xxx Mon Jun 02 09:14:22 +0000 2025",
    b"From - Mon Jun  2 09:14:22 2025",
    b"From ???@??? Mon Jun 02 09:14:22 2025",
    b"From MAILER-DAEMON Mon Jun  2 09:14:22 2025 +0200",
    b"From ana@acme.example",
]


def in_blocks(data: bytes, size: int) -> list[tuple[int, int]]:
    cutter = mbox.Cutter()
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    pieces = [one for block in blocks for one in cutter.pieces(block)]
    pieces += cutter.pieces(b"", last=True)
    for piece in pieces:
        assert data[piece.start : piece.end].startswith(piece.first)
        assert data.startswith(b"From ", piece.line)
    return [(piece.start, piece.end) for piece in pieces]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_line_that_begins_a_message_is_known(line: bytes, ending: bytes) -> None:
    message = line + b"\nSubject: Hi\n\nHello\n\n"
    data = (message * 3).replace(b"\n", ending)
    wanted = [b"Subject: Hi\n\nHello\n".replace(b"\n", ending)] * 3
    assert mbox.is_mbox(data)
    assert list(mbox.messages(data)) == wanted
    assert list(mbox.messages(b"\n\n" + data)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        b"\nFrom here on it is easy.\n",
        b"\n\nFrom Monday to Friday we are open from 9:00, in 2025 as well.\nCome by\n",
        b"\nFrom - Mon Jun  2 09:14:22 2025\nno empty line before, no header behind\n",
        b"\nFrom: ana\n",
        b"\n>From ana@acme.example Mon Jun  2 09:14:22 2025\n",
    ],
)
def test_a_line_that_only_looks_alike_begins_none(text: bytes) -> None:
    data = DATED + b"Subject: Hi\n\nHello" + text
    assert len(list(mbox.messages(data))) == 1


def test_a_missing_empty_line_hides_no_message() -> None:
    data = DATED + b"Subject: 1\n\ncut off\n" + DATED + b"Subject: 2\n\nHello\n"
    assert list(mbox.messages(data)) == [b"Subject: 1\n\ncut off\n", b"Subject: 2\n\nHello\n"]


def test_one_empty_line_belongs_to_the_mbox_and_others_to_the_message() -> None:
    data = DATED + b"Subject: 1\n\nHello\n\n\n\n" + DATED + b"\n" + DATED + b"no header\n\n"
    assert list(mbox.messages(data)) == [b"Subject: 1\n\nHello\n\n\n", b"", b"no header\n"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"From", b"From \n", b"Subject: x\n\nFrom x\n"])
def test_what_is_no_mbox_has_no_messages(data: bytes) -> None:
    assert not mbox.is_mbox(data)
    assert list(mbox.messages(data)) == []


@pytest.mark.parametrize("size", [1, 2, 7, 100, 1_127, 1_129, 4_096, 100_000])
def test_blocks_of_any_size_are_cut_alike(size: int) -> None:
    dice = random.Random(size)
    bits = [
        *(line + b"\nSubject: x\n\n" for line in LINES),
        b"From x\n",
        b"\n\n",
        b"\r\n",
        b"text\n",
    ]
    data = b"".join(dice.choices(bits, k=120))
    long = DATED + b"Subject: long\n\n" + b"x" * 70_000 + b"\n\n" + data
    for one in (data, long if size > 50 else data):
        assert in_blocks(one, size) == in_blocks(one, len(one))


def test_stuffing_is_undone_once() -> None:
    assert mbox.unstuffed(b">From a\n>>From b\n >From c\n>from d\n") == (
        b"From a\n>From b\n >From c\n>from d\n"
    )

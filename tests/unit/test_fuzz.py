"""The fuzzer: the same damage for the same numbers, and nothing wrong goes unseen."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from tools import fuzz
from tools.fuzz import Asked, trial
from tools.mutations import MOST_BYTES, MUTATIONS, Mutation, mutated
from tools.parsers import PARSERS, Parser, seeds_of

from duly.core.errors import CalendarError

SEEDS = [b"From: a@b.example\nSubject: 12 June\n\nHello\n", b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n"]


@pytest.fixture(autouse=True)
def timer() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, fuzz._time_is_up)
    yield
    signal.signal(signal.SIGPROF, before)


def tried(read: Callable[[bytes], object]) -> tuple[bool, str]:
    _, refused, fault = trial(Parser(read, (), (CalendarError,)), b"x")
    return refused, fault


def test_the_same_numbers_do_the_same_damage() -> None:
    first = [mutated(Random(f"mail 1 {index}"), SEEDS) for index in range(300)]
    assert first == [mutated(Random(f"mail 1 {index}"), SEEDS) for index in range(300)]
    assert len(set(first)) > 250
    assert max(map(len, first)) <= MOST_BYTES


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("data", [b"", b"\n", SEEDS[0]], ids=["empty", "one line", "a mail"])
def test_every_mutation_can_be_done_to_anything(mutation: Mutation, data: bytes) -> None:
    for index in range(20):
        assert isinstance(mutation(Random(index), data, SEEDS[1]), bytes)


def test_an_answer_and_a_refusal_pass_and_anything_else_is_a_fault() -> None:
    def refuse(_: bytes) -> None:
        raise CalendarError("no")

    assert tried(len) == (False, "")
    assert tried(refuse) == (True, "")
    assert "ValueError" in tried(lambda data: int(data))[1]


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: bytes) -> None:
        while True:
            pass

    monkeypatch.setattr(fuzz, "MOST_SECONDS", 0.2)
    assert tried(never)[1].startswith("over")


def test_every_parser_has_good_files_to_begin_with_that_it_reads() -> None:
    for name, parser in PARSERS.items():
        seeds = seeds_of(parser)
        assert seeds, name
        assert trial(parser, seeds[0])[2] == "", name


def test_a_run_counts_what_it_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked("whenwords", seed=1, minutes=1, inputs=20, folder=tmp_path)
    assert fuzz.fuzz(asked) == 0
    assert "whenwords, seed 1: 20 inputs" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())

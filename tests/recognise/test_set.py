"""The labelled set as a whole: a floor under what `bench/recognise.py` measures."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from duly.recognise.meaning import NO, NOISE, MailMeaning

PROJECT = Path(__file__).resolve().parents[2]
SET = PROJECT / "tests" / "recognise" / "set"


def bench() -> Any:
    """Return the benchmark, which lies outside of any package that is installed."""
    name = "bench_recognise"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, PROJECT / "bench" / "recognise.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


judged = bench().judged


def test_every_mail_of_the_set_has_its_label_and_every_label_its_mail() -> None:
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    files = {str(path.relative_to(SET)) for path in SET.rglob("*.eml")}
    assert {row["file"] for row in rows} == files
    assert {row["meaning"] for row in rows} == {meaning.value for meaning in MailMeaning}
    assert len(rows) >= 400
    held_out = [row for row in rows if row["file"].startswith("held-out/")]
    assert 2 * len(held_out) >= len(rows)


@pytest.mark.parametrize("half", ["training", "held-out"])
def test_no_other_mail_is_called_a_rejection_and_noise_stays_quiet(half: str) -> None:
    mails = judged(half)
    others = [one for one in mails if one.wanted not in NO]
    noise = [one for one in mails if one.wanted in NOISE]
    assert sum(one.found.meaning in NO for one in others) <= 0.02 * len(others)
    quiet = NOISE | {MailMeaning.SENT_BY_ME, MailMeaning.AUTO_REPLY}
    assert sum(one.found.meaning not in quiet for one in noise) <= 0.04 * len(noise)


def test_what_would_apply_itself_is_right() -> None:
    sure = [one for one in judged("held-out") if one.found.confidence >= 0.9]
    assert len(sure) > 150
    assert sum(one.found.meaning is one.wanted for one in sure) >= 0.95 * len(sure)


def test_what_was_learned_stays_learned() -> None:
    mails = judged("training")
    assert sum(one.found.meaning is one.wanted for one in mails) >= 0.97 * len(mails)


def test_no_promise_is_made_up_from_noise() -> None:
    for half in ("training", "held-out"):
        assert not [
            one.file for one in judged(half) if one.wanted in NOISE and one.found.promise_on
        ]

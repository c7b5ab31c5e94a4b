"""The practice as it is shown to those who ask why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duly import core, letters, playbooks
from duly.adapters import practicefile
from duly.core.errors import UnknownError

PACKAGES = [Path(each.__file__ or "").parent for each in (core, letters, playbooks)]
RULE = re.compile(r'"([BTWPNOXL]\d{1,2})"')


def test_every_rule_that_is_named_anywhere_can_be_looked_up() -> None:
    named = {
        name
        for folder in PACKAGES
        for file in [*folder.rglob("*.py"), *folder.rglob("*.toml")]
        for name in RULE.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 35
    assert named <= practicefile.rules().keys()


def test_every_rule_has_the_words_of_a_guide() -> None:
    assert all(rule.says and rule.passages for rule in practicefile.rules().values())


def test_a_rule_is_found_however_it_is_written() -> None:
    assert practicefile.rule(" t10 ").name == "T10"


def test_a_rule_that_is_none_names_its_neighbour() -> None:
    with pytest.raises(UnknownError, match="Did you mean"):
        practicefile.rule("T11")

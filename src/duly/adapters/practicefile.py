"""The practice as it is written down beside the playbooks: its rules, and the guides' own words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duly import playbooks
from duly.core.errors import UnknownError, did_you_mean
from duly.core.told import told


class Passage(NamedTuple):
    """What one of the guides says.

    Attributes:
        guide: Its key, "S0" to "S4".
        dated: As it dates itself.
    """

    guide: str
    title: str
    dated: str
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the practice.

    Attributes:
        name: "T1"; `section` is what its letter stands for.
    """

    name: str
    section: str
    says: str
    passages: tuple[Passage, ...]


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its name, in the order of the practice."""
    file = Path(playbooks.__file__).with_name("practice.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    guides = {key: (each["title"], each["dated"]) for key, each in data["guides"].items()}
    return {
        name: Rule(
            name,
            data["sections"][name[0]],
            each["says"],
            tuple(
                Passage(said["guide"], *guides[said["guide"]], said["words"])
                for said in each["passages"]
            ),
        )
        for name, each in data["rules"].items()
    }


def rule(name: str) -> Rule:
    """Return a rule by its name, however that is written.

    Raises:
        UnknownError: There is none of that name.
    """
    found = rules().get(name.strip().upper())
    if found is None:
        raise UnknownError(
            told('there is no rule "{name}"', name=name[:20]), mend=did_you_mean(name[:20], rules())
        )
    return found

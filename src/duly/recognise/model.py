"""A linear model over features: weights from a file, arithmetic in plain Python.

`tools/train_recogniser.py` makes the file from the labelled mails in this repository.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from duly.recognise.meaning import MailMeaning

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "weights.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each feature: pairs of a meaning's place in `meanings` and a number.

    Attributes:
        warmth: By how much scores are divided, so that "nine in ten" is right nine times in ten.
    """

    meanings: tuple[MailMeaning, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    warmth: float = 1.0

    def probabilities(self, features: Mapping[str, float]) -> dict[MailMeaning, float]:
        """Return how likely each meaning is; together they make one."""
        scores = [0.0] * len(self.meanings)
        for name, value in features.items():
            weights = self.weights.get(name)
            if weights is not None:
                for index, weight in weights:
                    scores[index] += weight * value
        highest = max(scores)
        raised = [math.exp((score - highest) / self.warmth) for score in scores]
        total = sum(raised)
        return {meaning: part / total for meaning, part in zip(self.meanings, raised, strict=True)}


@cache
def packaged() -> Model:
    """Return the model that comes with Duly."""
    text = resources.files("duly.recognise").joinpath(FILE).read_text(encoding="utf-8")
    stored = json.loads(text)
    return Model(
        tuple(MailMeaning(name) for name in stored["meanings"]),
        {name: _paired(flat) for name, flat in stored["weights"].items()},
        stored["warmth"],
    )


def _paired(flat: list[int]) -> tuple[tuple[int, float], ...]:
    """Undo how the file keeps weights: index, hundredths, index, hundredths, and so on."""
    return tuple(
        (index, hundredths / 100) for index, hundredths in zip(flat[::2], flat[1::2], strict=True)
    )

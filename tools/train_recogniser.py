"""Train the recogniser's weights from the labelled mails in this repository.

    python tools/train_recogniser.py            writes src/duly/recognise/weights.json
    python tools/train_recogniser.py --folds 5  leaves out whole batches in turn, writes nothing

Multinomial logistic regression by stochastic gradient descent with AdaGrad, from a fixed seed, in
plain Python. A cue starts at its own weight and is drawn back to it, everything else to zero: what
a person knows stands until the mails say otherwise. The held-out half is never read here.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

from duly.formats.mail import read_mail
from duly.recognise.cues import all_cues
from duly.recognise.features import features_of, reading_of
from duly.recognise.matter import matter_of
from duly.recognise.meaning import MailMeaning
from duly.recognise.recogniser import letter_of, matter_in
from duly.recognise.structure import Make, make_of

ROOT: Final = Path(__file__).resolve().parents[1]
SET: Final = ROOT / "tests" / "recognise" / "set"
WEIGHTS: Final = ROOT / "src" / "duly" / "recognise" / "weights.json"
MEANINGS: Final = tuple(MailMeaning)
SEED: Final = 20250604
ROUNDS: Final = 15
RATE: Final = 0.25
ORDERS: Final = 5
DRAWN_BACK: Final = 0.0025
"""How strongly a weight is drawn back to where it started."""
FEWEST: Final = 3
"""In how many mails a word must occur to be weighed."""
WARMTH: Final = 1.1
"""By how much scores are divided; `--folds` shows what a warmth costs."""
WARMTHS: Final = (0.8, 1.0, 1.1, 1.3, 1.6)
BATCH: Final = 40
LEAST: Final = 16
"""Weights under this many hundredths are not kept."""

Row = list[float]


class Example(NamedTuple):
    """One labelled text."""

    features: dict[str, float]
    label: int
    weight: float


def mails() -> list[Example]:
    """Return the training half of the set."""
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["file"].startswith("held-out/")]
    return [_mail(SET / row["file"], MailMeaning(row["meaning"])) for row in rows]


def _mail(path: Path, meaning: MailMeaning) -> Example:
    mail = read_mail(path.read_bytes(), where=str(path))
    letter, make = letter_of(mail), make_of(mail)
    reading = reading_of(mail.subject, letter.own)
    found = features_of(reading, make, letter.own, matter_in(mail, make, letter))
    return Example(found, MEANINGS.index(meaning), 1.0)


def phrases() -> list[Example]:
    """Return the single sentences, each a small mail of its own."""
    path = SET / "phrases.toml"
    stored: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Example(
            features_of(reading_of("", text), Make(), text, matter_of(text, "", "", Make())),
            MEANINGS.index(MailMeaning(name)),
            0.5,
        )
        for name, texts in stored.items()
        for text in texts
    ]


def start() -> dict[str, Row]:
    """Return the weights before anything is learned: those of the cues."""
    found = {}
    for cue in all_cues():
        row = [0.0] * len(MEANINGS)
        row[MEANINGS.index(cue.meaning)] = cue.weight * 0.6
        found[f"cue:{cue.name}"] = row
    for meaning in MEANINGS:
        for least in (2, 3, 4):
            row = [0.0] * len(MEANINGS)
            row[MEANINGS.index(meaning)] = 0.8
            found[f"many:{meaning.value} {least}"] = row
    return found


def train(examples: list[Example]) -> dict[str, Row]:
    """Return the weights learned from examples, the mean over several orders of them.

    What one order happens to end with moves a mail in a hundred; the mean of several moves less.
    """
    learned = [_trained(examples, SEED + order) for order in range(ORDERS)]
    return {
        name: [sum(parts) / ORDERS for parts in zip(*(one[name] for one in learned), strict=True)]
        for name in learned[0]
    }


def _trained(examples: list[Example], seed: int) -> dict[str, Row]:
    """Return the weights learned from examples in one order."""
    seen = Counter(name for example in examples for name in example.features)
    first = start()
    known = {name for name, count in seen.items() if count >= FEWEST} | set(first)
    weights = {name: list(first.get(name, [0.0] * len(MEANINGS))) for name in sorted(known)}
    squares = {name: [1e-4] * len(MEANINGS) for name in weights}
    order = list(examples)
    chance = random.Random(seed)  # noqa: S311 - to be the same each time, not to be secret
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for example in order:
            _step(example, weights, squares, first)
    return weights


def _step(
    example: Example, weights: dict[str, Row], squares: dict[str, Row], first: dict[str, Row]
) -> None:
    errors = _errors(example, weights)
    for name, value in example.features.items():
        if name not in weights:
            continue
        row, past = weights[name], squares[name]
        begun = first.get(name)
        for index, error in enumerate(errors):
            origin = begun[index] if begun else 0.0
            slope = error * value * example.weight + DRAWN_BACK * (row[index] - origin)
            past[index] += slope * slope
            row[index] -= RATE * slope / math.sqrt(past[index])


def _errors(example: Example, weights: dict[str, Row]) -> Row:
    raised = scores(example.features, weights)
    highest = max(raised)
    parts = [math.exp(score - highest) for score in raised]
    total = sum(parts)
    return [part / total - (index == example.label) for index, part in enumerate(parts)]


def scores(features: dict[str, float], weights: dict[str, Row]) -> Row:
    """Return the score of each meaning."""
    found = [0.0] * len(MEANINGS)
    for name, value in features.items():
        row = weights.get(name)
        if row is not None:
            for index, weight in enumerate(row):
                found[index] += weight * value
    return found


def write(weights: dict[str, Row]) -> int:
    """Write the weights worth keeping; return the size of the file."""
    kept = {}
    for name, row in sorted(weights.items()):
        sparse = [
            number
            for index, weight in enumerate(row)
            if abs(round(weight * 100)) >= LEAST
            for number in (index, round(weight * 100))
        ]
        if sparse:
            kept[name] = sparse
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in kept.items()
    )
    names = json.dumps([meaning.value for meaning in MEANINGS])
    text = f'{{"meanings":{names},\n"warmth":{WARMTH},\n"weights":{{\n{lines}\n}}}}\n'
    WEIGHTS.write_text(text, encoding="utf-8")
    return len(text.encode())


def folds(count: int) -> list[str]:
    """Return what weights make of batches of mail they never saw, and how warm scores should be.

    Mails written together lie next to one another and resemble each other, so it is whole batches
    that are left out, not every fifth mail.
    """
    all_mails, extra = mails(), phrases()
    batches = [all_mails[at : at + BATCH] for at in range(0, len(all_mails), BATCH)]
    told: list[tuple[Row, int]] = []
    for fold in range(count):
        seen = [one for at, batch in enumerate(batches) if at % count != fold for one in batch]
        weights = train([*seen, *extra])
        told += [
            (scores(one.features, weights), one.label)
            for batch in batches[fold::count]
            for one in batch
        ]
    right = sum(found.index(max(found)) == label for found, label in told)
    losses = ", ".join(f"{warmth}: {_loss(told, warmth):.3f}" for warmth in WARMTHS)
    return [f"right, cross-validated: {right / len(told):.1%}", f"loss by warmth: {losses}"]


def _loss(told: list[tuple[Row, int]], warmth: float) -> float:
    """Return the mean surprise at the right meaning where scores are divided by a warmth."""
    surprise = 0.0
    for found, label in told:
        highest = max(found)
        raised = [math.exp((score - highest) / warmth) for score in found]
        surprise -= math.log(max(1e-9, raised[label] / sum(raised)))
    return surprise / len(told)


def main() -> int:
    """Train and write, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folds", type=int, default=0)
    asked = parser.parse_args()
    if asked.folds:
        sys.stdout.write("\n".join(folds(asked.folds)) + "\n")
        return 0
    size = write(train([*mails(), *phrases()]))
    sys.stdout.write(f"{WEIGHTS.relative_to(ROOT)}: {size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Milliseconds a letter, the first letter, memory, growth with size, and how often it is right."""

from __future__ import annotations

import importlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from duly.letters.checks.base import Severity
from duly.letters.judge import judge

SETS = Path(__file__).parents[1] / "tests/letters"
WANTED_P95, WANTED_FIRST, WANTED_MB = 5, 60, 40
_LETTER = """Dear Ms. Lindgren,

Thank you for your time on Tuesday. You asked how I would shorten the month-end close, and my
answer was too brief. I would begin with the intercompany accounts, because that is where your
team loses two days, and ask each subsidiary to confirm balances on the 25th rather than the
31st. At my last firm that alone brought the close from nine days to six, and nobody had to stay
late for it.

I enjoyed hearing about your plans for the Oslo office. You mentioned that the two ledgers there
have never agreed, and that the auditors have begun to ask. I have reconciled two ledgers
before, after a merger, and learned to start with the suppliers that both of them pay. It took
one patient clerk and me six weeks, and we found that most of the difference came from a single
bank account. I would be glad to try the same with your people, and to write down how it was
done.

Please thank Mr. Berg for the tour and for his advice about the ferry. I remain very interested
in the position, and would be happy to send the names of two people who can speak about my work.

Kind regards,
Farah Aziz
"""
_FIRST = """
import sys, time
start = time.process_time()
from duly.letters.judge import judge
judge(sys.argv[1])
print((time.process_time() - start) * 1000)
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def per_letter(count: int = 300) -> tuple[float, float]:
    """Return the median and the 95th percentile of milliseconds a letter."""
    judge(_LETTER)
    spent = []
    for _ in range(count):
        start = time.process_time()
        judge(_LETTER)
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def first_letter() -> tuple[float, float]:
    """Return milliseconds for import and first letter in a new process, and its peak memory."""
    command = [sys.executable, "-c", _FIRST, _LETTER]
    found = []
    with tempfile.TemporaryDirectory() as cache:  # an installed program has its bytecode
        known = {"PYTHONPYCACHEPREFIX": cache, "PATH": os.environ.get("PATH", "")}
        for _ in range(6):
            run = subprocess.run(command, capture_output=True, text=True, check=True, env=known)
            found.append(tuple(map(float, run.stdout.split())))
    return min(found)[0], min(found)[1]


def growth(sample: str) -> tuple[float, float]:
    """Return seconds for 100 KB and for 1 MB of a text repeated."""
    spent = []
    for size in (100_000, 1_000_000):
        text = (sample * (size // len(sample) + 1))[:size]
        start = time.process_time()
        judge(text)
        spent.append(time.process_time() - start)
    return spent[0], spent[1]


def figures(folder: str) -> str:
    """Return how a folder of the set of letters fares."""
    sys.path.insert(0, str(SETS))
    letters = importlib.import_module("development_set").cases(folder)
    found = [(c, judge(c.body, subject=c.subject, context=c.context)) for c in letters]
    if "good" in folder:
        counts = [len(judgement.findings) for _, judgement in found]
        hurt = sum(any(f.severity is Severity.HURTS for f in j.findings) for _, j in found)
        return f"{len(found)} letters, median findings {statistics.median(counts):.0f}, hurt {hurt}"
    caught = sum(any(f.check == c.expect for f in j.findings) for c, j in found)
    return f"{len(found)} letters, caught for the right reason {caught / len(found):.0%}"


def main() -> None:
    """Print the figures."""
    median, p95 = per_letter()
    words = len(_LETTER.split())
    print(
        f"  a letter of {words} words: p50 {median:.1f} ms, p95 {p95:.1f} ms (wanted {WANTED_P95})"
    )
    first, memory = first_letter()
    print(f"  import and first letter: {first:.0f} ms (wanted {WANTED_FIRST})")
    print(f"  peak memory of that process: {memory:.0f} MB (wanted {WANTED_MB})")
    for name, sample in (("letters", _LETTER), ("one word", "please "), ("brackets", "[<{(")):
        small, large = growth(sample)
        print(f"  {name}: 100 KB {small:.2f} s, 1 MB {large:.2f} s, {large / small:.1f} times")
    for folder in sorted(path.name for path in (SETS / "set").iterdir()):
        print(f"  {folder}: {figures(folder)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory with 1 MB letters: {peak:.0f} MB")


if __name__ == "__main__":
    main()

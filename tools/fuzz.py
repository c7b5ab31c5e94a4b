"""Damage good files at random and see whether every parser still answers, and quickly.

    python -m tools.fuzz mail --minutes 20          one parser; without a name, each in turn
    python -m tools.fuzz mail --seed 7 --inputs 500 the same inputs each time
    python -m tools.fuzz mail --file fuzzed/mail-1-532.bin

An input passes where the parser returns, or raises an error of its own, within two seconds of
processor time, while the process that reads them all never grows by more than 256 MB. The parser
runs in a child with RLIMIT_AS and a timer; the parent watches it and starts another where it dies.
Every input that does not pass is kept in a folder, and a line printed that tries it again.
Good files are those of the tests, and of the corpus where DULY_CORPUS names it. Unix only.
"""

from __future__ import annotations

import argparse
import mmap
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from tools.mutations import mutated
from tools.parsers import PARSERS, ROOT, seeds_of

if TYPE_CHECKING:
    from types import FrameType

    from tools.parsers import Parser

MOST_SECONDS: Final = 2.0
MOST_GROWTH: Final = 256 * 2**20
HUNG_AFTER: Final = 60.0
"""Seconds by the clock without a new input before the child is ended from outside."""
MOST_OF_A_KIND: Final = 3
"""Inputs that fail at the same place are alike; more than a few are not kept."""
FOLDER: Final = ROOT / "fuzzed"


class Tally(NamedTuple):
    """How far the child is; it lies in memory that outlives it.

    Attributes:
        place: Which input is being tried.
        slowest: Seconds of processor time.
        largest: Bytes.
    """

    place: int = 0
    tried: int = 0
    refused: int = 0
    failed: int = 0
    slowest: float = 0.0
    slowest_index: int = 0
    largest: int = 0


_TALLY: Final = struct.Struct("=QQQQdQQ")


class _TooSlowError(BaseException):
    """Time is up; not an Exception, so that no parser takes it for one of its own."""


class Asked(NamedTuple):
    """What is to be tried: a parser by name, from which random numbers, and how long."""

    name: str
    seed: int
    minutes: float
    inputs: int
    folder: Path


# The child


def child(asked: Asked, first: int, shared: Path) -> None:
    """Try one input after the other until the parent has had enough."""
    parser, seeds = PARSERS[asked.name], seeds_of(PARSERS[asked.name])
    kinds: Counter[str] = Counter()
    with shared.open("r+b") as file, mmap.mmap(file.fileno(), _TALLY.size) as memory:
        _warm_up(parser, seeds)
        tally = Tally(*_TALLY.unpack(memory[:]))
        for index in range(first, asked.inputs or sys.maxsize):
            data = mutated(Random(f"{asked.name} {asked.seed} {index}"), seeds)  # noqa: S311
            memory[:] = _TALLY.pack(*tally._replace(place=index))
            seconds, refused, fault = trial(parser, data)
            if fault:
                _keep(asked, index, data, fault, kinds)
            tally = _counted(tally, index, data, seconds)._replace(
                refused=tally.refused + refused, failed=tally.failed + bool(fault)
            )
            memory[:] = _TALLY.pack(*tally)


def _warm_up(parser: Parser, seeds: list[bytes]) -> None:
    """Let everything be imported and compiled, then allow little more memory than that."""
    warnings.simplefilter("error")
    signal.signal(signal.SIGPROF, _time_is_up)
    for data in seeds[:20]:
        trial(parser, data)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MOST_GROWTH
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _time_is_up(_number: int, _frame: FrameType | None) -> None:
    raise _TooSlowError


def trial(parser: Parser, data: bytes) -> tuple[float, bool, str]:
    """Return how long an input took, whether it was refused, and what is wrong, if anything."""
    began = time.process_time()
    refused, fault = False, ""
    try:
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        parser.read(data)
    except parser.refusals:
        refused = True
    except _TooSlowError:
        fault = f"over {MOST_SECONDS:.0f} s\n{traceback.format_exc()}"
    except Exception:  # noqa: BLE001 - which one it is, is what is looked for
        fault = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began, refused, fault


def _counted(tally: Tally, index: int, data: bytes, seconds: float) -> Tally:
    tally = tally._replace(
        place=index, tried=tally.tried + 1, largest=max(tally.largest, len(data))
    )
    if seconds > tally.slowest:
        tally = tally._replace(slowest=seconds, slowest_index=index)
    return tally


def _keep(asked: Asked, index: int, data: bytes, fault: str, kinds: Counter[str]) -> None:
    kind = "\n".join(line for line in fault.splitlines()[-4:] if "line" in line or "Error" in line)
    kinds[kind] += 1
    if kinds[kind] <= MOST_OF_A_KIND:
        _say(f"\n{fault.rstrip()}\n{_kept(asked, index, data)}")


def _kept(asked: Asked, index: int, data: bytes) -> str:
    """Keep an input; return the command that tries it again."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    path = asked.folder / f"{asked.name}-{asked.seed}-{index}.bin"
    path.write_bytes(data)
    return f"  again: python -m tools.fuzz {asked.name} --file {path}"


# The parent


def fuzz(asked: Asked) -> int:
    """Watch over children until the time is over; return how many inputs did not pass."""
    until = time.monotonic() + asked.minutes * 60
    died = 0
    with tempfile.TemporaryDirectory() as place:
        shared = Path(place, "tally")
        shared.write_bytes(_TALLY.pack(*Tally()))
        first = 0
        while time.monotonic() < until and (not asked.inputs or first < asked.inputs):
            code = _watched(asked, first, shared, until)
            tally = _read(shared)
            if code is None or (code == 0 and asked.inputs):
                break
            died += 1
            _say(f"\nthe process ended with {code}\n{_again(asked, tally.place)}")
            first = tally.place + 1
        tally = _read(shared)
    _say(_summary(asked, tally, died))
    return tally.failed + died


def _watched(asked: Asked, first: int, shared: Path, until: float) -> int | None:
    """Return how a child ended; None where the time was over first."""
    command = [sys.executable, "-m", "tools.fuzz", asked.name, "--first", str(first)]
    command += ["--seed", str(asked.seed), "--inputs", str(asked.inputs)]
    command += ["--folder", str(asked.folder), "--shared", str(shared)]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - ourselves
    last, since = -1, time.monotonic()
    try:
        while time.monotonic() < until:
            try:
                return process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                tried = _read(shared).tried
            if tried != last:
                last, since = tried, time.monotonic()
            elif time.monotonic() - since > HUNG_AFTER:
                process.kill()
        return None
    finally:
        process.kill()
        process.wait()


def _read(shared: Path) -> Tally:
    return Tally(*_TALLY.unpack(shared.read_bytes()))


def _again(asked: Asked, index: int) -> str:
    data = mutated(Random(f"{asked.name} {asked.seed} {index}"), seeds_of(PARSERS[asked.name]))  # noqa: S311
    return _kept(asked, index, data)


def _summary(asked: Asked, tally: Tally, died: int) -> str:
    return (
        f"{asked.name}, seed {asked.seed}: {tally.tried:,} inputs, {tally.refused:,} refused; "
        f"slowest {tally.slowest:.3f} s (input {tally.slowest_index}), largest {tally.largest:,} "
        f"bytes; {tally.failed} faults, {died} ends of the process"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _one_file(name: str, path: Path) -> int:
    signal.signal(signal.SIGPROF, _time_is_up)
    seconds, refused, fault = trial(PARSERS[name], path.read_bytes())
    _say(fault or f"{'refused' if refused else 'read'} in {seconds:.3f} s")
    return bool(fault)


def main() -> int:
    """Fuzz what the arguments say; return 1 where anything was found."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("parser", nargs="?", choices=[*PARSERS, "all"], default="all")
    reader.add_argument("--minutes", type=float, default=1.0, help="for each parser")
    reader.add_argument("--inputs", type=int, default=0, help="stop after that many")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--folder", type=Path, default=FOLDER, help="for what does not pass")
    reader.add_argument("--file", type=Path, help="try this one file only")
    reader.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    reader.add_argument("--shared", type=Path, help=argparse.SUPPRESS)
    given = reader.parse_args()
    os.chdir(ROOT)
    if given.file:
        return _one_file(given.parser, given.file)
    names = list(PARSERS) if given.parser == "all" else [given.parser]
    asked = [Asked(name, given.seed, given.minutes, given.inputs, given.folder) for name in names]
    if given.shared:
        child(asked[0], given.first, given.shared)
        return 0
    return 1 if sum([fuzz(each) for each in asked]) else 0


if __name__ == "__main__":
    sys.exit(main())

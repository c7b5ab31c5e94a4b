"""How long a mailbox takes to go through, against ripgrep over the same bytes.

    python -m bench.scan [MESSAGES [MEGABYTES]]

An mbox and a Maildir of the same mails are made in a temporary place. Each pair of runs, ours in a
process of its own and ripgrep's, follow one another, so that a noisy machine slows both alike.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

WANTED: Final = 4
PEAK_MB: Final = 60
AGAIN_SECONDS: Final = 0.1
RUNS: Final = 5
PHRASES: Final = (
    *("your application", "interview", "thank you for applying", "unfortunately", "next steps"),
    *("hiring manager", "job offer", "candidate", "the position", "recruiter"),
)


class Run(NamedTuple):
    """Seconds of one process; `cpu` is user and system."""

    wall: float
    cpu: float


def main() -> None:
    """Make the mailboxes, go through them, print; or be the process that goes through one."""
    if sys.argv[1:2] == ["--through"]:
        print(json.dumps(through(Path(sys.argv[2]))))
        return
    from bench import mailbox

    told = [int(one) for one in sys.argv[1:3]]
    count, megabytes = (*told, *(mailbox.MESSAGES, mailbox.MEGABYTES)[len(told) :])
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("box.mbox", mailbox.write_mbox), ("box", mailbox.write_maildir)):
            place = Path(folder) / name
            write(place, mailbox.messages(count, megabytes))
            print(f" {name}: {count:,} messages, {_megabytes(place):.0f} MB")
            against_ripgrep(place, count)
            again(place, count)
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def against_ripgrep(place: Path, count: int) -> None:
    """Print how long we take, and ripgrep, and what was found."""
    ours = [sys.executable, "-m", "bench.scan", "--through", str(place)]
    rg = shutil.which("rg")
    if rg is None:
        print("  ripgrep is not here: `apt install ripgrep` or `brew install ripgrep`")
    theirs = [rg or "", "-i", "-c", *(f"-e{phrase}" for phrase in PHRASES), str(place)]
    figures, _ = timed(ours)
    pairs = [(timed(ours)[1], timed(theirs)[1] if rg else Run(0, 0)) for _ in range(RUNS)]
    told = json.loads(figures)
    worth = len(range(50, count, 100))
    print(f"  found {told['hiring']} of {worth} hiring mails, and {told['others']} others")
    print(f"  peak memory {told['peak']:.0f} MB (wanted at most {PEAK_MB} MB)")
    for name in Run._fields:
        mine, its = ([getattr(run, name) for run in side] for side in zip(*pairs, strict=True))
        line = f"  {name}: {statistics.median(mine):.2f} s"
        if rg:
            ratio = statistics.median(one / two for one, two in zip(mine, its, strict=True))
            line += f", ripgrep {statistics.median(its):.2f} s, {ratio:.1f} times"
            line += f" (wanted at most {WANTED})"
        print(line)


def again(place: Path, count: int) -> None:
    """Print how long the hundred mails take that come after a first pass."""
    from bench import mailbox

    mark = through(place)["mark"]
    new = list(mailbox.messages(count + 100, 10, seed=8))[-100:]
    if place.is_dir():
        mailbox.write_maildir(place, iter(new), begin=count)
    else:
        mailbox.write_mbox(place, iter(new))
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        told = through(place, str(mark))
        seconds.append(time.perf_counter() - begun)
    assert told["looked_at"] == 100, told
    bound = f"wanted well under {1000 * AGAIN_SECONDS:.0f} ms"
    bound = f"{count + 100:,} files listed" if place.is_dir() else bound
    print(f"  100 mails more: {1000 * statistics.median(seconds):.0f} ms ({bound})")


def through(place: Path, mark: str = "") -> dict[str, float | str]:
    """Go through a mailbox as a pass over it does; return what was found and the peak memory."""
    from duly.adapters.local import source_at
    from duly.recognise.candidates import is_candidate

    hiring = others = looked_at = 0
    for stretch in source_at(place).scan(mark, is_candidate):
        worth = sum(b"\nMessage-ID: <hiring-" in b"\n" + one.data[:8_000] for one in stretch.found)
        hiring += worth
        others += len(stretch.found) - worth
        looked_at += stretch.looked_at
        mark = stretch.mark
    told: dict[str, float | str] = {"hiring": hiring, "others": others, "looked_at": looked_at}
    return {**told, "mark": mark, "peak": _peak()}


def _peak() -> float:
    """Return the most megabytes this process has had in memory."""
    import resource

    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def timed(command: list[str]) -> tuple[str, Run]:
    """Run a command; return what it printed and how long it took."""
    with tempfile.TemporaryFile("w+") as out:
        begun = time.perf_counter()
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - begun
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
        out.seek(0)
        return out.read(), Run(wall, usage.ru_utime + usage.ru_stime)


def _megabytes(place: Path) -> float:
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return sum(file.stat().st_size for file in files) / 1_000_000


if __name__ == "__main__":
    main()

"""CPU of `duly plan` on a small file, as a multiple of `python -c pass` in the same run."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

WANTED = 10
RUNS = 21
FACTS = """
at = 2026-03-12T09:00:00
[me]
name = "Sam Field"
time_zone = "America/New_York"
country = "US"
[[opportunity]]
id = "acme"
company = "Acme"
role = "Data analyst"
[[person]]
id = "ana"
name = "Ana Ruiz"
email = "ana@acme.example"
[[fact]]
at = 2026-03-10T15:00:00
what = "interview"
with = ["ana"]
"""


def cpu(*command: str) -> float:
    """Return the CPU milliseconds, user and system, of a command."""
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def main() -> None:
    """Print the figures, pair by pair so that a noisy machine slows both alike."""
    duly = str(Path(sys.executable).with_name("duly"))
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(FACTS)
        file.flush()
        cpu(duly, "plan", file.name)
        pairs = [
            (cpu(sys.executable, "-c", "pass"), cpu(duly, "plan", file.name)) for _ in range(RUNS)
        ]
    nothing, plan = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(second / first for first, second in pairs)
    print(f"  python -c pass {nothing:.0f} ms, duly plan {plan:.0f} ms of CPU")
    print(f"  ratio: {ratio:.1f} (wanted at most {WANTED})")


if __name__ == "__main__":
    main()

"""Run every benchmark in a process of its own, so that memory and imports are its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MAKERS = {"mailbox"}
"""What others measure with; it measures nothing itself."""


def main() -> int:
    """Run the benchmarks named, or all of them; return how many failed."""
    here = Path(__file__).parent
    names = sys.argv[1:] or sorted(
        path.stem
        for path in here.glob("*.py")
        if not path.stem.startswith("_") and path.stem not in MAKERS
    )
    failed = 0
    for name in names:
        print(f"\n{name}", flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode != 0
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())

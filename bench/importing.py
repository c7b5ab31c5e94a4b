"""What reading a mailbox into the store costs, from the first message to the settled plan.

    python -m bench.importing [MESSAGES [MEGABYTES]]

`duly import` of a whole mailbox in a process of its own, twice; then, in one process with
everything loaded, a hundred new mails that are all about the search: what a sync does of a morning.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import mailbox

NEW_SECONDS: Final = 0.3
NEW: Final = 100
ROUNDS: Final = 4
DULY: Final = [sys.executable, "-c", "from duly.cli.main import run; run()"]


def main() -> None:
    """Make the mailbox, import it, print."""
    told = [int(one) for one in sys.argv[1:3]]
    count, megabytes = (*told, *(mailbox.MESSAGES, mailbox.MEGABYTES)[len(told) :])
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            XDG_CACHE_HOME=f"{folder}/cache",
            XDG_DATA_HOME=f"{folder}/data",
            XDG_CONFIG_HOME=f"{folder}/config",
        )
        who = ["--name", "Sam Field", "--zone", "America/New_York", "--country", "US"]
        run("me", *who, "--email", "sam.field@mail.example")
        place = Path(folder) / "box.mbox"
        mailbox.write_mbox(place, mailbox.messages(count, megabytes))
        whole(place, count)
        new_mails()


def run(*arguments: str) -> float:
    """Run one command, as people do; return the seconds it took."""
    begun = time.perf_counter()
    done = subprocess.run([*DULY, *arguments], check=False, stdout=subprocess.DEVNULL)
    assert done.returncode in (0, 3, 4), done
    return time.perf_counter() - begun


def whole(place: Path, count: int) -> None:
    """Print what a first and a second import of a mailbox take."""
    first = run("import", str(place))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f" {count:,} messages, {place.stat().st_size / 1e6:.0f} MB")
    print(f"  imported and settled: {first:.1f} s, peak memory {peak:.0f} MB")
    print(f"  a second time:        {run('import', str(place)):.1f} s")


def new_mails() -> None:
    """Print what a hundred new mails about the search take, once everything is loaded."""
    from duly.adapters.base import Form, Found
    from duly.adapters.memory import MemorySource
    from duly.services import reading

    files = sorted((mailbox.SET / "held-out").glob("*.eml"))
    seconds = []
    for number in range(ROUNDS):
        mails = [
            Found(Form.MAIL, path.name, b"Message-ID: <%d-%d@bench.example>\n" % (number, place)
                  + path.read_bytes())
            for place, path in enumerate(files[number * NEW : (number + 1) * NEW])
        ]  # fmt: skip
        source = MemorySource(mails, name=f"new-{number}")
        begun = time.process_time()
        read = reading.read(source, datetime.now(UTC), reading.Wish(), lambda _passed, _look: None)
        seconds.append(time.process_time() - begun)
    print(f"  {NEW} new mails about the search: {statistics.median(seconds):.2f} s of CPU "
          f"(wanted at most {NEW_SECONDS} s); {read.kept} kept in the last round")  # fmt: skip


if __name__ == "__main__":
    main()

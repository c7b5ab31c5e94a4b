"""Several processes at once: each waits its turn, nothing is lost, nobody reads "locked"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WRITERS, WRITES = 8, 20


def test_eight_processes_of_twenty_writes_lose_nothing(home: Any) -> None:
    ended = ("--ended", "yesterday 15:00", "--with", "Ana <a@acme.example>", "--with", "Bo")
    assert home.duly("interview", "Acme", *ended).returncode == 0
    script = str(Path(__file__).with_name("writer.py"))
    writers = [home.start(script, f"writer{n}", str(WRITES)) for n in range(WRITERS)]
    readers = [home.start("-c", "from duly.cli.main import run; run()", "today") for _ in range(3)]
    for process in [*writers, *readers]:
        out, err = process.communicate(timeout=240)
        assert process.returncode == 0, (out[-500:], err)
        assert err == ""
    noted = {note for (note,) in home.rows("SELECT note FROM store_fact WHERE what = 'received'")}
    assert noted == {f"writer{n}-{i}" for n in range(WRITERS) for i in range(WRITES)}
    home.check()

"""One reading at a time beside the page, in a process of its own, and how far it has come."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from signal import SIGTERM
from threading import Lock, Thread
from typing import Any, Final

from duly.core.errors import DulyError, NeedsUserError
from duly.core.told import unpacked

_MOST_REMARKS: Final = 20


@dataclass(frozen=True, slots=True)
class Came:
    """What came of reading one source.

    Attributes:
        failed: Why it could not be read, or not to its end; None where it was.
        kept: Mails about the search that were new.
        settled: What was noted by itself, because it is certain.
        interviews: What calendar files brought.
        people: Those who were completed from cards or connections.
        passed_over: How many cards or connections are of nobody in the search.
        remarks: What is to be known besides, in sentences; and why some of it was refused.
    """

    title: str
    failed: DulyError | None = None
    guessed: str = ""
    looked_at: int = 0
    kept: int = 0
    settled: int = 0
    interviews: int = 0
    people: int = 0
    passed_over: int = 0
    remarks: tuple[str | DulyError, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading as it stands.

    Attributes:
        running: It goes on.
        title: What is being read just now.
        share: How much of that is done, from 0 to 1; None where nobody can tell.
        rate: "12 MB/s"; `left` is "0:42".
        again: Everything is looked at once more, for what belongs to what was found.
        came: What came of the sources that are done.
        stopped: It was ended before its time.
        broken: It ended by itself without a word.
    """

    running: bool = True
    title: str = ""
    share: float | None = None
    rate: str = ""
    left: str = ""
    looked_at: int = 0
    again: bool = False
    came: tuple[Came, ...] = field(default=())
    stopped: bool = False
    broken: bool = False


class Readings:
    """The reading of this process, for any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._now: Reading | None = None

    def current(self) -> Reading | None:
        """Return the reading that goes on, or the last that did; None where there was none."""
        with self._lock:
            return self._now

    def begin(self, files: list[str], afterwards: Callable[[], None]) -> None:
        """Begin to read files, or with none of them every mailbox that is connected.

        Args:
            files: Their paths.
            afterwards: What is done once it has ended, however it ended.

        Raises:
            NeedsUserError: Another reading goes on.
        """
        with self._lock:
            if self._now and self._now.running:
                raise NeedsUserError(
                    "something is being read already", mend="Wait for it to end, or stop it."
                )
            process = subprocess.Popen(  # noqa: S603 - a list, and paths that are ours
                [sys.executable, "-m", "duly.worker.reading", *files],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self._process, self._now = process, Reading()
        Thread(target=self._follow, args=(process, afterwards), daemon=True).start()

    def stop(self) -> None:
        """End the reading, if one goes on; what was read is kept."""
        with self._lock:
            process = self._process
        if process and process.poll() is None:
            process.terminate()
            process.wait()

    def _follow(self, process: subprocess.Popen[bytes], afterwards: Callable[[], None]) -> None:
        """Take note of what the process says, until it has ended."""
        with process:
            for line in process.stdout or ():
                told = json.loads(line)
                with self._lock:
                    self._now = _after(self._now or Reading(), told)
        afterwards()
        stopped = process.returncode == -SIGTERM
        broken = process.returncode != 0 and not stopped
        with self._lock:
            known = self._now or Reading()
            self._now = replace(known, running=False, stopped=stopped, broken=broken)


def _after(known: Reading, told: dict[str, Any]) -> Reading:
    """Return a reading as it stands after a line of its process."""
    title = told.pop("title")
    if "failed" in told:
        return replace(known, came=(*known.came, Came(title, failed=_error(told["failed"]))))
    if "came" in told:
        found = told["came"]
        remarks = tuple(_remark(each) for each in found.pop("remarks")[:_MOST_REMARKS])
        return replace(known, came=(*known.came, Came(title, **found, remarks=remarks)))
    return Reading(title=title, came=known.came, **told)


def _remark(packed: Any) -> str | DulyError:
    if isinstance(packed, dict) and "found" in packed:
        return _error(packed)
    remark: str = unpacked(packed)
    return remark


def _error(packed: dict[str, Any]) -> DulyError:
    return DulyError(**{name: unpacked(text) for name, text in packed.items()})


READINGS: Final = Readings()
"""The reading of this process."""

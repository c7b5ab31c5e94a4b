"""The demo's own page: another process on another database, so that nothing of the two can mix."""

from __future__ import annotations

import json
import subprocess
import sys

from duly.adapters.running import ServerError
from duly.core.told import told


def opened() -> str:
    """Fill the demo afresh and start its page; return the link that opens it.

    Raises:
        ServerError: It does not start.
    """
    _duly("demo", "--json")
    said = _duly("--demo", "desk", "--json")
    return str(json.loads(said)["url"])


def _duly(*arguments: str) -> str:
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "duly", *arguments], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise ServerError(told("the demo did not open ({said})", said=ran.stderr.strip()[-300:]))
    return ran.stdout

"""One of several processes that write at once: notes a number of messages, one command each."""

from __future__ import annotations

import sys

from duly.cli.main import main

name, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    code = main(["received", "acme", "other", "--note", f"{name}-{number}", "--json"])
    if code != 0:
        sys.exit(code)

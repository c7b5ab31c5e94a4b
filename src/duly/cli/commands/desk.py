"""`duly desk`: the page, in the browser."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from duly.cli.asking import json_option


@click.command("desk")
@click.option("--stop", is_flag=True, help="Stop it, and the worker beside it.")
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@json_option
def command(stop: bool, no_browser: bool, as_json: bool) -> int:  # noqa: FBT001
    """Open the page in your browser, signed in by a link that works once.

    It runs in the background on this machine only, together with the worker that reads mail and
    sends approved letters at their hour.
    """
    from duly.cli.desk import say, say_json
    from duly.services import desk

    if stop:
        was_running = desk.stop()
        say(["Stopped." if was_running else "It was not running."])
        return 0 if was_running else 3
    url = desk.link(datetime.now(UTC))
    if as_json:
        say_json({"url": url})
        return 0
    shown = not no_browser and _show(url)
    say(
        [
            "Your page opens in the browser. If it does not, open this link:"
            if shown
            else "Open this link in your browser:",
            f"    {url}",
            "It works once, within ten minutes; `duly desk` gives another. Stop: duly desk --stop",
        ]
    )
    return 0


def _show(url: str) -> bool:
    """Open the browser; tell whether there is one with a screen to show it on."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, screens)):
        return False
    import webbrowser

    return webbrowser.open(url)

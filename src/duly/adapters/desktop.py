"""What the user's desktop does for us: opens an address in its program, takes text to be pasted.

Programs are started directly, never through a shell, with nothing of ours on their input or output
but the text. Which ones there are is a matter of the system; they are looked for in that order.

Met in the wild: `xclip` and `wl-copy` stay behind to serve the clipboard, and whoever waits for
their output to end waits for ever; `xdg-open` may stay as long as the program it opened; inside
tmux a terminal's own clipboard (OSC 52) is reached through tmux only.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from shutil import which
from sys import platform
from typing import Final, NamedTuple

from duly.core.errors import NeedsUserError

_SECONDS_TO_FAIL: Final = 5.0
"""A program that has not failed by then has opened what it was given."""
_SECONDS_TO_COPY: Final = 10.0
_MOST_OSC: Final = 74_994
"""Characters of base64 that terminals take (xterm's limit is the lowest known)."""
_OPENERS: Final = (("xdg-open",), ("gio", "open"), ("wslview",))
_MAC_OPENERS: Final = (("open",),)


class DesktopError(NeedsUserError):
    """There is nothing on this machine that could do it, or it did not."""


class Copied(NamedTuple):
    """Where a text went.

    Attributes:
        by: The program that took it, or "the terminal".
        surely: It said so. A terminal says nothing: some take the text, others drop it.
    """

    by: str
    surely: bool


def open_address(address: str) -> str:
    """Open an address in the program the user has for it; return who opened it.

    Args:
        address: Of a scheme that we chose: "mailto:" or "https:".

    Raises:
        DesktopError: There is no such program, or it failed.
    """
    if not address.startswith(("mailto:", "https://")):
        raise ValueError(address)
    failed = []
    for command in _MAC_OPENERS if platform == "darwin" else _OPENERS:
        if which(command[0]) is None:
            continue
        if _opens([*command, address]):
            return command[0]
        failed.append(command[0])
    raise DesktopError(
        f"{' and '.join(failed)} could not open it" if failed
        else "there is no program on this machine that opens such an address",
        mend="Is it a machine without a desktop? Save the letter with --save letter.eml instead.",
    )  # fmt: skip


def _opens(command: Sequence[str]) -> bool:
    """Start a program by itself, so that it outlives us, and see whether it fails at once."""
    try:
        process = subprocess.Popen(  # noqa: S603 - ours, found on PATH; the address is quoted
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_SECONDS_TO_FAIL) == 0
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it goes on without us, and is nobody's to wait for
        return True


def copy(text: str) -> Copied:
    """Put a text where it can be pasted from.

    Raises:
        DesktopError: There is no clipboard in reach.
    """
    for command in _clipboards():
        if which(command[0]) and _takes(command, text.encode()):
            return Copied(command[0], surely=True)
    if _terminal_takes(text):
        return Copied("the terminal", surely=False)
    raise DesktopError(
        "there is no clipboard in reach",
        expected="pbcopy, wl-copy, xclip or xsel, or a terminal",
        mend="Install one of them (wl-clipboard, xclip), or save the letter with --save.",
    )


def _clipboards() -> Iterator[tuple[str, ...]]:
    """Yield the programs that may reach the clipboard of the desktop we are on."""
    if platform == "darwin":
        yield ("pbcopy",)
    if os.environ.get("WAYLAND_DISPLAY"):
        yield ("wl-copy",)
    if os.environ.get("DISPLAY"):
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    if os.environ.get("TMUX"):
        yield ("tmux", "load-buffer", "-w", "-")


def _takes(command: Sequence[str], data: bytes) -> bool:
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_TO_COPY,
            check=False,
        )
        return done.returncode == 0
    return False


def _terminal_takes(text: str) -> bool:
    """Hand a text to the terminal's clipboard (OSC 52), wherever our output goes."""
    data = base64.b64encode(text.encode())
    if len(data) > _MOST_OSC or os.environ.get("TERM", "dumb") in ("dumb", "linux"):
        return False
    try:
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        os.write(terminal, b"\x1b]52;c;" + data + b"\x07")
    except OSError:
        return False
    finally:
        os.close(terminal)
    return True

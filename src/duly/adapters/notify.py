"""Ways of telling the user something: their desktop, and the services that apprise knows.

The desktop is told by the system's own program: `notify-send` (the freedesktop.org notification
specification) or `osascript`. Everything else is a URL of apprise's (the extra `notify`), which
is imported only when something is told.

apprise says "no" and writes its reasons into a log, with addresses and tokens in them. The log is
read here and shown to nobody; what is told of it is a status code, or that nothing was reached.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.util import find_spec
from sys import platform
from typing import TYPE_CHECKING, Final

from duly.adapters.secrets import Secret
from duly.core.errors import DulyError, WrongUsageError
from duly.core.told import told
from duly.formats.noticewords import Message

if TYPE_CHECKING:
    import apprise

MISSING: Final = (
    'Install Duly with its extra "notify": pip install "duly[notify]". '
    "Email works without it: duly notify add email"
)
_SECONDS: Final = 10
"""For the desktop's own program; apprise waits four seconds for a connection, four for a reply."""
_SCRIPT: Final = (
    "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend"
)
_STATUS: Final = re.compile(r"\berror=(\d{3})\b")
_NOT_REACHED: Final = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ConnectionRefused|Connection refused|"
    r"No route to host|Network is unreachable|SSLError|ProxyError"
)
"""What `requests` says where no connection came about: then nothing can have arrived."""
_LATER: Final = frozenset({408, 425, 429, 503})


class NotToldError(DulyError):
    """Something was not told, or nobody knows.

    Attributes:
        again: It has certainly not arrived, and what was in the way may pass.
    """

    def __init__(self, found: str, *, where: str = "", mend: str = "", again: bool = False) -> None:
        super().__init__(found, where=where, mend=mend)
        self.again = again


# The desktop


def on_desktop(message: Message) -> None:
    """Show something on the desktop of whoever runs this.

    Raises:
        NotToldError: There is no desktop, or no program that shows something on it.
    """
    command = _desktop_command(message)
    if not shutil.which(command[0]):
        raise NotToldError(
            told("there is no {program} on this machine", program=command[0]),
            where="desktop",
            mend="Install it (Debian: libnotify-bin), or be told in another way: duly notify add …",
        )
    try:
        subprocess.run(  # noqa: S603 - a list, and what is told stands behind "--"
            command, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotToldError(
            told(
                "{program} could not show it ({kind})",
                program=command[0],
                kind=type(error).__name__,
            ),
            where="desktop",
            mend="Is somebody signed in at this machine's screen?",
        ) from None


def _desktop_command(message: Message) -> list[str]:
    if platform == "darwin":
        return ["osascript", "-e", _SCRIPT, "--", message.title, message.text]
    # The text, and it alone, is markup (Desktop Notifications Specification, 1.2): "AT&T" is not.
    return [
        "notify-send",
        "--app-name=Duly",
        "--",
        message.title,
        escape(message.text, quote=False),
    ]


# Services


def available() -> bool:
    """Tell whether the extra is installed."""
    return find_spec("apprise") is not None


class Service:
    """A service that something can be told through; what it takes is loaded when it is made.

    Args:
        url: Where; it is never shown.
        where: What the user calls it.

    Attributes:
        name: What people call it: "ntfy", "Telegram".

    Raises:
        WrongUsageError: apprise knows no such service, or the extra is not installed.
    """

    def __init__(self, url: Secret, where: str = "") -> None:
        with _overheard():
            self._service = _service(url)
        self.name = str(self._service.service_name)
        self._where = where

    def tell(self, message: Message) -> None:
        """Tell something through it.

        Raises:
            NotToldError: The service said no, cannot be reached, or nobody knows.
        """
        with _overheard() as heard:
            try:
                done = self._service.notify(body=message.text, title=message.title)
            except Exception as error:  # noqa: BLE001 - somebody else's plug-in, and what it says is secret
                found = told("it failed ({kind})", kind=type(error).__name__)
                raise NotToldError(found, where=self._where) from None
        if not done:
            raise _refusal("\n".join(heard), self._where)


def _service(url: Secret) -> apprise.NotifyBase:
    if not available():
        raise WrongUsageError("apprise, which knows these addresses, is not here", mend=MISSING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # apprise's own affair
        import apprise

        asset = apprise.AppriseAsset(app_id="Duly", app_desc="Duly", app_url="")
        found = apprise.Apprise.instantiate(url.reveal(), asset=asset)
    if not found:
        raise WrongUsageError(
            "this is no address that something can be told at",
            expected="one of apprise's, such as ntfy://ntfy.sh/a-topic-nobody-guesses",
            mend="Its list: https://appriseit.com/services/",
        )
    return found


def _refusal(heard: str, where: str) -> NotToldError:
    status = _STATUS.search(heard)
    if status:
        code = int(status[1])
        mend = "" if code in _LATER else _look_at(where)
        return NotToldError(
            told("it answered {code}", code=code), where=where, mend=mend, again=code in _LATER
        )
    if _NOT_REACHED.search(heard):
        return NotToldError("it cannot be reached", where=where, again=True)
    return NotToldError("it did not say that it took it", where=where)


def _look_at(where: str) -> str:
    return told("Look at its address: duly notify remove {where}, add.", where=where)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Hear what apprise says for itself, and let nobody else hear it."""
    ear, log = _Ear(), logging.getLogger("apprise")
    kept = log.level, log.propagate
    log.addHandler(ear)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    try:
        yield ear.heard
    finally:
        log.removeHandler(ear)
        log.setLevel(kept[0])
        log.propagate = kept[1]

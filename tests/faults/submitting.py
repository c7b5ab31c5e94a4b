"""What the tests of handing letters over share: a server, its certificates, an account on it."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.contract.certificates import Authority, server_context
from tests.faults.smtp_server import Offer, Script, SmtpServer

from duly.adapters.secrets import Secret
from duly.adapters.smtp import Envelope, Patience, Security, SmtpAccount, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "Xx-canary-9f3a/7+secret=Ω"
USER = "sam@field.example"
SHORT = Patience(connect=0.5, step=0.5, body=0.7, reply=0.5, whole=4, leave=0.3)
"""For servers that will not answer."""

USUAL = Patience(connect=5, step=5, body=5, reply=5, whole=20, leave=0.3)
"""For servers that will: nobody has to hurry on a busy machine."""

ENVELOPE = Envelope(USER, "ana@acme.example")
LETTER = (
    b"From: Sam Field <sam@field.example>\r\nTo: Ana Ruiz <ana@acme.example>\r\n"
    b"Subject: Thank you\r\nMessage-ID: <1@field.example>\r\nX-Duly-Letter: 1\r\n\r\n"
    b"Dear Ana,\r\n.\r\n..two dots\r\n.one\r\nFrom now on\r\n\r\nSam\r\n"
)


@cache
def _folder() -> Any:
    return TemporaryDirectory(prefix="certificates")  # goes with the process


@cache
def authority() -> Authority:
    """Return the authority that this run's servers are vouched for by."""
    return Authority(Path(_folder().name))


@cache
def certificate() -> tuple[Path, Path]:
    return authority().certificate("mail", "localhost", "127.0.0.1")


def tls() -> ssl.SSLContext:
    return server_context(certificate())


@contextmanager
def serving(log: Path, script: Script | None = None, **offer: Any) -> Iterator[SmtpServer]:
    """Run a server that offers STARTTLS, unless told otherwise."""
    usual = Offer(tls=tls(), tokens={USER: CANARY})
    with SmtpServer(log, script, replace(usual, **offer)) as server:
        yield server


def account(server: SmtpServer, **changes: Any) -> SmtpAccount:
    """Return the user's account on it; encrypted from the start where the server is."""
    security = Security.TLS if server.offer.implicit else Security.STARTTLS
    made = SmtpAccount(
        "127.0.0.1", server.port, security, user=USER, ca_file=str(authority().file)
    )  # fmt: skip
    return replace(made, **changes)


def submission(server: SmtpServer, patience: Patience = USUAL, **changes: Any) -> Submission:
    made = account(server, **changes)
    return Submission(made, Secret(CANARY) if made.user else None, patience)


def nothing() -> None:
    """Stand in for the caller's journal where no test asks about it."""

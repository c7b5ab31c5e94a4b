"""A mailbox on a mail server: where it is, and how one signs in. Its secret is kept elsewhere."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

from duly.core.errors import WrongUsageError
from duly.core.told import told

THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class Security(StrEnum):
    """How a connection is encrypted (RFC 8314)."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"
    """Not at all; only to a server on this machine."""


class Auth(StrEnum):
    """What one signs in with."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, no password
    XOAUTH2 = "xoauth2"


PORTS: Final = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox on an IMAP server.

    Attributes:
        user: What one signs in as; mostly the address itself.
        ca_file: Certificates to trust besides the system's, for a server of one's own.

    Raises:
        WrongUsageError: The host or the port is none, or the connection would not be encrypted.
    """

    address: str
    user: str
    host: str
    port: int = 993
    security: Security = Security.TLS
    auth: Auth = Auth.PASSWORD
    ca_file: str = ""

    def __post_init__(self) -> None:
        if not _HOST.fullmatch(self.host):
            raise WrongUsageError(
                told('"{host}" is no name of a server', host=self.host[:80]),
                where="--host",
                expected="one like imap.example.com",
            )
        if not 0 < self.port < 65_536:
            raise WrongUsageError(told("there is no port {port}", port=self.port), where="--port")
        if not self.user or _CONTROL.search(self.user):
            raise WrongUsageError("the user name is empty or cannot be read", where="--user")
        if self.security is Security.PLAIN and self.host not in THIS_MACHINE:
            raise WrongUsageError(
                told(
                    "without encryption anybody on the way to {host} could read your password",
                    host=self.host,
                ),
                where="--security",
                expected="tls or starttls",
            )

    @property
    def name(self) -> str:
        """Return what tells this mailbox from every other; also what its secret is kept under."""
        return f"imap:{self.user}@{self.host}"

    def settings(self) -> dict[str, Any]:
        """Return it as plain values, to be kept."""
        return asdict(self)

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Self:
        """Return the account that was kept.

        Raises:
            WrongUsageError: It is none.
        """
        try:
            known = {name: settings[name] for name in cls.__slots__ if name in settings}
            security, auth = Security(known.pop("security")), Auth(known.pop("auth"))
            return cls(**known, security=security, auth=auth)
        except (KeyError, TypeError, ValueError) as error:
            raise WrongUsageError(
                told("what is kept of this mailbox cannot be read ({why})", why=str(error)),
                mend="Connect it again: duly connect ADDRESS.",
            ) from None

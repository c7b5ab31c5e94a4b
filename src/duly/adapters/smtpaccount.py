"""The submission server of an account. Its secret is kept elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from duly.adapters.account import THIS_MACHINE, Auth, Security
from duly.core.errors import WrongUsageError
from duly.core.told import either, told

_HOST: Final = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_IN_OTHER_WORDS: Final = {"none": Security.PLAIN}


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """A submission server (RFC 6409), and how one signs in there.

    Attributes:
        security: "plain" (or "none") only to this machine, and never with a password.
        user: What one signs in as, mostly the address itself; empty where one does not sign in.
        ca_file: Certificates to trust besides the system's, for a server of one's own (PEM).

    Raises:
        WrongUsageError: The host or the port is none, or the connection would not be encrypted.
    """

    host: str
    port: int = 465
    security: Security = Security.TLS
    user: str = ""
    auth: Auth = Auth.PASSWORD
    ca_file: str = ""

    def __post_init__(self) -> None:
        self._take(Security, "security")
        self._take(Auth, "auth")
        if not _HOST.fullmatch(self.host):
            raise WrongUsageError(
                told("{host} is no name of a server", host=f"{self.host[:80]!r}"),
                expected="one like smtp.mail.example",
            )
        if not 0 < self.port < 65_536:
            raise WrongUsageError(told("there is no port {port}", port=self.port), where=self.host)
        if _CONTROL.search(self.user):
            raise WrongUsageError("the user name has a control character", where=self.host)
        if self.security is Security.PLAIN and (self.user or self.host not in THIS_MACHINE):
            raise WrongUsageError(
                told(
                    "without encryption anybody on the way to {host} could read along",
                    host=self.host,
                ),
                where=self.place,
                expected='"tls" or "starttls"',
            )

    def _take(self, kind: type[StrEnum], name: str) -> None:
        """Make a word that was kept what it stands for; one not known is an error."""
        word = _IN_OTHER_WORDS.get(getattr(self, name), getattr(self, name))
        if word not in list(kind):
            known = either(f'"{each}"' for each in kind)
            raise WrongUsageError(
                told("{name} is {word}", name=name, word=f"{word!r:.40}"),
                where=self.host,
                expected=known,
            )
        object.__setattr__(self, name, kind(word))

    @property
    def place(self) -> str:
        """Return host and port, for people."""
        return f"{self.host}:{self.port}"

"""Where the large providers have their servers, and where an unknown one is likely to have them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from duly.adapters.account import THIS_MACHINE, Account, Auth, Security
from duly.core.errors import WrongUsageError
from duly.core.told import told

_FILE: Final = Path(__file__).with_name("providers.toml")
_COUNTRY: Final = re.compile(r"[a-z]{2,3}|com?\.[a-z]{2}")
_URL: Final = re.compile(r"(tls|starttls|plain)://([A-Za-z0-9.-]+):([0-9]{1,5})")


class Server(NamedTuple):
    """A server for one protocol."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of mail.

    Attributes:
        imap: None where it offers none.
        needs: "password", "app password" or "oauth".
        instruction: One sentence saying what to do so that signing in works.
        keeps_copy: What is sent through its servers is put among the sent mail by itself, always.
    """

    name: str
    domains: tuple[str, ...]
    imap: Server | None
    smtp: Server | None
    needs: str
    instruction: str
    user: str
    keeps_copy: bool = False

    def serves(self, domain: str) -> bool:
        """Tell whether addresses of a domain, or of one beneath it, are this provider's."""
        return any(_matches(domain, each) for each in self.domains)

    def account(self, address: str) -> Account | None:
        """Return where a mailbox of this provider is; None where there is no IMAP."""
        if self.imap is None:
            return None
        user = address.rpartition("@")[0] if self.user == "local" else address
        auth = Auth.XOAUTH2 if self.needs == "oauth" else Auth.PASSWORD
        return Account(address, user, *self.imap, auth=auth)


def _matches(domain: str, pattern: str) -> bool:
    if not pattern.endswith(".*"):
        return domain == pattern or domain.endswith(f".{pattern}")
    begins = pattern[:-1]
    return domain.startswith(begins) and bool(_COUNTRY.fullmatch(domain[len(begins) :]))


@cache
def all_known() -> tuple[Provider, ...]:
    """Return every provider that is known."""
    with _FILE.open("rb") as file:
        return tuple(_provider(each) for each in tomllib.load(file)["provider"])


def _provider(table: dict[str, Any]) -> Provider:
    return Provider(
        table["name"],
        tuple(table["domains"]),
        _server(table.get("imap", "")),
        _server(table.get("smtp", "")),
        table["needs"],
        table["instruction"],
        table.get("user", "address"),
        table.get("keeps_copy", False),
    )


def _server(url: str) -> Server | None:
    found = _URL.fullmatch(url)
    return Server(found[2], int(found[3]), Security(found[1])) if found else None


def server(url: str, *, where: str = "") -> Server:
    """Return the server that a URL names.

    Raises:
        WrongUsageError: It names none.
    """
    found = _server(url)
    if found is None:
        raise WrongUsageError(
            told('"{url}" names no server', url=url),
            where=where,
            expected="one like tls://smtp.example.com:465",
        )
    return found


def domain_of(address: str) -> str:
    """Return the domain of an address as it is looked up: lower case, and in ASCII (RFC 5890)."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def known(address: str) -> Provider | None:
    """Return the provider of an address, going by its domain."""
    domain = domain_of(address)
    return next((each for each in all_known() if each.serves(domain)), None)


def by_host(host: str, protocol: str = "imap") -> Provider | None:
    """Return the provider whose "imap" or "smtp" server that is, for people's own domains."""
    if host in THIS_MACHINE:  # Proton's Bridge, or anything else
        return None
    for each in all_known():
        server = each.imap if protocol == "imap" else each.smtp
        if server and server.host == host.lower():
            return each
    return None


def keeps_copy(account: Account) -> bool:
    """Tell whether what is sent from an account lies among its sent mail without our doing."""
    provider = by_host(account.host) or known(account.address)
    return provider is not None and provider.keeps_copy


def guesses(address: str) -> list[Account]:
    """Return where the mailbox of an address is likely to be, the likeliest and safest first.

    Nothing is looked up here. A guess that answers is still a guess: the user confirms it before
    the password goes there.
    """
    return list(_guesses(address, domain_of(address)))


def _guesses(address: str, domain: str) -> Iterator[Account]:
    for security, port in ((Security.TLS, 993), (Security.STARTTLS, 143)):
        for host in (f"imap.{domain}", f"mail.{domain}", domain):
            yield Account(address, address, host, port, security)

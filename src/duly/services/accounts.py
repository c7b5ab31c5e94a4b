"""The mailboxes that are read: found, tried, kept and let go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from duly.adapters import providers, secrets
from duly.adapters.account import Account, Security
from duly.adapters.base import SourceError
from duly.core.errors import NeedsUserError, UnknownError, did_you_mean
from duly.core.model import Me
from duly.core.told import told
from duly.services import opening

if TYPE_CHECKING:
    from duly.adapters.base import Source
    from duly.adapters.imap import Look
    from duly.adapters.secrets import Secret
    from duly.adapters.smtpaccount import SmtpAccount
    from duly.store import models


class Connected(NamedTuple):
    """A source that mail is read from.

    Attributes:
        kind: "imap" or "path".
        address: As the user names it: an address, or a path.
        read_at: When it was last read, in UTC; None where it has not been.
        account: Where the mailbox is; None for a path.
        settings: What else was said of it.
    """

    name: str
    kind: str
    address: str
    read_at: datetime | None
    account: Account | None
    settings: Mapping[str, Any]


# Finding


def find(address: str) -> Account | None:
    """Return where the mailbox of an address is, going by the providers that are known.

    Raises:
        SourceError: Its provider offers no IMAP.
    """
    provider = providers.known(address)
    if provider is None:
        return None
    account = provider.account(address)
    if account is None:
        raise SourceError(
            "mail programs cannot read this mailbox", where=address, mend=provider.instruction
        )
    return account


def instruction(account: Account) -> str:
    """Return the sentence on what a provider wants of a mail program; empty where none is known."""
    provider = providers.known(account.address) or providers.by_host(account.host)
    return provider.instruction if provider else ""


def answering(address: str) -> Iterator[Account]:
    """Try the likely servers of an address; nothing of the user's is sent to any.

    Yields:
        Those that greet as IMAP servers over an encrypted connection, with a certificate for
        their name.
    """
    from duly.adapters import imapsession

    for guess in providers.guesses(address):
        try:
            imapsession.greet(guess)
        except SourceError:
            continue
        yield guess


def look(account: Account, secret: Secret) -> Look:
    """Sign in, open the inbox without changing anything, and say what will be read.

    Raises:
        SignInError: The server does not accept the user with this secret.
        SourceError: It cannot be reached, or cannot be trusted.
    """
    from duly.adapters.imap import ImapSource

    return ImapSource(account, secret).look()


# Keeping


def connect(account: Account, secret: Secret, smtp: str = "") -> str:
    """Keep a mailbox to be read; return where its secret is kept: "keyring" or "file".

    Args:
        account: Where it is.
        secret: What one signs in with.
        smtp: The server that letters leave through, as "tls://HOST:PORT"; empty for the one that
            its provider is known to have.

    Raises:
        WrongUsageError: `smtp` names no server, or one that would not be encrypted.
        SecretsError: The secret cannot be kept; then nothing is.
        StoreError: The database cannot be written.
    """
    settings = account.settings()
    if smtp:
        settings["smtp"] = _submission(account, smtp)
    kept = secrets.store(account.name, secret)
    _keep(account.name, "imap", account.address, settings)
    return kept


def _submission(account: Account, url: str) -> dict[str, Any]:
    """Return the server that a URL names; without encryption nobody signs in there."""
    from duly.adapters.smtpaccount import SmtpAccount

    server = providers.server(url, where="--smtp")
    user = "" if server.security is Security.PLAIN else account.user
    return asdict(SmtpAccount(*server, user, account.auth, account.ca_file))


def connect_path(path: Path) -> Path:
    """Keep a Maildir, an mbox or a folder to be read at every sync; return it in full.

    Raises:
        SourceError: Nothing can be read there.
    """
    from duly.adapters import local

    whole = path.expanduser().absolute()
    _keep(local.source_at(whole).name, "path", "", {"path": str(whole)})
    return whole


@opening.use_case
def _keep(name: str, kind: str, address: str, settings: dict[str, Any]) -> None:
    from duly.store import models

    models.Source.objects.update_or_create(
        name=name,
        defaults={
            "kind": kind,
            "address": address,
            "settings": json.dumps(settings),
            "connected": True,
        },
    )


@opening.use_case
def listed() -> tuple[Connected, ...]:
    """Return the sources that are connected, in the order in which they came."""
    from duly.store import models

    return tuple(_of(row) for row in models.Source.objects.filter(connected=True).order_by("id"))


@opening.use_case
def was_connected(address: str) -> bool:
    """Tell whether a mailbox of an address is connected, or has been."""
    from duly.store import models

    return models.Source.objects.filter(kind="imap", address__iexact=address).exists()


def _of(row: models.Source) -> Connected:
    settings: dict[str, Any] = json.loads(row.settings or "{}")
    account = Account.of(settings) if row.kind == "imap" else None
    shown = row.address or str(settings.get("path", row.name))
    return Connected(row.name, row.kind, shown, row.read_at, account, settings)


def source(connected: Connected) -> Source:
    """Return what a connected mailbox is read through.

    Raises:
        SourceError: Its secret is gone, or nothing lies at its path any more.
    """
    if connected.account is None:
        from duly.adapters import local

        return local.source_at(Path(connected.address))
    from duly.adapters.imap import ImapSource

    return ImapSource(connected.account, secret_of(connected))


def submission(connected: Connected) -> SmtpAccount:
    """Return the server that letters of an account are handed over to.

    Raises:
        NeedsUserError: Nobody has said which it is, and its provider is not known.
    """
    from duly.adapters.smtpaccount import SmtpAccount

    account = connected.account
    said = connected.settings.get("smtp")
    if said:
        return SmtpAccount(**said)
    provider = account and (providers.known(account.address) or providers.by_host(account.host))
    if not account or not provider or not provider.smtp:
        raise NeedsUserError(
            "it is not known through which server letters of this account leave",
            where=connected.address,
            mend=told(
                "Say it: duly connect {address} --smtp tls://smtp.example.com:465",
                address=connected.address,
            ),
        )
    host, port, security = provider.smtp
    return SmtpAccount(host, port, security, account.user, account.auth, account.ca_file)


def mailbox(me: Me, address: str = "") -> tuple[Connected, Account]:
    """Return the mailbox that the user's letters leave from, and where it is.

    Args:
        me: Their own address decides where several are connected.
        address: The one they say; empty to have it found.

    Raises:
        UnknownError: None of that address is connected.
        NeedsUserError: None is connected at all, or nobody can tell which is meant.
    """
    known = [(each, each.account) for each in listed() if each.account]
    if not known:
        raise NeedsUserError(
            "no mailbox is connected",
            mend="Connect one: duly connect you@provider.example. Or save a file: --save FILE.eml.",
        )
    wanted = (address or me.email).lower()
    found = [each for each in known if each[1].address.lower() == wanted]
    addresses = [account.address for _, account in known]
    if not found and address:
        raise UnknownError(
            told('"{address}" is not connected', address=address),
            where="--from",
            mend=did_you_mean(address, addresses),
        )
    if not found and len(known) > 1:
        raise NeedsUserError(
            told("several mailboxes are connected: {addresses}", addresses=", ".join(addresses)),
            mend="Say which one with --from ADDRESS.",
        )
    return (found or known)[0]


def secret_of(connected: Connected) -> Secret:
    """Return what a connected mailbox is signed in to with.

    Raises:
        SourceError: It is gone.
    """
    secret = secrets.get(connected.name)
    if secret is None:
        raise SourceError(
            "its password is no longer kept on this machine",
            where=connected.address,
            mend=told("Connect it again: duly connect {address}", address=connected.address),
        )
    return secret


def forget(address: str) -> tuple[Connected, ...]:
    """Stop reading a source and delete its secret; what was read stays.

    Raises:
        UnknownError: Nothing goes by that address, path or name.
    """
    known = listed()
    whole = str(Path(address).expanduser().absolute())
    gone = tuple(each for each in known if address in (each.address, each.name))
    gone = gone or tuple(each for each in known if each.address == whole)
    if not gone:
        raise UnknownError(
            told('"{address}" is not connected', address=address),
            mend=did_you_mean(address, [e.address for e in known]),
        )
    for each in gone:
        if each.account:
            secrets.forget(each.name)
        _disconnect(each.name)
    return gone


@opening.use_case
def _disconnect(name: str) -> None:
    from duly.store import models

    models.Source.objects.filter(name=name).update(connected=False)

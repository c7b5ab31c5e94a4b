"""`duly connect`: the mailboxes that Duly may read."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import json_option
from duly.core.errors import NeedsUserError, NothingToDoError, WrongUsageError

_LONGEST = 20_000
"""Bytes of a token; some providers' have thousands."""

if TYPE_CHECKING:
    from duly.adapters.account import Account
    from duly.adapters.imap import Look
    from duly.adapters.secrets import Secret


@click.command("connect")
@click.argument("address", required=False, default="")
@click.option("--host", default="", metavar="NAME", help="The IMAP server, where it is not found.")
@click.option(
    "--port", type=int, default=None, metavar="N", help="993 with tls, 143 with starttls."
)
@click.option("--security", type=click.Choice(["tls", "starttls", "plain"]), default=None)
@click.option("--user", default="", metavar="NAME", help="Where it is not the address itself.")
@click.option("--smtp", default="", metavar="URL", help="Where letters leave: tls://HOST:PORT.")
@click.option("--ca", default="", metavar="FILE", help="Trust this certificate too (own server).")
@click.option("--oauth", is_flag=True, help="Sign in with an access token, not a password.")
@click.option("--password-stdin", is_flag=True, help="Read the password or token from a pipe.")
@click.option("--list", "show", is_flag=True, help="Show what is connected.")
@click.option("--forget", is_flag=True, help="Stop reading it, and delete its password.")
@json_option
def command(
    address: str,
    show: bool,  # noqa: FBT001
    forget: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    **said: Any,
) -> None:
    """Connect a mailbox, or a Maildir or mbox file, to be read and never changed.

    The password is asked for, never given as an option: everybody on this machine could see it.
    """
    if show:
        _show(as_json=as_json)
    elif not address:
        raise WrongUsageError(
            "the address is missing", mend="duly connect ana@example.com, or duly connect --list."
        )
    elif forget:
        _forget(address, as_json=as_json)
    elif "@" not in address or Path(address).expanduser().exists():
        _connect_path(address, as_json=as_json)
    else:
        _connect(address, said, as_json=as_json)


def _show(*, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import accounts

    known = accounts.listed()
    if as_json:
        say_json({"sources": [_json(each) for each in known]})
        return
    if not known:
        raise NothingToDoError("no mailbox is connected", mend="duly connect ADDRESS")
    for each in known:
        where = f"{each.account.host}:{each.account.port}" if each.account else "on this machine"
        read = f"last read {each.read_at:%d %B %H:%M} UTC" if each.read_at else "not read yet"
        say([f"{each.address}  ({where}, {read})"])


def _json(each: Any) -> dict[str, Any]:
    account = each.account
    return {
        "name": each.name,
        "kind": each.kind,
        "address": each.address,
        **(_where(account) if account else {}),
        "read_at": each.read_at.isoformat() if each.read_at else None,
    }


def _where(account: Account) -> dict[str, Any]:
    return {
        "user": account.user,
        "host": account.host,
        "port": account.port,
        "security": account.security,
        "auth": account.auth,
    }


def _forget(address: str, *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import accounts

    gone = accounts.forget(address)
    if as_json:
        say_json({"forgotten": [each.name for each in gone]})
        return
    password = "" if gone[0].account is None else ", and its password is deleted"
    say([f"{gone[0].address} is not read any more{password}. What was read before stays."])


def _connect_path(address: str, *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.services import accounts

    whole = accounts.connect_path(Path(address))
    if as_json:
        say_json({"kind": "path", "address": str(whole)})
        return
    say([f"Connected {whole}. Duly only reads there. Read it now: duly sync"])


def _connect(address: str, said: dict[str, Any], *, as_json: bool) -> None:
    from duly.cli.desk import say, say_json
    from duly.formats import whom
    from duly.services import accounts

    account = _account(whom.email(address, where="ADDRESS"), said)
    secret = _secret(account, from_pipe=said["password_stdin"])
    found = accounts.look(account, secret)
    kept = accounts.connect(account, secret, said["smtp"])
    if as_json:
        shown = {"messages": found.messages, "read": found.read, "left_out": found.left_out}
        say_json(
            {"name": account.name, "kind": "imap", "address": account.address, **_where(account)}
            | shown
            | {"secret_in": kept}
        )
        return
    say(_told(account, found, kept))


def _told(account: Account, found: Look, kept: str) -> list[str]:
    messages = "one message" if found.messages == 1 else f"{found.messages:,} messages"
    where = "your system's keyring" if kept == "keyring" else "an encrypted file only you can read"
    left_out = f" Never read: {', '.join(found.left_out)}." if found.left_out else ""
    return [
        f"Connected {account.address}: {messages} in {found.read[0]}.",
        f"Duly will read {', '.join(found.read)}.{left_out}",
        f"It only reads: nothing in your mailbox changes. The password is kept in {where}.",
        "Read it now: duly sync",
    ]


# Which server


def _account(address: str, said: dict[str, Any]) -> Account:
    """Return where the mailbox is: as said, as known, or as found and confirmed."""
    from duly.adapters.account import PORTS, Account, Auth, Security
    from duly.services import accounts

    security = Security(said["security"] or "tls")
    if said["host"]:
        account = Account(address, address, said["host"], said["port"] or PORTS[security], security)
    else:
        account = accounts.find(address) or _guessed(address, said)
        if said["security"]:
            account = replace(account, security=security, port=PORTS[security])
        account = replace(account, port=said["port"] or account.port)
    ca_file = str(Path(said["ca"]).expanduser().resolve()) if said["ca"] else ""
    auth = Auth.XOAUTH2 if said["oauth"] else account.auth
    if auth is Auth.XOAUTH2 and not said["oauth"]:
        raise NeedsUserError(
            "this provider takes access tokens only",
            where=account.host,
            mend=accounts.instruction(account),
        )
    return replace(account, user=said["user"] or account.user, ca_file=ca_file, auth=auth)


def _guessed(address: str, said: dict[str, Any]) -> Account:
    from duly.cli.desk import interactive
    from duly.services import accounts

    click.echo("Looking for the mail server …", err=True)
    for guess in accounts.answering(address):
        where = f"{guess.host}:{guess.port} ({guess.security})"
        if said["password_stdin"] or not interactive():
            raise NeedsUserError(
                f"a mail server answers at {where}; only you know whether it is yours",
                where=address,
                mend=f"If it is, say so: --host {guess.host} --port {guess.port} "
                f"--security {guess.security}",
            )
        if click.confirm(f"A mail server answers at {where}. Is it yours?", err=True):
            return guess
    raise NeedsUserError(
        "its mail server was not found",
        where=address,
        mend="Ask your provider for the name of its IMAP server and say --host NAME.",
    )


def _secret(account: Account, *, from_pipe: bool) -> Secret:
    """Read the password, hidden; it goes nowhere but to the server just named."""
    from duly.adapters.account import Auth
    from duly.adapters.secrets import Secret
    from duly.cli.desk import interactive
    from duly.services import accounts

    what = "access token" if account.auth is Auth.XOAUTH2 else "password"
    if from_pipe:
        secret = Secret(_piped())
    elif interactive():
        if hint := accounts.instruction(account):
            click.echo(hint, err=True)
        prompt = f"The {what} of {account.user} at {account.host}"
        secret = Secret(click.prompt(prompt, hide_input=True, err=True).strip())
    else:
        raise NeedsUserError(
            f"the {what} is missing",
            where=account.address,
            mend="Run it in a terminal, or pipe it in with --password-stdin.",
        )
    if not secret or "\0" in secret.reveal():
        raise WrongUsageError(f"the {what} is empty or cannot be read", where=account.address)
    return secret


def _piped() -> str:
    try:
        return sys.stdin.buffer.readline(_LONGEST).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        return ""

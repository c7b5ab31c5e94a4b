"""Signing in to a real server, and everything that may keep one from it, told in one sentence."""

from __future__ import annotations

import base64
import logging
import pickle
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.certificates import Authority, server_context
from tests.contract.dovecot import ASCII_PASSWORD, PASSWORD, QUICK, User, free_port
from tests.contract.mails import everything, mail
from tests.contract.proxy import Canned, Proxy

from duly.adapters import imapsession
from duly.adapters.account import Account, Auth, Security
from duly.adapters.base import SignInError, SourceError
from duly.adapters.imap import ImapSource
from duly.adapters.imapsession import (
    CertificateError,
    EncryptionError,
    NotImapError,
    Pace,
    UnreachableError,
)
from duly.adapters.secrets import Secret
from duly.core.errors import WrongUsageError

SHORT = Pace(connect=0.5, read=0.5, pauses=())


def look(account: Account, secret: str = PASSWORD, pace: Pace = QUICK) -> int:
    return ImapSource(account, Secret(secret), pace=pace).look().messages


def refusal(account: Account, secret: str = PASSWORD, pace: Pace = QUICK) -> SourceError:
    with pytest.raises(SourceError) as caught:
        look(account, secret, pace)
    return caught.value


def here(port: int, security: Security = Security.PLAIN, user: str = "sam") -> Account:
    return Account("sam@field.example", user, "127.0.0.1", port, security)


# Ways in


def test_over_tls_and_over_starttls(user: User) -> None:
    user.put(mail("a"))
    assert look(user.account()) == 1
    assert look(user.starttls()) == 1


def test_with_a_token(user: User) -> None:
    user.put(mail("a"))
    assert look(user.with_token(), f"token-of-{user.name}") == 1


def test_a_server_that_knows_login_only(user: User) -> None:
    user.put(mail("a"))

    def without_plain(data: bytes) -> bytes:
        return data.replace(b" AUTH=PLAIN", b"").replace(b" SASL-IR", b"")

    with Proxy(user.server.port, change=without_plain) as proxy:
        assert look(here(proxy.port, user=user.name), ASCII_PASSWORD) == 1


def test_greeting_a_server_sends_it_nothing_of_the_user(user: User) -> None:
    with Proxy(user.server.tls_port) as proxy:
        offers = imapsession.greet(user.account(port=proxy.port))
        assert "AUTH=PLAIN" in offers
    assert f"user=<{user.name}>" not in user.server.log()


# Names and secrets that are not accepted


def test_a_wrong_password_says_what_to_check(user: User) -> None:
    error = refusal(user.account(), "wrong")
    assert isinstance(error, SignInError)
    assert f'does not accept "{user.name}" with this password' in str(error)
    assert "--user NAME" in str(error)


def test_a_wrong_token_is_no_password(user: User) -> None:
    error = refusal(user.with_token(), "expired")
    assert isinstance(error, SignInError)
    assert "with this token" in str(error)


def test_a_user_nobody_knows(user: User) -> None:
    assert isinstance(refusal(user.account(user="nobody")), SignInError)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sam@gmail.com", "https://myaccount.google.com/apppasswords"),
        ("sam@icloud.com", "app-specific password"),
        ("sam@yahoo.co.uk", "Yahoo wants an app password"),
        ("sam@hotmail.com", "--oauth"),
        ("sam@qq.com", "authorization code"),
    ],
)
def test_the_provider_says_which_password_it_wants(user: User, address: str, told: str) -> None:
    error = refusal(user.account(address=address), "wrong")
    assert isinstance(error, SignInError)
    assert told in str(error)


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (
            b"NO [ALERT] Your account is not enabled for IMAP use.",
            SignInError,
            "IMAP is turned off",
        ),
        (b"NO IMAP access is disabled for your mailbox", SignInError, "IMAP is turned off"),
        (
            b"NO [UNAVAILABLE] Temporary authentication failure.",
            UnreachableError,
            "again in a while",
        ),
        (b"NO [ALERT] Too many simultaneous connections.", UnreachableError, "lets nobody in now"),
    ],
)
def test_what_a_server_says_instead_is_understood(
    user: User, said: bytes, kind: type[SourceError], told: str
) -> None:
    def instead(data: bytes) -> bytes:
        tag, _, rest = data.partition(b" ")
        return tag + b" " + said + b"\r\n" if rest.startswith(b"NO [AUTH") else data

    with Proxy(user.server.port, change=instead) as proxy:
        error = refusal(here(proxy.port), "wrong")
    assert type(error) is kind
    assert told in str(error)


# Certificates


def test_a_certificate_nobody_vouches_for(user: User) -> None:
    error = refusal(user.account(ca_file=""))
    assert isinstance(error, CertificateError)
    assert "--ca FILE" in str(error)
    untrusted = replace(user.starttls(), ca_file="")
    assert isinstance(refusal(untrusted), CertificateError)


@pytest.mark.parametrize(
    ("name", "days", "told"),
    [("127.0.0.1", -1, "has expired"), ("other.example", 30, "is for another name")],
)
def test_a_certificate_that_is_old_or_for_another_host(
    user: User, tmp_path: Path, name: str, days: int, told: str
) -> None:
    authority = Authority(tmp_path)
    context = server_context(authority.certificate("front", name, days=days))
    with Proxy(user.server.port, context=context) as proxy:
        error = refusal(user.account(port=proxy.port, ca_file=str(authority.file)))
        assert proxy.up == 0
    assert isinstance(error, CertificateError)
    assert told in str(error)


def test_a_file_of_certificates_that_holds_none(user: User, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    assert "empty.pem" in str(refusal(user.account(ca_file=str(tmp_path / "empty.pem"))))
    assert "gone.pem" in str(refusal(user.account(ca_file=str(tmp_path / "gone.pem"))))


# Encryption


def test_starttls_that_somebody_stripped_is_refused_and_the_password_kept(user: User) -> None:
    with Proxy(user.server.port, change=lambda data: data.replace(b" STARTTLS", b"")) as proxy:
        error = refusal(user.starttls(proxy.port))
        assert proxy.up < 60  # CAPABILITY, and no word more
    assert isinstance(error, EncryptionError)
    assert "your password was not sent" in str(error)
    assert f"user=<{user.name}>" not in user.server.log()


def test_a_server_that_claims_we_are_signed_in_already_is_refused() -> None:
    with Canned(b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome\r\n") as server:
        error = refusal(here(server.port, Security.STARTTLS), pace=SHORT)
    assert isinstance(error, SourceError)
    assert not isinstance(error, SignInError)


@pytest.mark.parametrize("host", ["imap.field.example", "192.0.2.1"])
def test_without_encryption_only_this_machine_is_talked_to(host: str) -> None:
    with pytest.raises(WrongUsageError, match="could read your password"):
        Account("a@field.example", "a", host, 143, Security.PLAIN)


def test_tls_to_a_port_that_speaks_plainly(user: User) -> None:
    error = refusal(user.account(port=user.server.port))
    assert isinstance(error, EncryptionError)
    assert "--security starttls --port 143" in str(error)


# Servers that are none


def test_nobody_listens_there() -> None:
    error = refusal(here(free_port()))
    assert isinstance(error, UnreachableError)
    assert "cannot be reached" in str(error)


def test_there_is_no_server_of_that_name() -> None:
    account = Account("a@field.example", "a", "imap.nowhere.invalid")
    error = refusal(account)
    assert isinstance(error, UnreachableError)
    assert "imap.nowhere.invalid" in str(error)
    for host in ("a..b", "x" * 70 + ".example"):
        assert "no server of that name" in str(refusal(Account("a@b.example", "a", host)))


@pytest.mark.parametrize(
    "greeting",
    [b"220 mail.example ESMTP\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\r\n"],
)
def test_what_answers_is_no_imap_server(greeting: bytes) -> None:
    with Canned(greeting) as server:
        error = refusal(here(server.port), pace=SHORT)
    assert isinstance(error, NotImapError)
    assert "no IMAP server" in str(error)


def test_a_server_that_sends_everybody_away() -> None:
    with Canned(b"* BYE Too many connections from your address\r\n") as server:
        error = refusal(here(server.port), pace=SHORT)
    assert isinstance(error, UnreachableError)
    assert "Too many connections" in str(error)


def test_a_server_that_says_nothing() -> None:
    with Canned(b"") as server:
        error = refusal(here(server.port), pace=SHORT)
    assert isinstance(error, UnreachableError)
    assert "did not answer within 0.5 seconds" in str(error)


def test_every_sentence_is_one_line_and_says_what_to_do(user: User) -> None:
    errors = [
        refusal(user.account(), "wrong"),
        refusal(user.account(ca_file="")),
        refusal(here(free_port())),
        refusal(user.account(port=user.server.port)),
    ]
    for each in errors:
        assert "\n" not in str(each)
        assert each.mend
        assert each.where


# Secrets stay secret

CANARY = "canary-4f1c9d"


@pytest.mark.parametrize("auth", list(Auth))
def test_a_secret_shows_itself_nowhere(
    user: User, auth: Auth, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    source = ImapSource(user.account(auth=auth), Secret(CANARY), pace=QUICK)
    with pytest.raises(SignInError) as caught:
        next(iter(source.scan("", everything)))
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = "".join(told.format()) + caplog.text + repr(source.__dict__) + repr(caught.value)
    coded = base64.b64encode(f"\0{user.name}\0{CANARY}".encode()).decode()
    for each in (CANARY, coded[8:-8]):
        assert each not in shown
    assert CANARY not in user.server.log()


def test_a_secret_that_works_is_not_logged_either(
    user: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    look(user.account())
    coded = base64.b64encode(f"\0{user.name}\0{PASSWORD}".encode()).decode()
    assert PASSWORD not in caplog.text
    assert coded[8:-8] not in caplog.text
    assert caplog.records


def test_a_secret_hides_in_text_and_is_not_pickled() -> None:
    secret = Secret(CANARY)
    assert CANARY not in f"{secret} {secret!r} {[secret]} {secret:>40}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret == Secret(CANARY)
    assert secret != Secret("another")
    assert secret.reveal() == CANARY

"""Where mailboxes are, by their addresses."""

from __future__ import annotations

import pytest

from duly.adapters import providers
from duly.adapters.account import Account, Auth, Security


@pytest.mark.parametrize(
    ("address", "name", "host", "user"),
    [
        ("sam@gmail.com", "Gmail", "imap.gmail.com", "sam@gmail.com"),
        ("Sam@GoogleMail.com", "Gmail", "imap.gmail.com", "Sam@GoogleMail.com"),
        ("sam@yahoo.co.uk", "Yahoo", "imap.mail.yahoo.com", "sam@yahoo.co.uk"),
        ("sam@hotmail.fr", "Outlook.com", "outlook.office365.com", "sam@hotmail.fr"),
        ("sam@icloud.com", "iCloud", "imap.mail.me.com", "sam"),
        ("sam@gmx.at", "GMX", "imap.gmx.net", "sam@gmx.at"),
        ("sam@acme.onmicrosoft.com", "Microsoft 365", "outlook.office365.com", None),
    ],
)
def test_large_providers_are_known(address: str, name: str, host: str, user: str | None) -> None:
    provider = providers.known(address)
    assert provider
    account = provider.account(address)
    assert account
    assert (provider.name, account.host, account.user) == (name, host, user or address)
    assert account.security is Security.TLS


@pytest.mark.parametrize(
    "address",
    ["sam@live.acme.com", "sam@yahoo.acme.example", "sam@notgmail.com", "sam@gmail.com.example"],
)
def test_a_domain_that_only_looks_like_one_is_nobody_s(address: str) -> None:
    assert providers.known(address) is None


def test_the_table_is_whole() -> None:
    known = providers.all_known()
    assert len(known) >= 50
    domains = [domain for provider in known for domain in provider.domains]
    assert len(domains) == len(set(domains))
    for each in known:
        assert each.needs in {"password", "app password", "oauth"}
        assert each.instruction.endswith(".")
        assert "\n" not in each.instruction
        assert (each.imap is None) == (each.smtp is None)
        assert each.imap or "no IMAP" in each.instruction


def test_microsoft_takes_tokens_and_proton_has_its_bridge() -> None:
    microsoft, proton = providers.known("sam@outlook.com"), providers.known("sam@proton.me")
    assert microsoft
    assert proton
    assert microsoft.account("sam@outlook.com").auth is Auth.XOAUTH2  # type: ignore[union-attr]
    bridge = proton.account("sam@proton.me")
    assert bridge
    assert (bridge.host, bridge.port, bridge.security) == ("127.0.0.1", 1143, Security.STARTTLS)


def test_a_server_tells_the_provider_of_an_address_of_one_s_own() -> None:
    google = providers.by_host("imap.gmail.com")
    assert google
    assert google.name == "Gmail"
    assert providers.by_host("127.0.0.1") is None
    assert providers.by_host("imap.field.example") is None


def test_guesses_are_encrypted_all_of_them_and_tls_comes_first() -> None:
    found = [
        (each.host, each.port, each.security) for each in providers.guesses("s@bücher.example")
    ]
    domain = "xn--bcher-kva.example"
    hosts = [f"imap.{domain}", f"mail.{domain}", domain]
    assert found == [
        *((host, 993, Security.TLS) for host in hosts),
        *((host, 143, Security.STARTTLS) for host in hosts),
    ]


def test_an_account_comes_back_as_it_was_kept() -> None:
    account = Account("a@b.example", "a", "imap.b.example", 143, Security.STARTTLS, Auth.XOAUTH2)
    assert Account.of(account.settings()) == account
    assert account.name == "imap:a@imap.b.example"


def test_a_provider_is_known_by_its_submission_server() -> None:
    found = providers.by_host("SMTP.gmail.com", "smtp")
    assert found
    assert found.name == "Gmail"
    assert providers.by_host("smtp.gmail.com") is None
    assert providers.by_host("127.0.0.1", "smtp") is None


@pytest.mark.parametrize(
    ("address", "host", "keeps"),
    [
        ("sam@gmail.com", "imap.gmail.com", True),
        ("sam@field.example", "imap.gmail.com", True),
        ("sam@hotmail.fr", "outlook.office365.com", True),
        ("sam@field.example", "OUTLOOK.office365.com", True),
        ("sam@acme.onmicrosoft.com", "outlook.office365.com", True),
        ("sam@proton.me", "127.0.0.1", True),
        ("sam@field.example", "127.0.0.1", False),
        ("sam@field.example", "imap.field.example", False),
        ("sam@icloud.com", "imap.mail.me.com", False),
        ("sam@gmx.at", "imap.gmx.net", False),
        ("sam@gmail.com", "imap.fastmail.com", False),
    ],
)
def test_who_keeps_a_copy_is_told_by_the_server_and_else_by_the_address(
    address: str, host: str, *, keeps: bool
) -> None:
    assert providers.keeps_copy(Account(address, address, host)) is keeps

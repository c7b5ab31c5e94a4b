"""A browser and mail servers, started once and shared by the tests of every folder.

They are a plugin of pytest's, never imported: an imported fixture is another fixture, and of
browsers that Playwright drives there can be one in a process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.contract import dovecot as dovecots
from tests.contract.dovecot import Dovecot, User

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django takes every later test for async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A server as most are today: SPECIAL-USE, CONDSTORE, IDLE."""
    yield from dovecots.running(special=dovecots.SPECIAL)


@pytest.fixture(scope="session")
def bare_dovecot() -> Iterator[Dovecot]:
    """A server that offers nothing but RFC 3501, with every folder beneath "INBOX."."""
    yield from dovecots.running(capability=dovecots.BARE, separator=".", prefix="INBOX.")


@pytest.fixture(scope="session")
def gmail() -> Iterator[Dovecot]:
    """A server whose folders are labels, with everything in All Mail."""
    yield from dovecots.running(capability=dovecots.GMAIL, special=dovecots.SPECIAL)


@pytest.fixture(scope="session")
def small_dovecot() -> Iterator[Dovecot]:
    """A server that gives everybody little room."""
    yield from dovecots.running(special=dovecots.SPECIAL, kilobytes=64)


@pytest.fixture
def user(dovecot: Dovecot) -> User:
    """Somebody with an empty mailbox."""
    return dovecot.user()

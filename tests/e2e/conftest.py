"""A real browser on a real page: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import demo_desk, desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.web.server import Desk

__all__ = ["demo_desk", "desk"]


class Tab:
    """A browser window on somebody's page, signed in; a script that fails fails the test."""

    def __init__(self, page: Page, link: str) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._heard)
        page.goto(link)
        self.home = link.partition("/in/")[0]

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.errors.append(str(getattr(message, "text", "")))

    def open(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page


@pytest.fixture
def tab(chromium: Browser, desk: Desk) -> Iterator[Tab]:
    """A window on an empty search."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    found = Tab(context.new_page(), desk.link())
    yield found
    context.close()
    assert found.errors == []


@pytest.fixture
def demo_tab(chromium: Browser, demo_desk: Desk) -> Iterator[Tab]:
    """A window on a search that is under way."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    found = Tab(context.new_page(), demo_desk.link())
    yield found
    context.close()
    assert found.errors == []


@pytest.fixture
def axe() -> str:
    """The source of axe-core, which finds what people with other eyes or hands stumble over."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

"""The mail with the keyboard alone, and everyone who is to be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.e2e.conftest import Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.web.server import Desk


@pytest.fixture
def tried(chromium: Browser, desk: Desk) -> Iterator[Tab]:
    """A window on a demo of its own, to change things in."""
    desk.duly("demo")
    desk.environment["DULY_DATABASE"] = str(desk.database.with_name("demo.sqlite3"))
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    found = Tab(context.new_page(), desk.link())
    yield found
    context.close()
    assert found.errors == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_mails_are_decided_with_the_keyboard_alone(tried: Tab, desk: Desk) -> None:
    page = tried.open("/inbox/")
    assert page.locator("[data-keys]").is_visible()
    page.keyboard.press("y")
    assert page.url.endswith("/inbox/"), "no mail was looked at yet"
    first, second, third = [f"mail-{each}" for each in (2, 3, 4)]
    page.keyboard.press("j")
    assert focused(page) == first
    page.keyboard.press("ArrowDown")
    assert focused(page) == second
    press(page, "y")
    assert focused(page) == third
    assert "Elmgrove Bank" in page.locator("section.just").inner_text()
    assert "still deciding" in desk.duly("log", "elmgrove")
    page.keyboard.press("k")
    assert focused(page) == first
    press(page, "n")
    assert page.locator("[data-card]").count() == 1
    press(page, "u")
    assert page.url.endswith("/inbox/2/")
    assert "It waits for your word again" in page.locator("#said").inner_text()


def test_a_mail_is_put_right_with_the_keyboard_alone(tried: Tab, desk: Desk) -> None:
    page = tried.open("/inbox/")
    page.keyboard.press("j")
    press(page, "c")
    assert focused(page) == "id_meaning"
    page.keyboard.press("y")
    assert page.url.endswith("/inbox/2/#id_meaning"), "a letter typed into a field decides nothing"
    page.select_option("#id_meaning", "rejection")
    page.locator("#id_company").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Larkspur Power")
    press(page, "Enter")
    assert "rejection" in desk.duly("log", "larkspur-power")


def test_the_frame_of_a_message_shows_its_words_and_asks_nobody_else(tried: Tab) -> None:
    asked: list[str] = []
    tried.page.on("request", lambda request: asked.append(request.url))
    page = tried.open("/inbox/2/")
    page.locator("details.aside > summary").click()
    frame = page.frame_locator("iframe.message")
    frame.get_by_text("https://careers.larkspur.example/status").wait_for()
    assert frame.locator("a, img, script, style").count() == 0
    assert all(each.startswith(tried.home) for each in asked)


def test_an_offer_is_accepted_with_the_keyboard_alone(tried: Tab, desk: Desk) -> None:
    page = tried.open("/offers/")
    page.locator("a[href='/o/greystone/accept/']").focus()
    press(page, "Enter")
    assert "You accept Greystone Logistics’s offer" in page.locator("h1").inner_text()
    assert "4 others will be told" in page.locator("main").inner_text()
    page.get_by_role("button", name="Accept the offer").focus()
    press(page, "Enter")
    rows = page.locator("section[aria-labelledby=tell] li")
    assert rows.count() == 5
    assert rows.first.inner_text().startswith("Greystone Logistics")
    shown = json.loads(desk.duly("show", "greystone", "--no-ahead", "--json"))
    assert shown["plan"]["state"] == "accepted"


def test_the_last_answer_of_a_window_is_taken_back_by_its_key(tried: Tab) -> None:
    page = tried.open("/inbox/2/")
    assert not page.locator("[data-undo]").is_visible()
    press(page, "n")
    assert not page.url.endswith("/inbox/2/")
    assert page.locator("[data-undo]").is_visible()
    press(page, "u")
    assert page.url.endswith("/inbox/2/")
    assert "It waits for your word again" in page.locator("#said").inner_text()
    press(page, "n")
    page.goto(page.url.partition("/inbox/")[0] + "/inbox/")
    press(page, "u")
    assert page.url.endswith("/inbox/2/")

"""The page without a mouse."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect


def test_letters_lead_to_pages_and_a_stroke_to_the_search(demo_tab: Any) -> None:
    page = demo_tab.open("/")
    page.keyboard.press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Board")
    page.keyboard.press("/")
    page.keyboard.type("cobalt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cobalt")
    expect(
        page.get_by_role("main").get_by_role("link", name="Cobalt Systems").first
    ).to_be_visible()


def test_a_question_mark_shows_the_keys(demo_tab: Any) -> None:
    page = demo_tab.open("/board/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_letter_typed_into_a_field_leads_nowhere(demo_tab: Any) -> None:
    page = demo_tab.open("/board/")
    page.get_by_role("searchbox").fill("t")
    page.get_by_role("searchbox").press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Board")

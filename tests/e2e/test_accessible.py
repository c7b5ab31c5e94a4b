"""No page has anything that axe-core objects to, in either theme, on phone, tablet and desktop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.web.test_guard import CLOSED, ROUTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.web.server import Desk

WIDTHS = {"phone": 360, "tablet": 768, "desktop": 1280}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    chromium: Browser, demo_desk: Desk, axe: str, theme: str
) -> None:
    # The pages' policy lets no script of ours in but their own; the test has to.
    context = chromium.new_context(color_scheme=theme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    link = demo_desk.link()
    page.goto(link)
    found = []
    for name in (each for each in CLOSED if not ROUTES[each].get("file")):
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 900})
            page.goto(link.partition("/in/")[0] + ROUTES[name]["path"])
            page.evaluate(axe)
            result = page.evaluate("axe.run()")
            found += [
                f"{name} {theme} {width}: {each['id']} {json.dumps(each['nodes'][0]['html'])} "
                f"{each['nodes'][0]['failureSummary']}"
                for each in result["violations"]
            ]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > pixels:
                found.append(f"{name} {width}: the page is {wide} wide and has to be scrolled")
    context.close()
    assert found == []


def test_no_page_has_to_be_scrolled_sideways_in_german(chromium: Browser, demo_desk: Desk) -> None:
    context = chromium.new_context(locale="de-DE", viewport={"width": 360, "height": 900})
    page = context.new_page()
    link = demo_desk.link()
    page.goto(link)
    wide = {}
    for name in (each for each in CLOSED if not ROUTES[each].get("file")):
        page.goto(link.partition("/in/")[0] + ROUTES[name]["path"])
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[name] = width
    context.close()
    assert wide == {}

"""Every page is light: with all it loads, it is there at once on a slow machine, too."""

from __future__ import annotations

import pytest
from tests.web.server import Desk, Visitor
from tests.web.test_guard import PAGES, ROUTES
from tests.web.weight import MOST_BYTES, Loads, Scale


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


@pytest.fixture(scope="module")
def scale(visitor: Visitor) -> Scale:
    return Scale(visitor)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_everything_it_loads_is_light(
    visitor: Visitor, scale: Scale, name: str
) -> None:
    weight = scale.weigh(visitor.get(ROUTES[name]["path"]).text)
    assert weight <= MOST_BYTES, f"{weight:,} bytes"


def test_what_a_browser_loads_is_found() -> None:
    text = '<link rel="icon" href="/a.svg"><script src="/b.js" defer></script><a href="/c/">c</a>'
    assert Loads(f"{text}<img src='data:,'><iframe src='/d/'></iframe>").paths == {
        "/a.svg", "/b.js", "/d/",
    }  # fmt: skip


def test_today_loads_its_style_and_its_script(visitor: Visitor) -> None:
    assert {"/static/web/duly.css", "/static/django_htmx/htmx-2.min.js"} <= Loads(
        visitor.get("/").text
    ).paths

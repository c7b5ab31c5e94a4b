"""The demo beside one's own search: reached from the page, and left again."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from tests.web.server import Desk, Visitor

from duly.adapters import running


def in_the_demo(desk: Desk) -> Visitor:
    link = urlsplit(json.loads(desk.duly("--demo", "desk", "--json"))["url"])
    visitor = Visitor(link.netloc)
    assert visitor.get(link.path).status == 302
    return visitor


def test_the_demo_is_entered_from_the_settings_too_and_leads_back(desk: Desk) -> None:
    own = desk.visitor()
    assert 'action="/demo/"' in own.get("/settings/").text
    assert "The demo is ready" in own.post("/demo/", {}).text
    demo = in_the_demo(desk)
    assert f'href="http://{own.host}/"' in demo.get("/").text
    assert 'action="/demo/"' not in demo.get("/settings/").text


def test_it_leads_back_to_wherever_ones_own_page_is_and_stops_with_it(desk: Desk) -> None:
    desk.duly("demo")
    demo = in_the_demo(desk)
    assert "Leave the demo" not in demo.get("/").text, "there is nothing to go back to"
    own = desk.visitor()
    assert f'href="http://{own.host}/"' in demo.get("/").text
    desk.duly("desk", "--stop")
    assert running.server_of(desk.database) is None
    assert running.server_of(desk.database.with_name("demo.sqlite3")) is None

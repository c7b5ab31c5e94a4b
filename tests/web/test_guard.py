"""Nobody else's page, nobody else's browser: every address is walked, so that none is forgotten."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.web.server import Desk, Visitor

ROUTES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("routes.toml").read_text(encoding="utf-8")
)
PAGES = [name for name, row in ROUTES.items() if not row.get("posts")]
CLOSED = [name for name in PAGES if not ROUTES[name].get("open")]
ONLY_FORMS = [name for name, row in ROUTES.items() if row.get("posts")]
FORMS = [*ONLY_FORMS, *(name for name, row in ROUTES.items() if row.get("also_posts"))]
LIST_ROUTES = """
from duly.server import wsgi
from django.urls import get_resolver
def names(patterns):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from names(each.url_patterns)
        else:
            yield each.name or f"unnamed {each.pattern}"
print("\\n".join(names(get_resolver().url_patterns)))
"""


@pytest.fixture(scope="module")
def visitor(demo_desk: Desk) -> Visitor:
    return demo_desk.visitor()


@pytest.fixture
def stranger(visitor: Visitor) -> Visitor:
    """A browser on the same machine that was never signed in."""
    return Visitor(visitor.host)


@pytest.mark.parametrize("path", ["/nowhere/", "/in/made-up/", "/feed/made-up.ics"])
def test_what_a_stranger_is_refused_tells_nothing_of_the_search(
    visitor: Visitor, stranger: Visitor, path: str
) -> None:
    assert 'class="count"' in visitor.get("/").text, "mail waits, which a stranger is not to know"
    assert "/offers/" in visitor.get("/").text
    refused = stranger.get(path)
    assert refused.status in (404, 409)
    assert 'class="count"' not in refused.text
    assert "/offers/" not in refused.text
    assert 'class="count"' in visitor.get(path).text, "who is signed in keeps the menu"


def test_every_route_has_its_row() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LIST_ROUTES], capture_output=True, text=True, check=True,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )  # fmt: skip
    assert sorted(ran.stdout.split("\n")[:-1]) == sorted(ROUTES)


@pytest.mark.parametrize("name", CLOSED)
def test_a_page_is_shown_to_a_browser_that_is_signed_in(visitor: Visitor, name: str) -> None:
    assert visitor.get(ROUTES[name]["path"]).status == 200


@pytest.mark.parametrize("name", CLOSED)
def test_a_page_shows_nothing_to_a_stranger(stranger: Visitor, name: str) -> None:
    answer = stranger.get(ROUTES[name]["path"])
    assert answer.status == 401
    assert "not signed in" in answer.text
    assert "Cobalt" not in answer.text


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_a_stranger_changes_nothing(stranger: Visitor, name: str) -> None:
    assert stranger.post(ROUTES[name]["path"]).status == 403


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "127.0.0.1:1", "127.0.0.1.evil.example"]
)
def test_another_name_of_this_machine_is_not_answered(
    visitor: Visitor, name: str, host: str
) -> None:
    answer = visitor.get(ROUTES[name]["path"], Host=host)
    assert answer.status == 403
    assert "Cobalt" not in answer.text


@pytest.mark.parametrize("name", ONLY_FORMS)
def test_a_form_changes_nothing_by_get(visitor: Visitor, name: str) -> None:
    answer = visitor.get(ROUTES[name]["path"])
    assert answer.status == 405
    assert answer.headers["allow"]
    assert "takes a form" in answer.text
    back = re.search(r'href="(/[^"]*)">Back to its page', answer.text)
    assert back is None or visitor.get(back[1]).status in (200, 405)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1"])
def test_a_form_of_another_page_changes_nothing(visitor: Visitor, name: str, origin: str) -> None:
    assert visitor.post(ROUTES[name]["path"], Origin=origin).status == 403


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_its_token_changes_nothing(visitor: Visitor, name: str) -> None:
    answer = visitor.post(ROUTES[name]["path"], {"csrfmiddlewaretoken": "made-up"})
    assert answer.status == 403
    assert "nothing was saved" in answer.text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_a_browser_may_do(visitor: Visitor, name: str) -> None:
    headers = visitor.get(ROUTES[name]["path"]).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("name", CLOSED)
def test_no_page_has_a_script_or_style_of_its_own(visitor: Visitor, name: str) -> None:
    text = visitor.get(ROUTES[name]["path"]).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//(?!127\.0\.0\.1)", text)


def test_a_link_signs_in_once(desk: Desk) -> None:
    link = desk.link()
    host, _, path = link.removeprefix("http://").partition("/")
    first, second = Visitor(host), Visitor(host)
    assert first.get(f"/{path}").status == 302
    assert first.get("/").status == 200
    assert second.get(f"/{path}").status == 409
    assert second.get("/").status == 401


def test_the_first_link_opens_any_page_before_anything_is_noted(desk: Desk) -> None:
    visitor = desk.visitor()
    paths = ["/outbox/", "/board/", "/people/", "/figures/", "/offers/", "/settings/", "/"]
    assert {path: visitor.get(path).status for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize("name", [name for name in PAGES if not ROUTES[name].get("file")])
def test_no_page_shows_what_only_programs_read(visitor: Visitor, name: str) -> None:
    text = unescape(visitor.get(ROUTES[name]["path"]).text)
    for trace in ("Piece(", "object at 0x", "<class", "None</", '="None"', "{{", "{%", "datetime."):
        assert trace not in text, text[max(text.find(trace) - 200, 0) : text.find(trace) + 100]
